//! Links as they came, by relation: for code that knows no class, such as paging and generic clients.

use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::href::{AllLinks, Collect, Href, MaybeLinks};
use super::slim::Reading;

/// All links of a resource or page, in the order read. Every form is read: an object of arrays (FINT), objects or arrays by relation
/// (HAL), an array of links with `rel`, null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    relations: Vec<(String, Vec<String>)>,
}

impl Links {
    /// No links.
    #[must_use]
    pub const fn new() -> Self {
        Self { relations: Vec::new() }
    }

    /// The first link of a relation.
    #[must_use]
    pub fn get(&self, relation: &str) -> Option<&str> {
        self.all(relation).first().map(String::as_str)
    }

    /// All links of a relation.
    #[must_use]
    pub fn all(&self, relation: &str) -> &[String] {
        self.relations.iter().find(|(name, _)| name == relation).map_or(&[], |(_, hrefs)| hrefs)
    }

    /// Relations with their links.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.relations.iter().map(|(name, hrefs)| (name.as_str(), hrefs.as_slice()))
    }

    /// Adds a link.
    pub fn add(&mut self, relation: &str, href: impl Into<String>) {
        let index = self.index(relation);
        self.take(index, href.into());
    }

    /// True when there are no links.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.relations.iter().all(|(_, hrefs)| hrefs.is_empty())
    }

    /// Reads what may be an array of links with `rel`, and may be anything else: the members `link` and `links` of those who do not write `_links`.
    ///
    /// # Errors
    /// The deserializer's.
    pub fn listed<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut links = Self::new();
        MaybeLinks::deserialize(from)?.give(&mut links);
        Ok(links)
    }

    fn index(&mut self, relation: &str) -> usize {
        self.relations.iter().position(|(name, _)| name == relation).unwrap_or_else(|| {
            self.relations.push((relation.to_owned(), Vec::new()));
            self.relations.len() - 1
        })
    }
}

impl Collect for Links {
    fn relation(&mut self, name: &str) -> Option<usize> {
        Some(self.index(name))
    }

    fn take(&mut self, relation: usize, href: String) {
        if let Some((_, hrefs)) = self.relations.get_mut(relation) {
            hrefs.push(href);
        }
    }
}

impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut links = Self::new();
        AllLinks { reading: Reading::Lenient, to: &mut links }.deserialize(from)?;
        links.relations.retain(|(_, hrefs)| !hrefs.is_empty());
        Ok(links)
    }
}

impl Serialize for Links {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.relations.len()))?;
        for (relation, hrefs) in &self.relations {
            map.serialize_entry(relation, &hrefs.iter().map(|href| Href(href)).collect::<Vec<_>>())?;
        }
        map.end()
    }
}
