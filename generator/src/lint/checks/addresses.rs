//! Addresses: servers, paths, and what their words are.

use std::collections::BTreeSet;

use crate::lint::Findings;
use crate::lint::api::{Api, part};

pub(super) fn https(api: &Api<'_>, findings: &mut Findings) {
    if api.servers().is_empty() {
        findings.add("UFN.02", "/servers", Some(api.root.start), "there is no server");
    }
    for (url, at) in api.servers() {
        let host = url.strip_prefix("https://").map(|rest| rest.split('/').next().unwrap_or_default());
        match host {
            None => ["UFN.02", "SAK.01"].iter().for_each(|rule| findings.add(rule, "/servers", Some(at), format!("`{url}` is not HTTPS"))),
            Some(host) if host.split_once(':').is_some_and(|(_, port)| port != "443") => {
                findings.add("UFN.02", "/servers", Some(at), format!("`{url}` is not on port 443"));
            }
            Some(_) => {}
        }
    }
}

/// The segments of a server's address after its host.
fn segments(url: &str) -> Vec<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').skip(1).filter(|segment| !segment.is_empty()).collect()
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

pub(super) fn shape(api: &Api<'_>, findings: &mut Findings) {
    for (url, at) in api.servers() {
        match segments(url).as_slice() {
            [_, version] if is_version(version) => {}
            found => {
                if !found.iter().any(|segment| is_version(segment)) {
                    findings.add("VER.05", "/servers", Some(at), format!("`{url}` has no major version, such as `v1`"));
                }
                findings.add("UFN.01", "/servers", Some(at), format!("`{url}` is not of the form `https://host/api/v1`"));
            }
        }
    }
}

pub(super) fn letters(api: &Api<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for operation in api.operations.iter().filter(|operation| seen.insert(operation.path)) {
        let place = format!("/paths/{}", part(operation.path));
        for segment in operation.path.split('/').filter(|segment| !segment.is_empty()) {
            let mut add = |rule, what: &str| findings.add(rule, place.clone(), Some(operation.at), format!("`{segment}` {what}"));
            if segment.contains('_') || segment.contains(' ') {
                add("UFN.09", "has `_` or a blank");
            }
            if segment.starts_with('{') {
                continue;
            }
            if !segment.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.~_".contains(&b)) {
                add("UFN.07", "has other signs than lower-case letters, digits, `-`, `.` and `~`");
            }
            if segment.starts_with('-') || segment.ends_with('-') || segment.contains(['.', ',', '~']) {
                add("UFN.08", "is not of words with `-` between them");
            }
        }
    }
}

/// Beginnings of names that tell of a person, or of a key of the inside.
const SENSITIVE: [&str; 12] = [
    "personnummer",
    "samordningsnummer",
    "fodselsnummer",
    "fødselsnummer",
    "ssn",
    "pnr",
    "nationalid",
    "primarykey",
    "primarnyckel",
    "dbid",
    "rowid",
    "socialsecurity",
];

pub(super) fn sensitive(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        for parameter in api.parameters(operation).iter().filter(|parameter| matches!(parameter.place, "path" | "query")) {
            let name = parameter.name.to_lowercase().replace(['-', '_'], "");
            if SENSITIVE.iter().any(|word| name.starts_with(word)) {
                findings.add("RES.02", parameter.pointer.clone(), Some(parameter.at), format!("`{}` stands in addresses", parameter.name));
            }
        }
    }
}

/// Words that are no resources but what is done with them.
const VERBS: [&str; 16] = [
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "create",
    "update",
    "remove",
    "list",
    "add",
    "fetch",
    "hamta",
    "skapa",
    "uppdatera",
    "tabort",
    "andra",
];

pub(super) fn nouns(api: &Api<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for operation in &api.operations {
        for segment in operation.path.split('/').filter(|segment| !segment.is_empty() && !segment.starts_with('{')) {
            let first = segment.split('-').next().unwrap_or_default().to_lowercase();
            let wrong = segment != segment.to_lowercase() || VERBS.contains(&first.as_str());
            if wrong && seen.insert((operation.path, segment)) {
                let place = format!("/paths/{}", part(operation.path));
                findings.add("RES.06", place, Some(operation.at), format!("`{segment}` is not a noun in lower case"));
            }
        }
    }
}

pub(super) fn api_info(api: &Api<'_>, findings: &mut Findings) {
    if !api.operations.iter().any(|operation| operation.path == "/api-info" && operation.method == "get") {
        findings.add("VER.06", "/paths", Some(api.root.start), "there is no `/api-info`");
    }
}

pub(super) fn maturity(api: &Api<'_>, findings: &mut Findings) {
    let paths: BTreeSet<_> = api.operations.iter().map(|operation| operation.path).collect();
    let methods: BTreeSet<_> = api.operations.iter().map(|operation| operation.method).collect();
    if paths.len() < 2 || methods.len() < 2 {
        findings.add("MOG.01", "/paths", Some(api.root.start), "fewer than two resources or two methods");
    }
}

pub(super) fn searches(api: &Api<'_>, findings: &mut Findings) {
    let is_search = |path: &str| path.rsplit('/').next().is_some_and(|word| ["sok", "search", "query", "$query"].contains(&word));
    for operation in api.operations.iter().filter(|operation| operation.method == "post" && is_search(operation.path)) {
        let text = operation.tree.filled("description").unwrap_or_default().to_lowercase();
        if !["post", "get"].iter().any(|word| text.contains(word)) {
            findings.add("MOG.03", &operation.pointer, Some(operation.at), "the description does not say why POST is used to read");
        }
    }
}
