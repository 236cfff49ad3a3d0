//! The actions of a running API: which class has which handlers, what is simulated, and which clock they go by.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use smie_wire::model::{ClassId, ImpedimentId};
use smie_wire::schema::{CollectionId, Schema, WRONG_STATE};
use smie_wire::value::DateTime;

use super::Caller;
use super::handler::{Handler, Handlers};
use super::names::Names;
use super::world::World;
use crate::index::Tenant;
use crate::validate::Validator;

/// Tells the present.
#[derive(Clone)]
pub(crate) struct Clock(pub(crate) Arc<dyn Fn() -> DateTime + Send + Sync>);

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(DateTime::now))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The actions of a running API.
pub(crate) struct Actions {
    pub(super) schema: Arc<Schema>,
    pub(super) validator: Arc<Validator>,
    pub(super) names: Names,
    /// By class.
    handlers: Vec<Option<Arc<dyn Handler>>>,
    /// Impediments that stand in the way without a handler.
    simulated: BTreeSet<ImpedimentId>,
    clock: Clock,
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handled = self.handlers.iter().flatten().map(|handler| handler.class().name);
        f.debug_struct("Actions").field("handled", &handled.collect::<Vec<_>>()).field("simulated", &self.simulated).finish_non_exhaustive()
    }
}

impl Actions {
    /// The actions of a schema with these handlers.
    ///
    /// # Errors
    /// Handlers of classes that the schema does not have, two for one class, and codes of impediments that it does not have; a line each.
    pub(crate) fn new(
        schema: Arc<Schema>,
        validator: Arc<Validator>,
        given: &Handlers,
        impeded: &[String],
        clock: Clock,
    ) -> Result<Self, Vec<String>> {
        let names = Names::default();
        let mut wrong = Vec::new();
        let mut handlers: Vec<Option<Arc<dyn Handler>>> = vec![None; schema.classes.len()];
        for handler in &given.0 {
            let table = handler.class();
            match names.of(&schema, table).and_then(|typed| handlers.get_mut(typed.class.index())) {
                None => wrong.push(format!("there are handlers for `{}/{}`, which the model does not have", table.package, table.name)),
                Some(Some(_)) => wrong.push(format!("there are two handlers for `{}/{}`", table.package, table.name)),
                Some(place) => *place = Some(handler.clone()),
            }
        }
        let mut simulated = BTreeSet::new();
        for code in impeded {
            let found = (0..).map(ImpedimentId).zip(&schema.impediments).filter(|(_, one)| one.wire == *code || one.name == *code);
            let before = simulated.len();
            simulated.extend(found.map(|(id, _)| id));
            if simulated.len() == before {
                let known = schema.impediments.iter().map(|one| format!("`{}`", one.wire)).collect::<Vec<_>>().join(", ");
                let known = if known.is_empty() { "it has none".to_owned() } else { format!("it has {known}") };
                wrong.push(format!("the model has no impediment `{code}`; {known}"));
            }
        }
        if wrong.is_empty() { Ok(Self { schema, validator, names, handlers, simulated, clock }) } else { Err(wrong) }
    }

    /// Served classes with actions that nobody handles, `package/Class` each.
    pub(crate) fn unhandled(&self) -> Vec<String> {
        let served: BTreeSet<ClassId> = self.schema.collections.iter().map(|home| home.class).collect();
        let missing = served.into_iter().filter(|id| !self.schema.class(*id).actions.is_empty() && self.handler(*id).is_none());
        let name = |id: ClassId| {
            let class = self.schema.class(id);
            format!("{}/{}", self.schema.package(class.package).name, class.name)
        };
        missing.map(name).collect()
    }

    /// Impediments of served classes on which nobody gives a verdict, by code.
    pub(crate) fn unjudged(&self) -> Vec<&str> {
        let open = self.schema.collections.iter().filter(|home| self.handler(home.class).is_none());
        let ids: BTreeSet<ImpedimentId> =
            open.flat_map(|home| &self.schema.class(home.class).actions).flat_map(|a| &a.impediments).copied().collect();
        ids.into_iter().filter(|id| !self.simulated.contains(id)).map(|id| self.schema.impediment(id).wire.as_str()).collect()
    }

    pub(super) fn handler(&self, class: ClassId) -> Option<&Arc<dyn Handler>> {
        self.handlers.get(class.index())?.as_ref()
    }

    pub(super) fn is_simulated(&self, impediment: ImpedimentId) -> bool {
        self.simulated.contains(&impediment)
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// True when resources of the collection, or itself, offer anything.
    pub(crate) fn has_any(&self, collection: CollectionId) -> bool {
        !self.schema.class(self.schema.collection(collection).class).actions.is_empty()
    }

    /// True when handlers may delete resources at any time.
    pub(crate) fn may_delete(&self) -> bool {
        self.handlers.iter().any(Option::is_some)
    }

    pub(crate) fn now(&self) -> DateTime {
        (self.clock.0)()
    }

    /// A snapshot as handlers of a collection's class see it.
    pub(crate) fn world<'a>(&'a self, tenant: &'a Tenant, collection: CollectionId, now: DateTime, caller: &'a Caller) -> World<'a> {
        let package = self.schema.collection(collection).package;
        World { schema: &self.schema, validator: &self.validator, names: &self.names, tenant, package, now, caller }
    }
}

/// The code on the wire of what a code stands for.
pub(super) fn wire(schema: &Schema, impediment: Option<ImpedimentId>) -> &str {
    impediment.map_or(WRONG_STATE, |id| &schema.impediment(id).wire)
}
