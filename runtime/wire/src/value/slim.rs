//! What derived code calls; not for people.
//!
//! A derive expands to a list of names and one line a member; everything that can be said once is said here. So the compiler
//! type-checks the work of reading and writing an object once, not once a class: that is where most of the build time of
//! large generated crates goes.

mod key;
mod list;
mod read;
mod write;

pub(crate) use list::List as Listed;
pub use list::list;
pub use read::{Reader, read, read_code, read_map};
pub use write::{Writer, write};

// Derived code must not ask its user's crate for serde.
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The member that holds the links.
pub(crate) const LINKS: &str = "_links";

/// Members that hold the links elsewhere, as an array.
pub(crate) const LISTED: [&str; 2] = ["link", "links"];

/// What an object looks like on the wire.
#[derive(Debug)]
pub struct Shape {
    /// Name for messages.
    pub name: &'static str,
    /// Members, by index.
    pub members: &'static [&'static str],
    /// Relations in `_links`, by index.
    pub relations: &'static [&'static str],
    /// What is written when there are no links.
    pub empty_links: EmptyLinks,
    /// How much is forgiven on reading.
    pub reading: Reading,
}

/// What stands in an object without links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyLinks {
    /// `"_links":{}`.
    Kept,
    /// Nothing.
    Omitted,
}

/// How much is forgiven on reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The server's own form only.
    Strict,
    /// Also nulls, single values for lists, and repeated members, the last of which wins.
    Lenient,
}

/// A struct that is a JSON object.
pub trait Object: Sized {
    /// Names and manners.
    const SHAPE: &'static Shape;

    /// Reads every member; `None` when the reader has an error.
    fn read<'de, A: MapAccess<'de>>(from: &mut Reader<'de, A>) -> Option<Self>;

    /// Writes every member.
    fn write<'a, M: SerializeMap>(&'a self, to: &mut Writer<'a, M>);
}
