//! YAML text as a small tree with places: scalars, sequences and mappings, nothing else of YAML.
//!
//! Keys keep their text as written, so that `no:` and `4.10` reach the rules unchanged. What the model language has no use for
//! (anchors, tags, further documents) never enters the tree; `parse` reports it.

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Seq(Vec<Node>),
    Map(Vec<Entry>),
}

/// A scalar.
#[derive(Clone, Debug, Default)]
pub(super) struct Scalar {
    pub(super) text: String,
    /// Written without quotes, so that it may be a number, a boolean or nothing.
    pub(super) plain: bool,
    /// Where the text stands letter by letter in the file; `None` when escapes or folding changed it.
    pub(super) start: Option<u32>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Scalar,
    pub(super) key_span: Span,
    pub(super) value: Node,
    /// A lone word in a flow mapping, without a colon: mostly the rest of a sentence after its comma.
    pub(super) bare: bool,
}

impl Node {
    /// The scalar, when it is one and not nothing.
    pub(super) fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => None,
        }
    }

    /// True for an empty value, `~` and `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(scalar) if scalar.is_null())
    }

    /// What it is, for messages.
    pub(super) fn word(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(scalar) if scalar.plain => super::plain::core(&scalar.text).word(),
            Kind::Scalar(_) => "text",
            Kind::Seq(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

impl Scalar {
    /// True for an empty value, `~` and `null`.
    pub(super) fn is_null(&self) -> bool {
        self.plain && super::plain::core(&self.text) == super::plain::Core::Null
    }
}
