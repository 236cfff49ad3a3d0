//! Finds the comments of a text that was read as YAML.
//!
//! The reader does not keep comments, but it tells where every scalar stands: a `#` outside of scalars, at the start of a line or behind a blank,
//! begins a comment, and nothing else does.

use crate::source::Span;
use crate::source::yaml::node::{Kind, Node};

/// A comment in its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    /// Byte of its `#`.
    pub(super) start: usize,
    /// From the `#` on, without blanks at the end.
    pub(super) text: &'a str,
    /// Something else stands before it on its line.
    pub(super) behind: bool,
    /// The line before is blank.
    pub(super) blank_before: bool,
    /// The line after is blank.
    pub(super) blank_after: bool,
}

/// Every comment, in order.
pub(super) fn comments<'a>(text: &'a str, root: &Node) -> Vec<Found<'a>> {
    let mut scalars = Vec::new();
    spans(root, &mut scalars);
    let mut found = Vec::new();
    let mut at = 0;
    for (start, end) in scalars.into_iter().chain([(text.len(), text.len())]) {
        while let Some(offset) = text.get(at..start).and_then(|gap| gap.find('#')) {
            let hash = at + offset;
            if !text[..hash].is_empty() && !text[..hash].ends_with([' ', '\t', '\n', '\r', '\u{feff}']) {
                at = hash + 1;
                continue;
            }
            let comment = comment(text, hash);
            at = hash + comment.text.len();
            found.push(comment);
        }
        at = at.max(end);
    }
    found
}

/// The places of all scalars, keys too, in order.
fn spans(node: &Node, scalars: &mut Vec<(usize, usize)>) {
    let place = |span: Span| (span.start as usize, span.end as usize);
    match &node.kind {
        Kind::Scalar(_) => scalars.push(place(node.span)),
        Kind::Seq(items) => items.iter().for_each(|item| spans(item, scalars)),
        Kind::Map(entries) => {
            for entry in entries {
                scalars.push(place(entry.key_span));
                spans(&entry.value, scalars);
            }
        }
    }
}

fn comment(text: &str, start: usize) -> Found<'_> {
    let breaks = ['\n', '\r'];
    let end = text[start..].find(breaks).map_or(text.len(), |length| start + length);
    let line = text[..start].rfind(breaks).map_or(0, |newline| newline + 1);
    let mut above = text[..line].lines();
    let mut below = text[end..].lines().skip(1);
    let is_blank = |line: Option<&str>| line.is_some_and(|line| line.trim().is_empty());
    Found {
        start,
        text: text[start..end].trim_end(),
        behind: !text[line..start].trim_matches([' ', '\t', '\u{feff}']).is_empty(),
        blank_before: is_blank(above.next_back()),
        blank_after: is_blank(below.next()),
    }
}
