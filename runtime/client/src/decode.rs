//! From an answer's bytes to a value.

use std::sync::Arc;

use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;
use smie_wire::value::Problem;

use crate::Error;
use crate::exchange::Expect;

/// Reads JSON, with or without a byte order mark.
pub(crate) fn json<T: DeserializeOwned>(url: &str, body: &[u8]) -> Result<T, Error> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    serde_json::from_slice(body).map_err(|source| failed(url, source))
}

/// What cannot be read or written as JSON.
pub(crate) fn failed(url: &str, source: serde_json::Error) -> Error {
    Error::Decode { url: url.to_owned(), source: Arc::new(source) }
}

/// `Some` when the headers say that the answer is a problem.
pub(crate) fn problem_type(headers: &HeaderMap) -> Option<()> {
    content_type(headers)?.starts_with(Problem::CONTENT_TYPE).then_some(())
}

/// The content type, parameters included.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

/// The server's explanation, when the answer holds one.
pub(crate) fn problem(headers: &HeaderMap, body: &[u8]) -> Option<Box<Problem>> {
    Expect::Json.admits(content_type(headers)).then(|| json("", body).ok()).flatten()
}
