//! Typed links: an address, and in the type what it leads to.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::href::{Href, LinkObject};

/// The target of a link that leads out of the model: any absolute URI. The model language's word is `Referanse`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foreign {}

/// A link to a `T`. Without a `T` the type does not say where it leads; a relation's `to` does.
// `fn() -> T` because a link holds no `T`: it is as sendable, cloneable and comparable as its address.
pub struct Link<T = Foreign> {
    href: String,
    target: PhantomData<fn() -> T>,
}

impl<T> Link<T> {
    /// A link to this address.
    pub fn to(href: impl Into<String>) -> Self {
        Self { href: href.into(), target: PhantomData }
    }

    /// The address, as the server wrote it.
    #[must_use]
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The address.
    #[must_use]
    pub fn into_href(self) -> String {
        self.href
    }

    /// The same address, with another type of target; for a link to an abstract class whose concrete class is known.
    #[must_use]
    pub fn cast<U>(self) -> Link<U> {
        Link::to(self.href)
    }
}

impl<T> Clone for Link<T> {
    fn clone(&self) -> Self {
        Self::to(self.href.clone())
    }
}

impl<T> fmt::Debug for Link<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Link").field(&self.href).finish()
    }
}

impl<T> PartialEq for Link<T> {
    fn eq(&self, other: &Self) -> bool {
        self.href == other.href
    }
}

impl<T> Eq for Link<T> {}

impl<T> Hash for Link<T> {
    fn hash<H: Hasher>(&self, to: &mut H) {
        self.href.hash(to);
    }
}

impl<T> fmt::Display for Link<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.href)
    }
}

impl<T> Serialize for Link<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Href(&self.href).serialize(to)
    }
}

impl<'de, T> Deserialize<'de> for Link<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LinkVisitor).map(Self::to)
    }
}

struct LinkVisitor;

impl<'de> Visitor<'de> for LinkVisitor {
    type Value = String;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a link: `{\"href\": …}`")
    }

    fn visit_str<E: Error>(self, href: &str) -> Result<String, E> {
        Ok(href.to_owned())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        let link = LinkObject::deserialize(MapAccessDeserializer::new(map))?;
        link.href.ok_or_else(|| A::Error::missing_field("href"))
    }
}
