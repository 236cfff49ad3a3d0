//! The walk over a server: from its start along every link, within bounds, each answer judged as it comes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::Value;

use super::checks;
use super::http::{Answer, Http, HttpError};
use super::shape::Described;
use crate::lint::{Finding, Findings};

/// What to look at, and how far.
#[derive(Clone, Debug)]
pub struct Options {
    /// Root of the API.
    pub url: String,
    /// Requests at most.
    pub requests: usize,
    /// Requests a second at most.
    pub rate: u32,
    /// Time at most.
    pub time: Duration,
    /// Headers that every request has.
    pub headers: Vec<(String, String)>,
    /// The document to hold answers against, in place of the one that the server gives.
    pub document: Option<Value>,
    /// Rules knowingly not met, with the reason.
    pub exceptions: BTreeMap<String, String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// What was found.
    pub findings: Vec<Finding>,
    /// Documents that were read.
    pub documents: usize,
    /// Links that were followed or counted.
    pub links: usize,
    /// Answers that were held against the description.
    pub described: usize,
    /// True when bounds ended the walk.
    pub is_partial: bool,
}

/// Walks a server and judges it. `tell` hears before each document how many were asked for and how many are known of.
///
/// # Errors
/// The server does not answer at its root.
pub fn conform(options: &Options, tell: &mut dyn FnMut(usize, usize)) -> Result<Outcome, HttpError> {
    let mut http = Http::new(options.requests, options.rate, options.time, &options.headers)?;
    let root = options.url.trim_end_matches('/').to_owned();
    let begin = format!("{root}/");
    let first = http.get(&begin)?;
    let mut crawl = Crawl { http, root, findings: Findings::default(), strict: false, described: None, counted: 0, links: 0, documents: 0 };
    crawl.describe(options)?;
    crawl.walk(&begin, first, tell)?;
    let Crawl { http, findings, documents, links, counted, .. } = crawl;
    Ok(Outcome { findings: findings.finish(&options.exceptions), documents, links, described: counted, is_partial: http.is_done() })
}

struct Crawl {
    http: Http,
    root: String,
    findings: Findings,
    /// True when the server is of the Swedish profile, which asks more of links and pages.
    strict: bool,
    described: Option<Described>,
    counted: usize,
    links: usize,
    documents: usize,
}

impl Crawl {
    /// Finds what the server says of itself.
    fn describe(&mut self, options: &Options) -> Result<(), HttpError> {
        let info = self.http.get(&format!("{}/api-info", self.root))?;
        self.strict = info.status == 200;
        if self.strict {
            let document = info.json().unwrap_or_default();
            let names = ["apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"];
            for name in names.iter().filter(|name| !document[**name].is_string()) {
                self.findings.add("VER.07", format!("{}/api-info", self.root), None, format!("`{name}` is missing"));
            }
        }
        let mut served = None;
        for (name, rule) in [("openapi.json", "DOK.23"), ("openapi.yaml", "DOK.24")] {
            let url = format!("{}/{name}", self.root);
            let answer = self.http.get(&url)?;
            if answer.status != 200 {
                self.findings.add(rule, url, None, format!("there is no `{name}` below the root: {}", answer.status));
            } else if name == "openapi.json" {
                served = answer.json();
            }
        }
        let path = path_of(&self.root).to_owned();
        self.described = options.document.clone().or(served).map(|document| {
            let server = document["servers"][0]["url"].as_str().map(|url| path_of(url).trim_end_matches('/').to_owned());
            // Where the document's paths begin below the server's root, the root is the prefix; else they are absolute on the host.
            let prefix =
                if server.as_deref().is_some_and(|server| !server.is_empty() && path.ends_with(server)) { path.as_str() } else { "" };
            Described::new(document, prefix)
        });
        Ok(())
    }

    fn walk(&mut self, begin: &str, first: Answer, tell: &mut dyn FnMut(usize, usize)) -> Result<(), HttpError> {
        let mut queue = VecDeque::from([begin.to_owned()]);
        let mut seen = BTreeSet::from([begin.to_owned()]);
        let mut ready = Some(first);
        let mut tried_pages = BTreeSet::new();
        while let Some(url) = queue.pop_front() {
            tell(seen.len() - queue.len() - 1, seen.len());
            let answer = match ready.take() {
                Some(answer) => answer,
                None if self.http.is_done() => break,
                None => self.http.get(&url)?,
            };
            checks::every(&url, &answer, &mut self.findings);
            if answer.status >= 400 {
                self.findings.add("HYP.04", &url, None, format!("a link leads here, and the answer is {}", answer.status));
                continue;
            }
            // A description of the API is no resource of it.
            let Some(document) = answer.json().filter(|json| json.is_object() && json.get("openapi").is_none()) else { continue };
            self.documents += 1;
            for link in self.judge(&url, &answer, &document) {
                self.links += 1;
                let follows = link.method.as_deref().is_none_or(|method| method == "GET") && link.href.starts_with(&host_of(&self.root));
                if follows && !link.href.contains("/feed") && seen.insert(link.href.clone()) {
                    queue.push_back(link.href);
                }
            }
            self.conditional(&url, &answer)?;
            if checks::entries(&document).is_some() && tried_pages.insert(url.split('?').next().unwrap_or_default().to_owned()) {
                self.collection(&url)?;
            }
        }
        self.refusals(&begin)
    }

