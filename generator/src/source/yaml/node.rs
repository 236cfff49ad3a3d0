//! YAML text as a small tree with places: scalars, sequences and mappings, nothing else of YAML.
//!
//! Keys keep their text as written, so that `no:` and `4.10` reach the rules unchanged. What the model language has no use for
//! (anchors, tags, further documents) never enters the tree; `parse` reports it.

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug)]
pub(in crate::source) struct Node {
    pub(in crate::source) span: Span,
    pub(in crate::source) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(in crate::source) enum Kind {
    Scalar(Scalar),
    Seq(Vec<Node>),
    Map(Vec<Entry>),
}

/// A scalar.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Scalar {
    pub(in crate::source) text: String,
    /// Written without quotes, so that it may be a number, a boolean or nothing.
    pub(in crate::source) plain: bool,
    /// Where the text stands letter by letter in the file; `None` when escapes or folding changed it.
    pub(in crate::source) start: Option<u32>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(in crate::source) struct Entry {
    pub(in crate::source) key: Scalar,
    pub(in crate::source) key_span: Span,
    pub(in crate::source) value: Node,
    /// A lone word in a flow mapping, without a colon: mostly the rest of a sentence after its comma.
    pub(in crate::source) bare: bool,
}

impl Node {
    /// The scalar, when it is one and not nothing.
    pub(in crate::source) fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => None,
        }
    }

    /// True for an empty value, `~` and `null`.
    pub(in crate::source) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(scalar) if scalar.is_null())
    }

    /// What it is, for messages.
    pub(in crate::source) fn word(&self) -> &'static str {
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
    pub(in crate::source) fn is_null(&self) -> bool {
        self.plain && super::plain::core(&self.text) == super::plain::Core::Null
    }
}
