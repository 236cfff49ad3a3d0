//! Everything that can go wrong between a call and a typed answer.
//!
//! A class of error is a variant, so that a caller can choose what to do by matching; the server's own explanation is inside as a
//! [`Problem`]. Errors of the libraries below are boxed: which ones are used is nobody's business.

use std::sync::Arc;

use smie_wire::value::Problem;

use crate::write::Pending;

/// An error of the library below.
type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why a call gave no answer. Clones share what caused it, because one answer may be wanted in several places.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The base address is none.
    #[error("`{base}` is no base address: {reason}")]
    Base {
        /// What was given.
        base: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client could not be set up.
    #[error("cannot set up the HTTP client")]
    Setup(#[source] Source),
    /// An identifier value that cannot stand in an address: empty, `.` or `..`.
    #[error("`{value}` cannot be looked up: an identifier value must not be empty, `.` or `..`")]
    Identifier {
        /// The value.
        value: String,
    },
    /// A link that leads nowhere: neither an absolute `http` address nor a path.
    #[error("the link `{href}` cannot be followed: it is neither an http address nor a path")]
    Href {
        /// The link.
        href: String,
    },
    /// The server has no such resource (404), or no longer (410).
    #[error("{url}: {}", explain("not found", .problem))]
    NotFound {
        /// What was asked for.
        url: String,
        /// True when it was there once (410).
        gone: bool,
        /// The server's explanation.
        problem: Option<Box<Problem>>,
    },
    /// A relation that the resource has no link for: none was set, or it is not for this reader to see.
    #[error("{url}: there is no link `{relation}`")]
    NoLink {
        /// The resource.
        url: String,
        /// The relation.
        relation: String,
    },
    /// There is no token to ask with.
    #[error("no token")]
    Token {
        /// Why not.
        source: Source,
    },
    /// The server refused or failed.
    #[error("{url}: {}", explain(.status.as_str(), .problem))]
    Status {
        /// What was asked for.
        url: String,
        /// The answer's status.
        status: http::StatusCode,
        /// When to come back, if the server said so.
        retry_after: Option<std::time::Duration>,
        /// The server's explanation.
        problem: Option<Box<Problem>>,
    },
    /// The answer is of another kind, such as a login page in place of JSON.
    #[error("{url}: expected {expected}, got {}", .found.as_deref().unwrap_or("no content type"))]
    ContentType {
        /// What was asked for.
        url: String,
        /// What should have come.
        expected: &'static str,
        /// The answer's content type.
        found: Option<String>,
    },
    /// The answer is larger than the client accepts.
    #[error("{url}: the answer is larger than {limit} bytes")]
    TooLarge {
        /// What was asked for.
        url: String,
        /// The limit, see [`ClientBuilder::max_body`](crate::ClientBuilder::max_body).
        limit: usize,
    },
    /// The answer is JSON, but not of the expected type.
    #[error("{url}: the answer does not fit its type")]
    Decode {
        /// What was asked for.
        url: String,
        /// Where and why.
        source: Arc<serde_json::Error>,
    },
    /// A walk through pages came back to a page that it had already read.
    #[error("{url}: the pages go in a circle")]
    Circle {
        /// The page seen twice.
        url: String,
    },
    /// A deferred write was accepted, and the client's patience ended before its outcome was known; [`Client::outcome`](crate::Client::outcome) asks on.
    #[error("{0}: the outcome of the write is not known yet")]
    Pending(Pending),
    /// The server took too long.
    #[error("{url}: timed out")]
    Timeout {
        /// What was asked for.
        url: String,
        /// What took too long.
        source: Source,
    },
    /// The connection could not be made or broke.
    #[error("{url}: no answer")]
    Transport {
        /// What was asked for.
        url: String,
        /// What happened.
        source: Source,
    },
}

impl Error {
    /// True when the server has no such resource, or the resource no such link.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::NoLink { .. })
    }

    /// True when the same call may well succeed later: the server was silent, out of reach, overloaded or failing.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::Transport { .. } | Self::Token { .. } => true,
            Self::Status { status, .. } => status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429),
            _ => false,
        }
    }

    /// The server's own explanation, when it gave one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::NotFound { problem, .. } | Self::Status { problem, .. } => problem.as_deref(),
            _ => None,
        }
    }
}

fn explain(status: &str, problem: &Option<Box<Problem>>) -> String {
    problem.as_ref().map_or_else(|| status.to_owned(), |problem| format!("{status}: {problem}"))
}

/// Turns "not found" into `None`, for callers to whom it is an answer and no failure.
pub trait Optional<T> {
    /// `Ok(None)` when the server has no such resource; every other error stays.
    ///
    /// # Errors
    /// Whatever else went wrong.
    fn optional(self) -> Result<Option<T>, Error>;
}

impl<T> Optional<T> for Result<T, Error> {
    fn optional(self) -> Result<Option<T>, Error> {
        match self {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
