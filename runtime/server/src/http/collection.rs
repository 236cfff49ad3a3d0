//! A page of a collection, from a query to a response: checked, compared with what the client has, then streamed.
//!
//! A plain page is a stretch of the index, and its length is known before its first byte. A page with a filter, or with what was deleted, is found by looking.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response};
use smie_wire::model::Operation;
use smie_wire::schema::{self, CollectionId, Schema};

use super::answer::{finish, not_modified, tagged};
use super::body::Body;
use super::chosen::{self, Order};
use super::conditional::Tag;
use super::counts::{self, Counts};
use super::narrow::Narrow;
use super::page::{PageStream, Slice};
use super::paging::{self, Query, Selection};
use super::pool::Pool;
use super::problem::Problem;
use super::render::{Renderer, dap};
use super::scan::Scan;
use super::tail::{self, Tail, Told};
use crate::entity::{collection_path, resource_path};
use crate::index::{Collection, Stamp, Tenant};
use crate::store::now;

/// What all pages share.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) pool: Pool,
    counts: Counts,
    /// By collection, whether rows may leave it at any time.
    losing: Box<[AtomicBool]>,
    pub(super) clock: fn() -> Stamp,
}

impl Pages {
    pub(super) fn new(schema: &Schema) -> Self {
        let deletes = |home: &schema::Collection| AtomicBool::new(home.operations.contains(&Operation::Delete));
        Self { pool: Pool::default(), counts: Counts::default(), losing: schema.collections.iter().map(deletes).collect(), clock: now }
    }

    /// Notes, before it happens, that rows may leave a collection although clients cannot delete them: links that are handed out from now on stay exact.
    pub(super) fn expect_losses(&self, id: CollectionId) {
        self.losing[id.index()].store(true, Ordering::Relaxed);
    }

    fn may_lose(&self, id: CollectionId) -> bool {
        self.losing[id.index()].load(Ordering::Relaxed)
    }
}

/// What a page is asked for with, beside the collection.
pub(super) struct Wanted {
    pub(super) query: Query,
    pub(super) narrow: Narrow,
    /// The parent's key, of a nested collection.
    pub(super) parent: Option<Box<str>>,
}

impl Wanted {
    /// What follows the entries, as far as it is known before them.
    fn tail(self, id: CollectionId, schema: &Schema, total: u64, cursors: bool) -> (Tail, Narrow) {
        let home = schema.collection(id);
        let above = home.parent.zip(self.parent.as_deref()).map(|(parent, key)| {
            let parent = schema.collection(parent);
            (resource_path(parent, parent.canonical, key), collection_path(home, key))
        });
        let (parent, path) = above.map_or_else(|| (None, home.path.clone()), |(parent, path)| (Some(parent), path));
        let creates = home.operations.contains(&Operation::Create);
        (Tail { path: path.into(), parent, total, cursors, creates, query: self.query }, self.narrow)
    }
}

/// A page of a collection, in the order of the index.
pub(super) fn page(
    tenant: &Tenant,
    (id, schema): (CollectionId, &Schema),
    wanted: Wanted,
    renderer: Renderer,
    headers: &HeaderMap,
    pages: &Pages,
) -> Response<Body> {
    let rows = tenant.collection(id);
    let query = &wanted.query;
    let cursors = query.is_narrowing() || query.cursor.is_some() || rows.has_lost() || pages.may_lose(id);
    // Where clients may delete, no link without a cursor was ever handed out.
    let deletes = schema.collection(id).operations.contains(&Operation::Delete);
    let moved = if deletes { 0 } else { paging::moved(query, rows, (pages.clock)()) };
    let tag = tag(rows, query, (cursors, moved), &renderer);
    if tag.is_known(headers) {
        return not_modified(&tag);
    }
    let head = Bytes::from(head(schema, id, &renderer));
    let (tail, narrow) = wanted.tail(id, schema, rows.size(), cursors);
    let mime = renderer.mime();
    let stream = if !narrow.is_none() || tail.query.deleted {
        let key = counts::key(rows, &tail.query, &narrow, renderer.base());
        let scan = Scan::new(rows.clone(), &tail.query, narrow, pages.counts.get(&key));
        PageStream::scanned(head, scan, (tail, pages.counts.entry(key)), renderer, pages.pool.clone())
    } else {
        let selection = Selection::of(&tail.query, rows, moved);
        let Selection { changed, from, count, matching, more } = selection;
        let matching = changed.then_some(matching);
        let last = if more { selection.last(rows) } else { None };
        let tail = tail.write(&Told { count, matching, more, last }, &renderer);
        let slice = Slice { rows: rows.clone(), changed, from, count };
        PageStream::sliced(head, slice, tail.into(), renderer, pages.pool.clone())
    };
    streamed(stream, mime, &tag)
}

