//! A package file: node tree → [`Package`].

use super::class;
use super::lower::Lower;
use super::node::{Entry, Kind, Node};
use super::plain;
use crate::source::{Span, Spanned, nfc};
use crate::syntax::{Enum, Feed, Package, Text};

pub(crate) const KEYS: [&str; 9] = ["package", "docs", "uses", "scopes", "feed", "common", "enums", "impediments", "classes"];

/// Reads a package file; `fallback` is the path that the file's name says, for when `package:` is missing.
pub(super) fn package(root: Option<Node>, file: Span, fallback: &str, lower: &mut Lower<'_>) -> Package {
    let start = Span { end: file.start, ..file };
    let mut package = Package { path: Text::new(nfc(fallback), start), ..Package::default() };
    let Some(root) = root else {
        missing(start, fallback, lower);
        return package;
    };
    let mut fields = lower.fields(root, "a package", &KEYS);
    match fields.take("package") {
        Some(node) => {
            if let Some(path) = lower.name(node) {
                package.path = path;
            }
        }
        None => missing(start, fallback, lower),
    }
    package.docs = fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default();
    package.uses = fields.take("uses").map(|node| lower.names(node, "packages")).unwrap_or_default();
    if let Some(node) = fields.take("scopes") {
        let mut scopes = lower.fields(node, "`scopes`", &["read", "write"]);
        package.read_scope = scopes.take("read").and_then(|node| lower.text(node));
        package.write_scope = scopes.take("write").and_then(|node| lower.text(node));
    }
    package.feed = fields.take("feed").and_then(|node| feed(node, lower));
    package.common = fields.take("common").is_some_and(|node| lower.flag(&node));
    package.enums = fields.take("enums").map(|node| enums(node, lower)).unwrap_or_default();
    package.impediments = fields.take("impediments").map(|node| lower.labelled(node, "impediments")).unwrap_or_default();
    if let Some(node) = fields.take("classes") {
        for entry in lower.entries(node, "classes") {
            package.classes.push(class::class(entry, &package.path.value, lower));
        }
    }
    package
}

fn missing(start: Span, fallback: &str, lower: &mut Lower<'_>) {
    lower.missing(start, "package", "the file", &format!("write `package: {fallback}`, or move the file out of the model's folder"));
}

fn feed(node: Node, lower: &mut Lower<'_>) -> Option<Spanned<Feed>> {
    let span = node.span;
    if !matches!(node.kind, Kind::Map(_)) {
        let boolean = node.scalar().is_some_and(|scalar| scalar.plain && matches!(plain::core(&scalar.text), plain::Core::Bool(_)));
        if !boolean {
            lower.wrong(&node, "`true` or a mapping", Some("write `feed: true` or `feed: {page_size: 100}`".to_owned()));
            return None;
        }
        return lower.flag(&node).then(|| Spanned::new(Feed::default(), span));
    }
    let mut fields = lower.fields(node, "`feed`", &["page_size"]);
    Some(Spanned::new(Feed { page_size: fields.take("page_size").and_then(|node| lower.count(&node)) }, span))
}

fn enums(node: Node, lower: &mut Lower<'_>) -> Vec<Enum> {
    let mut enums = Vec::new();
    for entry in lower.entries(node, "enums") {
        let name = Text::new(entry.key.text, entry.key_span);
        let mut one = Enum { name, ..Enum::default() };
        if is_long(&entry.value) {
            let mut fields = lower.fields(entry.value, "an enum", &["docs", "values"]);
            one.docs = fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default();
            one.values = fields.take("values").map(|node| lower.labelled(node, "values")).unwrap_or_default();
        } else {
            one.values = lower.labelled(entry.value, "values");
        }
        enums.push(one);
    }
    enums
}

/// `{docs:, values:}`, told from a list of codes by having no other key, and `values`.
fn is_long(node: &Node) -> bool {
    let Kind::Map(entries) = &node.kind else { return false };
    let key = |entry: &Entry| entry.key.text.clone();
    entries.iter().any(|entry| key(entry) == "values") && entries.iter().all(|entry| matches!(key(entry).as_str(), "docs" | "values"))
}