    /// What one document shows.
    fn judge(&mut self, url: &str, answer: &Answer, document: &Value) -> Vec<checks::Found> {
        if document.get("_links").is_some() || self.strict {
            checks::own(url, document, &mut self.findings);
        }
        if self.strict {
            checks::meta(url, document, &mut self.findings);
        }
        if let Some(described) = &self.described {
            let path = path_of(url).split('?').next().unwrap_or_default();
            if let Some(wrong) = described.judge(path, answer.status, answer.mime(), document) {
                self.counted += 1;
                wrong
                    .into_iter()
                    .for_each(|wrong| self.findings.add("DOK.04", url, None, format!("the body is not as described: {wrong}")));
            }
        }
        let links = checks::links(url, document, self.strict, &mut self.findings);
        let own = checks::other_parameters(url);
        let pages = links.iter().filter(|link| ["next", "prev", "first", "last"].contains(&link.rel.as_str()));
        for page in pages.filter(|page| checks::other_parameters(&page.href) != own) {
            self.findings.add("FNS.12", url, None, format!("the link `{}` does not keep the other parameters: `{}`", page.rel, page.href));
        }
        links
    }

    /// ETag, 304 and HEAD.
    fn conditional(&mut self, url: &str, answer: &Answer) -> Result<(), HttpError> {
        let Some(tag) = answer.header("etag").map(str::to_owned) else { return Ok(()) };
        if self.http.is_done() {
            return Ok(());
        }
        let again = self.http.ask("GET", url, &[("if-none-match", &tag)])?;
        if again.status != 304 && again.header("etag") == Some(tag.as_str()) {
            self.findings.add("CAC.01", url, None, format!("`If-None-Match` with the same ETag is answered {}", again.status));
        }
        if again.status == 304 && !again.body.is_empty() {
            self.findings.add("CAC.01", url, None, "304 has a body");
        }
        let head = self.http.ask("HEAD", url, &[])?;
        if head.status != answer.status || head.mime() != answer.mime() {
            self.findings.add(
                "ARP.02",
                url,
                None,
                format!("HEAD is answered {} `{}`, GET {} `{}`", head.status, head.mime(), answer.status, answer.mime()),
            );
        }
        if head.header("etag") != Some(tag.as_str()) && again.status == 304 {
            self.findings.add("HYP.02", url, None, "reading changed the ETag");
        }
        Ok(())
    }

    /// What a collection does at its edges.
    fn collection(&mut self, url: &str) -> Result<(), HttpError> {
        let path = url.split('?').next().unwrap_or_default();
        let beyond = if self.strict { format!("{path}?page=1000000&limit=5") } else { format!("{path}?offset=100000000&size=5") };
        if self.http.is_done() {
            return Ok(());
        }
        let answer = self.http.get(&beyond)?;
        let empty = answer.json().as_ref().and_then(checks::entries).is_some_and(Vec::is_empty);
        if answer.status != 200 || !empty {
            self.findings.add(
                "FNS.14",
                beyond,
                None,
                format!("a page beyond the last is answered {} and is not an empty page", answer.status),
            );
        }
        let refused = self.http.ask("PATCH", path, &[])?;
        if refused.status != 405 || refused.header("allow").is_none() {
            self.findings.add("SAK.05", path, None, format!("PATCH of a collection is answered {}, not 405 with `Allow`", refused.status));
        } else {
            checks::problem(path, &refused, &mut self.findings);
        }
        let offered = refused.header("allow").is_some_and(|allow| allow.contains("POST"));
        if offered {
            let answer = self.http.ask("POST", path, &[("content-type", "text/x-nothing"), ("content-length", "0")])?;
            if answer.status != 415 {
                self.findings.add("SAK.29", path, None, format!("a body of an unknown form is answered {}, not 415", answer.status));
            }
        }
        Ok(())
    }

    /// What is refused everywhere.
    fn refusals(&mut self, begin: &str) -> Result<(), HttpError> {
        let nowhere = format!("{}/no-such-thing-here", self.root);
        let missing = self.http.get(&nowhere)?;
        if missing.status != 404 {
            self.findings.add("ARP.02", nowhere.clone(), None, format!("an address of nothing is answered {}, not 404", missing.status));
        }
        checks::problem(&nowhere, &missing, &mut self.findings);
        checks::every(&nowhere, &missing, &mut self.findings);
        let unacceptable = self.http.ask("GET", begin, &[("accept", "image/x-nothing")])?;
        if unacceptable.status != 406 {
            self.findings.add(
                "ARP.02",
                begin,
                None,
                format!("an unacceptable representation is answered {}, not 406", unacceptable.status),
            );
        } else {
            checks::problem(begin, &unacceptable, &mut self.findings);
        }
        Ok(())
    }
}

/// The path and query of an address.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

/// Scheme and host of an address.
fn host_of(url: &str) -> String {
    let path = path_of(url);
    url[..url.len() - path.len()].to_owned()
}
