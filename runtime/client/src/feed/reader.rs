//! Pulling events from a feed, one after the other, none twice in a reader's life and none unseen.

use std::collections::{HashSet, VecDeque};
use std::marker::PhantomData;

use super::alarm::{Alarm, FeedError};
use super::cursor::{Cursor, Filled};
use super::delivery::Delivery;
use super::entry::Entry;
use super::event::FeedEvent;
use super::position::{Position, Start};
use super::settings::{Feed, Plan};
use super::source::Source;
use super::walk::{Walk, raise};

/// Events that a reader remembers, to deliver none twice.
const REMEMBERED: usize = 4096;

/// Reads a feed. Dropping a call that waits loses nothing.
pub struct Reader<E> {
    source: Source,
    pub(super) plan: Plan,
    way: Way,
    /// Number of the event that was delivered last.
    last: Option<u64>,
    seen: Seen,
    of: PhantomData<fn() -> E>,
}

enum Way {
    Pages(Box<Walk>),
    Numbers(Box<Cursor>),
    /// The numbers from which to go on are still to be asked from.
    From(u64),
}

/// The ids of the last events.
#[derive(Default)]
struct Seen {
    ids: HashSet<String>,
    order: VecDeque<String>,
}

impl Seen {
    fn insert(&mut self, id: &str) {
        if self.ids.insert(id.to_owned()) {
            self.order.push_back(id.to_owned());
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }
}

impl<E: FeedEvent> Reader<E> {
    pub(super) fn new(feed: &Feed<E>) -> Self {
        let source = Source { client: feed.client.clone(), path: feed.path.trim_end_matches('/').to_owned() };
        let plan = feed.plan.clone();
        let (way, last) = match &plan.start {
            Start::AfterSequence(number) => (Way::From(*number), Some(*number)),
            Start::After(Position { page: None, sequence: Some(number), .. }) => (Way::From(*number), Some(*number)),
            start => {
                let last = if let Start::After(position) = start { position.sequence } else { None };
                (Way::Pages(Box::new(Walk::new(source.clone(), plan.clone(), start.clone()))), last)
            }
        };
        Self { source, plan, way, last, seen: Seen::default(), of: PhantomData }
    }

    /// The next event; `None` when there is none for now.
    ///
    /// # Errors
    /// A page cannot be had or read, or events may have been lost. The reader stays where it is, so calling again tries again.
    pub async fn next(&mut self) -> Result<Option<Delivery<E>>, FeedError> {
        self.pull(false).await
    }

    /// The next event, waiting at the server for it where that can be done.
    pub(super) async fn pull(&mut self, wait: bool) -> Result<Option<Delivery<E>>, FeedError> {
        loop {
            if !self.fill(wait).await? {
                return Ok(None);
            }
            if let Some(delivery) = self.take()? {
                return Ok(Some(delivery));
            }
        }
    }

    /// Where the feed is now, when it is read from its newest event on; `None` when it has no pages.
    pub(crate) async fn here(&mut self) -> Result<Option<Position>, FeedError> {
        // Nothing of what there is comes: the walk begins behind it.
        match &mut self.way {
            Way::Pages(walk) => walk.here().await.map(Some),
            _ => Ok(None),
        }
    }

    /// The next event when it is there already.
    pub(super) fn ready(&mut self) -> Result<Option<Delivery<E>>, FeedError> {
        while self.queue().is_some_and(|queue| !queue.is_empty()) {
            if let Some(delivery) = self.take()? {
                return Ok(Some(delivery));
            }
        }
        Ok(None)
    }

    async fn fill(&mut self, wait: bool) -> Result<bool, FeedError> {
        loop {
            match &mut self.way {
                Way::From(number) => self.way = Way::Numbers(Box::new(Cursor::new(self.source.clone(), self.plan.clone(), *number)?)),
                Way::Pages(walk) => return walk.fill().await,
                Way::Numbers(cursor) => match cursor.fill(wait.then_some(self.plan.wait)).await? {
                    Filled::More => return Ok(true),
                    Filled::Nothing => return Ok(false),
                    Filled::Lost => {
                        self.last = None;
                        self.way = Way::Pages(Box::new(Walk::new(self.source.clone(), self.plan.clone(), Start::First)));
                    }
                },
            }
        }
    }

    fn queue(&mut self) -> Option<&mut VecDeque<Entry>> {
        match &mut self.way {
            Way::Pages(walk) => Some(&mut walk.queue),
            Way::Numbers(cursor) => Some(&mut cursor.queue),
            Way::From(_) => None,
        }
    }

    /// Takes the first of the queue; `None` when it was delivered before.
    fn take(&mut self) -> Result<Option<Delivery<E>>, FeedError> {
        let (last, filtered) = (self.last, !self.plan.filter.is_empty() && matches!(self.way, Way::Numbers(_)));
        let Some(entry) = self.queue().and_then(|queue| queue.front()) else { return Ok(None) };
        let (number, id) = (entry.sequence(), entry.id.clone());
        let is_known = !id.is_empty() && self.seen.ids.contains(&id) || number.zip(last).is_some_and(|(number, last)| number <= last);
        let gap = number.zip(last).filter(|(number, last)| !is_known && !filtered && *number > *last + 1);
        if let Some((found, last)) = gap {
            raise(&self.plan, Alarm::Gap { expected: last + 1, found })?;
        }
        let page = match &self.way {
            Way::Pages(walk) => walk.page().map(str::to_owned),
            _ => None,
        };
        let Some(entry) = self.queue().and_then(VecDeque::pop_front).filter(|_| !is_known) else { return Ok(None) };
        self.last = number.or(last);
        self.seen.insert(&id);
        Ok(Some(Delivery::new(entry, page.as_deref())))
    }
}

impl<E> std::fmt::Debug for Reader<E> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Reader").field("source", &self.source).field("last", &self.last).finish_non_exhaustive()
    }
}
