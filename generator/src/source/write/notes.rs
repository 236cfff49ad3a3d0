//! Comments on their way to the page: what stands before, behind and below each value, by the value's path of keys.
//!
//! The canonical form has a place of its own for every value, so a comment cannot keep its line; it keeps its neighbour instead. A neighbour that
//! the canonical form leaves out (`common: false`) hands its comments to the next entry, or to what holds it ([`settle`]). Where comments stand in
//! a source text is found by `format`, which is the reader's business; here they are only data.

use std::collections::{BTreeMap, HashMap};

use super::layout::Value;
use super::scalar;

/// One comment, from its `#` to the end of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::source) struct Comment {
    pub(in crate::source) text: String,
    /// A blank line stands before it.
    pub(in crate::source) blank: bool,
}

/// The comments at one value.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Notes {
    /// On lines of their own above it; above the whole file, at the root.
    pub(in crate::source) before: Vec<Comment>,
    /// A blank line stands between `before` and the value.
    pub(in crate::source) gap: bool,
    /// On its line, or on the line of its key.
    pub(in crate::source) behind: Vec<Comment>,
    /// Below the last entry of a collection.
    pub(in crate::source) below: Vec<Comment>,
    /// Those of a collection's entries, by key or by number.
    pub(in crate::source) inside: BTreeMap<String, Notes>,
}

impl Notes {
    /// True when there is no comment in the whole of it but those before and behind.
    pub(super) fn is_flat(&self) -> bool {
        self.below.is_empty() && self.inside.values().all(Self::is_empty)
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.behind.is_empty() && self.is_flat()
    }

    /// Every comment, above before behind before inside before below.
    fn all(self) -> Vec<Comment> {
        let inside = self.inside.into_values().flat_map(Self::all);
        let comments: Vec<_> = self.before.into_iter().chain(self.behind).chain(inside).chain(self.below).collect();
        comments.into_iter().map(|comment| Comment { blank: false, ..comment }).collect()
    }
}

/// Moves every comment to a place that `value` has on the page. `order` tells the keys of each collection in the order of the source.
pub(in crate::source) fn settle(notes: Notes, value: &Value, order: &Order) -> Notes {
    let Notes { mut before, gap, mut behind, mut below, mut inside } = notes;
    let mut settled = BTreeMap::new();
    let kept = keys(value);
    let mut homeless: Vec<Comment> = Vec::new();
    for (key, deeper) in &order.entries {
        let Some(here) = inside.remove(key).or_else(|| (!homeless.is_empty()).then(Notes::default)) else { continue };
        match kept.get(key.as_str()) {
            Some(child) => {
                let mut here = settle(here, child, deeper);
                here.before.splice(0..0, homeless.drain(..));
                settled.insert(key.clone(), here);
            }
            None => homeless.extend(here.all()),
        }
    }
    if kept.is_empty() {
        before.append(&mut homeless);
        before.append(&mut below);
    } else {
        below.splice(0..0, homeless);
    }
    let keep = usize::from(!matches!(value, Value::Text(text) if scalar::literal(text).is_some()));
    before.extend(behind.drain(..behind.len().saturating_sub(keep)));
    Notes { before, gap, behind, below, inside: settled }
}

/// The keys of a collection in the order of the source, with those of the collections inside.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Order {
    pub(in crate::source) entries: Vec<(String, Order)>,
}

/// The entries that a value has on the page.
fn keys(value: &Value) -> HashMap<String, &Value> {
    match value {
        Value::Map(entries, _) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::List(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => HashMap::new(),
    }
}
