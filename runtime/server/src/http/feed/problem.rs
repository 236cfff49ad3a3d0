//! Problems that only feeds have.

use http::header::LINK;
use http::{HeaderMap, HeaderValue, StatusCode};

/// What is wrong with a request for a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) enum FeedProblem {
    /// No representation that the client takes.
    Accept,
    /// It is too old to be kept.
    Purged {
        /// The first page that is kept.
        first: String,
    },
    /// The reader has come further than the feed.
    Ahead {
        /// The first page.
        first: String,
    },
    /// What is kept cannot be read.
    Unreadable,
}

impl FeedProblem {
    pub(in crate::http) fn parts(&self) -> (StatusCode, &'static str, &'static str, String) {
        let (status, kind, title, detail) = match self {
            Self::Accept => {
                let detail = "Feeds are given as `application/atom+xml`; reading from a number on and single events also as CloudEvents.";
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No acceptable representation", detail)
            }
            Self::Purged { .. } => {
                (StatusCode::GONE, "archive-purged", "The events are no longer kept", "What is kept begins at the linked first page.")
            }
            Self::Ahead { .. } => {
                let detail = "The feed has no event of this number yet, so the number is another feed's; begin at the linked first page.";
                (StatusCode::GONE, "cursor-unknown", "The feed has not come so far", detail)
            }
            Self::Unreadable => {
                (StatusCode::INTERNAL_SERVER_ERROR, "feed-unreadable", "The feed cannot be read", "What is kept of it cannot be read.")
            }
        };
        (status, kind, title, detail.to_owned())
    }

    pub(in crate::http) fn headers(&self, headers: &mut HeaderMap) {
        if let Self::Purged { first } | Self::Ahead { first } = self
            && let Ok(link) = HeaderValue::from_str(&format!("<{first}>; rel=\"first\""))
        {
            headers.insert(LINK, link);
        }
    }
}
