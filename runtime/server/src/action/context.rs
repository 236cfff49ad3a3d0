//! What a handler can see: the time, the caller, and the other resources as they are before the action.

use serde::de::DeserializeOwned;
use smie_wire::table::Described;
use smie_wire::value::{DateTime, Link};

use super::given::Given;
use super::world::World;
use super::{Caller, settle};
use crate::index::EntityId;

/// What a handler can see. In a representation it is the state that is shown; in an invocation the one that the transaction starts from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub(super) world: &'a World<'a>,
}

impl Context<'_> {
    /// The present, as the server's clock has it.
    #[must_use]
    pub fn now(&self) -> DateTime {
        self.world.now
    }

    /// Who asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        self.world.caller
    }

    /// The resource of this class with this value of an identifier, named as in its path. `None` = there is none, or the class is not served.
    #[must_use]
    pub fn get<T: Described + DeserializeOwned>(&self, identifier: &str, value: &str) -> Option<T> {
        self.read(self.world.find(T::table(), identifier, value)?)
    }

    /// The resource that a link leads to. `None` = nobody has that address, or it lies outside the model.
    #[must_use]
    pub fn follow<T: Described + DeserializeOwned>(&self, link: &Link<T>) -> Option<T> {
        self.read(self.world.follow(T::table(), link.href())?)
    }

    /// Every resource of this class, in the order in which they came. Each costs its reading: prefer [`Context::get`] and [`Context::follow`].
    pub fn all<T: Described + DeserializeOwned>(&self) -> impl Iterator<Item = T> {
        self.world.all(T::table()).into_iter().filter_map(|id| self.read(id))
    }

    /// A resource that exists, as its type. One that its own type cannot read is told in the log: type and model do not fit together then.
    fn read<T: Described + DeserializeOwned>(&self, id: EntityId) -> Option<T> {
        let bytes = settle::typed(self.world, id, T::table())?;
        serde_json::from_slice(&bytes)
            .inspect_err(|error| tracing::error!(class = T::table().name, %error, "a resource is not what its type says"))
            .ok()
    }
}

/// What a verdict is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub(super) context: Context<'a>,
    pub(super) action: &'a str,
    pub(super) given: &'a Given<'a>,
}

impl Asked<'_> {
    /// The action that may be impeded, by its name in the model.
    #[must_use]
    pub fn action(&self) -> &str {
        self.action
    }

    /// The action's input when it is being invoked; `None` when a representation only asks whether it could be, and when the action's input is of another type.
    #[must_use]
    pub fn input<T: DeserializeOwned>(&self) -> Option<T> {
        self.given.any_input()
    }
}

impl<'a> std::ops::Deref for Asked<'a> {
    type Target = Context<'a>;

    fn deref(&self) -> &Context<'a> {
        &self.context
    }
}
