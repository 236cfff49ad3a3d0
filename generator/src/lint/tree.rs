//! YAML or JSON as a tree with places: what an OpenAPI document is read to, whoever wrote it.
//!
//! Unlike the model language, documents of others may have anchors, aliases and merge long flow mappings; what they stand for is copied, within a bound.

use std::collections::HashMap;

use serde_yaml::granit_parser::{self as granit, Event, Parser};

/// Values in one document, aliases expanded.
const NODES: usize = 5_000_000;
/// Nesting.
const DEPTH: usize = 128;

/// A value and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// First byte.
    pub(crate) start: usize,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// The text of a scalar.
    Scalar(String),
    List(Vec<Tree>),
    /// Members with the places of their names.
    Map(Vec<(String, usize, Tree)>),
}

/// Why text is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unreadable {
    /// What is wrong.
    pub reason: String,
    /// The byte where it is.
    pub at: usize,
}

impl Tree {
    /// Reads a document.
    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let options = granit::options! { emit_unresolved_aliases: true, simple_key_max_lookahead: 1 << 16, flow_nesting_limit: DEPTH, block_nesting_limit: DEPTH };
        let mut reader = Reader { open: Vec::new(), anchors: HashMap::new(), root: None, nodes: 0 };
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, at) = event.map_err(|error| Unreadable {
                reason: format!("this is neither YAML nor JSON: {}", error.info()),
                at: error.marker().byte_offset().unwrap_or(text.len()).min(text.len()),
            })?;
            reader.take(&event, at.byte_range().unwrap_or_default().start)?;
        }
        reader.root.ok_or(Unreadable { reason: "the document is empty".to_owned(), at: 0 })
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(known, ..)| known == name).map(|(.., value)| value)
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members(&self) -> &[(String, usize, Self)] {
        if let Value::Map(members) = &self.value { members } else { &[] }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::Scalar(text) = &self.value { Some(text) } else { None }
    }

    /// A text that says something.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Self::text).filter(|text| !text.trim().is_empty())
    }

    /// What a local reference leads to.
    pub(crate) fn follow<'t>(&'t self, root: &'t Self) -> &'t Self {
        let mut at = self;
        for _ in 0..16 {
            let Some(pointer) = at.get("$ref").and_then(Self::text).and_then(|text| text.strip_prefix("#/")) else { break };
            let found = pointer.split('/').try_fold(root, |tree, part| tree.get(&part.replace("~1", "/").replace("~0", "~")));
            let Some(found) = found else { break };
            at = found;
        }
        at
    }
}

struct Reader {
    open: Vec<(usize, usize, Open)>,
    anchors: HashMap<usize, Tree>,
    root: Option<Tree>,
    nodes: usize,
}

enum Open {
    List(Vec<Tree>),
    Map(Vec<(String, usize, Tree)>, Option<(String, usize)>),
}

impl Reader {
    fn take(&mut self, event: &Event<'_>, at: usize) -> Result<(), Unreadable> {
        let too_large = || Unreadable { reason: "the document is too large or too deep".to_owned(), at };
        let anchor = event.anchor_id().unwrap_or(0);
        match event {
            Event::Scalar(text, ..) => {
                self.put(Tree { start: at, value: Value::Scalar(text.to_string()) }, anchor);
            }
            Event::Alias(id) => {
                let tree = self.anchors.get(id).cloned();
                self.put(tree.unwrap_or(Tree { start: at, value: Value::Scalar(String::new()) }), 0);
            }
            Event::SequenceStart(..) => self.open.push((at, anchor, Open::List(Vec::new()))),
            Event::MappingStart(..) => self.open.push((at, anchor, Open::Map(Vec::new(), None))),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((start, anchor, open)) = self.open.pop() {
                    let value = match open {
                        Open::List(items) => Value::List(items),
                        Open::Map(members, _) => Value::Map(members),
                    };
                    self.put(Tree { start, value }, anchor);
                }
            }
            _ => {}
        }
        if self.nodes > NODES || self.open.len() > DEPTH { Err(too_large()) } else { Ok(()) }
    }

    fn put(&mut self, tree: Tree, anchor: usize) {
        self.nodes += 1;
        if anchor != 0 {
            self.nodes += size(&tree);
            self.anchors.insert(anchor, tree.clone());
        }
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(tree)),
            Some((.., Open::List(items))) => items.push(tree),
            Some((.., Open::Map(members, waiting))) => match waiting.take() {
                None => *waiting = Some((tree.text().unwrap_or_default().to_owned(), tree.start)),
                Some((name, at)) => members.push((name, at, tree)),
            },
        }
    }
}

fn size(tree: &Tree) -> usize {
    match &tree.value {
        Value::Scalar(_) => 1,
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(members) => 1 + members.iter().map(|(.., value)| size(value)).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_yaml_with_anchors_are_the_same_tree() {
        for text in ["{\"a\": {\"b\": 1}, \"c\": {\"b\": 1}}", "a: &x\n  b: 1\nc: *x\n"] {
            let tree = Tree::read(text).expect("readable");
            assert_eq!(tree.get("c").and_then(|c| c.get("b")).and_then(Tree::text), Some("1"), "{text}");
        }
    }

    #[test]
    fn references_are_followed_but_not_for_ever() {
        let tree = Tree::read("a: {$ref: '#/b~1c'}\nb/c: {x: 1}\nd: {$ref: '#/d'}\n").expect("readable");
        assert!(tree.get("a").expect("a").follow(&tree).get("x").is_some());
        assert!(tree.get("d").expect("d").follow(&tree).get("$ref").is_some());
    }

    #[test]
    fn what_is_no_document_says_where() {
        assert!(Tree::read("a: [1").is_err());
        assert!(Tree::read("").is_err());
    }
}
