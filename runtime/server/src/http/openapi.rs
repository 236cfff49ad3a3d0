//! `openapi.json` and `openapi.yaml`, of the whole API and of each package.
//!
//! The documents are the ones that `smie generate` writes, made by the same code when somebody asks first, and then kept: they follow from the schema alone, so
//! neither the request's host nor the data changes a byte.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Response};
use smie_wire::openapi::{self, Part};
use smie_wire::schema::{HttpMethod, Methods, Schema};

use super::answer::{finish, tagged};
use super::body::Body;
use super::conditional::Tag;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Json,
    Yaml,
}

impl Form {
    fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Yaml => "application/yaml",
        }
    }
}

/// A document that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Document {
    part: Part,
    form: Form,
}

/// A document as text, and its tag.
type Made = (Bytes, Tag);

/// Where documents are, and those that were made.
#[derive(Debug)]
pub(super) struct Documents {
    /// By path, without the first slash.
    paths: HashMap<Box<str>, Document>,
    made: Mutex<Vec<(Document, Made)>>,
}

impl Documents {
    pub(super) fn new(schema: &Schema) -> Self {
        let mut paths = HashMap::new();
        // The whole is put last, so that it stands at the root also when a package does.
        let packages = schema.serving().map(|id| (schema.package(id).path.trim_matches('/').to_owned(), Part::Package(id)));
        for (path, part) in packages.chain([(schema.profile.root.clone(), Part::Whole)]) {
            for (form, word) in [(Form::Json, "json"), (Form::Yaml, "yaml")] {
                let slash = if path.is_empty() { "" } else { "/" };
                paths.insert(format!("{path}{slash}openapi.{word}").into(), Document { part, form });
            }
        }
        Self { paths, made: Mutex::default() }
    }

    /// The document with this path.
    pub(super) fn find(&self, path: &str) -> Option<Document> {
        self.paths.get(path.strip_prefix('/')?).copied()
    }

    /// What its address takes.
    pub(super) fn methods() -> Methods {
        Methods::of(&[HttpMethod::Get, HttpMethod::Head, HttpMethod::Options])
    }

    pub(super) fn answer(&self, schema: &Schema, document: Document, headers: &HeaderMap) -> Response<Body> {
        let (text, tag) = self.made(schema, document);
        let known = tag.is_known(headers);
        let mut response = tagged(finish(Response::new(if known { Body::empty() } else { Body::full(text) })), &tag);
        if known {
            *response.status_mut() = http::StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(http::header::CONTENT_LENGTH);
        } else {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(document.form.mime()));
        }
        // No personal data, and it changes with the server's version only.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
        response
    }

    fn made(&self, schema: &Schema, document: Document) -> Made {
        let known = |made: &[(Document, Made)]| made.iter().find(|(known, _)| *known == document).map(|(_, made)| made.clone());
        // Nothing in here can be left half done.
        if let Some(made) = known(&self.made.lock().unwrap_or_else(PoisonError::into_inner)) {
            return made;
        }
        let tree = openapi::document(schema, document.part);
        let text = Bytes::from(if document.form == Form::Json { openapi::json(&tree) } else { openapi::yaml(&tree) });
        let made = (text.clone(), Tag::of_bytes(&text));
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        known(&all).unwrap_or_else(|| {
            all.push((document, made.clone()));
            made
        })
    }
}
