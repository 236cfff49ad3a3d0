//! Writes: told at once or later, conditional, and never losing what the model does not know.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smie_client::{Acted, Availability, Client, Collection, Error, Manners, Paging, Resource, Written};

use crate::common::{Answer, Server};

/// A class of the model.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Bok {
    tittel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hylle: Option<String>,
}

fn bok(tittel: &str) -> Bok {
    Bok { tittel: Some(tittel.to_owned()), hylle: None }
}

const ONE: &str = r#"{"tittel":"A","hylle":"1","ukjent":{"x":1},"_links":{"self":[{"href":"BASE/b/id/1"}],"nytt":[{"href":"BASE/n"}]}}"#;

fn collection(client: &Client) -> Collection<Bok> {
    client.collection("/b")
}

fn deferred() -> Answer {
    Answer::new(202, "", "").header("location", "BASE/b/status/7")
}

#[tokio::test]
async fn a_deferred_write_is_followed_to_its_end() {
    let server = Server::start([("POST /b", deferred()), ("/b/status/7", Answer::new(202, "", "").header("retry-after", "1"))]).await;
    let client = Client::builder(&server.base).write_patience(Duration::from_millis(100)).build().unwrap();
    let pending = collection(&client).create(&bok("A")).await;
    let Err(Error::Pending(pending)) = pending else { panic!("{pending:?}") };
    for (answer, what) in [
        (Answer::new(201, "application/json", ONE).header("location", "BASE/b/id/1"), "created"),
        (Answer::new(200, "application/json", ONE), "valid"),
        (Answer::new(204, "", ""), "accepted"),
        (Answer::new(400, "application/json", r#"{"message":"nei","problems":[{"field":"/tittel","message":"mangler"}]}"#), "rejected"),
        (Answer::new(409, "application/json", ONE), "conflict"),
        (Answer::new(410, "application/problem+json", r#"{"title":"borte"}"#), "gone"),
    ] {
        server.set("/b/status/7", answer);
        let written = client.outcome::<Bok>(&pending).await.unwrap();
        let told = match &written {
            Written::Created(kept) => {
                assert!(kept.url.ends_with("/b/id/1"));
                "created"
            }
            Written::Valid(_) => "valid",
            Written::Accepted => "accepted",
            Written::Rejected(rejection) => {
                assert_eq!((rejection.reason.as_str(), rejection.violations[0].pointer.as_str()), ("nei", "/tittel"));
                assert_eq!(rejection.violations[0].message, "mangler");
                "rejected"
            }
            Written::Conflict { current: Some(current), .. } => {
                assert_eq!(current.tittel.as_deref(), Some("A"));
                "conflict"
            }
            Written::Gone => "gone",
            other => panic!("{other:?}"),
        };
        assert_eq!(told, what);
        assert_eq!(written.is_done(), ["created", "valid", "accepted"].contains(&what));
    }
    server.set("/b/status/7", Answer::new(500, "application/json", "{}"));
    assert!(matches!(client.outcome::<Bok>(&pending).await, Err(Error::Status { .. })));
    let head = server.seen.lock().unwrap().requests[0].clone();
    assert!(head.contains("idempotency-key: ") && head.contains("content-type: application/json\r\n"), "{head}");
}

async fn one(server: &Server) -> Resource<Bok> {
    let client = Client::builder(&server.base).manners(DIRECT).build().unwrap();
    collection(&client).by("id", "1").await.unwrap()
}

const DIRECT: &Manners = &Manners::new(Paging::PageLimit, ["andradEfter", "filter", "borttagna"], false, true);

#[tokio::test]
async fn a_change_says_what_differs_and_keeps_what_the_model_does_not_know() {
    let server = Server::start([
        ("/b/id/1", Answer::json(ONE).header("etag", "\"v1\"")),
        ("PUT /b/id/1", Answer::json(ONE)),
        ("PATCH /b/id/1", Answer::json(ONE)),
        ("DELETE /b/id/1", Answer::new(204, "", "")),
    ])
    .await;
    let resource = one(&server).await;
    assert_eq!(resource.members()["ukjent"]["x"], 1);
    assert!(resource.links.get("nytt").is_some());
    assert!(matches!(resource.update(|bok| bok.hylle = None).await.unwrap(), Written::Replaced(_)));
    assert!(matches!(resource.replace(&bok("B")).await.unwrap(), Written::Replaced(_)));
    assert_eq!(resource.delete().await.unwrap(), Written::Deleted);
    let seen = server.seen.lock().unwrap();
    let sent: Vec<Value> = seen.bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
    assert_eq!(sent[0], json!({"hylle": null}));
    assert_eq!((&sent[1]["tittel"], &sent[1]["ukjent"], sent[1].get("hylle")), (&json!("B"), &json!({"x": 1}), None));
    assert!(seen.requests[1].contains("content-type: application/merge-patch+json\r\n"));
    assert!(seen.requests[1..].iter().all(|head| head.contains("if-match: \"v1\"\r\n")), "{:?}", seen.requests);
}

#[tokio::test]
async fn a_version_that_is_no_longer_there_is_a_conflict_and_a_violation_a_rejection() {
    let server = Server::start([
        ("/b/id/1", Answer::json(ONE).header("etag", "\"v1\"")),
        ("PUT /b/id/1", Answer::new(412, "application/problem+json", r#"{"title":"Changed"}"#)),
        (
            "POST /b",
            Answer::new(400, "application/problem+json", r#"{"title":"Wrong","violations":[{"pointer":"/tittel","detail":"mangler"}]}"#),
        ),
    ])
    .await;
    let resource = one(&server).await;
    let Written::Conflict { current: None, reason } = resource.replace(&bok("B")).await.unwrap() else { panic!() };
    assert_eq!(reason, "Changed");
    let Written::Rejected(rejection) = collection(resource.client()).create(&bok("")).await.unwrap() else { panic!() };
    assert_eq!((rejection.reason.as_str(), rejection.violations[0].pointer.as_str()), ("Wrong", "/tittel"));
}

smie_client::impediments! { pub enum Hinder { Utlant = "utlant" } }
smie_client::inputs! { pub struct LanInput { til: String = "til", dager: Option<i64> = "dager" } }
smie_client::actions! {
    pub trait BokActions for Resource<Bok> as Bok, Hinder {
        lan, can_lan(LanInput) = "lån", "lan", "PUT";
        lever, can_lever() = "lever", "lever", "PUT";
        kast, can_kast() = "kast", "kast", "PUT";
    }
}

#[tokio::test]
async fn what_an_action_changed_is_asked_for_anew() {
    let shown = r#"{"tittel":"A","_actions":{"lån":{"allowed":true,"method":"PUT","href":"BASE/b/id/1/lan","warnings":[]}}}"#;
    let server = Server::start([
        ("/b/id/1", Answer::json(shown).header("cache-control", "private, max-age=60")),
        ("PUT /b/id/1/lan", Answer::json(r#"{"tittel":"B"}"#).header("content-location", "/b/id/1")),
    ])
    .await;
    let bok = one(&server).await;
    let asked = || server.paths().iter().filter(|path| *path == "/b/id/1").count();
    let client = bok.client().clone();
    for _ in 0..2 {
        client.get::<Bok>("/b/id/1").await.unwrap();
    }
    let before = asked();
    client.get::<Bok>("/b/id/1").await.unwrap();
    assert_eq!(asked(), before, "it is fresh");
    assert!(matches!(bok.lan(&LanInput { til: "Kari".to_owned(), dager: None }).await.unwrap(), Acted::Done(_)));
    client.get::<Bok>("/b/id/1").await.unwrap();
    assert_eq!(asked(), before + 1, "the answer names it in `Content-Location`");
}

#[tokio::test]
async fn actions_are_methods_that_are_done_or_impeded() {
    let actions = r#"{"tittel":"A","_links":{"self":[{"href":"BASE/b/id/1"}]},"_actions":{"lån":{"allowed":true,"method":"POST","href":"BASE/b/id/1/l%C3%A5n","warnings":[]},
        "lever":{"allowed":false,"impediments":[{"code":"utlant","text":{"nb":"Boken er utlånt"},"until":"2026-12-01T00:00:00Z"},{"code":"nytt"}]}}}"#;
    let impeded = r#"{"title":"Impeded","status":409,"impediments":[{"code":"utlant","text":{"nb":"Utlånt"}}]}"#;
    let server = Server::start([
        ("/b/id/1", Answer::json(actions)),
        ("POST /b/id/1/l%C3%A5n", Answer::json(r#"{"tittel":"B"}"#)),
        ("PUT /b/id/1/lever", Answer::new(409, "application/problem+json", impeded)),
        ("PUT /b/id/1/kast", Answer::new(409, "application/problem+json", r#"{"title":"Busy"}"#)),
    ])
    .await;
    let bok = one(&server).await;
    assert_eq!(bok.can_lan(), Availability::Allowed { warnings: Vec::new() });
    let Availability::Impeded(why) = bok.can_lever() else { panic!() };
    assert_eq!((&why[0].code, &why[1].code), (&Hinder::Utlant, &Hinder::Other("nytt".to_owned())));
    assert!(why[0].until.is_some() && why[0].to_string() == "utlant: Boken er utlånt");
    assert_eq!(bok.can_kast(), Availability::Absent);
    let Acted::Done(now) = bok.lan(&LanInput { til: "Kari".to_owned(), dager: None }).await.unwrap() else { panic!() };
    assert_eq!(now.tittel.as_deref(), Some("B"));
    let Acted::Impeded(why) = bok.lever().await.unwrap() else { panic!() };
    assert_eq!(why[0].code, Hinder::Utlant);
    assert!(matches!(bok.kast().await, Err(Error::Status { status, .. }) if status == 409));
    let seen = server.seen.lock().unwrap();
    assert_eq!(seen.bodies[1], r#"{"til":"Kari"}"#);
    assert_eq!(server.base.len(), server.base.trim().len());
}
