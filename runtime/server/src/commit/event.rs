//! Where transactions become events: numbers are given here, inside the writer, so that they are gapless and in commit order.
//!
//! What an entry looks like and when a page closes is the feeds' business; it comes in as a renderer. Of a large transaction, such as the first
//! synchronisation of a county, the events are not held in memory: they are counted first, and made while the store keeps them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use smie_wire::schema::Schema;

use super::batch::EventDraft;
use crate::index::{EntityId, Tenant};
use crate::store::{EventRow, Head, PageRow, Position, Tells, TenantName, Told, Write};

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

/// Takes what the feeds make of a transaction. Rows are made only for who wants them.
pub(crate) trait Sink {
    /// One more event.
    fn event(&mut self, make: &mut dyn FnMut() -> EventRow) -> ControlFlow<()>;

    /// One more page closes.
    fn page(&mut self, make: &mut dyn FnMut() -> PageRow) -> ControlFlow<()>;
}

/// All of it, in memory.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) events: Vec<EventRow>,
    pub(crate) pages: Vec<PageRow>,
}

impl Sink for Rendered {
    fn event(&mut self, make: &mut dyn FnMut() -> EventRow) -> ControlFlow<()> {
        self.events.push(make());
        ControlFlow::Continue(())
    }

    fn page(&mut self, make: &mut dyn FnMut() -> PageRow) -> ControlFlow<()> {
        self.pages.push(make());
        ControlFlow::Continue(())
    }
}

/// Only how much it is.
#[derive(Debug, Default)]
struct Counted {
    events: u64,
}

impl Sink for Counted {
    fn event(&mut self, _: &mut dyn FnMut() -> EventRow) -> ControlFlow<()> {
        self.events += 1;
        ControlFlow::Continue(())
    }

    fn page(&mut self, _: &mut dyn FnMut() -> PageRow) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Handed on one by one.
struct Handed<'t>(&'t mut dyn FnMut(Told) -> ControlFlow<()>);

impl Sink for Handed<'_> {
    fn event(&mut self, make: &mut dyn FnMut() -> EventRow) -> ControlFlow<()> {
        (self.0)(Told::Event(make()))
    }

    fn page(&mut self, make: &mut dyn FnMut() -> PageRow) -> ControlFlow<()> {
        (self.0)(Told::Page(make()))
    }
}

/// Makes events of transactions.
pub(crate) trait EventRenderer: Send + Sync + fmt::Debug {
    /// Says what happened, numbers each event from its feed's head, and moves the heads on. What is said depends on what is given alone, but for the ids
    /// of events.
    fn tell(&self, happened: &Happened<'_>, heads: &mut Heads, to: &mut dyn Sink);
}

/// The events of a transaction that is too large to hold them: made again, one by one, when the store asks.
#[derive(Debug)]
pub(super) struct Later {
    pub(super) renderer: Arc<dyn EventRenderer>,
    pub(super) schema: Arc<Schema>,
    pub(super) tenant: TenantName,
    pub(super) at: Position,
    pub(super) writes: Arc<[Write]>,
    /// Where the feeds stood before it.
    heads: Heads,
    events: u64,
}

impl Later {
    /// Moves the heads on as if everything had been made; `None` = there is nothing to tell.
    pub(super) fn new(
        renderer: Arc<dyn EventRenderer>,
        schema: Arc<Schema>,
        tenant: TenantName,
        (at, writes): (Position, Arc<[Write]>),
        heads: &mut Heads,
    ) -> Option<Self> {
        let mut later = Self { renderer, schema, tenant, at, writes, heads: heads.clone(), events: 0 };
        let mut counted = Counted::default();
        later.each(heads, &mut counted);
        later.events = counted.events;
        (*heads != later.heads).then_some(later)
    }

    fn each(&self, heads: &mut Heads, to: &mut dyn Sink) {
        // Changes tell of nothing but themselves, so nobody looks at the data after them.
        let after = Tenant::new(self.schema.collections.len());
        let Self { schema, tenant, at, writes, .. } = self;
        self.renderer.tell(&Happened { schema, tenant, at: *at, writes, after: &after, drafts: &[] }, heads, to);
    }
}

impl Tells for Later {
    fn events(&self) -> u64 {
        self.events
    }

    fn tell(&self, to: &mut dyn FnMut(Told) -> ControlFlow<()>) {
        self.each(&mut self.heads.clone(), &mut Handed(to));
    }
}

/// For tests without feeds.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoEvents;

#[cfg(test)]
impl EventRenderer for NoEvents {
    fn tell(&self, _: &Happened<'_>, _: &mut Heads, _: &mut dyn Sink) {}
}
