//! What a client sees: what is offered, what is refused and why, what becomes of it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use smie_server::{DateTime, Edit};

use crate::http::{Running, start};
use crate::model::{Registrering, api, deltagande, model, tillfälle};

/// A server with a course that has two places and a participation in it; its time can be changed.
fn server(profile: &str) -> (Running, Arc<Mutex<DateTime>>) {
    server_of(profile, |builder| builder)
}

fn server_of(profile: &str, change: impl FnOnce(smie_server::Builder) -> smie_server::Builder) -> (Running, Arc<Mutex<DateTime>>) {
    let now: Arc<Mutex<DateTime>> = Arc::new(Mutex::new("2012-01-17T14:59:15Z".parse().expect("a time")));
    let clock = now.clone();
    let api = change(api(profile)).clock(move || *clock.lock().expect("nobody fails here")).build().expect("an API");
    let put = |collection: String, json: &[u8]| {
        let collection = collection.as_str();
        api.edit(&smie_server::store::TenantName::default(), &[Edit::Put { collection, json }]).expect("fits the model");
    };
    put(home(&api, 1), &native(profile, &serde_json::to_value(tillfälle("k/1 ø", 2)).expect("JSON")));
    for id in ["1234", "5/6 ø", "7"] {
        put(home(&api, 0), &native(profile, &serde_json::to_value(deltagande(id, "k/1 ø")).expect("JSON")));
    }
    (start(&api), now)
}

/// The name of a collection's data file.
fn home(api: &smie_server::Api, at: usize) -> String {
    api.schema().collections[at].file.clone()
}

