//! The forms of `_links`: an object of arrays is written; single objects, nulls and an array of links with `rel` are read too, the latter also
//! where it is called `link` or `links`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::slim::Reading;

/// One link object as read: what is not `href` or `rel` is left aside.
#[derive(Default)]
pub(super) struct LinkObject {
    pub(super) rel: Option<String>,
    pub(super) href: Option<String>,
}

impl<'de> Deserialize<'de> for LinkObject {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(LinkObjectVisitor)
    }
}

struct LinkObjectVisitor;

impl<'de> Visitor<'de> for LinkObjectVisitor {
    type Value = LinkObject;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a link object with `href`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LinkObject, A::Error> {
        let mut link = LinkObject::default();
        while let Some(key) = map.next_key::<Name>()? {
            match key {
                Name::Href => link.href = map.next_value()?,
                Name::Rel => link.rel = map.next_value()?,
                Name::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(link)
    }
}

enum Name {
    Href,
    Rel,
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a member name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(match name {
                    "href" | "uri" => Name::Href,
                    "rel" => Name::Rel,
                    _ => Name::Other,
                })
            }
        }
        from.deserialize_identifier(NameVisitor)
    }
}

/// Where the links of a `_links` go.
pub(super) trait Collect {
    /// What this relation is called from here on; `None` when nobody wants its links.
    fn relation(&mut self, name: &str) -> Option<usize>;
    /// Takes a link of a relation.
    fn take(&mut self, relation: usize, href: String);
}

/// The links of known relations, by index; others are left aside.
pub(super) struct Relations<'a> {
    pub(super) names: &'static [&'static str],
    pub(super) hrefs: &'a mut Vec<(usize, String)>,
    /// Which relation is looked for first: they are mostly written in the order of their class.
    pub(super) expected: usize,
}

impl Collect for Relations<'_> {
    fn relation(&mut self, name: &str) -> Option<usize> {
        let found = position(self.names, name, self.expected)?;
        self.expected = found + 1;
        Some(found)
    }

    fn take(&mut self, relation: usize, href: String) {
        self.hrefs.push((relation, href));
    }
}

/// The index of a name in a list, looked for first where it is expected.
pub(super) fn position(names: &[&str], name: &str, expected: usize) -> Option<usize> {
    match names.get(expected) {
        Some(known) if *known == name => Some(expected),
        _ => names.iter().position(|known| *known == name),
    }
}

/// Reads a whole `_links`.
pub(super) struct AllLinks<'a, C> {
    pub(super) reading: Reading,
    pub(super) to: &'a mut C,
}

impl<'de, C: Collect> DeserializeSeed<'de> for AllLinks<'_, C> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self.reading {
            Reading::Strict => from.deserialize_map(self),
            Reading::Lenient => from.deserialize_any(self),
        }
    }
}

impl<'de, C: Collect> Visitor<'de> for AllLinks<'_, C> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("links: an object with an array of `{\"href\": …}` for each relation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(found) = map.next_key_seed(RelationName(&mut *self.to))? {
            match found {
                Some(relation) => map.next_value_seed(OneRelation { reading: self.reading, relation, to: &mut *self.to })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        if self.reading == Reading::Strict {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        }
        while let Some(link) = from.next_element::<Option<LinkObject>>()? {
            if let Some(LinkObject { rel: Some(rel), href: Some(href) }) = link
                && let Some(relation) = self.to.relation(&rel)
            {
                self.to.take(relation, href);
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.reading {
            Reading::Strict => Err(E::invalid_type(Unexpected::Unit, &self)),
            Reading::Lenient => Ok(()),
        }
    }
}

/// What may be an array of links with `rel`: anything else, in it or in its place, is left aside.
#[derive(Default)]
pub(super) struct MaybeLinks(Vec<LinkObject>);

impl MaybeLinks {
    /// Hands on those that say their relation and where they lead.
    pub(super) fn give(self, to: &mut impl Collect) {
        for link in self.0 {
            if let LinkObject { rel: Some(rel), href: Some(href) } = link
                && let Some(relation) = to.relation(&rel)
            {
                to.take(relation, href);
            }
        }
    }
}

impl<'de> Deserialize<'de> for MaybeLinks {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum One {
            Link(LinkObject),
            Other(IgnoredAny),
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum All {
            List(Vec<One>),
            Other(IgnoredAny),
        }
        Ok(match All::deserialize(from)? {
            All::List(list) => Self(list.into_iter().filter_map(|one| if let One::Link(link) = one { Some(link) } else { None }).collect()),
            All::Other(_) => Self::default(),
        })
    }
}

struct RelationName<'a, C>(&'a mut C);

