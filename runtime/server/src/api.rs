//! The entrance: a model or schema, a store and a user's own routes become a running API.

mod acting;
mod beside;
mod conflict;
mod edit;
mod own;
mod serve;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use smie_wire::model::{Model, ModelFile};
use smie_wire::schema::{CollectionId, Schema};
use smie_wire::table::ModelTable;

pub use edit::{Edit, EditError};
pub use serve::{ServeError, Server};

use crate::action::Actions;
use crate::commit::Ledger;
use crate::export::{self, ExportError, ExportReport};
use crate::feed::{Erase, EraseError, Erased, Eraser, Feeds, Renderer};
use crate::load::{self, LoadReport, Missing, Mode};
use crate::store::{CheckReport, MemoryStore, Migration, Run, SqliteStore, Store, StoreError, TenantName};
use crate::validate::Validator;

/// An API that is ready to load data and to serve it.
#[derive(Clone, Debug)]
pub struct Api {
    ledger: Arc<Ledger>,
    feeds: Arc<Feeds>,
    validator: Arc<Validator>,
    actions: Arc<Actions>,
    model: Option<Arc<Model>>,
    routes: Option<Router>,
    beside: beside::Beside,
}

/// An API in the making.
#[derive(Debug, Default)]
pub struct Builder {
    source: Option<Source>,
    own: own::Own,
    acting: acting::Acting,
    keep: Keep,
    routes: Option<Router>,
    beside: beside::Beside,
}

/// Where data is kept.
#[derive(Debug, Default)]
enum Keep {
    #[default]
    Memory,
    Folder(PathBuf),
    Store(Box<dyn Store>),
}

#[derive(Debug)]
enum Source {
    Tables(&'static ModelTable),
    Schema(Arc<Schema>),
}

/// A schema that can be served, what holds values against it, and the model that it was made of.
struct Prepared {
    schema: Arc<Schema>,
    validator: Validator,
    model: Option<Arc<Model>>,
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

/// Why events in a folder were not erased.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedactError {
    /// The model or the data cannot be used.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// There is nothing that may be erased.
    #[error(transparent)]
    Erase(#[from] EraseError),
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
        self.keep = Keep::Store(Box::new(store));
        self
    }

    /// Keeps data in this folder, in a file for each organisation. What is kept there by an older model is migrated, unless something would be lost.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.keep = Keep::Folder(folder.into());
        self
    }

    /// True when the caller brought a store or a folder of its own.
    pub(crate) fn keeps(&self) -> bool {
        !matches!(self.keep, Keep::Memory)
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
        let Prepared { schema, validator, model } = self.prepare()?;
        let validator = Arc::new(validator);
        let actions = Arc::new(self.actions(&schema, &validator)?);
        let store: Box<dyn Store> = match self.keep {
            Keep::Memory => Box::new(MemoryStore::default()),
            Keep::Folder(folder) => Box::new(SqliteStore::open(&folder, &schema, &validator)?),
            Keep::Store(store) => store,
        };
        let feeds = Arc::new(Feeds::new(&schema));
        let renderer = Renderer::new(feeds.clone(), store.secret()?);
        let ledger = Ledger::open(schema, store, Box::new(renderer))?;
        let ledger = Arc::new(ledger);
        Ok(Api { ledger, feeds, validator, actions, model, routes: self.routes, beside: self.beside })
    }

    /// Brings the data in a folder over to this model, or only says what that would do; a line for each file that is of another one.
    ///
    /// # Errors
    /// The model cannot be served, or the data not read. What would be lost is in the answer, and keeps the file as it is.
    pub fn migrate(&self, folder: &Path, run: Run) -> Result<Vec<Migration>, BuildError> {
        let Prepared { schema, validator, .. } = self.prepare()?;
        Ok(SqliteStore::migrate(folder, &schema, &validator, run)?)
    }

