//! The entrance: a model or schema, a store and a user's own routes become a running API.

mod conflict;
mod own;
mod serve;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use smie_wire::model::{Model, ModelFile};
use smie_wire::profile::{LinkForm, PagingStyle};
use smie_wire::schema::Schema;
use smie_wire::table::ModelTable;

pub use serve::{ServeError, Server};

use crate::commit::Ledger;
use crate::load::{self, LoadReport, Mode};
use crate::store::{MemoryStore, Store, StoreError, TenantName};
use crate::validate::Validator;

/// An API that is ready to load data and to serve it.
#[derive(Clone, Debug)]
pub struct Api {
    ledger: Arc<Ledger>,
    validator: Arc<Validator>,
    model: Option<Arc<Model>>,
    routes: Option<Router>,
}

/// An API in the making.
#[derive(Debug, Default)]
pub struct Builder {
    source: Option<Source>,
    own: own::Own,
    store: Option<Box<dyn Store>>,
    routes: Option<Router>,
}

#[derive(Debug)]
enum Source {
    Tables(&'static ModelTable),
    Schema(Arc<Schema>),
}

/// Why an API cannot be built; everything that is wrong, a line each.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Nothing to serve was given.
    #[error("no model: give one with `.model(…)` or `.schema(…)`, or classes of your own with `.name(…)` and `.class::<…>()`")]
    NoModel,
    /// The model cannot be served.
    #[error("the model cannot be served:\n  {}", .0.join("\n  "))]
    Model(Vec<String>),
    /// A schema was given, from which the model cannot be read back.
    #[error("a schema has no model to export: give the model itself with `.model(…)`")]
    NoExport,
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Builder {
    /// Serves this model, as generated or derived types describe it.
    #[must_use]
    pub fn model(mut self, model: &'static ModelTable) -> Self {
        self.source = Some(Source::Tables(model));
        self
    }

    /// Serves this schema, compiled from a model file.
    #[must_use]
    pub fn schema(mut self, schema: Arc<Schema>) -> Self {
        self.source = Some(Source::Schema(schema));
        self
    }

    /// Keeps data in this store; the default lasts as long as the process.
    #[must_use]
    pub fn store(mut self, store: impl Store + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Adds routes of your own. They answer where the model has no route.
    #[must_use]
    pub fn routes(mut self, routes: Router) -> Self {
        self.routes = Some(match self.routes {
            Some(before) => before.merge(routes),
            None => routes,
        });
        self
    }

    /// The schema that will be served.
    ///
    /// # Errors
    /// Everything that keeps the model from being one.
    pub fn compile(&self) -> Result<Arc<Schema>, BuildError> {
        let (compiled, wrong) = self.compiled()?;
        compiled.schema.filter(|_| wrong.is_empty()).ok_or(BuildError::Model(wrong))
    }

    /// The model that will be served, as a folder of YAML for the generator, in which a project can go on.
    ///
    /// # Errors
    /// Everything that keeps the model from being one; and a schema has no model any more.
    pub fn export_model(&self) -> Result<Vec<ModelFile>, BuildError> {
        let (compiled, wrong) = self.compiled()?;
        match compiled.model {
            _ if !wrong.is_empty() => Err(BuildError::Model(wrong)),
            None => Err(BuildError::NoExport),
            Some(model) => Ok(model.files()),
        }
    }

    /// Puts everything together and opens the store.
    ///
    /// # Errors
    /// Everything that is wrong with the model, or the store.
    pub fn build(self) -> Result<Api, BuildError> {
        let (compiled, mut wrong) = self.compiled()?;
        let Some(schema) = compiled.schema else { return Err(BuildError::Model(wrong)) };
        wrong.extend(unserved(&schema));
        let validator = Validator::new(&schema).map_err(|mut patterns| {
            wrong.append(&mut patterns);
            BuildError::Model(wrong.clone())
        })?;
        if !wrong.is_empty() {
            return Err(BuildError::Model(wrong));
        }
        let store = self.store.unwrap_or_else(|| Box::new(MemoryStore::default()));
        let ledger = Ledger::open(schema, store)?;
        Ok(Api { ledger: Arc::new(ledger), validator: Arc::new(validator), model: compiled.model, routes: self.routes })
    }
}

/// What the schema asks for that this engine does not do yet; better refused at start than served wrongly.
fn unserved(schema: &Schema) -> Vec<String> {
    let profile = &schema.profile;
    let asked = [
        (profile.links != LinkForm::ObjectOfArrays, "links are served as an object of lists only"),
        (profile.paging.style != PagingStyle::SizeOffset, "collections are paged by `size` and `offset` only"),
        (profile.canonical_route_only, "every identifier has a route of its own"),
        (schema.collections.iter().any(|c| c.parent.is_some()), "resources nested by `within` are not served"),
    ];
    asked.iter().filter(|(asked, _)| *asked).map(|(_, text)| format!("profile `{}`: {text} in this version", profile.name)).collect()
}

impl Api {
    /// An API in the making.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// What is served.
    #[must_use]
    pub fn schema(&self) -> &Arc<Schema> {
        &self.ledger.schema
    }

    /// What is served as a model: a folder of YAML for the generator. `None` when the API was made from a schema.
    #[must_use]
    pub fn export_model(&self) -> Option<Vec<ModelFile>> {
        self.model.as_deref().map(Model::files)
    }

    /// Loads a file or folder of data: everything, or nothing when anything is wrong.
    #[must_use]
    pub fn load(&self, path: impl AsRef<Path>) -> LoadReport {
        self.load_for(&TenantName::default(), path, Mode::All)
    }

    /// Loads data of an organisation.
    #[must_use]
    pub fn load_for(&self, tenant: &TenantName, path: impl AsRef<Path>, mode: Mode) -> LoadReport {
        load::load(&self.ledger, &self.validator, tenant, path.as_ref(), mode)
    }
}

#[cfg(test)]
mod tests;
