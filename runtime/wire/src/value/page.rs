//! A page of a collection. It is written in FINT's form: `_embedded._entries`, `_links`, `total_items`, `size`, `offset`; read are also pages whose entries have
//! another name and whose counts stand in `_meta`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
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
    /// Entries that a narrowing query matches, when it was one.
    pub matching_items: Option<u64>,
    /// Entries on this page.
    pub size: u64,
    /// Position of its first entry.
    pub offset: u64,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), links: Links::new(), total_items: 0, matching_items: None, size: 0, offset: 0 }
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

/// `_meta` of a page.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    #[serde(rename = "totalRecords")]
    total: Option<u64>,
    count: Option<u64>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(PageVisitor(PhantomData))
    }
}

/// Every member may be absent or null; entries are the list that is there, in `_embedded` or not.
struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a page of a collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
        let mut page = Page { entries: Vec::new(), links: Links::new(), total_items: 0, matching_items: None, size: 0, offset: 0 };
        let (mut total, mut size) = (None, None);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "_embedded" => {
                    if let Some(Embedded(entries)) = map.next_value::<Option<Embedded<T>>>()? {
                        page.entries = entries;
                    }
                }
                "_links" | "links" | "link" => page.links = map.next_value::<Option<Links>>()?.unwrap_or_default(),
                "total_items" | "TotaltAntalPoster" => total = map.next_value()?,
                "matching_items" => page.matching_items = map.next_value()?,
                "size" => size = map.next_value()?,
                "offset" => page.offset = map.next_value::<Option<u64>>()?.unwrap_or_default(),
                "_meta" => {
                    let meta: Meta = map.next_value::<Option<Meta>>()?.unwrap_or_default();
                    (total, size) = (meta.total.or(total), meta.count.or(size));
                }
                _ => {
                    if let ListOrNot(Some(entries)) = map.next_value()? {
                        page.entries = entries;
                    }
                }
            }
        }
        page.size = size.unwrap_or(page.entries.len() as u64);
        page.total_items = total.unwrap_or(page.size);
        Ok(page)
    }
}

/// The list inside `_embedded`, whatever it is called.
struct Embedded<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Embedded<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct EmbeddedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EmbeddedVisitor<T> {
            type Value = Embedded<T>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("embedded resources")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Embedded<T>, A::Error> {
                let mut entries = Vec::new();
                while map.next_key::<IgnoredAny>()?.is_some() {
                    let more = map.next_value_seed(slim::Listed(PhantomData))?;
                    if entries.is_empty() { entries = more } else { entries.extend(more) }
                }
                Ok(Embedded(entries))
            }
        }
        from.deserialize_map(EmbeddedVisitor(PhantomData))
    }
}

/// A list of resources, or something else that nobody asked for.
struct ListOrNot<T>(Option<Vec<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ListOrNot<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

macro_rules! not {
    ($($method:ident $value:ty),*) => {$(
        fn $method<E: Error>(self, _: $value) -> Result<ListOrNot<T>, E> {
            Ok(ListOrNot(None))
        }
    )*};
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = ListOrNot<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("anything")
    }

    not!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str);

    fn visit_unit<E: Error>(self) -> Result<ListOrNot<T>, E> {
        Ok(ListOrNot(None))
    }

    fn visit_none<E: Error>(self) -> Result<ListOrNot<T>, E> {
        Ok(ListOrNot(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ListOrNot<T>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(ListOrNot(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<ListOrNot<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = from.next_element::<Option<T>>()? {
            entries.extend(entry);
        }
        Ok(ListOrNot(Some(entries)))
    }
}

#[derive(Serialize)]
struct WriteEntries<'a, T> {
    _entries: &'a [T],
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut page = to.serialize_struct("Page", 5 + usize::from(self.matching_items.is_some()))?;
        page.serialize_field("_embedded", &WriteEntries { _entries: &self.entries })?;
        page.serialize_field("_links", &self.links)?;
        page.serialize_field("total_items", &self.total_items)?;
        if let Some(matching) = self.matching_items {
            page.serialize_field("matching_items", &matching)?;
        }
        page.serialize_field("size", &self.size)?;
        page.serialize_field("offset", &self.offset)?;
        page.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_every_profile_are_read() {
        for (text, total) in [
            (r#"{"_embedded":{"_entries":[1,null,2]},"_links":{"next":[{"href":"/n"}]},"total_items":7,"size":2,"offset":0}"#, 7),
            (
                r#"{"_meta":{"totalRecords":7,"page":1,"limit":2,"count":2},"_embedded":{"böcker":[1,2]},"_links":{"next":{"href":"/n"}}}"#,
                7,
            ),
            (r#"{"TotaltAntalPoster":7,"Resultat":[1,2],"x":{"y":[3]},"z":"3","link":[{"rel":"next","uri":"/n"}]}"#, 7),
            (r#"{"bocker":[1,2],"links":[{"rel":"next","href":"/n"}],"_embedded":null}"#, 2),
        ] {
            let page: Page<u8> = serde_json::from_str(text).unwrap();
            assert_eq!((page.entries.as_slice(), page.total_items, page.size, page.next()), (&[1, 2][..], total, 2, Some("/n")), "{text}");
        }
    }
}
