//! The connection: settings, one request, and following links.
//!
//! Everything asked of a server goes through [`Client::fetch`], which is not generic: a typed call costs the compiler no more than its decoding.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ETAG, HeaderMap};
use http::{HeaderValue, StatusCode};
use reqwest::{Response, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use smie_wire::value::{Link, Links};

use crate::{Collection, Error, Resource, address, decode, together};

/// Requests under way at once when many links are followed.
const TOGETHER: usize = 8;

/// A connection to an API. Clones share it; keep one for as long as the API is used.
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base: Url,
    max_body: usize,
}

/// A successful answer, not yet decoded.
pub(crate) struct Answer {
    pub(crate) url: String,
    pub(crate) etag: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// The `_links` of a resource; all else is skipped.
#[derive(Deserialize)]
struct Linked {
    #[serde(rename = "_links")]
    links: Option<Links>,
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
        ClientBuilder {
            base: base.to_owned(),
            user_agent: concat!("smie-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            timeout: None,
            max_body: 256 * 1024 * 1024,
        }
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

    /// The resources that links lead to: one answer a link, in their order, a few requests at a time.
    ///
    /// One dangling link must not hide the others, so each has a result of its own; `collect` them to stop at the first error.
    pub async fn follow_all<'a, T, L>(&self, links: L) -> Vec<Result<Resource<T>, Error>>
    where
        T: DeserializeOwned + 'a,
        L: IntoIterator<Item = &'a Link<T>>,
    {
        together::run(links.into_iter().map(|link| self.follow(link)), TOGETHER).await
    }

    /// The resource at a URL.
    pub(crate) async fn resource<T: DeserializeOwned>(&self, url: Url) -> Result<Resource<T>, Error> {
        let answer = self.fetch(url).await?;
        let value = decode::json(&answer.url, &answer.body)?;
        let Linked { links } = decode::json(&answer.url, &answer.body)?;
        Ok(Resource { value, etag: answer.etag, links: links.unwrap_or_default() })
    }

    /// The document at a URL.
    pub(crate) async fn document<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        let answer = self.fetch(url).await?;
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

    async fn fetch(&self, url: Url) -> Result<Answer, Error> {
        let name = url.to_string();
        let request = self.inner.http.get(url).header(ACCEPT, HeaderValue::from_static("application/json"));
        let response = request.send().await.map_err(|error| transport(&name, error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_success() && !decode::is_json(&headers) {
            return Err(Error::ContentType { url: name, found: decode::content_type(&headers).map(str::to_owned) });
        }
        let body = self.body(&name, response).await;
        if !status.is_success() {
            return Err(refusal(name, status, &headers, &body.unwrap_or_default()));
        }
        let etag = headers.get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
        Ok(Answer { url: name, etag, body: body? })
    }

    /// Reads a body piece by piece, so that a too large one is never held; the limit counts decompressed bytes.
    async fn body(&self, url: &str, mut response: Response) -> Result<Vec<u8>, Error> {
        let limit = self.inner.max_body;
        let too_large = || Error::TooLarge { url: url.to_owned(), limit };
        let announced = usize::try_from(response.content_length().unwrap_or(0)).map_err(|_| too_large())?;
        if announced > limit {
            return Err(too_large());
        }
        let mut body = Vec::with_capacity(announced);
        while let Some(piece) = response.chunk().await.map_err(|error| transport(url, error))? {
            if body.len() + piece.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }
}

fn refusal(url: String, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Error {
    let problem = decode::problem(headers, body);
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Error::NotFound { url, problem },
        _ => Error::Status { url, status, problem },
    }
}

fn transport(url: &str, error: reqwest::Error) -> Error {
    let url = url.to_owned();
    // The address stands in our own message already.
    let (timeout, source) = (error.is_timeout(), Box::new(error.without_url()));
    if timeout { Error::Timeout { url, source } } else { Error::Transport { url, source } }
}

/// Settings of a [`Client`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    base: String,
    user_agent: String,
    connect_timeout: Duration,
    read_timeout: Duration,
    timeout: Option<Duration>,
    max_body: usize,
}

impl ClientBuilder {
    /// Names the program that asks, in `User-Agent`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// How long making a connection may take. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the server may stay silent. Default: 30 s.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How long a request may take as a whole. Default: no limit, because a large collection takes its time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The largest answer to accept, in bytes after decompression. Default: 256 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The base address is none, or the HTTP client cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = address::base(&self.base)?;
        let mut http =
            reqwest::Client::builder().user_agent(self.user_agent).connect_timeout(self.connect_timeout).read_timeout(self.read_timeout);
        if let Some(timeout) = self.timeout {
            http = http.timeout(timeout);
        }
        let http = http.build().map_err(|error| Error::Setup(Box::new(error)))?;
        Ok(Client { inner: Arc::new(Inner { http, base, max_body: self.max_body }) })
    }
}
