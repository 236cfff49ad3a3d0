//! A collection as a stream: constant memory, the next page on its way while this one is read.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use reqwest::Url;
use serde::de::DeserializeOwned;
use smie_wire::value::Page;
use tokio::task::JoinHandle;

use crate::{Client, Error, query};

/// Resources of a collection, one after the other. Dropping it stops what is under way.
pub struct Entities<T> {
    client: Client,
    /// The first page, until it is asked for.
    first: Option<Url>,
    ahead: Option<Ahead<T>>,
    page: std::vec::IntoIter<T>,
    seen: HashSet<String>,
    total: Option<u64>,
}

struct Ahead<T>(JoinHandle<Result<Page<T>, Error>>);

impl<T> Drop for Ahead<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A stream has no self-reference.
impl<T> Unpin for Entities<T> {}

impl<T: DeserializeOwned + Send + 'static> Entities<T> {
    pub(crate) fn new(client: Client, first: Url) -> Self {
        Self { client, first: Some(first), ahead: None, page: Vec::new().into_iter(), seen: HashSet::new(), total: None }
    }

    /// The next resource; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// How many resources the server counted; `None` before the first page is there.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn fetch(&mut self, url: Url) {
        let client = self.client.clone();
        self.ahead = Some(Ahead(tokio::spawn(async move { query::page(&client, url).await })));
    }

    /// Takes over a page and begins with the next.
    fn turn(&mut self, page: Page<T>) -> Result<(), Error> {
        self.total.get_or_insert(page.matching_items.unwrap_or(page.total_items));
        if let Some(href) = page.next() {
            if !self.seen.insert(href.to_owned()) {
                return Err(Error::Circle { url: href.to_owned() });
            }
            let url = self.client.resolve(href)?;
            self.fetch(url);
        }
        self.page = page.entries.into_iter();
        Ok(())
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for Entities<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(resource) = self.page.next() {
                return Poll::Ready(Some(Ok(resource)));
            }
            if let Some(url) = self.first.take() {
                self.fetch(url);
            }
            let Some(Ahead(task)) = &mut self.ahead else { return Poll::Ready(None) };
            let fetched = match Pin::new(task).poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(page)) => page,
                Poll::Ready(Err(error)) => Err(Error::Transport { url: self.client.base().to_owned(), source: Arc::new(error) }),
            };
            self.ahead = None;
            if let Err(error) = fetched.and_then(|page| self.turn(page)) {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl<T> fmt::Debug for Entities<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Entities").field("first", &self.first).field("held", &self.page.len()).finish_non_exhaustive()
    }
}
