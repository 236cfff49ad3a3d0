//! The tools of lowering: node tree → values of the syntax tree, with every finding reported and nothing lost that can be kept.
//!
//! Each tool takes a node by value, says what it expected, and returns the best it can. Which keys there are and what they mean is
//! told by `header`, `package`, `class` and `member`.

use super::node::{Entry, Kind, Node, Scalar};
use super::plain::{self, Core};
use crate::diagnostic::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::source::{Span, Spanned, nfc};
use crate::syntax::Text;

/// The keys whose values are sentences, in which a comma is no surprise.
const PROSE: [&str; 8] = ["docs", "title", "limitations", "deprecated", "name", "availability", "response_time", "support"];

/// Where findings go, and what they are about.
pub(super) struct Lower<'a> {
    pub(super) diagnostics: &'a mut Diagnostics,
    /// False when a syntax error cut the file short.
    pub(super) complete: bool,
    /// `package/Class`, inside one.
    pub(super) class: Option<String>,
    /// Attribute, relation, action or event, inside one.
    pub(super) member: Option<String>,
}

/// The entries of a mapping whose keys are words of the language.
pub(super) struct Fields {
    entries: Vec<Entry>,
    /// The whole mapping.
    pub(super) span: Span,
}

impl Fields {
    /// The value under this key.
    pub(super) fn take(&mut self, key: &str) -> Option<Node> {
        let at = self.entries.iter().position(|entry| entry.key.text == key)?;
        let entry = self.entries.swap_remove(at);
        let span = if entry.value.is_null() { entry.key_span } else { entry.value.span };
        Some(Node { span, ..entry.value })
    }
}

impl<'a> Lower<'a> {
    pub(super) fn new(diagnostics: &'a mut Diagnostics, complete: bool) -> Self {
        Self { diagnostics, complete, class: None, member: None }
    }

