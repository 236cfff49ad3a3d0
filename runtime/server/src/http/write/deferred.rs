//! The answer of FINT: 202 with a status resource, which then tells what became of the write.
//!
//! What a client can mend (a body that the model does not allow, a state that is not the one it knows) it hears at once. The rest the status tells: 202 while
//! nothing is known, 201 with the resource, 200 for a validation, 204 for a deletion, 400 with the reason, 409 with the resource that is in the way, 410 for what
//! is unknown or older than half an hour, 500. The 202 waits a moment for the commit, so that it is almost always durable, and the first look at the status enough.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::json;
use smie_wire::schema::CollectionId;
use smie_wire::value;
use uuid::Uuid;

use super::idempotency::Remembered;
use super::job::Job;
use super::outcome::Outcome;
use super::past::{DELETED_SINCE, Past};
use super::status::Ticket;
use super::{Writer, apart, locate, set_location};
use crate::http::answer;
use crate::http::body::Body;
use crate::http::problem::Problem;
use crate::http::render::Renderer;
use crate::index::{EntityId, Tenant, preview};
use crate::store::{StatusRecord, TenantName, now};

/// How long the 202 waits for the commit.
const PATIENCE: Duration = Duration::from_secs(1);

/// Also what is said of a write that was accepted but not kept before the process ended: nobody knows more of it.
const UNKNOWN: Problem = Problem::Gone("No write was kept under this id, or it is too long ago.");

impl Writer {
    /// Accepts the write and leads to its status.
    pub(super) async fn deferred(&self, job: Job, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        let job = Arc::new(job);
        let planning = job.clone();
        let (before, planned) = apart(move || {
            let before = planning.before()?;
            let planned = if before.is_some() { None } else { Some(planning.plan()?) };
            Ok::<_, Problem>((before, planned))
        })
        .await??;
        let Some(planned) = planned else {
            let before = before.ok_or(Problem::Failed)?;
            return self.again(&job, &before, renderer);
        };
        let running = self.statuses.begin(&job.tenant, job.collection);
        let id = running.ticket().id;
        let committing = job.clone();
        let commit = apart(move || {
            let outcome = committing.commit(planned, Some(id));
            running.tell(outcome.clone());
            outcome
        });
        match tokio::time::timeout(PATIENCE, commit).await {
            // Somebody was faster with the same key.
            Ok(Ok(Outcome::Repeated(record))) => {
                let key = job.key.as_ref().ok_or(Problem::Failed)?;
                self.again(&job, &key.recall(&record)?, renderer)
            }
            _ => Ok(self.accepted(job.collection, id, renderer)),
        }
    }

    /// The answer to a request that was answered before: the same status, which may have been of a process that is no more.
    fn again(&self, job: &Job, before: &Remembered, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        let id = before.status();
        let found = before.find(self.schema(), &*job.snapshot()?, job.collection);
        let ticket = Ticket { tenant: job.tenant.clone(), collection: job.collection, id };
        self.statuses.restore(ticket, found.map_or(Outcome::Gone, Outcome::Created));
        Ok(self.accepted(job.collection, id, renderer))
    }

    fn accepted(&self, collection: CollectionId, id: Uuid, renderer: &Renderer) -> Response<Body> {
        let mut response = plain(StatusCode::ACCEPTED);
        let path = &self.schema().collection(collection).path;
        set_location(&mut response, renderer.base(), &format!("{path}/status/{id}"));
        response
    }

