//! The explorer as HTTP sees it: who gets the page, and who gets data from the same address.

use super::{PERSON, PERSONS, persons, start_with};
use crate::Config;

/// What Chromium and Firefox send.
const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

#[tokio::test]
async fn a_browser_gets_the_page_and_programs_get_data() {
    let server = start_with(Config::default(), &[(PERSON, &persons(1))]).await;
    for path in ["/", PERSONS, "/utdanning/elev/person/fodselsnummer/9%2F%C3%B8", "/utdanning/elev/person?size=1&offset=0"] {
        let page = server.send("GET", path, &[BROWSER]).await;
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert!(page.header("vary").is_some_and(|vary| vary.contains("accept")));
        for accept in ["*/*", "application/json", "text/html;q=0.5, application/json", "application/hal+json, text/html;q=0.9"] {
            let data = server.send("GET", path, &[("accept", accept)]).await;
            assert!(data.header("content-type").is_some_and(|kind| kind.ends_with("json")), "{path} {accept}");
        }
    }
    assert!(server.get(PERSONS).await.header("content-type").is_some_and(|kind| kind == "application/json"), "silence is no browser");
}

#[tokio::test]
async fn an_address_that_nobody_has_is_a_page_that_says_so() {
    let server = start_with(Config::default(), &[]).await;
    let page = server.send("GET", "/ingen/ting", &[BROWSER]).await;
    assert_eq!((page.status, page.header("content-type")), (404, Some("text/html; charset=utf-8")));
    let wrong = server.send("DELETE", "/ingen/ting", &[BROWSER]).await;
    assert_eq!(wrong.header("content-type"), Some("application/problem+json"), "pages are for reading");
}

#[tokio::test]
async fn the_page_learns_the_model_from_the_server() {
    let server = start_with(Config::default(), &[]).await;
    let shape = server.send("GET", "/", &[("accept", "application/vnd.smie.shape+json")]).await;
    assert_eq!((shape.status, shape.header("content-type")), (200, Some("application/vnd.smie.shape+json")));
    let shape = shape.json();
    let paths: Vec<_> = shape["collections"].as_array().unwrap().iter().map(|c| c["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&PERSONS), "{paths:?}");
}

#[tokio::test]
async fn without_the_explorer_html_is_not_there() {
    let off = Config { explorer: Some(false), ..Config::default() };
    let behind = Config { public_base_url: Some("https://api.example.no".to_owned()), ..Config::default() };
    for config in [off, behind] {
        let server = start_with(config, &[]).await;
        assert_eq!(server.send("GET", "/", &[("accept", "text/html")]).await.status, 406);
        assert_eq!(server.send("GET", "/", &[BROWSER]).await.header("content-type"), Some("application/json"));
        assert_eq!(server.send("GET", "/", &[("accept", "application/vnd.smie.shape+json")]).await.status, 406);
    }
    let asked = Config { explorer: Some(true), public_base_url: Some("https://api.example.no".to_owned()), ..Config::default() };
    let server = start_with(asked, &[]).await;
    assert_eq!(server.send("GET", "/", &[BROWSER]).await.header("content-type"), Some("text/html; charset=utf-8"));
}
