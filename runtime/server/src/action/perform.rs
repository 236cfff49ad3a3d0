//! Doing an action: evaluated and done inside the write transaction, all of it or nothing.

use std::sync::Arc;

use serde_json::{Map, Value};
use smie_wire::schema::{Action, CollectionId};
use smie_wire::table::TypeTable;

use super::effects::{Change, Effects};
use super::evaluate::{Decision, Depth, unpanicked};
use super::names::{Towards, typed_name};
use super::settle::{self, State};
use super::{Actions, Caller, Context, Given, Impediment, Refused, World};
use crate::commit::{Batch, Decide, Delete, EventDraft, Expects, Put, Subject};
use crate::entity::{ContentHash, Entity};
use crate::index::{EntityId, Tenant};
use crate::validate::Violation;

/// Why an action was not done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Declined {
    /// The resource is not there.
    #[error("it does not exist")]
    Gone,
    /// The resource is not in the state that the caller knows.
    #[error("it was changed by someone else")]
    Changed,
    /// Something stands in the way.
    #[error("{} impediments stand in the way", .0.len())]
    Impeded(Vec<Impediment>),
    /// The input is not what the model says.
    #[error("{} things are wrong with the input", .0.len())]
    Invalid(Vec<Violation>),
    /// The handler refused, or failed.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// What an action is to be done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// The resource with this value of an identifier, by its position.
    Resource(u16, Box<str>),
    /// The collection.
    Collection,
}

/// An action's input, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Input(Map<String, Value>);

/// An action that is to be done.
pub(crate) struct Invocation {
    pub(crate) actions: Arc<Actions>,
    pub(crate) collection: CollectionId,
    /// Position in the class's actions.
    pub(crate) action: usize,
    pub(crate) whom: Whom,
    pub(crate) input: Input,
    pub(crate) caller: Caller,
    /// What the caller requires of the resource's content.
    pub(crate) requires: Option<Requires>,
    /// What is remembered under an idempotency key when this entity is the answer.
    pub(crate) remember: Option<Remember>,
}

pub(crate) type Requires = Box<dyn Fn(ContentHash) -> bool + Send>;
pub(crate) type Remember = Box<dyn Fn(&Entity) -> Arc<[u8]> + Send>;

impl std::fmt::Debug for Invocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let action = &self.class().actions[self.action].name;
        f.debug_struct("Invocation").field("action", action).field("whom", &self.whom).finish_non_exhaustive()
    }
}

impl Actions {
    /// Checks an action's input: nothing, or a JSON object.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn input(&self, collection: CollectionId, action: usize, body: &[u8]) -> Result<Input, Vec<Violation>> {
        let class = self.schema.collection(collection).class;
        let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
        let text = self.validator.input(&self.schema, (class, action), collection, body)?;
        match serde_json::from_slice(&text) {
            Ok(Value::Object(object)) => Ok(Input(object)),
            _ => Ok(Input::default()),
        }
    }
}

impl Actions {
    /// The body that a client would send for what an input's type writes.
    pub(crate) fn wire_input(&self, collection: CollectionId, action: usize, typed: Value) -> Value {
        let class = self.schema.collection(collection).class;
        let Some(action) = self.schema.class(class).actions.get(action) else { return typed };
        let (Value::Object(mut typed), Some(handler)) = (typed, self.handler(class)) else { return Value::Object(Map::new()) };
        let table = handler.class().actions.iter().find(|table| table.name == action.name).and_then(|table| table.input);
        let mut body = Map::new();
        for input in &action.input {
            let declared = table.and_then(|table| table().attributes.iter().find(|a| a.name == input.name));
            let Some(value) = typed.remove(&typed_name(&input.name, declared.and_then(|a| a.wire))) else { continue };
            let value = match declared.map(|a| a.ty) {
                Some(TypeTable::Class(table)) => self.names.rename(&self.schema, table(), value, Towards::Wire),
                _ => value,
            };
            body.insert(input.wire.clone(), value);
        }
        Value::Object(body)
    }
}

