//! One resource as it was answered: its value, and what the answer said about it.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use smie_wire::value::Links;

use crate::exchange::Answer;
use crate::{Client, Error, decode};

/// A resource. It dereferences to its value, so that members are read as if it were the value itself.
#[derive(Clone)]
#[non_exhaustive]
pub struct Resource<T> {
    /// The value.
    pub value: T,
    /// The version that was read, quotes included; for conditional requests.
    pub etag: Option<String>,
    /// The links as they came, `self` and unknown relations included.
    pub links: Links,
    /// Where it was read.
    pub url: String,
    /// The answer as it came, unknown members included.
    body: Bytes,
    client: Client,
}

/// What a resource says of itself, whatever its class; all else is skipped.
#[derive(Deserialize)]
pub(crate) struct About {
    #[serde(rename = "_links")]
    native: Option<Links>,
    #[serde(default, deserialize_with = "Links::listed")]
    link: Links,
    #[serde(default, deserialize_with = "Links::listed")]
    links: Links,
    #[serde(rename = "_deleted")]
    deleted: Option<bool>,
}

impl About {
    /// Its links, under whichever name they stand.
    pub(crate) fn links(self) -> Links {
        [self.native.unwrap_or_default(), self.link, self.links].into_iter().find(|links| !links.is_empty()).unwrap_or_default()
    }

    /// True when it only tells that it is gone.
    pub(crate) fn is_deleted(&self) -> bool {
        self.deleted.unwrap_or_default()
    }
}

impl<T> Resource<T> {
    /// The value alone.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// Everything that came, also members that the model does not know.
    #[must_use]
    pub fn members(&self) -> Map<String, Value> {
        decode::json(&self.url, &self.body).unwrap_or_default()
    }

    /// Where the resource is: its own word, else where it was read.
    #[must_use]
    pub fn href(&self) -> &str {
        self.links.get("self").unwrap_or(&self.url)
    }

    /// The connection that it was read with.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl<T: DeserializeOwned> Resource<T> {
    /// The resource that an answer holds.
    pub(crate) fn read(client: Client, answer: &Answer) -> Result<Self, Error> {
        let value = decode::json(&answer.url, &answer.body)?;
        let about: About = decode::json(&answer.url, &answer.body)?;
        Ok(Self {
            value,
            etag: answer.etag().map(str::to_owned),
            links: about.links(),
            url: answer.url.clone(),
            body: answer.body.clone(),
            client,
        })
    }
}

impl<T> Deref for Resource<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Resource<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = to.debug_struct("Resource");
        shown.field("value", &self.value).field("etag", &self.etag).field("links", &self.links).field("url", &self.url).finish()
    }
}

/// Two are the same when the same was answered, whoever asked.
impl<T: PartialEq> PartialEq for Resource<T> {
    fn eq(&self, other: &Self) -> bool {
        (&self.value, &self.etag, &self.links, &self.url) == (&other.value, &other.etag, &other.links, &other.url)
    }
}