/// A page of a collection in another order, or of what is nested in a parent.
pub(super) fn chosen(
    tenant: &Tenant,
    (id, schema): (CollectionId, &Schema),
    wanted: Wanted,
    order: Option<&Order>,
    renderer: Renderer,
    headers: &HeaderMap,
    pages: &Pages,
) -> Result<Response<Body>, Problem> {
    let rows = tenant.collection(id);
    let within = wanted.parent.as_deref().map(|key| nested(tenant, schema, id, key)).transpose()?;
    if wanted.query.deleted {
        let name = schema.profile.parameters.deleted.as_str();
        return Err(Problem::Query(format!("`{name}` is for whole collections in their own order")));
    }
    let cursors = order.is_none() && (wanted.query.cursor.is_some() || rows.has_lost() || pages.may_lose(id));
    let mut tag = tag(rows, &wanted.query, (cursors, 0), &renderer);
    if let Some(parent) = &wanted.parent {
        tag = tag.with(parent);
    }
    if tag.is_known(headers) {
        return Ok(not_modified(&tag));
    }
    let head = Bytes::from(head(schema, id, &renderer));
    let chosen = chosen::choose(rows.clone(), within, &wanted.query, &wanted.narrow, order, &renderer);
    let (tail, _) = wanted.tail(id, schema, rows.size(), cursors);
    let mime = renderer.mime();
    let tail = tail.write(&chosen.told, &renderer);
    Ok(streamed(PageStream::chosen(head, chosen, tail.into(), renderer, pages.pool.clone()), mime, &tag))
}

/// What stands before the entries.
fn head(schema: &Schema, id: CollectionId, renderer: &Renderer) -> Vec<u8> {
    renderer.xml().map_or_else(|| tail::head(schema, &schema.collection(id).list), |view| dap::open(&view))
}

/// The rows that are nested in the parent with this key.
fn nested(tenant: &Tenant, schema: &Schema, id: CollectionId, key: &str) -> Result<Vec<u32>, Problem> {
    let missing = Problem::NotFound("No resource has this identifier.");
    let home = schema.collection(id);
    let class = schema.class(home.class);
    let inverse = class.parent.and_then(|up| class.relations[up].inverse);
    let (parent, inverse) = home.parent.zip(inverse).ok_or_else(|| missing.clone())?;
    let parent = tenant.find(parent, schema.collection(parent).canonical as u16, key).ok_or_else(|| missing.clone())?;
    let related = tenant.related(schema, parent, inverse as u16).ok_or(missing)?;
    Ok(related.rows())
}

fn streamed(stream: PageStream, mime: HeaderValue, tag: &Tag) -> Response<Body> {
    let mut response = Response::new(Body::page(stream));
    response.headers_mut().insert(CONTENT_TYPE, mime);
    tagged(finish(response), tag)
}

/// The tag of a page: all that decides its bytes.
fn tag(rows: &Arc<Collection>, query: &Query, (cursors, moved): (bool, u64), renderer: &Renderer) -> Tag {
    let asked = query.digest();
    // The order of change is part of what a since-query shows, and so are the deleted where they are.
    let changed = if query.since.is_some() || query.deleted { rows.last_updated().0 } else { 0 };
    let graves = if query.deleted { rows.graves().weight().rows } else { 0 };
    let parts = [(asked >> 64) as u64, asked as u64, changed, graves, u64::from(cursors), moved, renderer.page_variant()];
    Tag::new(rows.digest(), renderer.media(), renderer.base(), &parts)
}
