//! A local copy of a collection that keeps itself up to date: loaded once, then from the package's feed, or by asking what changed where there is none.
//!
//! ```text
//! load: page by page ─► apply ─┐
//!                              ├─► store: changes and state in one transaction
//! feed (or since) ─► fetch ────┘
//! ```
//!
//! What was fetched and how far that goes is kept together, so a program that dies goes on where it was and no change is lost or left out. When
//! events may be missing, the copy is compared with the whole collection again: it mends itself.

mod entry;
mod local;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::time::Duration;

use serde::de::DeserializeOwned;

pub use local::Local;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteMirror;
pub use store::{Changed, MirrorState, MirrorStore};

use crate::exchange::Backoff;
use crate::feed::{BoxError, Delivery, Feed, FeedError, Reader, Start, Unknown};
use crate::{Collection, Entities, Error, together};
use entry::Kept;

/// Changes applied at once.
const BATCH: usize = 500;
/// Requests under way at once.
const TOGETHER: usize = 8;

/// Keeps a copy of a collection; what for, the store decides.
#[must_use]
pub struct Mirror<T> {
    collection: Collection<T>,
    feed: Option<Feed<Unknown>>,
    every: Duration,
    waits: (Duration, Duration),
}

/// Why a copy cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MirrorError {
    /// The server does not give what is needed.
    #[error(transparent)]
    Fetch(#[from] Error),
    /// The feed does not give what is needed.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The copy cannot be written or read.
    #[error("the copy cannot be kept")]
    Store(#[source] BoxError),
}

impl MirrorError {
    /// True when it may well be better later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Fetch(error) => error.is_passing(),
            Self::Feed(error) => error.is_passing(),
            Self::Store(_) => false,
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Collection<T> {
    /// A copy of this collection that asks what changed; [`Mirror::feed`] gives it a feed to follow.
    pub fn mirror(&self) -> Mirror<T> {
        let waits = (Duration::from_millis(200), Duration::from_secs(60));
        Mirror { collection: self.clone(), feed: None, every: Duration::from_secs(10), waits }
    }
}

impl<T: DeserializeOwned + Send + 'static> Mirror<T> {
    /// Follows this feed: the package's that serves the collection.
    pub fn feed<E>(mut self, feed: Feed<E>) -> Self {
        self.feed = Some(feed.typed());
        self
    }

    /// How long to wait between two looks. Default: 10 s.
    pub fn every(mut self, time: Duration) -> Self {
        self.every = time;
        self
    }

    /// Keeps the copy for as long as the future lives; breaks of the connection are waited out.
    ///
    /// # Errors
    /// What no waiting mends.
    pub async fn run<S: MirrorStore<T>>(&self, store: &mut S) -> Result<Infallible, MirrorError> {
        let mut backoff = Backoff::new(self.waits.0, self.waits.1);
        loop {
            match self.refresh(store).await {
                Ok(_) => {
                    backoff.reset();
                    tokio::time::sleep(self.every).await;
                }
                Err(error) if error.is_passing() => {
                    tracing::warn!(collection = self.collection.path(), %error, "a copy cannot be brought up to date for now");
                    tokio::time::sleep(backoff.next()).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Brings the copy up to date once: how many changes that took.
    ///
    /// # Errors
    /// Whatever keeps the changes away, or the store from taking them. What was applied before stays.
    pub async fn refresh<S: MirrorStore<T>>(&self, store: &mut S) -> Result<u64, MirrorError> {
        let Some(state) = store.state().await.map_err(MirrorError::Store)? else { return self.load(store).await };
        let done = match &self.feed {
            Some(feed) => self.follow(feed, state, store).await,
            None => self.ask(state, store).await,
        };
        match done {
            Ok(Some(changes)) => Ok(changes),
            Ok(None) => self.load(store).await,
            Err(MirrorError::Feed(FeedError::Alarm(alarm))) => {
                tracing::warn!(collection = self.collection.path(), %alarm, "a copy is compared with the whole collection again");
                self.load(store).await
            }
            Err(error) => Err(error),
        }
    }

    /// Everything, page by page; then what is left in the copy and was not among it goes.
    async fn load<S: MirrorStore<T>>(&self, store: &mut S) -> Result<u64, MirrorError> {
        // What happens meanwhile comes again afterwards, so the state is that of before.
        let state = self.now().await?;
        let mut left = store.hrefs().await.map_err(MirrorError::Store)?;
        let url = self.collection.query().url(Some(1000), Some(0));
        let mut entries: Entities<Kept<T>> = Entities::new(self.collection.client().clone(), url);
        let (mut batch, mut count) = (Vec::new(), 0);
        while let Some(kept) = entries.next().await {
            let Some(change) = kept?.change() else { continue };
            for href in change.hrefs() {
                left.remove(href);
            }
            batch.push(change);
            count += 1;
            if batch.len() == BATCH {
                store.apply(std::mem::take(&mut batch), None).await.map_err(MirrorError::Store)?;
            }
        }
        count += left.len() as u64;
        batch.extend(left.into_iter().map(|href| Changed::Removed { href }));
        store.apply(batch, Some(&state)).await.map_err(MirrorError::Store)?;
        Ok(count)
    }

    /// How far the server has come.
    async fn now(&self) -> Result<MirrorState, MirrorError> {
        let position = match &self.feed {
            Some(feed) => feed.clone().start(Start::Recent).read().here().await?,
            None => None,
        };
        Ok(MirrorState { since: self.stamp().await?, position })
    }

    /// The time of the last change, by the server's counter.
    async fn stamp(&self) -> Result<Option<u64>, MirrorError> {
        match self.collection.last_updated().await {
            Ok(stamp) => Ok(Some(stamp)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What the feed tells of; `None` = it does not tell enough.
    async fn follow<S: MirrorStore<T>>(&self, feed: &Feed<Unknown>, state: MirrorState, store: &mut S) -> Result<Option<u64>, MirrorError> {
        let Some(position) = state.position.clone() else { return Ok(None) };
        let mut reader: Reader<Unknown> = feed.clone().after(position).read();
        let (mut state, mut count) = (state, 0);
        loop {
            // Of many events of one resource, only the last counts.
            let mut touched: BTreeMap<String, bool> = BTreeMap::new();
            let mut anonymous = false;
            let mut ended = false;
            while touched.len() < BATCH {
                let Some(delivery) = reader.next().await? else {
                    ended = true;
                    break;
                };
                match self.touched(&delivery) {
                    Touched::Here(href) => drop(touched.insert(href, delivery.event.name.ends_with("Deleted"))),
                    Touched::Somewhere => anonymous = true,
                    Touched::Elsewhere => {}
                }
                state.position = Some(delivery.position);
            }
            let mut changes = self.fetched(touched).await?;
            if anonymous {
                // An address that would tell who a person is does not stand in a feed; the collection itself tells what changed.
                let Some(since) = state.since else { return Ok(None) };
                state.since = self.stamp().await?;
                changes.extend(self.since(since).await?);
            }
            count += changes.len() as u64;
            store.apply(changes, Some(&state)).await.map_err(MirrorError::Store)?;
            if ended {
                return Ok(Some(count));
            }
        }
    }

    fn touched(&self, delivery: &Delivery<Unknown>) -> Touched {
        let client = self.collection.client();
        match delivery.entry.link("related") {
            None => Touched::Somewhere,
            Some(href) => match client.resolve(href) {
                Ok(url) if url.path().starts_with(&format!("{}/", client.below(self.collection.path()).path())) => {
                    Touched::Here(href.to_owned())
                }
                _ => Touched::Elsewhere,
            },
        }
    }

    /// What these resources are now.
    async fn fetched(&self, touched: BTreeMap<String, bool>) -> Result<Vec<Changed<T>>, MirrorError> {
        let (gone, living): (Vec<_>, Vec<_>) = touched.into_iter().partition(|(_, deleted)| *deleted);
        let mut changes: Vec<Changed<T>> = gone.into_iter().map(|(href, _)| Changed::Removed { href }).collect();
        let client = self.collection.client();
        let asked = living.into_iter().map(|(href, _)| async move {
            match client.get::<Kept<T>>(&href).await {
                Ok(kept) => Ok(kept.into_value().change()),
                Err(error) if error.is_not_found() => Ok(Some(Changed::Removed { href })),
                Err(error) => Err(error),
            }
        });
        for change in together::run(asked, TOGETHER).await {
            changes.extend(change?);
        }
        Ok(changes)
    }

    /// What changed later than a time; deleted resources are told where the server keeps count of them.
    async fn since(&self, milliseconds: u64) -> Result<Vec<Changed<T>>, MirrorError> {
        let url = self.collection.since(milliseconds).with_deleted().url(Some(1000), Some(0));
        let mut entries: Entities<Kept<T>> = Entities::new(self.collection.client().clone(), url);
        let mut changes = Vec::new();
        while let Some(kept) = entries.next().await {
            changes.extend(kept?.change());
        }
        Ok(changes)
    }

    /// What changed since the last time; `None` = the server cannot tell, or has deleted without telling.
    async fn ask<S: MirrorStore<T>>(&self, state: MirrorState, store: &mut S) -> Result<Option<u64>, MirrorError> {
        let (Some(since), Some(now)) = (state.since, self.stamp().await?) else { return Ok(None) };
        let changes = if now > since { self.since(since).await? } else { Vec::new() };
        let count = changes.len() as u64;
        let size = self.collection.size().await?;
        store.apply(changes, Some(&MirrorState { since: Some(now), position: None })).await.map_err(MirrorError::Store)?;
        let held: HashSet<String> = store.hrefs().await.map_err(MirrorError::Store)?;
        Ok((held.len() as u64 == size).then_some(count))
    }
}

/// Where an event happened.
enum Touched {
    /// To this resource of the collection.
    Here(String),
    /// To another collection.
    Elsewhere,
    /// It does not say where.
    Somewhere,
}
