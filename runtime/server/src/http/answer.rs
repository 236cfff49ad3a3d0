//! One function per kind of route: from a snapshot to a response.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Body as _;

use super::body::Body;
use super::conditional::Tag;
use super::problem::Problem;
use super::render::Renderer;
use super::render::actions::Possible;
use crate::index::{EntityId, Resource, Tenant};

/// The form of documents that have only one.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A document that is made whole.
pub(super) fn document(mime: HeaderValue, text: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::full(Bytes::from(text)));
    response.headers_mut().insert(CONTENT_TYPE, mime);
    finish(response)
}

/// A document that the client may have already.
pub(super) fn known(mime: HeaderValue, json: Vec<u8>, headers: &HeaderMap) -> Response<Body> {
    let tag = Tag::of_bytes(&json);
    if tag.is_known(headers) {
        return not_modified(&tag);
    }
    tagged(document(mime, json), &tag)
}

/// One resource.
pub(super) fn resource(tenant: &Tenant, id: EntityId, renderer: &Renderer, headers: &HeaderMap) -> Result<Response<Body>, Problem> {
    let resource = tenant.get(id).ok_or(Problem::NotFound("No resource has this identifier."))?;
    let possible = renderer.possible(resource.entity());
    let tag = tag(resource, renderer, possible.as_ref());
    if tag.is_known(headers) {
        return Ok(bounded(not_modified(&tag), renderer, possible.as_ref()));
    }
    Ok(shown(resource, renderer, possible.as_ref()))
}

/// One resource, whatever the client has already.
pub(super) fn whole(resource: &Resource, renderer: &Renderer) -> Response<Body> {
    shown(resource, renderer, renderer.possible(resource.entity()).as_ref())
}

fn shown(resource: &Resource, renderer: &Renderer, possible: Option<&Possible>) -> Response<Body> {
    let mut out = Vec::with_capacity(resource.length(renderer.base().len()));
    renderer.document(resource, possible, &mut out);
    let response = tagged(document(renderer.mime(), out), &tag(resource, renderer, possible));
    bounded(response, renderer, possible)
}

/// The tag of a resource; what can be done with it is part of what it shows.
fn tag(resource: &Resource, renderer: &Renderer, possible: Option<&Possible>) -> Tag {
    let variant = renderer.variant() ^ possible.map_or(0, Possible::digest);
    Tag::of(resource, renderer.media(), renderer.base(), variant)
}

/// The longest that an answer may be used without asking, in seconds. A write that nobody foresees may make it old at any time, so this is short; what was
/// shown wrongly does no harm then, because an action is decided on anew when it is invoked.
const FRESH: i64 = 60;

/// Says for how long an answer may be used, where it is known when time alone makes it another: to that time and not beyond it, and never longer than
/// [`FRESH`] (RFC 9111, 5.2.2.1). Without `no-cache`, which would take the word back (5.2.2.4).
fn bounded(mut response: Response<Body>, renderer: &Renderer, possible: Option<&Possible>) -> Response<Body> {
    let seconds = possible.and_then(|possible| renderer.fresh_for(possible)).map(|seconds| seconds.min(FRESH));
    if let Some(Ok(value)) = seconds.map(|seconds| HeaderValue::from_str(&format!("private, max-age={seconds}"))) {
        response.headers_mut().insert(CACHE_CONTROL, value);
    }
    response
}

pub(super) fn not_modified(tag: &Tag) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(CACHE_CONTROL, REVALIDATE);
    tagged(response, tag)
}

/// Personal data is for the one who asked, and is asked for anew each time; a tag makes that cheap.
const REVALIDATE: HeaderValue = HeaderValue::from_static("private, no-cache");

pub(super) fn finish(mut response: Response<Body>) -> Response<Body> {
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, REVALIDATE);
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    response
}

pub(super) fn tagged(mut response: Response<Body>, tag: &Tag) -> Response<Body> {
    response.headers_mut().insert(ETAG, tag.header());
    response
}

/// What decides an answer beside its URL.
pub(super) fn vary(response: &mut Response<Body>, by: &HeaderValue) {
    response.headers_mut().insert(VARY, by.clone());
}
