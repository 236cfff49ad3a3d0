//! A page of a collection, and the small documents beside a collection.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use crate::Links;

/// A page. Its entries are values in one pass over the body; a resource's ETag comes with a look-up.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// Entries of the whole collection, when the server says.
    pub total_items: Option<u64>,
    /// Position of the first entry, when the server says.
    pub offset: Option<u64>,
    /// The page's links: `self`, `prev`, `next`.
    pub links: Links,
}

impl<T> Page<T> {
    /// Address of the next page; `None` on the last.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.links.first("next")
    }

    /// Address of the page before; `None` on the first.
    #[must_use]
    pub fn prev(&self) -> Option<&str> {
        self.links.first("prev")
    }
}

#[derive(Deserialize)]
struct Wire<T> {
    #[serde(rename = "_embedded", default = "none")]
    embedded: Option<Embedded<T>>,
    #[serde(rename = "_links", default)]
    links: Links,
    total_items: Option<u64>,
    offset: Option<u64>,
}

#[derive(Deserialize)]
struct Embedded<T> {
    #[serde(rename = "_entries", default = "none")]
    entries: Option<Vec<Option<T>>>,
}

/// Serde's own default would ask `T` to have one.
fn none<T>() -> Option<T> {
    None
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Wire { embedded, links, total_items, offset } = Wire::deserialize(deserializer)?;
        let entries = embedded.and_then(|embedded| embedded.entries).unwrap_or_default();
        Ok(Self { entries: entries.into_iter().flatten().collect(), total_items, offset, links })
    }
}

/// `{"lastUpdated":"1559551091034"}`; some servers write the number plain.
#[derive(Deserialize)]
pub(crate) struct LastUpdated {
    #[serde(rename = "lastUpdated", deserialize_with = "milliseconds")]
    pub(crate) last_updated: u64,
}

/// `{"size":10632}`.
#[derive(Deserialize)]
pub(crate) struct Size {
    pub(crate) size: u64,
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    number.ok_or_else(|| de::Error::custom(format_args!("expected milliseconds since 1970, got {value}")))
}
