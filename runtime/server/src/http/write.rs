//! Writes: what a client wants becomes a batch, and what became of the batch an answer.
//!
//! ```text
//! intake ─► plan ─► job ─► commit
//!                    └─► direct: 201, 200, 204 at once
//!                    └─► deferred: 202 and a status resource (FINT)
//! ```
//!
//! Which of the two is a setting of the profile; the rules are the same. Everything that blocks or computes long runs apart from the threads that answer.

mod deferred;
mod direct;
pub(super) mod idempotency;
pub(super) mod intake;
mod job;
mod merge;
mod outcome;
mod past;
mod plan;
mod status;
pub(super) mod xml;

use std::sync::Arc;

use bytes::Bytes;
use http::header::LOCATION;
use http::request::Parts;
use http::{HeaderValue, Method, Response};
use hyper::body::Incoming;
use smie_wire::model::PackageId;
use smie_wire::profile::Writes;
use smie_wire::schema::{CollectionId, Schema};

use super::body::Body;
use super::conditional::Conditions;
use super::problem::Problem;
use super::render::Renderer;
use super::render::dap::Words;
use crate::commit::Ledger;
use crate::config::Limits;
use crate::entity::{Entity, collection_path, resource_path};
use crate::store::TenantName;
use crate::validate::{ShapeId, Validator};
pub(super) use deferred::wants_problem;
use idempotency::Key;
use intake::Written;
use job::Job;
use plan::{Name, Wish};
use status::Statuses;

/// Takes writes.
#[derive(Debug)]
pub(super) struct Writer {
    ledger: Arc<Ledger>,
    validator: Arc<Validator>,
    statuses: Arc<Statuses>,
    words: Arc<Words>,
}

/// Where a write goes, and how its answer looks.
pub(super) struct Order {
    pub(super) tenant: TenantName,
    pub(super) collection: CollectionId,
    /// Identifier and value, when the path has them.
    pub(super) name: Option<(u16, Box<str>)>,
    /// Key of the resource that the collection is nested in, when the path has one.
    pub(super) parent: Option<Box<str>>,
    pub(super) renderer: Renderer,
}

impl Writer {
    pub(super) fn new(ledger: Arc<Ledger>, validator: Arc<Validator>, words: Arc<Words>) -> Self {
        Self { ledger, validator, statuses: Arc::default(), words }
    }

    /// A body as JSON, whichever way it is written.
    pub(super) async fn json(&self, written: Written, package: PackageId, shape: ShapeId, body: Bytes) -> Result<Bytes, Problem> {
        xml::json(written, (self.schema(), &self.validator, &self.words), package, shape, body).await
    }

    fn schema(&self) -> &Arc<Schema> {
        &self.ledger.schema
    }

    /// Answers POST, PUT, PATCH and DELETE of what the route takes.
    pub(super) async fn answer(&self, order: Order, parts: &Parts, body: Incoming, limits: &Limits) -> Result<Response<Body>, Problem> {
        let Order { tenant, collection, name, parent, renderer } = order;
        let name = name.map(|(identifier, value)| Name { identifier, value });
        let wish = match (&parts.method, name) {
            (&Method::POST, _) => Wish::Create,
            (&Method::PUT, Some(name)) => Wish::Replace(name),
            (&Method::PATCH, Some(name)) => Wish::Update(name),
            (&Method::DELETE, Some(name)) => Wish::Delete(name),
            _ => return Err(Problem::NotFound("No resource is written here.")),
        };
        let rehearse = rehearse(parts.uri.query(), &wish)?;
        let body = match &wish {
            Wish::Delete(_) => Bytes::new(),
            Wish::Update(_) => {
                intake::check_form(&parts.headers, intake::PATCH)?;
                intake::whole(&parts.headers, body, limits.body_bytes, limits.request_timeout).await?
            }
            _ => {
                let home = self.schema().collection(collection);
                let written = intake::written(&parts.headers, intake::RESOURCE, self.schema(), home.package)?;
                let body = intake::whole(&parts.headers, body, limits.body_bytes, limits.request_timeout).await?;
                self.json(written, home.package, ShapeId(home.class.index()), body).await?
            }
        };
        let path = collection_path(self.schema().collection(collection), parent.as_deref().unwrap_or_default());
        let key = match wish {
            Wish::Create => Key::read(&parts.headers, &path, parts.uri.query(), &body)?.filter(|_| !rehearse),
            _ => None,
        };
        let job = Job {
            ledger: self.ledger.clone(),
            validator: self.validator.clone(),
            tenant,
            collection,
            parent,
            wish,
            body,
            conditions: Conditions::read(&parts.headers),
            key,
            rehearse,
        };
        match self.schema().profile.writes {
            Writes::Direct => self.direct(job, &renderer).await,
            Writes::Deferred => self.deferred(job, &renderer).await,
        }
    }
}

/// True when `validate=true` asks what would become of the write.
fn rehearse(query: Option<&str>, wish: &Wish) -> Result<bool, Problem> {
    let pairs = query.unwrap_or_default().split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    match pairs.filter(|(name, _)| *name == "validate").map(|(_, value)| value).next_back() {
        None | Some("false") => Ok(false),
        Some("true") if matches!(wish, Wish::Delete(_)) => Err(Problem::Query("`validate` is for writes with a body".to_owned())),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::Query("`validate` is `true` or `false`".to_owned())),
    }
}

/// Runs what blocks apart from the threads that answer.
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a write broke off");
        Problem::Failed
    })
}

/// Says where an entity is, by the identifier that stands for it.
pub(super) fn locate(response: &mut Response<Body>, schema: &Schema, entity: &Entity, base: &[u8]) {
    if let Some(place) = place(schema, entity, base) {
        response.headers_mut().insert(LOCATION, place);
    }
}

/// Where a resource is, for a header.
pub(super) fn place(schema: &Schema, entity: &Entity, base: &[u8]) -> Option<HeaderValue> {
    let home = schema.collection(entity.collection());
    let (identifier, value) = entity.self_identifier(home.canonical)?;
    HeaderValue::from_bytes(&[base, resource_path(home, identifier, value).as_bytes()].concat()).ok()
}

pub(super) fn set_location(response: &mut Response<Body>, base: &[u8], path: &str) {
    if let Ok(value) = HeaderValue::from_bytes(&[base, path.as_bytes()].concat()) {
        response.headers_mut().insert(LOCATION, value);
    }
}
