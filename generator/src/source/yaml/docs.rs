//! Documentation: plain text or a text per language, and what is made of it (deprecations, labelled names).

use super::lower::Lower;
use super::node::{Entry, Kind, Node, Scalar};
use super::plain;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::syntax as codes;
use crate::source::Span;
use crate::syntax::{Deprecation, Docs, Labelled, Text};

impl Lower<'_> {
    /// `docs:` and its like: a string, or a mapping from language to string.
    pub(super) fn docs(&mut self, node: Node) -> Docs {
        let Node { span, kind } = node;
        let Kind::Map(entries) = kind else {
            return Docs { texts: self.text(Node { span, kind }).map(|text| (None, text)).into_iter().collect() };
        };
        let mut kept: Vec<Entry> = Vec::new();
        for entry in entries {
            if !self.continues(&entry, kept.last_mut()) {
                kept.push(entry);
            }
        }
        let mut docs = Docs::default();
        for entry in kept {
            let language = Text::new(entry.key.text, entry.key_span);
            self.check_language(&language, entry.key.plain);
            if entry.value.is_null() {
                self.wrong(&Node { span: entry.key_span, ..entry.value }, "text", None);
            } else if let Some(text) = self.text(entry.value) {
                docs.texts.push((Some(language), text));
            }
        }
        docs
    }

    /// Reports what is no language code, and `no` above all.
    pub(super) fn check_language(&mut self, code: &Text, plain: bool) {
        let written = &code.value;
        if written.eq_ignore_ascii_case("no") || (plain && plain::mistaken_for(written).is_some_and(|what| what == "a truth value")) {
            let message = format!("`{written}` as a language is the truth value false to many YAML readers");
            let help = if written.eq_ignore_ascii_case("no") {
                "write `nb` (bokmål) or `nn` (nynorsk)"
            } else {
                "write a language code of BCP 47, such as `nb`, `sv` or `en`"
            };
            self.push(Diagnostic::new(&codes::LANGUAGE_NO, code.span, message).help(help));
        } else if !is_language(written) {
            let message = format!("`{written}` is no language code");
            let help = "write a code of BCP 47, such as `nb`, `nn`, `sv`, `en` or `sv-FI`; if a comma or colon belongs to the text, quote the text";
            self.push(Diagnostic::new(&codes::BAD_LANGUAGE, code.span, message).help(help));
        }
    }

    /// `deprecated:`: `true`, a string, or `{since:, date:, sunset:, use:, docs:}`.
    pub(super) fn deprecated(&mut self, node: Node) -> Option<Deprecation> {
        let span = node.span;
        if let Some(scalar) = node.scalar() {
            if let (true, plain::Core::Bool(set)) = (scalar.plain, plain::core(&scalar.text)) {
                return set.then(|| Deprecation { span, ..Deprecation::default() });
            }
            return Some(Deprecation { span, docs: self.docs(node), ..Deprecation::default() });
        }
        let mut fields = self.fields(node, "a deprecation", &["since", "date", "sunset", "use", "docs"]);
        Some(Deprecation {
            span,
            since: fields.take("since").and_then(|node| self.text(node)),
            date: fields.take("date").and_then(|node| self.text(node)),
            sunset: fields.take("sunset").and_then(|node| self.text(node)),
            instead: fields.take("use").and_then(|node| self.name(node)),
            docs: fields.take("docs").map(|node| self.docs(node)).unwrap_or_default(),
        })
    }

    /// Names with a text each: a mapping, or a plain list of names.
    pub(super) fn labelled(&mut self, node: Node, what: &str) -> Vec<Labelled> {
        if let Kind::Seq(items) = &node.kind {
            for item in items {
                self.check_code(item.scalar(), item.span);
            }
            return self.names(node, what).into_iter().map(|name| Labelled { name, docs: Docs::default() }).collect();
        }
        let mut labelled = Vec::new();
        for entry in self.entries(node, what) {
            self.check_code(Some(&entry.key), entry.key_span);
            let docs = if entry.value.is_null() { Docs::default() } else { self.docs(entry.value) };
            labelled.push(Labelled { name: Text::new(entry.key.text, entry.key_span), docs });
        }
        labelled
    }

    /// Warns about codes that readers of YAML 1.1 take for something else.
    fn check_code(&mut self, code: Option<&Scalar>, span: Span) {
        let Some(code) = code.filter(|code| code.plain).map(|code| &code.text) else { return };
        if let Some(what) = plain::mistaken_for(code) {
            let message = format!("`{code}` without quotes is {what} to readers of YAML 1.1");
            self.push(Diagnostic::new(&codes::CODE_AS_NUMBER, span, message).help(format!("quote it: '{code}'")));
        }
    }
}

/// A language tag of BCP 47, by its form: two or three letters, then subtags.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let primary = parts.next().unwrap_or_default();
    matches!(primary.len(), 2 | 3)
        && primary.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
