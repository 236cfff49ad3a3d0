//! Event feeds, seen from outside: readers that know nothing of smie walk them, and every document is judged by the rules of its format.
//!
//! RELAX NG comes by xmllint (`apt install libxml2-utils`); feedsmith from npm (`npm ci --prefix tests/judges`); feedparser from PyPI
//! (`python3 -m venv target/judges && target/judges/bin/pip install -r tests/judges/requirements.txt`); `atom_syndication` is a crate.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use roxmltree::Document;
use smie_tests::{Server, get, get_with, repository, send, smie, smie_binary};

const FEED: &str = "/utlan/samling/feed";
const ATOM: &str = "http://www.w3.org/2005/Atom";
const PAGE: usize = 7;

/// A server with events of creation and, after a restart, of change, and how many.
fn library() -> (Server, tempfile::TempDir, usize) {
    let data = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| data.path().join(name).to_str().expect("UTF-8").to_owned();
    let start = |load: &str| {
        let arguments = ["serve", "tests/models/bibliotek", "--listen", "127.0.0.1:0", "--data", &folder("kept"), "--load", load];
        Server::start(Command::new(smie_binary()).args(arguments).current_dir(repository()))
    };
    for (seed, out) in [("3", "first"), ("4", "second")] {
        smie(&repository(), ["sample", "tests/models/bibliotek", "--count", "20", "--seed", seed, "--out", &folder(out)]).ok();
    }
    let server = start(&folder("first"));
    let archive = |server: &Server| get_with(&server.url(&format!("{FEED}/3")), &[("forwarded", "host=bibliotek.example.no")]);
    let before = archive(&server);
    drop(server);
    let server = start(&folder("second"));
    let after = archive(&server);
    assert!(before.body == after.body && before.header("etag") == after.header("etag"), "a restart changes no byte of an archive");
    let batch = get_with(&server.url(&format!("{FEED}?limit=1000")), &[("accept", "application/cloudevents-batch+json")]).json();
    let events = batch.as_array().expect("a batch").len();
    assert!(events > 70, "{events}");
    (server, data, events)
}

/// Every document of a feed: closed pages, open page, recent, a cursor's batch.
fn documents(server: &Server, events: usize) -> Vec<(String, String)> {
    let pages = (1..=events / PAGE + 1).map(|page| format!("{FEED}/{page}"));
    let others = ["/recent", "/first", "?after=3&limit=5", "?class=bok&type=changed"].map(|rest| format!("{FEED}{rest}"));
    pages.chain(others).map(|path| (path.clone(), get(&server.url(&path)).body)).collect()
}

/// True to go on without a tool, with a notice; a failure where nothing may be skipped.
fn skipped(missing: &str) {
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{missing} is absent, and SMIE_REQUIRE_ALL forbids skipping");
    eprintln!("skipped: {missing} is absent");
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What the grammar says of a document; `None` when there is nobody to ask.
fn valid(text: &str) -> Option<bool> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("feed.xml");
    std::fs::write(&file, text).expect("a file");
    let grammar = repository().join("tests/judges/atom.rng");
    let arguments: [&Path; 5] = ["--nonet".as_ref(), "--noout".as_ref(), "--relaxng".as_ref(), &grammar, &file];
    Some(Command::new("xmllint").args(arguments).output().ok()?.status.success())
}

