//! Operations: their texts, statuses, bodies and examples.

use crate::lint::Findings;
use crate::lint::api::{Api, Operation, part};
use crate::lint::tree::{Tree, Value};

const PROBLEMS: [&str; 2] = ["application/problem+json", "application/problem+xml"];

pub(super) fn described(api: &Api<'_>, findings: &mut Findings) {
    for (path, at, item) in api.root.get("paths").map_or(&[][..], Tree::members) {
        // Tools take every member of a path for an operation.
        for (name, ..) in item.members().iter().filter(|(name, ..)| !crate::lint::api::METHODS.contains(&name.as_str())) {
            findings.add("DOK.19", format!("/paths/{}/{name}", part(path)), Some(*at), format!("`{name}` beside the operations of a path"));
        }
    }
    for operation in &api.operations {
        for name in ["summary", "description"].iter().filter(|name| operation.tree.filled(name).is_none()) {
            for rule in ["DOK.12", "DOK.19"] {
                findings.add(rule, &operation.pointer, Some(operation.at), format!("the operation has no `{name}`"));
            }
        }
        if operation.tree.filled("operationId").is_none() {
            findings.add("DOK.16", &operation.pointer, Some(operation.at), "the operation has no `operationId`");
        }
    }
}

pub(super) fn responses(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        let responses = api.responses(operation);
        let is_error = |status: &str| status == "default" || status.starts_with(['4', '5']);
        if !responses.iter().any(|(status, ..)| is_error(status)) {
            for rule in ["DOK.13", "DOK.20"] {
                findings.add(rule, &operation.pointer, Some(operation.at), "no response tells of errors");
            }
        }
        for (status, at, _) in responses.iter().filter(|(.., response)| response.filled("description").is_none()) {
            let place = format!("{}/responses/{status}", operation.pointer);
            findings.add("DOK.20", place, Some(*at), "the response has no description");
        }
    }
}

/// True when a representation has an example, by itself or in its schema.
fn has_example(api: &Api<'_>, content: &Tree) -> bool {
    let named = ["example", "examples"].iter().any(|name| content.get(name).is_some());
    named
        || content.get("schema").is_some_and(|schema| {
            let schema = schema.follow(api.root);
            ["example", "examples"].iter().any(|name| schema.get(name).is_some())
        })
}

pub(super) fn examples(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        let bodies = api.body(operation).map(|body| ("requestBody".to_owned(), body)).into_iter();
        let good = api.responses(operation).into_iter().filter(|(status, ..)| status.starts_with('2'));
        let good = good.map(|(status, _, response)| (format!("responses/{status}"), response));
        for (place, body) in bodies.chain(good) {
            let content = body.get("content").map_or(&[][..], Tree::members);
            for (mime, at, content) in content.iter().filter(|(mime, ..)| mime.split(';').next() == Some("application/json")) {
                if !has_example(api, content) {
                    let place = format!("{}/{place}/content/{}", operation.pointer, part(mime));
                    findings.add("DOK.15", place, Some(*at), "the body has no example");
                }
            }
        }
    }
}

pub(super) fn media_types(api: &Api<'_>, findings: &mut Findings) {
    for operation in api.operations.iter().filter(|operation| operation.tree.get("requestBody").is_some()) {
        if !api.responses(operation).iter().any(|(status, ..)| *status == "415") {
            findings.add("SAK.29", &operation.pointer, Some(operation.at), "an operation with a body does not list 415");
        }
    }
}

pub(super) fn methods(api: &Api<'_>, findings: &mut Findings) {
    for operation in api.operations.iter().filter(|operation| operation.method == "get" && operation.tree.get("requestBody").is_some()) {
        for rule in ["SAK.30", "UFN.03"] {
            findings.add(rule, &operation.pointer, Some(operation.at), "GET has a body");
        }
    }
}

