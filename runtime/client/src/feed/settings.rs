//! A feed, and how it is to be read.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::alarm::{Alarm, Reaction};
use super::event::FeedEvent;
use super::position::{Position, Start};
use super::reader::Reader;
use super::stream::Events;
use crate::Client;

/// A feed of events of type `E`, with settings that each have a default. Nothing is asked until it is read.
#[must_use]
pub struct Feed<E> {
    pub(super) client: Client,
    pub(super) path: Cow<'static, str>,
    pub(super) plan: Plan,
    of: PhantomData<fn() -> E>,
}

/// How a feed is read.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) start: Start,
    pub(super) order: Order,
    pub(super) same_host: bool,
    pub(super) pages_back: usize,
    pub(super) poll: Duration,
    pub(super) wait: Duration,
    pub(super) batch: u32,
    pub(super) filter: Vec<(&'static str, String)>,
    pub(super) react: Arc<dyn Fn(&Alarm) -> Reaction + Send + Sync>,
    pub(super) tries: u32,
    pub(super) first_wait: Duration,
    pub(super) longest_wait: Duration,
    pub(super) poison: Poison,
}

/// In which order a server writes the entries of a page. They are applied oldest first either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As numbers and times of the entries tell; newest first where they do not.
    #[default]
    Detected,
    /// Newest first.
    NewestFirst,
    /// Oldest first.
    OldestFirst,
}

/// What to do about an event that cannot be applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Poison {
    /// Put it aside, to be applied later by hand, and go on.
    #[default]
    Park,
    /// Stop with [`FeedError::Poison`](crate::feed::FeedError::Poison); the position stays before the event.
    Stop,
}

impl<E> Feed<E> {
    /// The feed at this path below the client's base: what `recent` and `first` stand under, such as `/utdanning/elev/feed`.
    pub fn new(client: Client, path: impl Into<Cow<'static, str>>) -> Self {
        let plan = Plan {
            start: Start::First,
            order: Order::Detected,
            same_host: false,
            pages_back: 10_000,
            poll: Duration::from_secs(10),
            wait: Duration::from_secs(15),
            batch: 1000,
            filter: Vec::new(),
            react: Arc::new(|_| Reaction::Stop),
            tries: 5,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(60),
            poison: Poison::Park,
        };
        Self { client, path: path.into(), plan, of: PhantomData }
    }

    /// Where to begin, when there is no position yet. Default: with the oldest event.
    pub fn start(mut self, start: Start) -> Self {
        self.plan.start = start;
        self
    }

    /// Goes on after a position.
    pub fn after(self, position: Position) -> Self {
        self.start(Start::After(position))
    }

    /// In which order the server writes the entries of a page.
    pub fn order(mut self, order: Order) -> Self {
        self.plan.order = order;
        self
    }

    /// Looks for every page on the host of the client's base, whatever host its links name: some servers give away the names that they have inside.
    pub fn same_host(mut self, same: bool) -> Self {
        self.plan.same_host = same;
        self
    }

    /// Most pages to go back from the newest while looking for one. Default: 10,000.
    pub fn pages_back(mut self, pages: usize) -> Self {
        self.plan.pages_back = pages;
        self
    }

    /// How long to wait before looking again when there was nothing new. Default: 10 s.
    pub fn poll_every(mut self, time: Duration) -> Self {
        self.plan.poll = time;
        self
    }

    /// How long the server may keep a question open until something happens, when the feed is read by numbers. Default: 15 s.
    pub fn long_poll(mut self, time: Duration) -> Self {
        self.plan.wait = time;
        self
    }

    /// Events asked for at once, when the feed is read by numbers. Default: 1000.
    pub fn batch(mut self, events: u32) -> Self {
        self.plan.batch = events.max(1);
        self
    }

    /// Only events of this class, when the feed is read by numbers; may be said more than once.
    pub fn class(mut self, name: impl Into<String>) -> Self {
        self.plan.filter.push(("class", name.into()));
        self
    }

    /// Only events of this type, when the feed is read by numbers; may be said more than once.
    pub fn event_type(mut self, name: impl Into<String>) -> Self {
        self.plan.filter.push(("type", name.into()));
        self
    }

    /// What to do when events may have been lost. Default: stop.
    pub fn on_alarm(mut self, react: impl Fn(&Alarm) -> Reaction + Send + Sync + 'static) -> Self {
        self.plan.react = Arc::new(react);
        self
    }

    /// How many times an event is tried before it counts as poison. Default: 5.
    pub fn tries(mut self, tries: u32) -> Self {
        self.plan.tries = tries.max(1);
        self
    }

    /// Bounds of the first and of the longest wait between tries, and between calls that fail. Default: 200 ms and 60 s.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.plan.first_wait, self.plan.longest_wait) = (first, longest);
        self
    }

    /// What to do about an event that cannot be applied. Default: park it.
    pub fn poison(mut self, poison: Poison) -> Self {
        self.plan.poison = poison;
        self
    }

    /// The same feed as events of another type, such as [`Unknown`](super::Unknown) for events as they come.
    pub fn typed<F>(self) -> Feed<F> {
        Feed { client: self.client, path: self.path, plan: self.plan, of: PhantomData }
    }
}

impl<E: FeedEvent> Feed<E> {
    /// A reader to pull events from.
    #[must_use]
    pub fn read(&self) -> Reader<E> {
        Reader::new(self)
    }

    /// Events without end, as a stream: it waits for more when there are none.
    #[must_use]
    pub fn events(&self) -> Events<E> {
        Events::new(self.read())
    }
}

impl<E> Clone for Feed<E> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), path: self.path.clone(), plan: self.plan.clone(), of: PhantomData }
    }
}

impl<E> fmt::Debug for Feed<E> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Feed").field("base", &self.client.base()).field("path", &self.path).field("start", &self.plan.start).finish()
    }
}
