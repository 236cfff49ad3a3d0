//! Finds each comment's neighbour: the value that it stands above, behind, or below.
//!
//! A comment behind something belongs to the largest value that ends on its line. A comment on a line of its own belongs to what comes next,
//! unless it is indented like the entries of a collection that has just ended: then it is that collection's last word.

use super::scan::Found;
use crate::source::write::{Comment, Notes, Order};
use crate::source::yaml::node::{Kind, Node};

/// Comments by the path of their neighbour, and the order of all paths.
pub(super) fn attach(text: &str, root: &Node, comments: &[Found<'_>]) -> (Notes, Order) {
    let mut anchors = Anchors { text, all: Vec::new() };
    let order = anchors.add(root, None);
    let mut notes = Notes::default();
    for comment in comments {
        let (place, owner) = anchors.place(comment);
        let notes = anchors.notes(&mut notes, owner);
        let found = Comment { text: comment.text.to_owned(), blank: comment.blank_before && !comment.behind };
        match place {
            Place::Before => {
                notes.before.push(found);
                notes.gap = comment.blank_after && !comment.behind;
            }
            Place::Behind => notes.behind.push(found),
            Place::Below => notes.below.push(found),
        }
    }
    if let Some(first) = anchors.all.first() {
        part_head(&mut notes, &first.key);
    }
    (notes, order)
}

/// The last paragraph of several above the first entry is about that entry, not about the file.
fn part_head(head: &mut Notes, first: &str) {
    let Some(at) = head.before.iter().rposition(|comment| comment.blank).filter(|&at| at > 0 && !head.gap) else { return };
    head.gap = true;
    let about = head.before.split_off(at);
    head.inside.entry(first.to_owned()).or_default().before = about;
}

/// Where a comment stands, seen from its owner. No owner is the root.
#[derive(Clone, Copy)]
enum Place {
    Before,
    Behind,
    Below,
}

/// A value that comments can stand at: an entry of a mapping, or an item of a list.
struct Anchor {
    key: String,
    parent: Option<usize>,
    /// Where its key, or it itself, begins.
    start: usize,
    /// Where its value begins and ends.
    value: (usize, usize),
    /// Column of its first character, or of the dash before it.
    column: usize,
    /// Column of its own entries, when it is a block collection.
    entries: Option<usize>,
    flow: bool,
}

/// All anchors, in order of place.
struct Anchors<'a> {
    text: &'a str,
    all: Vec<Anchor>,
}

impl Anchors<'_> {
    fn add(&mut self, node: &Node, parent: Option<usize>) -> Order {
        let mut entries = Vec::new();
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::Seq(items) => {
                for (at, item) in items.iter().enumerate() {
                    let start = item.span.start as usize;
                    let column = self.column(self.dash(start));
                    entries.push((at.to_string(), self.anchor(at.to_string(), start, column, item, parent)));
                }
            }
            Kind::Map(fields) => {
                for field in fields {
                    let start = field.key_span.start as usize;
                    let (key, column) = (field.key.text.clone(), self.column(start));
                    entries.push((key.clone(), self.anchor(key, start, column, &field.value, parent)));
                }
            }
        }
        Order { entries }
    }

    fn anchor(&mut self, key: String, start: usize, column: usize, node: &Node, parent: Option<usize>) -> Order {
        let value = (node.span.start as usize, node.span.end as usize);
        let collection = !matches!(node.kind, Kind::Scalar(_));
        let flow = collection && self.text[value.0..].starts_with(['{', '[']);
        let id = self.all.len();
        self.all.push(Anchor { key, parent, start, value, column, entries: None, flow });
        let order = self.add(node, Some(id));
        if collection && !flow {
            self.all[id].entries = self.all.get(id + 1).map(|first| first.column);
        }
        order
    }

    /// The dash before an item of a block list.
    fn dash(&self, item: usize) -> usize {
        let line = self.text[..item].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let blank = |at: usize| self.text[line..at].trim().is_empty();
        self.text[line..item].rfind('-').map(|at| line + at).filter(|&at| blank(at)).unwrap_or(item)
    }

    fn column(&self, at: usize) -> usize {
        let line = self.text[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        at - line
    }

    fn place(&self, comment: &Found<'_>) -> (Place, Option<usize>) {
        let after = self.all.partition_point(|anchor| anchor.start < comment.start);
        let Some(previous) = after.checked_sub(1) else { return (Place::Before, None) };
        let next = (after < self.all.len()).then_some(after);
        if comment.behind {
            return (Place::Behind, Some(self.ended(previous, comment.start)));
        }
        let open = self.chain(previous).find(|&id| self.all[id].flow && self.holds(id, comment.start));
        if let Some(open) = open {
            return match next.filter(|&next| self.is_inside(next, open)) {
                Some(next) => (Place::Before, Some(next)),
                None => (Place::Below, Some(open)),
            };
        }
        if self.all[previous].value.0 > comment.start && self.all[previous].entries.is_none() {
            return (Place::Before, Some(previous));
        }
        let column = self.column(comment.start);
        let floor = next.map(|next| self.all[next].column);
        let closed = self.chain(previous).take_while(|&id| next.is_none_or(|next| !self.is_inside(next, id)));
        for id in closed {
            match self.all[id].entries {
                Some(entries) if column >= entries && floor.is_none_or(|floor| entries > floor) => return (Place::Below, Some(id)),
                _ => {}
            }
        }
        next.map_or((Place::Below, None), |next| (Place::Before, Some(next)))
    }

    /// The largest value of one line's flow that holds `id` and has ended here.
    fn ended(&self, id: usize, here: usize) -> usize {
        let flows = self.chain(id).skip(1).take_while(|&above| self.all[above].flow && self.all[above].value.1 <= here);
        flows.last().unwrap_or(id)
    }

    fn holds(&self, id: usize, here: usize) -> bool {
        let (start, end) = self.all[id].value;
        start < here && here < end
    }

    fn is_inside(&self, id: usize, outer: usize) -> bool {
        self.chain(id).any(|above| above == outer)
    }

    /// The anchor and what holds it, innermost first.
    fn chain(&self, id: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(id), |&id| self.all[id].parent)
    }

    /// The notes of an anchor, inside those of the file.
    fn notes<'n>(&self, root: &'n mut Notes, owner: Option<usize>) -> &'n mut Notes {
        let mut path: Vec<usize> = owner.into_iter().flat_map(|id| self.chain(id)).collect();
        path.reverse();
        path.into_iter().fold(root, |notes, id| notes.inside.entry(self.all[id].key.clone()).or_default())
    }
}
