//! The place in a walk: after which row the next page begins.
//!
//! Clients must not look inside, and cannot by accident: a cursor carries a check over itself and the collection, so that one that was made up, cut or taken from
//! another collection is refused instead of leading somewhere.

use smie_wire::schema::CollectionId;

use crate::index::{EntityId, Key};
use crate::store::Seq;

/// What a walk has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Place {
    /// A row of a collection.
    Row(Key),
    /// A link of a relation, by its source.
    Link(EntityId),
}

/// A place in a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Cursor {
    place: Place,
    text: String,
}

impl Cursor {
    /// A place in what is served under a path.
    pub(in crate::http) fn new(place: Place, path: &str) -> Self {
        let words = match place {
            Place::Row(Key::Row(row)) => format!("{row:08x}"),
            Place::Row(Key::Change(Seq(seq), row)) => format!("{row:08x}{seq:x}"),
            Place::Link(EntityId { collection, row }) => format!("{row:08x}.{:x}", collection.0),
        };
        let text = format!("{:04x}{words}", check(&words, path));
        Self { place, text }
    }

    /// Reads a cursor that this server wrote for this path.
    pub(super) fn read(text: &str, path: &str) -> Option<Self> {
        let (given, words) = text.split_at_checked(4)?;
        if u16::from_str_radix(given, 16).ok()? != check(words, path) {
            return None;
        }
        let (row, rest) = words.split_at_checked(8)?;
        let row = u32::from_str_radix(row, 16).ok()?;
        let place = match (rest, rest.strip_prefix('.')) {
            ("", _) => Place::Row(Key::Row(row)),
            (_, Some(id)) => Place::Link(EntityId { collection: CollectionId(u32::from_str_radix(id, 16).ok()?), row }),
            (seq, None) => Place::Row(Key::Change(Seq(u64::from_str_radix(seq, 16).ok()?), row)),
        };
        Some(Self::new(place, path)).filter(|cursor| cursor.text == text)
    }

    /// The row after which to go on.
    pub(in crate::http) fn key(&self) -> Option<Key> {
        match self.place {
            Place::Row(key) => Some(key),
            Place::Link(_) => None,
        }
    }

    /// The source of the link after which to go on.
    pub(in crate::http) fn source(&self) -> Option<EntityId> {
        match self.place {
            Place::Link(source) => Some(source),
            Place::Row(_) => None,
        }
    }

    pub(in crate::http) fn text(&self) -> &str {
        &self.text
    }
}

fn check(place: &str, path: &str) -> u16 {
    let digest = blake3::Hasher::new().update(path.as_bytes()).update(&[0]).update(place.as_bytes()).finalize();
    let [first, second, ..] = *digest.as_bytes();
    u16::from_be_bytes([first, second])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_another_text_does_not() {
        let rows = [Key::Row(0), Key::Row(u32::MAX), Key::Change(Seq(0), 7), Key::Change(Seq(u64::MAX), 1)].map(Place::Row);
        let link = Place::Link(EntityId { collection: CollectionId(77), row: 3 });
        for place in rows.into_iter().chain([link]) {
            let cursor = Cursor::new(place, "/a/b");
            assert_eq!(Cursor::read(&cursor.text, "/a/b"), Some(cursor.clone()));
            assert_eq!(Cursor::read(&cursor.text, "/a/c"), None);
            assert_eq!(Cursor::read(&format!("{}0", cursor.text), "/a/b"), None);
            assert_eq!(Cursor::read(&cursor.text[1..], "/a/b"), None);
        }
        for none in ["", "0", "x", "æøå", "0000", "+0000000000", "zzzz00000001"] {
            assert_eq!(Cursor::read(none, "/a/b"), None, "{none}");
        }
    }
}
