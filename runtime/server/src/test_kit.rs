//! Tests of handlers without HTTP: given these resources, when this is done, then so it is.
//!
//! The engine is the real one, its rules and transactions included; only the network, the clock and the disk are missing. Everything that can go wrong
//! comes back as a value, in the words that a client would be told.
//!
//! ```text
//! let kit = TestKit::new(generated::handle(Api::builder().model(&generated::MODEL), Handlers))?;
//! kit.at("2012-01-17T12:00:00Z".parse()?).given(&kurstillfälle)?.given(&deltagande)?;
//! let happened = kit.when::<Studiedeltagande>("id", "1234", "registrering", &input)?;
//! assert_eq!(happened.events[0].name, "förstagångsregistrerad_på_kurstillfälle");
//! ```

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use smie_wire::model::ActionTarget;
use smie_wire::schema::CollectionId;
use smie_wire::table::Described;
use smie_wire::value::DateTime;

use crate::action::{Actions, Caller, Decision, Declined, Depth, Impediment, Invocation, Refused, Whom};
use crate::commit::{Batch, CommitError, Committed, Expects, Put};
use crate::index::{EntityId, Tenant};
use crate::store::{EventKind, TenantName};
use crate::{Api, BuildError, Builder};

/// An API in memory, with a clock that stands still.
#[derive(Debug)]
pub struct TestKit {
    api: Api,
    now: Arc<Mutex<DateTime>>,
    caller: Caller,
}

/// What an action came to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Happened {
    /// Events that the model declares, in the order in which they were told. A package without a feed tells none.
    pub events: Vec<Event>,
    resource: Option<EntityId>,
}

/// An event as it was told.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// Its name in the model.
    pub name: String,
    /// What it carries, as a reader of the feed gets it.
    pub carries: Value,
}

/// What a representation would say of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offered {
    /// The action's name in the model.
    pub action: String,
    /// True when it can be done.
    pub is_allowed: bool,
    /// What the caller should know, when it can.
    pub warnings: Vec<Impediment>,
    /// What stands in the way, when it cannot.
    pub impediments: Vec<Impediment>,
}

impl TestKit {
    /// Builds the API, with data in memory and the time at which this is called.
    ///
    /// # Errors
    /// Everything that keeps the API from being built, such as handlers that are missing.
    pub fn new(builder: Builder) -> Result<Self, BuildError> {
        let now = Arc::new(Mutex::new(DateTime::now()));
        let clock = now.clone();
        let api = builder.clock(move || *clock.lock().unwrap_or_else(PoisonError::into_inner)).build()?;
        Ok(Self { api, now, caller: Caller::default() })
    }

    /// From here on it is this time.
    pub fn at(&self, time: DateTime) -> &Self {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = time;
        self
    }

    /// From here on this is who asks.
    #[must_use]
    pub fn called_by(self, caller: Caller) -> Self {
        Self { caller, ..self }
    }

    /// There is this resource, in the place of one with its identifiers.
    ///
    /// # Errors
    /// The model does not have it so, or links of it lead to nothing where the profile refuses that.
    pub fn given<T: Described + Serialize>(&self, entity: &T) -> Result<&Self, Declined> {
        let (collection, tenant) = (self.collection::<T>()?, self.tenant());
        let bytes = serde_json::to_vec(entity).map_err(|error| Refused::failed(error.to_string()))?;
        let world = self.actions().world(&tenant, collection, self.actions().now(), &self.caller);
        let entity = world.settled(collection, T::table(), &bytes)?;
        let put = Put { entity: Arc::new(entity), expects: Expects::Anything };
        self.submit(Batch { puts: vec![put], ..Batch::default() })?;
        Ok(self)
    }

    /// The resource with this value of an identifier, named as in its path.
    #[must_use]
    pub fn get<T: Described + DeserializeOwned>(&self, identifier: &str, value: &str) -> Option<T> {
        let tenant = self.tenant();
        let (at, value) = self.named::<T>(identifier, value).ok()?;
        self.read(tenant.find(self.collection::<T>().ok()?, at, &value)?)
    }

    /// The resource that an action was about, or that it created.
    #[must_use]
    pub fn resource<T: Described + DeserializeOwned>(&self, happened: &Happened) -> Option<T> {
        self.read(happened.resource?)
    }

    /// What a representation of a resource would say of each of its actions.
    ///
    /// # Errors
    /// There is no such resource.
    pub fn offers<T: Described>(&self, identifier: &str, value: &str) -> Result<Vec<Offered>, Declined> {
        let (collection, tenant) = (self.collection::<T>()?, self.tenant());
        let (at, value) = self.named::<T>(identifier, value)?;
        let id = tenant.find(collection, at, &value).ok_or(Declined::Gone)?;
        Ok(self.offered(&tenant, collection, Some(id)))
    }

    /// What the collection's document would say of each of its actions.
    ///
    /// # Errors
    /// The class is not served.
    pub fn offers_of_collection<T: Described>(&self) -> Result<Vec<Offered>, Declined> {
        Ok(self.offered(&self.tenant(), self.collection::<T>()?, None))
    }

    /// Does an action, by its name in the model, to a resource. The input is what its type writes; `&()` is none.
    ///
    /// # Errors
    /// What a client would be told.
    pub fn when<T: Described>(&self, identifier: &str, value: &str, action: &str, input: &impl Serialize) -> Result<Happened, Declined> {
        let (at, value) = self.named::<T>(identifier, value)?;
        self.invoke::<T>(Whom::Resource(at, value), action, input)
    }

