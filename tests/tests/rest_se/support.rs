//! A running API of models/organisationer, whole or with lines changed, and walks along its links.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;

use serde_json::Value;
use smie::pipeline::{self, Compiled};
use smie_server::schema::Schema;
use smie_server::{Api, Config};
use smie_tests::{Answer, get, get_with, repository, write};
use tokio::sync::oneshot;

/// Path of the API's root.
pub(crate) const ROOT: &str = "/foretagsinformation/v2";

const ORGANISATIONS: &str = r#"{"organisationsnummer":"5560125790","namn":"Aktiebolaget Volvo","organisationsform":"aktiebolag","registreringsdatum":"1915-05-05"}
{"organisationsnummer":"5568101234","namn":"Volvo Bikes AB","organisationsform":"aktiebolag","_links":{"moderorganisation":{"href":"5560125790"}}}
{"organisationsnummer":"2021005489","namn":"Bolagsverket","organisationsform":"myndighet","webbplats":"https://bolagsverket.se/"}
{"organisationsnummer":"7696000001","namn":"Ålands Äppelförening","organisationsform":"ekonomisk_forening"}
{"organisationsnummer":"7696000002","namn":"Östra Kvarn","organisationsform":"ekonomisk_forening"}
{"organisationsnummer":"7696000003","namn":"Zinkgruvan","organisationsform":"ekonomisk_forening"}
"#;
const DOMICILES: &str = r#"{"hemvistId":"2345","kommun":"Sundsvall","kommunkod":"2281","_links":{"up":{"href":"/foretagsinformation/v2/organisationer/2021005489"}}}
{"hemvistId":"2345","kommun":"Göteborg","kommunkod":"1480","_links":{"up":{"href":"/foretagsinformation/v2/organisationer/5560125790"}}}
{"hemvistId":"7","kommun":"Åmål","_links":{"up":{"href":"/foretagsinformation/v2/organisationer/5560125790"}}}
"#;

/// A running API that stops with the test.
pub(crate) struct Running {
    /// Its address, without a trailing slash.
    pub(crate) base: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// The model's files, by name.
pub(crate) fn model() -> BTreeMap<String, String> {
    let folder = repository().join("models/organisationer");
    let entries = std::fs::read_dir(&folder).expect("the model is there").map(|entry| entry.expect("an entry").path());
    let yaml = entries.filter(|path| path.extension().is_some_and(|e| e == "yaml"));
    let name = |path: &Path| path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
    yaml.map(|path| (name(&path), std::fs::read_to_string(&path).expect("a file"))).collect()
}

/// The model with lines changed: each pair is what stands in one of the files, and what stands there instead.
pub(crate) fn changed(changes: &[(&str, &str)]) -> Compiled {
    let mut files = model();
    for (from, to) in changes {
        let file = files.values_mut().find(|text| text.contains(from)).unwrap_or_else(|| panic!("`{from}` stands in no file"));
        *file = file.replacen(from, to, 1);
    }
    let files: Vec<(PathBuf, String)> = files.into_iter().map(|(name, text)| (name.into(), text)).collect();
    pipeline::compile_texts(&files)
}

/// What is found in the changed model, as `smie check` tells it.
pub(crate) fn findings(changes: &[(&str, &str)]) -> String {
    let compiled = changed(changes);
    compiled.diagnostics.iter().map(|found| format!("{}: {} {:?}\n", found.code.id, found.message, found.help)).collect()
}

/// The schema of the changed model.
fn schema(changes: &[(&str, &str)]) -> Arc<Schema> {
    let compiled = changed(changes);
    Arc::new(compiled.schema.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics)))
}

/// The API of the changed model, with its data in a folder.
pub(crate) fn api(changes: &[(&str, &str)], kept: &Path) -> Api {
    Api::builder().schema(schema(changes)).data(kept).build().expect("an API")
}

/// Loads the usual data.
pub(crate) fn load(api: &Api) {
    let data = tempfile::tempdir().expect("a folder");
    for (home, text) in api.schema().collections.iter().zip([ORGANISATIONS, DOMICILES]) {
        std::fs::write(data.path().join(format!("{}.ndjson", home.file)), text).expect("a file");
    }
    let report = api.load(data.path());
    assert!(report.is_clean(), "{report}");
}

