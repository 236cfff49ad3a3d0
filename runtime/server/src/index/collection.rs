//! One collection of the index: its rows in creation order, the same rows in order of change, and its identifiers.

use std::sync::Arc;

use super::resource::Resource;
use super::rows::{Rows, Weigh, Weight};
use super::trie::Trie;
use super::{EntityId, Stamp};
use crate::store::{Position, Tombstone};

/// Where an identifier value leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) row: u32,
    pub(super) identifier: u16,
}

/// A row in order of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Changed {
    pub(crate) at: Position,
    pub(crate) row: u32,
}

impl Weigh for Changed {
    fn weight(&self) -> Weight {
        Weight { rows: 1, text: 0, splices: 0 }
    }
}

/// A collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collection {
    rows: Rows<Arc<Resource>>,
    changed: Rows<Changed>,
    pub(super) names: Trie<Place>,
    last_updated: Stamp,
    digest: u128,
    graves: Rows<Arc<Tombstone>>,
    buried: Rows<Changed>,
}

impl Weigh for Arc<Tombstone> {
    fn weight(&self) -> Weight {
        Weight { rows: 1, text: 0, splices: 0 }
    }
}

impl Collection {
    /// How many resources it has.
    pub(crate) fn size(&self) -> u64 {
        self.rows.weight().rows
    }

    /// When it changed last; zero when it never did.
    pub(crate) fn last_updated(&self) -> Stamp {
        self.last_updated
    }

    /// Digest of all its resources and their order.
    pub(crate) fn digest(&self) -> u128 {
        self.digest
    }

    /// Resources in creation order.
    pub(crate) fn rows(&self) -> &Rows<Arc<Resource>> {
        &self.rows
    }

    /// Rows in order of change.
    pub(crate) fn changed(&self) -> &Rows<Changed> {
        &self.changed
    }

    /// How many rows changed no later than `since`.
    pub(crate) fn unchanged_since(&self, since: Stamp) -> u64 {
        self.changed.partition(|c| c.at.stamp <= since)
    }

    /// What is left of deleted entities, each in the row that it had.
    pub(crate) fn graves(&self) -> &Rows<Arc<Tombstone>> {
        &self.graves
    }

    /// Rows of deleted entities, in the order in which they were deleted.
    pub(crate) fn buried(&self) -> &Rows<Changed> {
        &self.buried
    }

    /// How many were deleted no later than `since`.
    pub(crate) fn unburied_since(&self, since: Stamp) -> u64 {
        self.buried.partition(|c| c.at.stamp <= since)
    }

    /// The row that the next new entity gets.
    pub(crate) fn next_row(&self) -> u32 {
        self.rows.length().max(self.graves.length()) as u32
    }

    /// Puts a resource in its row, or takes it out. The order of change is not touched.
    pub(super) fn set(&mut self, row: u32, resource: Option<Arc<Resource>>) {
        let at = row as usize;
        if let Some(old) = self.rows.get(at) {
            self.digest = self.digest.wrapping_sub(mix(old.tag(), row));
        }
        if let Some(new) = &resource {
            self.digest = self.digest.wrapping_add(mix(new.tag(), row));
        }
        while self.rows.length() < at {
            self.rows.push(None);
        }
        if self.rows.length() == at {
            self.rows.push(resource);
        } else {
            self.rows.set(at, resource);
        }
    }

    /// Notes that a row changed; stamps and rows come in order.
    pub(super) fn note(&mut self, change: Changed) {
        self.last_updated = self.last_updated.max(change.at.stamp);
        self.changed.push(Some(change));
    }

    /// Keeps what is left of a row; rows come in the order in which they were deleted.
    pub(super) fn bury(&mut self, row: u32, grave: Arc<Tombstone>) {
        self.last_updated = self.last_updated.max(grave.at.stamp);
        self.buried.push(Some(Changed { at: grave.at, row }));
        while self.graves.length() <= row as usize {
            self.graves.push(None);
        }
        self.graves.set(row as usize, Some(grave));
    }

    /// True when something was deleted up to a time and is not forgotten yet.
    pub(super) fn has_graves_of(&self, before: Stamp) -> bool {
        self.buried.nth(0).is_some_and(|(_, change)| change.at.stamp <= before)
    }

    /// Forgets what was deleted up to a time; its rows are not given again.
    pub(super) fn forget_graves(&mut self, before: Stamp) {
        let mut left = Rows::default();
        let graves = &mut self.graves;
        self.buried.visit(0, &mut |_, change| {
            if change.at.stamp <= before {
                graves.set(change.row as usize, None);
            } else {
                left.push(Some(*change));
            }
            std::ops::ControlFlow::Continue(())
        });
        self.buried = left;
    }

    /// Takes a row out of the order of change.
    pub(super) fn forget(&mut self, change: Changed) {
        let rank = self.changed.partition(|c| *c < change);
        if let Some((at, found)) = self.changed.nth(rank)
            && *found == change
        {
            self.changed.set(at, None);
        }
        self.compact();
    }

    /// Leaves the gaps behind when they outnumber the rows, so that updates do not let the order of change grow for ever.
    fn compact(&mut self) {
        let live = self.changed.weight().rows;
        if self.changed.length() as u64 > 2 * live + 1024 {
            let mut fresh = Rows::default();
            self.changed.visit(0, &mut |_, change| {
                fresh.push(Some(*change));
                std::ops::ControlFlow::Continue(())
            });
            self.changed = fresh;
        }
    }
}

/// A tag together with its place, so that the sum over a collection depends on the order.
fn mix(tag: u128, row: u32) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&tag.to_le_bytes()).update(&row.to_le_bytes());
    short(&hasher)
}

/// The first half of a digest.
pub(super) fn short(hasher: &blake3::Hasher) -> u128 {
    let digest = hasher.finalize();
    let (half, _) = digest.as_bytes().split_at(16);
    half.iter().fold(0, |n, b| n << 8 | u128::from(*b))
}

impl EntityId {
    pub(super) fn at(self) -> usize {
        self.row as usize
    }
}
