//! What an answer must be like, rule by rule: functions over answers that were given.

use serde_json::Value;

use super::http::Answer;
use crate::lint::Findings;

/// A link as it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) method: Option<String>,
}

/// Every link of a document, and what is wrong with each; `strict` asks for what the Swedish profile asks of links.
pub(super) fn links(url: &str, value: &Value, strict: bool, findings: &mut Findings) -> Vec<Found> {
    let mut found = Vec::new();
    walk(url, value, strict, findings, &mut found);
    found
}

fn walk(url: &str, value: &Value, strict: bool, findings: &mut Findings, found: &mut Vec<Found>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "_links" {
                    relations(url, member, strict, findings, found);
                } else {
                    walk(url, member, strict, findings, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(url, item, strict, findings, found)),
        _ => {}
    }
}

fn relations(url: &str, links: &Value, strict: bool, findings: &mut Findings, found: &mut Vec<Found>) {
    let named = links.as_object().into_iter().flatten().map(|(rel, link)| (Some(rel.as_str()), link));
    let listed = links.as_array().into_iter().flatten().map(|link| (None, link));
    for (rel, value) in named.chain(listed) {
        let each: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |list| list.iter().collect());
        each.into_iter().for_each(|one| link(url, rel, one, strict, findings, found));
    }
}

fn link(url: &str, key: Option<&str>, value: &Value, strict: bool, findings: &mut Findings, found: &mut Vec<Found>) {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let name = key.or_else(|| text("rel")).unwrap_or_default().to_owned();
    if !value.is_object() {
        findings.add("HYP.11", url, None, format!("the link `{name}` is no object"));
        return;
    }
    let Some(href) = text("href") else {
        findings.add("HYP.12", url, None, format!("the link `{name}` has no `href`"));
        return;
    };
    let is_url =
        href.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty()) && !href.contains(char::is_whitespace);
    if !href.starts_with("http://") && !href.starts_with("https://") {
        findings.add("HYP.07", url, None, format!("the link `{name}` leads to `{href}`, which is not absolute"));
    }
    if !is_url {
        findings.add("HYP.13", url, None, format!("the link `{name}` leads to `{href}`, which is no URL"));
    }
    if strict {
        match (text("rel"), key) {
            (None, _) => findings.add("HYP.15", url, None, format!("the link `{name}` has no `rel`")),
            (Some(rel), Some(key)) if rel != key => {
                findings.add("HYP.15", url, None, format!("the link `{key}` says `rel: {rel}`"));
            }
            _ => {}
        }
        match text("method") {
            None => findings.add("HYP.17", url, None, format!("the link `{name}` has no `method`")),
            Some(method) if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method) => {
                findings.add("HYP.16", url, None, format!("the link `{name}` has the method `{method}`"));
            }
            Some(_) => {}
        }
    }
    found.push(Found { rel: name, href: href.to_owned(), method: text("method").map(str::to_owned) });
}

/// `self` of a document.
pub(super) fn own(url: &str, value: &Value, findings: &mut Findings) {
    let links = &value["_links"];
    let named = links.get("self").is_some_and(|own| !own.is_null());
    let listed = links.as_array().is_some_and(|list| list.iter().any(|link| link["rel"] == "self"));
    if !named && !listed {
        findings.add("HYP.05", url, None, "the answer has no link `self`");
    }
}

/// The shape of a problem.
pub(super) fn problem(what: &str, answer: &Answer, findings: &mut Findings) {
    if answer.mime() != "application/problem+json" {
        findings.add("FEL.02", what, None, format!("{} is answered as `{}`, not as problem+json", answer.status, answer.mime()));
        return;
    }
    let document = answer.json().unwrap_or_default();
    let missing: Vec<_> = ["type", "title", "status", "detail", "instance"]
        .into_iter()
        .filter(|name| document.get(*name).is_none_or(Value::is_null))
        .collect();
    if !missing.is_empty() {
        findings.add("FEL.01", what, None, format!("the problem lacks {}", missing.join(", ")));
    }
    if document["status"].as_u64().is_some_and(|status| status != u64::from(answer.status)) {
        findings.add("FEL.01", what, None, format!("the problem says {}, the answer {}", document["status"], answer.status));
    }
}

/// What every answer has.
pub(super) fn every(what: &str, answer: &Answer, findings: &mut Findings) {
    if answer.header("traceparent").is_none() {
        findings.add("SPA.04", what, None, "the answer has no `traceparent`");
    }
    if answer.status >= 500 {
        findings.add("ARP.02", what, None, format!("the server failed: {}", answer.status));
    }
}

/// A query's parameters but those that pages differ by.
pub(super) fn other_parameters(url: &str) -> Vec<&str> {
    const OURS: [&str; 5] = ["page", "limit", "size", "offset", "cursor"];
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut others: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !OURS.contains(&pair.split('=').next().unwrap_or_default())).collect();
    others.sort_unstable();
    others
}

/// The entries of a page; `None` = it is none.
pub(super) fn entries(value: &Value) -> Option<&Vec<Value>> {
    let embedded = value.get("_embedded")?.as_object()?;
    if embedded.len() == 1 { embedded.values().next()?.as_array() } else { None }
}

/// What `_meta` says of a page.
pub(super) fn meta(url: &str, value: &Value, findings: &mut Findings) {
    let Some(rows) = entries(value) else { return };
    let Some(meta) = value.get("_meta") else {
        findings.add("FNS.10", url, None, "the page has no `_meta`");
        return;
    };
    for name in ["totalRecords", "limit", "count"].iter().filter(|name| !meta[**name].is_u64()) {
        findings.add("FNS.13", url, None, format!("`_meta` has no `{name}`"));
    }
    if meta["count"].as_u64().is_some_and(|count| count != rows.len() as u64) {
        findings.add("FNS.13", url, None, format!("`_meta.count` is {}, the page has {}", meta["count"], rows.len()));
    }
    for rel in ["first", "last"].iter().filter(|rel| value["_links"].get(**rel).is_none() && value["_links"].is_object()) {
        findings.add("FNS.11", url, None, format!("the page has no link `{rel}`"));
    }
}
