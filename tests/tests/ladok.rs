//! Ladok's services as they run: what a participation offers, what stands in the way, and what the feeds tell.

use std::process::Command;

use serde_json::{Value, json};
use smie_tests::ladok::{codes, ladok, participation, put, shown};
use smie_tests::{Server, get, get_with, repository, send_json};

/// The example at a time, in the present when none is given.
fn at(now: Option<&str>) -> Server {
    let mut command = ladok();
    command.args(["--memory", "--load"]).arg(repository().join("generated-example/ladok/sample"));
    if let Some(now) = now {
        command.env("LADOK_NU", now);
    }
    Server::start(&mut command)
}

/// A minute after the time at which the published example was made.
const THEN: Option<&str> = Some("2012-01-17T14:00:15Z");

fn action(server: &Server, id: &str, name: &str) -> Value {
    shown(server, &participation(id))["_actions"][name].clone()
}

fn post(server: &Server, path: &str, input: &Value) -> (u16, Value) {
    let answer = send_json("POST", &server.url(path), &input.to_string());
    (answer.status, answer.json())
}

/// How often a feed tells an event.
fn told(server: &Server, service: &str, event: &str) -> usize {
    get(&server.url(&format!("/{service}/feed/recent"))).body.matches(&format!(" term=\"{event}\"")).count()
}

#[test]
fn a_participation_offers_registration_and_says_why_it_cannot_be_declined() {
    let server = at(THEN);
    let one = shown(&server, &participation("1234"));
    let links = one["_links"].as_object().expect("links");
    assert_eq!(links["registrering"]["href"], server.url("/studiedeltagande/studiedeltagande/id/1234/registrering"));
    assert_eq!(links["registrering"]["method"], "PUT");
    assert!(!links.contains_key("aterbud"), "what cannot be done is no link");
    let declining = &one["_actions"]["aterbud"];
    assert_eq!((&declining["allowed"], codes(declining)), (&json!(false), vec!["utanfor_registreringsperiod"]));
    assert_eq!(declining["impediments"][0]["from"], "2012-01-16T22:59:59Z");
    assert_eq!(declining["impediments"][0]["text"]["sv"], "Registreringsperioden är inte öppen");
    assert_eq!((&one["Skapad"], &one["Tillstand"]), (&json!("2012-01-17T13:59:15Z"), &json!("ej_paborjat")));
}

#[test]
fn the_same_is_said_in_xml_that_its_schema_allows() {
    let server = at(THEN);
    let answer = get_with(&server.url(&participation("1234")), &[("accept", "application/vnd.ladok-studiedeltagande+xml")]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let document = roxmltree::Document::parse(&answer.body).expect("XML");
    let action = |name: &str| {
        let is_it = |node: &roxmltree::Node<'_, '_>| {
            node.tag_name().name() == "action" && node.attribute("rel").is_some_and(|rel| rel.ends_with(name))
        };
        document.descendants().find(is_it).unwrap_or_else(|| panic!("no {name} in {}", answer.body))
    };
    let inside = |name: &str| {
        action(name).children().filter(roxmltree::Node::is_element).map(|node| node.tag_name().name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(inside("/registrering"), ["link"], "{}", answer.body);
    assert_eq!(inside("/aterbud"), ["impediment"], "{}", answer.body);
    let schema = repository().join("generated-example/ladok/schemas/studiedeltagande.xsd");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), &answer.body).expect("written");
    let Ok(judged) = Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).arg(file.path()).output() else {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no xmllint, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: `apt install libxml2-utils` brings the judge of XML");
        return;
    };
    assert!(judged.status.success(), "{}\n{}", String::from_utf8_lossy(&judged.stderr), answer.body);
}

