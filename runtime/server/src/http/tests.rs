//! The engine over a real socket: one request a connection, answers read to their end.

mod deferred;
mod direct;
mod explore;
mod gate;
mod ladok;
mod links;
mod many;
mod narrowing;
mod simulated;
mod syncs;
mod writing;
mod xml;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::testing::MODEL;
use crate::{Api, Config};

/// A running server that stops when it is dropped.
pub(super) struct Running {
    pub(super) address: SocketAddr,
    pub(super) api: Api,
    _stop: oneshot::Sender<()>,
}

pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn start_with(config: Config, files: &[(&str, &str)]) -> Running {
    let routes = axum::Router::new().route("/egen", axum::routing::get(|| async { "min egen" }));
    built(config, Api::builder().model(&MODEL).routes(routes), files).await
}

async fn built(config: Config, builder: crate::Builder, files: &[(&str, &str)]) -> Running {
    let api = builder.build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    load(&api, folder.path(), files);
    listen(api, config).await
}

pub(super) async fn listen(api: Api, config: Config) -> Running {
    let config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..config };
    let server = api.bind(&config).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(server.run(async {
        let _ = stopped.await;
    }));
    Running { address, api, _stop: stop }
}

fn load(api: &Api, folder: &Path, files: &[(&str, &str)]) {
    if files.is_empty() {
        return;
    }
    for (name, text) in files {
        std::fs::write(folder.join(format!("{name}.ndjson")), text).unwrap();
    }
    let report = api.load(folder);
    assert!(report.is_clean(), "{report}");
}

async fn start(files: &[(&str, &str)]) -> Running {
    start_with(Config::default(), files).await
}

impl Running {
    pub(super) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            let _ = write!(request, "host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        self.raw(format!("{request}\r\n").as_bytes()).await
    }

    async fn ask(&self, path: &str, form: &str, body: &str) -> Answer {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: {form}\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.raw(request.as_bytes()).await
    }

    async fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        parse(&answer)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[]).await
    }

    fn path<'h>(&self, href: &'h str) -> &'h str {
        href.strip_prefix(&format!("http://{}", self.address)).unwrap_or_else(|| panic!("{href}"))
    }
}

fn parse(answer: &[u8]) -> Answer {
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(answer)));
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<_> = lines.map(|l| l.split_once(": ").unwrap()).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let mut body = answer[end + 4..].to_vec();
    if headers.iter().any(|(n, v)| n == "transfer-encoding" && v == "chunked") {
        body = dechunk(&body);
    }
    Answer { status, headers, body }
}

fn dechunk(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(line) = body.windows(2).position(|w| w == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&body[..line]).unwrap(), 16).unwrap();
        out.extend_from_slice(&body[line + 2..line + 2 + length]);
        body = &body[line + 4 + length..];
    }
    out
}

