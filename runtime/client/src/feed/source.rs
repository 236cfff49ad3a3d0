//! Fetching documents of a feed: addresses, order of entries, and the next page before it is asked for.

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::Url;
use tokio::task::JoinHandle;

use super::alarm::FeedError;
use super::atom::{self, Document};
use super::entry::Entry;
use super::settings::{Order, Plan};
use crate::exchange::{Call, Expect};
use crate::{Client, Error};

/// Where a feed is.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) client: Client,
    pub(super) path: String,
}

/// A page with its entries in order.
#[derive(Debug)]
pub(super) struct Page {
    /// The address that it is known by for good.
    pub(super) url: String,
    pub(super) next: Option<String>,
    pub(super) prev: Option<String>,
    /// Oldest first.
    pub(super) entries: Vec<Entry>,
}

impl Page {
    pub(super) fn has(&self, entry: &str) -> bool {
        self.entries.iter().any(|known| known.id == entry)
    }
}

impl Source {
    /// An address below the feed's own.
    pub(super) fn below(&self, rest: &str) -> Result<Url, FeedError> {
        Ok(self.client.below(&format!("{}{rest}", self.path)))
    }

    /// The address that a link means. Addresses that other clients kept may be of another host too.
    pub(super) fn resolve(&self, href: &str) -> Result<Url, FeedError> {
        Ok(self.client.resolve(href)?)
    }

    /// The page at an address; `None` when there is none.
    pub(super) async fn page(&self, url: Url, plan: &Plan) -> Result<Option<Page>, FeedError> {
        match self.existing(url, plan).await {
            Ok(page) => Ok(Some(page)),
            Err(FeedError::Fetch(Error::NotFound { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The page at an address.
    pub(super) async fn existing(&self, url: Url, plan: &Plan) -> Result<Page, FeedError> {
        let url = self.on_host(url, plan);
        let answer = self.client.send(Call::get(url.clone()).expecting(Expect::Atom)).await?;
        self.read(&url, &answer.body, plan)
    }

    /// The page at an address and its version, unless it is still this version.
    pub(super) async fn changed(&self, url: Url, known: Option<&str>, plan: &Plan) -> Result<Option<(Page, Option<String>)>, FeedError> {
        let url = self.on_host(url, plan);
        let answer = self.client.send(Call::get(url.clone()).expecting(Expect::Atom)).await?;
        if known.is_some() && answer.etag() == known {
            return Ok(None);
        }
        Ok(Some((self.read(&url, &answer.body, plan)?, answer.etag().map(str::to_owned))))
    }

    /// Begins to fetch a page that will be needed.
    pub(super) fn ahead(&self, href: String, plan: &Plan) -> Option<Ahead> {
        let url = self.resolve(&href).ok()?;
        let (source, plan) = (self.clone(), plan.clone());
        let task = tokio::runtime::Handle::try_current().ok()?.spawn(async move { source.page(url, &plan).await });
        Some(Ahead { url: href, task })
    }

    fn read(&self, url: &Url, body: &[u8], plan: &Plan) -> Result<Page, FeedError> {
        let document = self.document(url, body)?;
        let link = |relation: &str| Some(self.on_host(self.resolve(document.link(relation)?).ok()?, plan).into());
        let (next, prev) = (link("next-archive"), link("prev-archive"));
        let known = document.canonical().and_then(|href| Some(self.on_host(self.resolve(href).ok()?, plan)));
        let url = known.unwrap_or_else(|| url.clone()).into();
        Ok(Page { url, next, prev, entries: oldest_first(document.entries, plan.order) })
    }

    pub(super) fn document(&self, url: &Url, body: &[u8]) -> Result<Document, FeedError> {
        atom::parse(body).map_err(|source| FeedError::Document { url: url.to_string(), source })
    }

    fn on_host(&self, url: Url, plan: &Plan) -> Url {
        if !plan.same_host || self.client.is_ours(&url) {
            return url;
        }
        let mut ours = self.client.inner.base.clone();
        ours.set_path(url.path());
        ours.set_query(url.query());
        ours
    }
}

/// A page that is being fetched; dropping it stops that.
pub(super) struct Ahead {
    pub(super) url: String,
    task: JoinHandle<Result<Option<Page>, FeedError>>,
}

impl Ahead {
    /// The page, once it is there.
    pub(super) async fn page(&mut self) -> Result<Option<Page>, FeedError> {
        match (&mut self.task).await {
            Ok(page) => page,
            Err(error) => Err(FeedError::Fetch(Error::Transport { url: self.url.clone(), source: Arc::new(error) })),
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Entries in the order in which they happened.
pub(super) fn oldest_first(mut entries: Vec<Entry>, order: Order) -> Vec<Entry> {
    let newest_first = match order {
        Order::NewestFirst => true,
        Order::OldestFirst => false,
        Order::Detected => is_newest_first(&entries),
    };
    if newest_first {
        entries.reverse();
    }
    entries
}

/// By numbers where there are any, else by what most neighbours' times say.
fn is_newest_first(entries: &[Entry]) -> bool {
    let ends = entries.first().and_then(Entry::sequence).zip(entries.last().and_then(Entry::sequence));
    if let Some((first, last)) = ends.filter(|(first, last)| first != last) {
        return first > last;
    }
    let times: Vec<Option<Timestamp>> = entries.iter().map(|entry| entry.updated.as_deref()?.parse().ok()).collect();
    let falling = |pair: &[Option<Timestamp>]| match pair {
        [Some(one), Some(other)] if one > other => 1,
        [Some(one), Some(other)] if one < other => -1,
        _ => 0,
    };
    times.windows(2).map(falling).sum::<i64>() >= 0
}
