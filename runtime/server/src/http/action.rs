//! Invoking an action: the input is checked, the rest is decided inside the transaction, and the answer is what became of the resource.

use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_LOCATION;
use http::request::Parts;
use http::{Response, StatusCode};
use hyper::body::Incoming;
use smie_wire::model::ActionTarget;
use smie_wire::schema::{Action, CollectionId, Schema};

use super::answer;
use super::body::Body;
use super::conditional::Conditions;
use super::problem::Problem;
use super::render::Renderer;
use super::render::dap::Words;
use super::write::idempotency::{Key, Remembered};
use super::write::{apart, intake, locate, place, set_location, xml};
use crate::action::{Actions, Caller, Declined, Invocation, Remember, Whom};
use crate::commit::{Batch, CommitError, Committed, Ledger, Reason, Unmet};
use crate::config::Limits;
use crate::index::Tenant;
use crate::store::TenantName;
use crate::validate::Validator;

/// Takes invocations.
#[derive(Debug)]
pub(super) struct Invoker {
    pub(super) ledger: Arc<Ledger>,
    pub(super) actions: Arc<Actions>,
    pub(super) validator: Arc<Validator>,
    pub(super) words: Arc<Words>,
}

/// Which action of what is invoked, and how the answer looks.
pub(super) struct Order {
    pub(super) tenant: TenantName,
    pub(super) collection: CollectionId,
    pub(super) action: usize,
    pub(super) whom: Whom,
    pub(super) renderer: Renderer,
}

/// What became of an invocation.
enum Told {
    Done(Committed),
    Before(Remembered),
}

impl Invoker {
    fn schema(&self) -> &Schema {
        &self.ledger.schema
    }

    /// Does an action and answers with the resource as it is then.
    pub(super) async fn answer(&self, order: Order, parts: &Parts, body: Incoming, limits: &Limits) -> Result<Response<Body>, Problem> {
        let Order { tenant, collection, action, whom, renderer } = order;
        let body = intake::whole(&parts.headers, body, limits.body_bytes, limits.request_timeout).await?;
        let body = if body.is_empty() { body } else { self.json(collection, action, parts, body).await? };
        let key = Key::read(&parts.headers, parts.uri.path(), parts.uri.query(), &body)?;
        let invocation = self.invocation(collection, action, whom, &body, Conditions::read(&parts.headers), key.as_ref())?;
        let (ledger, name) = (self.ledger.clone(), tenant.clone());
        let told = apart(move || submit(&ledger, &name, invocation, key.as_ref())).await??;
        let tenant = self.ledger.snapshot(&tenant).ok_or(Problem::Failed)?;
        self.told(&told, collection, action, &tenant, &renderer.over(&tenant))
    }

    /// The input as JSON, whichever way it is written.
    async fn json(&self, collection: CollectionId, action: usize, parts: &Parts, body: Bytes) -> Result<Bytes, Problem> {
        let home = self.schema().collection(collection);
        let written = intake::written(&parts.headers, intake::RESOURCE, self.schema(), home.package)?;
        match self.validator.shapes().input(home.class, action) {
            Some(shape) => xml::json(written, (&self.ledger.schema, &self.validator, &self.words), home.package, shape, body).await,
            // It takes no input, so nothing of the body is read.
            None => Ok(Bytes::new()),
        }
    }

    fn invocation(
        &self,
        collection: CollectionId,
        action: usize,
        whom: Whom,
        body: &Bytes,
        conditions: Conditions,
        key: Option<&Key>,
    ) -> Result<Invocation, Problem> {
        let input = self.actions.input(collection, action, body).map_err(Problem::Violations)?;
        let schema = self.ledger.schema.clone();
        let remember =
            key.cloned().map(|key| Box::new(move |entity: &crate::entity::Entity| key.record(&schema, entity, None).answer) as Remember);
        Ok(Invocation {
            actions: self.actions.clone(),
            collection,
            action,
            whom,
            input,
            caller: Caller::default(),
            requires: Some(Box::new(move |content| conditions.hold(Some(content)))),
            remember,
        })
    }

    fn told(
        &self,
        told: &Told,
        collection: CollectionId,
        action: usize,
        tenant: &Tenant,
        renderer: &Renderer,
    ) -> Result<Response<Body>, Problem> {
        let id = match told {
            Told::Done(done) => done.ids.first().copied(),
            Told::Before(before) => before.find(self.schema(), tenant, collection),
        };
        let creates = self.action(collection, action).on == ActionTarget::Collection;
        let Some(resource) = id.and_then(|id| tenant.get(id)) else {
            // The action deleted its resource, or somebody did since.
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            if let Told::Before(before) = told {
                set_location(&mut response, renderer.base(), &before.path(self.schema(), collection));
            }
            return Ok(response);
        };
        let mut response = answer::whole(resource, renderer);
        if creates {
            *response.status_mut() = StatusCode::CREATED;
            locate(&mut response, self.schema(), resource.entity(), renderer.base());
        } else if let Some(place) = place(self.schema(), resource.entity(), renderer.base()) {
            // The action has an address of its own; caches learn here what it changed (RFC 9110, 8.7).
            response.headers_mut().insert(CONTENT_LOCATION, place);
        }
        Ok(response)
    }

    fn action(&self, collection: CollectionId, action: usize) -> &Action {
        &self.schema().class(self.schema().collection(collection).class).actions[action]
    }
}

/// Has the writer decide on it and do it; blocks.
fn submit(ledger: &Ledger, tenant: &TenantName, invocation: Invocation, key: Option<&Key>) -> Result<Told, Problem> {
    let batch = Batch { idempotency: key.map(Key::open), decide: Some(Box::new(invocation)), ..Batch::default() };
    match ledger.submit(tenant, batch) {
        Ok(done) => Ok(Told::Done(done)),
        Err(CommitError::Repeated(before)) => key.ok_or(Problem::Failed)?.recall(&before).map(Told::Before),
        Err(CommitError::Declined(declined)) => Err(problem(declined)),
        Err(CommitError::Refused(refusals)) => Err(refused(refusals.into_iter().next().map(|refusal| refusal.reason))),
        Err(CommitError::Store(error)) => {
            tracing::error!(%error, "an action was not kept");
            Err(Problem::Failed)
        }
    }
}

fn problem(declined: Declined) -> Problem {
    match declined {
        Declined::Gone => Problem::NotFound("No resource has this identifier."),
        Declined::Changed => Problem::Precondition,
        Declined::Impeded(impediments) => Problem::Impeded(impediments),
        Declined::Invalid(violations) => Problem::Violations(violations),
        Declined::Refused(refused) => {
            if refused.status.is_server_error() {
                tracing::error!(error = refused.detail, "a handler failed");
            }
            Problem::Refused(refused)
        }
    }
}

/// What the commit refuses of what a handler wants.
fn refused(reason: Option<Reason>) -> Problem {
    match reason {
        Some(Reason::Unmet(Unmet::Gone)) => Problem::NotFound("No resource has this identifier any more."),
        Some(Reason::Unmet(Unmet::Changed(_))) => Problem::Precondition,
        Some(reason) => Problem::Conflict(format!("The action cannot be done: {reason}.")),
        None => Problem::Failed,
    }
}
