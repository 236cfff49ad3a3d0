//! A collection row by row from any place on, the deleted among the living when asked for.
//!
//! A place is named by what does not change while it is there: the row in creation order, transaction and row in order of change. So whoever goes on after a place
//! misses nothing behind it, whatever came or left before it.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::collection::Changed;
use super::resource::Resource;
use super::{Collection, Stamp};
use crate::store::{Position, Seq, Tombstone};

/// A place in one of the two orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// In order of creation.
    Row(u32),
    /// In order of change.
    Change(Seq, u32),
}

impl Changed {
    pub(crate) fn key(self) -> Key {
        Key::Change(self.at.seq, self.row)
    }
}

/// Where a walk begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// At the first row in order of creation.
    First,
    /// At the first that changed later, in order of change.
    Since(Stamp),
    /// After a place, in its order.
    After(Key),
}

/// What stands in a place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row<'c> {
    Living(&'c Arc<Resource>),
    Gone(&'c Arc<Tombstone>),
}

impl Row<'_> {
    /// The transaction that changed or deleted it.
    pub(crate) fn at(self) -> Position {
        match self {
            Self::Living(resource) => resource.at(),
            Self::Gone(grave) => grave.at,
        }
    }
}

impl Collection {
    /// True when something was deleted, so that places before it have moved for whoever counts them.
    pub(crate) fn has_lost(&self) -> bool {
        self.rows().length() as u64 > self.size() || self.graves().length() > 0
    }

    /// When something was deleted first, as far as that is known.
    pub(crate) fn first_lost(&self) -> Option<Stamp> {
        self.buried().nth(0).map(|(_, change)| change.at.stamp)
    }

    /// How many living rows stand before the beginning, in its order.
    pub(crate) fn before(&self, begin: Begin) -> u64 {
        match begin {
            Begin::First => 0,
            Begin::Since(stamp) => self.unchanged_since(stamp),
            Begin::After(Key::Row(row)) => self.rows().rank(row as usize + 1),
            Begin::After(key) => self.changed().partition(|c| c.key() <= key),
        }
    }

    /// Visits the rows from a beginning on; those of the deleted too when `gone` says so.
    pub(crate) fn walk<'c>(&'c self, begin: Begin, gone: bool, visitor: &mut dyn FnMut(Key, Row<'c>) -> ControlFlow<()>) {
        let mut grave = if gone { self.grave(begin) } else { None };
        let mut stopped = false;
        let mut show = |key: Key, resource: &'c Arc<Resource>| {
            let mut shown = ControlFlow::Continue(());
            while let Some((place, buried)) = grave.filter(|(place, _)| *place < key && shown.is_continue()) {
                shown = visitor(place, Row::Gone(buried));
                grave = self.grave(Begin::After(place));
            }
            if shown.is_continue() {
                shown = visitor(key, Row::Living(resource));
            }
            stopped = shown.is_break();
            shown
        };
        let from = self.before(begin);
        match begin {
            Begin::First | Begin::After(Key::Row(_)) => {
                self.rows().visit(from, &mut |row, resource| show(Key::Row(row as u32), resource));
            }
            Begin::Since(_) | Begin::After(Key::Change(..)) => self.changed().visit(from, &mut |_, changed| {
                self.rows().get(changed.row as usize).map_or(ControlFlow::Continue(()), |resource| show(changed.key(), resource))
            }),
        }
        while let Some((place, buried)) = grave.filter(|_| !stopped) {
            stopped = visitor(place, Row::Gone(buried)).is_break();
            grave = self.grave(Begin::After(place));
        }
    }

    /// The first deleted row from a beginning on.
    fn grave(&self, begin: Begin) -> Option<(Key, &Arc<Tombstone>)> {
        let created = |rank| self.graves().nth(rank).map(|(row, grave)| (Key::Row(row as u32), grave));
        let changed = |rank| {
            let (_, changed) = self.buried().nth(rank)?;
            Some((changed.key(), self.graves().get(changed.row as usize)?))
        };
        match begin {
            Begin::First => created(0),
            Begin::After(Key::Row(row)) => created(self.graves().rank(row as usize + 1)),
            Begin::Since(stamp) => changed(self.unburied_since(stamp)),
            Begin::After(key) => changed(self.buried().partition(|c| c.key() <= key)),
        }
    }
}