/// What no grammar says: an author, XML content as one element, ids that are absolute, unique and the event's own.
fn faults(text: &str) -> Vec<String> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let root = document.root_element();
    let author = |node: roxmltree::Node<'_, '_>| node.children().any(|child| child.has_tag_name((ATOM, "author")));
    let child = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children().find(|child| child.has_tag_name((ATOM, name))).and_then(|n| n.text()).unwrap_or_default().to_owned()
    };
    if !child(root, "id").starts_with("tag:") {
        faults.push("the feed's id is no tag".to_owned());
    }
    let mut ids = std::collections::HashSet::new();
    let mut numbers = Vec::new();
    for entry in root.children().filter(|node| node.has_tag_name((ATOM, "entry"))) {
        let id = child(entry, "id");
        if !author(root) && !author(entry) {
            faults.push(format!("{id} has no author"));
        }
        let content = entry.children().find(|node| node.has_tag_name((ATOM, "content")));
        let inside: Vec<_> = content.iter().flat_map(roxmltree::Node::children).collect();
        match inside.as_slice() {
            [only] if only.is_element() && only.tag_name().namespace().is_some() => {
                let text = |name: &str| only.children().find(|n| n.tag_name().name() == name).and_then(|n| n.text()).unwrap_or_default();
                if format!("urn:uuid:{}", text("HandelseUID")) != id {
                    faults.push(format!("{id} tells of another event"));
                }
                numbers.push(text("Nummer").parse::<u64>().unwrap_or(0));
            }
            _ => faults.push(format!("the content of {id} is not one element")),
        }
        if !ids.insert(id.clone()) {
            faults.push(format!("{id} stands twice"));
        }
    }
    if !numbers.windows(2).all(|w| w[0] > w[1]) {
        faults.push("the newest entry does not stand first".to_owned());
    }
    faults
}

#[test]
fn readers_that_know_nothing_of_smie_walk_the_feed_both_ways() {
    let (server, _data, events) = library();
    let feed = server.url(FEED);
    let read = |url: &str| -> atom_syndication::Feed { get(url).body.parse().unwrap_or_else(|error| panic!("{url}: {error}")) };
    let walk = |start: &str, rel: &str| {
        let mut seen = Vec::new();
        let mut at = Some(format!("{feed}/{start}"));
        while let Some(url) = at {
            let page = read(&url);
            seen.push(page.entries().iter().map(|entry| entry.id().to_owned()).collect::<Vec<_>>());
            at = page.links().iter().find(|link| link.rel() == rel).map(|link| link.href().to_owned());
        }
        seen
    };
    let backward: Vec<String> = walk("recent", "prev-archive").concat();
    let forward: Vec<String> = walk("first", "next-archive").into_iter().rev().flatten().collect();
    assert_eq!(forward, backward);
    assert_eq!(backward.iter().collect::<std::collections::HashSet<_>>().len(), events);

    let judges = repository().join("tests/judges");
    if judges.join("node_modules/feedsmith").is_dir() {
        let output = Command::new("node").arg("feed.mjs").arg(&feed).current_dir(&judges).output().expect("node runs");
        assert_eq!(said(&output), format!("feedsmith read {events} entries"));
    } else {
        skipped("feedsmith (npm ci --prefix tests/judges)");
    }
    let own = repository().join("target/judges/bin/python3");
    let python = if own.exists() { own.into_os_string() } else { "python3".into() };
    let has_it = Command::new(&python).args(["-c", "import feedparser"]).output().is_ok_and(|output| output.status.success());
    if has_it {
        let output = Command::new(&python).arg("feed.py").arg(&feed).current_dir(&judges).output().expect("python runs");
        assert_eq!(said(&output), format!("feedparser read {events} entries"));
    } else {
        skipped("feedparser (pip install -r tests/judges/requirements.txt)");
    }
}

#[test]
fn every_document_is_what_the_rules_of_atom_say_and_no_national_id_stands_in_one() {
    let (server, data, events) = library();
    let persons = std::fs::read_to_string(data.path().join("first/utlan-samling.laner.ndjson")).expect("sample data");
    let numbers: Vec<&str> = persons.split('"').filter(|part| part.len() == 11 && part.bytes().all(|b| b.is_ascii_digit())).collect();
    assert_eq!(numbers.len(), 20);
    let mut documents = documents(&server, events);
    let first = &documents[0].1;
    let id = first.split("<id>urn:uuid:").nth(1).expect("an entry").split('<').next().expect("an id").to_owned();
    documents.push(("entry".to_owned(), get(&server.url(&format!("{FEED}/entry/{id}"))).body));
    for (path, text) in &documents {
        if path != "entry" {
            assert_eq!(faults(text), [""; 0], "{path}");
        }
        match valid(text) {
            Some(valid) => assert!(valid, "{path}: {text}"),
            None => skipped("xmllint (apt install libxml2-utils)"),
        }
        assert!(!numbers.iter().any(|number| text.contains(number)), "{path}");
    }
}

