//! Ends with very many links, shown by one that says how many.

use super::*;

async fn school(count: usize) -> Running {
    let mut table = MODEL;
    table.overrides = &[("links.kept_max", "3")];
    let api = Api::builder().model(Box::leak(Box::new(table))).build().unwrap();
    let enrolments = (0..count).fold(String::new(), |mut out, i| {
        let _ = writeln!(out, r#"{{"systemId":"{i}","_links":{{"skole":[{{"href":"systemid/S%2F1"}}]}}}}"#);
        out
    });
    let folder = tempfile::tempdir().unwrap();
    load(&api, folder.path(), &[("utdanning-elev.elevforhold", &enrolments), ("utdanning-elev.skole", r#"{"systemId":"S/1"}"#)]);
    listen(api, Config::default()).await
}

const SCHOOL: &str = "/utdanning/elev/skole/systemid/S%2F1";

#[tokio::test]
async fn few_links_are_shown_and_many_are_counted() {
    let few = school(3).await;
    let links = few.get(SCHOOL).await.json()["_links"]["elevforhold"].clone();
    assert_eq!(links.as_array().unwrap().len(), 3);
    let many = school(200).await;
    let link = many.get(SCHOOL).await.json()["_links"]["elevforhold"].clone();
    let href = format!("http://{}{SCHOOL}/elevforhold?size=3&offset=0", many.address);
    assert_eq!(link, serde_json::json!([{"href": href, "count": 200}]));
    let hal = many.send("GET", SCHOOL, &[("accept", "application/hal+json")]).await.json();
    assert_eq!((&hal["_links"]["elevforhold"][0]["count"], &hal["_links"]["elevforhold"][0]["href"]), (&200.into(), &href.clone().into()));
    let mut next = Some(href);
    let mut found = Vec::new();
    while let Some(href) = next {
        let page = many.get(many.path(&href)).await.json();
        assert_eq!((&page["total_items"], &page["_links"]["self"][0]["href"]), (&200.into(), &href.into()));
        found.extend(page["_embedded"]["_entries"].as_array().unwrap().iter().map(|link| link["href"].as_str().unwrap().to_owned()));
        next = page["_links"]["next"][0]["href"].as_str().map(str::to_owned);
    }
    let expected: Vec<_> = (0..200).map(|i| format!("http://{}/utdanning/elev/elevforhold/systemid/{i}", many.address)).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn pages_of_links_stay_exact_while_sources_leave() {
    let server = school(200).await;
    let first = server.get(&format!("{SCHOOL}/elevforhold?size=100&offset=0")).await;
    assert_eq!(
        server
            .send("GET", &format!("{SCHOOL}/elevforhold?size=100&offset=0"), &[("if-none-match", first.header("etag").unwrap())])
            .await
            .status,
        304
    );
    let next = first.json()["_links"]["next"][0]["href"].as_str().unwrap().to_owned();
    let lines = (50..200)
        .map(|i| format!("{{\"systemId\":\"{i}\",\"_links\":{{\"skole\":[{{\"href\":\"systemid/S%2F1\"}}]}}}}\n"))
        .collect::<String>();
    let sync = server.ask("/utdanning/elev/elevforhold/$sync?mode=full&force=true", "application/x-ndjson", &lines).await;
    assert_eq!(sync.status, 200, "{}", sync.text());
    let page = server.get(server.path(&next)).await.json();
    assert_eq!((&page["total_items"], &page["size"]), (&150.into(), &100.into()));
    assert!(page["_embedded"]["_entries"][0]["href"].as_str().unwrap().ends_with("/100"));
    for (path, status) in [
        (format!("{SCHOOL}/elevforhold?$filter=x"), 400),
        (format!("{SCHOOL}/elevforhold?cursor=0"), 400),
        (format!("{SCHOOL}/vigoreferanse"), 404),
        (format!("{SCHOOL}/x"), 404),
        (format!("{SCHOOL}x/elevforhold"), 404),
        (format!("{SCHOOL}/elevforhold/x"), 404),
    ] {
        assert_eq!(server.get(&path).await.status, status, "{path}");
    }
    // Where all links are shown, there are no pages of them.
    assert_eq!(start(&[]).await.get(&format!("{SCHOOL}/elevforhold")).await.status, 404);
}
