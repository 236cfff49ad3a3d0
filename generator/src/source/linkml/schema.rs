//! One LinkML file as records of words with places, before any name is looked up.
//!
//! The YAML itself is read by the reader of our own language, so that its findings and places are the same. Keys that this language has no
//! counterpart for are reported, each once where it stands: nothing of a schema is lost without notice.

use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::yaml::node::{Entry, Kind, Node};
use crate::source::{FileId, Span, Spanned, nfc};
use crate::syntax::Text;

/// A file.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) span: Span,
    pub(super) id: Option<Text>,
    pub(super) name: Option<Text>,
    pub(super) version: Option<Text>,
    pub(super) description: Option<Text>,
    pub(super) default_range: Option<Text>,
    pub(super) imports: Vec<Text>,
    pub(super) classes: Vec<ClassDef>,
}

/// A class.
#[derive(Debug, Default)]
pub(super) struct ClassDef {
    pub(super) name: Text,
    pub(super) description: Option<Text>,
    pub(super) is_a: Option<Text>,
    /// Place of `abstract: true`.
    pub(super) is_abstract: Option<Span>,
    pub(super) stereotype: Option<Text>,
    pub(super) deprecated: Option<Text>,
    pub(super) slots: Vec<Slot>,
}

/// An attribute of a class, which may mean an attribute or a relation.
#[derive(Debug, Default)]
pub(super) struct Slot {
    pub(super) name: Text,
    pub(super) range: Option<Text>,
    pub(super) required: bool,
    pub(super) multivalued: bool,
    /// Where how many is written.
    pub(super) bounds_span: Option<Span>,
    pub(super) inverse: Option<Text>,
    pub(super) writable: bool,
    /// The annotation `primaryRelation`.
    pub(super) primary: bool,
    pub(super) description: Option<Text>,
    pub(super) deprecated: Option<Text>,
    pub(super) pattern: Option<Text>,
    pub(super) min: Option<Text>,
    pub(super) max: Option<Text>,
}

/// What a file says; `None` when it is no mapping.
pub(super) fn read(root: &Node, file: FileId, diagnostics: &mut Diagnostics) -> Schema {
    let mut reader = Reader { path: String::new(), class: None, member: None, diagnostics };
    let mut schema = Schema { span: Span { file, start: 0, end: 0 }, ..Schema::default() };
    for entry in reader.mapping(root) {
        match entry.key.text.as_str() {
            "id" => schema.id = reader.text(entry),
            "name" => schema.name = reader.text(entry),
            "version" => schema.version = reader.text(entry),
            "description" => schema.description = reader.prose(entry),
            "default_range" => schema.default_range = reader.text(entry),
            "imports" => schema.imports = reader.list(entry),
            "classes" => {
                reader.path = schema.name.as_ref().map(|name| super::package_path(&name.value)).unwrap_or_default();
                schema.classes = reader.mapping(&entry.value).iter().map(|class| reader.class(class)).collect();
            }
            "title" | "prefixes" | "default_prefix" | "license" | "see_also" | "comments" | "emit_prefixes" | "default_curi_maps" => {}
            _ => reader.unknown(entry),
        }
    }
    schema
}

