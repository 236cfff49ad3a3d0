//! How a program calls the generated client, for READMEs and documentation: the names that the generated modules give.

use smie_wire::model::Model;
use smie_wire::schema::{Collection, Schema};

use super::EmitError;
use super::names::{Names, field_name, fold};

/// The names by which collections are reached.
pub(crate) struct Calls {
    names: Names,
}

/// The names on the way to a resource: `api.{package}().{collection}().{method}("…")`.
pub(crate) struct Call {
    /// Accessor of the package, which is also its module.
    pub(crate) package: String,
    /// Accessor of the collection.
    pub(crate) collection: String,
    /// Method that gets a resource by the canonical identifier.
    pub(crate) method: String,
}

impl Calls {
    /// The names for a whole model.
    ///
    /// # Errors
    /// A schema of another model.
    pub(crate) fn new(model: &Model, schema: &Schema) -> Result<Self, EmitError> {
        super::same_model(model, schema)?;
        Ok(Self { names: Names::new(model, schema)? })
    }

    /// The way to the resources of a collection.
    ///
    /// # Errors
    /// A name that cannot be folded.
    pub(crate) fn call(&self, model: &Model, schema: &Schema, collection: &Collection) -> Result<Call, EmitError> {
        call(&self.names, model, schema, collection)
    }
}

/// The way to the resources of a collection.
pub(super) fn call(names: &Names, model: &Model, schema: &Schema, collection: &Collection) -> Result<Call, EmitError> {
    let folded = |name: &str| fold(&schema.profile.folding, name).map(|name| field_name(&name));
    let class = model.class(collection.class);
    let attribute = &class.attributes[collection.identifiers[collection.canonical].attribute];
    Ok(Call {
        package: names.module(collection.package).to_owned(),
        collection: folded(&class.name)?,
        method: format!("by_{}", folded(&attribute.name)?),
    })
}