pub(super) fn problems(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        for (status, at, response) in api.responses(operation) {
            if status != "default" && !status.starts_with(['4', '5']) {
                continue;
            }
            let Some(content) = response.get("content") else { continue };
            let place = format!("{}/responses/{status}", operation.pointer);
            let Some(problem) = PROBLEMS.iter().find_map(|mime| content.get(mime)) else {
                findings.add("FEL.02", place, Some(at), "an error is not `application/problem+json`");
                continue;
            };
            members(api, problem, &place, at, findings);
        }
    }
}

/// The five members of a problem.
fn members(api: &Api<'_>, problem: &Tree, place: &str, at: usize, findings: &mut Findings) {
    let Some(schema) = problem.get("schema").map(|schema| schema.follow(api.root)) else {
        findings.add("FEL.01", place, Some(at), "the problem has no schema");
        return;
    };
    let required: Vec<_> = schema.get("required").map_or(&[][..], Tree::items).iter().filter_map(Tree::text).collect();
    let declared = |name: &str| schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
    let lacks = |name: &&&str| !declared(name) || !required.contains(*name);
    let missing: Vec<_> = ["type", "title", "status", "detail", "instance"].iter().filter(lacks).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        findings.add("FEL.01", place, Some(at), format!("the problem's schema does not require {}", missing.join(", ")));
    }
}

pub(super) fn json(api: &Api<'_>, findings: &mut Findings) {
    let is_document =
        |mime: &str| mime.ends_with("+json") && !PROBLEMS.contains(&mime) && !mime.contains("cloudevents") && !mime.contains("patch");
    for operation in &api.operations {
        for (status, at, response) in api.responses(operation).into_iter().filter(|(status, ..)| status.starts_with('2')) {
            let mimes: Vec<&str> = response.get("content").map_or(&[][..], Tree::members).iter().map(|(mime, ..)| mime.as_str()).collect();
            let plain = mimes.iter().any(|mime| mime.split(';').next() == Some("application/json"));
            if mimes.iter().any(|mime| is_document(mime)) && !plain {
                for rule in ["AME.01", "AME.02"] {
                    let place = format!("{}/responses/{status}", operation.pointer);
                    findings.add(rule, place, Some(at), "`application/json` is not among the representations");
                }
            }
        }
    }
}

pub(super) fn traces(api: &Api<'_>, findings: &mut Findings) {
    for operation in &api.operations {
        let parameters = api.parameters(operation);
        let named = |name: &str| parameters.iter().find(|p| p.place == "header" && p.name.eq_ignore_ascii_case(name));
        match named("traceparent") {
            None => {
                findings.add("SPA.02", &operation.pointer, Some(operation.at), "`traceparent` is no parameter of the operation");
                if let Some(other) = named("x-request-id") {
                    findings.add("SPA.07", other.pointer.clone(), Some(other.at), "`x-request-id` stands in place of `traceparent`");
                }
            }
            Some(parameter) if parameter.tree.get("required").and_then(Tree::text) == Some("true") => {
                findings.add("SPA.02", parameter.pointer.clone(), Some(parameter.at), "`traceparent` is required");
            }
            Some(_) => {}
        }
        returned(api, operation, findings);
    }
}

fn returned(api: &Api<'_>, operation: &Operation<'_>, findings: &mut Findings) {
    for (status, at, response) in api.responses(operation) {
        let headers = response.get("headers").map_or(&[][..], Tree::members);
        if !headers.iter().any(|(name, ..)| name.eq_ignore_ascii_case("traceparent")) {
            let place = format!("{}/responses/{status}", operation.pointer);
            findings.add("SPA.04", place, Some(at), "`traceparent` is not among the headers");
        }
    }
}

/// True for a schema whose values are objects or lists.
pub(super) fn is_structured(tree: &Tree) -> bool {
    match tree.get("type").map(|ty| &ty.value) {
        Some(Value::Scalar(word)) => word == "object" || word == "array",
        Some(Value::List(words)) => words.iter().filter_map(Tree::text).any(|word| word == "object" || word == "array"),
        _ => tree.get("properties").is_some() || tree.get("items").is_some(),
    }
}