    /// Erases events of feeds in a folder, also while a server has it open, which then shows it within a second or two.
    ///
    /// # Errors
    /// The model cannot be compiled, the folder not used, or there is nothing that may be erased.
    pub fn redact(&self, folder: &Path, tenant: &TenantName, package: Option<&str>, what: Erase<'_>) -> Result<Erased, RedactError> {
        let schema = self.compile()?;
        let store = SqliteStore::open_beside(folder, &schema).map_err(BuildError::from)?;
        if !store.tenants().map_err(BuildError::from)?.contains(tenant) {
            let what = format!("there is no data of `{tenant}` in `{}`", folder.display());
            return Err(BuildError::from(StoreError::Unavailable(what)).into());
        }
        let feeds = Feeds::new(&schema);
        Ok(Eraser { store: &store, schema: &schema, feeds: &feeds, tenant }.erase(package, what)?)
    }

    /// Verifies the data in a folder, a report for each file.
    ///
    /// # Errors
    /// The model cannot be compiled, or the folder not read.
    pub fn check_store(&self, folder: &Path) -> Result<Vec<CheckReport>, BuildError> {
        Ok(SqliteStore::check(folder, &*self.compile()?)?)
    }

    fn prepare(&self) -> Result<Prepared, BuildError> {
        let (compiled, mut wrong) = self.compiled()?;
        let Some(schema) = compiled.schema else { return Err(BuildError::Model(wrong)) };
        let validator = Validator::new(&schema).map_err(|mut patterns| {
            wrong.append(&mut patterns);
            BuildError::Model(wrong.clone())
        })?;
        if !wrong.is_empty() {
            return Err(BuildError::Model(wrong));
        }
        Ok(Prepared { schema, validator, model: compiled.model })
    }
}

impl Api {
    pub(crate) fn actions(&self) -> &Arc<Actions> {
        &self.actions
    }

    pub(crate) fn feeds(&self) -> &Arc<Feeds> {
        &self.feeds
    }

    pub(crate) fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

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
        self.load_with(tenant, path, mode, Missing::Stay)
    }

    /// A resource of a collection in every representation, with links under `base`: for documentation. Media type and body; nothing when there is no data.
    #[must_use]
    pub fn examples(&self, collection: CollectionId, base: &str) -> Vec<(&'static str, Vec<u8>)> {
        crate::http::examples(&self.ledger, &self.validator, collection, base)
    }

    /// Writes an organisation's data to an empty folder, as [`Api::load`] reads it.
    ///
    /// # Errors
    /// There is no such organisation, or the folder cannot be written or is not empty.
    pub fn export(&self, tenant: &TenantName, folder: impl AsRef<Path>) -> Result<ExportReport, ExportError> {
        export::export(&self.ledger, tenant, folder.as_ref())
    }

    /// Erases what events of an organisation's feeds say of somebody; numbers and ids stay. A server that runs shows it within a second or two, and
    /// caches within a day.
    ///
    /// An entity that is deleted leaves its events: whoever has a right to be forgotten is erased here, too.
    ///
    /// # Errors
    /// There is nothing that may be erased.
    pub fn redact(&self, tenant: &TenantName, package: Option<&str>, what: Erase<'_>) -> Result<Erased, EraseError> {
        let Self { ledger, feeds, .. } = self;
        Eraser { store: ledger.store(), schema: &ledger.schema, feeds, tenant }.erase(package, what)
    }

    /// Loads data of an organisation, and says what becomes of what does not come.
    #[must_use]
    pub fn load_with(&self, tenant: &TenantName, path: impl AsRef<Path>, mode: Mode, missing: Missing) -> LoadReport {
        self.load_telling(tenant, path, mode, missing, &mut |_| {})
    }

    /// As [`Api::load_with`]; `tell` hears after each entity how many were read so far, for those who wait.
    #[must_use]
    pub fn load_telling(
        &self,
        tenant: &TenantName,
        path: impl AsRef<Path>,
        mode: Mode,
        missing: Missing,
        tell: &mut dyn FnMut(u64),
    ) -> LoadReport {
        load::load(&self.ledger, &self.validator, tenant, path.as_ref(), (mode, missing), tell)
    }
}

#[cfg(test)]
mod tests;
