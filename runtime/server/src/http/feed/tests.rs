//! Feeds over a real socket while things happen: waiting, stopping, purging, damage, organisations.

use std::path::Path;
use std::time::{Duration, Instant};

use smie_wire::schema::{Feed, Schema};

use crate::http::tests::{Answer, Running, listen};
use crate::store::TenantName;
use crate::testing::schema_with_feeds;
use crate::{Api, Config, Edit, Limits};

const FEED: &str = "/utdanning/elev/feed";
const BATCH: (&str, &str) = ("accept", "application/cloudevents-batch+json");

async fn start(page_size: u32, config: Config) -> Running {
    let api = Api::builder().schema(schema_with_feeds(page_size, &[])).build().unwrap();
    listen(api, config).await
}

/// Creates or changes an entity with one attribute beside its id.
fn put(api: &Api, tenant: &TenantName, collection: &str, id: &str, navn: &str) {
    let json = format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}},"navn":"{navn}"}}"#);
    api.edit(tenant, &[Edit::Put { collection, json: json.as_bytes() }]).unwrap();
}

fn gruppe(server: &Running, id: &str) {
    put(&server.api, &TenantName::default(), "utdanning-elev.gruppe", id, "a");
}

fn numbers(answer: &Answer) -> Vec<u64> {
    let rows = answer.json();
    rows.as_array().unwrap().iter().map(|row| row["sequence"].as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_at_once_and_takes_no_place_meanwhile() {
    let config = Config { limits: Limits { concurrency: 1, ..Limits::default() }, ..Config::default() };
    let server = std::sync::Arc::new(start(10, config).await);
    gruppe(&server, "1");
    let waiting = server.clone();
    let begun = Instant::now();
    let waiter =
        tokio::spawn(async move { waiting.send("GET", &format!("{FEED}?after=1"), &[BATCH, ("prefer", "respond-async, wait=20")]).await });
    // The only place is free again once the waiter waits.
    loop {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if server.get(&format!("{FEED}/recent")).await.status == 200 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
    let store = server.clone();
    tokio::task::spawn_blocking(move || gruppe(&store, "2")).await.unwrap();
    let answer = waiter.await.unwrap();
    assert_eq!((answer.status, numbers(&answer), answer.header("preference-applied")), (200, vec![2], Some("wait=20")));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_one_class_is_not_woken_by_another_yet_its_cursor_moves() {
    let server = std::sync::Arc::new(start(10, Config::default()).await);
    let waiting = server.clone();
    let path = format!("{FEED}?after=0&class=skole");
    let waiter = tokio::spawn(async move { waiting.send("GET", &path, &[BATCH, ("prefer", "wait=2")]).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    let store = server.clone();
    tokio::task::spawn_blocking(move || (0..3).for_each(|i| gruppe(&store, &i.to_string()))).await.unwrap();
    let answer = waiter.await.unwrap();
    assert!(begun.elapsed() > Duration::from_secs(1));
    assert_eq!(answer.text(), "[]");
    assert!(answer.header("link").unwrap().contains("?after=3&class=skole>"), "{:?}", answer.header("link"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_does_not_keep_those_who_wait() {
    let api = Api::builder().schema(schema_with_feeds(10, &[])).build().unwrap();
    let server = api.bind(&Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() }).await.unwrap();
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async {
        let _ = stopped.await;
    }));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {FEED}?after=0 HTTP/1.1\r\nhost: a\r\nprefer: wait=30\r\nconnection: close\r\n\r\n");
    tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    stop.send(()).unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
    running.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_purged_is_gone_and_says_where_the_rest_begins() {
    let server = start(2, Config { feed_retention: Some(Duration::from_millis(1)), ..Config::default() }).await;
    (0..5).for_each(|i| gruppe(&server, &i.to_string()));
    let begun = Instant::now();
    let gone = loop {
        let answer = server.get(&format!("{FEED}/2")).await;
        if answer.status == 410 {
            break answer;
        }
        assert!(answer.status == 200 && begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let first = format!("<http://{}{FEED}/first>; rel=\"first\"", server.address);
    assert_eq!(gone.json()["type"], "urn:smie:problem:archive-purged");
    assert_eq!((gone.header("link"), gone.header("cache-control")), (Some(first.as_str()), Some("no-store")));
    assert_eq!(server.get(&format!("{FEED}?after=1")).await.status, 410);
    assert_eq!(numbers(&server.send("GET", FEED, &[BATCH]).await), [5]);
    assert!(server.get(&format!("{FEED}/first")).await.header("content-location").unwrap().ends_with("/feed/3"));
    assert_eq!(server.get(&format!("{FEED}/4")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_page_is_kept_for_ever_unless_it_tells_of_persons() {
    let mut schema = Schema::clone(&schema_with_feeds(1, &[]));
    let codes = schema.packages.iter_mut().find(|package| package.name == "administrasjon/kodeverk").unwrap();
    codes.feed = Some(Feed { page_size: 1, personal: false });
    let server = listen(Api::builder().schema(schema.into()).build().unwrap(), Config::default()).await;
    put(&server.api, &TenantName::default(), "administrasjon-kodeverk.ansvar", "1", "a");
    gruppe(&server, "1");
    let caching = async |path: &str| server.get(path).await.header("cache-control").map(str::to_owned);
    let index = server.get("/administrasjon/kodeverk").await.json();
    assert_eq!(index["_links"]["feed"][0]["href"], format!("http://{}/administrasjon/kodeverk/feed/recent", server.address));
    assert_eq!(caching(&format!("{FEED}/1")).await.as_deref(), Some("max-age=86400"));
    assert_eq!(caching("/administrasjon/kodeverk/feed/1").await.as_deref(), Some("max-age=31536000, immutable"));
    assert_eq!(caching("/administrasjon/kodeverk/feed/2").await.as_deref(), Some("no-cache"));
}

#[tokio::test(flavor = "multi_thread")]
async fn organisations_have_feeds_of_their_own() {
    let server = start(10, Config { tenant_header: Some("x-org-id".parse().unwrap()), ..Config::default() }).await;
    gruppe(&server, "1");
    put(&server.api, &TenantName::new("fylke.no").unwrap(), "utdanning-elev.gruppe", "2", "b");
    let read = async |headers: &[(&str, &str)]| server.send("GET", &format!("{FEED}/recent"), headers).await;
    let (own, other) = (read(&[]).await, read(&[("x-org-id", "fylke.no")]).await);
    assert!(own.text().contains("<m:systemId>1<") && !own.text().contains("<m:systemId>2<"));
    assert!(other.text().contains("<m:systemId>2<") && !other.text().contains("<m:systemId>1<"));
    let id = own.text().split("<id>urn:uuid:").nth(1).unwrap()[..36].to_owned();
    let entry = format!("{FEED}/entry/{id}");
    assert_eq!(server.get(&entry).await.status, 200);
    assert_eq!(server.send("GET", &entry, &[("accept", "application/cloudevents+json")]).await.json()["id"], id);
    assert_eq!(server.send("GET", &entry, &[("x-org-id", "fylke.no")]).await.status, 404);
    assert_eq!(read(&[("x-org-id", "annet.no")]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_gone_from_the_pages_of_a_running_server() {
    let server = start(2, Config::default()).await;
    for id in ["1", "2", "3"] {
        put(&server.api, &TenantName::default(), "utdanning-elev.gruppe", id, "a");
    }
    let before = server.get(&format!("{FEED}/1")).await;
    assert_eq!((before.header("cache-control"), before.text().contains("<m:systemId>1<")), (Some("max-age=86400"), true));
    let tag = before.header("etag").unwrap().to_owned();
    let known = async || server.send("GET", &format!("{FEED}/1"), &[("if-none-match", &tag)]).await;
    assert_eq!(known().await.status, 304);
    let what = crate::Erase::Resource("/utdanning/elev/gruppe/systemid/1");
    let erased = server.api.redact(&TenantName::default(), None, what).unwrap();
    assert_eq!(erased.to_string(), "utdanning/elev: erased 1 events: 1");
    let began = Instant::now();
    let after = loop {
        match known().await {
            answer if answer.status == 304 => assert!(began.elapsed() < Duration::from_secs(10), "the page never changes"),
            answer => break answer,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(after.header("etag") != Some(&tag) && after.header("cache-control") == Some("max-age=86400"));
    assert!(!after.text().contains("<m:systemId>1<") && after.text().contains("<m:systemId>2<") && after.text().contains("<e:Redacted>"));
    assert_eq!(numbers(&server.send("GET", &format!("{FEED}?after=0"), &[BATCH]).await), [1, 2, 3]);
}

/// Changes a byte of every event that a file keeps, as a failing disk might.
fn damage(folder: &Path) {
    let connection = rusqlite::Connection::open(folder.join("default/smie.db")).unwrap();
    let mut changed: Vec<(i64, Vec<u8>)> = Vec::new();
    let mut statement = connection.prepare("SELECT place, entry FROM events").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let mut entry: Vec<u8> = row.get(1).unwrap();
        let at = entry.len() / 2;
        entry[at] ^= 1;
        changed.push((row.get(0).unwrap(), entry));
    }
    for (place, entry) in changed {
        connection.execute("UPDATE events SET entry = ? WHERE place = ?", rusqlite::params![entry, place]).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_archive_byte_is_found_and_never_served() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema_with_feeds(2, &[]);
    let build = || Api::builder().schema(schema.clone()).data(folder.path()).build().unwrap();
    let server = listen(build(), Config::default()).await;
    (0..3).for_each(|i| gruppe(&server, &i.to_string()));
    let host = ("host", "a.no");
    let before = server.send("GET", &format!("{FEED}/1"), &[host]).await;
    drop(server);
    let again = async || loop {
        // The first server gives the folder back when it has stopped.
        match Api::builder().schema(schema.clone()).data(folder.path()).build() {
            Ok(api) => break listen(api, Config::default()).await,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let server = again().await;
    let after = server.send("GET", &format!("{FEED}/1"), &[host]).await;
    assert_eq!((after.status, after.text(), after.header("etag")), (200, before.text(), before.header("etag")));
    drop(server);
    damage(folder.path());
    let server = again().await;
    for path in ["/1", "/recent", "?after=0"] {
        let answer = server.get(&format!("{FEED}{path}")).await;
        assert_eq!((answer.status, &answer.json()["type"]), (500, &"urn:smie:problem:feed-unreadable".into()), "{path}");
    }
    let report = crate::store::SqliteStore::check(folder.path(), &schema).unwrap();
    assert!(report[0].wrong.iter().any(|wrong| wrong.ends_with("event 1 is not what was kept")), "{report:?}");
}
