//! Relations as writes treat them: ends that the server keeps, links to nothing, targets that go.

use super::writing::*;
use super::*;

const DIRECT: (&str, &str) = ("writes.answer", "direct");
const FORHOLD: &str = "/utdanning/elev/elevforhold";

fn forhold(id: &str, school: &str) -> String {
    format!(r#"{{"systemId":"{id}","_links":{{"skole":[{{"href":"systemid/{school}"}}]}}}}"#)
}

#[tokio::test]
async fn a_body_that_carries_a_server_kept_end_asserts_the_pair() {
    let server = written(&[DIRECT], &[]).await;
    let school = r#"{"systemId":"1","_links":{"elevforhold":[{"href":"systemid/F"}]}}"#;
    assert_eq!(server.post(SKOLER, school).await.status, 201);
    assert_eq!(server.post(FORHOLD, r#"{"systemId":"F"}"#).await.status, 201);
    let shown = server.get(&format!("{FORHOLD}/systemid/F")).await.json();
    assert_eq!(shown["_links"]["skole"][0]["href"], format!("http://{}{SKOLER}/systemid/1", server.address));
    // Once the other end tells of it, the assertion is settled: taking the link away there ends the pair.
    server.put(&format!("{FORHOLD}/systemid/F"), &forhold("F", "1")).await;
    let read = server.get(&format!("{SKOLER}/systemid/1")).await.text();
    assert_eq!(server.put(&format!("{SKOLER}/systemid/1"), &read).await.status, 200);
    server.put(&format!("{FORHOLD}/systemid/F"), r#"{"systemId":"F"}"#).await;
    assert_eq!(server.get(&format!("{SKOLER}/systemid/1")).await.json()["_links"].get("elevforhold"), None);
}

#[tokio::test]
async fn where_it_is_configured_a_server_kept_end_is_refused_with_its_place() {
    let server = written(&[DIRECT, ("links.kept_ends", "refuse")], &[]).await;
    let refused = server.post(SKOLER, r#"{"systemId":"1","_links":{"elevforhold":[{"href":"systemid/F"}]}}"#).await;
    assert_eq!((refused.status, refused.violations()[0].0.as_str()), (400, "/_links/elevforhold"));
}

#[tokio::test]
async fn a_link_by_an_unknown_identifier_name_is_refused_and_to_an_unknown_value_kept() {
    let server = written(&[DIRECT], &[]).await;
    let refused = server.post(FORHOLD, &forhold("F", "1").replace("systemid/1", "kode/1")).await;
    assert_eq!((refused.status, refused.violations()[0].0.as_str()), (400, "/_links/skole/0/href"));
    assert_eq!(server.post(FORHOLD, &forhold("F", "1")).await.status, 201);
    assert_eq!(server.post(SKOLER, ONE).await.status, 201);
    let school = format!("{SKOLER}/systemid/1");
    assert_eq!(server.get(&school).await.json()["_links"]["elevforhold"].as_array().unwrap().len(), 1);
    // A stored link survives its target, and finds it again.
    assert_eq!(server.delete(&school).await.status, 204);
    assert!(server.get(&format!("{FORHOLD}/systemid/F")).await.json()["_links"]["skole"].is_array());
    assert_eq!(server.post(SKOLER, ONE).await.status, 201);
    assert_eq!(server.get(&school).await.json()["_links"]["elevforhold"].as_array().unwrap().len(), 1);
    // Deleting the one that tells of a pair prunes it.
    assert_eq!(server.delete(&format!("{FORHOLD}/systemid/F")).await.status, 204);
    assert_eq!(server.get(&school).await.json()["_links"].get("elevforhold"), None);
}

#[tokio::test]
async fn where_links_must_lead_somewhere_every_one_that_does_not_is_told() {
    let server = written(&[DIRECT, ("links.dangling", "refuse")], &[(SKOLE, ONE)]).await;
    let body = r#"{"systemId":"F","_links":{"skole":[{"href":"systemid/1"}],"gruppe":[{"href":"systemid/a"},{"href":"systemid/b"}]}}"#;
    let refused = server.post(FORHOLD, body).await;
    let pointers: Vec<_> = refused.violations().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!((refused.status, pointers), (409, vec!["/_links/gruppe/0/href".to_owned(), "/_links/gruppe/1/href".to_owned()]));
    assert_eq!(server.post(FORHOLD, &forhold("F", "1")).await.status, 201);
    // An optional link goes with its target.
    assert_eq!(server.delete(&format!("{SKOLER}/systemid/1")).await.status, 204);
    assert_eq!(server.get(&format!("{FORHOLD}/systemid/F")).await.json()["_links"].get("skole"), None);
    // A mandatory one keeps it.
    let personal = "/administrasjon/personal";
    let ressurs = r#"{"ansattnummer":"1","_links":{"person":[{"href":"fodselsnummer/1"}]}}"#;
    assert_eq!(server.post(&format!("{personal}/personalressurs"), ressurs).await.status, 409);
    let folder = tempfile::tempdir().unwrap();
    load(&server.api, folder.path(), &[("administrasjon-personal.person", r#"{"fodselsnummer":"1"}"#)]);
    assert_eq!(server.post(&format!("{personal}/personalressurs"), ressurs).await.status, 201);
    let forhold = r#"{"systemId":"A","_links":{"personalressurs":[{"href":"ansattnummer/1"}]}}"#;
    assert_eq!(server.post(&format!("{personal}/arbeidsforhold"), forhold).await.status, 201);
    let kept = server.delete(&format!("{personal}/personalressurs/ansattnummer/1")).await;
    assert_eq!(kept.status, 409);
    assert!(kept.json()["detail"].as_str().unwrap().contains("/administrasjon/personal/arbeidsforhold/systemid/A"), "{}", kept.text());
}