impl<'de, C: Collect> DeserializeSeed<'de> for RelationName<'_, C> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<C: Collect> Visitor<'_> for RelationName<'_, C> {
    type Value = Option<usize>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a relation's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.relation(name))
    }
}

/// Reads the links of one relation.
struct OneRelation<'a, C> {
    reading: Reading,
    relation: usize,
    to: &'a mut C,
}

impl<C: Collect> OneRelation<'_, C> {
    fn push<E: Error>(&mut self, href: Option<String>) -> Result<(), E> {
        match href {
            Some(href) => self.to.take(self.relation, href),
            None if self.reading == Reading::Lenient => {}
            None => return Err(E::custom("a link without `href`")),
        }
        Ok(())
    }
}

/// Reads one link object of a known relation; apart from [`LinkObject`] because most links are read here, and need no `rel`.
struct OneHref(Reading);

impl<'de> DeserializeSeed<'de> for OneHref {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        match self.0 {
            Reading::Strict => from.deserialize_map(self),
            Reading::Lenient => from.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for OneHref {
    type Value = Option<String>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        LinkObjectVisitor.expecting(to)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut href = None;
        while let Some(name) = map.next_key::<Name>()? {
            match (name, self.0) {
                (Name::Href, Reading::Strict) => href = Some(map.next_value()?),
                (Name::Href, Reading::Lenient) => href = map.next_value()?,
                (Name::Rel | Name::Other, _) => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(href)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

impl<'de, C: Collect> DeserializeSeed<'de> for OneRelation<'_, C> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self.reading {
            Reading::Strict => from.deserialize_seq(self),
            Reading::Lenient => from.deserialize_any(self),
        }
    }
}

impl<'de, C: Collect> Visitor<'de> for OneRelation<'_, C> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an array of `{\"href\": …}`")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut from: A) -> Result<(), A::Error> {
        while let Some(href) = from.next_element_seed(OneHref(self.reading))? {
            self.push(href)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        if self.reading == Reading::Strict {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        }
        OneHref(self.reading).visit_map(map).and_then(|href| self.push(href))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.reading {
            Reading::Strict => Err(E::invalid_type(Unexpected::Unit, &self)),
            Reading::Lenient => Ok(()),
        }
    }
}

/// Links to write, those of one relation side by side.
pub(super) struct Hrefs<'a>(pub(super) &'a [(&'static str, &'a str)]);

impl Serialize for Hrefs<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for relation in self.0.chunk_by(|a, b| a.0 == b.0) {
            if let Some((name, _)) = relation.first() {
                map.serialize_entry(name, &Relation(relation))?;
            }
        }
        map.end()
    }
}

struct Relation<'a>(&'a [(&'static str, &'a str)]);

impl Serialize for Relation<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut seq = to.serialize_seq(Some(self.0.len()))?;
        for (_, href) in self.0 {
            seq.serialize_element(&Href(href))?;
        }
        seq.end()
    }
}

/// `{"href": …}`.
pub(super) struct Href<'a>(pub(super) &'a str);

impl Serialize for Href<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        map.serialize_entry("href", self.0)?;
        map.end()
    }
}
