//! What became of a write, whichever way it is told: at once, or by a status resource.

use std::sync::Arc;

use crate::commit::{CommitError, Committed, Reason, Refusal, Unmet};
use crate::entity::Entity;
use crate::http::problem::Problem;
use crate::index::EntityId;
use crate::store::IdempotencyRecord;
use crate::validate::{self, Violation};

/// What became of a write.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// It is there now.
    Created(EntityId),
    /// It is as the client wants it.
    Updated(EntityId),
    /// It is gone.
    Deleted,
    /// It would be kept; this is what it would be.
    Valid(Arc<Entity>),
    /// It breaks a rule.
    Rejected(Violation),
    /// It cannot be done with what is there; what is there, when one resource can be named.
    Conflict(String, Option<EntityId>),
    /// The resource is not in the state that the client knows.
    Changed(EntityId),
    /// What was to be changed is gone.
    Gone,
    /// The key belongs to this request, which was answered before.
    Repeated(Box<IdempotencyRecord>),
    /// It could not be kept.
    Failed,
}

impl Outcome {
    /// What a commit came to. `current` is what the path names; `entity` what was put.
    pub(super) fn of(result: Result<Committed, CommitError>, entity: Option<&Arc<Entity>>, current: Option<EntityId>) -> Self {
        match result {
            Ok(done) => match (entity, done.ids.first()) {
                (Some(_), Some(&id)) if done.created > 0 => Self::Created(id),
                (Some(_), Some(&id)) => Self::Updated(id),
                _ => Self::Deleted,
            },
            Err(CommitError::Refused(refusals)) => refusals.into_iter().next().map_or(Self::Failed, |r| Self::refused(r, current)),
            Err(CommitError::Repeated(record)) => Self::Repeated(record),
            // Nothing is decided for a write.
            Err(CommitError::Declined(declined)) => {
                tracing::error!(%declined, "a write was declined");
                Self::Failed
            }
            Err(CommitError::Store(error)) => {
                tracing::error!(%error, "a write was not kept");
                Self::Failed
            }
        }
    }

    fn refused(refusal: Refusal, current: Option<EntityId>) -> Self {
        let reason = refusal.reason.to_string();
        match refusal.reason {
            Reason::Dangling(path) => {
                Self::Rejected(Violation { pointer: "/_links".to_owned(), offset: 0, problem: validate::Problem::Dangling(path) })
            }
            Reason::Unmet(Unmet::Exists(id)) => Self::Conflict(reason, Some(id)),
            Reason::Unmet(Unmet::Changed(id)) => Self::Changed(id),
            Reason::Unmet(Unmet::Gone) => Self::Gone,
            _ => Self::Conflict(reason, current),
        }
    }

    /// The problem that it is, when it is one.
    pub(super) fn problem(&self) -> Option<Problem> {
        match self {
            Self::Created(_) | Self::Updated(_) | Self::Deleted | Self::Valid(_) | Self::Repeated(_) => None,
            Self::Rejected(violation) => Some(Problem::Violations(vec![violation.clone()])),
            Self::Conflict(reason, _) => Some(Problem::Conflict(format!("The resource cannot be stored: {reason}."))),
            Self::Changed(_) => Some(Problem::Precondition),
            Self::Gone => Some(Problem::NotFound("No resource has this identifier any more.")),
            Self::Failed => Some(Problem::Failed),
        }
    }
}
