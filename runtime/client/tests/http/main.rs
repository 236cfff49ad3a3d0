//! The client against a real socket: what it asks, and what it makes of the answers.

mod common;
mod copies;
pub mod derived;
mod robust;
mod streams;
mod writing;

use std::time::Duration;

use common::{Answer, Server};
use serde::Deserialize;
use smie_client::{Client, Collection, Error, Link, Optional};

/// A class of the model.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Elev {
    navn: Option<String>,
}

fn elever(server: &Server) -> Collection<Elev> {
    Client::new(&server.base).unwrap().collection("/utdanning/elev/elev")
}

#[tokio::test]
async fn a_resource_is_found_by_identifier_with_etag_and_links() {
    let body = r#"{"navn":"Åse","_links":{"self":[{"href":"BASE/utdanning/elev/elev/systemid/1"}],"person":{"href":"/p/1"},"x":null}}"#;
    let server = Server::start([("/utdanning/elev/elev/systemid/1", Answer::json(body).header("etag", "\"abc\""))]).await;
    let elev = elever(&server).by("systemid", "1").await.unwrap();
    assert_eq!(elev.navn.as_deref(), Some("Åse"));
    assert_eq!(elev.etag.as_deref(), Some("\"abc\""));
    assert_eq!(elev.links.get("self"), Some(format!("{}/utdanning/elev/elev/systemid/1", server.base).as_str()));
    assert_eq!(elev.links.get("person"), Some("/p/1"));
    let seen = server.seen.lock().unwrap();
    let head = seen.requests[0].to_lowercase();
    assert!(head.starts_with("get /utdanning/elev/elev/systemid/1 http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\naccept: application/json\r\n") && head.contains("\r\nuser-agent: smie-client/"), "{head}");
}