#[test]
fn the_judges_do_not_accept_what_is_wrong() {
    let (server, _data, _) = library();
    let page = get(&server.url(&format!("{FEED}/1"))).body;
    let between = |text: &str, start: &str, end: &str| {
        let from = text.find(start).expect("a start") + start.len();
        let to = from + text[from..].find(end).expect("an end");
        (from, to)
    };
    let (from, to) = between(&page, "+xml\">", "</content>");
    let escaped = format!("{}{}{}", &page[..from], page[from..to].replace('&', "&amp;").replace('<', "&lt;"), &page[to..]);
    assert!(faults(&escaped).iter().any(|fault| fault.ends_with("is not one element")));
    let (from, to) = between(&page, "<author>", "</author>");
    let anonymous = page.replace(&format!("<author>{}</author>", &page[from..to]), "");
    assert!(faults(&anonymous).iter().any(|fault| fault.ends_with("has no author")));
    for (wrong, by) in [("T", "t"), ("<title>", "<tittel>"), ("2005/Atom", "2005/atom"), ("term=", "name=")] {
        let other = if wrong == "T" {
            let (from, _) = between(&page, "<updated>", "T");
            format!("{}{}", &page[..from], page[from..].replacen(wrong, by, 1))
        } else {
            page.replace(wrong, by).replace("</title>", if by == "<tittel>" { "</tittel>" } else { "</title>" })
        };
        match valid(&other) {
            Some(valid) => assert!(!valid, "{wrong}"),
            None => skipped("xmllint (apt install libxml2-utils)"),
        }
    }
    assert!(faults(&page).is_empty());
}

