//! Feeds over HTTP: pages that are kept for ever, the open page, single entries, and reading from a number on.
//!
//! Reading the store may wait for a disk, so it happens off the threads that serve; documents that were put together once are kept for the next who asks.

mod cursor;
mod documents;
mod path;
mod problem;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, ETAG};
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};
use smie_wire::model::PackageId;
use tokio::sync::watch;
use uuid::Uuid;

pub(super) use documents::Documents;
pub(super) use path::FeedPath;
pub(super) use problem::FeedProblem;

use super::body::Body;
use super::conditional::Tag;
use super::negotiate::{Media, best};
use super::place::Place;
use super::problem::Problem;
use super::service::UNKNOWN;
use crate::commit::Ledger;
use crate::feed::{Document, Feed, FeedError, PageRead, Reading, cloud_event, standalone};
use crate::store::{Head, TenantName};

const ATOM: &str = "application/atom+xml";
/// Readers that do not know Atom's own name take it as plain XML.
const XML: &[&str] = &[ATOM, "application/xml", "text/xml"];
const ENTRY: &[&str] = &[ATOM, "application/xml", "text/xml", CLOUD_EVENT];
const CLOUD_EVENT: &str = "application/cloudevents+json";

/// A page that a cache may keep as long as it likes.
const FOR_EVER: &str = "max-age=31536000, immutable";
/// Erasure may redact an entry, so nobody keeps it for longer than a day.
const A_DAY: &str = "max-age=86400";
const REVALIDATE: &str = "no-cache";

/// What an answer needs of its request and of the server.
pub(super) struct Asked<'s> {
    pub(super) ledger: &'s Arc<Ledger>,
    pub(super) documents: &'s Documents,
    pub(super) stopping: &'s watch::Sender<bool>,
    pub(super) package: PackageId,
    pub(super) feed: Arc<Feed>,
    pub(super) tenant: TenantName,
    pub(super) parts: &'s Parts,
    pub(super) base: Vec<u8>,
}