#[test]
fn registering_moves_the_state_once_and_tells_it_once() {
    let server = at(THEN);
    let path = participation("1234") + "/registrering";
    let etag = |server: &Server| get(&server.url(&participation("1234"))).header("etag").map(str::to_owned);
    let before = etag(&server);
    let done = put(&server, &path, r#"{"Tidpunkt":"2012-01-17T13:59:59Z"}"#);
    assert_eq!(
        (done.status, &done.json()["Tillstand"], &done.json()["Terminer"]),
        (200, &json!("pagaende"), &json!(["VT2012"])),
        "{}",
        done.body
    );
    assert_ne!(etag(&server), before, "what is offered is part of the version");
    let again = put(&server, &path, "{}");
    assert_eq!((again.status, codes(&again.json())), (409, vec!["fel_tillstand"]));
    assert_eq!(told(&server, "studiedeltagande", "ForstagangsregistreradPaKurstillfalle"), 1);
    let feed = get(&server.url("/studiedeltagande/feed/recent")).body;
    for element in ["studiedeltagandeId>1234<", ">2345</", ">3456</", "tidpunkt>2012-01-17T13:59:59Z<", "<id>tag:ladok.example.se,2026:1:"]
    {
        assert!(feed.contains(element), "no {element} in {feed}");
    }
}

#[test]
fn before_the_period_nothing_can_be_done_and_it_is_said_until_when() {
    let server = at(Some("2012-01-05T00:00:00Z"));
    for name in ["registrering", "aterbud"] {
        let told = action(&server, "1234", name);
        assert_eq!((codes(&told), &told["impediments"][0]["until"]), (vec!["utanfor_registreringsperiod"], &json!("2012-01-09T07:00:00Z")));
    }
    let refused = put(&server, &(participation("1234") + "/registrering"), "{}");
    assert_eq!((refused.status, codes(&refused.json())), (409, vec!["utanfor_registreringsperiod"]));
    assert_eq!(told(&server, "studiedeltagande", "ForstagangsregistreradPaKurstillfalle"), 0);
    // An answer is fresh no longer than it is true.
    let close = at(Some("2012-01-09T06:59:30Z"));
    let answer = get(&close.url(&participation("1234")));
    let age = answer.header("cache-control").and_then(|value| value.split_once("max-age=")).map(|(_, age)| age);
    assert_eq!(age, Some("30"), "{:?}", answer.headers);
}

#[test]
fn eligibility_results_and_cancelled_instances_stand_in_the_way() {
    let server = at(THEN);
    assert_eq!(codes(&action(&server, "1235", "registrering")), ["saknar_behorighet"], "the required course is not completed");
    assert_eq!(action(&server, "1239", "registrering")["allowed"], true, "another student has completed it");
    assert_eq!(codes(&action(&server, "1237", "registrering")), ["kurstillfalle_installt"]);
    assert_eq!(codes(&action(&server, "1238", "avbrott")), ["befintligt_resultat"], "what has a result is not interrupted");
    let refused = put(&server, &(participation("1238") + "/omregistrering"), r#"{"KurstillfalleId":"3457"}"#).json();
    assert_eq!(codes(&refused), ["befintligt_resultat", "kurstillfalle_av_annan_kurs"], "every reason is told: {refused}");
}

#[test]
fn a_course_and_its_instance_go_from_status_1_to_status_4() {
    let server = at(None);
    let (status, course) = post(
        &server,
        "/utbildningsinformation/kurs/skapa_grund",
        &json!({"Kurskod": "ÅÄ1001", "Benamning": {"Svenska": "Å och ä"}, "Omfattning": "7.5"}),
    );
    assert_eq!((status, &course["Status"]), (201, &json!("utkast")), "{course}");
    let taken = post(
        &server,
        "/utbildningsinformation/kurs/skapa_grund",
        &json!({"Kurskod": "ÅÄ1001", "Benamning": {"Svenska": "Igen"}, "Omfattning": "1"}),
    );
    assert_eq!((taken.0, codes(&taken.1)), (409, vec!["kurskod_upptagen"]));
    let course = format!("/utbildningsinformation/kurs/id/{}", course["Id"].as_str().expect("a key"));
    let instance = json!({"Kurskod": "ÅÄ1001", "Startdatum": "2998-01-01", "Slutdatum": "2998-06-01", "Registreringsperiod": {"Fran": "2997-12-01T00:00:00Z", "Till": "2998-01-10T00:00:00Z"}});
    let (status, instance) = post(&server, "/utbildningsinformation/kurstillfalle/skapa_grund", &instance);
    assert_eq!(status, 201, "{instance}");
    let instance = format!("/utbildningsinformation/kurstillfalle/id/{}", instance["Id"].as_str().expect("a key"));
    let refused = put(&server, &format!("{instance}/faststall"), "{}");
    assert_eq!((refused.status, codes(&refused.json())), (409, vec!["kurs_inte_faststalld"]));
    let moved = |path: &str, action: &str| put(&server, &format!("{path}/{action}"), "{}").json()["Status"].clone();
    assert_eq!(["inratta", "faststall"].map(|action| moved(&course, action)), ["inrattad", "faststalld"].map(Value::from));
    assert_eq!(["faststall", "publicera"].map(|action| moved(&instance, action)), ["faststalld", "publicerad"].map(Value::from));
    assert_eq!(codes(&put(&server, &format!("{course}/lagg_ned"), "{}").json()), ["kommande_kurstillfallen"]);
    assert_eq!(put(&server, &format!("{instance}/uppdatera"), r#"{"Platser":5}"#).json()["Platser"], 5);
    assert_eq!((moved(&instance, "stall_in"), moved(&course, "lagg_ned")), (json!("installd"), json!("nedlagd")));
    let events = ["NyKursSkapad", "KursuppgiftAndrad", "NyttKurstillfalleSkapat", "KurstillfalleAndrat"];
    assert_eq!(events.map(|event| told(&server, "utbildningsinformation", event)), [1, 3, 1, 4]);
}

#[test]
fn an_admission_makes_a_participation_in_the_same_transaction() {
    let server = at(None);
    let (status, student) = post(
        &server,
        "/studentuppgifter/student/registrera_student",
        &json!({"Personnummer": "200002029999", "Fornamn": "Örjan", "Efternamn": "Ås"}),
    );
    assert_eq!(status, 201, "{student}");
    let (status, twice) = post(
        &server,
        "/studentuppgifter/student/registrera_student",
        &json!({"Personnummer": "200002029999", "Fornamn": "En", "Efternamn": "Annan"}),
    );
    assert_eq!((status, codes(&twice)), (409, vec!["personnummer_upptaget"]));
    let key = student["Id"].as_str().expect("a key");
    let admit = format!("/studentuppgifter/student/id/{key}/anta");
    assert_eq!(codes(&put(&server, &admit, r#"{"KurstillfalleId":"finns inte"}"#).json()), ["kurstillfalle_okant"]);
    assert_eq!(put(&server, &admit, r#"{"KurstillfalleId":"alltid"}"#).status, 200);
    assert_eq!(codes(&put(&server, &admit, r#"{"KurstillfalleId":"alltid"}"#).json()), ["redan_antagen"]);
    let made = shown(&server, &participation(&format!("{key}%3Aalltid")));
    assert_eq!(made["_links"]["Student"]["href"], server.url(&format!("/studentuppgifter/student/id/{key}")), "{made}");
    assert_eq!(
        put(&server, &format!("/studentuppgifter/student/id/{key}/andra_studentuppgift"), r#"{"Efternamn":"Åsén"}"#).json()["Efternamn"],
        "Åsén"
    );
    let events = ["StudentRegistrerad", "AntagenPaKurstillfalle", "StudentuppgiftAndrad"];
    assert_eq!(events.map(|event| told(&server, "studentuppgifter", event)), [1, 1, 1]);
    let feed = get(&server.url("/studentuppgifter/feed/recent")).body;
    assert!(!feed.contains("200002029999") && !feed.contains("Åsén"), "feeds carry keys: {feed}");
}

#[test]
fn a_signed_list_tells_each_students_result_and_the_year_counts_it() {
    let server = at(None);
    let (_, list) = post(&server, "/resultat/resultatlista/skapa_resultatlista", &json!({"KurstillfalleId": "3456", "Kurskod": "SV1001"}));
    let list = format!("/resultat/resultatlista/id/{}", list["Id"].as_str().expect("a key"));
    assert_eq!(codes(&put(&server, &format!("{list}/klarmarkera"), "{}").json()), ["inga_resultat"]);
    let enter = |who: &str| {
        put(
            &server,
            &format!("{list}/dokumentera"),
            &json!({"DeltagareId": who, "Betyg": "VG", "Examinationsdatum": "2012-05-30"}).to_string(),
        )
    };
    assert_eq!(codes(&enter("okänd").json()), ["okand_deltagare"]);
    let entered = enter("1238");
    assert_eq!(entered.status, 200, "{}", entered.body);
    assert_eq!(codes(&enter("1238").json()), ["befintligt_resultat"]);
    assert_eq!(put(&server, &format!("{list}/klarmarkera"), "{}").json()["Tillstand"], "klarmarkerad");
    assert_eq!(told(&server, "resultat", "ResultatPaKurs"), 0, "a draft is nobody's result");
    assert_eq!(put(&server, &format!("{list}/signera"), r#"{"Examinator":"Pär"}"#).json()["Tillstand"], "signerad");
    assert_eq!(told(&server, "resultat", "ResultatPaKurs"), 1);
    assert_eq!(shown(&server, "/resultat/resultat/id/1238")["Tillstand"], "signerat");
    let (status, degree) = post(
        &server,
        "/examenshantering/examensbevis/dokumentera_examensbevis",
        &json!({"StudentId": "2346", "Examen": "KAND", "Benamning": "Filosofie kandidat", "Utfardat": "2012-06-10"}),
    );
    assert_eq!((status, told(&server, "examenshantering", "FattExamensbevis")), (201, 1), "{degree}");
    let (status, year) = post(&server, "/uppfoljning/arsredovisning/skapa_arsredovisning", &json!({"Ar": "2012"}));
    assert_eq!(status, 201, "{year}");
    assert_eq!(["Studenter", "Registreringar", "Resultat", "Examina"].map(|figure| year[figure].clone()), [3, 1, 1, 1].map(Value::from));
    let (status, again) = post(&server, "/uppfoljning/arsredovisning/skapa_arsredovisning", &json!({"Ar": "2012"}));
    assert_eq!((status, codes(&again)), (409, vec!["redovisning_finns"]));
    assert_eq!(codes(&post(&server, "/uppfoljning/arsredovisning/skapa_arsredovisning", &json!({"Ar": "2999"})).1), ["ar_inte_slut"]);
}
