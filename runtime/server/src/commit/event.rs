//! Where transactions become events: numbers are given here, inside the writer, so that they are gapless and in commit order.
//!
//! What an entry looks like and when a page closes is the feeds' business; it comes in as a renderer.

use std::collections::BTreeMap;
use std::fmt;

use smie_wire::schema::Schema;

use super::batch::EventDraft;
use crate::index::{EntityId, Tenant};
use crate::store::{EventRow, Head, PageRow, Position, TenantName, Write};

/// How far each feed of a tenant has come.
pub(crate) type Heads = BTreeMap<Box<str>, Head>;

/// A transaction, as the feeds see it before it is kept.
#[derive(Debug)]
pub(crate) struct Happened<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) tenant: &'a TenantName,
    pub(crate) at: Position,
    pub(crate) writes: &'a [Write],
    /// The data with the transaction in it.
    pub(crate) after: &'a Tenant,
    /// Declared events with their subjects.
    pub(crate) drafts: &'a [(EntityId, EventDraft)],
}

/// What the feeds make of a transaction.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) events: Vec<EventRow>,
    pub(crate) pages: Vec<PageRow>,
}

/// Makes events of transactions.
pub(crate) trait EventRenderer: Send + Sync + fmt::Debug {
    /// Renders what happened, numbers each event from its feed's head, and moves the heads on.
    fn render(&self, happened: &Happened<'_>, heads: &mut Heads) -> Rendered;
}

/// For tests without feeds.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoEvents;

#[cfg(test)]
impl EventRenderer for NoEvents {
    fn render(&self, _: &Happened<'_>, _: &mut Heads) -> Rendered {
        Rendered::default()
    }
}