impl Decide for Invocation {
    fn decide(&self, state: &Tenant) -> Result<Batch, Declined> {
        let world = self.actions.world(state, self.collection, self.actions.now(), &self.caller);
        let subject = self.subject(state)?;
        let given = Given::new(subject.and_then(|id| self.actions.given(&world, id)), Some(self.typed_input()));
        let action = &self.class().actions[self.action];
        let decided = self.actions.decide(&world, self.collection, action, subject, (&given, Depth::Named))?;
        if let Decision::Impeded(found) = decided.decision {
            return Err(Declined::Impeded(found.iter().map(|one| one.told(&self.actions)).collect()));
        }
        let mut effects = Effects::new(Context { world: &world });
        let own = self.own(&world, action, subject, &given, &mut effects)?;
        let mut batch = Batch::default();
        let about = self.put(&mut batch, subject, own.as_ref(), effects.deletes_itself)?;
        let mut placed = Vec::new();
        for change in std::mem::take(&mut effects.changes) {
            placed.push(apply(&world, change, &mut batch)?);
        }
        if let Some(about) = about {
            batch.events = self.events(action, &effects, about, (&batch.puts, &placed))?;
        }
        let shown = own.as_deref().or_else(|| subject.and_then(|id| state.get(id)).map(|resource| &**resource.entity()));
        batch.answer = self.remember.as_ref().zip(shown).map(|(remember, entity)| remember(entity));
        Ok(batch)
    }
}

impl Invocation {
    fn class(&self) -> &smie_wire::schema::Class {
        self.actions.schema().class(self.actions.schema().collection(self.collection).class)
    }

    /// The resource that is meant, as the caller requires it.
    fn subject(&self, state: &Tenant) -> Result<Option<EntityId>, Declined> {
        let Whom::Resource(identifier, value) = &self.whom else { return Ok(None) };
        let found = state.find(self.collection, *identifier, value).and_then(|id| Some((id, state.get(id)?.entity().hash())));
        let (id, content) = found.ok_or(Declined::Gone)?;
        match &self.requires {
            Some(requires) if !requires(content) => Err(Declined::Changed),
            _ => Ok(Some(id)),
        }
    }

    /// What the action makes of its resource, or the one that it creates; `None` = it only deletes.
    fn own(
        &self,
        world: &World<'_>,
        action: &Action,
        subject: Option<EntityId>,
        given: &Given<'_>,
        effects: &mut Effects<'_>,
    ) -> Result<Option<Arc<Entity>>, Refused> {
        let class = self.class();
        let old = subject.and_then(|id| world.tenant.get(id)).map(|resource| resource.entity());
        let attribute = class.state.and_then(|at| class.attributes.get(at)).map(|attribute| attribute.wire.as_str());
        let state = attribute.zip(action.to.as_deref()).map(|(attribute, code)| State { attribute, code });
        let entity = match (self.actions.handler(self.actions.schema().collection(self.collection).class), old) {
            (Some(handler), old) => {
                let outcome = unpanicked(|| handler.act(&action.name, given, effects))?;
                settle::entity(world, self.collection, (handler.class(), &outcome.0), old.map(|old| &**old), state)?
            }
            (None, Some(old)) => settle::moved(world, old, state)?,
            (None, None) => return Err(Refused::unwritten(&action.name)),
        };
        if effects.deletes_itself { Ok(None) } else { Ok(Some(Arc::new(entity))) }
    }

    /// Puts what the action is about first, so that the commit tells what became of it.
    fn put(
        &self,
        batch: &mut Batch,
        subject: Option<EntityId>,
        own: Option<&Arc<Entity>>,
        deletes: bool,
    ) -> Result<Option<Subject>, Refused> {
        match (own, subject) {
            (Some(entity), subject) => {
                let expects = subject.map_or(Expects::New, Expects::Existing);
                batch.puts.push(Put { entity: entity.clone(), expects });
                Ok(Some(Subject::Put(0)))
            }
            (None, Some(id)) if deletes => {
                batch.deletes.push(Delete { id, content: None });
                Ok(Some(Subject::Entity(id)))
            }
            (None, _) => Ok(None),
        }
    }

