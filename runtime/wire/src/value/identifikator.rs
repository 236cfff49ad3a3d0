//! The built-in identity, for models that declare no class of this name.
//!
//! A model such as FINT's declares its own `Identifikator` and `Periode`; then those are generated like any datatype.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::DateTime;
use super::slim::{self, EmptyLinks, Object, Reader, Reading, Shape, Writer};

/// An identity: a value that is unique in its class, and the time in which it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Identifikator {
    /// The value; one segment of a path.
    pub identifikatorverdi: String,
    /// When the identity holds.
    pub gyldighetsperiode: Option<Periode>,
}

impl Identifikator {
    /// An identity that holds at all times.
    pub fn new(value: impl Into<String>) -> Self {
        Self { identifikatorverdi: value.into(), gyldighetsperiode: None }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.identifikatorverdi
    }
}

impl From<&str> for Identifikator {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for Identifikator {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl fmt::Display for Identifikator {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.identifikatorverdi)
    }
}

impl Object for Identifikator {
    const SHAPE: &'static Shape = &Shape {
        name: "Identifikator",
        members: &["identifikatorverdi", "gyldighetsperiode"],
        relations: &[],
        empty_links: EmptyLinks::Omitted,
        reading: Reading::Lenient,
    };

    fn read<'de, A: MapAccess<'de>>(from: &mut Reader<'de, A>) -> Option<Self> {
        let (mut value, mut period) = (None, None);
        loop {
            match from.next() {
                0 => from.nullable(&mut value),
                1 => from.nullable(&mut period),
                _ => break,
            }
        }
        Some(Self { identifikatorverdi: from.required(0, value)?, gyldighetsperiode: period })
    }

    fn write<'a, M: SerializeMap>(&'a self, to: &mut Writer<'a, M>) {
        to.value(0, &self.identifikatorverdi);
        to.optional(1, &self.gyldighetsperiode);
    }
}

impl Serialize for Identifikator {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        slim::write(self, to)
    }
}

impl<'de> Deserialize<'de> for Identifikator {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(IdentifikatorVisitor)
    }
}

/// An object, or a plain string as profiles without identifier objects write it.
struct IdentifikatorVisitor;

impl<'de> Visitor<'de> for IdentifikatorVisitor {
    type Value = Identifikator;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an identity: `{\"identifikatorverdi\": …}`")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Identifikator, E> {
        Ok(Identifikator::new(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Identifikator, A::Error> {
        slim::read_map(map)
    }
}

/// A stretch of time, open where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Periode {
    /// Its beginning. Mandatory in FINT's own class; optional here, because a server may hide any member from a client.
    pub start: Option<DateTime>,
    /// Its end.
    pub slutt: Option<DateTime>,
    /// What it is about.
    pub beskrivelse: Option<String>,
}

impl Object for Periode {
    const SHAPE: &'static Shape = &Shape {
        name: "Periode",
        members: &["start", "slutt", "beskrivelse"],
        relations: &[],
        empty_links: EmptyLinks::Omitted,
        reading: Reading::Lenient,
    };

    fn read<'de, A: MapAccess<'de>>(from: &mut Reader<'de, A>) -> Option<Self> {
        let mut period = Self::default();
        loop {
            match from.next() {
                0 => from.nullable(&mut period.start),
                1 => from.nullable(&mut period.slutt),
                2 => from.nullable(&mut period.beskrivelse),
                _ => break,
            }
        }
        Some(period)
    }

    fn write<'a, M: SerializeMap>(&'a self, to: &mut Writer<'a, M>) {
        to.optional(0, &self.start);
        to.optional(1, &self.slutt);
        to.optional(2, &self.beskrivelse);
    }
}

impl Serialize for Periode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        slim::write(self, to)
    }
}

impl<'de> Deserialize<'de> for Periode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        slim::read(from)
    }
}
