//! An entity at rest: what a client sent, canonical, as bytes of the native JSON that can be copied into an answer.
//!
//! Two things are left open in the bytes: the base URL (splice points, nested `_links` too) and the entity's own `_links`, which need the
//! inverse links that only the index knows. So an entity is its attributes as spliced text, with an offset table to read one member
//! without parsing the rest, and its links as values. Nothing here knows of HTTP, of other entities or of time.

mod href;
mod link;
mod nested;
mod own;
mod spliced;

pub(crate) use href::parse_path;
pub use href::{
    Segment, WITHIN, collection_path, encode, own_value, resource_path, write_link, write_path, write_relations, write_resource_link,
};
pub use link::{Link, Target};
pub(crate) use nested::{has_nested, nested, without};
pub(crate) use own::write_own;
pub use spliced::{Spliced, Splicing};

use smie_wire::schema::CollectionId;

/// What an entity says, digested: equal for equal content, whatever the order of members was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash(pub [u8; 32]);

/// One member of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRange {
    /// Position in the class's attributes.
    pub attribute: u16,
    /// Where `"name":value` begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// An entity at rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    collection: CollectionId,
    body: Spliced,
    members: Box<[MemberRange]>,
    links: Box<[Link]>,
    identifiers: Box<[Option<Box<str>>]>,
    hash: ContentHash,
}

impl Entity {
    /// Puts an entity together. `body` is the native JSON object without its closing brace and without `_links`; `links` are in model order;
    /// `identifiers` stand in the order of the collection's.
    #[must_use]
    pub fn new(
        collection: CollectionId,
        body: Spliced,
        members: Box<[MemberRange]>,
        links: Box<[Link]>,
        identifiers: Box<[Option<Box<str>>]>,
    ) -> Self {
        let hash = digest(&body, &links);
        Self { collection, body, members, links, identifiers, hash }
    }

    /// An entity that was put together before, with the hash that it had.
    pub(crate) fn restore(
        collection: CollectionId,
        body: Spliced,
        members: Box<[MemberRange]>,
        links: Box<[Link]>,
        identifiers: Box<[Option<Box<str>>]>,
        hash: ContentHash,
    ) -> Self {
        Self { collection, body, members, links, identifiers, hash }
    }

    /// The digest of its content, computed anew.
    pub(crate) fn rehashed(&self) -> ContentHash {
        digest(&self.body, &self.links)
    }

    /// Where each member of the body stands.
    pub(crate) fn members(&self) -> &[MemberRange] {
        &self.members
    }

    /// The same entity with other links of its own, in model order.
    #[must_use]
    pub fn with_links(&self, links: Box<[Link]>) -> Self {
        Self::new(self.collection, self.body.clone(), self.members.clone(), links, self.identifiers.clone())
    }

    /// Where it is served.
    #[must_use]
    pub fn collection(&self) -> CollectionId {
        self.collection
    }

    /// Its attributes: a JSON object without the closing brace.
    #[must_use]
    pub fn body(&self) -> &Spliced {
        &self.body
    }

    /// Its own links, in model order; those of a server-kept end are what it asserts.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Its identifier values, in the order of the collection's identifiers.
    #[must_use]
    pub fn identifiers(&self) -> &[Option<Box<str>>] {
        &self.identifiers
    }

    /// The digest of its content.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// One attribute as `"name":value`, base URL not yet spliced in, without looking at the others.
    #[must_use]
    pub fn member(&self, attribute: u16) -> Option<&[u8]> {
        let at = self.members.binary_search_by_key(&attribute, |m| m.attribute).ok()?;
        let range = self.members[at];
        self.body.text().get(range.start as usize..range.end as usize)
    }

    /// Appends one attribute as `"name":value`, base URL spliced in; nothing when it is absent.
    pub(crate) fn render_member(&self, attribute: u16, base: &[u8], out: &mut Vec<u8>) {
        if let Ok(at) = self.members.binary_search_by_key(&attribute, |m| m.attribute) {
            let range = self.members[at];
            self.body.render_range(range.start as usize..range.end as usize, base, out);
        }
    }

    /// The identifier that stands for the entity: the canonical one when it has it, else the first that it has.
    #[must_use]
    pub fn self_identifier(&self, canonical: usize) -> Option<(usize, &str)> {
        let value = |i: usize| self.identifiers.get(i).and_then(Option::as_deref).map(|v| (i, v));
        value(canonical).or_else(|| (0..self.identifiers.len()).find_map(value))
    }
}

fn digest(body: &Spliced, links: &[Link]) -> ContentHash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(body.text());
    for link in links {
        link.digest(&mut hasher);
    }
    ContentHash(*hasher.finalize().as_bytes())
}
