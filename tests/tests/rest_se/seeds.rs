//! The exchanges that the profile's own text shows, put right where it contradicts itself or HAL: links always absolute and with a method, 200 to a reading, an item for
//! an item, one version throughout.

use serde_json::{Value, json};
use smie_server::Config;
use smie_tests::send;

use super::support::{Running, serve_with};

/// The settings under which links are the printed list.
pub(crate) const PRINTED: (&str, &str) =
    ("languages: [", "overrides: {links.shape: array, collection.embedded: false, collection.member: '{class}slista'}\nlanguages: [");

const VOLVO: &str = "/organisationer/5560125790";

fn printed() -> Running {
    serve_with(&[PRINTED], Config::default())
}

/// The link to a resource itself, and what can be done with it, as the text lists them.
fn transitions(document: &Value) -> Vec<Value> {
    let wanted = ["self", "delete", "replace", "edit"];
    let all = document["_links"].as_array().unwrap_or_else(|| panic!("{document}"));
    let of = |rel: &str| all.iter().find(|link| link["rel"] == rel).cloned();
    wanted.iter().filter_map(|rel| of(rel)).collect()
}

fn expected(own: &str) -> Vec<Value> {
    let link = |rel: &str, method: &str| json!({"href": own, "rel": rel, "method": method});
    vec![link("self", "GET"), link("delete", "DELETE"), link("replace", "PUT"), link("edit", "PATCH")]
}

#[test]
fn creating_answers_with_the_place_and_what_can_be_done_there() {
    let server = printed();
    let created = server.post("/organisationer", r#"{"namn":"Volvo Bikes Två AB","organisationsnummer":"5568101235"}"#);
    assert_eq!(created.status, 201, "{}", created.body);
    let own = server.url("/organisationer/5568101235");
    assert_eq!(created.header("location"), Some(own.as_str()));
    assert_eq!(transitions(&created.json()), expected(&own));
}

#[test]
fn the_collection_has_every_organisation_with_its_own_link() {
    let server = printed();
    let page = server.json("/organisationer");
    assert_eq!(page["_meta"], json!({"totalRecords": 6, "page": 1, "limit": 20, "count": 6}));
    let first = &page["organisationslista"][0];
    assert_eq!(first["namn"], "Aktiebolaget Volvo");
    assert_eq!(transitions(first), expected(&server.url(VOLVO)));
    let own = page["_links"].as_array().and_then(|all| all.iter().find(|link| link["rel"] == "self").cloned());
    assert_eq!(own, Some(json!({"href": server.url("/organisationer?page=1&limit=20"), "rel": "self", "method": "GET"})));
}

#[test]
fn an_organisation_is_read_changed_and_deleted_by_its_links() {
    let server = printed();
    let answer = server.get(VOLVO);
    let document = answer.json();
    assert_eq!((answer.status, &document["organisationsnummer"]), (200, &Value::from("5560125790")));
    assert_eq!(transitions(&document), expected(&server.url(VOLVO)));
    // What was read can be sent back: the links that the server made are no news to it.
    let mut own = server.json("/organisationer/7696000001");
    own["namn"] = "Ålands Ägg".into();
    let replaced = server.change("PUT", "/organisationer/7696000001", &own.to_string());
    assert_eq!((replaced.status, &replaced.json()["namn"]), (200, &Value::from("Ålands Ägg")), "{}", replaced.body);
    let delete = transitions(&server.json("/organisationer/7696000001")).into_iter().find(|link| link["rel"] == "delete").expect("a link");
    let tag = server.get("/organisationer/7696000001").header("etag").expect("a tag").to_owned();
    let (href, method) = (delete["href"].as_str().expect("an href"), delete["method"].as_str().expect("a method"));
    assert_eq!(send(method, href, &[("if-match", &tag)]).status, 204);
    assert_eq!(server.get("/organisationer/7696000001").status, 404);
}

#[test]
fn what_is_nested_is_found_below_its_organisation() {
    let server = printed();
    let page = server.json("/organisationer/2021005489/hemvister");
    let own = server.url("/organisationer/2021005489/hemvister/2345");
    assert_eq!(page["hemvistslista"][0]["kommun"], "Sundsvall");
    assert_eq!(transitions(&page["hemvistslista"][0]), expected(&own));
    let above = page["hemvistslista"][0]["_links"].as_array().and_then(|all| all.iter().find(|link| link["rel"] == "up").cloned());
    assert_eq!(above.map(|link| link["href"].clone()), Some(server.url("/organisationer/2021005489").into()));
    // The printed list is read as well as written.
    let body = json!({"hemvistId": "9", "kommun": "Umeå", "_links": [{"href": server.url(VOLVO), "rel": "up", "method": "GET"}]});
    assert_eq!(server.post("/organisationer/5560125790/hemvister", &body.to_string()).status, 201);
    assert_eq!(server.post("/organisationer/2021005489/hemvister", &body.to_string()).status, 400);
}
