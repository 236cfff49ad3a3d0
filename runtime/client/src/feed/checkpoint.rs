//! Keeping positions, and events that could not be applied.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::atom;
use super::delivery::Delivery;
use super::event::FeedEvent;
use super::position::Position;

/// An error of the program, or of what it keeps things in.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps positions of feeds by the name that a program gives each.
pub trait CheckpointStore: Send + Sync {
    /// The position that was kept.
    fn load(&self, feed: &str) -> impl Future<Output = Result<Option<Position>, BoxError>> + Send;

    /// Keeps a position. It has to be there after a crash once this is done.
    fn save(&self, feed: &str, position: &Position) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Puts an event aside.
    fn park(&self, feed: &str, parked: &Parked) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Events that were put aside, oldest first.
    fn parked(&self, feed: &str) -> impl Future<Output = Result<Vec<Parked>, BoxError>> + Send;

    /// Forgets an event that was put aside.
    fn release(&self, feed: &str, entry: &str) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// An event that was put aside because it could not be applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Where it stands.
    pub position: Position,
    /// A feed with the one entry, as it was written.
    pub document: String,
    /// Why it could not be applied.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it was given up, RFC 3339.
    pub at: String,
}

impl Parked {
    pub(super) fn new<E>(delivery: &Delivery<E>, reason: &BoxError, tries: u32) -> Self {
        let mut text = reason.to_string();
        let mut source = reason.source();
        while let Some(error) = source {
            text = format!("{text}: {error}");
            source = error.source();
        }
        Self {
            position: delivery.position.clone(),
            document: delivery.entry.document(),
            reason: text,
            tries,
            at: jiff::Timestamp::now().to_string(),
        }
    }

    /// The entry's id.
    #[must_use]
    pub fn entry(&self) -> &str {
        self.position.entry.as_deref().unwrap_or_default()
    }

    /// The event, to be tried again; `None` when what was kept is no longer readable.
    #[must_use]
    pub fn delivery<E: FeedEvent>(&self) -> Option<Delivery<E>> {
        let entry = atom::parse(self.document.as_bytes()).ok()?.entries.pop()?;
        Some(Delivery { event: E::read(&entry), entry, position: self.position.clone() })
    }
}

/// Positions in memory: for tests, and for programs that begin anew each time.
#[derive(Debug, Default)]
pub struct MemoryCheckpoints {
    kept: Mutex<BTreeMap<String, Kept>>,
}

/// What is kept of a feed.
type Kept = (Option<Position>, Vec<Parked>);

impl MemoryCheckpoints {
    fn with<T>(&self, feed: &str, change: impl FnOnce(&mut Kept) -> T) -> T {
        change(self.kept.lock().unwrap_or_else(PoisonError::into_inner).entry(feed.to_owned()).or_default())
    }
}

impl CheckpointStore for MemoryCheckpoints {
    async fn load(&self, feed: &str) -> Result<Option<Position>, BoxError> {
        Ok(self.with(feed, |kept| kept.0.clone()))
    }

    async fn save(&self, feed: &str, position: &Position) -> Result<(), BoxError> {
        self.with(feed, |kept| kept.0 = Some(position.clone()));
        Ok(())
    }

    async fn park(&self, feed: &str, parked: &Parked) -> Result<(), BoxError> {
        self.with(feed, |kept| kept.1.push(parked.clone()));
        Ok(())
    }

    async fn parked(&self, feed: &str) -> Result<Vec<Parked>, BoxError> {
        Ok(self.with(feed, |kept| kept.1.clone()))
    }

    async fn release(&self, feed: &str, entry: &str) -> Result<(), BoxError> {
        self.with(feed, |kept| kept.1.retain(|parked| parked.entry() != entry));
        Ok(())
    }
}

/// One store for several consumers.
impl<S: CheckpointStore> CheckpointStore for std::sync::Arc<S> {
    fn load(&self, feed: &str) -> impl Future<Output = Result<Option<Position>, BoxError>> + Send {
        S::load(self, feed)
    }

    fn save(&self, feed: &str, position: &Position) -> impl Future<Output = Result<(), BoxError>> + Send {
        S::save(self, feed, position)
    }

    fn park(&self, feed: &str, parked: &Parked) -> impl Future<Output = Result<(), BoxError>> + Send {
        S::park(self, feed, parked)
    }

    fn parked(&self, feed: &str) -> impl Future<Output = Result<Vec<Parked>, BoxError>> + Send {
        S::parked(self, feed)
    }

    fn release(&self, feed: &str, entry: &str) -> impl Future<Output = Result<(), BoxError>> + Send {
        S::release(self, feed, entry)
    }
}
