//! The whole line, from outside: a model becomes a workspace that builds alone, and its server says what `smie serve` says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use smie_tests::{Server, cargo, generated_target, get, get_with, repository, smie, smie_binary};

/// The workspace generated from `models/fint`, with sample data beside it, built once for all tests of this file.
struct Built {
    folder: PathBuf,
    data: PathBuf,
}

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        // Kept from run to run, so that cargo has next to nothing to do the second time.
        let root = generated_target().join("workspaces");
        let (folder, data) = (root.join("fint"), root.join("fint-data"));
        let _ = fs::remove_dir_all(&data);
        fs::create_dir_all(&root).expect("target/ can be written");
        let path = |path: &Path| path.to_str().expect("the checkout's path is UTF-8").to_owned();
        smie(&repository(), ["generate", "models/fint", "--force", "--out", &path(&folder)]).ok();
        smie(&repository(), ["sample", "models/fint", "--count", "25", "--seed", "7", "--out", &path(&data)]).ok();
        cargo(&folder, ["build", "--workspace", "--all-targets"]).ok();
        Built { folder, data }
    })
}

fn generated_server() -> Server {
    let built = built();
    Server::start(
        Command::new(generated_target().join("debug/fint-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--memory", "--load"])
            .arg(&built.data),
    )
}

fn interpreted_server() -> Server {
    let built = built();
    let model = repository().join("models/fint");
    Server::start(Command::new(smie_binary()).arg("serve").arg(model).args(["--listen", "127.0.0.1:0", "--load"]).arg(&built.data))
}

/// Every `href` in a document, at any depth.
fn hrefs(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(href)) = members.get("href") {
                found.insert(href.clone());
            }
            members.values().for_each(|member| hrefs(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| hrefs(item, found)),
        _ => {}
    }
}

fn collections() -> Vec<String> {
    let routes = smie(&repository(), ["routes", "models/fint", "--format", "json"]).ok();
    let routes: Value = serde_json::from_str(&routes).expect("routes are JSON");
    let all = routes["routes"].as_array().expect("a list of routes");
    let paths: Vec<String> =
        all.iter().filter(|route| route["kind"] == "collection").filter_map(|route| Some(route["path"].as_str()?.to_owned())).collect();
    assert!(paths.len() > 40, "models/fint serves its collections: {paths:?}");
    paths
}

#[test]
fn a_generated_server_answers_byte_for_byte_as_the_interpreted_one() {
    let (generated, interpreted) = (generated_server(), interpreted_server());
    for path in collections() {
        for query in ["", "?size=3&offset=2"] {
            let url = format!("{path}{query}");
            // One Host for both, so that the hrefs are comparable.
            let ask = |server: &Server| get_with(&server.url(&url), &[("host", "api.example.no")]);
            let (one, other) = (ask(&generated), ask(&interpreted));
            assert_eq!(one.status, 200, "{url}");
            assert_eq!(one.body, other.body, "{url}");
        }
    }
}

#[test]
fn every_link_of_every_collection_leads_to_a_resource() {
    let server = generated_server();
    let mut links = BTreeSet::new();
    for path in collections() {
        let page = get(&server.url(&format!("{path}?size=5"))).json();
        assert_eq!(page["_embedded"]["_entries"].as_array().map(Vec::len), Some(5), "{path}");
        hrefs(&page, &mut links);
    }
    let own = |href: &&String| href.starts_with(&server.base);
    let (own, foreign): (Vec<_>, Vec<_>) = links.iter().partition(own);
    assert!(own.len() > 500, "{} links", own.len());
    let dead: Vec<_> = own.into_iter().filter(|href| get(href).status != 200).collect();
    assert!(dead.is_empty(), "{} dead links, such as {:?}", dead.len(), &dead[..dead.len().min(5)]);
    assert!(foreign.iter().all(|href| href.starts_with("https://")), "{foreign:?}");
}

#[test]
fn walking_by_next_brings_every_entry_once() {
    let server = generated_server();
    let mut url = server.url("/utdanning/elev/elev?size=4&offset=0");
    let mut seen = Vec::new();
    for _ in 0..20 {
        let page = get(&url).json();
        let entries = page["_embedded"]["_entries"].as_array().expect("entries").clone();
        assert_eq!(page["size"], entries.len());
        assert_eq!(page["total_items"], 25);
        seen.extend(entries.iter().map(|entry| entry["systemId"]["identifikatorverdi"].as_str().expect("an id").to_owned()));
        match page["_links"]["next"][0]["href"].as_str() {
            Some(next) => next.clone_into(&mut url),
            None => break,
        }
    }
    assert_eq!(seen.len(), 25);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 25, "none twice");
}

#[test]
fn a_generated_workspace_has_no_warning() {
    let built = built();
    let ended =
        cargo(&built.folder, ["clippy", "--quiet", "-p", "fint-server", "-p", "fint-client", "--all-targets", "--", "-D", "warnings"]);
    assert_eq!(ended.stderr, "");
    ended.ok();
}

#[test]
fn a_second_run_touches_nothing() {
    let built = built();
    let files = |folder: &Path| -> Vec<_> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let modified = entry.metadata().and_then(|m| m.modified()).expect("a time");
                    found.push((path, modified));
                }
            }
        }
        found.sort();
        found
    };
    let before = files(&built.folder);
    let folder = built.folder.to_str().expect("UTF-8");
    smie(&repository(), ["generate", "models/fint", "--out", folder]).ok();
    assert_eq!(before, files(&built.folder));
    smie(&repository(), ["generate", "models/fint", "--out", folder, "--check"]).ok();
}
