//! Whether an action is allowed: the state first, then what its handler says of each impediment.
//!
//! This is the one place where that is decided, for what is shown and for what is done.

use std::panic::{AssertUnwindSafe, catch_unwind};

use smie_wire::model::{ActionTarget, Docs, ImpedimentId};
use smie_wire::schema::{Action, Class, CollectionId, wrong_state};
use smie_wire::value::DateTime;

use super::verdict::{Verdict, Weight};
use super::{Actions, Asked, Context, Given, Impediment, Refused, World, registry, settle};
use crate::entity::Entity;
use crate::index::EntityId;

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// The state is not one that the action starts from.
    WrongState,
    /// An impediment of the model.
    Named(ImpedimentId),
}

/// Something that stands in the way, or that the caller should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) code: Code,
    pub(crate) from: Option<DateTime>,
    pub(crate) until: Option<DateTime>,
}

impl Found {
    /// As it is told, in every language.
    pub(crate) fn told(&self, actions: &Actions) -> Impediment {
        let (named, text): (_, Docs) = match self.code {
            Code::WrongState => (None, wrong_state(&actions.schema().languages)),
            Code::Named(id) => (Some(id), actions.schema().impediment(id).docs.clone()),
        };
        Impediment { code: registry::wire(actions.schema(), named).to_owned(), text, from: self.from, until: self.until }
    }
}

/// How far an action is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The state alone, which costs next to nothing.
    State,
    /// Impediments too.
    Named,
}

/// What is decided of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It can be done; with warnings, and impediments that nobody was asked of.
    Allowed { warnings: Vec<Found>, unchecked: Vec<ImpedimentId> },
    /// It cannot be done.
    Impeded(Vec<Found>),
}

/// A decision, and when it may be another one although nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    pub(crate) decision: Decision,
    pub(crate) until: Option<DateTime>,
}

impl Actions {
    /// Decides on every action of a resource, or of a collection. One whose handler fails is left out, and told in the log.
    pub(crate) fn decide_all(
        &self,
        world: &World<'_>,
        collection: CollectionId,
        subject: Option<EntityId>,
        depth: Depth,
    ) -> Vec<(usize, Decided)> {
        let class = self.schema.class(self.schema.collection(collection).class);
        let target = if subject.is_some() { ActionTarget::Resource } else { ActionTarget::Collection };
        let offered = class.actions.iter().enumerate().filter(|(_, action)| action.on == target);
        let handled = depth == Depth::Named && offered.clone().any(|(_, action)| !action.impediments.is_empty());
        let given = Given::new(subject.filter(|_| handled).and_then(|id| self.given(world, id)), None);
        let decide = |(at, action): (usize, &Action)| match self.decide(world, collection, action, subject, (&given, depth)) {
            Ok(decided) => Some((at, decided)),
            Err(error) => {
                tracing::error!(action = action.name, %error, "an action is not shown, because its handlers failed");
                None
            }
        };
        offered.filter_map(decide).collect()
    }

    /// A resource as its handlers read it, when there are any.
    pub(super) fn given(&self, world: &World<'_>, id: EntityId) -> Option<Vec<u8>> {
        let handler = self.handler(self.schema.collection(id.collection).class)?;
        settle::typed(world, id, handler.class())
    }

    /// Decides on one action.
    pub(super) fn decide(
        &self,
        world: &World<'_>,
        collection: CollectionId,
        action: &Action,
        subject: Option<EntityId>,
        (given, depth): (&Given<'_>, Depth),
    ) -> Result<Decided, Refused> {
        let class = self.schema.collection(collection).class;
        let entity = subject.and_then(|id| world.tenant.get(id)).map(|resource| resource.entity());
        if entity.is_some_and(|entity| !starts(self.schema.class(class), action, entity)) {
            let found = Found { code: Code::WrongState, from: None, until: None };
            return Ok(Decided { decision: Decision::Impeded(vec![found]), until: None });
        }
        if depth == Depth::State {
            return Ok(Decided {
                decision: Decision::Allowed { warnings: Vec::new(), unchecked: action.impediments.clone() },
                until: None,
            });
        }
        let (mut warnings, mut impeded, mut until) = (Vec::new(), Vec::new(), None);
        for &id in &action.impediments {
            let verdict = self.verdict(world, collection, action, id, given)?;
            let found = Found { code: Code::Named(id), from: verdict.from, until: verdict.until };
            match verdict.weight {
                Weight::Free => {}
                Weight::Warning => warnings.push(found),
                Weight::Blocked => impeded.push(found),
            }
            let changes = verdict.from.into_iter().chain(verdict.until).filter(|time| *time > world.now);
            until = changes.chain(until).min();
        }
        let decision = if impeded.is_empty() { Decision::Allowed { warnings, unchecked: Vec::new() } } else { Decision::Impeded(impeded) };
        Ok(Decided { decision, until })
    }

    fn verdict(
        &self,
        world: &World<'_>,
        collection: CollectionId,
        action: &Action,
        id: ImpedimentId,
        given: &Given<'_>,
    ) -> Result<Verdict, Refused> {
        let Some(handler) = self.handler(self.schema.collection(collection).class) else {
            return Ok(Verdict::blocked_if(self.is_simulated(id)));
        };
        let asked = Asked { context: Context { world }, action: &action.name, given };
        unpanicked(|| handler.impede(&self.schema.impediment(id).name, given, &asked))
    }
}

/// Runs a handler; one that panics has failed, and takes nobody with it.
pub(super) fn unpanicked<T>(run: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(Refused::failed("the handler panicked")))
}

/// True when the state of a resource is one that the action starts from.
fn starts(class: &Class, action: &Action, entity: &Entity) -> bool {
    if action.from.is_empty() {
        return true;
    }
    let Some(attribute) = class.state.and_then(|at| Some((u16::try_from(at).ok()?, class.attributes.get(at)?))) else { return true };
    let (at, attribute) = attribute;
    // `"name":"code"`; both are names of the schema, without escapes.
    let code = entity.member(at).and_then(|member| member.get(attribute.wire.len() + 4..member.len() - 1));
    code.is_some_and(|code| action.from.iter().any(|from| from.as_bytes() == code))
}
