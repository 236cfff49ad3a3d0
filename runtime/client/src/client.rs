//! The connection: what is shared by all calls, whose calls they are, and following links.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderMap;
use reqwest::Url;
use serde::de::DeserializeOwned;
use smie_wire::value::Link;

use crate::exchange::{Answer, Cache, Call, Cookies, Retry, TokenSource, Trace};
use crate::manners::Manners;
use crate::settings::ClientBuilder;
use crate::{Collection, Error, Resource, address, decode, together};

/// Requests under way at once when many links are followed.
const TOGETHER: usize = 8;

/// A connection to an API. Clones share it; keep one for as long as the API is used.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    /// Whose calls these are, when they are not the client's own.
    pub(crate) token: Option<Arc<str>>,
    pub(crate) trace: Option<Arc<Trace>>,
    pub(crate) manners: &'static Manners,
}

/// What all clones share.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) max_body: usize,
    pub(crate) retry: Retry,
    pub(crate) repeats_posts: bool,
    pub(crate) patience: Duration,
    pub(crate) cache: Option<Cache>,
    pub(crate) cookies: Option<Cookies>,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
}

impl Client {
    /// A client of the API at this base address, with default settings.
    ///
    /// # Errors
    /// The address is none, or the HTTP client cannot be set up.
    pub fn new(base: &str) -> Result<Self, Error> {
        Self::builder(base).build()
    }

    /// A client of the API at this base address, with settings of its own.
    pub fn builder(base: &str) -> ClientBuilder {
        ClientBuilder::new(base)
    }

    /// The same connection with another's token, such as that of the end user whose request is being answered. The cache keeps people apart.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The same connection with its requests in the trace of this `traceparent`; one that is none is left aside.
    #[must_use]
    pub fn with_traceparent(&self, traceparent: &str) -> Self {
        Self { trace: Trace::read(traceparent).map(Arc::new), ..self.clone() }
    }

    /// The same connection to an API of other manners; generated clients set them.
    #[must_use]
    pub fn with_manners(&self, manners: &'static Manners) -> Self {
        Self { manners, ..self.clone() }
    }

    /// The base address.
    #[must_use]
    pub fn base(&self) -> &str {
        self.inner.base.as_str()
    }

    /// The collection at this path below the base, which begins with `/` and is encoded already.
    pub fn collection<T>(&self, path: impl Into<Cow<'static, str>>) -> Collection<T> {
        Collection::new(self.clone(), path.into())
    }

    /// The collection that is nested in the resource of these values, each encoded and put after its stem; for generated code.
    ///
    /// # Errors
    /// [`Error::Identifier`] when a value cannot stand in a path.
    pub fn within<T>(&self, stems: &[&str], values: &[&str]) -> Result<Collection<T>, Error> {
        let mut path = String::new();
        for (at, stem) in stems.iter().enumerate() {
            path.push_str(stem);
            if let Some(value) = values.get(at) {
                path.push_str(&address::segment(value)?);
            }
        }
        Ok(self.collection(path))
    }

    /// The resource at an absolute address, or at a path on the base's host.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody is there, [`Error::Href`] when the address is none, or whatever keeps the answer away.
    pub async fn get<T: DeserializeOwned>(&self, href: &str) -> Result<Resource<T>, Error> {
        self.resource(self.resolve(href)?).await
    }

    /// The resource that a link leads to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody is there, [`Error::Href`] when the link leads nowhere, or whatever keeps the answer away.
    pub async fn follow<T: DeserializeOwned>(&self, link: &Link<T>) -> Result<Resource<T>, Error> {
        self.get(link.href()).await
    }

    /// The resources that links lead to: one answer a link, in their order, a few requests at a time, each address asked once.
    ///
    /// One dangling link must not hide the others, so each has a result of its own; `collect` them to stop at the first error.
    pub async fn follow_all<'a, T, L>(&self, links: L) -> Vec<Result<Resource<T>, Error>>
    where
        T: DeserializeOwned + Clone + 'a,
        L: IntoIterator<Item = &'a Link<T>>,
    {
        together::once_each(links.into_iter().map(Link::href), TOGETHER, |href| self.get(href)).await
    }

    /// The resource at a URL.
    pub(crate) async fn resource<T: DeserializeOwned>(&self, url: Url) -> Result<Resource<T>, Error> {
        let answer = self.send(Call::get(url)).await?;
        self.read(&answer)
    }

    /// The resource that an answer holds.
    pub(crate) fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<Resource<T>, Error> {
        Resource::read(self.clone(), answer)
    }

    /// The document at a URL.
    pub(crate) async fn document<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        let answer = self.send(Call::get(url)).await?;
        decode::json(&answer.url, &answer.body)
    }

    /// The URL of a path below the base.
    pub(crate) fn below(&self, path: &str) -> Url {
        address::below(&self.inner.base, path)
    }

    /// The URL that a link of this server means.
    pub(crate) fn resolve(&self, href: &str) -> Result<Url, Error> {
        address::resolve(&self.inner.base, href)
    }

    /// True when an address is on the base's host.
    pub(crate) fn is_ours(&self, url: &Url) -> bool {
        url.origin() == self.inner.base.origin()
    }
}
