//! A page of a collection, from a query to a response: checked, compared with what the client has, then streamed.
//!
//! A plain page is a stretch of the index, and its length is known before its first byte. A page with a filter, or with what was deleted, is found by looking.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response};
use smie_wire::model::Operation;
use smie_wire::schema::{self, CollectionId, Schema};

use super::answer::{finish, not_modified, tagged};
use super::body::Body;
use super::conditional::Tag;
use super::counts::{self, Counts};
use super::page::{PageStream, Slice};
use super::paging::{Query, Selection};
use super::pool::Pool;
use super::problem::Problem;
use super::render::{Renderer, dap};
use super::scan::Scan;
use super::tail::{Tail, Told};
use crate::filter::Filter;
use crate::index::{Collection, Tenant};
use crate::validate::Shapes;

/// What all pages share.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) pool: Pool,
    counts: Counts,
    /// By collection, whether rows may leave it at any time.
    losing: Box<[AtomicBool]>,
}

impl Pages {
    pub(super) fn new(schema: &Schema) -> Self {
        let deletes = |home: &schema::Collection| AtomicBool::new(home.operations.contains(&Operation::Delete));
        Self { pool: Pool::default(), counts: Counts::default(), losing: schema.collections.iter().map(deletes).collect() }
    }

    /// Notes, before it happens, that rows may leave a collection although clients cannot delete them: links that are handed out from now on stay exact.
    pub(super) fn expect_losses(&self, id: CollectionId) {
        self.losing[id.index()].store(true, Ordering::Relaxed);
    }

    fn may_lose(&self, id: CollectionId) -> bool {
        self.losing[id.index()].load(Ordering::Relaxed)
    }
}

/// Reads the filter of a query.
pub(super) fn filter(query: &Query, schema: &Schema, shapes: &Shapes, id: CollectionId, most: u32) -> Result<Option<Filter>, Problem> {
    let Some(text) = &query.filter else { return Ok(None) };
    Filter::read(text, schema, shapes, id, most).map_err(|error| Problem::Filter(error.to_string()))
}

/// A page of a collection.
pub(super) fn page(
    tenant: &Tenant,
    (id, schema): (CollectionId, &Schema),
    (query, filter): (Query, Option<Filter>),
    renderer: Renderer,
    headers: &HeaderMap,
    pages: &Pages,
) -> Response<Body> {
    let rows = tenant.collection(id);
    let home = schema.collection(id);
    let cursors = query.is_narrowing() || query.cursor.is_some() || rows.has_lost() || pages.may_lose(id);
    let tag = tag(rows, &query, cursors, &renderer);
    if tag.is_known(headers) {
        return not_modified(&tag);
    }
    let mime = renderer.mime();
    let head = renderer.xml().map_or(Bytes::from_static(b"{\"_embedded\":{\"_entries\":["), |view| dap::open(&view).into());
    let tail = Tail { path: home.path.as_str().into(), total: rows.size(), cursors, query };
    let stream = if filter.is_some() || tail.query.deleted {
        let key = counts::key(rows, &tail.query, filter.as_ref(), renderer.base());
        let scan = Scan::new(rows.clone(), &tail.query, filter, pages.counts.get(&key));
        PageStream::scanned(head, scan, (tail, pages.counts.entry(key)), renderer, pages.pool.clone())
    } else {
        let selection = Selection::of(&tail.query, rows);
        let Selection { changed, from, count, matching, more } = selection;
        let matching = changed.then_some(matching);
        let last = if more { selection.last(rows) } else { None };
        let tail = tail.write(&Told { count, matching, more, last }, &renderer);
        let slice = Slice { rows: rows.clone(), changed, from, count };
        PageStream::sliced(head, slice, tail.into(), renderer, pages.pool.clone())
    };
    let mut response = Response::new(Body::page(stream));
    response.headers_mut().insert(CONTENT_TYPE, mime);
    tagged(finish(response), &tag)
}

/// The tag of a page: all that decides its bytes.
fn tag(rows: &Arc<Collection>, query: &Query, cursors: bool, renderer: &Renderer) -> Tag {
    let asked = query.digest();
    // The order of change is part of what a since-query shows, and so are the deleted where they are.
    let changed = if query.since.is_some() || query.deleted { rows.last_updated().0 } else { 0 };
    let graves = if query.deleted { rows.graves().weight().rows } else { 0 };
    let parts = [(asked >> 64) as u64, asked as u64, changed, graves, u64::from(cursors), renderer.page_digest()];
    Tag::new(rows.digest(), renderer.media(), renderer.base(), &parts)
}
