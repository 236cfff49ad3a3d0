//! An event on its way to the program.

use super::entry::Entry;
use super::event::FeedEvent;
use super::position::Position;

/// An event, the entry that told it, and the position that has it read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery<E> {
    /// The event.
    pub event: E,
    /// The entry as it came.
    pub entry: Entry,
    /// Where the reader is once this event has had its effect. Keep it with the effect, in one transaction, and each event has its effect once.
    pub position: Position,
}

impl<E: FeedEvent> Delivery<E> {
    pub(super) fn new(entry: Entry, page: Option<&str>) -> Self {
        let position = Position { page: page.map(str::to_owned), entry: Some(entry.id.clone()), sequence: entry.sequence() };
        Self { event: E::read(&entry), entry, position }
    }
}
