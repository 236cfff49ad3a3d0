//! A feed document (RFC 4287, RFC 5005), read as it comes: without titles, with bare ids, in either order.
//!
//! What is not understood is left aside; what is not XML, nests without end, or holds a document type is refused, so that nothing is ever expanded.

use std::sync::Arc;

use super::entry::Entry;
use super::parse::Parser;

/// A document of a feed: a page, or a stretch from a number on.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Document {
    /// Id of the feed, or of the page where a server does it so.
    pub id: Option<String>,
    /// When it last changed, as written.
    pub updated: Option<String>,
    /// True when it will not change any more, as it says itself.
    pub archive: bool,
    /// Links as relation and address, in order.
    pub links: Vec<(String, String)>,
    /// Entries, in the order of the document.
    pub entries: Vec<Entry>,
}

/// Why bytes are no feed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AtomError {
    /// Bytes that are not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// No XML, or XML that does not end well.
    #[error("byte {at}: {reason}")]
    Syntax {
        /// Where.
        at: u64,
        /// What is wrong.
        reason: String,
    },
    /// A document type: nothing that a feed needs, and much that can harm.
    #[error("a document type is not accepted")]
    DocumentType,
    /// Elements within elements beyond all reason.
    #[error("elements nest deeper than {0}")]
    Depth(usize),
    /// Another document than a feed or an entry.
    #[error("the document is a `{0}`, not an Atom feed")]
    Root(String),
}

impl Document {
    /// The first link of a relation.
    #[must_use]
    pub fn link(&self, relation: &str) -> Option<&str> {
        self.links.iter().find(|(rel, _)| rel == relation).map(|(_, href)| href.as_str())
    }

    /// The address by which the page is known for good: `via`, else `self`.
    #[must_use]
    pub fn canonical(&self) -> Option<&str> {
        self.link("via").or_else(|| self.link("self"))
    }
}

/// Reads a document; a document of one entry is a feed of one.
///
/// # Errors
/// The bytes are no feed.
pub(crate) fn parse(bytes: &[u8]) -> Result<Document, AtomError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text: Arc<str> = std::str::from_utf8(bytes).map_err(|_| AtomError::Encoding)?.into();
    Parser::new(&text).document()
}
