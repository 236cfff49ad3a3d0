//! What a program does with events, and how it keeps where it is.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use super::alarm::FeedError;
use super::checkpoint::{BoxError, CheckpointStore, Parked};
use super::delivery::Delivery;
use super::event::FeedEvent;
use super::position::Position;

/// Applies events. Implement it to keep the position in the transaction of the effect, and each event has its effect once; [`handle`] makes one
/// that has it at least once.
pub trait Consumer<E>: Send {
    /// The position that was kept; `None` to begin where the feed's settings say.
    fn position(&mut self) -> impl Future<Output = Result<Option<Position>, BoxError>> + Send;

    /// Gives an event its effect, and keeps [`Delivery::position`] in the same transaction. An error has left nothing behind; the event is tried again.
    fn apply(&mut self, delivery: &Arc<Delivery<E>>) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Puts an event aside that could not be applied, and keeps its position. An error stops the run.
    fn park(&mut self, parked: &Parked) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// There is nothing more for now, or the run ends: whatever was put off is done now.
    fn settle(&mut self) -> impl Future<Output = Result<(), BoxError>> + Send {
        async { Ok(()) }
    }
}

/// A consumer that calls `handler` and keeps positions in `store` under the name `feed`: each event has its effect at least once.
///
/// The handler gets an event again when it fails, and after a crash.
pub fn handle<E, S, H, F>(store: S, feed: impl Into<String>, handler: H) -> AtLeastOnce<E, S, H>
where
    S: CheckpointStore,
    H: FnMut(Arc<Delivery<E>>) -> F + Send,
    F: Future<Output = Result<(), BoxError>> + Send,
{
    AtLeastOnce { store, feed: feed.into(), handler, every: 1, pending: None, since: 0, of: PhantomData }
}

/// A consumer that keeps a position after the effect; see [`handle`].
#[derive(Debug)]
pub struct AtLeastOnce<E, S, H> {
    store: S,
    feed: String,
    handler: H,
    every: u32,
    pending: Option<Position>,
    since: u32,
    of: PhantomData<fn() -> E>,
}

impl<E, S: CheckpointStore, H: Send> AtLeastOnce<E, S, H> {
    /// Keeps the position only after so many events, and when there are no more for now: faster, and after a crash so many may come again.
    /// Default: after each.
    #[must_use]
    pub fn checkpoint_every(mut self, events: u32) -> Self {
        self.every = events.max(1);
        self
    }

    async fn keep(&mut self, position: Position) -> Result<(), BoxError> {
        self.pending = Some(position);
        self.since += 1;
        if self.since >= self.every { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), BoxError> {
        if let Some(position) = &self.pending {
            self.store.save(&self.feed, position).await?;
            (self.pending, self.since) = (None, 0);
        }
        Ok(())
    }
}

impl<E, S, H, F> AtLeastOnce<E, S, H>
where
    E: FeedEvent + Send + Sync,
    S: CheckpointStore,
    H: FnMut(Arc<Delivery<E>>) -> F + Send,
    F: Future<Output = Result<(), BoxError>> + Send,
{
    /// Tries the events again that were put aside, and forgets those that have their effect now: how many those were.
    ///
    /// # Errors
    /// The store cannot be read or written. An event that fails again stays where it is.
    pub async fn replay(&mut self) -> Result<usize, FeedError> {
        let parked = self.store.parked(&self.feed).await.map_err(FeedError::Checkpoint)?;
        let mut applied = 0;
        for parked in parked {
            let Some(delivery) = parked.delivery() else { continue };
            if (self.handler)(Arc::new(delivery)).await.is_ok() {
                self.store.release(&self.feed, parked.entry()).await.map_err(FeedError::Checkpoint)?;
                applied += 1;
            }
        }
        Ok(applied)
    }
}

impl<E, S, H, F> Consumer<E> for AtLeastOnce<E, S, H>
where
    E: Send + Sync,
    S: CheckpointStore,
    H: FnMut(Arc<Delivery<E>>) -> F + Send,
    F: Future<Output = Result<(), BoxError>> + Send,
{
    async fn position(&mut self) -> Result<Option<Position>, BoxError> {
        self.store.load(&self.feed).await
    }

    async fn apply(&mut self, delivery: &Arc<Delivery<E>>) -> Result<(), BoxError> {
        (self.handler)(delivery.clone()).await?;
        self.keep(delivery.position.clone()).await
    }

    async fn park(&mut self, parked: &Parked) -> Result<(), BoxError> {
        self.store.park(&self.feed, parked).await?;
        self.keep(parked.position.clone()).await
    }

    async fn settle(&mut self) -> Result<(), BoxError> {
        self.flush().await
    }
}
