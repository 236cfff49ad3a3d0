//! Reading a feed from a number on: filtered, a batch at a time, as Atom or CloudEvents, waiting for what comes when asked to.
//!
//! The address that goes on always advances, also past events that the filter keeps back, so a reader whose filter nothing passes does not look at
//! the same events for ever.

use std::borrow::Cow;
use std::time::Duration;

use http::header::LINK;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use percent_encoding::percent_decode_str;
use tokio::time::{Instant, timeout_at};

use super::{Asked, FeedProblem, REVALIDATE, XML, digest};
use crate::feed::{Cursor, Filter, Stretch, cloud_event};
use crate::http::body::Body;
use crate::http::paging::keep;
use crate::http::place::Place;
use crate::http::problem::Problem;
use crate::store::Head;

const BATCH: &str = "application/cloudevents-batch+json";
const OFFERED: &[&str] = &["application/atom+xml", "application/xml", "text/xml", BATCH, "application/json"];

const LIMIT: usize = 100;
const MOST: usize = 1000;
/// The longest that anybody may wait.
const LONGEST: u64 = 60;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Query {
    after: Option<u64>,
    limit: usize,
    filter: Filter,
    /// The parameters but `after`, each with `&` before it.
    rest: String,
}

impl Query {
    /// The query with its `?`, going on after a number.
    fn going_on(&self, after: u64) -> String {
        format!("?after={after}{}", self.rest)
    }

    fn this(&self) -> String {
        self.after.map_or_else(|| self.rest.replacen('&', "?", 1), |after| self.going_on(after))
    }
}

impl Asked<'_> {
    pub(super) async fn cursor(&self, place: &mut Place<'_>) -> Result<Response<Body>, Problem> {
        let mime = self.accept(OFFERED)?;
        let query = self.query()?;
        let wait = wait(&self.parts.headers);
        let deadline = Instant::now() + wait.unwrap_or_default();
        let mut head = self.head()?;
        let (mut news, mut stopping) = (self.ledger.watch(&self.tenant), self.stopping.subscribe());
        let mut from = query.after;
        let stretch = loop {
            if from.is_some_and(|after| after > head.last) {
                return Err(Problem::Feed(FeedProblem::Ahead { first: self.url("/first") }));
            }
            news.borrow_and_update();
            let (filter, limit) = (query.filter.clone(), query.limit);
            let stretch = self.read(head, move |reading| reading.after(from, &filter, limit)).await?;
            if stretch.is_purged {
                return Err(Problem::Feed(FeedProblem::Purged { first: self.url("/first") }));
            }
            let is_all = stretch.upto >= head.last;
            if !stretch.rows.is_empty() || !is_all || wait.is_none() || *stopping.borrow() {
                break stretch;
            }
            // What was looked at is not looked at again.
            from = if stretch.upto > 0 { Some(stretch.upto) } else { from };
            // Something may have come since the head was taken, before the watch began.
            let now = self.head()?;
            if now.last == head.last {
                place.leave();
                let changed = async {
                    tokio::select! { changed = news.changed() => changed.is_ok(), _ = stopping.changed() => false }
                };
                let is_news = timeout_at(deadline, changed).await.unwrap_or(false);
                place.enter()?;
                if !is_news {
                    break stretch;
                }
            }
            head = self.head()?;
        };
        let mut response = self.batch(mime, &query, head, stretch).await?;
        if let Some(wait) = wait.and_then(|wait| HeaderValue::from_str(&format!("wait={}", wait.as_secs())).ok()) {
            response.headers_mut().insert(HeaderName::from_static("preference-applied"), wait);
        }
        Ok(response)
    }

    fn query(&self) -> Result<Query, Problem> {
        let wrong = |name: &str, what: &str| Problem::Query(format!("`{name}` is {what}"));
        let mut query = Query { limit: LIMIT, ..Query::default() };
        for pair in self.parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value).ok_or_else(|| wrong(name, "not UTF-8"))?;
            if name != "after" {
                query.rest.push('&');
                keep(pair, &mut query.rest);
            }
            let schema = &self.ledger.schema;
            let told = |error: crate::feed::FilterError| Problem::Query(error.to_string());
            match name {
                "after" if query.after.is_some() => return Err(wrong(name, "given twice")),
                "after" => query.after = Some(value.parse().map_err(|_| wrong(name, "the number of an event, 0 for all"))?),
                "limit" => {
                    let limit = value.parse().ok().filter(|limit: &usize| *limit > 0);
                    query.limit = limit.ok_or_else(|| wrong(name, "a whole number from 1"))?.min(MOST);
                }
                "class" => query.filter.class(schema, self.package, &value).map_err(told)?,
                "type" => query.filter.kind(schema, self.package, &value).map_err(told)?,
                _ => {}
            }
        }
        Ok(query)
    }

    async fn batch(&self, mime: &'static str, query: &Query, head: Head, stretch: Stretch) -> Result<Response<Body>, Problem> {
        let (this, next) = (query.this(), query.going_on(stretch.upto));
        let link = HeaderValue::from_str(&format!("<{}>; rel=\"next\"", self.url(&next)));
        let mut response = if XML.contains(&mime) {
            let document = self.read(head, move |reading| reading.stretch(&stretch, Cursor { this: &this, next: &next })).await?;
            self.document(&document, REVALIDATE)
        } else {
            let body = self.cloud_events(&stretch)?;
            let mime = if mime == BATCH { BATCH } else { "application/json" };
            self.respond(digest(&body) ^ u128::from(stretch.upto), mime, REVALIDATE, move || body)
        };
        if let Ok(link) = link {
            response.headers_mut().insert(LINK, link);
        }
        Ok(response)
    }

    fn cloud_events(&self, stretch: &Stretch) -> Result<Vec<u8>, Problem> {
        let mut body = vec![b'['];
        for (i, row) in stretch.rows.iter().enumerate() {
            if i > 0 {
                body.push(b',');
            }
            cloud_event(&self.feed, &self.tenant, row, &self.base, &mut body).map_err(|error| {
                tracing::error!(feed = %self.feed.key, number = row.number, %error, "an entry cannot be read");
                Problem::Feed(FeedProblem::Unreadable)
            })?;
        }
        body.push(b']');
        Ok(body)
    }
}

fn decoded(value: &str) -> Option<Cow<'_, str>> {
    let plain = percent_decode_str(value).decode_utf8().ok()?;
    Some(if value.contains('+') {
        Cow::Owned(percent_decode_str(&value.replace('+', " ")).decode_utf8().ok()?.into_owned())
    } else {
        plain
    })
}

/// How long the client would wait for something to happen (RFC 7240).
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all("prefer").iter().filter_map(|v| v.to_str().ok());
    let mut preferences = values.flat_map(|v| v.split([',', ';'])).map(str::trim);
    let seconds = preferences.find_map(|p| {
        let (name, value) = p.split_once('=')?;
        name.trim().eq_ignore_ascii_case("wait").then(|| value.trim().trim_matches('"').parse::<u64>().ok())?
    })?;
    Some(Duration::from_secs(seconds.min(LONGEST)))
}
