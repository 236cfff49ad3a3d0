//! A consumer's contract: node tree → [`Contract`].

use std::path::Path;

use smie_wire::model::Operation;

use super::lower::Lower;
use super::node::{Entry, Kind, Node};
use super::{folder, parse, whole};
use crate::diagnostic::Diagnostics;
use crate::source::contract::{Contract, Members, Use};
use crate::source::{FileId, Sources};
use crate::syntax::Text;

/// Reads a contract's file; `None` when it cannot be read as text.
pub(in crate::source) fn read_contract_file(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Contract> {
    let (file, text) = folder::read(path, sources, diagnostics);
    Some(read_contract(file, &text?, diagnostics))
}

/// Reads the text of a contract.
pub fn read_contract(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Contract {
    let document = parse::load(file, text, diagnostics);
    let span = whole(file, text);
    let mut lower = Lower::new(diagnostics, document.complete);
    let mut contract = Contract { span, ..Contract::default() };
    let help = "write `consumer: NAME` and `uses:` with the classes that it uses";
    let Some(root) = document.root else {
        lower.missing(span, "consumer", "the contract", help);
        return contract;
    };
    let mut fields = lower.fields(root, "a contract", &["consumer", "docs", "contact", "uses"]);
    match fields.take("consumer").and_then(|node| lower.text(node)) {
        Some(name) => contract.name = name,
        None => lower.missing(fields.span, "consumer", "the contract", help),
    }
    contract.docs = fields.take("docs").and_then(|node| lower.text(node));
    contract.contact = fields.take("contact").and_then(|node| lower.text(node));
    if let Some(node) = fields.take("uses") {
        for entry in lower.entries(node, "uses") {
            contract.uses.push(class(entry, &mut lower));
        }
    }
    contract
}

/// True for a text that is a contract and no package: consumers may live in the model's folder.
pub(super) fn is_contract(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("consumer:"))
}

fn class(entry: Entry, lower: &mut Lower<'_>) -> Use {
    lower.class = Some(entry.key.text.clone());
    let mut used = Use { class: Text::new(entry.key.text, entry.key_span), ..Use::default() };
    let mut fields = lower.fields(entry.value, "a used class", &["by", "operations", "reads", "writes", "actions", "events"]);
    used.by = fields.take("by").map(|node| lower.one_or_more(node, "identifiers")).unwrap_or_default();
    used.reads = fields.take("reads").map(|node| members(node, lower)).unwrap_or_default();
    used.writes = fields.take("writes").map(|node| members(node, lower)).unwrap_or_default();
    used.actions = fields.take("actions").map(|node| lower.one_or_more(node, "actions")).unwrap_or_default();
    used.events = fields.take("events").map(|node| lower.one_or_more(node, "events")).unwrap_or_default();
    if let Some(node) = fields.take("operations") {
        let words: Vec<_> = Operation::ALL.iter().map(|operation| (operation.word(), *operation)).collect();
        let items = lower.list(node, "operations");
        used.operations = items.into_iter().filter_map(|item| lower.word(item, "operation", &words)).collect();
    }
    lower.class = None;
    used
}

/// The word `all`, or names.
fn members(node: Node, lower: &mut Lower<'_>) -> Members {
    let is_all = matches!(&node.kind, Kind::Scalar(scalar) if scalar.plain && scalar.text == "all");
    if is_all {
        return Members { all: true, names: Vec::new() };
    }
    Members { all: false, names: lower.one_or_more(node, "attributes and relations, or the word `all`") }
}
