//! The resources of one class.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use smie_wire::value::Page;

use crate::counters::{LastUpdated, Size};
use crate::{Client, Entities, Error, Filter, Query, Resource, address, query};

/// A collection of the API: where resources of type `T` are found.
pub struct Collection<T> {
    client: Client,
    path: Cow<'static, str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Collection<T> {
    pub(crate) fn new(client: Client, path: Cow<'static, str>) -> Self {
        Self { client, path, of: PhantomData }
    }

    /// The path below the base.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The connection.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Everything, to be narrowed.
    pub fn query(&self) -> Query<T> {
        Query::new(self.clone())
    }

    /// What the filter lets through.
    pub fn filter(&self, filter: Filter<T>) -> Query<T> {
        self.query().filter(filter)
    }

    /// What changed later than this time, in milliseconds since 1970.
    pub fn since(&self, milliseconds: u64) -> Query<T> {
        self.query().since(milliseconds)
    }

    /// When the collection last changed, in milliseconds since 1970; give it to [`since`](Self::since) next time.
    ///
    /// # Errors
    /// Whatever keeps the answer away. APIs without this counter answer [`Error::NotFound`].
    pub async fn last_updated(&self) -> Result<u64, Error> {
        let answer: LastUpdated = self.client.document(self.client.below(&format!("{}/last-updated", self.path))).await?;
        Ok(answer.last_updated)
    }

    /// How many resources the collection has, by its counter.
    ///
    /// # Errors
    /// Whatever keeps the answer away. APIs without this counter answer [`Error::NotFound`]; [`count`](Self::count) works with all.
    pub async fn size(&self) -> Result<u64, Error> {
        let answer: Size = self.client.document(self.client.below(&format!("{}/cache/size", self.path))).await?;
        Ok(answer.size)
    }
}

impl<T: DeserializeOwned> Collection<T> {
    /// The resource with this value of an identifier. `identifier` is the identifier's path segment, such as `systemid`, or empty where the value
    /// stands alone; `value` is any text and becomes one segment.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none ([`Optional`](crate::Optional) makes that `None`), or whatever keeps the answer away.
    pub async fn by(&self, identifier: &str, value: &str) -> Result<Resource<T>, Error> {
        let value = address::segment(value)?;
        let between = if identifier.is_empty() { String::new() } else { format!("/{identifier}") };
        self.client.resource(self.client.below(&format!("{}{between}/{value}", self.path))).await
    }

    /// Every resource, in as many pages as the server makes of them.
    ///
    /// # Errors
    /// Whatever keeps an answer away.
    pub async fn list(&self) -> Result<Vec<T>, Error> {
        self.query().list().await
    }

    /// Every resource changed later than this time, in milliseconds since 1970.
    ///
    /// # Errors
    /// Whatever keeps an answer away.
    pub async fn updated_since(&self, milliseconds: u64) -> Result<Vec<T>, Error> {
        self.since(milliseconds).list().await
    }

    /// How many resources there are.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn count(&self) -> Result<u64, Error> {
        if self.client.manners.counters { self.size().await } else { self.query().count().await }
    }

    /// At most `size` resources, from position `offset`.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn page(&self, size: u64, offset: u64) -> Result<Page<T>, Error> {
        query::page(&self.client, self.query().url(Some(size), Some(offset))).await
    }

    /// The page after this one, by the server's own link; `None` after the last.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn next(&self, page: &Page<T>) -> Result<Option<Page<T>>, Error> {
        match page.next() {
            Some(href) => query::page(&self.client, self.client.resolve(href)?).await.map(Some),
            None => Ok(None),
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Collection<T> {
    /// Every resource, one page at a time.
    #[must_use]
    pub fn stream(&self) -> Entities<T> {
        self.query().stream()
    }
}

impl<T> Clone for Collection<T> {
    fn clone(&self) -> Self {
        Self::new(self.client.clone(), self.path.clone())
    }
}

impl<T> fmt::Debug for Collection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection").field("base", &self.client.base()).field("path", &self.path).finish()
    }
}
