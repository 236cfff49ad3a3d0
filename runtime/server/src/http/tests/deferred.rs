//! Writes as FINT answers them: a test for each row of the status table, and what is told at once.

use std::sync::Arc;

use super::gate::{Gate, State};
use super::writing::*;
use super::*;

async fn gated(files: &[(&str, &str)]) -> (Running, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let server = built(Config::default(), Api::builder().schema(schema(&[])).store(gate.clone()), files).await;
    (server, gate)
}

#[tokio::test]
async fn an_unknown_status_is_gone() {
    let server = written(&[], &[]).await;
    for id in ["0190a5a5-0000-7000-8000-000000000000", "x", "%2F"] {
        let answer = server.get(&format!("{SKOLER}/status/{id}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (410, Some("application/problem+json")), "{id}");
    }
    // A status is one of its collection.
    let accepted = server.post(SKOLER, ONE).await;
    let elsewhere = server.path(accepted.header("location").unwrap()).replace("/skole/", "/gruppe/");
    assert_eq!(server.get(&elsewhere).await.status, 410);
    // Nobody writes persons, so there is nothing to ask for.
    assert_eq!(server.get(&format!("{PERSONS}/status/x")).await.status, 404);
}

#[tokio::test]
async fn a_write_that_is_not_done_yet_is_pending_and_then_created() {
    let (server, gate) = gated(&[]).await;
    gate.set(State::Closed);
    let accepted = server.post(SKOLER, ONE).await;
    let pending = server.status_of(&accepted).await;
    assert_eq!((pending.status, pending.header("retry-after"), pending.body.len()), (202, Some("1"), 0));
    assert_eq!(server.size(SKOLER).await, 0);
    gate.set(State::Open);
    for _ in 0..200 {
        let status = server.status_of(&accepted).await;
        if status.status == 201 {
            assert_eq!(server.size(SKOLER).await, 1);
            return;
        }
        assert_eq!(status.status, 202);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the write was never done");
}

#[tokio::test]
async fn a_created_resource_is_told_with_its_place_and_itself() {
    let server = written(&[], &[]).await;
    let status = server.status_of(&server.post(SKOLER, ONE).await).await;
    let path = format!("{SKOLER}/systemid/1");
    assert_eq!(status.status, 201);
    assert_eq!(server.path(status.header("location").unwrap()), path);
    let read = server.get(&path).await;
    assert_eq!((status.text(), status.header("etag")), (read.text(), read.header("etag")));
    assert_eq!(status.header("cache-control"), Some("no-store"));
    let hal = server
        .send(
            "GET",
            server.path(server.post(SKOLER, r#"{"systemId":"2"}"#).await.header("location").unwrap()),
            &[("accept", "application/hal+json")],
        )
        .await;
    assert_eq!((hal.status, hal.header("content-type")), (201, Some("application/hal+json")));
}

#[tokio::test]
async fn an_updated_resource_is_told_as_it_is_now() {
    let server = written(&[], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/skolenummer/N1");
    let status = server.status_of(&server.put(&path, &ONE.replace("Åsen", "Ny")).await).await;
    assert_eq!((status.status, status.json()["navn"].as_str()), (201, Some("Ny")));
    assert_eq!(server.path(status.header("location").unwrap()), format!("{SKOLER}/systemid/1"));
    // The same again changes nothing, and is done all the same.
    let tag = server.get(&path).await.header("etag").unwrap().to_owned();
    let again = server.status_of(&server.put(&path, &ONE.replace("Åsen", "Ny")).await).await;
    assert_eq!((again.status, again.header("etag")), (201, Some(tag.as_str())));
}

#[tokio::test]
async fn a_validated_body_is_shown_and_not_stored() {
    let server = written(&[], &[(SKOLE, ONE)]).await;
    let status = server.status_of(&server.post(&format!("{SKOLER}?validate=true"), r#"{"navn":"B","systemId":"2"}"#).await).await;
    assert_eq!((status.status, status.json()["navn"].as_str()), (200, Some("B")));
    assert_eq!(status.json()["_links"]["self"][0]["href"], format!("http://{}{SKOLER}/systemid/2", server.address));
    assert_eq!(server.size(SKOLER).await, 1);
    let path = format!("{SKOLER}/systemid/1?validate=true");
    let status = server.status_of(&server.put(&path, &ONE.replace("Åsen", "Ny")).await).await;
    assert_eq!((status.status, status.json()["navn"].as_str()), (200, Some("Ny")));
    assert_eq!(server.get(&format!("{SKOLER}/systemid/1")).await.json()["navn"], "Åsen");
    // What would be in the way is told as it would be.
    let status = server.status_of(&server.post(&format!("{SKOLER}?validate=true"), ONE).await).await;
    assert_eq!(status.status, 409);
    assert_eq!(server.post(&format!("{SKOLER}?validate=maybe"), ONE).await.status, 400);
    assert_eq!(server.delete(&path).await.status, 400);
}

#[tokio::test]
async fn a_deleted_resource_has_no_content_and_is_not_there() {
    let server = written(&[], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/systemid/1");
    let status = server.status_of(&server.delete(&path).await).await;
    assert_eq!((status.status, status.body.len()), (204, 0));
    assert_eq!(server.get(&path).await.status, 404);
    assert_eq!(server.delete(&path).await.status, 404);
    // A status of what was deleted since is gone too.
    let created = server.post(SKOLER, ONE).await;
    assert_eq!(server.status_of(&created).await.status, 201);
    server.delete(&path).await;
    assert_eq!(server.status_of(&created).await.status, 410);
}

#[tokio::test]
async fn a_rejected_write_tells_its_reason_in_fints_form_and_as_a_problem() {
    let gate = Arc::new(Gate::default());
    let builder = Api::builder().schema(schema(&[("links.dangling", "refuse")])).store(gate.clone());
    let refusing = built(Config::default(), builder, &[(SKOLE, ONE)]).await;
    let school = format!("{SKOLER}/systemid/1");
    // The target goes while the write is under way: both wait for the store.
    let forhold = r#"{"systemId":"F","_links":{"skole":[{"href":"systemid/1"}]}}"#;
    gate.set(State::Closed);
    let (_, accepted) = tokio::join!(refusing.delete(&school), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        refusing.post("/utdanning/elev/elevforhold", forhold).await
    });
    gate.set(State::Open);
    for _ in 0..200 {
        let status = refusing.status_of(&accepted).await;
        if status.status == 202 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            continue;
        }
        let told = status.json();
        assert_eq!((status.status, status.header("content-type")), (400, Some("application/json")));
        assert_eq!((&told["statusCode"], &told["responseStatus"]), (&"REJECTED".into(), &"REJECTED".into()));
        assert!(told["message"].as_str().unwrap().contains("`/utdanning/elev/skole/systemid/1` does not exist"), "{told}");
        assert_eq!(told["problems"][0]["field"], "/_links");
        let path = refusing.path(accepted.header("location").unwrap());
        let problem = refusing.send("GET", path, &[("accept", "application/problem+json")]).await;
        assert_eq!((problem.status, problem.header("content-type")), (409, Some("application/problem+json")));
        assert_eq!(problem.violations()[0].0, "/_links");
        return;
    }
    panic!("the write was never decided");
}

#[tokio::test]
async fn a_conflict_shows_the_resource_that_is_in_the_way() {
    let server = written(&[], &[(SKOLE, &format!("{ONE}\n{}", ONE.replace('1', "2")))]).await;
    let accepted = server.post(SKOLER, r#"{"systemId":"9","skolenummer":"N1"}"#).await;
    let status = server.status_of(&accepted).await;
    assert_eq!((status.status, status.json()["systemId"]["identifikatorverdi"].as_str()), (409, Some("1")));
    // An update whose identifiers belong to two.
    let torn = server.put(&format!("{SKOLER}/systemid/1"), &ONE.replace("N1", "N2")).await;
    assert_eq!((torn.status, torn.violations()[0].0.as_str()), (409, "/skolenummer"));
    let problem =
        server.send("GET", server.path(accepted.header("location").unwrap()), &[("accept", "application/problem+json, */*;q=0.1")]).await;
    assert_eq!((problem.status, problem.json()["type"].as_str()), (409, Some("urn:smie:problem:conflict")));
}

#[tokio::test]
async fn a_write_that_cannot_be_kept_has_failed_and_says_nothing_of_why() {
    let (server, gate) = gated(&[(SKOLE, ONE)]).await;
    gate.set(State::Broken);
    for accepted in [server.post(SKOLER, r#"{"systemId":"2"}"#).await, server.delete(&format!("{SKOLER}/systemid/1")).await] {
        let status = server.status_of(&accepted).await;
        assert_eq!((status.status, status.json()["responseStatus"].as_str()), (500, Some("ERROR")));
        assert!(!status.text().contains("disk"));
        let problem =
            server.send("GET", server.path(accepted.header("location").unwrap()), &[("accept", "application/problem+json")]).await;
        assert_eq!((problem.status, problem.json()["type"].as_str()), (500, Some("urn:smie:problem:failed")));
    }
    assert_eq!(server.size(SKOLER).await, 1);
}

#[tokio::test]
async fn everything_wrong_with_a_body_is_one_problem_with_pointers() {
    let server = written(&[], &[]).await;
    let body = r#"{"systemId":"","beskrivelse":7,"prosent":20000,"koder":["x","AB"],"periode":{"slutt":"x"},"kontostreng":{"_links":{"ansvar":[{"href":"kode/1"}]}},"ukjent":1}"#;
    let answer = server.post("/administrasjon/personal/fastlonn", body).await;
    assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")));
    let pointers: Vec<_> = answer.violations().into_iter().map(|(pointer, _)| pointer).collect();
    for pointer in
        ["/beskrivelse", "/prosent", "/koder/0", "/periode/slutt", "/periode/start", "/kontostreng/_links/ansvar/0/href", "/systemId"]
    {
        assert!(pointers.iter().any(|p| p == pointer), "{pointer} {pointers:?}");
    }
    assert_eq!(answer.json()["violations"].as_array().unwrap().len(), pointers.len());
    let deep = server.post(SKOLER, &format!(r#"{{"systemId":"1","x":{}}}"#, "[".repeat(100))).await;
    assert_eq!((deep.status, deep.violations()[0].1.as_str()), (400, "not JSON: nested deeper than 64 levels"));
}

#[tokio::test]
async fn a_replacement_is_what_its_path_says_and_leaves_what_is_not_writable() {
    let server = written(&[], &[(SKOLE, ONE)]).await;
    let path = format!("{SKOLER}/systemid/1");
    let wrong = server.put(&path, r#"{"systemId":"2","navn":"x"}"#).await;
    assert_eq!(wrong.status, 409);
    let told = wrong.violations();
    assert_eq!(told.iter().map(|(p, _)| p.as_str()).collect::<Vec<_>>(), ["/systemId", "/skolenummer"], "{told:?}");
    assert!(told[0].1.contains("`1`") && told[1].1.contains("not writable"));
    assert_eq!(server.put(&format!("{SKOLER}/systemid/9"), &ONE.replace('1', "9")).await.status, 404);
    // Where it is allowed to create, a client that asks for that may choose the place.
    let created = server.write("PUT", &format!("{SKOLER}/systemid/9"), &[("if-none-match", "*")], r#"{"systemId":"9"}"#).await;
    assert_eq!(server.status_of(&created).await.status, 201);
    assert_eq!(server.write("PUT", &path, &[("if-none-match", "*")], ONE).await.status, 412);
}

#[tokio::test]
async fn a_class_that_is_not_written_answers_what_it_takes() {
    let server = written(&[], &[(PERSON, &persons(1)), (SKOLE, ONE)]).await;
    let person = format!("{PERSONS}/fodselsnummer/00000");
    for (method, path, allow) in [
        ("POST", PERSONS, "GET, HEAD, OPTIONS"),
        ("PUT", &person, "GET, HEAD, OPTIONS"),
        ("DELETE", &person, "GET, HEAD, OPTIONS"),
        ("PATCH", &format!("{SKOLER}/systemid/1"), "GET, HEAD, PUT, DELETE, OPTIONS"),
        ("PUT", SKOLER, "GET, HEAD, POST, OPTIONS"),
        ("POST", &format!("{SKOLER}/last-updated"), "GET, HEAD, OPTIONS"),
        ("GET", &format!("{SKOLER}/$sync"), "POST, OPTIONS"),
        ("BREW", SKOLER, "GET, HEAD, POST, OPTIONS"),
    ] {
        let answer = server.write(method, path, &[], "{}").await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{method} {path}");
        assert_eq!(server.send("OPTIONS", path, &[]).await.header("allow"), Some(allow));
    }
}

#[tokio::test]
async fn a_body_in_another_form_or_too_large_is_not_read() {
    let config = Config { limits: crate::Limits { body_bytes: 100, ..crate::Limits::default() }, ..Config::default() };
    let server = built(config, Api::builder().schema(schema(&[])), &[]).await;
    for form in ["text/plain", "application/xml; charset=latin1", "application/json; charset=latin1", "application/x-ndjson"] {
        let answer = server.write("POST", SKOLER, &[("content-type", form)], ONE).await;
        assert_eq!((answer.status, answer.header("accept")), (415, Some("application/json")), "{form}");
    }
    assert_eq!(server.write("POST", SKOLER, &[("content-encoding", "gzip")], ONE).await.status, 415);
    let long = format!(r#"{{"systemId":"1","navn":"{}"}}"#, "x".repeat(100));
    assert_eq!(server.post(SKOLER, &long).await.status, 413);
    let chunked = format!(
        "POST {SKOLER} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        long.len()
    );
    assert_eq!(server.raw(chunked.as_bytes()).await.status, 413);
    assert_eq!(server.size(SKOLER).await, 0);
}

#[tokio::test]
async fn the_same_key_leads_to_the_same_status_and_one_effect() {
    let server = written(&[], &[]).await;
    let key = ("idempotency-key", "\"a-1\"");
    let first = server.write("POST", SKOLER, &[key], ONE).await;
    let again = server.write("POST", SKOLER, &[key], ONE).await;
    assert_eq!((first.status, again.status, first.header("location")), (202, 202, again.header("location")));
    assert_eq!(server.status_of(&again).await.status, 201);
    assert_eq!(server.size(SKOLER).await, 1);
    let other = server.write("POST", SKOLER, &[key], &ONE.replace("Åsen", "B")).await;
    assert_eq!((other.status, other.json()["type"].as_str()), (422, Some("urn:smie:problem:other-request")));
    assert_eq!(server.write("POST", SKOLER, &[("idempotency-key", "a b")], ONE).await.status, 400);
    // Without the key it is a second one.
    assert_eq!(server.status_of(&server.post(SKOLER, ONE).await).await.status, 409);
}

#[tokio::test]
async fn a_key_outlives_the_process_and_leads_to_its_status_again() {
    let store = Arc::new(Gate::default());
    let start = async || built(Config::default(), Api::builder().schema(schema(&[])).store(store.clone()), &[]).await;
    let key = ("idempotency-key", "a");
    let server = start().await;
    let first = server.write("POST", SKOLER, &[key], ONE).await;
    let path = server.path(first.header("location").unwrap()).to_owned();
    drop(server);
    let server = start().await;
    assert_eq!(server.get(&path).await.status, 201);
    let again = server.write("POST", SKOLER, &[key], ONE).await;
    assert_eq!(server.path(again.header("location").unwrap()), path);
    assert_eq!((server.get(&path).await.status, server.size(SKOLER).await), (201, 1));
}

#[tokio::test]
async fn what_became_of_a_write_is_told_by_the_next_process_too() {
    let store = Arc::new(Gate::default());
    let start = async || built(Config::default(), Api::builder().schema(schema(&[])).store(store.clone()), &[]).await;
    let server = start().await;
    let path = |server: &Running, answer: &Answer| server.path(answer.header("location").unwrap()).to_owned();
    let two = r#"{"systemId":"2","skolenummer":"N2"}"#;
    let mut asked = Vec::new();
    for (status, answer) in [
        (201, server.post(SKOLER, ONE).await),
        (409, server.post(SKOLER, ONE).await),
        // It is deleted below, before anybody asks.
        (410, server.post(SKOLER, two).await),
        (201, server.put(&format!("{SKOLER}/systemid/1"), &ONE.replace("Åsen", "Ås")).await),
        (204, server.delete(&format!("{SKOLER}/systemid/2")).await),
    ] {
        let path = path(&server, &answer);
        assert_eq!(server.get(&path).await.status, status);
        asked.push((status, path));
    }
    let rehearsed = server.post(&format!("{SKOLER}?validate=true"), &ONE.replace('1', "7")).await;
    let rehearsed = path(&server, &rehearsed);
    assert_eq!(server.get(&rehearsed).await.status, 200);
    drop(server);
    let server = start().await;
    for (status, path) in &asked {
        let told = server.get(path).await;
        assert_eq!(told.status, *status, "{path}");
        // A status is one of its collection also when it comes from the store.
        assert_eq!(server.get(&path.replace("/skole/", "/gruppe/")).await.status, 410);
    }
    let conflict = server.get(&asked[1].1).await;
    assert_eq!(conflict.json()["navn"].as_str(), Some("Ås"));
    assert_eq!(server.get(&asked[2].1).await.json()["detail"], "The resource was written, and has been deleted since.");
    // Of a validation nothing is stored.
    assert_eq!(server.get(&rehearsed).await.status, 410);
}
