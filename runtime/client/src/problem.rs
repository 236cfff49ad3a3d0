//! A server's explanation of a failure: RFC 9457, read leniently.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

/// A problem document. Members of the wrong type count as absent; further ones are kept in [`extensions`](Self::extensions).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Map<String, Value>")]
#[non_exhaustive]
pub struct Problem {
    /// URI of the kind of problem.
    pub kind: Option<String>,
    /// What kind of problem, for people.
    pub title: Option<String>,
    /// Status, as the document says it.
    pub status: Option<u16>,
    /// What happened this time.
    pub detail: Option<String>,
    /// URI of this occurrence.
    pub instance: Option<String>,
    /// All other members, such as the violations of a refused body.
    pub extensions: Map<String, Value>,
}

impl From<Map<String, Value>> for Problem {
    fn from(mut members: Map<String, Value>) -> Self {
        let mut text = |name: &str| match members.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (kind, title, detail, instance) = (text("type"), text("title"), text("detail"), text("instance"));
        let status = members.remove("status").and_then(|status| u16::try_from(status.as_u64()?).ok());
        Self { kind, title, status, detail, instance, extensions: members }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.title, &self.detail) {
            (Some(title), Some(detail)) => write!(f, "{title}: {detail}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => f.write_str(self.kind.as_deref().unwrap_or("no explanation")),
        }
    }
}
