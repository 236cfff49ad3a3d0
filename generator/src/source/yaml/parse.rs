//! Text → node tree: the one place that touches the YAML library.
//!
//! It reads the parser's events (`granit_parser`, which serde-saphyr re-exports) rather than a serde decode: events know whether a
//! scalar was quoted, carry the place of every key and value, and what was read before a syntax error is kept, so that its findings
//! are reported in the same run. Duplicate keys and everything YAML has beyond the model language are reported here.

use std::collections::HashMap;

use serde_yaml::granit_parser::{self as granit, Event, Parser, ScalarStyle};

use super::node::{Entry, Kind, Node, Scalar};
use crate::diagnostic::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span, nfc};

/// Nesting that no model needs; deeper is a mistake or an attack.
const DEPTH: usize = 32;
/// Values in one file: far above the largest real package.
const NODES: usize = 2_000_000;

/// A file as read.
pub(in crate::source) struct Document {
    /// The top value; `None` when the file says nothing.
    pub(in crate::source) root: Option<Node>,
    /// False when a syntax error cut it short, so that nothing should be reported as missing.
    pub(in crate::source) complete: bool,
}

/// Reads one YAML document; what is wrong with it as YAML goes to `diagnostics`.
pub(in crate::source) fn load(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    let mut composer = Composer { file, text, diagnostics, open: Vec::new(), root: None, nodes: 0 };
    let complete = composer.run();
    while let Some(frame) = composer.open.pop() {
        composer.close(frame, None);
    }
    Document { root: composer.root, complete }
}

/// A collection that is still open.
struct Frame {
    start: u32,
    end: u32,
    flow: bool,
    body: Body,
}

impl Frame {
    /// The entries of a mapping.
    fn fields(&self) -> Option<&Fields> {
        if let Body::Map(fields) = &self.body { Some(fields) } else { None }
    }

    /// The key that waits for its value.
    fn waiting(&self) -> Option<&str> {
        Some(&self.fields()?.pending.as_ref()?.as_ref()?.0.text)
    }

    /// The key whose value, or the beginning of it, has been read just there.
    fn key_before(&self, place: Span) -> Option<&str> {
        let last = self.fields()?.entries.last()?;
        (last.value.span.start == place.start).then_some(last.key.text.as_str())
    }
}

enum Body {
    Seq(Vec<Node>),
    Map(Fields),
}

#[derive(Default)]
struct Fields {
    entries: Vec<Entry>,
    /// Where each key stands.
    keys: HashMap<String, Span>,
    /// The key that waits for its value; `Some(None)` is a key that was refused.
    pending: Option<Option<(Scalar, Span)>>,
}

struct Composer<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    open: Vec<Frame>,
    root: Option<Node>,
    nodes: usize,
}

impl Composer<'_> {
    /// Takes events to the end of the document; false when it was cut short.
    fn run(&mut self) -> bool {
        let options = granit::options! {
            emit_unresolved_aliases: true,
            simple_key_max_lookahead: 1 << 16,
            flow_nesting_limit: DEPTH,
            block_nesting_limit: DEPTH,
        };
        let text = self.text;
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, at) = match event {
                Ok(pair) => pair,
                Err(error) => {
                    self.malformed(&error);
                    return false;
                }
            };
            let range = at.byte_range().unwrap_or_default();
            let span = self.span(range.start, range.end);
            if matches!(event, Event::DocumentStart(..)) && self.root.is_some() {
                self.beyond(span, "a second document in one file", "keep one package a file");
                return true;
            }
            if event.is_node() {
                self.nodes += 1;
                if self.nodes > NODES || self.open.len() > DEPTH {
                    self.beyond(span, "more values than a model can have", "split the package");
                    return false;
                }
                self.refuse_properties(&event, span);
            }
            self.take(event, span);
        }
        true
    }

    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(value, style, ..) => {
                let scalar = self.scalar(&value, style, span);
                self.put(Node { span, kind: Kind::Scalar(scalar) });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.beyond(span, "an alias", "quote the text if the `*` belongs to it, else write the value itself");
                self.put(Node { span, kind: Kind::Scalar(Scalar { plain: true, ..Scalar::default() }) });
            }
            Event::SequenceStart(style, ..) => self.begin(span, style, Body::Seq(Vec::new())),
            Event::MappingStart(style, ..) => self.begin(span, style, Body::Map(Fields::default())),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.open.pop() {
                    self.close(frame, Some(span));
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, span: Span, style: granit::StructureStyle, body: Body) {
        let flow = style == granit::StructureStyle::Flow;
        self.open.push(Frame { start: span.start, end: span.end, flow, body });
    }

    /// A finished collection becomes a node; block ones end where their last value ends.
    fn close(&mut self, frame: Frame, end: Option<Span>) {
        let end = end.filter(|_| frame.flow).map_or(frame.end, |span| span.end);
        let kind = match frame.body {
            Body::Seq(items) => Kind::Seq(items),
            Body::Map(fields) => Kind::Map(fields.entries),
        };
        self.put(Node { span: Span { file: self.file, start: frame.start, end }, kind });
    }

    /// Puts a value where it belongs: into the open collection, as a key, or as the root.
    fn put(&mut self, node: Node) {
        let Some(frame) = self.open.last_mut() else {
            self.root = self.root.take().or(Some(node));
            return;
        };
        frame.end = frame.end.max(node.span.end);
        match &mut frame.body {
            Body::Seq(items) => items.push(node),
            Body::Map(fields) => match fields.pending.take() {
                None => fields.pending = Some(key(node, self.diagnostics)),
                Some(None) => {}
                Some(Some((key, key_span))) => match fields.keys.get(&key.text) {
                    Some(&first) => {
                        let finding = duplicate(&key.text, key_span, first);
                        let finding = owned(finding, &self.open, Some(&key.text));
                        self.diagnostics.push(finding);
                    }
                    None => {
                        let bare = frame.flow && node.span.start == node.span.end && !colon_follows(self.text, key_span);
                        fields.keys.insert(key.text.clone(), key_span);
                        fields.entries.push(Entry { key, key_span, value: node, bare });
                    }
                },
            },
        }
    }

    fn scalar(&self, value: &str, style: ScalarStyle, span: Span) -> Scalar {
        let plain = style == ScalarStyle::Plain;
        if plain && span.start == span.end {
            return Scalar { plain, ..Scalar::default() };
        }
        let skip = u32::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
        let start = span.start + skip;
        let verbatim = self.text.get(start as usize..).is_some_and(|rest| rest.starts_with(value));
        Scalar { text: value.to_owned(), plain, start: verbatim.then_some(start) }
    }

    fn refuse_properties(&mut self, event: &Event<'_>, span: Span) {
        if event.tag().is_some() {
            self.beyond(span, "a tag", "leave out the `!`, or quote the text if the `!` belongs to it");
        }
        if event.anchor_id().is_some_and(|id| id != 0) {
            self.beyond(span, "an anchor", "leave out the `&`, or quote the text if the `&` belongs to it");
        }
    }

    fn beyond(&mut self, span: Span, what: &str, help: &str) {
        let message = format!("{what}, which the model language does not have");
        self.diagnostics.push(Diagnostic::new(&codes::BEYOND, span, message).help(help));
    }

    fn malformed(&mut self, error: &granit::ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let next = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = self.span(at, at + next);
        if let Some((start, name)) = suffixed(self.text, at) {
            let place = self.span(start, at.max(start + name.len() + 2));
            let key = self.open.last().and_then(|frame| frame.key_before(place));
            self.diagnostics.push(owned(super::expression::c_style(name, place), &self.open, key));
            return;
        }
        let diagnostic = Diagnostic::new(&codes::MALFORMED, span, format!("this is not YAML: {}", error.info()));
        self.diagnostics.push(match advice(error.kind()) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: self.file, start: offset(start), end: offset(end) }
    }
}

