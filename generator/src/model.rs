//! The resolved model with the places it came from.
//!
//! The model itself is [`smie_wire::model`], shared with the engine, so that hand-written types and files meet in one form. Places live
//! here, beside it, keyed by the same ids: only the generator has source files.

use std::collections::HashMap;

pub use smie_wire::model::*;

use crate::source::Span;

/// A model and where each part of it is written.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The model.
    pub model: Model,
    /// Places of its parts.
    pub places: Places,
}

/// Place and, in XMI, element or connector id of a part of the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Where its name is written.
    pub span: Span,
    /// Element or connector id, in XMI.
    pub id: Option<String>,
}

/// Places of a model's parts.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// `model.yaml` as a whole.
    pub header: Span,
    /// Of each package.
    pub packages: Vec<Place>,
    /// Of each class.
    pub classes: Vec<Place>,
    /// Of each enum.
    pub enums: Vec<Place>,
    /// Of each enum's values, in their order.
    pub values: Vec<Vec<Place>>,
    /// Of each impediment.
    pub impediments: Vec<Place>,
    /// Of each member (attribute, relation, action or event) by the class that declares it and its name.
    pub members: HashMap<(ClassId, String), Place>,
}
