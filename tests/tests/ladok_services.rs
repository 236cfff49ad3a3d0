//! Two of Ladok's services on two servers, each keeping the keys that it needs of the other: both answer alone, and catch up when the other is back.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smie_tests::ladok::{codes, ladok, participation, put, shown};
use smie_tests::{Gate, Server, get, repository, send_json};

/// Waits until this is so.
#[track_caller]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The result service, which reads the participations behind a gate.
fn results(data: &std::path::Path, participations: &Gate) -> Server {
    Server::start(ladok().arg("--data").arg(data).env("LADOK_STUDIEDELTAGANDE", &participations.base))
}

fn knows(server: &Server, id: &str) -> bool {
    get(&server.url(&format!("/resultat/deltagare/id/{id}"))).status == 200
}

fn register(server: &Server, id: &str) {
    let done = put(server, &(participation(id) + "/registrering"), "{}");
    assert_eq!(done.status, 200, "{}", done.body);
}

fn new_list(server: &Server) -> String {
    let input = json!({"KurstillfalleId": "alltid", "Kurskod": "SV1001"}).to_string();
    let made = send_json("POST", &server.url("/resultat/resultatlista/skapa_resultatlista"), &input);
    assert_eq!(made.status, 201, "{}", made.body);
    format!("/resultat/resultatlista/id/{}", made.json()["Id"].as_str().expect("a key"))
}

fn enter(server: &Server, list: &str, who: &str) -> (u16, Value) {
    let input = json!({"DeltagareId": who, "Betyg": "G", "Examinationsdatum": "2026-05-30"}).to_string();
    let answer = put(server, &format!("{list}/dokumentera"), &input);
    (answer.status, answer.json())
}

/// How often the feed of the result service tells an event of its own about a participation.
fn told(server: &Server, event: &str, id: &str) -> usize {
    let feed = get(&server.url("/resultat/feed/recent")).body;
    let is_it = |entry: &&str| entry.contains(&format!(" term=\"{event}\"")) && entry.contains(&format!("Id>{id}<"));
    feed.split("<entry>").filter(is_it).count()
}

#[test]
fn a_service_answers_without_the_other_and_catches_up_after() {
    let sample = repository().join("generated-example/ladok/sample");
    let from_results = Gate::to_nowhere();
    let mut first = ladok();
    let studies = Server::start(first.args(["--memory", "--load"]).arg(&sample).env("LADOK_RESULTAT", &from_results.base));
    let from_studies = Gate::before(&studies.base);
    let kept = tempfile::tempdir().expect("a folder");
    let mut service = results(kept.path(), &from_studies);
    from_results.lead_to(&service.base);

    register(&studies, "oppet-1");
    until("the result service knows of a registration", || knows(&service, "oppet-1"));
    let keys = shown(&service, "/resultat/deltagare/id/oppet-1");
    let told_keys: Vec<&String> = keys.as_object().expect("an object").keys().filter(|name| !name.starts_with('_')).collect();
    assert_eq!(told_keys, ["Aktiv", "Id", "KurstillfalleId", "StudentId"], "keys, and nothing else of a student");
    assert_eq!(get(&service.url("/studentuppgifter/student/id/2347")).status, 404, "students stay where they are");

    // The other service is away: this one does its work.
    from_studies.shut();
    register(&studies, "oppet-2");
    let list = new_list(&service);
    assert_eq!(enter(&service, &list, "oppet-1").0, 200);
    let (status, unknown) = enter(&service, &list, "oppet-2");
    assert_eq!((status, codes(&unknown)), (409, vec!["okand_deltagare"]), "what it was not told, it does not know");

    // And so it is when it starts again meanwhile: what it knew is kept, and how far it had read.
    drop(service);
    service = results(kept.path(), &from_studies);
    from_results.lead_to(&service.base);
    assert!(knows(&service, "oppet-1") && !knows(&service, "oppet-2"));
    from_studies.open();
    until("the result service has caught up", || knows(&service, "oppet-2"));
    assert_eq!(told(&service, "DeltagareCreated", "oppet-1"), 1, "read once, though the service was started twice");
    assert_eq!(told(&service, "DeltagareChanged", "oppet-1"), 0);
    assert_eq!(enter(&service, &list, "oppet-2").0, 200);

    // The way back: a signed result stands in the way of interrupting, also when the result service is gone again.
    assert_eq!(shown(&studies, &participation("oppet-1"))["_actions"]["avbrott"]["allowed"], true);
    for (action, input) in [("klarmarkera", "{}"), ("signera", r#"{"Examinator":"Åke"}"#)] {
        assert_eq!(put(&service, &format!("{list}/{action}"), input).status, 200);
    }
    let impeded = || shown(&studies, &participation("oppet-1"))["_actions"]["avbrott"].clone();
    until("the result is known where the participation is", || codes(&impeded()) == ["befintligt_resultat"]);
    drop(service);
    assert_eq!(codes(&impeded()), ["befintligt_resultat"]);
}

#[test]
fn an_address_that_is_none_is_said_and_keeps_nobody_from_serving() {
    let sample = repository().join("generated-example/ladok/sample");
    let mut command: Command = ladok();
    let server = Server::start(command.args(["--memory", "--load"]).arg(sample).env("LADOK_RESULTAT", "ingen adress"));
    assert_eq!(get(&server.url(&participation("1234"))).status, 200);
}