/// The key of an entry, in NFC; a list or mapping as a key is refused.
fn key(node: Node, diagnostics: &mut Diagnostics) -> Option<(Scalar, Span)> {
    if let Kind::Scalar(mut scalar) = node.kind {
        scalar.text = nfc(&scalar.text);
        return Some((scalar, node.span));
    }
    let message = format!("a key must be text, found {}", node.word());
    diagnostics.push(Diagnostic::new(&codes::WRONG_TYPE, node.span, message));
    None
}

/// Names the class and the member that a finding lies in, when the file is a package that has said its path; `last` is the key below
/// the keys that wait for their values.
fn owned(finding: Diagnostic, open: &[Frame], last: Option<&str>) -> Diagnostic {
    let keys: Vec<&str> = open.iter().filter_map(Frame::waiting).chain(last).collect();
    let root = open.first().and_then(Frame::fields).map_or(&[][..], |fields| &fields.entries);
    let package = root.iter().find(|entry| entry.key.text == "package").and_then(|entry| entry.value.scalar());
    let (Some(package), ["classes", class, rest @ ..]) = (package, keys.as_slice()) else { return finding };
    let path = nfc(&package.text);
    let finding = finding.class(if path.is_empty() { (*class).to_owned() } else { format!("{path}/{class}") });
    match rest {
        ["attributes" | "relations" | "actions" | "events", member, ..] => finding.member(*member),
        _ => finding,
    }
}

fn duplicate(key: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_KEY, second, format!("the key `{key}` stands twice in one mapping"))
        .label("again here")
        .related(first, "first here")
        .help("keep one of them")
}

/// True when the key is followed by its colon.
fn colon_follows(text: &str, key: Span) -> bool {
    text.get(key.end as usize..).is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// `Name[]` that ends at or just before a syntax error on the same line: the name and where it starts.
fn suffixed(text: &str, at: usize) -> Option<(usize, &str)> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let until = text[at..].find(['\n', ',', '}']).map_or(text.len(), |more| at + more);
    let brackets = line + text[line..until].rfind("[]")?;
    let name = text[line..brackets].rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '/' | '-'))).map_or(line, |before| {
        let width = text[line + before..].chars().next().map_or(1, char::len_utf8);
        line + before + width
    });
    (name < brackets && brackets <= at + 2).then(|| (name, &text[name..brackets]))
}

/// What usually mends a syntax error of this kind.
fn advice(kind: &granit::ErrorKind) -> Option<&'static str> {
    use granit::ErrorKind as K;
    Some(match kind {
        K::MappingValueNotAllowed | K::InvalidColonPlacement => {
            "a text with `: ` in it needs quotes; a bracket opened before must be closed"
        }
        K::TabNotAllowed | K::TabInBlockIndentation | K::TabInIndentation | K::TabAtBlockScalarStart => {
            "indent with spaces, never with tabs"
        }
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowMapping | K::UnexpectedEofFlowSequence => {
            "close the bracket that was opened before"
        }
        K::UnclosedQuotedScalar => "close the quote that was opened before",
        K::InvalidIndentation => "keys of one mapping start in one column",
        K::UnknownQuotedScalarEscape => "use single quotes where `\\` is meant as itself",
        K::RecursionLimitExceeded => "a model nests at most a handful of levels",
        K::UnexpectedCharacter { .. } => "quote the text; a control character needs double quotes and an escape",
        _ => return None,
    })
}
