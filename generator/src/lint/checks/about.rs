//! What the document tells of the API as a whole: DOK, versions, security.

use crate::lint::Findings;
use crate::lint::api::Api;
use crate::lint::tree::Tree;

fn info_at(api: &Api<'_>) -> Option<usize> {
    api.info().map(|info| info.start)
}

pub(super) fn public(api: &Api<'_>, findings: &mut Findings) {
    if api.root.get("externalDocs").and_then(|docs| docs.filled("url")).is_none() {
        findings.add("DOK.01", "/externalDocs", Some(api.root.start), "there is no `externalDocs` with a `url`");
    }
}

pub(super) fn info(api: &Api<'_>, findings: &mut Findings) {
    let Some(info) = api.info() else {
        findings.add("DOK.03", "/info", Some(api.root.start), "there is no `info`");
        return;
    };
    let mut lack = |rule: &str, tree: &Tree, names: &[&str], place: &str| {
        for name in names.iter().filter(|name| tree.filled(name).is_none()) {
            findings.add(rule, format!("{place}/{name}"), Some(tree.start), format!("`{name}` is missing or empty"));
        }
    };
    lack("DOK.03", info, &["title", "termsOfService"], "/info");
    lack("DOK.05", info, &["version"], "/info");
    lack("DOK.07", info, &["description"], "/info");
    lack("DOK.11", info, &["description"], "/info");
    for (part, names) in [("contact", &["name", "email", "url"][..]), ("license", &["name", "url"][..])] {
        match info.get(part) {
            Some(tree) => lack("DOK.03", tree, names, &format!("/info/{part}")),
            None => lack("DOK.03", info, &[part], "/info"),
        }
    }
}

/// Words that are common in one language and rare in the other.
const SWEDISH: [&str; 16] =
    ["och", "är", "att", "för", "som", "av", "med", "till", "en", "ett", "det", "inte", "beskrivs", "per", "ingår", "endast"];
const ENGLISH: [&str; 12] = ["the", "and", "is", "of", "to", "with", "for", "are", "that", "in", "this", "not"];

pub(super) fn languages(api: &Api<'_>, findings: &mut Findings) {
    let text = api.info().and_then(|info| info.filled("description")).unwrap_or_default().to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let spoken = |common: &[&str]| common.iter().filter(|word| words.contains(word)).count() >= 2;
    for (language, common) in [("Swedish", &SWEDISH[..]), ("English", &ENGLISH[..])] {
        if !spoken(common) {
            findings.add("DOK.06", "/info/description", info_at(api), format!("the description does not seem to be in {language} too"));
        }
    }
}

pub(super) fn service_level(api: &Api<'_>, findings: &mut Findings) {
    let Some(info) = api.info() else { return };
    if info.get("x-sla").is_none() && info.filled("termsOfService").is_none() {
        findings.add("DOK.08", "/info/x-sla", Some(info.start), "neither `x-sla` nor `termsOfService` tells the service level");
    }
}

pub(super) fn limits(api: &Api<'_>, findings: &mut Findings) {
    let Some(info) = api.info() else { return };
    let text = info.filled("description").unwrap_or_default().to_lowercase();
    let told = ["begräns", "känd", "limit", "known", "problem"].iter().any(|word| text.contains(word));
    if info.get("x-limitations").is_none() && !told {
        findings.add("DOK.09", "/info/x-limitations", Some(info.start), "neither `x-limitations` nor the description tells known limits");
    }
}

pub(super) fn version_of_openapi(api: &Api<'_>, findings: &mut Findings) {
    let version = api.root.get("openapi").and_then(Tree::text).unwrap_or_default();
    if !version.starts_with("3.1") && !version.starts_with("3.2") {
        findings.add("DOK.17", "/openapi", Some(api.root.start), format!("the document is of OpenAPI `{version}`, not 3.1"));
    }
}

pub(super) fn form(api: &Api<'_>, findings: &mut Findings) {
    if api.root.get("openapi").is_none() {
        findings.add("DOK.18", "/openapi", Some(api.root.start), "this is no OpenAPI document: `openapi` is missing");
    }
}

pub(super) fn security(api: &Api<'_>, findings: &mut Findings) {
    if api.root.get("security").is_some() {
        return;
    }
    for operation in api.operations.iter().filter(|operation| operation.tree.get("security").is_none()) {
        let message = "neither the operation nor the document says what authentication is required";
        findings.add("DOK.21", &operation.pointer, Some(operation.at), message);
    }
}

pub(super) fn versions(api: &Api<'_>, findings: &mut Findings) {
    let Some(version) = api.info().and_then(|info| info.filled("version")) else { return };
    let parts: Vec<Option<u64>> = version.split(['-', '+']).next().unwrap_or_default().split('.').map(|part| part.parse().ok()).collect();
    let [Some(major), Some(_), Some(_)] = parts[..] else {
        findings.add("VER.04", "/info/version", info_at(api), format!("`{version}` is no semantic version"));
        return;
    };
    match api.info().and_then(|info| info.filled("x-status")) {
        Some(status @ ("alpha" | "beta")) if major != 0 => {
            findings.add(
                "VER.11",
                "/info/version",
                info_at(api),
                format!("status `{status}` goes with major version 0, found `{version}`"),
            );
        }
        Some("active") if major == 0 => {
            findings.add(
                "VER.12",
                "/info/version",
                info_at(api),
                format!("status `active` begins with major version 1, found `{version}`"),
            );
        }
        _ => {}
    }
}

pub(super) fn schemes(api: &Api<'_>, findings: &mut Findings) {
    for (name, scheme) in api.schemes() {
        let place = format!("/components/securitySchemes/{name}");
        let text = |member| scheme.get(member).and_then(Tree::text).unwrap_or_default();
        match (text("type"), text("scheme")) {
            ("http", word) if word.eq_ignore_ascii_case("basic") || word.eq_ignore_ascii_case("digest") => {
                findings.add("SAK.09", place, Some(scheme.start), format!("`{word}` authentication"));
            }
            ("http", "bearer") => {}
            ("http", word) => {
                findings.add("SAK.10", place, Some(scheme.start), format!("`scheme` is `{word}`; tokens are sent as `bearer`"));
            }
            ("apiKey", _) if text("in") != "header" => {
                for rule in ["SAK.15", "SAK.16"] {
                    findings.add(rule, place.clone(), Some(scheme.start), format!("an API key in `{}`", text("in")));
                }
            }
            ("oauth2", _) => flows(&place, scheme, findings),
            _ => {}
        }
    }
}

/// Addresses of an OAuth 2 scheme.
fn flows(place: &str, scheme: &Tree, findings: &mut Findings) {
    for (flow, _, tree) in scheme.get("flows").map_or(&[][..], Tree::members) {
        for name in ["tokenUrl", "authorizationUrl", "refreshUrl"] {
            if let Some(url) = tree.get(name).and_then(Tree::text).filter(|url| !url.starts_with("https://")) {
                findings.add("SAK.18", format!("{place}/flows/{flow}/{name}"), Some(tree.start), format!("`{url}` is not HTTPS"));
            }
        }
    }
}
