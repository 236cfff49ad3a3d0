//! Changes from code: for handlers, seeding and tests, by the same way as every other write.

use std::sync::Arc;

use super::Api;
use crate::commit::{Batch, CommitError, Committed, Delete, Expects, Put};
use crate::entity::write_own;
use crate::store::TenantName;
use crate::validate::{Scratch, Violation};

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit<'e> {
    /// Creates or replaces an entity, which its identifiers tell.
    Put {
        /// The collection, by the stem of its data file: `utdanning-elev.person`.
        collection: &'e str,
        /// The entity in native JSON.
        json: &'e [u8],
    },
    /// Deletes an entity.
    Delete {
        /// The collection, by the stem of its data file.
        collection: &'e str,
        /// The identifier's segment in URLs.
        identifier: &'e str,
        /// Its value.
        value: &'e str,
    },
}

/// Why changes were not made; none of them was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The model has no such collection, or the collection no such identifier.
    #[error("the model has no `{0}`")]
    Unknown(String),
    /// No entity has this value of the identifier.
    #[error("no `{collection}` has the {identifier} `{value}`")]
    NotFound {
        /// The collection.
        collection: String,
        /// The identifier.
        identifier: String,
        /// The value.
        value: String,
    },
    /// An entity is not as the model says.
    #[error("edit {edit} is wrong: {}", .violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid {
        /// Position of the change.
        edit: usize,
        /// Everything that is wrong with it.
        violations: Vec<Violation>,
    },
    /// The changes cannot be committed.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Api {
    /// A resource as [`Edit::Put`] takes it: its own content in native JSON, without what the server adds. `None` = there is none, or the model has no such
    /// collection or identifier.
    #[must_use]
    pub fn own(&self, tenant: &TenantName, collection: &str, identifier: &str, value: &str) -> Option<Vec<u8>> {
        let schema = self.schema();
        let (id, home) = schema.collections().find(|(_, home)| home.file == collection)?;
        let at = home.identifiers.iter().position(|known| known.segment == identifier)?;
        let now = self.ledger.snapshot(tenant)?;
        let found = now.find(id, u16::try_from(at).ok()?, value)?;
        let mut text = Vec::new();
        write_own(schema, now.get(found)?.entity(), &mut text);
        Some(text)
    }

    /// Makes changes to an organisation's data, all or none. Blocks until they are durable; changes of other threads share the wait.
    ///
    /// # Errors
    /// Everything that is wrong with the first change that is wrong, or what keeps them from being committed.
    pub fn edit(&self, tenant: &TenantName, edits: &[Edit<'_>]) -> Result<Committed, EditError> {
        let schema = self.schema();
        let home = |file: &str| {
            let found = schema.collections().find(|(_, home)| home.file == file);
            found.ok_or_else(|| EditError::Unknown(file.to_owned()))
        };
        let now = self.ledger.snapshot(tenant);
        let mut batch = Batch::default();
        let mut scratch = Scratch::default();
        for (edit, change) in edits.iter().enumerate() {
            match *change {
                Edit::Put { collection, json } => {
                    let (id, _) = home(collection)?;
                    let invalid = |violations| EditError::Invalid { edit, violations };
                    let entity = self.validator.read(schema, id, json, &mut scratch).map_err(invalid)?;
                    batch.puts.push(Put { entity: Arc::new(entity), expects: Expects::Anything });
                }
                Edit::Delete { collection, identifier, value } => {
                    let (id, home) = home(collection)?;
                    let at = home.identifiers.iter().position(|i| i.segment == identifier);
                    let at = at.ok_or_else(|| EditError::Unknown(format!("{collection}/{identifier}")))?;
                    let found = now.as_ref().and_then(|now| now.find(id, at as u16, value));
                    let id = found.ok_or_else(|| EditError::NotFound {
                        collection: collection.to_owned(),
                        identifier: identifier.to_owned(),
                        value: value.to_owned(),
                    })?;
                    batch.deletes.push(Delete { id, content: None });
                }
            }
        }
        Ok(self.ledger.submit(tenant, batch)?)
    }
}
