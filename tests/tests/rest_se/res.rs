//! RES: resources and what identifies them.

use serde_json::Value;
use smie_server::Config;
use smie_server::store::TenantName;
use smie_tests::{get, write};

use super::support::{ROOT, api, changed, entries, findings, links, load, serve, serve_with, start};

#[test]
fn res_01_an_identifier_stays_whatever_else_changes() {
    let server = serve();
    let path = "/organisationer/2021005489";
    let patched = server.change("PATCH", path, r#"{"namn":"Annat","organisationsform":null,"webbplats":"https://exempel.se/"}"#);
    assert_eq!((patched.status, &patched.json()["_links"]["self"]["href"]), (200, &Value::from(server.url(path))));
    for (method, body) in
        [("PATCH", r#"{"organisationsnummer":"5560000009"}"#), ("PUT", r#"{"organisationsnummer":"5560000009","namn":"x"}"#)]
    {
        let refused = server.change(method, path, body);
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert_eq!(refused.json()["violations"][0]["pointer"], "/organisationsnummer");
    }
    assert_eq!(server.get("/organisationer/5560000009").status, 404);
}

#[test]
fn res_02_a_sensitive_identifier_is_in_no_address_and_no_parameter() {
    let secret =
        ("      namn: {", "      personnummer: {type: Identifikator?, sensitive: true, docs: {sv: Hemligt, en: Secret}}\n      namn: {");
    let schema = changed(&[secret]).schema.expect("a schema");
    assert!(schema.routes().all(|route| !route.path.to_lowercase().contains("personnummer")));
    let server = serve_with(&[secret], Config::default());
    let created = server.post("/organisationer", r#"{"organisationsnummer":"5560000010","personnummer":"191212121212","namn":"Enskild"}"#);
    assert_eq!(created.status, 201, "{}", created.body);
    let document = created.json();
    assert_eq!(document["personnummer"], "191212121212");
    let page = server.json("/organisationer?namn=Enskild");
    assert_eq!(entries(&page).len(), 1);
    for value in [&document, &page] {
        assert!(links(value).iter().all(|link| !link["href"].as_str().is_some_and(|href| href.contains("1912"))), "{value}");
    }
    for query in ["personnummer=191212121212", "sort=personnummer"] {
        assert_eq!(server.get(&format!("/organisationer?{query}")).status, 400, "{query}");
    }
    assert_eq!(server.get("/organisationer/personnummer/191212121212").status, 404);
    // A model whose only identifier is a national id is told so.
    let only = findings(&[("        pattern: '[0-9]{10}'\n", "        gdpr: national_id\n")]);
    assert!(only.contains("RES.02"), "{only}");
}

#[test]
fn res_04_a_nested_identifier_is_unique_inside_its_parent_and_need_not_be_elsewhere() {
    let server = serve();
    let (sundsvall, goteborg) = ("/organisationer/2021005489/hemvister/2345", "/organisationer/5560125790/hemvister/2345");
    assert_eq!(
        (server.json(sundsvall)["kommun"].as_str(), server.json(goteborg)["kommun"].as_str()),
        (Some("Sundsvall"), Some("Göteborg"))
    );
    let body = r#"{"hemvistId":"2345","kommun":"Malmö"}"#;
    let taken = server.post("/organisationer/2021005489/hemvister", body);
    assert_eq!(taken.status, 409, "{}", taken.body);
    let free = server.post("/organisationer/7696000001/hemvister", body);
    assert_eq!((free.status, free.header("location")), (201, Some(server.url("/organisationer/7696000001/hemvister/2345").as_str())));
    let parent = |path: &str| server.json(path)["_links"]["up"]["href"].clone();
    assert_eq!(parent(sundsvall), server.url("/organisationer/2021005489"));
    assert_eq!(parent(goteborg), server.url("/organisationer/5560125790"));
    // Changes and deletions stay inside the parent.
    assert_eq!(server.change("PATCH", goteborg, r#"{"kommun":"Kungälv"}"#).status, 200);
    assert_eq!(server.json(sundsvall)["kommun"], "Sundsvall");
    assert_eq!(server.change("DELETE", goteborg, "").status, 204);
    assert_eq!((server.get(goteborg).status, server.get(sundsvall).status), (404, 200));
    assert_eq!(server.json("/organisationer/5560125790/hemvister")["_meta"]["totalRecords"], 1);
    // Nothing is nested in what is not there, and a body cannot put it elsewhere.
    assert_eq!(server.post("/organisationer/5560000099/hemvister", body).status, 404);
    assert_eq!(server.get("/organisationer/5560000099/hemvister").status, 404);
    let other = format!(r#"{{"hemvistId":"8","kommun":"x","_links":{{"up":{{"href":"{}"}}}}}}"#, server.url("/organisationer/5560125790"));
    assert_eq!(server.post("/organisationer/2021005489/hemvister", &other).status, 400);
    // A parent stays as long as something is nested in it.
    assert_eq!(server.change("DELETE", "/organisationer/2021005489", "").status, 409);
}

#[test]
fn res_06_resources_are_plural_nouns_in_lower_case() {
    let schema = changed(&[]).schema.expect("a schema");
    for route in schema.routes() {
        let fixed = route.path.split('/').filter(|segment| !segment.starts_with('{'));
        for segment in fixed {
            let plain = segment.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(plain && !segment.starts_with('-') && !segment.ends_with('-'), "{}", route.path);
        }
    }
    let server = serve();
    let start = server.json("");
    assert_eq!(start["_links"]["organisationer"]["href"], format!("{}{ROOT}/organisationer", server.base));
    let folded = serve_with(&[("collection: hemvister", "collection: Hemvister_På_Ö")], Config::default());
    assert_eq!(get(&folded.url("/organisationer/5560125790/hemvister-pa-o")).status, 200);
    let missing = findings(&[("    collection: organisationer\n", "")]);
    assert!(missing.contains("RES.06"), "{missing}");
}

#[test]
fn what_is_nested_outlives_the_process_and_comes_back_from_an_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("kept");
    let body = r#"{"hemvistId":"1/2 ø","kommun":"Malmö"}"#;
    let path = "/organisationer/2021005489/hemvister/1%2F2%20%C3%B8";
    let model = [("        pattern: '[0-9]{1,8}'\n", "")];
    let first = api(&model, &kept);
    load(&first);
    let server = start(first.clone());
    let created = server.post("/organisationer/2021005489/hemvister", body);
    assert_eq!((created.status, created.header("location")), (201, Some(server.url(path).as_str())), "{}", created.body);
    first.export(&TenantName::default(), folder.path().join("out")).expect("an export");
    drop(first);
    server.stop();
    let again = start(api(&model, &kept));
    assert_eq!(again.json(path)["kommun"], "Malmö");
    assert_eq!(again.json("/organisationer/2021005489/hemvister")["_meta"]["totalRecords"], 2);
    assert_eq!(again.change("DELETE", path, "").status, 204);
    let fresh = api(&model, &folder.path().join("fresh"));
    let report = fresh.load(folder.path().join("out"));
    assert!(report.is_clean(), "{report}");
    assert_eq!(start(fresh).json(path)["hemvistId"], "1/2 ø");
}

#[test]
fn a_key_that_came_to_one_parent_is_another_one_in_the_next() {
    let server = serve();
    let headers = [("content-type", "application/json"), ("idempotency-key", "samma")];
    let body = r#"{"hemvistId":"5","kommun":"Kiruna"}"#;
    let post = |parent: &str| write("POST", &server.url(&format!("/organisationer/{parent}/hemvister")), &headers, body);
    let first = post("2021005489");
    assert_eq!(first.status, 201, "{}", first.body);
    let again = post("2021005489");
    assert_eq!((again.status, again.header("location")), (201, first.header("location")));
    assert_eq!(post("7696000001").status, 422);
    assert_eq!(server.get("/organisationer/7696000001/hemvister/5").status, 404);
}
