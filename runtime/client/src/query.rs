//! What is wanted of a collection: everything, or what a filter lets through, or what changed; in pages of what size.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde::de::DeserializeOwned;
use smie_wire::value::Page;

use crate::exchange::Call;
use crate::manners::Paging;
use crate::{Client, Collection, Entities, Error, Filter, decode};

/// What is left as it is in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'$');

/// Resources of a collection, narrowed.
#[must_use]
pub struct Query<T> {
    collection: Collection<T>,
    filter: Option<String>,
    since: Option<u64>,
    deleted: bool,
    parameters: Vec<(String, String)>,
    page_size: Option<u64>,
}

/// Resources a page of a stream, where nothing else is said.
const PAGE: u64 = 1000;

impl<T> Query<T> {
    pub(crate) fn new(collection: Collection<T>) -> Self {
        Self { collection, filter: None, since: None, deleted: false, parameters: Vec::new(), page_size: None }
    }

    /// Only what the filter lets through; of two filters, both.
    #[expect(clippy::needless_pass_by_value, reason = "filters are made where they are used")]
    pub fn filter(mut self, filter: Filter<T>) -> Self {
        let filter = filter.to_string();
        self.filter = Some(match self.filter {
            Some(before) => format!("({before}) and ({filter})"),
            None => filter,
        });
        self
    }

    /// Only what changed later than this time, in milliseconds since 1970.
    pub fn since(mut self, milliseconds: u64) -> Self {
        self.since = Some(milliseconds);
        self
    }

    /// Also what was deleted, as a resource that has nothing but its keys.
    pub fn with_deleted(mut self) -> Self {
        self.deleted = true;
        self
    }

    /// A further parameter, such as `sort`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Resources a page. Default: 1000 when streamed, else what the server makes of it.
    pub fn page_size(mut self, resources: u64) -> Self {
        self.page_size = Some(resources.max(1));
        self
    }

    /// The first page's address.
    pub(crate) fn url(&self, size: Option<u64>, offset: Option<u64>) -> Url {
        let manners = self.collection.client().manners;
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let size = size.or(self.page_size);
        match (manners.paging, size) {
            (Paging::SizeOffset, Some(size)) => {
                pairs.push(("size", size.to_string()));
                pairs.extend(offset.map(|offset| ("offset", offset.to_string())));
            }
            (Paging::PageLimit, Some(size)) => {
                pairs.extend(offset.map(|offset| ("page", (offset / size.max(1) + 1).to_string())));
                pairs.push(("limit", size.to_string()));
            }
            (_, None) => {}
        }
        pairs.extend(self.since.map(|since| (manners.since, since.to_string())));
        pairs.extend(self.deleted.then(|| (manners.deleted, "true".to_owned())));
        pairs.extend(self.filter.iter().map(|filter| (manners.filter, filter.clone())));
        pairs.extend(self.parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let encoded = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut url = self.collection.client().below(self.collection.path());
        url.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
        url
    }

    pub(crate) fn client(&self) -> &Client {
        self.collection.client()
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// All of them, in memory; [`stream`](Self::stream) does with one page at a time.
    ///
    /// # Errors
    /// Whatever keeps an answer away.
    pub async fn list(&self) -> Result<Vec<T>, Error> {
        let mut page = page::<T>(self.client(), self.url(None, None)).await?;
        let mut seen = std::collections::HashSet::new();
        let mut entries = std::mem::take(&mut page.entries);
        while let Some(href) = page.next() {
            if !seen.insert(href.to_owned()) {
                return Err(Error::Circle { url: href.to_owned() });
            }
            page = self::page(self.client(), self.client().resolve(href)?).await?;
            entries.append(&mut page.entries);
        }
        Ok(entries)
    }

    /// How many there are.
    ///
    /// # Errors
    /// Whatever keeps the answer away.
    pub async fn count(&self) -> Result<u64, Error> {
        let answer = self.client().send(Call::get(self.url(Some(1), Some(0))).uncached()).await?;
        let page: Page<serde::de::IgnoredAny> = decode::json(&answer.url, &answer.body)?;
        Ok(page.matching_items.unwrap_or(page.total_items))
    }
}

impl<T: DeserializeOwned + Send + 'static> Query<T> {
    /// All of them, one page at a time: the next page is fetched while this one is read, and no more than the two are held.
    #[must_use]
    pub fn stream(&self) -> Entities<T> {
        let size = self.page_size.unwrap_or(PAGE);
        Entities::new(self.client().clone(), self.url(Some(size), Some(0)))
    }
}

/// A page; it is read once, so it does not go through the cache.
pub(crate) async fn page<T: DeserializeOwned>(client: &Client, url: Url) -> Result<Page<T>, Error> {
    let answer = client.send(Call::get(url).uncached()).await?;
    decode::json(&answer.url, &answer.body)
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self {
            collection: self.collection.clone(),
            filter: self.filter.clone(),
            since: self.since,
            deleted: self.deleted,
            parameters: self.parameters.clone(),
            page_size: self.page_size,
        }
    }
}

impl<T> fmt::Debug for Query<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Query").field(&self.url(self.page_size, None).as_str()).finish()
    }
}
