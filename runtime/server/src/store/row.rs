//! What a store keeps, row by row.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use uuid::Uuid;

use crate::entity::Entity;
use crate::index::{EntityId, Stamp};

/// Number of a transaction of a tenant: 1, 2, 3, without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seq(pub u64);

/// What happened to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It is new.
    Created,
    /// Its content is another.
    Updated,
    /// It is gone.
    Deleted,
}

/// One entity in a transaction.
#[derive(Clone, Debug)]
pub struct Write {
    /// Which entity.
    pub id: EntityId,
    /// What happens to it.
    pub kind: ChangeKind,
    /// Its content from now on; when it is deleted, what it was last.
    pub entity: Arc<Entity>,
}

impl Write {
    /// Its content from now on; `None` when it is deleted.
    #[must_use]
    pub fn living(&self) -> Option<Arc<Entity>> {
        (self.kind != ChangeKind::Deleted).then(|| self.entity.clone())
    }
}

/// Writes that happen together or not at all, with all that follows from them.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    /// Its number.
    pub seq: Seq,
    /// When.
    pub stamp: Stamp,
    /// What; at most one write for each entity.
    pub writes: Arc<[Write]>,
    /// What the feeds tell of it.
    pub events: Vec<EventRow>,
    /// Feed pages that it closes.
    pub pages: Vec<PageRow>,
    /// What the feeds tell of it when that is too much to hold; then events and pages are empty.
    pub later: Option<Arc<dyn Tells>>,
    /// What to answer when the same request comes again.
    pub idempotency: Option<IdempotencyRecord>,
    /// What to answer when its client asks what became of it.
    pub status: Option<StatusRecord>,
    /// Tombstones of what was deleted up to this time are forgotten.
    pub forget: Option<Stamp>,
}

/// One thing that a feed keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// An event.
    Event(EventRow),
    /// A page that closes.
    Page(PageRow),
}

/// Makes what the feeds tell of a transaction while the store keeps it, one after the other, so that a million events never stand in memory together.
pub trait Tells: Send + Sync + fmt::Debug {
    /// How many events there are.
    fn events(&self) -> u64;

    /// Hands over everything, in order, until the store has enough.
    fn tell(&self, to: &mut dyn FnMut(Told) -> ControlFlow<()>);
}

/// What a scan finds.
#[derive(Clone, Debug)]
pub enum Stored {
    /// An entity that lives.
    Entity {
        /// Which.
        id: EntityId,
        /// The transaction that changed its content last.
        at: Position,
        /// Its content.
        entity: Arc<Entity>,
    },
    /// An entity that is gone.
    Tombstone(EntityId, Arc<Tombstone>),
}

/// What is left of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The identifier values that it had last.
    pub identifiers: Box<[Option<Box<str>>]>,
    /// The transaction that deleted it.
    pub at: Position,
}

impl Tombstone {
    /// True when only the row is left, so that it is not given again: whom it was of has been forgotten.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.identifiers.iter().all(Option::is_none)
    }

    /// What is left when it is forgotten whom it was of.
    #[must_use]
    pub fn blanked(&self) -> Self {
        Self { identifiers: vec![None; self.identifiers.len()].into(), at: self.at }
    }
}

/// A transaction's place in the log and in time. Both rise together, but transactions that were committed together share a stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Its number.
    pub seq: Seq,
    /// When it happened.
    pub stamp: Stamp,
}

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// The transaction.
    pub seq: Seq,
    /// Which entity.
    pub id: EntityId,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What an event tells of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A change of an entity.
    Change(ChangeKind),
    /// An event that the model declares, by its name.
    Domain(Box<str>),
}

/// One event, as it is shown for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The feed: a package, by its path in the model's letters.
    pub feed: Box<str>,
    /// Its number in the feed: 1, 2, 3, without gaps, in commit order.
    pub number: u64,
    /// Its id everywhere.
    pub id: Uuid,
    /// The transaction that it belongs to.
    pub seq: Seq,
    /// When that happened.
    pub stamp: Stamp,
    /// What it tells of.
    pub kind: EventKind,
    /// The class, by its folded name.
    pub class: Box<str>,
    /// Rendered bytes, in whatever form the feed keeps them.
    pub entry: Arc<[u8]>,
}

/// How far a feed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last event; 0 = none yet.
    pub last: u64,
    /// Number of the open page.
    pub page: u64,
    /// Number that the first event of the open page has or will have.
    pub first: u64,
    /// When the first event of the open page happened; zero while it has none.
    pub opened: Stamp,
}

impl Default for Head {
    fn default() -> Self {
        Self { last: 0, page: 1, first: 1, opened: Stamp(0) }
    }
}

/// A closed page of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// The feed.
    pub feed: Box<str>,
    /// Its number, from 1.
    pub number: u64,
    /// Number of its first event.
    pub first: u64,
    /// Number of its last event.
    pub last: u64,
    /// When it was closed.
    pub closed: Stamp,
    /// Counts erasures in it; part of its `ETag`.
    pub revision: u32,
    /// Rendered bytes of its frame, in whatever form the feed keeps them.
    pub frame: Arc<[u8]>,
}

/// What was answered to a request that may come again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// The client's key, with whatever keeps clients apart.
    pub key: Box<str>,
    /// Digest of the request.
    pub digest: [u8; 32],
    /// The answer, in whatever form its writer chose.
    pub answer: Arc<[u8]>,
    /// When; given by the commit.
    pub stamp: Stamp,
}

/// What became of a write, for the client that asks later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRecord {
    /// The id that its client was given.
    pub id: Uuid,
    /// What became of it, in whatever form its writer chose.
    pub answer: Arc<[u8]>,
    /// When; given by the commit.
    pub stamp: Stamp,
}

impl StatusRecord {
    /// How long one is kept, in milliseconds.
    pub const KEPT: u64 = 30 * 60 * 1000;
}

impl IdempotencyRecord {
    /// How long one is kept, in milliseconds.
    pub const KEPT: u64 = 24 * 60 * 60 * 1000;
}
