//! Filters over a socket: what they find, how their pages are linked, and what a wrong one is told.

use super::*;
use crate::Edit;
use crate::commit::Batch;

const ELEV: &str = "utdanning-elev.elev";

async fn pupils() -> Running {
    let pupils = (0..20).fold(String::new(), |mut out, i| {
        let _ = writeln!(
            out,
            r#"{{"systemId":"E{i}","feidenavn":"elev{i}@skole.no","elevnummer":"{}","_links":{{"person":[{{"href":"fodselsnummer/{:05}"}}]}}}}"#,
            i * 10,
            i % 5
        );
        out
    });
    start(&[(ELEV, &pupils), (PERSON, &persons(5))]).await
}

fn encoded(filter: &str) -> String {
    crate::entity::Segment(filter).to_string()
}

fn ids(page: &Value) -> Vec<&str> {
    page["_embedded"]["_entries"].as_array().unwrap().iter().map(|e| e["systemId"]["identifikatorverdi"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_filtered_walk_stays_inside_its_filter_however_it_is_encoded() {
    let server = pupils().await;
    let filter = encoded("feidenavn/identifikatorverdi contains '1@'");
    for query in [format!("$filter={filter}"), format!("%24filter={}", filter.replace("%20", "+")), format!("x=%C3%B8&$filter={filter}&y")]
    {
        let mut next = Some(format!("/utdanning/elev/elev?size=1&{query}"));
        let mut found = Vec::new();
        while let Some(path) = next {
            let page = server.get(&path).await.json();
            assert_eq!((&page["total_items"], &page["matching_items"], &page["size"]), (&20.into(), &2.into(), &1.into()));
            found.extend(ids(&page).into_iter().map(str::to_owned));
            next = page["_links"]["next"][0]["href"].as_str().map(|href| server.path(href).to_owned());
            assert!(
                next.as_deref()
                    .is_none_or(|next| next.contains(&query) && next.split_once("&cursor=").is_some_and(|(_, c)| !c.contains('&')))
            );
        }
        assert_eq!(found, ["E1", "E11"]);
    }
}

#[tokio::test]
async fn links_are_compared_as_the_client_sees_them() {
    let server = pupils().await;
    let found = async |base: &str, headers: &[(&str, &str)]| {
        let filter = encoded(&format!("links/person/any(p:p/href eq '{base}/utdanning/elev/person/fodselsnummer/00003')"));
        let page = server.send("GET", &format!("/utdanning/elev/elev?$filter={filter}"), headers).await.json();
        page["matching_items"].as_u64().unwrap()
    };
    assert_eq!(found(&format!("http://{}", server.address), &[]).await, 4);
    assert_eq!(found("https://api.no/fint", &[]).await, 0);
    assert_eq!(found("https://api.no/fint", &[("forwarded", "proto=https;host=api.no;prefix=/fint")]).await, 4);
    let inverse = encoded("links/elev/any(e:e/href endswith '/E3')");
    let page = server.get(&format!("{PERSONS}?$filter={inverse}")).await.json();
    assert_eq!(page["matching_items"], 1);
}

#[tokio::test]
async fn a_filtered_page_has_a_tag_and_hal_has_filters_too() {
    let server = pupils().await;
    let path = format!("/utdanning/elev/elev?size=2&$filter={}", encoded("elevnummer ge '150' and not systemId eq 'E15'"));
    let first = server.get(&path).await;
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(server.send("GET", &path, &[("if-none-match", &tag)]).await.status, 304);
    let other = path.replace("E15", "E16");
    assert_eq!(server.send("GET", &other, &[("if-none-match", &tag)]).await.status, 200);
    let hal = server.send("GET", &path, &[("accept", "application/hal+json")]).await.json();
    assert_eq!(ids(&hal), ids(&first.json()));
    assert!(hal["_links"]["next"]["href"].as_str().unwrap().contains("cursor="));
    let head = server.send("HEAD", &path, &[]).await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, Some(tag.as_str())));
}

#[tokio::test]
async fn a_wrong_filter_is_a_problem_that_names_what_is_wrong() {
    let server = pupils().await;
    for (query, kind, detail) in [
        (
            format!("$filter={}", encoded("feidnavn eq 'x'")),
            "bad-filter",
            "at character 1 of the filter: there is no property `feidnavn` in `Elev`; did you mean `feidenavn`?",
        ),
        (
            format!("$filter={}", encoded("systemId eq 1")),
            "bad-filter",
            "at character 13 of the filter: `systemId` is a text, so its value stands in single quotes: '1'",
        ),
        ("$filter=a&%24filter=b".to_owned(), "bad-parameter", "`$filter` is given more than once"),
        ("includeDeleted=ja".to_owned(), "bad-parameter", "`includeDeleted` must be `true` or `false`, found `ja`"),
        ("cursor=x".to_owned(), "bad-parameter", "`cursor` is none of this collection and query; begin again without it"),
    ] {
        let answer = server.get(&format!("/utdanning/elev/elev?{query}")).await;
        let problem = answer.json();
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")), "{query}");
        assert_eq!((&problem["type"], &problem["detail"]), (&format!("urn:smie:problem:{kind}").into(), &detail.into()));
    }
    let costly = encoded(&vec!["elevnummer eq '1'"; 101].join(" or "));
    let config = Config { limits: crate::Limits { url_length: 10_000, ..crate::Limits::default() }, ..Config::default() };
    let server = start_with(config, &[]).await;
    let detail = server.get(&format!("/utdanning/elev/elev?$filter={costly}")).await.json()["detail"].clone();
    assert_eq!(detail, "the filter costs 101 for each entity, and at most 100 is allowed");
}

#[tokio::test]
async fn a_filter_may_come_in_the_body_and_its_pages_are_links() {
    let server = pupils().await;
    let path = "/utdanning/elev/elev/$query";
    let filter = "feidenavn contains '1@' or elevnummer eq '0'";
    let first = server.ask(&format!("{path}?size=2"), "text/plain; charset=utf-8", filter).await;
    assert_eq!((first.status, ids(&first.json())), (200, vec!["E0", "E1"]));
    let next = first.json()["_links"]["next"][0]["href"].as_str().unwrap().to_owned();
    let second = server.get(server.path(&next)).await.json();
    assert_eq!((ids(&second), &second["matching_items"]), (vec!["E11"], &3.into()));
    // A filter that is too long for an address stays in the body.
    let long = format!("{filter}{}", " ".repeat(3000));
    let first = server.ask(&format!("{path}?size=2"), "text/plain", &long).await.json();
    let next = first["_links"]["next"][0]["href"].as_str().unwrap();
    assert!(next.contains("/utdanning/elev/elev/$query?size=2&offset=2&cursor="), "{next}");
    assert_eq!(ids(&server.ask(server.path(next), "text/plain", &long).await.json()), ["E11"]);
    assert_eq!(server.ask(path, "text/plain", "").await.json()["size"], 20);
    for (form, filter, status) in [
        ("text/plain", "feidnavn eq 'x'", 400),
        ("application/json", "systemId eq 'x'", 415),
        ("text/plain; charset=latin1", "systemId eq 'x'", 415),
        ("text/plain", &*" ".repeat(17_000), 413),
    ] {
        assert_eq!(server.ask(path, form, filter).await.status, status, "{form} {filter}");
    }
    let both = server.ask(&format!("{path}?$filter=systemId%20eq%20'x'"), "text/plain", "systemId eq 'x'").await;
    assert_eq!((both.status, both.json()["detail"].as_str()), (400, Some("`$filter` is given more than once")));
    let get = server.get(path).await;
    assert_eq!((get.status, get.header("allow")), (405, Some("POST, OPTIONS")));
}

#[tokio::test]
async fn a_provider_that_synchronises_makes_links_carry_a_cursor() {
    let server = start(&[(PERSON, &persons(6))]).await;
    let next = async || server.get(&format!("{PERSONS}?size=2")).await.json()["_links"]["next"][0]["href"].as_str().unwrap().to_owned();
    assert!(next().await.ends_with("?size=2&offset=2"));
    let kept = persons(6).lines().skip(1).map(|line| format!("{line}\n")).collect::<String>();
    let sync =
        async |lines: String| server.ask(&format!("{PERSONS}/$sync?mode=full&force=true"), "application/x-ndjson", &lines).await.status;
    assert_eq!(sync(persons(6)).await, 200);
    let walk = next().await;
    assert_eq!(sync(kept).await, 200);
    let page = server.get(server.path(&walk)).await.json();
    assert_eq!(page["_embedded"]["_entries"][0]["fodselsnummer"]["identifikatorverdi"], "00002");
}

#[tokio::test]
async fn stamps_cursors_and_tombstones_survive_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let server = listen(Api::builder().model(&MODEL).data(data.path()).build().unwrap(), Config::default()).await;
    let files = tempfile::tempdir().unwrap();
    load(&server.api, files.path(), &[(PERSON, &persons(6))]);
    let before = server.get(&format!("{PERSONS}/last-updated")).await.json()["lastUpdated"].as_str().unwrap().to_owned();
    load(&server.api, files.path(), &[(PERSON, &persons(6).replace("Person 3\"", "Ny\"").replace("Person 4\"", "Ny\""))]);
    let kept = persons(6).lines().filter(|line| !line.contains("00001")).map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(server.ask(&format!("{PERSONS}/$sync?mode=full&force=true"), "application/x-ndjson", &kept).await.status, 200);
    let since = format!("{PERSONS}?sinceTimeStamp={before}&includeDeleted=true&size=1");
    let asked = [since.clone(), format!("{PERSONS}?size=2"), format!("{PERSONS}?includeDeleted=true"), format!("{PERSONS}/last-updated")];
    let mut told = Vec::new();
    for path in &asked {
        let answer = server.get(path).await;
        told.push((answer.text().replace(&server.address.to_string(), ""), answer.json()));
    }
    drop(server);
    // The process that stops lets go of the data a moment later.
    let server = loop {
        match Api::builder().model(&MODEL).data(data.path()).build() {
            Ok(api) => break listen(api, Config::default()).await,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    };
    for (path, (text, _)) in asked.iter().zip(&told) {
        assert_eq!(server.get(path).await.text().replace(&server.address.to_string(), ""), *text, "{path}");
    }
    // A walk that began before goes on after.
    let next = told[0].1["_links"]["next"][0]["href"].as_str().unwrap();
    let next = &next[next.find("/utdanning").unwrap()..];
    let page = server.get(next).await.json();
    assert_eq!((&page["matching_items"], &page["size"], &page["offset"]), (&3.into(), &1.into(), &1.into()));
    let last = server.get(&format!("{PERSONS}?sinceTimeStamp={}", told[3].1["lastUpdated"].as_str().unwrap())).await.json();
    assert_eq!((&last["size"], &last["matching_items"]), (&0.into(), &0.into()));
}

#[tokio::test]
async fn deletions_that_are_forgotten_are_not_passed_off_as_none() {
    let server = start(&[]).await;
    let tenant = crate::store::TenantName::default();
    let put = |id: u32| format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}}}}"#);
    for id in 0..3 {
        server.api.edit(&tenant, &[Edit::Put { collection: "utdanning-elev.skole", json: put(id).as_bytes() }]).unwrap();
    }
    server.api.edit(&tenant, &[Edit::Delete { collection: "utdanning-elev.skole", identifier: "systemid", value: "1" }]).unwrap();
    let at = server.api.ledger().snapshot(&tenant).unwrap().position().stamp;
    let get = async |query: &str| server.get(&format!("/utdanning/elev/skole?{query}")).await;
    let asked = format!("includeDeleted=true&sinceTimeStamp={}", at.0 - 1);
    assert_eq!(get(&asked).await.json()["size"], 1);
    server.api.ledger().submit(&tenant, Batch { forget: Some(at), ..Batch::default() }).unwrap();
    let refused = get(&asked).await;
    assert_eq!((refused.status, refused.header("content-type")), (410, Some("application/problem+json")));
    assert!(refused.json()["detail"].as_str().unwrap().contains("begin again"));
    for (query, size) in [
        ("includeDeleted=true".to_owned(), 2),
        (format!("includeDeleted=true&sinceTimeStamp={}", at.0), 0),
        (format!("sinceTimeStamp={}", at.0 - 1), 0),
        ("sinceTimeStamp=1".to_owned(), 2),
    ] {
        let page = get(&query).await;
        assert_eq!((page.status, &page.json()["size"]), (200, &size.into()), "{query}");
    }
}
