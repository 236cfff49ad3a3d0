//! What an action does beside changing its own resource: changes of others, and further events. All of it is one transaction with the action itself.

use serde::Serialize;
use smie_wire::table::{ClassTable, Described};

use super::{Context, Refused};

/// What an action does beside changing its own resource, and what it can see: it reads as a [`Context`], in which its own effects do not show yet.
#[derive(Debug)]
pub struct Effects<'a> {
    context: Context<'a>,
    pub(super) changes: Vec<Change>,
    pub(super) events: Vec<Told>,
    pub(super) deletes_itself: bool,
}

/// A change of another resource.
#[derive(Debug)]
pub(super) enum Change {
    Create(&'static ClassTable, Vec<u8>),
    Replace(&'static ClassTable, Vec<u8>),
    Delete(&'static ClassTable, String, String),
}

/// A further event.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) event: String,
    /// Values of the inputs that it carries, by name in the model.
    pub(super) input: serde_json::Value,
    /// Position in the changes of the resource that it is about; `None` = the one that the action is about.
    pub(super) about: Option<usize>,
}

impl<'a> Effects<'a> {
    pub(super) fn new(context: Context<'a>) -> Self {
        Self { context, changes: Vec::new(), events: Vec::new(), deletes_itself: false }
    }

    /// Creates a resource. The whole action is refused when one with the same identifier exists.
    ///
    /// # Errors
    /// The resource cannot be written.
    pub fn create<T: Described + Serialize>(&mut self, entity: &T) -> Result<(), Refused> {
        self.changes.push(Change::Create(T::table(), bytes(entity)?));
        Ok(())
    }

    /// Puts a resource in the place of the one with its identifiers, which must exist.
    ///
    /// # Errors
    /// The resource cannot be written.
    pub fn replace<T: Described + Serialize>(&mut self, entity: &T) -> Result<(), Refused> {
        self.changes.push(Change::Replace(T::table(), bytes(entity)?));
        Ok(())
    }

    /// Deletes the resource of a class with this value of an identifier, named as in its path; it must exist.
    pub fn delete<T: Described>(&mut self, identifier: impl Into<String>, value: impl Into<String>) {
        self.changes.push(Change::Delete(T::table(), identifier.into(), value.into()));
    }

    /// Deletes the resource that the action is about.
    pub fn delete_itself(&mut self) {
        self.deletes_itself = true;
    }

    /// Tells an event that the class declares, beside those that the action emits by itself.
    pub fn emit(&mut self, event: impl Into<String>) {
        self.events.push(Told { event: event.into(), input: serde_json::Value::Null, about: None });
    }

    /// Tells an event with values of the inputs that it carries, by their names in the model.
    pub fn emit_with(&mut self, event: impl Into<String>, input: serde_json::Value) {
        self.events.push(Told { event: event.into(), input, about: None });
    }

    /// Puts another resource in the place of the one with its identifiers, as [`Effects::replace`], and tells an event that its class declares.
    ///
    /// # Errors
    /// The resource cannot be written.
    pub fn replace_and_emit<T: Described + Serialize>(&mut self, entity: &T, event: impl Into<String>) -> Result<(), Refused> {
        self.replace(entity)?;
        self.events.push(Told { event: event.into(), input: serde_json::Value::Null, about: Some(self.changes.len() - 1) });
        Ok(())
    }

    /// Creates another resource, as [`Effects::create`], and tells an event that its class declares.
    ///
    /// # Errors
    /// The resource cannot be written.
    pub fn create_and_emit<T: Described + Serialize>(&mut self, entity: &T, event: impl Into<String>) -> Result<(), Refused> {
        self.create(entity)?;
        self.events.push(Told { event: event.into(), input: serde_json::Value::Null, about: Some(self.changes.len() - 1) });
        Ok(())
    }
}

fn bytes<T: Described + Serialize>(entity: &T) -> Result<Vec<u8>, Refused> {
    serde_json::to_vec(entity).map_err(|error| Refused::failed(format!("a resource of `{}` cannot be written: {error}", T::table().name)))
}

impl<'a> std::ops::Deref for Effects<'a> {
    type Target = Context<'a>;

    fn deref(&self) -> &Context<'a> {
        &self.context
    }
}
