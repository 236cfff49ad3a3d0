//! The seam between the engine and whoever does the work.
//!
//! The engine knows tables, names and bytes; types live on the other side. `#[actions]` implements this for a trait of typed methods, which is all that
//! people write. An engine without handlers, such as `smie serve`, is the same engine.

use std::sync::Arc;

use smie_wire::table::ClassTable;

use super::{Asked, Effects, Given, Outcome, Refused, Verdict};

/// Does the actions of one class, and judges what may stand in their way. Implemented by `#[actions]`.
///
/// Handlers run inside the write transaction, one at a time for each organisation: they compute, and wait for nothing.
pub trait Handler: Send + Sync {
    /// The class whose actions these are.
    fn class(&self) -> &'static ClassTable;

    /// The verdict on an impediment, by its name in the model.
    ///
    /// # Errors
    /// The resource cannot be read as the handler's type, or there is no such impediment.
    fn impede(&self, impediment: &str, given: &Given<'_>, asked: &Asked<'_>) -> Result<Verdict, Refused>;

    /// Does an action, by its name in the model.
    ///
    /// # Errors
    /// The handler refuses, or its types do not fit.
    fn act(&self, action: &str, given: &Given<'_>, effects: &mut Effects<'_>) -> Result<Outcome, Refused>;
}

/// Handlers of several classes, as they were given.
#[derive(Clone, Default)]
pub(crate) struct Handlers(pub(super) Vec<Arc<dyn Handler>>);

impl std::fmt::Debug for Handlers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|handler| handler.class().name)).finish()
    }
}

/// A handler behind a trait object of its own.
struct Held<D: ?Sized>(Arc<D>);

impl<D: Handler + ?Sized> Handler for Held<D> {
    fn class(&self) -> &'static ClassTable {
        self.0.class()
    }

    fn impede(&self, impediment: &str, given: &Given<'_>, asked: &Asked<'_>) -> Result<Verdict, Refused> {
        self.0.impede(impediment, given, asked)
    }

    fn act(&self, action: &str, given: &Given<'_>, effects: &mut Effects<'_>) -> Result<Outcome, Refused> {
        self.0.act(action, given, effects)
    }
}

impl Handlers {
    pub(crate) fn add<D: Handler + ?Sized + 'static>(&mut self, handlers: Arc<D>) {
        self.0.push(Arc::new(Held(handlers)));
    }
}