/// Reads values and remembers where it is.
struct Reader<'d> {
    path: String,
    class: Option<String>,
    member: Option<String>,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn class(&mut self, entry: &Entry) -> ClassDef {
        let qualified = if self.path.is_empty() { entry.key.text.clone() } else { format!("{}/{}", self.path, entry.key.text) };
        self.class = Some(qualified);
        let mut class = ClassDef { name: key(entry), ..ClassDef::default() };
        for entry in self.mapping(&entry.value) {
            match entry.key.text.as_str() {
                "description" => class.description = self.prose(entry),
                "is_a" => class.is_a = self.text(entry),
                "abstract" => class.is_abstract = self.boolean(entry).then_some(entry.value.span),
                "deprecated" => class.deprecated = self.advice(entry),
                "attributes" => class.slots = self.mapping(&entry.value).iter().map(|slot| self.slot(slot)).collect(),
                "annotations" => {
                    for entry in self.mapping(&entry.value) {
                        match entry.key.text.as_str() {
                            "stereotype" => class.stereotype = self.annotation(entry),
                            _ => self.unknown(entry),
                        }
                    }
                }
                "title" | "comments" | "see_also" | "examples" | "class_uri" | "notes" | "aliases" | "todos" => {}
                _ => self.unknown(entry),
            }
        }
        self.class = None;
        class
    }

    fn slot(&mut self, entry: &Entry) -> Slot {
        self.member = Some(entry.key.text.clone());
        let mut slot = Slot { name: key(entry), ..Slot::default() };
        for entry in self.mapping(&entry.value) {
            match entry.key.text.as_str() {
                "range" => slot.range = self.text(entry),
                "required" => {
                    slot.required = self.boolean(entry);
                    slot.bounds_span = Some(entry.key_span);
                }
                "multivalued" => {
                    slot.multivalued = self.boolean(entry);
                    slot.bounds_span = Some(entry.key_span);
                }
                "inverse" => slot.inverse = self.text(entry),
                "description" => slot.description = self.prose(entry),
                "deprecated" => slot.deprecated = self.advice(entry),
                "pattern" => slot.pattern = self.prose(entry),
                "minimum_value" => slot.min = self.text(entry),
                "maximum_value" => slot.max = self.text(entry),
                "annotations" => self.slot_annotations(entry, &mut slot),
                "title" | "comments" | "see_also" | "examples" | "slot_uri" | "notes" | "aliases" | "todos" => {}
                _ => self.unknown(entry),
            }
        }
        self.member = None;
        slot
    }

    fn slot_annotations(&mut self, annotations: &Entry, slot: &mut Slot) {
        for entry in self.mapping(&annotations.value) {
            let is_true = |text: Option<Text>| text.is_some_and(|text| text.value.eq_ignore_ascii_case("true"));
            match entry.key.text.as_str() {
                "writeable" | "writable" => slot.writable = is_true(self.annotation(entry)),
                "primaryRelation" => slot.primary = is_true(self.annotation(entry)),
                _ => self.unknown(entry),
            }
        }
    }

    /// An annotation's value: plain, or under `value:` as LinkML's long form has it.
    fn annotation(&mut self, entry: &Entry) -> Option<Text> {
        match &entry.value.kind {
            Kind::Map(fields) => {
                let value = fields.iter().find(|field| field.key.text == "value")?;
                self.text(value)
            }
            _ => self.text(entry),
        }
    }

    /// A mapping's entries; nothing at all is an empty mapping.
    fn mapping<'n>(&mut self, node: &'n Node) -> &'n [Entry] {
        match &node.kind {
            Kind::Map(entries) => entries,
            _ if node.is_null() => &[],
            _ => {
                self.wrong(node, "a mapping");
                &[]
            }
        }
    }

    /// One word; in NFC, for it may be a name.
    fn text(&mut self, entry: &Entry) -> Option<Text> {
        self.prose(entry).map(|text| Spanned::new(nfc(&text.value), text.span))
    }

    fn prose(&mut self, entry: &Entry) -> Option<Text> {
        let scalar = entry.value.scalar();
        if scalar.is_none() && !entry.value.is_null() {
            self.wrong(&entry.value, "text");
        }
        scalar.map(|scalar| Spanned::new(scalar.text.clone(), entry.value.span))
    }

    /// The text of `deprecated:`; older schemas say `true`, which advises nothing.
    fn advice(&mut self, entry: &Entry) -> Option<Text> {
        let advice = self.prose(entry)?;
        match advice.value.as_str() {
            "false" => None,
            "true" => Some(Spanned::new(String::new(), advice.span)),
            _ => Some(advice),
        }
    }

    fn boolean(&mut self, entry: &Entry) -> bool {
        match entry.value.scalar().map(|scalar| scalar.text.as_str()) {
            Some("true" | "True" | "TRUE") => true,
            Some("false" | "False" | "FALSE") => false,
            _ => {
                self.wrong(&entry.value, "true or false");
                false
            }
        }
    }

    fn list(&mut self, entry: &Entry) -> Vec<Text> {
        let Kind::Seq(items) = &entry.value.kind else {
            if !entry.value.is_null() {
                self.wrong(&entry.value, "a list");
            }
            return Vec::new();
        };
        let mut words = Vec::new();
        for item in items {
            match item.scalar() {
                Some(scalar) => words.push(Spanned::new(nfc(&scalar.text), item.span)),
                None => self.wrong(item, "text"),
            }
        }
        words
    }

    fn wrong(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.word());
        self.push(Diagnostic::new(&input::LINKML_SYNTAX, node.span, message));
    }

    fn unknown(&mut self, entry: &Entry) {
        let message = format!("`{}` is not read", entry.key.text);
        self.push(Diagnostic::new(&input::LINKML_UNKNOWN, entry.key_span, message));
    }

    fn push(&mut self, mut finding: Diagnostic) {
        finding.class.clone_from(&self.class);
        finding.member.clone_from(&self.member);
        self.diagnostics.push(finding);
    }
}

fn key(entry: &Entry) -> Text {
    Spanned::new(entry.key.text.clone(), entry.key_span)
}