/// The API of the changed model with the usual data.
pub(crate) fn serve_with(changes: &[(&str, &str)], config: Config) -> Running {
    let api = Api::builder().schema(schema(changes)).build().expect("an API");
    load(&api);
    listen(api, config)
}

/// The API on a port of its own.
pub(crate) fn start(api: Api) -> Running {
    listen(api, Config::default())
}

fn listen(api: Api, config: Config) -> Running {
    let (stop, stopped) = oneshot::channel::<()>();
    let (ready, address) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let config = Config { listen: "127.0.0.1:0".parse().expect("an address"), ..config };
            let server = api.bind(&config).await.expect("a port is free");
            ready.send(server.address()).expect("the test waits");
            server
                .run(async {
                    let _ = stopped.await;
                })
                .await;
        });
    });
    let base = format!("http://{}", address.recv().expect("it listens"));
    Running { base, stop: Some(stop), thread: Some(thread) }
}

impl Running {
    /// Stops it; whatever it held is free again when this is over.
    pub(crate) fn stop(mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends well");
        }
    }
}

/// The API with the usual data.
pub(crate) fn serve() -> Running {
    serve_with(&[], Config::default())
}

impl Running {
    /// An address below the API's root.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{ROOT}{path}", self.base)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        get(&self.url(path))
    }

    /// A document that must be there.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        write("POST", &self.url(path), &[("content-type", "application/json")], body)
    }

    /// A change over the state that is there now.
    pub(crate) fn change(&self, method: &str, path: &str, body: &str) -> Answer {
        let tag = self.get(path).header("etag").expect("a tag").to_owned();
        let form = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        write(method, &self.url(path), &[("content-type", form), ("if-match", &tag)], body)
    }

    /// Every document that links lead to from the start, by address.
    pub(crate) fn crawl(&self) -> BTreeMap<String, Value> {
        self.crawl_with(&[])
    }

    /// The same with headers on every request.
    pub(crate) fn crawl_with(&self, headers: &[(&str, &str)]) -> BTreeMap<String, Value> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.url("")];
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(url) = open.pop() {
            let answer = get_with(&url, headers);
            assert_eq!(answer.status, 200, "{url}: {}", answer.body);
            if !answer.header("content-type").is_some_and(|form| form.ends_with("json")) {
                continue;
            }
            let document = answer.json();
            let gets = links(&document).into_iter().filter(|link| link["method"] == "GET");
            for href in gets.filter_map(|link| link["href"].as_str()).filter(|href| href.starts_with(&self.base)) {
                // Documents that are described elsewhere have no links of their own.
                if !href.contains("/openapi.") && !href.contains("/feed") && seen.insert(href.to_owned()) {
                    open.push(href.to_owned());
                }
            }
            found.insert(url, document);
        }
        assert!(found.len() >= 15, "{:?}", found.keys());
        found
    }
}

/// Every link object in a document, at any depth.
pub(crate) fn links(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) if members.contains_key("href") => vec![value],
        Value::Object(members) => members.values().flat_map(links).collect(),
        Value::Array(items) => items.iter().flat_map(links).collect(),
        _ => Vec::new(),
    }
}

/// Relation and links of every `_links` object in a document.
pub(crate) fn relations(value: &Value) -> Vec<(&str, &Value)> {
    let mut found = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::Object(relations) if name == "_links" => {
                        found.extend(relations.iter().map(|(rel, links)| (rel.as_str(), links)));
                    }
                    _ => found.extend(relations(member)),
                }
            }
        }
        Value::Array(items) => found.extend(items.iter().flat_map(relations)),
        _ => {}
    }
    found
}

/// The entries of a page.
pub(crate) fn entries(page: &Value) -> &[Value] {
    let list = page["_embedded"].as_object().and_then(|embedded| embedded.values().next());
    list.and_then(Value::as_array).unwrap_or_else(|| panic!("no page: {page}"))
}

/// A text member of each entry of a page.
pub(crate) fn column<'p>(page: &'p Value, member: &str) -> Vec<&'p str> {
    entries(page).iter().filter_map(|entry| entry[member].as_str()).collect()
}
