//! The forms of `_links`: an object of arrays is written; single objects, nulls and an array of links with `rel` are read too.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
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
                    "href" => Name::Href,
                    "rel" => Name::Rel,
                    _ => Name::Other,
                })
            }
        }
        from.deserialize_identifier(NameVisitor)
    }
}

/// Where the links of a `_links` go: relation name and href.
pub(super) trait Collect {
    /// Where the links of this relation go; `None` when nobody wants them.
    fn relation(&mut self, name: &str) -> Option<&mut Vec<String>>;
}

/// The links of known relations, by index; others are left aside.
pub(super) struct Relations<'a> {
    pub(super) names: &'static [&'static str],
    pub(super) reading: Reading,
    pub(super) hrefs: &'a mut [Vec<String>],
}

impl Collect for Relations<'_> {
    fn relation(&mut self, name: &str) -> Option<&mut Vec<String>> {
        let index = self.names.iter().position(|known| *known == name)?;
        self.hrefs.get_mut(index)
    }
}

impl<'de> DeserializeSeed<'de> for Relations<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, from: D) -> Result<(), D::Error> {
        let reading = self.reading;
        AllLinks { reading, to: &mut self }.deserialize(from)
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
        while let Some(hrefs) = map.next_key_seed(RelationName(&mut *self.to))? {
            map.next_value_seed(OneRelation { reading: self.reading, to: hrefs })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        if self.reading == Reading::Strict {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        while let Some(link) = from.next_element::<Option<LinkObject>>()? {
            if let Some(LinkObject { rel: Some(rel), href: Some(href) }) = link
                && let Some(hrefs) = self.to.relation(&rel)
            {
                hrefs.push(href);
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.reading {
            Reading::Strict => Err(E::invalid_type(serde::de::Unexpected::Unit, &self)),
            Reading::Lenient => Ok(()),
        }
    }
}

struct RelationName<'a, C>(&'a mut C);

impl<'de, 'a, C: Collect> DeserializeSeed<'de> for RelationName<'a, C> {
    type Value = Option<&'a mut Vec<String>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<'a, C: Collect> Visitor<'_> for RelationName<'a, C> {
    type Value = Option<&'a mut Vec<String>>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a relation's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.relation(name))
    }
}

/// Reads the links of one relation.
struct OneRelation<'a> {
    reading: Reading,
    to: Option<&'a mut Vec<String>>,
}

impl OneRelation<'_> {
    fn push(&mut self, link: Option<LinkObject>) -> Result<(), &'static str> {
        match link.and_then(|link| link.href) {
            Some(href) => {
                if let Some(hrefs) = self.to.as_deref_mut() {
                    hrefs.push(href);
                }
                Ok(())
            }
            None if self.reading == Reading::Lenient => Ok(()),
            None => Err("a link without `href`"),
        }
    }
}

impl<'de> DeserializeSeed<'de> for OneRelation<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match (&self.to, self.reading) {
            (None, _) => IgnoredAny::deserialize(from).map(drop),
            (Some(_), Reading::Strict) => from.deserialize_seq(self),
            (Some(_), Reading::Lenient) => from.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for OneRelation<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an array of `{\"href\": …}`")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut from: A) -> Result<(), A::Error> {
        while let Some(link) = from.next_element::<Option<LinkObject>>()? {
            self.push(link).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        if self.reading == Reading::Strict {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Map, &self));
        }
        let link = LinkObject::deserialize(MapAccessDeserializer::new(map))?;
        self.push(Some(link)).map_err(A::Error::custom)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.reading {
            Reading::Strict => Err(E::invalid_type(serde::de::Unexpected::Unit, &self)),
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
