//! What makes a call robust: repeated when that is safe, cached as the server allows, with a token that is good.

use std::time::Duration;

use serde_json::json;
use smie_client::{Client, ClientCredentials, Error, Retry};

use crate::Elev;
use crate::common::{Answer, Server};

fn quick() -> Retry {
    Retry { more: 3, first: Duration::from_millis(2), longest: Duration::from_secs(2) }
}

async fn get(client: &Client, path: &str) -> Result<Option<String>, Error> {
    client.get::<Elev>(path).await.map(|elev| elev.into_value().navn)
}

#[tokio::test]
async fn a_server_that_is_overloaded_is_asked_again_as_often_as_allowed() {
    let server = Server::start([("/a", Answer::new(503, "", "").header("retry-after", "0")), ("/b", Answer::new(500, "", ""))]).await;
    let client = Client::builder(&server.base).retry(quick()).build().unwrap();
    assert!(matches!(get(&client, "/a").await, Err(Error::Status { retry_after: Some(Duration::ZERO), .. })));
    assert_eq!(server.news().len(), 4);
    assert!(get(&client, "/b").await.unwrap_err().is_passing());
    assert_eq!(server.news().len(), 1, "a failure of its own is not repeated");
    let never = Client::builder(&server.base).retry(Retry::NEVER).build().unwrap();
    assert!(get(&never, "/a").await.is_err());
    assert_eq!(server.news().len(), 1);
    server.slow("/a", Duration::from_millis(1));
    let asking = tokio::spawn(async move { get(&client, "/a").await });
    server.set("/a", Answer::json(r#"{"navn":"A"}"#));
    assert_eq!(asking.await.unwrap().unwrap().as_deref(), Some("A"));
}

#[tokio::test]
async fn answers_are_used_again_as_the_server_allows_and_by_nobody_else() {
    let answer = |name: &str| Answer::json(json!({"navn": name}).to_string());
    let server = Server::start([
        ("/fresh", answer("A").header("cache-control", "private, max-age=60")),
        ("/asked", answer("B").header("etag", "\"1\"")),
        ("/never", answer("C").header("etag", "\"1\"").header("cache-control", "no-store")),
    ])
    .await;
    let client = Client::new(&server.base).unwrap();
    for _ in 0..3 {
        for (path, name) in [("/fresh", "A"), ("/asked", "B"), ("/never", "C")] {
            assert_eq!(get(&client, path).await.unwrap().as_deref(), Some(name));
        }
    }
    let asked = server.news();
    let count = |path: &str| asked.iter().filter(|one| *one == path).count();
    assert_eq!((count("/fresh"), count("/asked"), count("/never")), (1, 3, 3));
    let conditional = server.seen.lock().unwrap().requests.iter().filter(|head| head.contains("if-none-match: \"1\"\r\n")).count();
    assert_eq!(conditional, 2);
    for person in ["kari", "ola"] {
        get(&client.with_token(person), "/fresh").await.unwrap();
    }
    assert_eq!(server.news(), ["/fresh", "/fresh"], "each person's answer is their own");
}

#[tokio::test]
async fn tokens_are_asked_for_once_renewed_when_refused_and_kept_from_strangers() {
    let granted = |token: &str| Answer::json(json!({"access_token": token, "expires_in": 3600}).to_string());
    let server = Server::start([("/token", granted("one")), ("/a", Answer::json("{}")), ("/b", Answer::new(401, "", ""))]).await;
    let stranger = Server::start([("/x", Answer::json("{}"))]).await;
    let tokens = ClientCredentials::new(format!("{}/token", server.base), "id", "se:cret").scope("les skriv");
    assert!(!format!("{tokens:?}").contains("cret"), "{tokens:?}");
    let client = Client::builder(&server.base).tokens(tokens).header("x-org-id", "viken.no").build().unwrap();
    let (one, other) = tokio::join!(get(&client, "/a"), get(&client, "/a"));
    one.and(other).unwrap();
    assert_eq!(server.paths().iter().filter(|path| *path == "/token").count(), 1);
    let head = server.seen.lock().unwrap().requests.last().unwrap().to_ascii_lowercase();
    assert!(head.contains("authorization: bearer one\r\n") && head.contains("x-org-id: viken.no\r\n"), "{head}");
    assert!(head.contains("traceparent: 00-"), "{head}");

    server.set("/token", granted("two"));
    assert!(matches!(get(&client, "/b").await, Err(Error::Status { status, .. }) if status == 401));
    let heads = server.seen.lock().unwrap().requests.clone();
    let used: Vec<_> = heads.iter().filter(|head| head.starts_with("GET /b")).map(|head| head.contains("Bearer two")).collect();
    assert_eq!(used, [false, true], "once with another token");

    get(&client, &format!("{}/x", stranger.base)).await.unwrap();
    assert!(!stranger.seen.lock().unwrap().requests[0].contains("authorization"));
    let user = client.with_token("brukerens").with_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    get(&user, "/a").await.unwrap();
    let head = server.seen.lock().unwrap().requests.last().unwrap().clone();
    assert!(head.contains("Bearer brukerens") && head.contains("traceparent: 00-0af7651916cd43dd8448eb211c80319c-"), "{head}");
}

#[tokio::test]
async fn a_refused_grant_says_why() {
    let server = Server::start([("/token", Answer::new(401, "application/json", r#"{"error":"invalid_client"}"#))]).await;
    let tokens = ClientCredentials::new(format!("{}/token", server.base), "id", "secret").in_body();
    let client = Client::builder(&server.base).tokens(tokens).build().unwrap();
    let error = get(&client, "/a").await.unwrap_err();
    let Error::Token { source } = &error else { panic!("{error}") };
    assert!(source.to_string().ends_with(": invalid_client"), "{source}");
    let body = server.seen.lock().unwrap().bodies[0].clone();
    assert!(body.contains("client_id=id&client_secret=secret"), "{body}");
}

#[tokio::test]
async fn session_cookies_are_given_back() {
    let server = Server::start([
        ("/a", Answer::json("{}").header("set-cookie", "JSESSIONID=ø1; Path=/")),
        ("/b", Answer::json("{}").header("set-cookie", "s=1")),
    ])
    .await;
    let client = Client::builder(&server.base).cookies(true).build().unwrap();
    for path in ["/b", "/b"] {
        get(&client, path).await.unwrap();
    }
    assert!(server.seen.lock().unwrap().requests[1].contains("cookie: s=1\r\n"));
}

#[cfg(not(feature = "tls"))]
#[test]
fn https_without_tls_is_refused_at_once_and_says_what_to_do() {
    let refused = Client::new("https://api.example.no").expect_err("there is no TLS");
    assert!(refused.to_string().contains("feature `tls`"), "{refused}");
}
