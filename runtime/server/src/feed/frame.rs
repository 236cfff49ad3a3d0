//! Everything of a feed document but its entries: id, title, author, and the links by which a reader walks (RFC 4287, RFC 5005).
//!
//! A closed page links to the next one at once, although that one is still open: readers that walk forward take a missing link for the end.

use std::sync::Arc;

use super::entry::{ATOM, time};
use super::names::Feed;
use super::packed::pack;
use crate::index::Stamp;
use crate::store::TenantName;
use crate::xml::{Value, Xml};

/// What a document links to, as endings of the feed's path.
#[derive(Clone, Debug)]
struct Links<'a> {
    this: &'a str,
    via: Option<String>,
    prev: Option<String>,
    next: Option<String>,
    /// The rest of a cursor's reading.
    after: Option<&'a str>,
}

/// The address of a document that reads from a number on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    /// Its own query, with `?`.
    pub(crate) this: &'a str,
    /// The query that goes on after it.
    pub(crate) next: &'a str,
}

/// What ends every document.
pub(super) const TAIL: &[u8] = b"</feed>\n";

/// The frame of a page that closes now, at rest.
pub(super) fn closed(feed: &Feed, tenant: &TenantName, page: u64, updated: Stamp) -> Arc<[u8]> {
    let this = format!("/{page}");
    let links = Links { this: &this, via: Some(this.clone()), prev: before(page), next: Some(format!("/{}", page + 1)), after: None };
    pack(&[&head(feed, &feed.page_id(tenant, page), updated, &links, true), TAIL])
}

/// The head of the open page.
pub(super) fn open(feed: &Feed, tenant: &TenantName, page: u64, updated: Stamp, recent: bool) -> Vec<u8> {
    let via = format!("/{page}");
    let links = Links { this: if recent { "/recent" } else { &via }, via: Some(via.clone()), prev: before(page), next: None, after: None };
    head(feed, &feed.page_id(tenant, page), updated, &links, false)
}

/// The head of a document that reads from a number on.
pub(super) fn cursor(feed: &Feed, tenant: &TenantName, updated: Stamp, cursor: Cursor<'_>) -> Vec<u8> {
    let links = Links { this: cursor.this, via: None, prev: None, next: None, after: Some(cursor.next) };
    head(feed, &feed.id(tenant), updated, &links, false)
}

fn before(page: u64) -> Option<String> {
    (page > 1).then(|| format!("/{}", page - 1))
}

fn head(feed: &Feed, id: &str, updated: Stamp, links: &Links<'_>, archive: bool) -> Vec<u8> {
    use Value::{Path, Text};
    let mut xml = Xml::new();
    xml.declare();
    let lang = &feed.shared.language;
    let history = "http://purl.org/syndication/history/1.0";
    xml.open("feed", &[("xmlns", Text(ATOM)), ("xmlns:fh", Text(history)), ("xml:lang", Text(lang))]);
    xml.line();
    if archive {
        xml.empty("fh:archive", &[]);
    }
    xml.leaf("id", &[], id);
    xml.leaf("title", &[], &feed.title);
    xml.leaf("updated", &[], &time(updated));
    xml.open("author", &[]);
    xml.leaf("name", &[], &feed.shared.model);
    xml.close("author");
    xml.line();
    let Links { this, via, prev, next, after } = links;
    let pages = [
        ("self", Some(*this)),
        ("via", via.as_deref()),
        ("current", Some("/recent")),
        ("prev-archive", prev.as_deref()),
        ("next-archive", next.as_deref()),
        ("next", *after),
    ];
    for (rel, rest) in pages.into_iter().filter_map(|(rel, rest)| Some((rel, rest?))) {
        let path = format!("{}{rest}", feed.path);
        xml.empty("link", &[("rel", Text(rel)), ("type", Text("application/atom+xml")), ("href", Path(&path))]);
        xml.line();
    }
    xml.finish()
}
