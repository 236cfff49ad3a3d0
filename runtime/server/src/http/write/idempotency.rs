//! `Idempotency-Key`: a request that comes again has one effect and one answer.
//!
//! What is remembered is stored in the transaction of the write itself, so a key that was answered is never forgotten by a crash, and one whose write failed is
//! free. Remembered is which resource came of it, not the bytes: a repeat shows the resource as it is now.

use std::sync::Arc;

use http::HeaderMap;
use serde::{Deserialize, Serialize};
use smie_wire::schema::{CollectionId, Schema};
use uuid::Uuid;

use crate::entity::Entity;
use crate::http::problem::Problem;
use crate::index::{EntityId, Stamp, Tenant};
use crate::store::IdempotencyRecord;

const HEADER: &str = "idempotency-key";
const LONGEST: usize = 255;

/// A key with the request that it came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Key {
    text: Box<str>,
    digest: [u8; 32],
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::http) struct Remembered {
    /// The identifier's name in URLs.
    identifier: String,
    value: String,
    /// The status that the client was led to.
    status: Option<String>,
}

impl Key {
    /// The request's key, if it has one.
    pub(in crate::http) fn read(headers: &HeaderMap, path: &str, query: Option<&str>, body: &[u8]) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Ok(None) };
        let wrong = || Problem::Header(format!("`Idempotency-Key` is given once, as 1 to {LONGEST} visible ASCII characters."));
        let text = value.to_str().map_err(|_| wrong())?.trim();
        // The key is a quoted string by its draft, and a bare one by habit.
        let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
        let fits = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if !fits || values.next().is_some() {
            return Err(wrong());
        }
        let mut hasher = blake3::Hasher::new();
        for part in [path.as_bytes(), query.unwrap_or_default().as_bytes(), body] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        Ok(Some(Self { text: text.into(), digest: *hasher.finalize().as_bytes() }))
    }

    pub(in crate::http) fn text(&self) -> &str {
        &self.text
    }

    /// The key alone, for what only the commit decides.
    pub(in crate::http) fn open(&self) -> IdempotencyRecord {
        IdempotencyRecord { key: self.text.clone(), digest: self.digest, answer: Arc::default(), stamp: Stamp(0) }
    }

    /// What to remember of a write.
    pub(in crate::http) fn record(&self, schema: &Schema, entity: &Entity, status: Option<Uuid>) -> IdempotencyRecord {
        let home = schema.collection(entity.collection());
        let (identifier, value) = entity.self_identifier(home.canonical).unwrap_or_default();
        let identifier = home.identifiers.get(identifier).map_or_else(String::new, |i| i.segment.clone());
        let remembered = Remembered { identifier, value: value.to_owned(), status: status.map(|id| id.to_string()) };
        let answer = serde_json::to_vec(&remembered).unwrap_or_default().into();
        IdempotencyRecord { key: self.text.clone(), digest: self.digest, answer, stamp: Stamp(0) }
    }

    /// What is remembered, if it is of this request.
    pub(in crate::http) fn recall(&self, record: &IdempotencyRecord) -> Result<Remembered, Problem> {
        if record.digest != self.digest {
            return Err(Problem::OtherRequest);
        }
        serde_json::from_slice(&record.answer).map_err(|error| {
            tracing::error!(%error, "what is remembered of an idempotency key cannot be read");
            Problem::Failed
        })
    }
}

impl Remembered {
    /// The status that the client was led to; of a write that was answered at once a new one.
    pub(in crate::http) fn status(&self) -> Uuid {
        self.status.as_deref().and_then(|id| Uuid::try_parse(id).ok()).unwrap_or_else(Uuid::now_v7)
    }

    /// The resource, if it is still there.
    pub(in crate::http) fn find(&self, schema: &Schema, tenant: &Tenant, collection: CollectionId) -> Option<EntityId> {
        let identifier = schema.collection(collection).identifiers.iter().position(|i| i.segment == self.identifier)?;
        tenant.find(collection, identifier as u16, &self.value)
    }

    /// Its path, whether or not it is still there.
    pub(in crate::http) fn path(&self, schema: &Schema, collection: CollectionId) -> String {
        let home = schema.collection(collection);
        let identifier = home.identifiers.iter().position(|i| i.segment == self.identifier).unwrap_or(home.canonical);
        crate::entity::resource_path(home, identifier, &self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_bare_or_quoted_and_belongs_to_path_query_and_body() {
        let key = |value: &str, path: &str, body: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, value.parse().unwrap());
            Key::read(&headers, path, None, body.as_bytes()).map(Option::unwrap)
        };
        let one = key("8e03978e", "/a", "{}").unwrap();
        assert_eq!(key("\"8e03978e\"", "/a", "{}").unwrap(), one);
        for (path, body) in [("/b", "{}"), ("/a", "{ }"), ("/a{", "}")] {
            assert_ne!(key("8e03978e", path, body).unwrap().digest, one.digest);
        }
        for wrong in ["", "\"\"", "a b", &"x".repeat(256)] {
            assert!(key(wrong, "/a", "{}").is_err(), "{wrong}");
        }
        assert_eq!(Key::read(&HeaderMap::new(), "/a", None, b"{}").unwrap(), None);
    }
}
