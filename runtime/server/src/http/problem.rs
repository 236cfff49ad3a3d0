//! Problems (RFC 9457): every 4xx and 5xx of the engine, with a stable type and the trace to ask about.

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};
use smie_wire::schema::Methods;
use smie_wire::value;

use super::body::Body;
use super::feed::FeedProblem;
use super::render::actions::impediment;
use super::trace::{TRACEPARENT, Trace};
use crate::action::{Impediment, Refused};
use crate::validate::Violation;

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    /// The query cannot be read.
    Query(String),
    /// The filter cannot be read.
    Filter(String),
    /// A header cannot be read.
    Header(String),
    /// The body is not what the model says; everything that is wrong.
    Violations(Vec<Violation>),
    /// The body did not come whole.
    Broken,
    /// Nobody has this path or this identifier.
    NotFound(&'static str),
    /// The path does not take this method.
    Method(Methods),
    /// No representation that the client takes; those that there are.
    Accept(String),
    /// The body did not come in time.
    Slow,
    /// It cannot be done with what is there.
    Conflict(String),
    /// Something stands in an action's way.
    Impeded(Vec<Impediment>),
    /// A handler did not do it.
    Refused(Refused),
    /// There was something, but not any more.
    Gone(&'static str),
    /// What the client requires of the resource is not so.
    Precondition,
    /// The body is too large.
    TooLarge(usize),
    /// The URL is too long.
    UrlLength(usize),
    /// The body is in a form that is not read here.
    MediaType(&'static str),
    /// The idempotency key came with another request before.
    OtherRequest,
    /// The client must say which state it knows.
    PreconditionRequired,
    /// Data of a provider that is not brought in; what was found, by line.
    Sync(StatusCode, &'static str, String, Map<String, Value>),
    /// The write could not be kept.
    Failed,
    /// Something that only feeds have.
    Feed(FeedProblem),
    /// URL and headers together are too long.
    HeaderBytes(usize),
    /// Too much at once.
    Busy,
    /// It took too long.
    Timeout,
    /// It fails on purpose.
    Simulated,
}

/// What a problem is in words: status, kind, title, detail.
type Parts = (StatusCode, &'static str, &'static str, String);

impl Problem {
    fn parts(&self) -> Parts {
        match self {
            Self::Query(detail) => (StatusCode::BAD_REQUEST, "bad-parameter", "A query parameter is wrong", detail.clone()),
            Self::Filter(detail) => (StatusCode::BAD_REQUEST, "bad-filter", "The filter is wrong", detail.clone()),
            Self::Header(detail) => (StatusCode::BAD_REQUEST, "bad-header", "A header is wrong", detail.clone()),
            Self::Violations(found) => violated(found),
            Self::Sync(status, kind, detail, _) => (*status, kind, "Nothing was brought in", detail.clone()),
            Self::Conflict(detail) => (StatusCode::CONFLICT, "conflict", "It cannot be done with what is there", detail.clone()),
            Self::Method(methods) => {
                let detail = format!("This address answers {methods}.");
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here", detail)
            }
            Self::TooLarge(most) => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large", format!("A body may have at most {most} bytes."))
            }
            Self::UrlLength(most) => {
                (StatusCode::URI_TOO_LONG, "url-too-long", "The URL is too long", format!("A URL may have at most {most} bytes."))
            }
            Self::HeaderBytes(most) => {
                let detail = format!("URL and headers may have at most {most} bytes together.");
                (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", "The headers are too large", detail)
            }
            Self::Accept(offered) => {
                let detail = format!("This address gives {offered}.");
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No acceptable representation", detail)
            }
            Self::Feed(problem) => problem.parts(),
            Self::MediaType(taken) => {
                let detail = format!("This address takes `{taken}` in UTF-8, without a content coding.");
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is in another form", detail)
            }
            Self::NotFound(detail) => (StatusCode::NOT_FOUND, "not-found", "There is nothing here", (*detail).to_owned()),
            Self::Gone(detail) => (StatusCode::GONE, "gone", "It is not here any more", (*detail).to_owned()),
            Self::Impeded(impediments) => {
                let codes: Vec<_> = impediments.iter().map(|one| format!("`{}`", one.code)).collect();
                let detail = format!("In its way: {}.", codes.join(", "));
                (StatusCode::CONFLICT, "impeded", "The action cannot be done now", detail)
            }
            Self::Refused(refused) => {
                // What is wrong with a handler is for its writer.
                let detail = match refused.status {
                    StatusCode::INTERNAL_SERVER_ERROR => "Nothing was changed.".to_owned(),
                    _ => refused.detail.clone(),
                };
                (refused.status, refused.kind, "The action was not done", detail)
            }
            plain => plain.plain(),
        }
    }

    /// Problems that are always told in the same words.
    fn plain(&self) -> Parts {
        let (status, kind, title, detail) = match self {
            Self::Broken => {
                (400, "broken-body", "The body did not come whole", "The connection ended inside the body; nothing was stored.")
            }
            Self::Slow => (408, "slow-body", "The body did not come in time", "Nothing was stored."),
            Self::Precondition => (
                412,
                "precondition-failed",
                "The resource is not in the state that the request requires",
                "Read it again and repeat the change.",
            ),
            Self::OtherRequest => (
                422,
                "other-request",
                "The idempotency key belongs to another request",
                "The same key came with another body before; nothing was stored now.",
            ),
            Self::PreconditionRequired => (
                428,
                "precondition-required",
                "The request must say which state it changes",
                "Send `If-Match` with the ETag that reading gave.",
            ),
            Self::Busy => (503, "busy", "The server is busy", "Too many requests at once; try again shortly."),
            Self::Timeout => (503, "timeout", "The request took too long", "The answer was not ready in time."),
            Self::Simulated => (503, "simulated", "The server fails on purpose", "This failure is simulated; nothing was done. Try again."),
            // Whatever has no words of its own is a fault of ours.
            _ => (500, "failed", "The write could not be kept", "Nothing was stored; the server's log says why."),
        };
        (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind, title, detail.to_owned())
    }

    /// The problem as its document.
    pub(super) fn document(&self, instance: &str, trace: &Trace) -> value::Problem {
        let (status, kind, title, detail) = self.parts();
        let mut problem = value::Problem::new(status.as_u16(), title)
            .kind(format!("urn:smie:problem:{kind}"))
            .detail(detail)
            .instance(shortened(instance))
            .with("trace_id", trace.id());
        match self {
            Self::Violations(found) => problem = problem.with("violations", violations(found)),
            Self::Impeded(impediments) => problem = problem.with("impediments", impediments.iter().map(impediment).collect::<Vec<_>>()),
            Self::Refused(Refused { pointer: Some(pointer), detail, .. }) => {
                problem = problem.with("violations", json!([{"pointer": pointer, "detail": detail}]));
            }
            Self::Sync(_, _, _, members) => problem.extensions.extend(members.clone()),
            _ => {}
        }
        problem
    }

    /// The answer. `instance` is the path asked for.
    pub(super) fn answer(&self, instance: &str, trace: &Trace) -> Response<Body> {
        let mut response = respond(&self.document(instance, trace), trace);
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        if let Self::Feed(problem) = self {
            problem.headers(response.headers_mut());
        }
        response
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Method(methods) => Some((ALLOW, allow(*methods))),
            Self::MediaType(taken) if taken.contains("patch") => Some((ACCEPT_PATCH, HeaderValue::from_static(taken))),
            Self::MediaType(taken) => Some((ACCEPT, HeaderValue::from_static(taken))),
            Self::Busy | Self::Timeout | Self::Simulated => Some((RETRY_AFTER, HeaderValue::from_static("1"))),
            _ => None,
        }
    }
}

/// A body that is wrong in itself, or right but for what is stored: a link to nothing, a member that must stay as it is.
fn violated(found: &[Violation]) -> Parts {
    let detail = match found {
        [only] => only.to_string(),
        all => format!("{} things are wrong with the body; nothing was stored.", all.len()),
    };
    if !found.is_empty() && found.iter().all(|violation| violation.problem.is_about_the_state()) {
        return (StatusCode::CONFLICT, "conflict", "It cannot be done with what is there", detail);
    }
    (StatusCode::BAD_REQUEST, "invalid", "The body is not what the model says", detail)
}

/// A path no longer than a problem tells, ended between its letters and never within a percent-encoded one.
fn shortened(path: &str) -> String {
    const MOST: usize = 256;
    let Some((end, _)) = path.char_indices().nth(MOST) else { return path.to_owned() };
    let cut = &path[..end];
    match cut.rfind('%') {
        Some(at) if end - at < 3 => cut[..at].to_owned(),
        _ => cut.to_owned(),
    }
}

/// Adds the members of Ladok's exceptions to a problem, for clients that switch on them: what kind of fault it is, which, and of what.
pub(super) fn in_ladoks_words(response: Response<Body>) -> Response<Body> {
    if response.headers().get(CONTENT_TYPE).is_none_or(|mime| mime != value::Problem::CONTENT_TYPE) {
        return response;
    }
    let told = response.body().bytes().and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(bytes).ok());
    let Some(mut told) = told else { return response };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let group = text(told.get("type")).rsplit(':').next().unwrap_or_default().to_owned();
    let impediment = told.get("impediments").and_then(|all| all.get(0)).map(|first| text(first.get("code")));
    let place = told.get("violations").and_then(|all| all.get(0)).map(|first| text(first.get("pointer")));
    let fault = if response.status().is_server_error() { "systemfel" } else { "applikationsfel" };
    let members = [
        ("FelUID", text(told.get("trace_id"))),
        ("Felkategori", fault.to_owned()),
        ("Detaljkod", impediment.unwrap_or_else(|| group.clone())),
        ("Felgrupp", group),
        ("Meddelande", text(told.get("detail"))),
    ];
    told.extend(members.map(|(name, value)| (name.to_owned(), value.into())));
    told.extend(place.map(|place| ("FelkallaAttributID".to_owned(), place.trim_start_matches('/').into())));
    told.insert("link".to_owned(), json!([]));
    let (mut parts, _) = response.into_parts();
    let json = Bytes::from(serde_json::to_vec(&told).unwrap_or_default());
    parts.headers.insert(CONTENT_LENGTH, json.len().into());
    Response::from_parts(parts, Body::full(json))
}

/// Which forms of a patch are taken (RFC 5789, 3.1).
pub(super) const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// The value of `Allow`.
pub(super) fn allow(methods: Methods) -> HeaderValue {
    HeaderValue::from_str(&methods.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Violations as a list for clients.
pub(super) fn violations(found: &[Violation]) -> Value {
    found.iter().map(|v| json!({"pointer": v.pointer, "detail": v.problem.to_string()})).collect()
}

/// A problem as a response of its status.
pub(super) fn respond(problem: &value::Problem, trace: &Trace) -> Response<Body> {
    let json = Bytes::from(serde_json::to_vec(problem).unwrap_or_default());
    let length = json.len();
    let mut response = Response::new(Body::full(json));
    *response.status_mut() = problem.status.and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(value::Problem::CONTENT_TYPE));
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(TRACEPARENT, trace.header());
    response
}
