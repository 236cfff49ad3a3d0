//! Parameters: their names, paging, headers.

use super::bodies::is_structured;
use super::{is_camel, is_snake};
use crate::lint::Findings;
use crate::lint::api::{Api, Parameter};
use crate::lint::tree::Tree;

pub(super) fn names(api: &Api<'_>, findings: &mut Findings) {
    let mut casing: Option<bool> = None;
    for operation in &api.operations {
        for parameter in api.parameters(operation).iter().filter(|parameter| parameter.place == "query") {
            let name = parameter.name;
            let mut add = |rule, what: &str| findings.add(rule, parameter.pointer.clone(), Some(parameter.at), format!("`{name}` {what}"));
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                add("FNS.03", "does not begin with a letter");
            }
            if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)) {
                add("FNS.06", "needs encoding in an address");
            }
            let (camel, snake) = (is_camel(name), is_snake(name));
            if !camel && !snake {
                add("FNS.01", "is neither camelCase nor snake_case");
            } else if camel != snake {
                if casing.is_some_and(|casing| casing != camel) {
                    add("FNS.01", "is written otherwise than other parameters");
                }
                casing.get_or_insert(camel);
            }
            if parameter.tree.get("required").and_then(Tree::text) == Some("true") {
                add("FNS.05", "is not optional");
            }
        }
    }
}

pub(super) fn paging(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        let parameters = api.parameters(operation);
        let query = |name: &str| parameters.iter().find(|p| p.place == "query" && p.name == name);
        let mut default = |rule: &str, parameter: &Parameter<'_>, wanted: &str| {
            let found = parameter
                .tree
                .get("schema")
                .map(|schema| schema.follow(api.root))
                .and_then(|schema| schema.get("default"))
                .and_then(Tree::text);
            if found != Some(wanted) {
                let message = format!("`{}` has the default `{}`, not {wanted}", parameter.name, found.unwrap_or("none"));
                findings.add(rule, parameter.pointer.clone(), Some(parameter.at), message);
            }
        };
        if let Some(page) = query("page") {
            default("FNS.08", page, "1");
            if let Some(limit) = query("limit") {
                default("FNS.09", limit, "20");
            }
        }
        if let (Some(from), None) = (query("page").or_else(|| query("offset")), query("limit")) {
            findings.add("FNS.07", from.pointer.clone(), Some(from.at), format!("`{}` without `limit`", from.name));
        }
    }
}

/// Other words for what the profile names.
const OTHERS: [(&str, &str); 5] =
    [("$filter", "filter"), ("orderby", "sort"), ("order", "sort"), ("select", "fields"), ("pageNumber", "page")];

pub(super) fn called(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        for parameter in api.parameters(operation).iter().filter(|parameter| parameter.place == "query") {
            if let Some((_, ours)) = OTHERS.iter().find(|(other, _)| *other == parameter.name) {
                let message = format!("`{}` is called `{ours}` in the profile", parameter.name);
                findings.add("UFN.04", parameter.pointer.clone(), Some(parameter.at), message);
            }
        }
    }
}

/// Response headers that some take for request headers.
const NOT_ASKED: [&str; 2] = ["etag", "date"];

pub(super) fn headers(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        for parameter in api.parameters(operation).iter().filter(|parameter| parameter.place == "header") {
            if NOT_ASKED.contains(&parameter.name.to_ascii_lowercase().as_str()) {
                let message = format!("`{}` is a header of responses", parameter.name);
                findings.add("ARQ.03", parameter.pointer.clone(), Some(parameter.at), message);
            }
            if parameter.tree.get("schema").map(|schema| schema.follow(api.root)).is_some_and(is_structured) {
                findings.add(
                    "ARQ.05",
                    parameter.pointer.clone(),
                    Some(parameter.at),
                    format!("`{}` carries structured data", parameter.name),
                );
            }
        }
    }
}
