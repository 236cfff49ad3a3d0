//! A page of a collection, in FINT's form: `_embedded._entries`, `_links`, `total_items`, `size`, `offset`.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Links, slim};

/// A page of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What the page holds.
    pub entries: Vec<T>,
    /// `self`, `prev`, `next`.
    pub links: Links,
    /// Entries of the whole collection, also when the query narrows it.
    pub total_items: u64,
    /// Entries on this page.
    pub size: u64,
    /// Position of its first entry.
    pub offset: u64,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), links: Links::new(), total_items: 0, size: 0, offset: 0 }
    }
}

impl<T> Page<T> {
    /// Address of the next page; `None` on the last.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.links.get("next")
    }

    /// Address of the page before; `None` on the first.
    #[must_use]
    pub fn prev(&self) -> Option<&str> {
        self.links.get("prev")
    }
}

/// The wire form on reading; every member may be absent or null.
#[derive(Deserialize)]
#[serde(default, bound = "T: Deserialize<'de>")]
struct Read<T> {
    _embedded: Option<ReadEntries<T>>,
    _links: Option<Links>,
    total_items: Option<u64>,
    size: Option<u64>,
    offset: Option<u64>,
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { _embedded: None, _links: None, total_items: None, size: None, offset: None }
    }
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct ReadEntries<T> {
    #[serde(default = "Vec::new", deserialize_with = "slim::list")]
    _entries: Vec<T>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let page = Read::deserialize(from)?;
        let entries = page._embedded.map(|embedded: ReadEntries<T>| embedded._entries).unwrap_or_default();
        let size = page.size.unwrap_or(entries.len() as u64);
        Ok(Self {
            links: page._links.unwrap_or_default(),
            total_items: page.total_items.unwrap_or(size),
            size,
            offset: page.offset.unwrap_or_default(),
            entries,
        })
    }
}

#[derive(Serialize)]
struct WriteEntries<'a, T> {
    _entries: &'a [T],
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut page = to.serialize_struct("Page", 5)?;
        page.serialize_field("_embedded", &WriteEntries { _entries: &self.entries })?;
        page.serialize_field("_links", &self.links)?;
        page.serialize_field("total_items", &self.total_items)?;
        page.serialize_field("size", &self.size)?;
        page.serialize_field("offset", &self.offset)?;
        page.end()
    }
}
