//! The resources of one class.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use smie_wire::value::Page;

use crate::counters::{LastUpdated, Size};
use crate::{Client, Error, Resource, address};

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

    /// When the collection last changed, in milliseconds since 1970; give it to [`updated_since`](Self::updated_since) next time.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn last_updated(&self) -> Result<u64, Error> {
        let answer: LastUpdated = self.client.document(self.client.below(&format!("{}/last-updated", self.path))).await?;
        Ok(answer.last_updated)
    }

    /// How many resources the collection has.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn size(&self) -> Result<u64, Error> {
        let answer: Size = self.client.document(self.client.below(&format!("{}/cache/size", self.path))).await?;
        Ok(answer.size)
    }
}

impl<T: DeserializeOwned> Collection<T> {
    /// The resource with this value of an identifier. `identifier` is the identifier's path segment, such as `systemid`; `value` is
    /// any text and becomes one segment.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none ([`Optional`](crate::Optional) makes that `None`), or whatever keeps the answer away.
    pub async fn by(&self, identifier: &str, value: &str) -> Result<Resource<T>, Error> {
        let value = address::segment(value)?;
        self.client.resource(self.client.below(&format!("{}/{identifier}/{value}", self.path))).await
    }

    /// Every resource, in as many pages as the server makes of them.
    ///
    /// # Errors
    /// Whatever keeps an answer away.
    pub async fn list(&self) -> Result<Vec<T>, Error> {
        self.walk(String::new()).await
    }

    /// Every resource changed later than this time, in milliseconds since 1970.
    ///
    /// # Errors
    /// Whatever keeps an answer away.
    pub async fn updated_since(&self, milliseconds: u64) -> Result<Vec<T>, Error> {
        self.walk(format!("sinceTimeStamp={milliseconds}")).await
    }

    /// At most `size` resources, from position `offset`.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn page(&self, size: u64, offset: u64) -> Result<Page<T>, Error> {
        self.first(&format!("size={size}&offset={offset}")).await
    }

    /// The page after this one, by the server's own link; `None` after the last.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn next(&self, page: &Page<T>) -> Result<Option<Page<T>>, Error> {
        match page.next() {
            Some(href) => self.client.document(self.client.resolve(href)?).await.map(Some),
            None => Ok(None),
        }
    }

    async fn first(&self, query: &str) -> Result<Page<T>, Error> {
        let mut url = self.client.below(&self.path);
        url.set_query((!query.is_empty()).then_some(query));
        self.client.document(url).await
    }

    async fn walk(&self, query: String) -> Result<Vec<T>, Error> {
        let mut page = self.first(&query).await?;
        let mut seen = HashSet::new();
        let mut entries = std::mem::take(&mut page.entries);
        while let Some(href) = page.next() {
            if !seen.insert(href.to_owned()) {
                return Err(Error::Circle { url: href.to_owned() });
            }
            let Some(next) = self.next(&page).await? else { break };
            page = next;
            entries.append(&mut page.entries);
        }
        Ok(entries)
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
