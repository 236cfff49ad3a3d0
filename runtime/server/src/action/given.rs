//! What a handler is given and what it gives back, as bytes in the form of its types.

use std::any::Any;
use std::cell::OnceCell;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use smie_wire::table::Described;

use super::Refused;

/// The resource that an action is about, and its input. Not for people: `#[actions]` turns it into typed arguments.
#[derive(Debug, Default)]
pub struct Given<'a> {
    entity: Option<Vec<u8>>,
    input: Option<Vec<u8>>,
    /// The resource as it was read last: several impediments ask for the same type.
    read: OnceCell<Box<dyn Any>>,
    scope: PhantomData<&'a ()>,
}

/// What an action makes of its resource. Not for people.
#[derive(Debug)]
pub struct Outcome(pub(super) Vec<u8>);

impl Given<'_> {
    pub(super) fn new(entity: Option<Vec<u8>>, input: Option<Vec<u8>>) -> Self {
        Self { entity, input, read: OnceCell::new(), scope: PhantomData }
    }

    /// The resource.
    ///
    /// # Errors
    /// There is none, or it cannot be read as this type.
    pub fn entity<T: Described + DeserializeOwned + 'static>(&self) -> Result<&T, Refused> {
        if self.read.get().is_none() {
            let read: Box<dyn Any> = Box::new(self.owned::<T>()?);
            // Nobody else can have filled it meanwhile.
            let _ = self.read.set(read);
        }
        let read = self.read.get().and_then(|read| read.downcast_ref());
        read.ok_or_else(|| Refused::failed(format!("a resource of `{}` is asked for as two types", T::table().name)))
    }

    /// The resource, if the action is about one.
    ///
    /// # Errors
    /// It cannot be read as this type.
    pub fn optional<T: Described + DeserializeOwned + 'static>(&self) -> Result<Option<&T>, Refused> {
        if self.entity.is_none() { Ok(None) } else { self.entity().map(Some) }
    }

    /// The resource, to be changed.
    ///
    /// # Errors
    /// There is none, or it cannot be read as this type.
    pub fn owned<T: Described + DeserializeOwned>(&self) -> Result<T, Refused> {
        let bytes = self.entity.as_deref().ok_or_else(|| Refused::failed("the action is about no resource"))?;
        serde_json::from_slice(bytes)
            .map_err(|error| Refused::failed(format!("a resource of `{}` is not what its type says: {error}", T::table().name)))
    }

    /// The input.
    ///
    /// # Errors
    /// It cannot be read as this type.
    pub fn input<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        let bytes = self.input.as_deref().unwrap_or(b"{}");
        serde_json::from_slice(bytes).map_err(|error| Refused::failed(format!("the input is not what its type says: {error}")))
    }

    /// The input, when there is any and it is of this type.
    #[must_use]
    pub(super) fn any_input<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.input.as_deref()?).ok()
    }

    /// What became of the resource.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn outcome<T: Serialize>(&self, entity: &T) -> Result<Outcome, Refused> {
        serde_json::to_vec(entity).map(Outcome).map_err(|error| Refused::failed(format!("the resource cannot be written: {error}")))
    }
}