    /// What the action emits by itself, then what its handler tells.
    fn events(
        &self,
        action: &Action,
        effects: &Effects<'_>,
        own: Subject,
        (puts, placed): (&[Put], &[Option<usize>]),
    ) -> Result<Vec<EventDraft>, Refused> {
        let class = self.class();
        let about =
            |subject, event: &str, input: &Value| EventDraft { subject, event: event.into(), input: input.to_string().into_bytes().into() };
        let draft = |event: &str, input: &Value| about(own, event, input);
        let declared = Value::Object(self.declared_input(action));
        let mut drafts: Vec<EventDraft> =
            action.emits.iter().filter_map(|at| class.events.get(*at)).map(|event| draft(&event.name, &declared)).collect();
        for told in &effects.events {
            let other = told.about.and_then(|change| *placed.get(change)?).and_then(|put| Some((put, puts.get(put)?)));
            let (subject, class) = match other {
                Some((put, other)) => {
                    let schema = self.actions.schema();
                    (Subject::Put(put), schema.class(schema.collection(other.entity.collection()).class))
                }
                None => (own, class),
            };
            if class.events.iter().all(|event| event.name != told.event) {
                return Err(Refused::failed(format!("`{}` declares no event `{}`", class.name, told.event)));
            }
            let input = if told.input.is_null() { &declared } else { &told.input };
            drafts.push(about(subject, &told.event, input));
        }
        Ok(drafts)
    }

    /// The input by the names that it has in the model.
    fn declared_input(&self, action: &Action) -> Map<String, Value> {
        let named = action.input.iter().filter_map(|input| Some((input.name.clone(), self.input.0.get(&input.wire)?.clone())));
        named.collect()
    }

    /// The input by the names that its type has.
    fn typed_input(&self) -> Vec<u8> {
        let action = &self.class().actions[self.action];
        let Some(handler) = self.actions.handler(self.actions.schema().collection(self.collection).class) else { return b"{}".to_vec() };
        let table = handler.class().actions.iter().find(|table| table.name == action.name).and_then(|table| table.input);
        let mut typed = Map::new();
        for input in &action.input {
            let Some(value) = self.input.0.get(&input.wire) else { continue };
            let declared = table.and_then(|table| table().attributes.iter().find(|a| a.name == input.name));
            let value = match declared.map(|a| a.ty) {
                Some(TypeTable::Class(table)) => self.actions.names.rename(self.actions.schema(), table(), value.clone(), Towards::Type),
                _ => value.clone(),
            };
            typed.insert(typed_name(&input.name, declared.and_then(|a| a.wire)), value);
        }
        Value::Object(typed).to_string().into_bytes()
    }
}

/// Brings a change of another resource into the batch: where among the puts.
fn apply(world: &World<'_>, change: Change, batch: &mut Batch) -> Result<Option<usize>, Refused> {
    let home = |table: &'static smie_wire::table::ClassTable| {
        world.collection(table).ok_or_else(|| Refused::failed(format!("`{}/{}` is not served", table.package, table.name)))
    };
    match change {
        Change::Create(table, bytes) => {
            let entity = settle::entity(world, home(table)?, (table, &bytes), None, None)?;
            batch.puts.push(Put { entity: Arc::new(entity), expects: Expects::New });
        }
        Change::Replace(table, bytes) => {
            let collection = home(table)?;
            let new = settle::entity(world, collection, (table, &bytes), None, None)?;
            let named = (0u16..).zip(new.identifiers()).find_map(|(at, value)| world.tenant.find(collection, at, value.as_deref()?));
            let missing = || Refused::failed(format!("the resource of `{}` that is to be replaced does not exist", table.name));
            let id = named.ok_or_else(missing)?;
            let old = world.tenant.get(id).ok_or_else(missing)?.entity();
            let entity = settle::entity(world, collection, (table, &bytes), Some(old), None)?;
            batch.puts.push(Put { entity: Arc::new(entity), expects: Expects::Existing(id) });
        }
        Change::Delete(table, identifier, value) => {
            let found = world.find(table, &identifier, &value);
            let id = found
                .ok_or_else(|| Refused::failed(format!("`{}/{identifier}/{value}` is to be deleted and does not exist", table.name)))?;
            batch.deletes.push(Delete { id, content: None });
            return Ok(None);
        }
    }
    Ok(Some(batch.puts.len() - 1))
}