    /// Reports a finding, with the class and member it is about.
    pub(super) fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.class = self.class.clone();
        diagnostic.member = self.member.clone();
        self.diagnostics.push(diagnostic);
    }

    /// Runs a function of another module that reports, and adds class and member to what it found.
    pub(super) fn within<T>(&mut self, read: impl FnOnce(&mut Diagnostics) -> T) -> T {
        let mut found = Diagnostics::default();
        let value = read(&mut found);
        for diagnostic in found.iter() {
            self.push(diagnostic.clone());
        }
        value
    }

    /// Reports a value of the wrong YAML type.
    pub(super) fn wrong(&mut self, node: &Node, expected: &str, help: Option<String>) {
        let message = format!("expected {expected}, found {}", node.word());
        let diagnostic = Diagnostic::new(&codes::WRONG_TYPE, node.span, message);
        self.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// A mapping with these keys and no others; `what` names it in messages.
    pub(super) fn fields(&mut self, node: Node, what: &str, known: &[&str]) -> Fields {
        let span = node.span;
        let mut entries = Vec::new();
        for entry in self.entries(node, what) {
            if known.contains(&entry.key.text.as_str()) {
                entries.push(entry);
            } else if !self.continues(&entry, entries.last_mut().filter(|before| PROSE.contains(&before.key.text.as_str()))) {
                self.unknown_key(&entry, what, known);
            }
        }
        Fields { entries, span }
    }

    /// The entries of a mapping whose keys are the author's own names.
    pub(super) fn entries(&mut self, node: Node, what: &str) -> Vec<Entry> {
        match node.kind {
            Kind::Map(entries) => entries,
            _ if node.is_null() => Vec::new(),
            _ => {
                self.wrong(&node, &format!("{what} as a mapping"), None);
                Vec::new()
            }
        }
    }

    /// True when a lone word in a flow mapping is the rest of the sentence before it, to which it is then added.
    pub(super) fn continues(&mut self, entry: &Entry, before: Option<&mut Entry>) -> bool {
        let Some(before) = before.filter(|_| entry.bare) else { return false };
        let Kind::Scalar(text) = &mut before.value.kind else { return false };
        if !text.plain || text.is_null() {
            return false;
        }
        let Scalar { text: prose, .. } = text;
        prose.push_str(", ");
        prose.push_str(&entry.key.text);
        let help = match prose.len() {
            0..=120 => format!("quote the text: '{}'", prose.replace('\'', "''")),
            _ => "quote the whole text".to_owned(),
        };
        let message = format!("`{}` is read as the rest of the text before its comma", entry.key.text);
        before.value.span.end = entry.key_span.end;
        self.push(Diagnostic::new(&codes::PROSE_COMMA, entry.key_span, message).help(help));
        true
    }

    fn unknown_key(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let written = &entry.key.text;
        let message = format!("`{written}` is no key of {what}");
        let list = known.join(", ");
        let help = match did_you_mean(written, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Known here: {list}"),
            None => format!("known here: {list}"),
        };
        self.push(Diagnostic::new(&codes::UNKNOWN_KEY, entry.key_span, message).help(help));
    }

    /// Reports a key that must be there, unless the file was cut short.
    pub(super) fn missing(&mut self, span: Span, key: &str, of: &str, help: &str) {
        if self.complete {
            self.push(Diagnostic::new(&codes::MISSING_KEY, span, format!("{of} has no `{key}:`")).help(help));
        }
    }

    /// Text; numbers and booleans are reported, as other readers would change them.
    pub(super) fn text(&mut self, node: Node) -> Option<Text> {
        if let Some(scalar) = node.scalar().filter(|scalar| scalar.plain && plain::core(&scalar.text) != Core::Text) {
            let help = format!("quote it: '{}'", scalar.text);
            self.wrong(&node, "text", Some(help));
        }
        self.any_scalar(node, "text")
    }

    /// Text, number or boolean, as written.
    pub(super) fn any_scalar(&mut self, node: Node, what: &str) -> Option<Text> {
        match node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => Some(Text::new(scalar.text, node.span)),
            _ => {
                self.wrong(&node, what, None);
                None
            }
        }
    }

    /// A name, in NFC.
    pub(super) fn name(&mut self, node: Node) -> Option<Text> {
        self.any_scalar(node, "a name").map(|text| Text::new(nfc(&text.value), text.span))
    }

    /// A list.
    pub(super) fn list(&mut self, node: Node, what: &str) -> Vec<Node> {
        match node.kind {
            Kind::Seq(items) => items,
            _ if node.is_null() => Vec::new(),
            Kind::Scalar(ref scalar) => {
                let help = format!("write a list: [{}]", scalar.text);
                self.wrong(&node, &format!("a list of {what}"), Some(help));
                vec![node]
            }
            Kind::Map(_) => {
                self.wrong(&node, &format!("a list of {what}"), None);
                Vec::new()
            }
        }
    }

    /// A list of names.
    pub(super) fn names(&mut self, node: Node, what: &str) -> Vec<Text> {
        self.list(node, what).into_iter().filter_map(|item| self.name(item)).collect()
    }

    /// One name or a list of names.
    pub(super) fn one_or_more(&mut self, node: Node, what: &str) -> Vec<Text> {
        if node.scalar().is_some() { self.name(node).into_iter().collect() } else { self.names(node, what) }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: &Node) -> bool {
        if let Some(Core::Bool(value)) = node.scalar().filter(|scalar| scalar.plain).map(|scalar| plain::core(&scalar.text)) {
            return value;
        }
        self.wrong(node, "`true` or `false`", Some("write `true` or `false`, without quotes".to_owned()));
        false
    }

    /// A whole number from 1.
    pub(super) fn count(&mut self, node: &Node) -> Option<Spanned<u32>> {
        let number = node.scalar().filter(|scalar| scalar.plain).and_then(|scalar| scalar.text.parse().ok()).filter(|&n| n > 0);
        if number.is_none() {
            self.wrong(node, "a whole number from 1", None);
        }
        number.map(|n| Spanned::new(n, node.span))
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, node: Node, what: &str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let written = self.any_scalar(node, &format!("a word ({what})"))?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == written.value) {
            return Some(Spanned::new(*value, written.span));
        }
        let list = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = match did_you_mean(&written.value, words.iter().map(|(word, _)| *word)) {
            Some(near) => format!("did you mean `{near}`? Known here: {list}"),
            None => format!("known here: {list}"),
        };
        self.push(Diagnostic::new(&codes::UNKNOWN_WORD, written.span, format!("`{}` is no {what}", written.value)).help(help));
        None
    }
}