    /// Does an action of the collection.
    ///
    /// # Errors
    /// What a client would be told.
    pub fn when_on_collection<T: Described>(&self, action: &str, input: &impl Serialize) -> Result<Happened, Declined> {
        self.invoke::<T>(Whom::Collection, action, input)
    }

    fn actions(&self) -> &Arc<Actions> {
        self.api.actions()
    }

    fn tenant(&self) -> Arc<Tenant> {
        let ledger = self.api.ledger();
        ledger.snapshot(&TenantName::default()).unwrap_or_else(|| Arc::new(Tenant::new(ledger.schema.collections.len())))
    }

    fn collection<T: Described>(&self) -> Result<CollectionId, Refused> {
        let table = T::table();
        let missing = || Refused::failed(format!("the model does not serve `{}/{}`", table.package, table.name));
        let schema = self.api.schema();
        let is_it = |class: &smie_wire::schema::Class| class.name == table.name && schema.package(class.package).name == table.package;
        schema.collections().find(|(_, home)| is_it(schema.class(home.class))).map(|(id, _)| id).ok_or_else(missing)
    }

    fn named<T: Described>(&self, identifier: &str, value: &str) -> Result<(u16, Box<str>), Refused> {
        let home = self.api.schema().collection(self.collection::<T>()?);
        let at = home.identifiers.iter().position(|known| known.segment.eq_ignore_ascii_case(identifier));
        let at = at.and_then(|at| u16::try_from(at).ok());
        at.map(|at| (at, value.into())).ok_or_else(|| Refused::failed(format!("`{}` has no identifier `{identifier}`", T::table().name)))
    }

    fn read<T: Described + DeserializeOwned>(&self, id: EntityId) -> Option<T> {
        let tenant = self.tenant();
        let world = self.actions().world(&tenant, id.collection, self.actions().now(), &self.caller);
        serde_json::from_slice(&world.typed(id, T::table())?).ok()
    }

    fn offered(&self, tenant: &Tenant, collection: CollectionId, subject: Option<EntityId>) -> Vec<Offered> {
        let actions = self.actions();
        let world = actions.world(tenant, collection, actions.now(), &self.caller);
        let schema = self.api.schema();
        let declared = &schema.class(schema.collection(collection).class).actions;
        let told = |found: &[crate::action::Found]| found.iter().map(|one| one.told(actions)).collect();
        let offered = |(at, decided): (usize, crate::action::Decided)| {
            let (is_allowed, warnings, impediments) = match &decided.decision {
                Decision::Allowed { warnings, .. } => (true, told(warnings), Vec::new()),
                Decision::Impeded(impediments) => (false, Vec::new(), told(impediments)),
            };
            Offered { action: declared[at].name.clone(), is_allowed, warnings, impediments }
        };
        actions.decide_all(&world, collection, subject, Depth::Named).into_iter().map(offered).collect()
    }

    fn invoke<T: Described>(&self, whom: Whom, action: &str, input: &impl Serialize) -> Result<Happened, Declined> {
        let collection = self.collection::<T>()?;
        let schema = self.api.schema();
        let declared = &schema.class(schema.collection(collection).class).actions;
        let target = if whom == Whom::Collection { ActionTarget::Collection } else { ActionTarget::Resource };
        let found = declared.iter().position(|known| known.name == action && known.on == target);
        let at = found.ok_or_else(|| Refused::failed(format!("`{}` has no such action `{action}`", T::table().name)))?;
        let typed = serde_json::to_value(input).map_err(|error| Refused::failed(error.to_string()))?;
        let body = self.actions().wire_input(collection, at, typed).to_string();
        let input = self.actions().input(collection, at, body.as_bytes()).map_err(Declined::Invalid)?;
        let (actions, caller) = (self.actions().clone(), self.caller.clone());
        let invocation = Invocation { actions, collection, action: at, whom, input, caller, requires: None, remember: None };
        let before = self.tenant();
        let done = self.submit(Batch { decide: Some(Box::new(invocation)), ..Batch::default() })?;
        let resource = done.ids.first().copied();
        Ok(Happened { events: self.events(&before)?, resource })
    }

    fn submit(&self, batch: Batch) -> Result<Committed, Declined> {
        self.api.ledger().submit(&TenantName::default(), batch).map_err(|error| match error {
            CommitError::Declined(declined) => declined,
            CommitError::Refused(refusals) => {
                let reasons: Vec<String> = refusals.iter().map(|refusal| refusal.reason.to_string()).collect();
                Refused::conflict(reasons.join("; ")).into()
            }
            error => Refused::failed(error.to_string()).into(),
        })
    }

    /// Events that were told since.
    fn events(&self, before: &Tenant) -> Result<Vec<Event>, Refused> {
        let (store, name) = (self.api.ledger().store(), TenantName::default());
        let mut events = Vec::new();
        for feed in self.api.feeds().iter() {
            let from = before.heads().get(&feed.key).map_or(1, |head| head.last + 1);
            let rows = store.events(&name, &feed.key, from, usize::MAX).map_err(|error| Refused::failed(error.to_string()))?;
            for row in rows {
                let EventKind::Domain(event) = &row.kind else { continue };
                let mut text = Vec::new();
                let told = crate::feed::cloud_event(feed, &name, &row, b"", &mut text).ok();
                let told: Option<Value> = told.and_then(|()| serde_json::from_slice(&text).ok());
                let carries = told.and_then(|mut told| told.get_mut("data").map(Value::take)).unwrap_or_default();
                events.push(Event { name: event.to_string(), carries });
            }
        }
        Ok(events)
    }
}
