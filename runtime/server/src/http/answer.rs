//! One function per kind of route: from a snapshot to a response.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Body as _;

use super::body::Body;
use super::conditional::Tag;
use super::problem::Problem;
use super::render::Renderer;
use crate::index::{EntityId, Resource, Tenant};

/// The form of documents that have only one.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A document that is made whole.
pub(super) fn document(mime: HeaderValue, text: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::full(Bytes::from(text)));
    response.headers_mut().insert(CONTENT_TYPE, mime);
    finish(response)
}

/// One resource.
pub(super) fn resource(tenant: &Tenant, id: EntityId, renderer: &Renderer, headers: &HeaderMap) -> Result<Response<Body>, Problem> {
    let resource = tenant.get(id).ok_or(Problem::NotFound("No resource has this identifier."))?;
    let tag = Tag::of(resource, renderer.media(), renderer.base(), renderer.variant());
    if tag.is_known(headers) {
        return Ok(not_modified(&tag));
    }
    Ok(whole(resource, renderer))
}

/// One resource, whatever the client has already.
pub(super) fn whole(resource: &Resource, renderer: &Renderer) -> Response<Body> {
    let tag = Tag::of(resource, renderer.media(), renderer.base(), renderer.variant());
    let mut out = Vec::with_capacity(resource.length(renderer.base().len()));
    renderer.document(resource, &mut out);
    tagged(document(renderer.mime(), out), &tag)
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
