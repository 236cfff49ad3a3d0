//! Why an action was not done, from the handler's side, and impediments as they are told.

use http::StatusCode;
use smie_wire::model::Docs;
use smie_wire::value::DateTime;

/// Why a handler does not do an action. Nothing is changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refused {
    pub(crate) status: StatusCode,
    /// Last part of the problem's type.
    pub(crate) kind: &'static str,
    pub(crate) detail: String,
    /// The member of the input at fault, as a JSON pointer.
    pub(crate) pointer: Option<String>,
}

impl Refused {
    fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Self {
        Self { status, kind, detail: detail.into(), pointer: None }
    }

    /// It cannot be done with what is there (409). For a reason that can be known beforehand, an impediment is better: clients then see it.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    /// A member of the input is wrong (400), named by a JSON pointer such as `/belopp`.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::new(StatusCode::BAD_REQUEST, "invalid", detail) }
    }

    /// Nobody has written this handler yet (501).
    #[must_use]
    pub fn unwritten(action: &str) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "not-implemented", format!("The handler of `{action}` is not written yet."))
    }

    /// Something is wrong with the handler (500). The detail goes to the log, not to the client.
    pub fn failed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", detail)
    }
}

/// An impediment as it is told: in a representation, in a problem, and to tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impediment {
    /// Code on the wire.
    pub code: String,
    /// Text per language.
    pub text: Docs,
    /// Since when it is so.
    pub from: Option<DateTime>,
    /// Until when it is so.
    pub until: Option<DateTime>,
}
