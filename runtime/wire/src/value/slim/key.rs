//! Member names to indices, without a string in between.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use crate::value::href::position;

/// Finds a name's index in a list.
pub(super) struct Key {
    /// The names.
    pub(super) names: &'static [&'static str],
    /// Where to look first: objects are mostly written in the order of their class.
    pub(super) expected: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Found, D::Error> {
        from.deserialize_identifier(self)
    }
}

/// What a name stands for.
pub(super) enum Found {
    /// A name of the list.
    Known(usize),
    /// `_links`.
    Links,
    /// `link` or `links`, which may be an array of links, as Ladok writes it, and may be anything else.
    Listed,
    /// None of these.
    Unknown,
}

impl Visitor<'_> for Key {
    type Value = Found;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a member name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Found, E> {
        Ok(if let Some(index) = position(self.names, name, self.expected) {
            Found::Known(index)
        } else if name == super::LINKS {
            Found::Links
        } else if super::LISTED.contains(&name) {
            Found::Listed
        } else {
            Found::Unknown
        })
    }
}
