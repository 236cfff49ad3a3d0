//! Routes of the user's own, which answer where the model has none.

use std::time::Duration;

use axum::Router;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use tower::ServiceExt as _;

use super::body::Body;
use super::problem::Problem;
use super::trace::Trace;

/// A path that is nobody's.
pub(super) const UNROUTED: Problem = Problem::NotFound("No route has this path.");

/// What the user's routes answer; where they have none, what people see there, else a problem.
pub(super) async fn answer(
    routes: &Router,
    request: Request<Incoming>,
    patience: Duration,
    trace: &Trace,
    page: Option<Response<Body>>,
) -> Response<Body> {
    let asked = request.uri().clone();
    let request = request.map(axum::body::Body::new);
    match tokio::time::timeout(patience, routes.clone().oneshot(request)).await {
        Ok(Ok(response)) if response.status() == StatusCode::NOT_FOUND && !response.headers().contains_key(http::header::CONTENT_TYPE) => {
            page.unwrap_or_else(|| UNROUTED.answer(asked.path(), trace))
        }
        Ok(Ok(response)) => response.map(Body::foreign),
        Ok(Err(never)) => match never {},
        Err(_) => Problem::Timeout.answer(asked.path(), trace),
    }
}