#[test]
fn caches_are_told_how_long_each_document_holds() {
    let (server, _data, events) = library();
    let open = events / PAGE + 1;
    let of = |path: &str| get(&server.url(&format!("{FEED}{path}")));
    let closed = of("/1");
    // Borrowers are persons, so an entry may have to be redacted some day.
    assert_eq!((closed.status, closed.header("cache-control")), (200, Some("max-age=86400")));
    assert_eq!(closed.header("content-type"), Some("application/atom+xml"));
    let tag = closed.header("etag").expect("a tag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let again = get_with(&server.url(&format!("{FEED}/1")), &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.as_str(), again.header("cache-control")), (304, "", Some("max-age=86400")));
    let elsewhere =
        get_with(&server.url(&format!("{FEED}/1")), &[("if-none-match", &tag), ("forwarded", "host=api.example.no;proto=https")]);
    assert_eq!(elsewhere.status, 200);
    assert!(elsewhere.body.contains(r#"href="https://api.example.no/utlan/samling/feed/2""#));

    for path in ["/recent", "/first", &format!("/{open}"), "?after=0"] {
        let answer = of(path);
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-cache")), "{path}");
        let tag = answer.header("etag").expect("a tag").to_owned();
        assert_eq!(get_with(&server.url(&format!("{FEED}{path}")), &[("if-none-match", &tag)]).status, 304, "{path}");
    }
    assert_eq!(of("/first").header("content-location"), Some(server.url(&format!("{FEED}/1")).as_str()));
    for path in [format!("/{}", open + 1), "/0".to_owned(), "/x".to_owned(), "/entry/x".to_owned()] {
        let answer = of(&path);
        assert_eq!((answer.status, answer.header("cache-control")), (404, Some("no-store")), "{path}");
    }
    let head = send("HEAD", &server.url(&format!("{FEED}/1")), &[]);
    assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", Some(tag.as_str())));
    assert_eq!(head.header("content-length"), closed.header("content-length"));
    assert_eq!(get_with(&server.url(&format!("{FEED}/1")), &[("accept", "application/json")]).status, 406);
    assert_eq!(send("DELETE", &server.url(&format!("{FEED}/1")), &[]).status, 405);
}

#[test]
fn reading_from_a_number_on_always_advances_and_keeps_what_was_asked() {
    let (server, _data, events) = library();
    let events = events as u64;
    let batch = ("accept", "application/cloudevents-batch+json");
    let mut url = server.url(&format!("{FEED}?class=bok&type=created&limit=3&x=1"));
    let mut seen = Vec::new();
    loop {
        let answer = get_with(&url, &[batch]);
        assert_eq!(answer.header("content-type"), Some(batch.1));
        let json = answer.json();
        let rows = json.as_array().expect("a batch");
        for row in rows {
            assert_eq!(row["specversion"], "1.0");
            assert_eq!(row["type"], "bibliotek.utlan-samling.BokCreated");
            assert!(row["data"]["isbn"].is_string() && row["data"]["href"].as_str().is_some_and(|href| get(href).status == 200));
            seen.push(row["sequence"].as_str().and_then(|n| n.parse::<u64>().ok()).expect("a number"));
        }
        let link = answer.header("link").expect("a link").to_owned();
        let next = link.strip_prefix('<').and_then(|l| l.strip_suffix(">; rel=\"next\"")).expect("next").to_owned();
        assert!(next.ends_with("&class=bok&type=created&limit=3&x=1"), "{next}");
        if next == url {
            break;
        }
        url = next;
    }
    assert_eq!(seen.len(), 20);
    assert!(seen.windows(2).all(|w| w[0] < w[1]));
    assert!(url.contains(&format!("after={events}&")), "the cursor stands at the end: {url}");
    for (query, status) in [("after=x", 400), ("limit=0", 400), ("class=bøk", 400), ("type=made", 400), ("after=1&after=2", 400)] {
        assert_eq!(get(&server.url(&format!("{FEED}?{query}"))).status, status, "{query}");
    }
    let ahead = get(&server.url(&format!("{FEED}?after={}", events + 1)));
    assert_eq!(
        (ahead.status, ahead.header("link")),
        (410, Some(format!("<{}>; rel=\"first\"", server.url(&format!("{FEED}/first"))).as_str()))
    );
    let waited = Instant::now();
    let nothing = get_with(&server.url(&format!("{FEED}?after={events}")), &[batch, ("prefer", "wait=1")]);
    assert_eq!((nothing.body.as_str(), nothing.header("preference-applied")), ("[]", Some("wait=1")));
    assert!(waited.elapsed() >= Duration::from_secs(1));
}

#[test]
fn what_is_erased_beside_a_running_server_leaves_a_feed_that_is_still_whole() {
    let (server, data, events) = library();
    let archive = || get(&server.url(&format!("{FEED}/1")));
    let before = archive();
    let isbn = before.body.split("<m:isbn>").nth(1).and_then(|rest| rest.split('<').next()).expect("a book on the first page").to_owned();
    let compiled = smie::pipeline::compile(&repository().join("tests/models/bibliotek")).expect("the model can be read");
    let schema = std::sync::Arc::new(compiled.schema.expect("the model compiles"));
    let builder = smie_server::Api::builder().schema(schema);
    let path = format!("/utlan/samling/bok/isbn/{}", isbn.replace(' ', "%20"));
    let tenant = smie_server::store::TenantName::default();
    let erased = builder.redact(&data.path().join("kept"), &tenant, None, smie_server::Erase::Resource(&path)).expect("it may be erased");
    assert!(!erased.events.is_empty(), "{path}");
    let began = Instant::now();
    let after = loop {
        let now = archive();
        if now.body != before.body {
            break now;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "the server goes on showing what was erased");
        std::thread::sleep(Duration::from_millis(100));
    };
    assert!(after.header("etag") != before.header("etag") && !after.body.contains(&isbn), "{}", after.body);
    let batch = get_with(&server.url(&format!("{FEED}?limit=1000")), &[("accept", "application/cloudevents-batch+json")]).json();
    let numbers: Vec<usize> =
        batch.as_array().expect("a batch").iter().filter_map(|event| event["sequence"].as_str()?.parse().ok()).collect();
    assert!(numbers.into_iter().eq(1..=events), "a number is missing");
    for (path, text) in documents(&server, events) {
        assert_eq!(faults(&text), [""; 0], "{path}");
        assert!(!text.contains(&isbn), "{path}");
        match valid(&text) {
            Some(valid) => assert!(valid, "{path} breaks the grammar of Atom:\n{text}"),
            None => return skipped("xmllint"),
        }
    }
}
