//! Handlers of a builder: who does the actions, by which clock, and what stands in their way where nobody does.

use std::sync::Arc;

use smie_wire::schema::Schema;
use smie_wire::value::DateTime;

use super::{Api, BuildError, Builder, Source};
use crate::action::{Actions, Clock, Handler, Handlers};
use crate::validate::Validator;

/// What was said of actions.
#[derive(Debug, Default)]
pub(super) struct Acting {
    handlers: Handlers,
    impeded: Vec<String>,
    clock: Clock,
    is_simulated: bool,
}

impl Builder {
    /// Gives the handlers of a class's actions, by the trait that says them: `.handlers::<dyn RomHandlers>(Arc::new(Mine))`.
    #[must_use]
    pub fn handlers<D: Handler + ?Sized + 'static>(mut self, handlers: Arc<D>) -> Self {
        self.acting.handlers.add(handlers);
        self
    }

    /// Serves actions that have no handlers too: the state moves and events are told, impediments stand in nobody's way, and nothing else happens. A schema
    /// without a model has no handlers and is always served so.
    #[must_use]
    pub fn without_handlers(mut self) -> Self {
        self.acting.is_simulated = true;
        self
    }

    /// Has an impediment stand in the way wherever no handler gives a verdict on it, by its code.
    #[must_use]
    pub fn impede(mut self, code: impl Into<String>) -> Self {
        self.acting.impeded.push(code.into());
        self
    }

    /// Goes by this clock instead of the system's; for tests of what depends on time.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> DateTime + Send + Sync + 'static) -> Self {
        self.acting.clock = Clock(Arc::new(clock));
        self
    }

    /// The actions of what is served, and what is wrong with their handlers.
    pub(super) fn actions(&self, schema: &Arc<Schema>, validator: &Arc<Validator>) -> Result<Actions, BuildError> {
        let Acting { handlers, impeded, clock, is_simulated } = &self.acting;
        let made = Actions::new(schema.clone(), validator.clone(), handlers, impeded, clock.clone());
        let actions = made.map_err(BuildError::Model)?;
        let is_bare = *is_simulated || matches!(self.source, Some(Source::Schema(_)));
        let missing = if is_bare { Vec::new() } else { actions.unhandled() };
        if missing.is_empty() {
            return Ok(actions);
        }
        let told =
            |class: String| format!("`{class}` has actions, but nobody does them: give `.handlers::<dyn …>(…)`, or `.without_handlers()`");
        Err(BuildError::Model(missing.into_iter().map(told).collect()))
    }
}

impl Api {
    /// What whoever starts the server should know: impediments that stand in nobody's way, because no handler judges them.
    #[must_use]
    pub fn unjudged(&self) -> Option<String> {
        let codes: Vec<String> = self.actions.unjudged().iter().map(|code| format!("`{code}`")).collect();
        let told = || format!("warning: no handlers: {} stand in nobody's way; `--impede CODE` simulates one", codes.join(", "));
        (!codes.is_empty()).then(told)
    }
}