    /// GET of a status resource.
    pub(in crate::http) async fn status(
        &self,
        (name, tenant): (&TenantName, &Tenant),
        collection: CollectionId,
        id: &str,
        renderer: &Renderer,
        headers: &HeaderMap,
    ) -> Result<Response<Body>, Problem> {
        let id = Uuid::try_parse(id).map_err(|_| UNKNOWN)?;
        let ticket = Ticket { tenant: name.clone(), collection, id };
        let known = match self.statuses.get(&ticket) {
            Some(known) => known,
            None => Some(self.past((name, tenant), collection, id).await?),
        };
        let Some(outcome) = known else {
            let mut response = plain(StatusCode::ACCEPTED);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
            return Ok(response);
        };
        if let Some(problem) = outcome.problem().filter(|_| wants_problem(headers)) {
            return Err(problem);
        }
        let mut response = match &outcome {
            Outcome::Created(id) | Outcome::Updated(id) => self.readable(tenant, *id, renderer)?,
            Outcome::Valid(entity) => answer::whole(&preview(self.schema(), tenant, entity.clone()), renderer),
            Outcome::Deleted => plain(StatusCode::NO_CONTENT),
            Outcome::Conflict(reason, current) => self.conflict(tenant, *current, reason, renderer),
            Outcome::Changed(current) => self.conflict(tenant, Some(*current), "it was changed by someone else", renderer),
            Outcome::Gone => return Err(Problem::Gone("The resource was deleted by someone else.")),
            Outcome::Rejected(violation) => rejected(&violation.to_string(), &[(&violation.pointer, violation.problem.to_string())]),
            Outcome::Repeated(_) => rejected("the idempotency key belongs to another request", &[]),
            Outcome::Failed => told(StatusCode::INTERNAL_SERVER_ERROR, "ERROR", "the write could not be kept", &[]),
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    /// What became of a write that this process knows nothing of: another one may have kept it.
    async fn past(&self, (name, tenant): (&TenantName, &Tenant), collection: CollectionId, id: Uuid) -> Result<Outcome, Problem> {
        let (ledger, name) = (self.ledger.clone(), name.clone());
        let found = apart(move || ledger.store().status(&name, id)).await?.map_err(|error| {
            tracing::error!(%error, "a status cannot be looked up");
            Problem::Failed
        })?;
        let record = found.filter(|record| now().0.saturating_sub(record.stamp.0) < StatusRecord::KEPT).ok_or(UNKNOWN)?;
        Past::read(&record, self.schema(), collection).ok_or(UNKNOWN)?.outcome(self.schema(), tenant, collection)
    }

    fn readable(&self, tenant: &Tenant, id: EntityId, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        let resource = tenant.get(id).ok_or(DELETED_SINCE)?;
        let mut response = answer::whole(resource, renderer);
        *response.status_mut() = StatusCode::CREATED;
        locate(&mut response, self.schema(), resource.entity(), renderer.base());
        Ok(response)
    }

    /// The resource that is in the way, as it is now.
    fn conflict(&self, tenant: &Tenant, current: Option<EntityId>, reason: &str, renderer: &Renderer) -> Response<Body> {
        match current.and_then(|id| tenant.get(id)) {
            Some(resource) => {
                let mut response = answer::whole(resource, renderer);
                *response.status_mut() = StatusCode::CONFLICT;
                response
            }
            None => told(StatusCode::CONFLICT, "CONFLICT", reason, &[]),
        }
    }
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status != StatusCode::NO_CONTENT {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    response
}

fn rejected(reason: &str, problems: &[(&str, String)]) -> Response<Body> {
    told(StatusCode::BAD_REQUEST, "REJECTED", reason, problems)
}

/// What FINT's clients read of a write that came to nothing.
fn told(status: StatusCode, word: &str, reason: &str, problems: &[(&str, String)]) -> Response<Body> {
    let problems: Vec<_> = problems.iter().map(|(field, message)| json!({"field": field, "message": message})).collect();
    let body = json!({"message": reason, "statusCode": word, "responseStatus": word, "problems": problems});
    let mut response = answer::document(answer::JSON, body.to_string().into_bytes());
    *response.status_mut() = status;
    response
}

/// True when the client asks for problems by their name.
pub(in crate::http) fn wants_problem(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let named = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        name.eq_ignore_ascii_case(value::Problem::CONTENT_TYPE) && !parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    };
    accepted.into_iter().any(named)
}
