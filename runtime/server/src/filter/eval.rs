//! A filter over one entity: members are found in its bytes by the offset table, nothing is built.
//!
//! A comparison with what is not there is false, `ne` too, so that `not` of it is true; `any` and `all` of nothing are false. Links are rendered once for an
//! entity, and only when the filter asks for them.

use std::cell::OnceCell;
use std::cmp::Ordering;

use super::compile::{Check, Node, Start, Way};
use super::number;
use super::parse::Op;
use crate::entity::Entity;
use crate::validate::{Cursor, Kind};

/// An entity under a filter.
pub(crate) struct Subject<'s> {
    entity: &'s Entity,
    base: &'s [u8],
    /// Writes the entity's `_links`.
    write_links: &'s dyn Fn(&mut Vec<u8>),
    links: OnceCell<String>,
}

impl<'s> Subject<'s> {
    pub(crate) fn new(entity: &'s Entity, base: &'s [u8], write_links: &'s dyn Fn(&mut Vec<u8>)) -> Self {
        Self { entity, base, write_links, links: OnceCell::new() }
    }

    pub(super) fn holds(&self, node: &Node) -> bool {
        self.node(node, "")
    }

    /// `element` is what the innermost `any` or `all` looks at.
    fn node(&self, node: &Node, element: &str) -> bool {
        match node {
            Node::All(nodes) => nodes.iter().all(|node| self.node(node, element)),
            Node::Any(nodes) => nodes.iter().any(|node| self.node(node, element)),
            Node::Not(node) => !self.node(node, element),
            Node::Test(way, check) => self.at(way, element, |value| passes(value, check)),
            Node::Each { way, every, inner } => self.at(way, element, |list| self.each(list, *every, inner).unwrap_or(false)),
        }
    }

    /// Looks at the value that a way leads to; without one the answer is no.
    fn at(&self, way: &Way, element: &str, look: impl FnOnce(&str) -> bool) -> bool {
        let look = |text: &str| descend(text, &way.steps).is_some_and(look);
        match way.start {
            Start::Element => look(element),
            Start::Links => look(self.links()),
            Start::Attribute { index, key, based: false } => {
                let member = self.entity.member(index).and_then(|bytes| std::str::from_utf8(bytes.get(key..)?).ok());
                member.is_some_and(look)
            }
            Start::Attribute { index, key, based: true } => {
                let mut text = Vec::new();
                self.entity.render_member(index, self.base, &mut text);
                text.get(key..).and_then(|bytes| std::str::from_utf8(bytes).ok()).is_some_and(look)
            }
        }
    }

    fn links(&self) -> &str {
        self.links.get_or_init(|| {
            let mut text = Vec::new();
            (self.write_links)(&mut text);
            String::from_utf8(text).unwrap_or_default()
        })
    }

    fn each(&self, list: &str, every: bool, inner: &Node) -> Option<bool> {
        let mut cursor = Cursor::new(list);
        if cursor.peek().ok()? != Kind::Array {
            return None;
        }
        cursor.open().ok()?;
        let mut first = true;
        while cursor.element(first).ok()? {
            first = false;
            cursor.peek().ok()?;
            let start = cursor.at();
            cursor.skip().ok()?;
            if self.node(inner, cursor.since(start)) != every {
                return Some(!every);
            }
        }
        Some(every && !first)
    }
}

/// The value at the end of nested members.
fn descend<'a>(text: &'a str, steps: &[Box<str>]) -> Option<&'a str> {
    steps.iter().try_fold(text, |text, step| member(text, step))
}

fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut cursor = Cursor::new(text);
    if cursor.peek().ok()? != Kind::Object {
        return None;
    }
    cursor.open().ok()?;
    let mut first = true;
    while let Some(found) = cursor.member(first).ok()? {
        first = false;
        cursor.peek().ok()?;
        let start = cursor.at();
        cursor.skip().ok()?;
        if found.raw == name {
            return Some(cursor.since(start));
        }
    }
    None
}

fn passes(value: &str, check: &Check) -> bool {
    let mut cursor = Cursor::new(value);
    let Ok(kind) = cursor.peek() else { return false };
    match (kind, check) {
        (Kind::String, _) => cursor.string().is_ok_and(|text| text_passes(&text.decode(), check)),
        (Kind::Number, Check::Number(op, other)) => {
            cursor.number().ok().and_then(|digits| number::compare(digits, other)).is_some_and(|order| op.holds(order))
        }
        (Kind::Boolean, Check::Boolean(wanted)) => cursor.word().is_ok_and(|word| (word == "true") == *wanted),
        _ => false,
    }
}

fn text_passes(text: &str, check: &Check) -> bool {
    match check {
        Check::Text(op, other) => op.holds(compare_folded(text, other)),
        Check::Part(Op::StartsWith, part) => text.starts_with(&**part),
        Check::Part(Op::EndsWith, part) => text.ends_with(&**part),
        Check::Part(_, part) => text.contains(&**part),
        // Decimals are kept as texts.
        Check::Number(op, other) => number::compare(text, other).is_some_and(|order| op.holds(order)),
        Check::Time(op, other) => op.holds(text.cmp(other)),
        Check::Boolean(_) => false,
    }
}

/// A text without case.
pub(super) fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

/// Compares a text with one that has no case.
fn compare_folded(text: &str, folded: &str) -> Ordering {
    if text.is_ascii() {
        // One byte a letter, and in UTF-8 the order of bytes is the order of letters.
        return text.bytes().map(|b| b.to_ascii_lowercase()).cmp(folded.bytes());
    }
    fold(text).cmp(folded.chars())
}

impl Op {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
            Self::Gt => order.is_gt(),
            Self::Lt => order.is_lt(),
            Self::Ge => order.is_ge(),
            Self::Le => order.is_le(),
            Self::StartsWith | Self::Contains | Self::EndsWith => false,
        }
    }
}
