//! Problems (RFC 9457): every 4xx and 5xx of the engine, with a stable type and the trace to ask about.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use smie_wire::value;

use super::body::Body;
use super::feed::FeedProblem;
use super::trace::{TRACEPARENT, Trace};

/// Methods that every route takes.
pub(super) const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The query cannot be read.
    Query(String),
    /// The filter cannot be read.
    Filter(String),
    /// Nobody has this path or this identifier.
    NotFound(&'static str),
    /// The path is read only.
    Method,
    /// No representation that the client takes.
    Accept,
    /// The URL is too long.
    UrlLength(usize),
    /// Something that only feeds have.
    Feed(FeedProblem),
    /// Too much at once.
    Busy,
    /// It took too long.
    Timeout,
}

impl Problem {
    fn parts(&self) -> (StatusCode, &'static str, &'static str, String) {
        match self {
            Self::Query(detail) => (StatusCode::BAD_REQUEST, "bad-parameter", "A query parameter is wrong", detail.clone()),
            Self::Filter(detail) => (StatusCode::BAD_REQUEST, "bad-filter", "The filter is wrong", detail.clone()),
            Self::NotFound(detail) => (StatusCode::NOT_FOUND, "not-found", "There is nothing here", (*detail).to_owned()),
            Self::Method => {
                let detail = "This address answers GET, HEAD and OPTIONS.".to_owned();
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here", detail)
            }
            Self::Accept => {
                let detail = "This address gives `application/json` and `application/hal+json`.".to_owned();
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No acceptable representation", detail)
            }
            Self::UrlLength(most) => {
                (StatusCode::URI_TOO_LONG, "url-too-long", "The URL is too long", format!("A URL may have at most {most} bytes."))
            }
            Self::Feed(problem) => problem.parts(),
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy", "Too many requests at once; try again shortly.".to_owned())
            }
            Self::Timeout => {
                (StatusCode::SERVICE_UNAVAILABLE, "timeout", "The request took too long", "The answer was not ready in time.".to_owned())
            }
        }
    }

    /// The answer. `instance` is the path asked for.
    pub(super) fn answer(&self, instance: &str, trace: &Trace) -> Response<Body> {
        let (status, kind, title, detail) = self.parts();
        let instance: String = instance.chars().take(256).collect();
        let problem = value::Problem::new(status.as_u16(), title)
            .kind(format!("urn:smie:problem:{kind}"))
            .detail(detail)
            .instance(instance)
            .with("trace_id", trace.id());
        let json = Bytes::from(serde_json::to_vec(&problem).unwrap_or_default());
        let length = json.len();
        let mut response = Response::new(Body::full(json));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(value::Problem::CONTENT_TYPE));
        headers.insert(CONTENT_LENGTH, length.into());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(TRACEPARENT, trace.header());
        match self {
            Self::Method => drop(headers.insert(ALLOW, ALLOWED)),
            Self::Busy | Self::Timeout => drop(headers.insert(RETRY_AFTER, HeaderValue::from_static("1"))),
            Self::Feed(problem) => problem.headers(headers),
            _ => {}
        }
        response
    }
}
