//! What a caller asks for, and what comes of it.

use std::sync::Arc;

use crate::action::Declined;
use crate::entity::{ContentHash, Entity};
use crate::index::{EntityId, Stamp, Tenant};
use crate::store::{IdempotencyRecord, Position, StatusRecord, StoreError};

/// What a caller wants done together: all or nothing.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Entities to create or replace.
    pub(crate) puts: Vec<Put>,
    /// Entities to delete.
    pub(crate) deletes: Vec<Delete>,
    /// Events that the model declares.
    pub(crate) events: Vec<EventDraft>,
    /// What to remember under the request's key. Its stamp is given by the commit.
    pub(crate) idempotency: Option<IdempotencyRecord>,
    /// What to answer when the client asks what became of it. Its stamp is given by the commit.
    pub(crate) status: Option<StatusRecord>,
    /// Up to when tombstones are to be forgotten.
    pub(crate) forget: Option<Stamp>,
    /// What else is wanted, decided when the batch's turn comes.
    pub(crate) decide: Option<Box<dyn Decide>>,
    /// What is remembered under the request's key, when only the decision tells.
    pub(crate) answer: Option<Arc<[u8]>>,
    /// True to have the feeds looked after although nothing else happens: pages close by age.
    pub(crate) tend: bool,
}

/// Decides what is wanted against the state that the batch before leaves.
pub(crate) trait Decide: Send + std::fmt::Debug {
    /// What is wanted, or why nothing is.
    fn decide(&self, state: &Tenant) -> Result<Batch, Declined>;
}

/// One entity to create or replace.
#[derive(Debug)]
pub(crate) struct Put {
    pub(crate) entity: Arc<Entity>,
    pub(crate) expects: Expects,
}

/// What must be so, at the moment of the commit, for a put to be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    /// Nothing: created or replaced, as it comes.
    Anything,
    /// No such entity exists (POST; `If-None-Match: *`).
    New,
    /// It is this one, which lives (PUT on its path). Also decides which entity is meant when the identifiers change.
    Existing(EntityId),
    /// It is this one, and its own content is still this (`If-Match`).
    Content(EntityId, ContentHash),
}

impl Expects {
    /// The entity that is meant, when that is said.
    pub(super) fn entity(self) -> Option<EntityId> {
        match self {
            Self::Anything | Self::New => None,
            Self::Existing(id) | Self::Content(id, _) => Some(id),
        }
    }
}

/// One entity to delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delete {
    pub(crate) id: EntityId,
    /// Its own content must still be this (`If-Match`).
    pub(crate) content: Option<ContentHash>,
}

/// An event that the model declares, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventDraft {
    pub(crate) subject: Subject,
    /// Name of the event in the model's letters.
    pub(crate) event: Box<str>,
    /// Inputs of the action that it carries, as a JSON object.
    pub(crate) input: Box<[u8]>,
}

/// Whom an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// An entity of the batch, by its position in `puts`.
    Put(usize),
    /// An entity that exists.
    Entity(EntityId),
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Entities that are new.
    pub created: usize,
    /// Entities with other content.
    pub updated: usize,
    /// Entities given as they were.
    pub unchanged: usize,
    /// Entities that are gone.
    pub deleted: usize,
    /// The transaction, or the last one when nothing changed.
    pub at: Position,
    /// The entities that were put, in the order of the batch.
    pub ids: Vec<EntityId>,
}

/// Why an entity cannot be committed; `entity` is its position in the batch: puts first, then deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Position in the batch.
    pub entity: usize,
    /// Why.
    pub reason: Reason,
}

/// Why an entity cannot be committed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Two entities of a batch with one identifier value.
    #[error("`{identifier}` `{value}` is given twice")]
    Twice {
        /// The identifier's name in URLs.
        identifier: String,
        /// Its value.
        value: String,
        /// Position of the first in the batch.
        first: usize,
    },
    /// An entity is changed twice in a batch.
    #[error("it is changed twice in one batch")]
    TwiceMeant,
    /// Its identifiers belong to different entities.
    #[error("its identifiers belong to different entities that exist")]
    Torn,
    /// A link leads to nothing, and the profile refuses that.
    #[error("a link leads to `{0}`, which does not exist")]
    Dangling(String),
    /// A mandatory link of another leads to what is to be deleted, and the profile refuses that.
    #[error("`{0}` has a mandatory link to it")]
    Needed(String),
    /// What the caller expects is not so.
    #[error(transparent)]
    Unmet(#[from] Unmet),
}

/// What a caller expected is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmet {
    /// It was to be new.
    #[error("it exists already")]
    Exists(EntityId),
    /// It was to exist.
    #[error("it does not exist any more")]
    Gone,
    /// It was to have another content.
    #[error("it was changed by someone else")]
    Changed(EntityId),
}

/// Why a commit failed as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// Some entities cannot be committed; nothing was.
    #[error("{} entities are refused", .0.len())]
    Refused(Vec<Refusal>),
    /// The same key was used before; nothing happened now.
    #[error("the idempotency key was used before")]
    Repeated(Box<IdempotencyRecord>),
    /// The action was not done.
    #[error(transparent)]
    Declined(#[from] Declined),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
