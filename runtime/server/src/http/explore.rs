//! Where browsers are told apart from programs: who asks for HTML before all data gets the explorer.

use axum::http::StatusCode;
use http::request::Parts;
use http::{Method, Response};

use super::body::Body;
use super::negotiate::best;
use crate::explorer::{Document, Explorer, SHAPE, asks_for};

/// What programs ask for, and then what browsers ask for: of what is equally welcome, data comes first.
const OFFERED: [&str; 5] = ["application/json", "application/hal+json", "application/atom+xml", "application/xml", HTML];
const HTML: &str = "text/html";

/// The explorer's answer to a request; `None` when it is not for the explorer. A page for an address that nobody has says so in its status, as
/// the data does.
pub(super) fn answer(explorer: &Explorer, parts: &Parts, base: impl FnOnce() -> String, routed: bool) -> Option<Response<Body>> {
    if !matches!(parts.method, Method::GET | Method::HEAD) || !parts.headers.contains_key(http::header::ACCEPT) {
        return None;
    }
    let (document, status) = if asks_for(&parts.headers, SHAPE) {
        (explorer.shape(), StatusCode::OK)
    } else if best(&parts.headers, &OFFERED) == Some(HTML) {
        (explorer.page(&base(), parts.uri.path()), if routed { StatusCode::OK } else { StatusCode::NOT_FOUND })
    } else {
        return None;
    };
    let Document { headers, body } = document;
    let mut response = Response::new(Body::full(body));
    *response.status_mut() = status;
    response.headers_mut().extend(headers);
    Some(response)
}
