//! Schemas of the components: names of members, lists, dates.

use super::{is_camel, is_snake};
use crate::lint::Findings;
use crate::lint::api::Api;
use crate::lint::tree::Tree;

fn properties(tree: &Tree) -> &[(String, usize, Tree)] {
    tree.get("properties").map_or(&[][..], Tree::members)
}

/// Members of problems (RFC 9457) and of links are named by their standards, but fit all the same.
pub(super) fn names(api: &Api<'_>, findings: &mut Findings) {
    for schema in api.schemas() {
        let (mut camel, mut snake) = (None, None);
        for (name, at, _) in properties(schema.tree) {
            let place = format!("{}/properties/{name}", schema.pointer);
            if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                findings.add("AME.07", place.clone(), Some(*at), format!("`{name}` has other signs than letters and digits"));
            }
            match (is_camel(name), is_snake(name)) {
                (false, false) => findings.add("AME.04", place, Some(*at), format!("`{name}` is neither camelCase nor snake_case")),
                (true, false) => camel = camel.or(Some((name, *at))),
                (false, true) => snake = snake.or(Some((name, *at))),
                (true, true) => {}
            }
        }
        if let (Some((one, _)), Some((other, at))) = (camel, snake) {
            let message = format!("`{}` has both `{one}` and `{other}`", schema.name);
            findings.add("AME.05", schema.pointer.clone(), Some(at), message);
        }
    }
}

/// Endings of plurals in Swedish, Norwegian and English, and words that are their own plural.
const PLURAL: [&str; 8] = ["s", "r", "n", "a", "e", "i", "data", "info"];

pub(super) fn lists(api: &Api<'_>, findings: &mut Findings) {
    for schema in api.schemas() {
        for (name, at, tree) in properties(schema.tree) {
            let list = tree.get("type").and_then(Tree::text) == Some("array");
            if list && !name.starts_with('_') && !PLURAL.iter().any(|ending| name.ends_with(ending)) {
                let place = format!("{}/properties/{name}", schema.pointer);
                findings.add("AME.06", place, Some(*at), format!("the list `{name}` does not seem to have a plural name"));
            }
        }
    }
}

pub(super) fn dates(api: &Api<'_>, findings: &mut Findings) {
    for schema in api.schemas() {
        for (name, at, tree) in properties(schema.tree) {
            let Some(format @ ("date" | "date-time")) = tree.get("format").and_then(Tree::text) else { continue };
            let place = format!("{}/properties/{name}", schema.pointer);
            match tree.get("example").and_then(Tree::text) {
                None => findings.add("DOT.02", place, Some(*at), format!("the {format} `{name}` has no `example`")),
                Some(example) if format == "date" && example.parse::<jiff::civil::Date>().is_err() => {
                    findings.add("DOT.02", place, Some(*at), format!("`{example}` is no RFC 3339 date"));
                }
                Some(example) if format == "date-time" && example.parse::<jiff::Timestamp>().is_err() => {
                    for rule in ["DOT.02", "DOT.04"] {
                        findings.add(rule, place.clone(), Some(*at), format!("`{example}` is no RFC 3339 time with its offset"));
                    }
                }
                Some(_) => {}
            }
        }
    }
}