impl Asked<'_> {
    /// Answers; waiting for events gives the place back meanwhile.
    pub(super) async fn answer(&self, path: FeedPath, place: &mut Place<'_>) -> Result<Response<Body>, Problem> {
        match path {
            FeedPath::Cursor => self.cursor(place).await,
            FeedPath::Entry(id) => self.entry(id.ok_or(Problem::NotFound("No event has this id."))?).await,
            FeedPath::Recent => self.recent().await,
            FeedPath::First => self.first().await,
            FeedPath::Page(number) => self.page(number.ok_or(Problem::NotFound("A page has a number."))?).await,
        }
    }

    /// How far the feed has come, from one snapshot.
    fn head(&self) -> Result<Head, Problem> {
        let snapshot = self.ledger.snapshot(&self.tenant).ok_or(UNKNOWN)?;
        Ok(snapshot.heads().get(&self.feed.key).copied().unwrap_or_default())
    }

    /// Reads the store where waiting does no harm.
    async fn read<T: Send + 'static>(
        &self,
        head: Head,
        read: impl FnOnce(&Reading<'_>) -> Result<T, FeedError> + Send + 'static,
    ) -> Result<T, Problem> {
        let (ledger, feed, tenant) = (self.ledger.clone(), self.feed.clone(), self.tenant.clone());
        let done = tokio::task::spawn_blocking(move || read(&Reading { store: ledger.store(), tenant: &tenant, feed: &feed, head })).await;
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(feed = %self.feed.key, tenant = %self.tenant, %error, "a feed cannot be read");
            Problem::Feed(FeedProblem::Unreadable)
        };
        done.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
    }

    async fn recent(&self) -> Result<Response<Body>, Problem> {
        self.accept(XML)?;
        let head = self.head()?;
        let document = self.open(head, true).await?;
        Ok(self.document(&document, REVALIDATE))
    }

    async fn open(&self, head: Head, recent: bool) -> Result<Arc<Document>, Problem> {
        let key = documents::Key::open(&self.tenant, &self.feed, &head, recent);
        if let Some(document) = self.documents.get(&key) {
            return Ok(document);
        }
        let age = self.documents.age();
        let document = self.read(head, move |reading| reading.open(recent)).await?;
        Ok(self.documents.keep(key, document, age))
    }

    /// The page that this number has, and how the feed stood.
    async fn find(&self, head: Head, number: u64) -> Result<Arc<Document>, Problem> {
        if number == head.page {
            return self.open(head, false).await;
        }
        let key = documents::Key::closed(&self.tenant, &self.feed, number);
        if let Some(document) = self.documents.get(&key).filter(|_| number < head.page) {
            return Ok(document);
        }
        let age = self.documents.age();
        match self.read(head, move |reading| reading.page(number)).await? {
            PageRead::Found(document) => Ok(self.documents.keep(key, document, age)),
            PageRead::Beyond => Err(Problem::NotFound("The feed has not come so far.")),
            PageRead::Purged => Err(Problem::Feed(FeedProblem::Purged { first: self.url("/first") })),
        }
    }

    async fn page(&self, number: u64) -> Result<Response<Body>, Problem> {
        self.accept(XML)?;
        let document = self.find(self.head()?, number).await?;
        Ok(self.document(&document, if document.is_closed { self.keeping() } else { REVALIDATE }))
    }

    /// The oldest page that is kept. Which one that is may change, so its own address is told.
    async fn first(&self) -> Result<Response<Body>, Problem> {
        self.accept(XML)?;
        let head = self.head()?;
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself has one lifetime too many")]
        let number = self.read(head, |reading| reading.first()).await?;
        let document = self.find(head, number).await?;
        let mut response = self.document(&document, REVALIDATE);
        if let Ok(location) = HeaderValue::from_str(&self.url(&format!("/{}", document.page))) {
            response.headers_mut().insert(CONTENT_LOCATION, location);
        }
        Ok(response)
    }

    async fn entry(&self, id: Uuid) -> Result<Response<Body>, Problem> {
        let mime = self.accept(ENTRY)?;
        let head = self.head()?;
        let (tenant, ledger, key) = (self.tenant.clone(), self.ledger.clone(), self.feed.key.clone());
        let row = self.read(head, move |_| Ok(ledger.store().event(&tenant, id)?)).await?;
        let row = row.filter(|row| row.feed == key && row.number <= head.last).ok_or(Problem::NotFound("No event has this id."))?;
        let mut out = Vec::new();
        let rendered = if mime == CLOUD_EVENT {
            cloud_event(&self.feed, &self.tenant, &row, &self.base, &mut out).map(|()| out)
        } else {
            standalone(&self.feed, &row, &self.base)
        };
        let body = rendered.map_err(|error| {
            tracing::error!(feed = %key, number = row.number, %error, "an entry cannot be read");
            Problem::Feed(FeedProblem::Unreadable)
        })?;
        let mime = if mime == CLOUD_EVENT { CLOUD_EVENT } else { "application/atom+xml;type=entry" };
        Ok(self.respond(digest(&body), mime, self.keeping(), move || body))
    }

    fn accept(&self, offered: &[&'static str]) -> Result<&'static str, Problem> {
        best(&self.parts.headers, offered).ok_or(Problem::Feed(FeedProblem::Accept))
    }

    /// How long a cache may keep what never changes.
    fn keeping(&self) -> &'static str {
        if self.feed.personal { A_DAY } else { FOR_EVER }
    }

    fn url(&self, rest: &str) -> String {
        format!("{}{}{rest}", String::from_utf8_lossy(&self.base), self.feed.path)
    }

    fn document(&self, document: &Document, caching: &'static str) -> Response<Body> {
        self.respond(document.digest, ATOM, caching, || {
            let mut out = Vec::with_capacity(document.text.text().len() + document.text.splices() * self.base.len());
            document.text.render(&self.base, &mut out);
            out
        })
    }

    /// An answer, or 304 when the client has it already.
    fn respond(&self, content: u128, mime: &'static str, caching: &'static str, body: impl FnOnce() -> Vec<u8>) -> Response<Body> {
        let kind = mime.bytes().fold(0, |n: u64, b| n.wrapping_mul(31).wrapping_add(u64::from(b)));
        let tag = Tag::new(content, Media::Native, &self.base, &[kind]);
        let mut response = Response::new(Body::empty());
        if tag.is_known(&self.parts.headers) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            let body = body();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
            response.headers_mut().insert(CONTENT_LENGTH, body.len().into());
            *response.body_mut() = Body::full(Bytes::from(body));
        }
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        response.headers_mut().insert(ETAG, tag.header());
        response
    }
}

fn digest(bytes: &[u8]) -> u128 {
    blake3::hash(bytes).as_bytes().iter().take(16).fold(0, |n, b| n << 8 | u128::from(*b))
}
