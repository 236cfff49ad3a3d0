//! The place in a walk: after which row the next page begins.
//!
//! Clients must not look inside, and cannot by accident: a cursor carries a check over itself and the collection, so that one that was made up, cut or taken from
//! another collection is refused instead of leading somewhere.

use crate::index::Key;
use crate::store::Seq;

/// A place in a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Cursor {
    key: Key,
    text: String,
}

impl Cursor {
    /// The place after a row of a collection, named by its path.
    pub(in crate::http) fn new(key: Key, path: &str) -> Self {
        let place = match key {
            Key::Row(row) => format!("{row:08x}"),
            Key::Change(Seq(seq), row) => format!("{row:08x}{seq:x}"),
        };
        let text = format!("{:04x}{place}", check(&place, path));
        Self { key, text }
    }

    /// Reads a cursor that this server wrote for this collection.
    pub(super) fn read(text: &str, path: &str) -> Option<Self> {
        let (given, place) = text.split_at_checked(4)?;
        if u16::from_str_radix(given, 16).ok()? != check(place, path) {
            return None;
        }
        let (row, seq) = place.split_at_checked(8)?;
        let row = u32::from_str_radix(row, 16).ok()?;
        let key = match seq {
            "" => Key::Row(row),
            seq => Key::Change(Seq(u64::from_str_radix(seq, 16).ok()?), row),
        };
        Some(Self::new(key, path)).filter(|cursor| cursor.text == text)
    }

    pub(in crate::http) fn key(&self) -> Key {
        self.key
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
        for key in [Key::Row(0), Key::Row(u32::MAX), Key::Change(Seq(0), 7), Key::Change(Seq(u64::MAX), 1)] {
            let cursor = Cursor::new(key, "/a/b");
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
