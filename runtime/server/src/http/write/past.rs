//! What became of a write as it is kept beside it, so that its client hears it also from another process.
//!
//! A write that is done keeps it in its own transaction, so that both are there or neither. A resource is named as clients name it: rows and positions
//! mean nothing to another version of the model.

use serde::{Deserialize, Serialize};
use smie_wire::schema::{CollectionId, Schema};
use uuid::Uuid;

use super::outcome::Outcome;
use crate::entity::Entity;
use crate::http::problem::Problem;
use crate::index::{EntityId, Stamp, Tenant};
use crate::store::StatusRecord;
use crate::validate::{self, Violation};

pub(super) const DELETED_SINCE: Problem = Problem::Gone("The resource was written, and has been deleted since.");

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    /// The collection, by the stem of its data file.
    collection: String,
    became: Became,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Became {
    Written(Name),
    Deleted,
    /// A link leads to this path, where nothing is.
    Dangling(String),
    Conflict(String, Option<Name>),
    Changed(Name),
    Gone,
}

/// A resource, by an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Name {
    /// Its name in URLs.
    identifier: String,
    value: String,
}

impl Name {
    fn of(schema: &Schema, entity: &Entity) -> Option<Self> {
        let home = schema.collection(entity.collection());
        let (identifier, value) = entity.self_identifier(home.canonical)?;
        Some(Self { identifier: home.identifiers.get(identifier)?.segment.clone(), value: value.to_owned() })
    }

    fn find(&self, schema: &Schema, tenant: &Tenant, collection: CollectionId) -> Option<EntityId> {
        let identifier = schema.collection(collection).identifiers.iter().position(|i| i.segment == self.identifier)?;
        tenant.find(collection, identifier as u16, &self.value)
    }
}

impl Past {
    /// What a write comes to when it is done: `entity` is there, or what the path names is gone.
    pub(super) fn done(schema: &Schema, collection: CollectionId, entity: Option<&Entity>) -> Option<Self> {
        let became = match entity {
            Some(entity) => Became::Written(Name::of(schema, entity)?),
            None => Became::Deleted,
        };
        Some(Self { collection: schema.collection(collection).file.clone(), became })
    }

    /// What a write came to that is not done; `None` = it is, or nobody knows.
    pub(super) fn refused(schema: &Schema, tenant: &Tenant, collection: CollectionId, outcome: &Outcome) -> Option<Self> {
        let name = |id: EntityId| Name::of(schema, tenant.get(id)?.entity());
        let became = match outcome {
            Outcome::Rejected(Violation { problem: validate::Problem::Dangling(path), .. }) => Became::Dangling(path.clone()),
            Outcome::Rejected(violation) => Became::Conflict(violation.to_string(), None),
            Outcome::Conflict(reason, current) => Became::Conflict(reason.clone(), current.and_then(name)),
            Outcome::Changed(id) => name(*id).map_or(Became::Gone, Became::Changed),
            Outcome::Gone => Became::Gone,
            _ => return None,
        };
        Some(Self { collection: schema.collection(collection).file.clone(), became })
    }

    /// What is kept under the id that the client was given.
    pub(super) fn record(&self, id: Uuid) -> StatusRecord {
        StatusRecord { id, answer: serde_json::to_vec(self).unwrap_or_default().into(), stamp: Stamp(0) }
    }

    /// Reads what was kept; `None` = it is of another collection.
    pub(super) fn read(record: &StatusRecord, schema: &Schema, collection: CollectionId) -> Option<Self> {
        let past: Self = serde_json::from_slice(&record.answer).ok()?;
        (past.collection == schema.collection(collection).file).then_some(past)
    }

    /// What is to be told of it now.
    pub(super) fn outcome(self, schema: &Schema, tenant: &Tenant, collection: CollectionId) -> Result<Outcome, Problem> {
        let find = |name: &Name| name.find(schema, tenant, collection);
        Ok(match self.became {
            Became::Written(name) => Outcome::Updated(find(&name).ok_or(DELETED_SINCE)?),
            Became::Deleted => Outcome::Deleted,
            Became::Dangling(path) => {
                Outcome::Rejected(Violation { pointer: "/_links".to_owned(), offset: 0, problem: validate::Problem::Dangling(path) })
            }
            Became::Conflict(reason, name) => Outcome::Conflict(reason, name.as_ref().and_then(find)),
            Became::Changed(name) => find(&name).map_or(Outcome::Gone, Outcome::Changed),
            Became::Gone => Outcome::Gone,
        })
    }
}
