//! Writing: create, replace, change, delete; and what became of it, whether the server says so at once or later.
//!
//! A server that defers answers 202 and an address; that is asked until the outcome is known, with growing waits and for as long as the client's
//! settings allow. Dropping a call that waits does not undo the write: [`Pending`] in the error holds the address.

mod outcome;
mod patch;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, IF_MATCH, RETRY_AFTER};
use http::{Method, StatusCode};
use reqwest::Url;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

pub(crate) use outcome::rejection;
pub use outcome::{Rejection, Violation, Written};

use crate::exchange::{Answer, Backoff, Call};
use crate::{Client, Collection, Error, Resource, decode};

/// A write whose outcome is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Where its outcome will be told.
    pub status: String,
}

impl fmt::Display for Pending {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.status)
    }
}

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const MERGE: &str = "application/merge-patch+json";

impl<T: DeserializeOwned + Serialize> Collection<T> {
    /// Creates a resource. Sent again with the same key when the server was out of reach, so that it is created once.
    ///
    /// # Errors
    /// Whatever keeps the outcome away; that the server would not have it is no error but a [`Written::Rejected`].
    pub async fn create(&self, value: &T) -> Result<Written<T>, Error> {
        self.post(value, &Uuid::new_v4().to_string(), None).await
    }

    /// Creates a resource under a key of the program's own: sent again after a crash with the same key, it is still created once.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn create_once(&self, value: &T, key: &str) -> Result<Written<T>, Error> {
        self.post(value, key, None).await
    }

    /// What would become of creating this; nothing is kept.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn validate(&self, value: &T) -> Result<Written<T>, Error> {
        self.post(value, &Uuid::new_v4().to_string(), Some("validate=true")).await
    }

    async fn post(&self, value: &T, key: &str, query: Option<&str>) -> Result<Written<T>, Error> {
        let client = self.client();
        let mut url = client.below(self.path());
        url.set_query(query);
        let body = body(&url, value)?;
        let mut call = Call { body: Some(body), ..write(Method::POST, url) }.header(KEY, key);
        call.repeatable = client.inner.repeats_posts;
        client.written(call).await
    }
}

/// Writes go to where the resource was read: an identifier that is being changed cannot be its address too.
impl<T: DeserializeOwned + Serialize> Resource<T> {
    /// Puts another value in the place of this one, if it is still the version that was read. Members that the model does not know stay as they are.
    ///
    /// # Errors
    /// Whatever keeps the outcome away; that the server would not have it is no error but a [`Written`].
    pub async fn replace(&self, value: &T) -> Result<Written<T>, Error> {
        let url = self.client().resolve(&self.url)?;
        let document = patch::applied(self.document(), &patch::between(&json(&url, &self.value)?, &json(&url, value)?));
        let call = Call { body: Some(body(&url, &document)?), ..write(Method::PUT, url) };
        self.conditional(call).await
    }

    /// Changes the value and writes what differs: as a merge patch where the API takes one, else by replacing it.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub async fn update(&self, change: impl FnOnce(&mut T)) -> Result<Written<T>, Error>
    where
        T: Clone,
    {
        let mut value = self.value.clone();
        change(&mut value);
        if self.client().manners.patch { self.patch(&value).await } else { self.replace(&value).await }
    }

    /// Writes what differs from this value, as a merge patch (RFC 7396).
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub async fn patch(&self, value: &T) -> Result<Written<T>, Error> {
        let url = self.client().resolve(&self.url)?;
        let patch = patch::between(&json(&url, &self.value)?, &json(&url, value)?);
        let mut call = Call { body: Some(body(&url, &patch)?), ..write(Method::PATCH, url) };
        call.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(MERGE));
        self.conditional(call).await
    }

    /// Deletes the resource, if it is still the version that was read.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub async fn delete(&self) -> Result<Written<T>, Error> {
        let url = self.client().resolve(&self.url)?;
        self.conditional(write(Method::DELETE, url)).await
    }

    async fn conditional(&self, call: Call) -> Result<Written<T>, Error> {
        let call = match &self.etag {
            Some(etag) => call.header(IF_MATCH, etag),
            None => call,
        };
        self.client().written(call).await
    }

    /// Everything that came, as a document to be changed.
    fn document(&self) -> Value {
        Value::Object(self.members())
    }
}

impl Client {
    /// The outcome of a write that was pending when the program stopped waiting for it.
    ///
    /// # Errors
    /// Whatever keeps the outcome away.
    pub async fn outcome<T: DeserializeOwned>(&self, pending: &Pending) -> Result<Written<T>, Error> {
        let url = self.resolve(&pending.status)?;
        let answer = self.settled(url).await?;
        Written::read(self, answer, &Method::POST).await
    }

    async fn written<T: DeserializeOwned>(&self, call: Call) -> Result<Written<T>, Error> {
        let method = call.method.clone();
        let answer = self.send(call).await?;
        let answer = match answer.location() {
            Some(status) if answer.status == StatusCode::ACCEPTED => self.settled(self.resolve(status)?).await?,
            _ => answer,
        };
        Written::read(self, answer, &method).await
    }

    /// Asks for a status until it is more than "not yet".
    async fn settled(&self, url: Url) -> Result<Answer, Error> {
        let name = url.to_string();
        let wait = async {
            let mut backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(5));
            loop {
                let answer = self.send(Call { any_status: true, ..Call::get(url.clone()).uncached() }).await?;
                if answer.status != StatusCode::ACCEPTED {
                    return Ok(answer);
                }
                let told = answer.text(&RETRY_AFTER).and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
                let wait = backoff.next();
                tokio::time::sleep(told.map_or(wait, |told| told.min(wait))).await;
            }
        };
        match tokio::time::timeout(self.inner.patience, wait).await {
            Ok(answer) => answer,
            Err(_) => Err(Error::Pending(Pending { status: name })),
        }
    }
}

/// A call whose refusals are answers.
fn write(method: Method, url: Url) -> Call {
    Call { any_status: true, ..Call::new(method, url).uncached() }
}

fn body(url: &Url, value: &impl Serialize) -> Result<Bytes, Error> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|source| decode::failed(url.as_str(), source))
}

fn json(url: &Url, value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|source| decode::failed(url.as_str(), source))
}
