//! One function per kind of route: from a snapshot to a response.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Body as _;
use smie_wire::schema::CollectionId;

use super::body::Body;
use super::conditional::Tag;
use super::negotiate::Media;
use super::page::{PageStream, Slice};
use super::paging::{Query, Selection};
use super::pool::Pool;
use super::problem::Problem;
use super::render::Renderer;
use crate::index::{EntityId, Resource, Tenant};

/// A document that is made whole.
pub(super) fn document(media: Media, json: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::full(Bytes::from(json)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.mime()));
    finish(response)
}

/// One resource.
pub(super) fn resource(tenant: &Tenant, id: EntityId, renderer: &Renderer, headers: &HeaderMap) -> Result<Response<Body>, Problem> {
    let resource = tenant.get(id).ok_or(Problem::NotFound("No resource has this identifier."))?;
    let tag = Tag::of(resource, renderer.media(), renderer.base());
    if tag.is_known(headers) {
        return Ok(not_modified(&tag));
    }
    Ok(whole(resource, renderer))
}

/// One resource, whatever the client has already.
pub(super) fn whole(resource: &Resource, renderer: &Renderer) -> Response<Body> {
    let tag = Tag::of(resource, renderer.media(), renderer.base());
    let mut out = Vec::with_capacity(resource.length(renderer.base().len()));
    renderer.render(resource, &mut out);
    tagged(document(renderer.media(), out), &tag)
}

/// A page of a collection.
pub(super) fn collection(
    tenant: &Tenant,
    (id, path): (CollectionId, &str),
    query: &Query,
    renderer: Renderer,
    headers: &HeaderMap,
    pool: &Pool,
) -> Response<Body> {
    let rows = tenant.collection(id);
    // The order of change is part of what a since-query shows.
    let changed = query.since.map_or(0, |_| rows.last_updated().0);
    let [size, offset, since, rest] = query.digest();
    let tag = Tag::new(rows.digest(), renderer.media(), renderer.base(), &[size, offset, since, rest, changed]);
    if tag.is_known(headers) {
        return not_modified(&tag);
    }
    let selection = query.select(rows);
    let head = Bytes::from_static(b"{\"_embedded\":{\"_entries\":[");
    let tail = Bytes::from(tail(path, query, &selection, &renderer));
    let slice = Slice { rows: rows.clone(), order: selection.order, from: selection.from, count: selection.count };
    let media = renderer.media();
    let mut response = Response::new(Body::page(PageStream::new(head, slice, tail, renderer, pool.clone())));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.mime()));
    tagged(finish(response), &tag)
}

/// Everything after the entries.
fn tail(path: &str, query: &Query, selection: &Selection, renderer: &Renderer) -> Vec<u8> {
    let mut out = b"]},\"_links\":{".to_vec();
    let (open, close): (&[u8], &[u8]) = if renderer.is_native() { (b"[{\"href\":\"", b"\"}]") } else { (b"{\"href\":\"", b"\"}") };
    let links = [("self", Some(query.this())), ("prev", query.prev()), ("next", query.next(selection))];
    for (i, (name, query)) in links.into_iter().filter_map(|(name, query)| Some((name, query?))).enumerate() {
        out.extend_from_slice(if i == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        out.extend_from_slice(open);
        out.extend_from_slice(renderer.base());
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(query.as_bytes());
        out.extend_from_slice(close);
    }
    let Selection { total, matching, count, .. } = selection;
    let matching = query.since.map_or_else(String::new, |_| format!("\"matching_items\":{matching},"));
    let counts = format!("}},\"total_items\":{total},{matching}\"size\":{count},\"offset\":{}}}", query.offset);
    out.extend_from_slice(counts.as_bytes());
    out
}

fn not_modified(tag: &Tag) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(CACHE_CONTROL, REVALIDATE);
    tagged(response, tag)
}

/// Personal data is for the one who asked, and is asked for anew each time; a tag makes that cheap.
const REVALIDATE: HeaderValue = HeaderValue::from_static("private, no-cache");

fn finish(mut response: Response<Body>) -> Response<Body> {
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, REVALIDATE);
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    response
}

fn tagged(mut response: Response<Body>, tag: &Tag) -> Response<Body> {
    response.headers_mut().insert(ETAG, tag.header());
    response
}

/// What decides an answer beside its URL.
pub(super) fn vary(response: &mut Response<Body>, by: &HeaderValue) {
    response.headers_mut().insert(VARY, by.clone());
}
