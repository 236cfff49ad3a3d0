//! One write from plan to outcome, on a thread that may block.

use std::sync::Arc;

use bytes::Bytes;
use smie_wire::schema::CollectionId;
use uuid::Uuid;

use super::idempotency::{Key, Remembered};
use super::outcome::Outcome;
use super::past::Past;
use super::plan::{Planned, Planner, Wish};
use crate::commit::{Batch, Ledger};
use crate::http::conditional::Conditions;
use crate::http::problem::Problem;
use crate::index::Tenant;
use crate::store::TenantName;
use crate::validate::Validator;

/// How often a change of a part is planned anew because the rest changed meanwhile.
const ATTEMPTS: usize = 64;

/// One write.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) ledger: Arc<Ledger>,
    pub(super) validator: Arc<Validator>,
    pub(super) tenant: TenantName,
    pub(super) collection: CollectionId,
    /// Key of the resource that it is nested in.
    pub(super) parent: Option<Box<str>>,
    pub(super) wish: Wish,
    pub(super) body: Bytes,
    pub(super) conditions: Conditions,
    pub(super) key: Option<Key>,
    /// True when nothing is to be stored.
    pub(super) rehearse: bool,
}

impl Job {
    pub(super) fn snapshot(&self) -> Result<Arc<Tenant>, Problem> {
        self.ledger.snapshot(&self.tenant).ok_or(Problem::NotFound("No organisation has this name."))
    }

    /// What the wish comes to now.
    pub(super) fn plan(&self) -> Result<Planned, Problem> {
        let tenant = self.snapshot()?;
        let planner = Planner {
            schema: &self.ledger.schema,
            validator: &self.validator,
            tenant: &tenant,
            collection: self.collection,
            parent: self.parent.as_deref(),
            conditions: &self.conditions,
        };
        planner.plan(&self.wish, &self.body)
    }

    /// What was answered to this request before.
    ///
    /// # Errors
    /// The key belongs to another request.
    pub(super) fn before(&self) -> Result<Option<Remembered>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        let record = self.ledger.store().idempotency(&self.tenant, key.text()).map_err(|error| {
            tracing::error!(%error, "an idempotency key cannot be looked up");
            Problem::Failed
        })?;
        record.map(|record| key.recall(&record)).transpose()
    }

    /// Does what was planned. `status` is what a repeated request is to be led to.
    pub(super) fn commit(&self, planned: Planned, status: Option<Uuid>) -> Outcome {
        let Planned { mut batch, entity, current } = planned;
        if self.rehearse {
            let rehearsed = Outcome::of(self.ledger.rehearse(&self.tenant, batch), entity.as_ref(), current);
            return match (rehearsed, entity) {
                (Outcome::Created(_) | Outcome::Updated(_), Some(entity)) => Outcome::Valid(entity),
                (rehearsed, _) => rehearsed,
            };
        }
        if let (Some(key), Some(entity)) = (&self.key, &entity) {
            batch.idempotency = Some(key.record(&self.ledger.schema, entity, status));
        }
        let schema = &self.ledger.schema;
        batch.status = status.and_then(|id| Some(Past::done(schema, self.collection, entity.as_deref())?.record(id)));
        let outcome = Outcome::of(self.ledger.submit(&self.tenant, batch), entity.as_ref(), current);
        if let Some(id) = status {
            self.remember(id, &outcome);
        }
        outcome
    }

    /// Keeps what became of a write that is not done. When that fails, only this process knows it.
    fn remember(&self, id: Uuid, outcome: &Outcome) {
        let Some(tenant) = self.ledger.snapshot(&self.tenant) else { return };
        let Some(past) = Past::refused(&self.ledger.schema, &tenant, self.collection, outcome) else { return };
        if let Err(error) = self.ledger.submit(&self.tenant, Batch { status: Some(past.record(id)), ..Batch::default() }) {
            tracing::warn!(%error, "what became of a write was not kept");
        }
    }

    /// Plans and does it; a change of a part that the client ties to no state is tried again over the newer one.
    pub(super) fn run(&self) -> Result<Outcome, Problem> {
        let again = matches!(self.wish, Wish::Update(_)) && !self.conditions.names_a_state();
        for _ in 1..ATTEMPTS {
            match self.commit(self.plan()?, None) {
                Outcome::Changed(_) if again => {}
                outcome => return Ok(outcome),
            }
        }
        Ok(self.commit(self.plan()?, None))
    }
}