#[tokio::test]
async fn ladoks_list_of_links_is_read_on_a_resource_as_on_a_page() {
    let one =
        r#"{"link":[{"rel":"self","uri":"BASE/utdanning/elev/elev/systemid/1","method":"GET"},{"rel":"person","uri":"/p/1"}],"x":[]}"#;
    let page = format!(r#"{{"Resultat":[{one}],"link":[{{"rel":"self","uri":"/utdanning/elev/elev"}}]}}"#);
    let json = "application/vnd.ladok-resultat+json";
    let server = Server::start([
        ("/utdanning/elev/elev/systemid/1", Answer::new(200, json, one)),
        ("/utdanning/elev/elev/systemid/2", Answer::json(r#"{"link":"https://example.org","links":3}"#)),
        ("/utdanning/elev/elev?size=1&offset=0", Answer::new(200, json, page)),
    ])
    .await;
    let elev = elever(&server).by("systemid", "1").await.unwrap();
    assert_eq!(elev.href(), format!("{}/utdanning/elev/elev/systemid/1", server.base));
    assert_eq!(elev.links.get("person"), Some("/p/1"));
    assert!(elever(&server).by("systemid", "2").await.unwrap().links.is_empty(), "members of these names that are no links");
    let page = elever(&server).page(1, 0).await.unwrap();
    assert_eq!((page.entries.len(), page.links.get("self")), (1, Some("/utdanning/elev/elev")));
}

#[tokio::test]
async fn an_identifier_value_is_one_segment_whatever_its_letters() {
    let server = Server::start([
        ("/utdanning/elev/elev/systemid/19%2F00094", Answer::json(r#"{"navn":"slash"}"#)),
        ("/utdanning/elev/elev/systemid/a%20b", Answer::json(r#"{"navn":"space"}"#)),
        ("/utdanning/elev/elev/systemid/100%25", Answer::json(r#"{"navn":"percent"}"#)),
        ("/utdanning/elev/elev/systemid/bj%C3%B8rn", Answer::json(r#"{"navn":"ø"}"#)),
        ("/utdanning/elev/elev/systemid/%2E%2Fx%3Fy%23z", Answer::json("{}")),
    ])
    .await;
    let elever = elever(&server);
    for (value, navn) in [("19/00094", "slash"), ("a b", "space"), ("100%", "percent"), ("bjørn", "ø")] {
        assert_eq!(elever.by("systemid", value).await.unwrap().navn.as_deref(), Some(navn));
    }
    for value in ["", ".", ".."] {
        assert!(matches!(elever.by("systemid", value).await, Err(Error::Identifier { .. })));
    }
    assert_eq!(server.paths().len(), 4);
}

#[tokio::test]
async fn not_found_is_an_error_of_its_own_that_can_be_an_answer() {
    let gone = Answer::new(410, "application/problem+json; charset=utf-8", r#"{"title":"Gone","detail":"slettet","extra":1}"#);
    let server = Server::start([("/utdanning/elev/elev/systemid/gone", gone)]).await;
    let elever = elever(&server);
    let error = elever.by("systemid", "none").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.problem().unwrap().title.as_deref(), Some("Not Found"));
    assert!(elever.by("systemid", "none").await.optional().unwrap().is_none());
    let error = elever.by("systemid", "gone").await.unwrap_err();
    assert_eq!(error.problem().unwrap().detail.as_deref(), Some("slettet"));
    assert_eq!(error.problem().unwrap().extensions["extra"], 1);
}

#[tokio::test]
async fn a_refusal_carries_status_and_problem() {
    let server = Server::start([
        ("/utdanning/elev/elev/systemid/1", Answer::new(503, "application/problem+json", r#"{"title":"Overloaded"}"#)),
        ("/utdanning/elev/elev/systemid/2", Answer::new(500, "text/html", "<h1>oops</h1>")),
        ("/utdanning/elev/elev/systemid/3", Answer::new(500, "application/problem+json", "{broken")),
        ("/utdanning/elev/elev/systemid/4", Answer::new(304, "", "")),
    ])
    .await;
    let elever = elever(&server);
    let error = elever.by("systemid", "1").await.unwrap_err();
    assert!(matches!(&error, Error::Status { status, .. } if *status == 503));
    assert!(error.to_string().ends_with("/systemid/1: 503: Overloaded"), "{error}");
    for id in ["2", "3", "4"] {
        let error = elever.by("systemid", id).await.unwrap_err();
        assert!(matches!(error, Error::Status { problem: None, .. }), "{error}");
    }
}

#[tokio::test]
async fn only_json_is_decoded() {
    let server = Server::start([
        ("/utdanning/elev/elev/systemid/html", Answer::new(200, "text/html", "{}")),
        ("/utdanning/elev/elev/systemid/none", Answer::new(200, "", "{}")),
        ("/utdanning/elev/elev/systemid/hal", Answer::new(200, "application/hal+json", "{}")),
        ("/utdanning/elev/elev/systemid/charset", Answer::new(200, "Application/JSON;charset=UTF-8", "{}")),
        ("/utdanning/elev/elev/systemid/broken", Answer::json("{")),
        ("/utdanning/elev/elev/systemid/wrong", Answer::json(r#"{"navn":1}"#)),
    ])
    .await;
    let elever = elever(&server);
    let error = elever.by("systemid", "html").await.unwrap_err();
    assert!(matches!(&error, Error::ContentType { found: Some(found), .. } if found == "text/html"));
    assert!(matches!(elever.by("systemid", "none").await, Err(Error::ContentType { found: None, .. })));
    for id in ["hal", "charset"] {
        elever.by("systemid", id).await.unwrap();
    }
    for id in ["broken", "wrong"] {
        assert!(matches!(elever.by("systemid", id).await, Err(Error::Decode { .. })));
    }
}

#[tokio::test]
async fn reading_forgives_a_byte_order_mark_nulls_and_what_is_missing() {
    let page = "\u{FEFF}{\"_embedded\":{\"_entries\":[{\"navn\":\"A\"},null,{}]},\"_links\":null,\"total_items\":null}";
    let server = Server::start([
        ("/utdanning/elev/elev", Answer::json(page)),
        ("/empty", Answer::json("{}")),
        ("/null", Answer::json(r#"{"_embedded":null}"#)),
        ("/utdanning/elev/elev/systemid/1", Answer::json(r#"{"_links":null,"unknown":[1]}"#)),
    ])
    .await;
    let client = Client::new(&server.base).unwrap();
    let names: Vec<_> = elever(&server).list().await.unwrap().into_iter().map(|elev| elev.navn).collect();
    assert_eq!(names, [Some("A".to_owned()), None]);
    for path in ["/empty", "/null"] {
        assert_eq!(client.collection::<Elev>(path).list().await.unwrap(), []);
    }
    assert!(elever(&server).by("systemid", "1").await.unwrap().links.is_empty());
}

#[tokio::test]
async fn pages_follow_the_servers_own_links() {
    let page = |name: &str, next: &str| {
        let links = if next.is_empty() { "{}".to_owned() } else { format!(r#"{{"next":[{{"href":"{next}"}}]}}"#) };
        Answer::json(format!(
            r#"{{"_embedded":{{"_entries":[{{"navn":"{name}"}}]}},"_links":{links},"total_items":3,"size":1,"offset":0}}"#
        ))
    };
    let server = Server::start([
        ("/utdanning/elev/elev", page("A", "BASE/utdanning/elev/elev?size=1&offset=1&cursor=x%2Fy")),
        ("/utdanning/elev/elev?size=1&offset=1&cursor=x%2Fy", page("B", "/utdanning/elev/elev?size=1&offset=2")),
        ("/utdanning/elev/elev?size=1&offset=2", page("C", "")),
        ("/utdanning/elev/elev?sinceTimeStamp=17", page("D", "")),
        ("/circle", page("E", "/circle?again")),
        ("/circle?again", page("F", "/circle?again")),
    ])
    .await;
    let elever = elever(&server);
    let names = |elever: Vec<Elev>| elever.into_iter().filter_map(|elev| elev.navn).collect::<String>();
    assert_eq!(names(elever.list().await.unwrap()), "ABC");
    assert_eq!(names(elever.updated_since(17).await.unwrap()), "D");
    let page = elever.page(1, 2).await.unwrap();
    assert_eq!((page.total_items, page.entries.len()), (3, 1));
    assert!(elever.next(&page).await.unwrap().is_none());
    let circle = Client::new(&server.base).unwrap().collection::<Elev>("/circle").list().await;
    assert!(matches!(circle, Err(Error::Circle { .. })));
}

#[tokio::test]
async fn counters_are_read_as_text_or_number() {
    let server = Server::start([
        ("/a/last-updated", Answer::json(r#"{"lastUpdated":"1559551091034"}"#)),
        ("/b/last-updated", Answer::json(r#"{"lastUpdated":1559551091034}"#)),
        ("/a/cache/size", Answer::json(r#"{"size":10632}"#)),
    ])
    .await;
    let client = Client::new(&format!("{}/", server.base)).unwrap();
    for path in ["/a", "/b"] {
        assert_eq!(client.collection::<Elev>(path).last_updated().await.unwrap(), 1_559_551_091_034);
    }
    assert_eq!(client.collection::<Elev>("/a").size().await.unwrap(), 10632);
}

#[tokio::test]
async fn links_are_followed_by_type_a_few_at_a_time_and_in_order() {
    let slow = |name: &str, milliseconds| Answer::json(format!(r#"{{"navn":"{name}"}}"#)).after(Duration::from_millis(milliseconds));
    let server = Server::start([("/e/1", slow("A", 60)), ("/e/2", slow("B", 5)), ("/e/4", slow("C", 30))]).await;
    let client = Client::new(&server.base).unwrap();
    let link = |path: &str| Link::<Elev>::to(format!("{}{path}", server.base));
    assert_eq!(client.follow(&link("/e/1")).await.unwrap().navn.as_deref(), Some("A"));
    let links: Vec<_> = ["/e/1", "/e/2", "/e/none", "/e/4"].into_iter().map(link).cycle().take(40).collect();
    let found = client.follow_all(&links).await;
    let names: Vec<_> = found.iter().take(4).map(|one| one.as_ref().ok().and_then(|elev| elev.navn.as_deref())).collect();
    assert_eq!(names, [Some("A"), Some("B"), None, Some("C")]);
    assert_eq!(found.len(), 40);
    let most = server.seen.lock().unwrap().most;
    assert!((2..=8).contains(&most), "{most} at once");
    assert!(client.follow_all(&None::<Link<Elev>>).await.is_empty());
    for href in ["", "systemid/1", "${utdanning.elev.person}/systemid/1", "urn:x:y"] {
        assert!(matches!(client.follow(&Link::<Elev>::to(href)).await, Err(Error::Href { .. })), "{href}");
    }
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = Server::start([("/utdanning/elev/elev/systemid/1", Answer::json("{}"))]).await;
    let elever = elever(&server);
    for _ in 0..5 {
        elever.clone().by("systemid", "1").await.unwrap();
    }
    assert_eq!(server.seen.lock().unwrap().connections, 1);
}

#[tokio::test]
async fn a_too_large_answer_is_not_held() {
    // A thousand letters, compressed.
    const SMALL_OUTSIDE: &[u8] = &[
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 75, 44, 203, 83, 178, 82, 74, 28, 5, 163, 96, 20, 12, 123, 160, 84, 11, 0, 131, 108,
        175, 163, 243, 3, 0, 0,
    ];
    let server = Server::start([
        ("/x/id/1", Answer::json(format!("{{\"navn\":\"{}\"}}", "a".repeat(100)))),
        ("/x/id/2", Answer::json(SMALL_OUTSIDE).header("content-encoding", "gzip")),
    ])
    .await;
    let client = Client::builder(&server.base).max_body(100).build().unwrap();
    let result = client.collection::<Elev>("/x").by("id", "1").await;
    assert!(matches!(result, Err(Error::TooLarge { limit: 100, .. })));
    assert!(matches!(client.collection::<Elev>("/x").by("id", "2").await, Err(Error::TooLarge { limit: 100, .. })));
    let client = Client::builder(&server.base).max_body(111).build().unwrap();
    client.collection::<Elev>("/x").by("id", "1").await.unwrap();
    let client = Client::new(&server.base).unwrap();
    assert_eq!(client.collection::<Elev>("/x").by("id", "2").await.unwrap().navn.as_deref().map(str::len), Some(1000));
}

#[tokio::test]
async fn silence_and_refused_connections_are_told_apart() {
    let server = Server::start([("/x/id/1", Answer::json("{}").after(Duration::from_secs(30)))]).await;
    for builder in [
        Client::builder(&server.base).read_timeout(Duration::from_millis(50)),
        Client::builder(&server.base).timeout(Duration::from_millis(50)),
    ] {
        let result = builder.build().unwrap().collection::<Elev>("/x").by("id", "1").await;
        assert!(matches!(result, Err(Error::Timeout { .. })), "{result:?}");
    }
    let result = Client::new("http://127.0.0.1:1").unwrap().collection::<Elev>("/x").by("id", "1").await;
    assert!(matches!(result, Err(Error::Transport { .. })), "{result:?}");
}

#[tokio::test]
async fn a_program_can_name_itself() {
    let server = Server::start([("/x/id/1", Answer::json("{}"))]).await;
    let client = Client::builder(&server.base).user_agent("timeplan/2.1").build().unwrap();
    client.collection::<Elev>("/x").by("id", "1").await.unwrap();
    assert!(server.seen.lock().unwrap().requests[0].contains("user-agent: timeplan/2.1\r\n"));
}

mod generated {
    //! Handles as a generated client declares them.

    use super::Elev;

    smie_client::collections! {
        Elever: Elev { by_elevnummer = "elevnummer", by_system_id = "systemid" },
    }
}

#[tokio::test]
async fn a_handle_names_its_identifiers_and_is_a_collection() {
    let server = Server::start([
        ("/utdanning/elev/elev/systemid/1", Answer::json(r#"{"navn":"A"}"#)),
        ("/utdanning/elev/elev/elevnummer/2", Answer::json(r#"{"navn":"B"}"#)),
    ])
    .await;
    let handle = generated::Elever::from(elever(&server));
    assert_eq!(handle.by_system_id("1").await.unwrap().navn.as_deref(), Some("A"));
    assert_eq!(handle.by_elevnummer("2").await.unwrap().into_value().navn.as_deref(), Some("B"));
    assert_eq!(handle.path(), "/utdanning/elev/elev");
}

/// Calls run on any executor that moves tasks between threads.
#[test]
fn calls_can_be_sent_between_threads() {
    fn sendable<T: Send>(_: &T) {}
    let client = Client::new("http://localhost").unwrap();
    let collection = client.collection::<Elev>("/x");
    let link = Link::<Elev>::to("/x");
    sendable(&collection.by("id", "1"));
    sendable(&collection.list());
    sendable(&client.follow(&link));
    sendable(&client.follow_all([&link]));
}
