//! Reading an object into a struct.
//!
//! [`Reader`] keeps the first error to itself, so that derived code needs no `?` for each member: a `?` is two trait obligations
//! and a branch that the compiler must check in every class.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::key::{Found, Key};
use super::list::List;
use super::{Object, Reading, Shape};
use crate::value::href::{AllLinks, MaybeLinks, Relations};
use crate::value::{Link, NonEmpty};

/// Reads a struct.
///
/// # Errors
/// The deserializer's, and members that are missing or of the wrong form.
pub fn read<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData::<T>))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a `{}`", T::SHAPE.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        read_map(map)
    }
}

/// Reads a struct from the members of an object.
///
/// # Errors
/// The deserializer's, and members that are missing or of the wrong form.
pub fn read_map<'de, T: Object, A: MapAccess<'de>>(map: A) -> Result<T, A::Error> {
    let mut reader = Reader { map, shape: T::SHAPE, expected: 0, links: Vec::new(), error: None };
    let value = T::read(&mut reader);
    match (reader.error, value) {
        (None, Some(value)) => Ok(value),
        (Some(error), _) => Err(error),
        (None, None) => Err(A::Error::custom(format_args!("`{}` cannot be read", T::SHAPE.name))),
    }
}

/// In place of a relation's index.
const TAKEN: usize = usize::MAX;

/// An object being read.
pub struct Reader<'de, A: MapAccess<'de>> {
    map: A,
    shape: &'static Shape,
    expected: usize,
    links: Vec<(usize, String)>,
    error: Option<<A as MapAccess<'de>>::Error>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Index of the next member; the number of members at the end, and after an error. Links and unknown members are seen to here.
    // Not an iterator: between two indices the caller reads the value.
    #[expect(clippy::should_implement_trait)]
    pub fn next(&mut self) -> usize {
        let end = self.shape.members.len();
        while self.error.is_none() {
            match self.map.next_key_seed(Key { names: self.shape.members, expected: self.expected }) {
                Ok(Some(Found::Known(index))) => {
                    self.expected = index + 1;
                    return index;
                }
                Ok(Some(Found::Links)) => self.read_links(),
                Ok(Some(Found::Listed)) if self.shape.reading == Reading::Lenient => self.read_listed(),
                Ok(Some(Found::Unknown | Found::Listed)) => self.error = self.map.next_value::<IgnoredAny>().err(),
                Ok(None) => return end,
                Err(error) => self.error = Some(error),
            }
        }
        end
    }

    fn read_links(&mut self) {
        if self.shape.relations.is_empty() {
            self.error = self.map.next_value::<IgnoredAny>().err();
            return;
        }
        let mut relations = Relations { names: self.shape.relations, hrefs: &mut self.links, expected: 0 };
        self.error = self.map.next_value_seed(AllLinks { reading: self.shape.reading, to: &mut relations }).err();
    }

    fn read_listed(&mut self) {
        match self.map.next_value::<MaybeLinks>() {
            Ok(links) => links.give(&mut Relations { names: self.shape.relations, hrefs: &mut self.links, expected: 0 }),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads the member that [`next`](Self::next) found.
    pub fn value<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        if self.is_new(slot.is_none()) {
            match self.map.next_value() {
                Ok(value) => *slot = Some(value),
                Err(error) => self.error = Some(error),
            }
        }
    }

    /// Reads the member that [`next`](Self::next) found; null is as good as absent.
    pub fn nullable<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        if self.is_new(slot.is_none()) {
            match self.map.next_value() {
                Ok(value) => *slot = value,
                Err(error) => self.error = Some(error),
            }
        }
    }

    fn is_new(&mut self, is_empty: bool) -> bool {
        let is_new = is_empty || self.shape.reading == Reading::Lenient;
        if !is_new {
            let name = name(self.shape.members, self.expected.wrapping_sub(1));
            self.fail(format_args!("duplicate member `{name}`"));
        }
        is_new
    }

    /// Reads the member that [`next`](Self::next) found as a list, whatever it is: null, one value, an array with nulls in it.
    pub fn list<T: Deserialize<'de>>(&mut self, slot: &mut Option<Vec<T>>) {
        match self.map.next_value_seed(List(PhantomData)) {
            Ok(values) => *slot = Some(values),
            Err(error) => self.error = Some(error),
        }
    }

    /// A mandatory member.
    pub fn required<T>(&mut self, index: usize, slot: Option<T>) -> Option<T> {
        if slot.is_none() {
            let name = name(self.shape.members, index);
            self.fail(format_args!("missing member `{name}`"));
        }
        slot
    }

    /// A mandatory list.
    pub fn some<T>(&mut self, index: usize, slot: Option<Vec<T>>) -> Option<NonEmpty<T>> {
        let values = slot.and_then(|values| NonEmpty::try_from(values).ok());
        self.required(index, values)
    }

    /// A mandatory link.
    pub fn link<T>(&mut self, index: usize) -> Option<Link<T>> {
        let link = self.optional_link(index);
        if link.is_none() {
            self.missing_link(index);
        }
        link
    }

    /// An optional link.
    pub fn optional_link<T>(&mut self, index: usize) -> Option<Link<T>> {
        let first = self.take(index).next();
        let more = self.take::<T>(index).count();
        if more > 0 && self.shape.reading == Reading::Strict {
            let name = name(self.shape.relations, index);
            self.fail(format_args!("`{name}` has {} links where one is allowed", more + 1));
        }
        first
    }

    /// Any number of links.
    pub fn links<T>(&mut self, index: usize) -> Vec<Link<T>> {
        self.take(index).collect()
    }

    /// At least one link.
    pub fn some_links<T>(&mut self, index: usize) -> Option<NonEmpty<Link<T>>> {
        let links = NonEmpty::try_from(self.links(index)).ok();
        if links.is_none() {
            self.missing_link(index);
        }
        links
    }

    /// The links of a relation that have not been taken yet.
    fn take<T>(&mut self, index: usize) -> impl Iterator<Item = Link<T>> {
        let own = self.links.iter_mut().filter(move |(relation, _)| *relation == index);
        own.map(|(relation, href)| {
            *relation = TAKEN;
            Link::to(std::mem::take(href))
        })
    }

    fn missing_link(&mut self, index: usize) {
        let name = name(self.shape.relations, index);
        self.fail(format_args!("missing relation `{name}` in `_links`"));
    }

    fn fail(&mut self, message: fmt::Arguments<'_>) {
        if self.error.is_none() {
            self.error = Some(A::Error::custom(message));
        }
    }
}

fn name(names: &'static [&'static str], index: usize) -> &'static str {
    names.get(index).copied().unwrap_or_default()
}

/// Reads a code of an enum: its index in the list.
///
/// # Errors
/// The deserializer's, and a code that is not in the list.
pub fn read_code<'de, D: Deserializer<'de>>(name: &'static str, codes: &'static [&'static str], from: D) -> Result<usize, D::Error> {
    from.deserialize_str(CodeVisitor { name, codes })
}

struct CodeVisitor {
    name: &'static str,
    codes: &'static [&'static str],
}

impl Visitor<'_> for CodeVisitor {
    type Value = usize;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a code of `{}`", self.name)
    }

    fn visit_str<E: Error>(self, code: &str) -> Result<usize, E> {
        let found = self.codes.iter().position(|known| *known == code);
        found.ok_or_else(|| E::custom(format_args!("`{code}` is no code of `{}`; expected one of {}", self.name, Codes(self.codes))))
    }
}

struct Codes(&'static [&'static str]);

impl fmt::Display for Codes {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, code) in self.0.iter().enumerate() {
            write!(to, "{}`{code}`", if i == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
