//! Opens a model whose API is made, not only described.

use std::path::Path;

use smie_wire::model::Model;
use smie_wire::schema::Schema;

use super::{Exit, model};

/// A model that can be generated and served.
pub(super) struct Served {
    /// The model.
    pub(super) model: Model,
    /// Its API.
    pub(super) schema: Schema,
}

/// Compiles the model at `path`; findings are told and stop the command.
pub(super) fn open(path: &Path) -> Result<Served, Exit> {
    let compiled = model::open(path)?;
    let schema = compiled.schema.ok_or(Exit::Findings)?;
    Ok(Served { model: compiled.resolved.model, schema })
}