/// A resource as the profile writes it; types have the model's own names.
fn native(profile: &str, value: &Value) -> Vec<u8> {
    let pascal = |name: &str| name[..1].to_uppercase() + &name[1..];
    let object = value.as_object().expect("an object").iter();
    let links = |value: &Value| -> Value {
        value
            .as_object()
            .expect("an object")
            .iter()
            .map(|(name, links)| (pascal(name), links.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    match profile {
        "ladok" => {
            let renamed =
                object.map(|(name, value)| if name == "_links" { (name.clone(), links(value)) } else { (pascal(name), value.clone()) });
            serde_json::to_vec(&renamed.collect::<serde_json::Map<_, _>>()).expect("JSON")
        }
        _ => serde_json::to_vec(value).expect("JSON"),
    }
}

const ONE: &str = "/studiedeltagande/studiedeltagande/id/1234";
const NOTE: &str = r#"{"tidpunkt":"2012-01-17T15:59:15+01:00","anmarkning":"Åsa"}"#;

fn pointer<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {value:#}"))
}

#[test]
fn what_is_allowed_is_a_link_and_what_is_not_says_why() {
    let (server, now) = server("fint");
    let open = server.get(ONE).json();
    let href = pointer(&open, "/_links/registrering/0/href").as_str().expect("text");
    assert_eq!(server.path(href), format!("{ONE}/registrering"));
    assert_eq!(pointer(&open, "/_actions/registrering"), &json!({"allowed": true, "method": "PUT", "href": href, "warnings": []}));
    assert!(open.pointer("/_links/gallring").is_none());
    let wrong = pointer(&open, "/_actions/gallring/impediments/0");
    assert_eq!(wrong["code"], "fel_tillstand");
    let told = json!({"sv": "Åtgärden är inte möjlig i detta tillstånd", "en": "The action is not possible in this state"});
    assert_eq!(wrong["text"], told, "in the model's languages, and no others");

    *now.lock().expect("nobody fails here") = "2011-12-24T12:00:00Z".parse().expect("a time");
    let closed = server.get(ONE);
    assert!(closed.json().pointer("/_links/registrering").is_none());
    let impeded = json!({"allowed": false, "impediments": [{
        "code": "utanfor_registreringsperiod",
        "text": {"sv": "Registreringsperioden är inte öppen", "en": "Outside the registration period"},
        "until": "2012-01-01T00:00:00Z",
    }]});
    assert_eq!(pointer(&closed.json(), "/_actions/registrering"), &impeded);
    // A week is left, but a write may come at any time.
    assert_eq!(closed.header("cache-control"), "private, max-age=60");
    *now.lock().expect("nobody fails here") = "2011-12-31T23:59:43Z".parse().expect("a time");
    assert_eq!(server.get(ONE).header("cache-control"), "private, max-age=17", "to the end of the impediment and not beyond it");
    *now.lock().expect("nobody fails here") = "2011-12-24T12:00:00Z".parse().expect("a time");
    let refused = server.put(&format!("{ONE}/registrering"), NOTE);
    assert_eq!((refused.status, refused.header("content-type")), (409, "application/problem+json"));
    assert_eq!(refused.json()["impediments"], impeded["impediments"]);
}

#[test]
fn an_action_changes_everything_or_nothing_and_a_second_time_is_refused() {
    let (server, _) = server("fint");
    let before = server.get(ONE);
    let done = server.put(&format!("{ONE}/registrering"), NOTE);
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(server.path(done.header("content-location")), ONE, "what is answered is the resource, which caches know by its own address");
    let after = done.json();
    assert_eq!((&after["tillstand"], &after["anmarkning"]), (&json!("pagaende"), &json!("Åsa")));
    assert_ne!(before.header("etag"), done.header("etag"));
    assert_eq!(server.get(ONE).body, done.body);
    assert_eq!(server.get("/studiedeltagande/kurstillfalle/id/k%2F1%20%C3%B8").json()["platser"], 1);

    let again = server.put(&format!("{ONE}/registrering"), NOTE);
    assert_eq!((again.status, pointer(&again.json(), "/impediments/0/code")), (409, &json!("fel_tillstand")));
    let feed = server.send("GET", "/studiedeltagande/feed?after=0", &[("accept", "application/cloudevents-batch+json")], None);
    let told: Vec<Value> = feed.json().as_array().expect("a list").clone();
    let told: Vec<_> = told.iter().filter(|event| event["type"].as_str().is_some_and(|t| t.contains("Forstagangsregistrerad"))).collect();
    assert_eq!(told.len(), 1, "{}", feed.body);
    assert!(told[0]["data"].to_string().contains("2012-01-17T14:59:15Z") && told[0]["data"].to_string().contains("k/1 ø"), "{}", told[0]);
}

#[test]
fn input_is_judged_like_a_write() {
    let (server, _) = server("fint");
    let path = format!("{ONE}/registrering");
    let wrong = server.put(&path, r#"{"tidpunkt":"i går","anmarkning":"<script> alldeles för långt"}"#);
    assert_eq!(wrong.status, 400);
    let pointers: Vec<Value> = wrong.json()["violations"].as_array().expect("a list").iter().map(|v| v["pointer"].clone()).collect();
    assert!(pointers.contains(&json!("/tidpunkt")) && pointers.contains(&json!("/anmarkning")), "{}", wrong.body);
    assert_eq!(pointer(&server.put(&path, "{}").json(), "/violations/0/pointer"), "/anmarkning");
    assert_eq!(server.send("PUT", &path, &[], None).status, 400);
    assert_eq!(server.put(&path, "[1]").status, 400);
    assert_eq!(server.send("PUT", &path, &[("content-type", "text/plain")], Some(NOTE)).status, 415);
    assert_eq!(server.get(ONE).json()["tillstand"], "ej_paborjat");
}

#[test]
fn a_handler_that_refuses_or_falls_leaves_nothing_behind() {
    let (server, _) = server("fint");
    let path = format!("{ONE}/registrering");
    let refused = server.put(&path, r#"{"anmarkning":"vägra"}"#);
    assert_eq!((refused.status, &refused.json()["detail"]), (409, &json!("Studenten har redan läst kursen.")));
    let invalid = server.put(&path, r#"{"anmarkning":"fel"}"#);
    assert_eq!((invalid.status, pointer(&invalid.json(), "/violations/0/pointer")), (400, &json!("/anmarkning")));
    let fallen = server.put(&path, r#"{"anmarkning":"panik"}"#);
    assert_eq!((fallen.status, fallen.body.contains("faller")), (500, false));
    assert_eq!(server.get(ONE).json()["tillstand"], "ej_paborjat");
    assert_eq!(server.put(&path, NOTE).status, 200, "the writer goes on");
}

#[test]
fn the_usual_rules_of_http_hold_for_actions() {
    let (server, _) = server("fint");
    let path = format!("{ONE}/registrering");
    assert_eq!(server.put("/studiedeltagande/studiedeltagande/id/finns%20inte/registrering", NOTE).status, 404);
    let other = server.get(&path);
    assert_eq!((other.status, other.header("allow")), (405, "PUT, OPTIONS"));
    assert_eq!(server.send("OPTIONS", &path, &[], None).header("allow"), "PUT, OPTIONS");
    assert_eq!(server.send("PUT", &path, &[("if-match", "\"0-0\"")], Some(NOTE)).status, 412);
    let tag = server.get(ONE).header("etag").to_owned();
    assert_eq!(server.send("PUT", &path, &[("if-match", &tag)], Some(NOTE)).status, 200);
}

#[test]
fn the_pms_form_spells_an_impediment_as_the_model_does() {
    let (server, now) = server_of("ladok", |builder| builder.setting("dap.compat", "pm"));
    *now.lock().expect("nobody fails here") = "2011-12-24T12:00:00Z".parse().expect("a time");
    let xml = server.send("GET", ONE, &[("accept", "application/xml")], None).body;
    assert!(xml.contains("<dap:impediment>utanför_registreringsperiod</dap:impediment>"), "{xml}");
    assert!(xml.contains("/återbud\"><dap:link uri="), "what is possible is a link, by its own name: {xml}");
}

#[test]
fn an_action_needs_no_if_match_where_a_replacement_does() {
    let (server, _) = server_of("fint", |builder| builder.setting("writes.if_match", "true").setting("writes.answer", "direct"));
    let course = "/studiedeltagande/kurstillfalle/id/k%2F1%20%C3%B8";
    assert_eq!(server.put(course, &server.get(course).body).status, 428);
    assert_eq!(server.send("PUT", &format!("{ONE}/registrering"), &[("if-match", "\"0-0\"")], Some(NOTE)).status, 412);
    assert_eq!(server.put(&format!("{ONE}/registrering"), NOTE).status, 200);
}

#[test]
fn one_key_has_one_effect_and_one_answer() {
    let (server, _) = server("fint");
    let path = format!("{ONE}/registrering");
    let key = [("idempotency-key", "8e03978e")];
    let first = server.send("PUT", &path, &key, Some(NOTE));
    let second = server.send("PUT", &path, &key, Some(NOTE));
    assert_eq!((first.status, second.status), (200, 200), "{}", second.body);
    assert_eq!(first.body, second.body);
    assert_eq!(server.send("PUT", &path, &key, Some(r#"{"anmarkning":"x"}"#)).status, 422);
    assert_eq!(server.get("/studiedeltagande/kurstillfalle/id/k%2F1%20%C3%B8").json()["platser"], 1);
}

#[test]
fn an_action_of_the_collection_creates_and_says_where() {
    let (server, _) = server("fint");
    let page = server.get("/studiedeltagande/studiedeltagande?size=1").json();
    let href = pointer(&page, "/_links/antagning/0/href").as_str().expect("text").to_owned();
    assert_eq!(pointer(&page, "/_actions/antagning/method"), "POST");
    let created = server.send("POST", server.path(&href), &[], Some(r#"{"id":"9/9 é","kurstillfalle":"k/1 ø"}"#));
    assert_eq!(created.status, 201, "{}", created.body);
    assert!(created.header("location").ends_with("/studiedeltagande/studiedeltagande/id/9%2F9%20%C3%A9"));
    let again = server.send("POST", server.path(&href), &[], Some(r#"{"id":"9/9 é","kurstillfalle":"k/1 ø"}"#));
    assert_eq!(again.status, 409, "{}", again.body);
    assert_eq!(server.send("POST", server.path(&href), &[], Some(r#"{"id":"10","kurstillfalle":"nej"}"#)).status, 400);
}

#[test]
fn a_page_shows_what_the_state_decides_and_more_when_asked() {
    let (server, _) = server("fint");
    let page = server.get("/studiedeltagande/studiedeltagande").json();
    let first = pointer(&page, "/_embedded/_entries/0");
    assert_eq!(first["_actions"]["registrering"]["unchecked"], json!(["utanfor_registreringsperiod", "fullt"]));
    assert!(first.pointer("/_links/registrering").is_none() && first.pointer("/_links/aterbud").is_some());
    let page = server.get("/studiedeltagande/studiedeltagande?actions=true").json();
    let first = pointer(&page, "/_embedded/_entries/0");
    assert!(first.pointer("/_links/registrering").is_some(), "{first:#}");
    assert_eq!(server.get("/studiedeltagande/studiedeltagande?actions=ja").status, 400);
    assert!(pointer(&page, "/_links/self/0/href").as_str().expect("text").contains("actions=true"));
}

#[test]
fn forms_say_what_an_action_takes() {
    let (server, _) = server("fint");
    let forms = server.send("GET", ONE, &[("accept", "application/prs.hal-forms+json")], None);
    assert_eq!(forms.header("content-type"), "application/prs.hal-forms+json");
    let template = pointer(&forms.json(), "/_templates/registrering").clone();
    assert_eq!((&template["method"], &template["title"]), (&json!("PUT"), &json!("Förstagångsregistrera studenten")));
    assert!(template["target"].as_str().expect("text").ends_with("/1234/registrering"));
    let properties = json!([
        {"name": "tidpunkt", "prompt": "När studenten registrerade sig", "required": false, "type": "datetime-local"},
        {"name": "anmarkning", "prompt": "Vad som är värt att veta", "required": true, "type": "text", "regex": "^(?:[A-Za-zåäöÅÄÖ ]*)$", "maxLength": 20},
    ]);
    assert_eq!(template["properties"], properties);
    let hal = server.send("GET", ONE, &[("accept", "application/hal+json")], None).json();
    assert_eq!(pointer(&hal, "/_links/registrering/method"), "PUT");
    assert_eq!(pointer(&hal, "/_links/registrering/title"), "Förstagångsregistrera studenten");
    assert!(hal.get("_templates").is_none() && hal.get("_actions").is_some());
}

#[test]
fn an_action_may_delete_its_own_resource() {
    let (server, _) = server("fint");
    assert_eq!(server.send("PUT", &format!("{ONE}/aterbud"), &[], None).status, 200);
    assert_eq!(server.send("DELETE", &format!("{ONE}/gallring"), &[], None).status, 204);
    assert_eq!(server.get(ONE).status, 404);
}

#[test]
fn of_two_that_exclude_each_other_exactly_one_is_done() {
    let (server, _) = server("fint");
    for round in ["1234", "7"] {
        let path = format!("/studiedeltagande/studiedeltagande/id/{round}");
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let send = |_| scope.spawn(|| server.put(&format!("{path}/registrering"), NOTE).status);
            let threads: Vec<_> = (0..8).map(send).collect();
            threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 7, "{statuses:?}");
    }
    let full = server.put("/studiedeltagande/studiedeltagande/id/5%2F6%20%C3%B8/registrering", NOTE);
    assert_eq!((full.status, pointer(&full.json(), "/impediments/0/code")), (409, &json!("fullt")));
}

#[test]
fn without_handlers_the_state_moves_and_impediments_can_be_simulated() {
    let load = |builder: smie_server::Builder| {
        let api = builder.build().expect("an API");
        for (collection, json) in [
            ("studiedeltagande.kurstillfalle", serde_json::to_vec(&tillfälle("1", 0)).expect("JSON")),
            ("studiedeltagande.studiedeltagande", serde_json::to_vec(&deltagande("1234", "1")).expect("JSON")),
        ] {
            api.edit(&smie_server::store::TenantName::default(), &[Edit::Put { collection, json: &json }]).expect("fits the model");
        }
        start(&api)
    };
    let server = load(model("fint").without_handlers());
    assert_eq!(server.put(&format!("{ONE}/registrering"), NOTE).json()["tillstand"], "pagaende");
    let server = load(model("fint").without_handlers().impede("utanför_registreringsperiod"));
    assert_eq!(server.put(&format!("{ONE}/registrering"), NOTE).status, 409);
    let wrong = model("fint").without_handlers().impede("utanfor").build().expect_err("no such impediment");
    assert!(wrong.to_string().contains("it has `utanfor_registreringsperiod`, `fullt`"), "{wrong}");
    let missing = model("fint").build().expect_err("no handlers");
    assert!(missing.to_string().contains("`studiedeltagande/Studiedeltagande` has actions"), "{missing}");
    let input = Registrering { tidpunkt: None, anmärkning: "x".to_owned() };
    assert_eq!(serde_json::to_value(&input).expect("JSON"), json!({"anmarkning": "x"}));
}

#[test]
fn each_profile_shows_and_takes_actions_in_its_own_names() {
    let (server, _) = server("ladok");
    let shown = server.get(ONE);
    assert_eq!(shown.status, 200, "{}", shown.body);
    let shown = shown.json();
    assert_eq!(pointer(&shown, "/_actions/registrering/allowed"), true);
    assert_eq!(pointer(&shown, "/_links/registrering/method"), "PUT");
    let done = server.put(&format!("{ONE}/registrering"), r#"{"Tidpunkt":"2012-01-17T15:59:15+01:00","Anmarkning":"Åsa"}"#);
    assert_eq!(
        (done.status, &done.json()["Tillstand"], &done.json()["Anmarkning"]),
        (200, &json!("pagaende"), &json!("Åsa")),
        "{}",
        done.body
    );
    assert_eq!(server.get("/studiedeltagande/kurstillfalle/id/k%2F1%20%C3%B8").json()["Platser"], 1);

    let (server, _) = server_of("rest-se", |builder| builder.setting("writes.if_match", "true"));
    let one = "/studiedeltagande/v0/studiedeltaganden/1234";
    let shown = server.get(one);
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(server.path(pointer(&shown.json(), "/_links/registrering/href").as_str().expect("text")), format!("{one}/registrering"));
    let done = server.put(&format!("{one}/registrering"), NOTE);
    assert_eq!((done.status, &done.json()["tillstand"]), (200, &json!("pagaende")), "{}", done.body);
    let created =
        server.send("POST", "/studiedeltagande/v0/studiedeltaganden/antagning", &[], Some(r#"{"id":"9/9 é","kurstillfalle":"k/1 ø"}"#));
    assert_eq!(created.status, 201, "{}", created.body);
    // Where values of identifiers stand beside actions, an action is only meant by its own method.
    assert_eq!(server.get("/studiedeltagande/v0/studiedeltaganden/antagning").status, 404);
}
