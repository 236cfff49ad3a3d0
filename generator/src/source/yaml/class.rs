//! A class: node tree → [`Class`].

use smie_wire::model::Operation;

use super::action;
use super::lower::Lower;
use super::member;
use super::node::{Entry, Node};
use crate::source::Spanned;
use crate::syntax::{Class, Is, Text};

pub(crate) const KEYS: [&str; 16] = [
    "is",
    "extends",
    "docs",
    "subject",
    "state",
    "collection",
    "within",
    "allow",
    "since",
    "deprecated",
    "wire",
    "scope",
    "attributes",
    "relations",
    "actions",
    "events",
];

/// The words after `is:`.
pub(crate) const STEREOTYPES: [(&str, Is); 5] = [
    ("hovedklasse", Is::Hovedklasse),
    ("abstrakt", Is::Abstrakt),
    ("datatype", Is::Datatype),
    ("kodeverk", Is::Kodeverk),
    ("referanse", Is::Referanse),
];

/// Reads a class of the package with this path.
pub(super) fn class(entry: Entry, package: &str, lower: &mut Lower<'_>) -> Class {
    let name = entry.key.text;
    lower.class = Some(if package.is_empty() { name.clone() } else { format!("{package}/{name}") });
    let mut class = Class { name: Text::new(name, entry.key_span), ..Class::default() };
    let node = Node { span: if entry.value.is_null() { entry.key_span } else { entry.value.span }, ..entry.value };
    let mut fields = lower.fields(node, "a class", &KEYS);
    match fields.take("is") {
        Some(node) => class.is = lower.word(node, "kind of class", &STEREOTYPES),
        None => {
            let help = "write `is: hovedklasse`, `abstrakt`, `datatype`, `kodeverk` or `referanse`";
            lower.missing(entry.key_span, "is", &format!("class `{}`", class.name.value), help);
        }
    }
    class.extends = fields.take("extends").map(|node| lower.one_or_more(node, "classes")).unwrap_or_default();
    class.docs = fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default();
    class.subject = fields.take("subject").and_then(|node| subject(node, lower));
    class.state = fields.take("state").and_then(|node| lower.name(node));
    class.collection = fields.take("collection").and_then(|node| lower.name(node));
    class.within = fields.take("within").and_then(|node| lower.name(node));
    class.allow = fields.take("allow").map(|node| allow(node, lower));
    class.since = fields.take("since").and_then(|node| lower.text(node));
    class.deprecated = fields.take("deprecated").and_then(|node| lower.deprecated(node));
    class.wire = fields.take("wire").and_then(|node| lower.name(node));
    class.scope = fields.take("scope").and_then(|node| lower.text(node));
    for entry in fields.take("attributes").map(|node| lower.entries(node, "attributes")).unwrap_or_default() {
        class.attributes.push(member::attribute(entry, lower));
    }
    for entry in fields.take("relations").map(|node| lower.entries(node, "relations")).unwrap_or_default() {
        class.relations.push(member::relation(entry, lower));
    }
    for entry in fields.take("actions").map(|node| lower.entries(node, "actions")).unwrap_or_default() {
        class.actions.push(action::action(entry, lower));
    }
    for entry in fields.take("events").map(|node| lower.entries(node, "events")).unwrap_or_default() {
        class.events.push(action::event(entry, lower));
    }
    lower.class = None;
    class
}

fn subject(node: Node, lower: &mut Lower<'_>) -> Option<Text> {
    lower.word(node, "subject", &[("self", ())]).map(|word| Text::new("self".to_owned(), word.span))
}

fn allow(node: Node, lower: &mut Lower<'_>) -> Spanned<Vec<Spanned<Operation>>> {
    let span = node.span;
    let words: Vec<_> = Operation::ALL.iter().map(|operation| (operation.word(), *operation)).collect();
    let items = lower.list(node, "operations");
    Spanned::new(items.into_iter().filter_map(|item| lower.word(item, "operation", &words)).collect(), span)
}