fn persons(count: usize) -> String {
    (0..count).fold(String::new(), |mut out, i| {
        let _ = writeln!(out, r#"{{"fodselsnummer":{{"identifikatorverdi":"{i:05}"}},"navn":"Person {i}"}}"#);
        out
    })
}

const PERSON: &str = "utdanning-elev.person";
const PERSONS: &str = "/utdanning/elev/person";

#[tokio::test]
async fn paging_is_exactly_the_seeds() {
    let server = start(&[(PERSON, &persons(123))]).await;
    let url = |query: &str| format!("http://{}{PERSONS}{query}", server.address);
    let mut next = Some(url("?size=25&offset=0"));
    let mut sizes = Vec::new();
    let mut seen = Vec::new();
    while let Some(href) = next {
        let page = server.get(server.path(&href)).await.json();
        assert_eq!(page["_links"]["self"][0]["href"], href);
        assert_eq!(page["total_items"], 123);
        assert_eq!(page["offset"], sizes.iter().sum::<u64>());
        assert!(page.get("matching_items").is_none());
        sizes.push(page["size"].as_u64().unwrap());
        seen.extend(page["_embedded"]["_entries"].as_array().unwrap().iter().map(|e| e["fodselsnummer"]["identifikatorverdi"].clone()));
        next = page["_links"]["next"][0]["href"].as_str().map(str::to_owned);
    }
    assert_eq!(sizes, [25, 25, 25, 25, 23]);
    assert_eq!(seen, (0..123).map(|i| Value::from(format!("{i:05}"))).collect::<Vec<_>>());
    let last = server.get(&format!("{PERSONS}?size=25&offset=100")).await.text();
    let links = format!(
        r#""_links":{{"self":[{{"href":"{}"}}],"prev":[{{"href":"{}"}}]}},"total_items":123,"size":23,"offset":100}}"#,
        url("?size=25&offset=100"),
        url("?size=25&offset=75")
    );
    assert!(last.starts_with(r#"{"_embedded":{"_entries":[{"#) && last.ends_with(&links), "{last}");
}

#[tokio::test]
async fn the_ends_of_paging_are_no_errors() {
    let server = start(&[(PERSON, &persons(10))]).await;
    let all = server.get(&format!("{PERSONS}?offset=4")).await.json();
    assert_eq!((&all["size"], &all["offset"]), (&10.into(), &4.into()));
    assert_eq!(all["_links"].as_object().unwrap().len(), 1);
    let past = server.get(&format!("{PERSONS}?size=4&offset=40")).await;
    assert_eq!(past.status, 200);
    let past = past.json();
    assert_eq!((past["size"].as_u64(), past["_embedded"]["_entries"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert!(past["_links"]["prev"][0]["href"].as_str().unwrap().ends_with("?size=4&offset=36") && past["_links"].get("next").is_none());
    let first = server.get(&format!("{PERSONS}?size=4&offset=-3")).await.json();
    assert_eq!(first["offset"], 0);
    let bad = server.get(&format!("{PERSONS}?size=mange")).await;
    assert_eq!((bad.status, bad.header("content-type")), (400, Some("application/problem+json")));
    assert_eq!(bad.json()["detail"], "`size` must be a whole number, found `mange`");
    let empty = server.get("/utdanning/elev/skole").await.json();
    assert_eq!(empty["total_items"], 0);
}

#[tokio::test]
async fn a_since_query_stays_inside_itself_and_tells_only_what_changed() {
    let server = start(&[(PERSON, &persons(50))]).await;
    let stamp = server.get(&format!("{PERSONS}/last-updated")).await.json()["lastUpdated"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("{PERSONS}?sinceTimeStamp={stamp}")).await.json()["size"], 0);
    let folder = tempfile::tempdir().unwrap();
    // The same again, and seven that differ: only these are news.
    let changed = persons(57).replace("Person 3\"", "Ny 3\"");
    load(&server.api, folder.path(), &[(PERSON, &changed)]);
    let mut next = Some(format!("{PERSONS}?sinceTimeStamp={stamp}&size=3&x=1"));
    let mut news = Vec::new();
    while let Some(path) = next {
        let page = server.get(&path).await.json();
        assert_eq!((&page["total_items"], &page["matching_items"]), (&57.into(), &8.into()));
        news.extend(page["_embedded"]["_entries"].as_array().unwrap().iter().map(|e| e["navn"].as_str().unwrap().to_owned()));
        next = page["_links"]["next"][0]["href"].as_str().map(|href| server.path(href).to_owned());
        assert!(next.as_deref().is_none_or(|n| n.contains(&format!("&sinceTimeStamp={stamp}&x=1"))));
    }
    assert_eq!(news[0], "Ny 3");
    assert_eq!(news.len(), 8);
    load(&server.api, folder.path(), &[(PERSON, &changed)]);
    let latest = server.get(&format!("{PERSONS}/last-updated")).await.json()["lastUpdated"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("{PERSONS}?sinceTimeStamp={latest}")).await.json()["size"], 0);
    assert_eq!(server.get(&format!("{PERSONS}?sinceTimeStamp=0")).await.json()["size"], 57);
    // Order stays that of creation, so the changed one has not moved.
    assert_eq!(server.get(&format!("{PERSONS}?size=1&offset=3")).await.json()["_embedded"]["_entries"][0]["navn"], "Ny 3");
}

const ODD: &str = r#"{"systemId":"19/00094","feidenavn":"ola nordmann@fylke.no","elevnummer":"50%","_links":{"person":[{"href":"fodselsnummer/%C3%B8%3F%23%20%22%5C"}],"elevforhold":[{"href":"systemid/x%2Fy"}]}}
{"systemId":"ø å æ","feidenavn":"<&>'\"\\","elevnummer":"a+b=c;d,e","_links":{"person":[{"href":"fodselsnummer/a\u030a"}]}}
"#;

#[tokio::test]
async fn every_href_leads_back_whatever_the_identifier() {
    let persons = "{\"fodselsnummer\":\"ø?# \\\"\\\\\"}\n{\"fodselsnummer\":\"a\u{30a}\"}\n";
    let server = start(&[("utdanning-elev.elev", ODD), (PERSON, persons), ("utdanning-elev.elevforhold", r#"{"systemId":"x/y"}"#)]).await;
    let mut waiting: Vec<String> = vec!["/".into()];
    let mut known = std::collections::BTreeSet::new();
    let mut resources = 0;
    while let Some(path) = waiting.pop() {
        if !known.insert(path.clone()) {
            continue;
        }
        let answer = server.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        resources += usize::from(answer.json().get("_embedded").is_none() && answer.json().get("_links").is_some());
        let mut values = vec![answer.json()];
        while let Some(value) = values.pop() {
            match value {
                Value::Object(object) => {
                    waiting.extend(object.get("href").and_then(Value::as_str).map(|h| server.path(h).to_owned()));
                    values.extend(object.into_iter().map(|(_, v)| v));
                }
                Value::Array(list) => values.extend(list),
                _ => {}
            }
        }
    }
    assert!(resources > 8 && known.len() > 20, "{known:?}");
    let raw = server.get("/Utdanning/Elev/ELEV/SystemId/19%2f00094/").await;
    assert_eq!(raw.json()["feidenavn"]["identifikatorverdi"], "ola nordmann@fylke.no");
    assert_eq!(server.get("/utdanning/elev/elev/systemid/19/00094").await.status, 404);
}

#[tokio::test]
async fn an_unchanged_representation_is_not_sent_again() {
    let server = start(&[(PERSON, &persons(5))]).await;
    for path in [format!("{PERSONS}/fodselsnummer/00003"), PERSONS.to_owned(), format!("{PERSONS}?size=2&offset=2")] {
        let first = server.get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.starts_with('"'));
        let again = server.send("GET", &path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
        assert!(again.header("vary").is_some() && again.header("cache-control").is_some());
        let hal = server.send("GET", &path, &[("if-none-match", &tag), ("accept", "application/hal+json")]).await;
        assert_eq!(hal.status, 200);
        let elsewhere = server.send("GET", &path, &[("if-none-match", &tag), ("forwarded", "host=a.no")]).await;
        assert_eq!(elsewhere.status, 200);
        let folder = tempfile::tempdir().unwrap();
        load(&server.api, folder.path(), &[(PERSON, &persons(5))]);
        assert_eq!(server.send("GET", &path, &[("if-none-match", &tag)]).await.status, 304);
    }
    // A new inverse link is another representation of the one it leads to.
    let path = format!("{PERSONS}/fodselsnummer/00003");
    let tag = server.get(&path).await.header("etag").unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    load(
        &server.api,
        folder.path(),
        &[("utdanning-elev.elev", r#"{"systemId":"E","_links":{"person":[{"href":"fodselsnummer/00003"}]}}"#)],
    );
    assert_eq!(server.send("GET", &path, &[("if-none-match", &tag)]).await.status, 200);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = start(&[(PERSON, &persons(3000))]).await;
    for path in [
        "/",
        "/utdanning/elev",
        "/utdanning/elev/admin/health",
        PERSONS,
        "/utdanning/elev/person/fodselsnummer/00001",
        "/utdanning/elev/person/cache/size",
        "/x",
        "/utdanning/elev/person?size=x",
    ] {
        let (get, head) = (server.get(path).await, server.send("HEAD", path, &[]).await);
        let told = |a: &Answer| a.headers.iter().filter(|(n, _)| n != "date" && n != "traceparent").cloned().collect::<Vec<_>>();
        assert_eq!((get.status, told(&get)), (head.status, told(&head)), "{path}");
        assert_eq!(get.header("content-length").and_then(|l| l.parse().ok()), Some(get.body.len()), "{path}");
        assert!(head.body.is_empty());
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_a_problem_with_a_trace() {
    let config = Config { limits: crate::Limits { url_length: 100, ..crate::Limits::default() }, ..Config::default() };
    let server = start_with(config, &[(PERSON, &persons(1))]).await;
    let long = format!("/{}", "x".repeat(120));
    let accept = ("accept", "image/png");
    for (method, path, header, status, kind) in [
        ("GET", "/x", None, 404, "not-found"),
        ("GET", "/utdanning/elev/person/fodselsnummer/9", None, 404, "not-found"),
        ("POST", PERSONS, None, 405, "method-not-allowed"),
        ("DELETE", "/utdanning/elev/person/fodselsnummer/00000", None, 405, "method-not-allowed"),
        ("GET", PERSONS, Some(accept), 406, "not-acceptable"),
        ("GET", long.as_str(), None, 414, "url-too-long"),
    ] {
        let trace = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        let answer = server.send(method, path, &[Some(trace), header].into_iter().flatten().collect::<Vec<_>>()).await;
        let problem = answer.json();
        assert_eq!((answer.status, answer.header("content-type")), (status, Some("application/problem+json")), "{path}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:smie:problem:{kind}"));
        assert_eq!((&problem["instance"], &problem["trace_id"]), (&path.into(), &"0af7651916cd43dd8448eb211c80319c".into()));
        assert!(problem["title"].is_string() && problem["detail"].is_string());
        assert!(answer.header("traceparent").unwrap().starts_with("00-0af7651916cd43dd8448eb211c80319c-"));
        assert_eq!(answer.header("allow").is_some(), status == 405);
    }
    let options = server.send("OPTIONS", PERSONS, &[]).await;
    assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")));
    assert_eq!(server.get("/egen").await.text(), "min egen");
}

#[tokio::test]
async fn a_head_that_is_far_too_long_is_a_problem_too() {
    let server = start(&[]).await;
    for length in [3_000, 20_000, 60_000] {
        let answer = server.get(&format!("/{}", "x".repeat(length))).await;
        assert_eq!((answer.status, &answer.json()["type"]), (414, &"urn:smie:problem:url-too-long".into()), "{length}");
        let answer = server.send("GET", "/", &[("x-long", &"x".repeat(length))]).await;
        if length < 16 * 1024 {
            assert_eq!(answer.status, 200, "{length}");
        } else {
            assert_eq!((answer.status, &answer.json()["type"]), (431, &"urn:smie:problem:headers-too-large".into()), "{length}");
        }
    }
}

#[tokio::test]
async fn links_have_the_base_that_the_client_used() {
    let server = start(&[(PERSON, &persons(1))]).await;
    let selves = async |headers: &[(&str, &str)]| {
        let answer = server.send("GET", PERSONS, headers).await.json();
        let entry = &answer["_embedded"]["_entries"][0]["_links"]["self"][0]["href"];
        [answer["_links"]["self"][0]["href"].clone(), entry.clone()].map(|h| h.as_str().unwrap().to_owned())
    };
    for (headers, base) in [
        (vec![("host", "api.no:81")], "http://api.no:81"),
        (vec![("host", "a\"b")], &*format!("http://{}", server.address)),
        (vec![("forwarded", r#"for=1.2.3.4;proto=https;host="api.example.no";prefix=/fint"#)], "https://api.example.no/fint"),
        (vec![("host", "a.no"), ("forwarded", "host=\"<script>\"")], "http://a.no"),
    ] {
        let expected = [format!("{base}{PERSONS}"), format!("{base}{PERSONS}/fodselsnummer/00000")];
        assert_eq!(selves(&headers).await, expected);
    }
}

#[tokio::test]
async fn hal_is_an_object_or_a_list_by_the_model_and_not_by_the_count() {
    let fastlonn = r#"{"systemId":"FL/1","beskrivelse":"Fast \"lønn\"","prosent":1,"periode":{"start":"2024-08-01"},"kontostreng":{"_links":{"ansvar":[{"href":"systemid/200"}]}},"_links":{"arbeidsforhold":[{"href":"systemid/A"}],"ukjent":[{"href":"x"}]}}"#;
    let forhold = r#"{"systemId":"A","_links":{"personalressurs":[{"href":"ansattnummer/1"}]}}"#;
    let server = start(&[("administrasjon-personal.fastlonn", fastlonn), ("administrasjon-personal.arbeidsforhold", forhold)]).await;
    let hal = async |path: &str| {
        let answer = server.send("GET", path, &[("accept", "application/hal+json")]).await;
        assert_eq!(answer.header("content-type"), Some("application/hal+json"));
        let text = answer.text().replace(&format!("http://{}/administrasjon", server.address), "");
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let own = hal("/administrasjon/personal/fastlonn/systemid/FL%2F1").await;
    let link = |href: &str, rel: &str, title: &str| serde_json::json!({"href": href, "rel": rel, "method": "GET", "title": title});
    assert_eq!(own["_links"]["arbeidsforhold"], link("/personal/arbeidsforhold/systemid/A", "arbeidsforhold", "arbeidsforhold"));
    assert_eq!(own["kontostreng"]["_links"]["ansvar"], link("/kodeverk/ansvar/systemid/200", "ansvar", "ansvar"));
    assert_eq!(own["_links"]["self"]["href"], "/personal/fastlonn/systemid/FL%2F1");
    assert_eq!(own["_links"]["alternate"], serde_json::json!([]));
    assert_eq!(own["_links"]["ukjent"], serde_json::json!([{"href": "x"}]));
    assert_eq!(own["beskrivelse"], "Fast \"lønn\"");
    let page = hal("/administrasjon/personal/arbeidsforhold?size=1").await;
    let entry = &page["_embedded"]["_entries"][0];
    assert_eq!(entry["_links"]["fastlonn"], serde_json::json!([link("/personal/fastlonn/systemid/FL%2F1", "fastlonn", "fastlønn")]));
    assert!(entry["_links"]["personalressurs"].is_object());
    assert_eq!(page["_links"]["self"]["href"], "/personal/arbeidsforhold?size=1&offset=0");
}

#[tokio::test]
async fn a_large_page_streams_whole_and_its_length_is_known() {
    let server = start(&[(PERSON, &persons(20_000))]).await;
    let answer = server.get(PERSONS).await;
    assert!(answer.body.len() > 3_000_000);
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    assert_eq!(answer.json()["_embedded"]["_entries"].as_array().unwrap().len(), 20_000);
    let since = server.get(&format!("{PERSONS}?sinceTimeStamp=1&size=15000&offset=4000")).await;
    assert_eq!(since.header("content-length"), Some(since.body.len().to_string().as_str()));
    assert_eq!(since.json()["_embedded"]["_entries"].as_array().unwrap().len(), 15_000);
    let hal = server.send("GET", PERSONS, &[("accept", "application/hal+json")]).await;
    assert_eq!(hal.json()["_embedded"]["_entries"].as_array().unwrap().len(), 20_000);
}

#[tokio::test]
async fn a_package_tells_what_it_serves() {
    let server = start(&[(PERSON, &persons(2))]).await;
    let base = format!("http://{}", server.address);
    let index = server.get("/utdanning/elev/").await.json();
    let ones = ["systemid", "feidenavn", "elevnummer"].map(|i| format!("{base}/utdanning/elev/elev/{i}/{{id}}"));
    assert_eq!(
        index["elev"],
        serde_json::json!({
            "collectionUrl": format!("{base}/utdanning/elev/elev"),
            "oneUrl": ones,
            "cacheSizeUrl": format!("{base}/utdanning/elev/elev/cache/size"),
            "lastUpdatedUrl": format!("{base}/utdanning/elev/elev/last-updated"),
        })
    );
    assert_eq!(index["_links"]["person"][0]["href"], format!("{base}{PERSONS}"));
    let root = server.get("/").await.json();
    assert_eq!(root["_links"]["utdanning-elev"][0]["href"], format!("{base}/utdanning/elev"));
    assert_eq!(server.get("/utdanning/elev/person/cache/size").await.text(), r#"{"size":2}"#);
    assert_eq!(server.get("/utdanning/elev/admin/health").await.text(), r#"{"status":"ok"}"#);
    let status = server.get("/utdanning/elev/admin/cache/status").await.json();
    assert_eq!(status["person"]["size"], 2);
    assert!(status["person"]["lastUpdated"].as_str().unwrap().ends_with('Z') && status["elev"].get("lastUpdated").is_none());
    assert_eq!(server.get("/utdanning/elev/elev/last-updated").await.text(), r#"{"lastUpdated":"0"}"#);
}

#[tokio::test]
async fn beyond_the_limit_of_running_requests_a_client_is_told_to_wait() {
    let config = Config { limits: crate::Limits { concurrency: 1, ..crate::Limits::default() }, ..Config::default() };
    let server = start_with(config, &[(PERSON, &persons(30_000))]).await;
    // A page that its reader does not read keeps its request running.
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(format!("GET {PERSONS} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).await.unwrap();
    let mut first = [0; 64];
    slow.read_exact(&mut first).await.unwrap();
    let busy = server.get(PERSONS).await;
    assert_eq!((busy.status, busy.header("retry-after")), (503, Some("1")));
    drop(slow);
    for _ in 0..200 {
        if server.get("/").await.status == 200 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the place was not given back");
}

#[tokio::test]
async fn a_client_that_does_not_say_what_it_wants_is_let_go() {
    let limits = crate::Limits { header_timeout: std::time::Duration::from_millis(100), ..crate::Limits::default() };
    let server = start_with(Config { limits, ..Config::default() }, &[]).await;
    for words in ["", "PR", "GET / HTTP/1.1\r\nhost:"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(std::time::Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "{words}");
    }
}

#[tokio::test]
async fn without_authentication_only_this_machine_is_served() {
    let api = Api::builder().model(&MODEL).build().unwrap();
    let config = Config { listen: "0.0.0.0:0".parse().unwrap(), ..Config::default() };
    let refused = api.bind(&config).await.unwrap_err().to_string();
    assert!(refused.contains("refusing to listen on 0.0.0.0:0: without authentication"), "{refused}");
}

#[tokio::test]
async fn organisations_do_not_see_each_other() {
    let config = Config { tenant_header: Some("x-org-id".parse().unwrap()), ..Config::default() };
    let server = start_with(config, &[(PERSON, &persons(1))]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("{PERSON}.ndjson"));
    std::fs::write(&file, persons(2)).unwrap();
    let org = crate::store::TenantName::new("fylke.no").unwrap();
    assert!(server.api.load_for(&org, &file, crate::Mode::All).is_clean());
    let size = async |headers: &[(&str, &str)]| server.send("GET", &format!("{PERSONS}/cache/size"), headers).await;
    assert_eq!(size(&[]).await.text(), r#"{"size":1}"#);
    assert_eq!(size(&[("x-org-id", "fylke.no")]).await.text(), r#"{"size":2}"#);
    assert_eq!(size(&[("x-org-id", "annet.no")]).await.status, 404);
}
