//! Actions, impediments and events as tables: what a trait of handlers and a class say of them.
//!
//! A class's own derive cannot see the trait that does its work, so it asks for it by name: [`Acts`] is implemented by the macro that reads
//! the trait, for the trait's own object type, and the derive takes the tables from there.

use super::ClassTable;
use crate::model::{ActionTarget, Method};

/// A state change that a representation offers as a link.
#[derive(Clone, Copy, Debug)]
pub struct ActionTable {
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// Resource or collection.
    pub on: ActionTarget,
    /// States it may start from, in the model's letters; empty = any.
    pub from: &'static [&'static str],
    /// State it moves to.
    pub to: Option<&'static str>,
    /// Names of the class's impediments that may stand in its way.
    pub impediments: &'static [&'static str],
    /// The datatype whose attributes are its input.
    pub input: Option<fn() -> &'static ClassTable>,
    /// The method that invokes it; `None` = PUT, of a collection POST.
    pub method: Option<Method>,
    /// Scope that an invoker needs.
    pub scope: Option<&'static str>,
    /// Names of the class's events that it emits.
    pub emits: &'static [&'static str],
}

impl ActionTable {
    /// An action of a resource with nothing said, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        name: "",
        docs: "",
        on: ActionTarget::Resource,
        from: &[],
        to: None,
        impediments: &[],
        input: None,
        method: None,
        scope: None,
        emits: &[],
    };
}

/// A reason why an action cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImpedimentTable {
    /// Path of the package, in the model's letters; `None` = that of the class or package where it is listed.
    pub package: Option<&'static str>,
    /// Code in the model's letters.
    pub name: &'static str,
    /// Text per language. Empty where the package lists the impediment with its text.
    pub docs: &'static [(&'static str, &'static str)],
}

/// A thing that happened to a resource, told in the package's feed.
#[derive(Clone, Copy, Debug)]
pub struct EventTable {
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// Names of attributes and relations of the class, and of inputs of actions that emit it, in order.
    pub carries: &'static [&'static str],
}

/// A trait of handlers, seen as what it says of a class.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says nothing of actions",
    note = "`actions = …` names a trait with `#[actions]` before it, whose methods are the handlers"
)]
pub trait Acts {
    /// The actions that it has handlers for.
    const ACTIONS: &'static [ActionTable];
    /// The impediments that it has verdicts on.
    const IMPEDIMENTS: &'static [ImpedimentTable];
}
