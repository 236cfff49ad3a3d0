//! Writes that are answered at once.

use std::sync::Arc;

use super::writing::*;

const DIRECT: (&str, &str) = ("writes.answer", "direct");

#[tokio::test]
async fn a_resource_is_created_replaced_changed_and_deleted() {
    let server = written(&[DIRECT], &[]).await;
    let path = format!("{SKOLER}/systemid/1");
    let created = server.post(SKOLER, ONE).await;
    assert_eq!((created.status, server.path(created.header("location").unwrap())), (201, path.as_str()));
    let read = server.get(&path).await;
    assert_eq!((created.text(), created.header("etag")), (read.text(), read.header("etag")));
    let replaced = server.put(&path, &ONE.replace("Åsen", "B")).await;
    assert_eq!((replaced.status, replaced.json()["navn"].as_str()), (200, Some("B")));
    let changed = server.write("PATCH", &path, &[], r#"{"navn":"C"}"#).await;
    assert_eq!((changed.status, changed.json()["navn"].as_str()), (200, Some("C")));
    let emptied = server.write("PATCH", &path, &[], r#"{"navn":null}"#).await;
    assert_eq!((emptied.status, emptied.json().get("navn")), (200, None));
    let deleted = server.delete(&path).await;
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    assert_eq!((server.get(&path).await.status, server.delete(&path).await.status), (404, 404));
    // There is no status where answers come at once.
    assert_eq!(server.get(&format!("{SKOLER}/status/x")).await.status, 404);
}

#[tokio::test]
async fn what_is_in_the_way_is_told_at_once() {
    let server = written(&[DIRECT], &[(SKOLE, ONE)]).await;
    let conflict = server.post(SKOLER, ONE).await;
    assert_eq!((conflict.status, conflict.json()["type"].as_str()), (409, Some("urn:smie:problem:conflict")));
    let path = format!("{SKOLER}/systemid/1");
    let patch = server.write("PATCH", &path, &[], r#"{"systemId":{"identifikatorverdi":"2"},"skolenummer":null}"#).await;
    let told: Vec<_> = patch.violations().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!((patch.status, told), (409, vec!["/systemId".to_owned(), "/skolenummer".to_owned()]));
    for patch in ["", "{", "[1]", "7"] {
        assert_eq!(server.write("PATCH", &path, &[], patch).await.status, 400, "{patch}");
    }
    let form = server.write("PATCH", &path, &[("content-type", "application/json")], "{}").await;
    assert_eq!((form.status, form.header("accept-patch")), (415, Some("application/merge-patch+json")));
    let options = server.send("OPTIONS", &path, &[]).await;
    assert_eq!(options.header("allow"), Some("GET, HEAD, PUT, PATCH, DELETE, OPTIONS"));
    assert_eq!(options.header("accept-patch"), Some("application/merge-patch+json"));
    let valid = server.post(&format!("{SKOLER}?validate=true"), r#"{"systemId":"2"}"#).await;
    assert_eq!((valid.status, server.size(SKOLER).await), (200, 1));
    assert_eq!(server.post(&format!("{SKOLER}?validate=true"), ONE).await.status, 409);
}

#[tokio::test]
async fn a_write_over_another_state_than_the_client_knows_fails() {
    let server = written(&[DIRECT], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/systemid/1");
    let old = server.get(&path).await.header("etag").unwrap().to_owned();
    let renamed = server.write("PUT", &path, &[("if-match", &old)], &ONE.replace("Åsen", "B")).await;
    let new = renamed.header("etag").unwrap().to_owned();
    assert_eq!(renamed.status, 200);
    for (method, body) in [("PUT", ONE), ("PATCH", r#"{"navn":"C"}"#), ("DELETE", "")] {
        let refused = server.write(method, &path, &[("if-match", &old)], body).await;
        assert_eq!((refused.status, refused.json()["type"].as_str()), (412, Some("urn:smie:problem:precondition-failed")), "{method}");
    }
    // A tag of another representation stands for the same content.
    let hal = server.send("GET", &path, &[("accept", "application/hal+json")]).await.header("etag").unwrap().to_owned();
    assert_ne!(hal, new);
    assert_eq!(server.write("PATCH", &path, &[("if-match", &hal)], r#"{"navn":"D"}"#).await.status, 200);
    assert_eq!(server.write("PUT", &format!("{SKOLER}/systemid/2"), &[("if-match", "*")], &ONE.replace('1', "2")).await.status, 412);
}

#[tokio::test]
async fn links_of_others_do_not_make_an_edit_fail() {
    let server = written(&[DIRECT], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/systemid/1");
    let tag = server.get(&path).await.header("etag").unwrap().to_owned();
    for i in 0..50 {
        let body = format!(r#"{{"systemId":"F{i}","_links":{{"skole":[{{"href":"systemid/1"}}]}}}}"#);
        assert_eq!(server.post("/utdanning/elev/elevforhold", &body).await.status, 201);
    }
    let shown = server.get(&path).await;
    assert_eq!(shown.json()["_links"]["elevforhold"].as_array().unwrap().len(), 50);
    // It is another representation, of the same content.
    assert_eq!(server.send("GET", &path, &[("if-none-match", &tag)]).await.status, 200);
    let edited = server.write("PATCH", &path, &[("if-match", &tag)], r#"{"navn":"B"}"#).await;
    assert_eq!((edited.status, edited.json()["_links"]["elevforhold"].as_array().unwrap().len()), (200, 50));
    // Whoever reads a resource and writes it back changes nothing.
    let read = server.get(&path).await;
    let back = server.write("PUT", &path, &[], &read.text()).await;
    assert_eq!((back.status, back.header("etag"), back.text()), (200, read.header("etag"), read.text()));
}

#[tokio::test]
async fn where_it_is_configured_a_write_must_say_which_state_it_changes() {
    let server = written(&[DIRECT, ("writes.if_match", "true")], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/systemid/1");
    for (method, body) in [("PUT", ONE), ("PATCH", "{}"), ("DELETE", "")] {
        let refused = server.write(method, &path, &[], body).await;
        assert_eq!((refused.status, refused.json()["type"].as_str()), (428, Some("urn:smie:problem:precondition-required")), "{method}");
        assert_eq!(server.write(method, &format!("{SKOLER}/systemid/9"), &[], body).await.status, 404);
    }
    assert_eq!(server.post(SKOLER, r#"{"systemId":"2"}"#).await.status, 201);
    assert_eq!(server.write("PATCH", &path, &[("if-match", "*")], r#"{"navn":"B"}"#).await.status, 200);
}

#[tokio::test]
async fn a_key_gives_the_same_answer_and_one_effect_however_many_come_at_once() {
    let server = Arc::new(written(&[DIRECT], &[]).await);
    let post = |key: &'static str, body: &'static str| {
        let server = server.clone();
        async move { server.write("POST", SKOLER, &[("idempotency-key", key)], body).await }
    };
    let many: Vec<_> = (0..16).map(|_| tokio::spawn(post("k", ONE))).collect();
    for one in many {
        let answer = one.await.unwrap();
        assert_eq!((answer.status, server.path(answer.header("location").unwrap())), (201, "/utdanning/elev/skole/systemid/1"));
        assert_eq!(answer.json()["navn"], "Åsen");
    }
    assert_eq!(server.size(SKOLER).await, 1);
    assert_eq!(post("k", r#"{"systemId":"2"}"#).await.status, 422);
    // A write that failed leaves its key free.
    assert_eq!((post("f", ONE).await.status, post("f", r#"{"systemId":"2"}"#).await.status), (409, 201));
    assert_eq!(server.delete(&format!("{SKOLER}/systemid/1")).await.status, 204);
    let after = post("k", ONE).await;
    assert_eq!((after.status, after.body.len(), after.header("location").is_some()), (201, 0, true));
    assert_eq!(server.size(SKOLER).await, 1);
}

#[tokio::test]
async fn changes_of_a_part_by_many_at_once_are_all_there() {
    let schools = r#"{"systemId":"1","navn":"A"}"#;
    let server = Arc::new(written(&[DIRECT], &[(SKOLE, schools)]).await);
    let path = "/utdanning/elev/skole/systemid/1";
    let many: Vec<_> = (0..8)
        .map(|i| {
            let server = server.clone();
            let body = format!(r#"{{"_links":{{"x{i}":[{{"href":"https://a.no/{i}"}}]}}}}"#);
            tokio::spawn(async move { server.write("PATCH", path, &[], &body).await.status })
        })
        .collect();
    for one in many {
        assert_eq!(one.await.unwrap(), 200);
    }
    let links = server.get(path).await.json()["_links"].clone();
    assert!((0..8).all(|i| links[format!("x{i}")][0]["href"] == format!("https://a.no/{i}")), "{links}");
}
