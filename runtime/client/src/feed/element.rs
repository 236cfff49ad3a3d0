//! XML content as a tree, and the tree as a source of typed values.
//!
//! Elements are found by their local names, never by their position: servers move them about. A typed value is read from an element through serde, so the
//! types that read JSON read this too: numbers and codes from text, links from `href`, nested values from children.

use serde::de::value::{MapDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its namespace.
    pub namespace: Option<String>,
    /// Its name without prefix.
    pub name: String,
    /// Attributes by their local names, namespace declarations left out.
    pub attributes: Vec<(String, String)>,
    /// Text directly inside.
    pub text: String,
    /// Elements directly inside.
    pub children: Vec<Element>,
}

/// Why an element is not of a type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ElementError(String);

impl de::Error for ElementError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Element {
    /// The first element of this local name directly inside.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// An attribute by its local name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of the first element of this name; `None` when there is none.
    ///
    /// # Errors
    /// The element is not of this type.
    pub fn one<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ElementError> {
        self.child(name).map(|child| child.read(name)).transpose()
    }

    /// The values of all elements of this name.
    ///
    /// # Errors
    /// An element is not of this type.
    pub fn many<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, ElementError> {
        self.children.iter().filter(|child| child.name == name).map(|child| child.read(name)).collect()
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, ElementError> {
        T::deserialize(self).map_err(|error| ElementError(format!("`{name}`: {error}")))
    }

    fn number<T: std::str::FromStr>(&self) -> Result<T, ElementError> {
        let text = self.text.trim();
        text.parse().map_err(|_| ElementError(format!("`{text}` is not of the expected type")))
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
            visitor.$visit(self.number::<$ty>()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Element {
    type Error = ElementError;

    parsed! {
        deserialize_bool visit_bool bool,
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
        deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        if self.attribute("href").is_some() || !self.children.is_empty() {
            self.deserialize_map(visitor)
        } else {
            self.deserialize_str(visitor)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_str(self.text.trim())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_str(&self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        let attributes = self.attributes.iter().map(|(name, value)| (name.as_str(), Member::Text(value)));
        let children = self.children.iter().map(|child| (child.name.as_str(), Member::Element(child)));
        visitor.visit_map(MapDeserializer::new(attributes.chain(children)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ElementError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        of: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ElementError> {
        StrDeserializer::new(self.text.trim()).deserialize_enum(name, of, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_seq(de::value::SeqDeserializer::new(std::iter::once(Member::Element(self))))
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any }
}

/// What an attribute says is text, whatever is asked for; an element reads itself.
macro_rules! typed {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
            match self {
                Self::Text(text) => visitor.visit_borrowed_str(text),
                Self::Element(element) => element.$method(visitor),
            }
        }
    )*};
}

/// What an object made of an element holds.
enum Member<'a> {
    Text(&'a str),
    Element(&'a Element),
}

impl<'de> IntoDeserializer<'de, ElementError> for Member<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Member<'de> {
    type Error = ElementError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::Element(element) => element.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ElementError> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        of: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ElementError> {
        match self {
            Self::Text(text) => StrDeserializer::new(text).deserialize_enum(name, of, visitor),
            Self::Element(element) => element.deserialize_enum(name, of, visitor),
        }
    }

    typed! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64 deserialize_str deserialize_string deserialize_map deserialize_seq
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct struct identifier ignored_any }
}

#[cfg(test)]
mod tests {
    use smie_wire::value::{DateTime, Identifikator, Link, Periode};

    use super::*;
    use crate::feed::atom;

    fn content(inner: &str) -> Element {
        let feed = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:m='urn:m'><entry><id>1</id><content type='application/x+xml'>{inner}</content></entry></feed>"
        );
        let mut document = atom::parse(feed.as_bytes()).unwrap();
        document.entries.remove(0).content.element.unwrap()
    }

    #[test]
    fn values_are_read_by_name_and_type() {
        let element = content(
            "<m:E xmlns:m='urn:m'><m:antall> 3 </m:antall><m:aktiv>true</m:aktiv><m:id>19/00094</m:id><m:tidspunkt>2012-01-17T14:59:15.992+01:00</m:tidspunkt>             <m:student identifier='id' href='https://h/student/2345'>2345</m:student><m:bare href='https://h/x'/>             <m:periode><m:start>2012-01-17T00:00:00Z</m:start></m:periode><m:navn>bjørn &amp; å</m:navn><m:navn>ö</m:navn></m:E>",
        );
        assert_eq!(element.one::<i64>("antall"), Ok(Some(3)));
        assert_eq!(element.one::<i32>("mangler"), Ok(None));
        assert_eq!(element.one::<bool>("aktiv"), Ok(Some(true)));
        assert_eq!(element.one::<Identifikator>("id"), Ok(Some(Identifikator::new("19/00094"))));
        assert_eq!(element.one::<DateTime>("tidspunkt").unwrap().unwrap().to_string(), "2012-01-17T13:59:15Z");
        assert_eq!(element.one::<Link>("student").unwrap().unwrap().href(), "https://h/student/2345");
        assert_eq!(element.one::<Link>("bare").unwrap().unwrap().href(), "https://h/x");
        assert!(element.one::<Periode>("periode").unwrap().unwrap().start.is_some());
        assert_eq!(element.many::<String>("navn"), Ok(vec!["bjørn & å".to_owned(), "ö".to_owned()]));
        assert_eq!(element.one::<i64>("id").unwrap_err().to_string(), "`id`: `19/00094` is not of the expected type");
    }
}
