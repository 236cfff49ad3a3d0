//! Opens a model whose API is made, not only described.

use std::path::Path;

use smie_wire::model::Model;
use smie_wire::schema::Schema;

use super::{Exit, model, print};
use crate::emit::Overrides;
use crate::source;

/// A model that can be generated and served.
pub(super) struct Served {
    /// The model.
    pub(super) model: Model,
    /// Its API.
    pub(super) schema: Schema,
    /// Templates beside the model.
    pub(super) overrides: Overrides,
}

/// Compiles the model at `path`; findings are told and stop the command.
pub(super) fn open(path: &Path) -> Result<Served, Exit> {
    let compiled = model::open(path)?;
    let schema = compiled.schema.ok_or(Exit::Findings)?;
    Ok(Served { model: compiled.resolved.model, schema, overrides: overrides(path)? })
}

/// The templates beside the model; those that do not fit are told and stop the command.
fn overrides(path: &Path) -> Result<Overrides, Exit> {
    let texts = source::overrides::overrides(path).map_err(|error| print::failure(&error))?;
    Overrides::new(texts).map_err(|wrong| {
        for error in &wrong {
            anstream::eprintln!("error: {error}");
        }
        anstream::eprintln!(
            "help: `smie template PATH` prints smie's own with the line that it begins with; compare, then change the line in yours"
        );
        Exit::Findings
    })
}
