//! Bodies of requests: the right form, at most so large, within time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::http::problem::Problem;

/// Forms that a resource is written in.
pub(in crate::http) const RESOURCE: &[&str] = &["application/json", "application/hal+json"];
/// The form of a change to a part.
pub(in crate::http) const PATCH: &[&str] = &["application/merge-patch+json"];
/// The form of a filter.
pub(in crate::http) const FILTER: &[&str] = &["text/plain"];
/// Forms of a resource a line.
pub(in crate::http) const LINES: &[&str] = &["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

/// Refuses what does not say that it is one of the forms. The first form stands for all in the answer.
pub(in crate::http) fn check_form(headers: &HeaderMap, forms: &'static [&'static str]) -> Result<(), Problem> {
    let refused = Problem::MediaType(forms.first().copied().unwrap_or_default());
    let coded = headers.get_all(CONTENT_ENCODING).iter().any(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"));
    let given = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let form = parts.next().unwrap_or_default();
    let utf8 = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    let fits = !coded && forms.iter().any(|f| f.eq_ignore_ascii_case(form)) && parts.all(utf8);
    if fits { Ok(()) } else { Err(refused) }
}

/// Reads a body whole.
pub(in crate::http) async fn whole(headers: &HeaderMap, body: Incoming, most: usize, patience: Duration) -> Result<Bytes, Problem> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most as u64) {
        return Err(Problem::TooLarge(most));
    }
    let mut body = body;
    let read = async {
        let mut text = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| Problem::Broken)?.into_data() else { continue };
            if text.len() + data.len() > most {
                return Err(Problem::TooLarge(most));
            }
            text.extend_from_slice(&data);
        }
        Ok(text.freeze())
    };
    tokio::time::timeout(patience, read).await.unwrap_or(Err(Problem::Slow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_its_form_and_nothing_else_is_read() {
        let taken = |forms, pairs: &[(http::HeaderName, &str)]| {
            let headers = pairs.iter().map(|(n, v)| (n.clone(), v.parse().unwrap())).collect();
            check_form(&headers, forms).is_ok()
        };
        for form in
            ["application/json", "Application/JSON; charset=UTF-8", "application/hal+json;charset=\"utf-8\"", "application/json;x=y"]
        {
            assert!(taken(RESOURCE, &[(CONTENT_TYPE, form)]), "{form}");
        }
        for form in ["text/plain", "application/json; charset=latin1", "", "application/merge-patch+json", "application/jsonx"] {
            assert!(!taken(RESOURCE, &[(CONTENT_TYPE, form)]), "{form}");
        }
        assert!(!taken(RESOURCE, &[]));
        assert!(!taken(RESOURCE, &[(CONTENT_TYPE, "application/json"), (CONTENT_ENCODING, "gzip")]));
        assert!(taken(PATCH, &[(CONTENT_TYPE, "application/merge-patch+json")]) && !taken(PATCH, &[(CONTENT_TYPE, "application/json")]));
        assert!(taken(LINES, &[(CONTENT_TYPE, "application/x-ndjson"), (CONTENT_ENCODING, "identity")]));
    }
}
