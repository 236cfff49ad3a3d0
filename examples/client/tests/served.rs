//! The examples against `smie serve`.

use std::process::Command;
use std::sync::Mutex;

use smie_client::feed::{Start, Unknown};
use smie_client::{Client, Error, Identifikator};
use smie_example_client::{act, copy, events, read, without_async, write};
use smie_tests::{Server, repository, smie_binary};

fn serve(model: &str, data: &str) -> Server {
    let (model, data) = (repository().join(model), repository().join(data));
    Server::start(Command::new(smie_binary()).arg("serve").arg(model).args(["--listen", "127.0.0.1:0", "--load"]).arg(data))
}

fn fs() -> (Server, fs_client::Api) {
    let server = serve("models/studentportal/fs", "examples/studentportal/data/fs");
    let api = fs_client::Api::new(&server.base).expect("an address");
    (server, api)
}

/// Changes the courses as an adapter does.
async fn sync(server: &Server, lines: &str) {
    let url = server.url("/studier/emner/emne/$sync?mode=delta");
    let answer = tokio::task::spawn_blocking({
        let lines = lines.to_owned();
        move || smie_tests::write("POST", &url, &[("content-type", "application/x-ndjson")], &lines)
    });
    let answer = answer.await.expect("no panic");
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn course(code: &str, name: &str) -> String {
    format!("{{\"emnekode\":{{\"identifikatorverdi\":\"{code}\"}},\"navn\":\"{name}\",\"studiepoeng\":\"10\"}}\n")
}

#[tokio::test]
async fn courses_are_filtered_and_streamed_and_relations_followed() {
    let (_server, api) = fs();
    let all = api.studier_emner().emne().list().await.expect("courses");
    assert_eq!(all.len(), 4);
    assert_eq!(read::large_courses(&api, "0").await.expect("courses").len(), 4);
    assert!(read::large_courses(&api, "1000").await.expect("courses").is_empty());
    let (student, course) = read::enrolment(&api, "p1").await.expect("an enrolment");
    assert_eq!(student.as_deref(), Some("Åse Ødegård"));
    assert!(course.is_some());
    let error = read::enrolment(&api, "none").await.expect_err("there is none");
    assert!(error.is_not_found(), "{error}");
}

#[test]
fn calls_can_be_waited_for() {
    let (_server, api) = fs();
    let codes = without_async::codes(&api).expect("courses");
    assert_eq!(codes.len(), 4);
    assert!(codes.contains(&"NOR-2Å/1".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn events_are_told_once_and_a_copy_follows_them() {
    let (server, api) = fs();
    let (folder, told) = (tempfile::tempdir().expect("a folder"), Mutex::new(Vec::new()));
    let local = copy::courses(&api).await.expect("a copy");
    assert_eq!(local.len(), 4);
    let before = events::tell(&api, folder.path(), &told).await.expect("events");
    sync(&server, &(course("BIØ 1/å", "Biologi") + &course("GEO1", "Geologi"))).await;
    assert_eq!(events::tell(&api, folder.path(), &told).await.expect("events"), 2);
    assert_eq!(events::tell(&api, folder.path(), &told).await.expect("events"), 0);
    assert_eq!(told.lock().expect("no panic")[usize::try_from(before).expect("few")..], ["new course BIØ 1/å", "new course GEO1"]);
    for _ in 0..200 {
        if local.len() == 6 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let found = local.find(|course| course.navn.as_deref() == Some("Biologi")).expect("the copy has it");
    assert_eq!(found.emnekode.as_ref().map(Identifikator::value), Some("BIØ 1/å"));
    // By numbers, the same events.
    let mut reader = api.studier_emner().feed().typed::<Unknown>().start(Start::AfterSequence(before)).read();
    let mut names = Vec::new();
    while let Some(delivery) = reader.next().await.expect("events") {
        names.push(delivery.event.name);
    }
    assert_eq!(names, ["EmneCreated", "EmneCreated"]);
}

#[tokio::test]
async fn an_action_is_done_or_says_why_not() {
    let server = serve("models/bank", "generated-example/bank/sample");
    let api = bank_client::Api::new(&server.base).expect("an address");
    // Without handlers nothing stands in the way but the input's own rules.
    assert_eq!(act::withdraw(&api, "12345", "1.00").await.expect("an outcome"), "100.00 left");
    let rejected = act::withdraw(&api, "12345", "en krone").await.expect("an outcome");
    assert!(!rejected.ends_with("left"), "{rejected}");
    assert!(act::withdraw(&api, "nobody", "1.00").await.expect_err("there is none").is_not_found());
    let mut stern = Command::new(smie_binary());
    stern.args([
        "serve",
        "models/bank",
        "--impede",
        "tackning_saknas",
        "--listen",
        "127.0.0.1:0",
        "--load",
        "generated-example/bank/sample",
    ]);
    let stern = Server::start(stern.current_dir(repository()));
    let api = bank_client::Api::new(&stern.base).expect("an address");
    assert_eq!(act::withdraw(&api, "12345", "1.00").await.expect("an outcome"), "not enough");
}

#[tokio::test]
async fn a_pupil_is_registered_once() {
    let server = serve("models/fint", "generated-example/fint/sample");
    let api = fint_client::Api::from(Client::new(&server.base).expect("an address"));
    let elev = api.utdanning_elev().elev();
    let known = elev.page(1, 0).await.expect("a page").entries.remove(0);
    let given = |id: &str| fint_client::utdanning_elev::NewElev {
        system_id: Identifikator::new(id),
        person: known.person.clone().expect("a pupil is a person"),
    };
    let created = write::register(&api, given("ø 1/2"), "åse").await.expect("an outcome");
    assert!(created.starts_with("created "), "{created}");
    let found = elev.by_system_id("ø 1/2").await.expect("it is there");
    assert_eq!(found.brukernavn.as_ref().map(Identifikator::value), Some("åse"));
    let twice = write::register(&api, given("ø 3"), "åse").await.expect("an outcome");
    assert_eq!(twice, "somebody else has it");
    let changed = found.update(|elev| elev.brukernavn = Some("ærlig".into())).await.expect("an outcome");
    assert!(changed.is_done(), "{changed:?}");
    let late = found.update(|elev| elev.brukernavn = Some("sen".into())).await.expect("an outcome");
    assert!(!late.is_done(), "another version is there: {late:?}");
    assert!(matches!(elev.by_system_id("nobody").await, Err(Error::NotFound { .. })));
}
