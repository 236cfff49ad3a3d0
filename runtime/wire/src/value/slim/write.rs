//! Writing a struct as an object.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{EmptyLinks, LINKS, Object, Shape};
use crate::value::Link;
use crate::value::href::Hrefs;

/// Writes a struct.
///
/// # Errors
/// The serializer's.
pub fn write<T: Object, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer { map: to.serialize_map(None)?, shape: T::SHAPE, links: Vec::new(), error: None };
    value.write(&mut writer);
    writer.finish()
}

/// An object being written.
pub struct Writer<'a, M: SerializeMap> {
    map: M,
    shape: &'static Shape,
    links: Vec<(&'static str, &'a str)>,
    error: Option<M::Error>,
}

impl<'a, M: SerializeMap> Writer<'a, M> {
    /// A member that is always there.
    pub fn value<T: Serialize>(&mut self, index: usize, value: &T) {
        if let (None, Some(name)) = (&self.error, self.shape.members.get(index)) {
            self.error = self.map.serialize_entry(*name, value).err();
        }
    }

    /// A member that may be absent.
    pub fn optional<T: Serialize>(&mut self, index: usize, value: &Option<T>) {
        if let Some(value) = value {
            self.value(index, value);
        }
    }

    /// A list, absent when it is empty.
    pub fn list<T: Serialize>(&mut self, index: usize, values: &Vec<T>) {
        if !values.is_empty() {
            self.value(index, values);
        }
    }

    /// The link of a relation to one.
    pub fn link<T>(&mut self, index: usize, link: &'a Link<T>) {
        if let Some(name) = self.shape.relations.get(index) {
            self.links.push((name, link.href()));
        }
    }

    /// The links of a relation.
    pub fn links<T>(&mut self, index: usize, links: &'a [Link<T>]) {
        for link in links {
            self.link(index, link);
        }
    }

    fn finish(mut self) -> Result<M::Ok, M::Error> {
        if self.error.is_none() && !(self.links.is_empty() && self.shape.empty_links == EmptyLinks::Omitted) {
            self.error = self.map.serialize_entry(LINKS, &Hrefs(&self.links)).err();
        }
        match self.error {
            Some(error) => Err(error),
            None => self.map.end(),
        }
    }
}
