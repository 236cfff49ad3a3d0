//! Bodies of requests: the right form, at most so large, within time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use smie_wire::model::PackageId;
use smie_wire::schema::Schema;

use crate::http::problem::Problem;

/// Forms that a resource is written in.
pub(in crate::http) const RESOURCE: &[&str] = &["application/json", "application/hal+json"];
/// Forms of XML that are no vendor's.
const XML: &[&str] = &["application/xml", "text/xml"];
/// The form of a change to a part.
pub(in crate::http) const PATCH: &[&str] = &["application/merge-patch+json"];
/// The form of a filter.
pub(in crate::http) const FILTER: &[&str] = &["text/plain"];
/// Forms of a resource a line.
pub(in crate::http) const LINES: &[&str] = &["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Written {
    Json,
    Xml,
}

/// How a body is written that may be XML, or JSON in one of the forms. Vendor types are the package's own, and those of the model as a whole.
pub(in crate::http) fn written(
    headers: &HeaderMap,
    forms: &'static [&'static str],
    schema: &Schema,
    package: PackageId,
) -> Result<Written, Problem> {
    let form = form(headers);
    let vendors = [schema.media_type(package), format!("application/vnd.{}", schema.folded_model())];
    let ends = |suffix: &str| vendors.iter().any(|vendor| form.eq_ignore_ascii_case(&format!("{vendor}{suffix}")));
    let written = if ends("+xml") || XML.iter().any(|xml| xml.eq_ignore_ascii_case(form)) {
        Written::Xml
    } else if ends("+json") {
        Written::Json
    } else {
        return check_form(headers, forms).map(|()| Written::Json);
    };
    if is_plain(headers) { Ok(written) } else { Err(refused(forms)) }
}

/// The media type that a body says it has.
fn form(headers: &HeaderMap) -> &str {
    let given = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim()
}

/// True for UTF-8 without a content coding.
fn is_plain(headers: &HeaderMap) -> bool {
    let coded = headers.get_all(CONTENT_ENCODING).iter().any(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"));
    let given = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let utf8 = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    !coded && given.split(';').skip(1).map(str::trim).all(utf8)
}

fn refused(forms: &'static [&'static str]) -> Problem {
    Problem::MediaType(forms.first().copied().unwrap_or_default())
}

/// Refuses what does not say that it is one of the forms. The first form stands for all in the answer.
pub(in crate::http) fn check_form(headers: &HeaderMap, forms: &'static [&'static str]) -> Result<(), Problem> {
    let form = form(headers);
    if forms.iter().any(|f| f.eq_ignore_ascii_case(form)) && is_plain(headers) { Ok(()) } else { Err(refused(forms)) }
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
    use crate::testing::{collection, schema};

    #[test]
    fn xml_is_told_from_json_by_its_name() {
        let schema = schema();
        let package = schema.collection(collection(&schema, "utdanning-elev.elev")).package;
        let taken = |form: &str| {
            let headers = [(CONTENT_TYPE, form.parse().unwrap())].into_iter().collect();
            written(&headers, RESOURCE, &schema, package).ok()
        };
        for form in ["application/xml", "text/xml; charset=utf-8", "application/vnd.prove+xml", "APPLICATION/VND.prove+XML"] {
            assert_eq!(taken(form), Some(Written::Xml), "{form}");
        }
        for form in ["application/json", "application/vnd.prove+json", "application/hal+json"] {
            assert_eq!(taken(form), Some(Written::Json), "{form}");
        }
        for form in ["text/xml; charset=latin1", "application/vnd.annet+xml", "text/html", ""] {
            assert_eq!(taken(form), None, "{form}");
        }
    }

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
