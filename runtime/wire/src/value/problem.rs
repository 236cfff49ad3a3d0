//! What went wrong, as RFC 9457 tells it: `application/problem+json`.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A problem: all members are optional on the wire.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// URI of the kind of problem; absent = the status says it all.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The kind in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// This case in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// URI of this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Further members, such as `violations` or `impediments`.
    #[serde(flatten)]
    pub extensions: Map<String, Value>,
}

impl Problem {
    /// The content type of a problem.
    pub const CONTENT_TYPE: &str = "application/problem+json";

    /// A problem of this status and kind in words.
    pub fn new(status: u16, title: impl Into<String>) -> Self {
        Self { status: Some(status), title: Some(title.into()), ..Self::default() }
    }

    /// With this case in words.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With the URI of the kind.
    #[must_use]
    pub fn kind(mut self, uri: impl Into<String>) -> Self {
        self.kind = Some(uri.into());
        self
    }

    /// With the URI of this case.
    #[must_use]
    pub fn instance(mut self, uri: impl Into<String>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// With a further member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.to_owned(), value.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.title.as_deref().unwrap_or("problem"))?;
        if let Some(status) = self.status {
            write!(to, " ({status})")?;
        }
        match &self.detail {
            Some(detail) => write!(to, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}
