//! The conformance statement: every rule of the profile, and what shows that it is met, or whose duty it is.
//!
//! Pure: which tests there are is told by the caller, who has read the sources.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::rules::{self, Carrier, Rule};

/// The statement as Markdown. `tests` are names of tests by the id of the rule that they prove; `exceptions` are rules that a model knowingly does not meet.
#[must_use]
pub fn markdown(tests: &BTreeMap<String, Vec<String>>, exceptions: &BTreeMap<String, String>) -> String {
    let mut text = String::from(BEGIN);
    let mut area = "";
    for rule in rules::ALL {
        let begins = rule.id.split('.').next().unwrap_or_default();
        if begins != area {
            area = begins;
            let _ = write!(text, "\n## {area}: {}\n\n| rule | level | asks that | met by |\n|---|---|---|---|\n", title(area));
        }
        let told = match exceptions.get(rule.id) {
            Some(reason) => format!("exception: {reason}"),
            None => met(rule, tests.get(rule.id).map_or(&[], Vec::as_slice)),
        };
        let _ = writeln!(text, "| {} | {} | {} | {told} |", rule.id, rule.level.word(), rule.title);
    }
    text
}

/// Tests by rule: `fn hyp_01_every_…` proves HYP.01.
#[must_use]
pub fn named_tests<'s>(sources: impl IntoIterator<Item = &'s str>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources {
        for line in source.lines() {
            let name = line.trim_start().trim_start_matches("async ").strip_prefix("fn ").and_then(|rest| rest.split('(').next());
            let Some(name) = name else { continue };
            let mut parts = name.splitn(3, '_');
            let (Some(area), Some(number), Some(_)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let id = format!("{}.{number}", area.to_ascii_uppercase());
            if rules::find(&id).is_some() {
                found.entry(id).or_default().push(name.to_owned());
            }
        }
    }
    found
}

fn met(rule: &Rule, tests: &[String]) -> String {
    let names = |tests: &[String]| tests.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let linted = super::checked().any(|id| id == rule.id);
    match (tests, rule.carrier) {
        ([], _) if linted => format!("{}; `smie lint`", rule.note),
        ([], Carrier::Operations) => format!("duty of operations: {}", rule.note),
        ([], Carrier::Organisation) => format!("duty of the organisation: {}", rule.note),
        ([], Carrier::Client) => format!("the client: {}", rule.note),
        ([], Carrier::Document | Carrier::Server) => rule.note.to_owned(),
        (tests, _) if linted => format!("{}; `smie lint`; {}", rule.note, names(tests)),
        (tests, _) => format!("{}; {}", rule.note, names(tests)),
    }
}

fn title(area: &str) -> &'static str {
    match area {
        "DOK" => "documentation",
        "DOT" => "dates and times",
        "RES" => "resources",
        "UFN" => "addresses",
        "MOG" => "maturity",
        "SAK" => "security",
        "AME" => "data model",
        "ARQ" => "requests",
        "ARP" => "responses",
        "FEL" => "errors",
        "CAC" => "caching",
        "VER" => "versions",
        "WEB" => "webhooks",
        "FNS" => "filtering and paging",
        "SPA" => "tracing (version 2.0)",
        _ => "hypermedia",
    }
}

const BEGIN: &str = "# Conformance with the Swedish REST API profile

How an API of profile `rest-se` that smie generates or serves meets each of the 151 rules of version 1.2, and the tracing rules of 2.0 that are known. Written by
`smie lint --statement`; a test keeps it true. Names in code style are tests of this repository that fail when the rule is broken; `smie lint` checks a document,
`smie conform` a running server.

A rule that is the organisation's, or that of operations (gateway, certificates, authorisation server), no generator can meet; the line says what smie leaves to
be done. Exceptions of a model (`exceptions:` in `model.yaml`) are shown in its place when the statement is made for that model: `smie lint --statement MODEL`.

Where the profile and the RFCs that it names differ, the RFC is followed: `Deprecation` and `Sunset` carry the dates of RFC 9745 and RFC 8594
(`deprecation_dates` chooses), `_links` is HAL's object, and its members `_links`, `_embedded` and `_meta` are outside AME.04.
";
