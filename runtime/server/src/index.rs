//! The index: everything that reading needs, in memory, as immutable snapshots.
//!
//! Readers take a snapshot and keep it for a whole answer; the one writer builds the next snapshot beside it, sharing all that did not change, and
//! swaps. Entities stand in creation order (an update moves nothing) and in order of change; identifiers lead to rows; links lead back
//! from target to source, also from targets that have not come yet. Nothing here reads JSON or knows HTTP.

mod apply;
mod collection;
mod incoming;
mod list;
mod pairs;
mod related;
mod resource;
mod rows;
mod tenant;
#[cfg(test)]
mod tests;
mod trie;
mod walk;

pub(crate) use apply::Change;
pub(crate) use collection::Collection;
pub(crate) use pairs::Pairs;
pub(crate) use related::Start;
pub(crate) use resource::{Resource, preview};
pub(crate) use rows::{Weigh, Weight};
pub(crate) use tenant::Tenant;
pub(crate) use walk::{Begin, Key, Row};

use smie_wire::schema::CollectionId;

/// An entity inside the server, for as long as it lives. Ids of one collection are in creation order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId {
    /// Where it is served.
    pub collection: CollectionId,
    /// Its place in creation order; never used again.
    pub row: u32,
}

/// When a commit happened: milliseconds since 1970, strictly increasing from commit to commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(pub u64);
