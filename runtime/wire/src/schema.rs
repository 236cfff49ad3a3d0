//! The schema: the effective API, every wire name, path and multiplicity decided.
//!
//! A model and a profile compile to a schema; the engine, the emitters and the diff read nothing else. Class and enum ids are the
//! model's own, so a reader can always step back to the model.

mod about;
mod actions;
mod classes;
mod collections;
mod compile;
mod conflict;
mod homes;
mod media;
mod methods;
mod names;
mod packages;
mod paths;
mod routes;
#[cfg(test)]
mod tests;

pub use about::About;
pub use actions::{Action, Impediment, WRONG_STATE, wrong_state};
pub use compile::compile;
pub use conflict::{Conflict, ConflictKind};
pub use methods::{HttpMethod, Methods};
pub use routes::{Route, RouteKind};

use homes::Homes;

use crate::model::{
    Bounds, Carried, ClassId, Deprecation, Docs, EnumId, Gdpr, ImpedimentId, Operation, PackageId, Scopes, Side, Stereotype, Type,
};
use crate::profile::WireProfile;

/// A collection, by its position in [`Schema::collections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollectionId(pub u32);

impl CollectionId {
    /// The position in the schema's list, to index it.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The effective API.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Name of the model.
    pub model: String,
    /// Version of the model.
    pub version: String,
    /// Languages of the model; the first is the default.
    pub languages: Vec<String>,
    /// What documents tell of the API as a whole.
    pub about: About,
    /// The conventions it was compiled with.
    pub profile: WireProfile,
    /// Packages, by the model's [`PackageId`].
    pub packages: Vec<Package>,
    /// Classes, by the model's [`ClassId`].
    pub classes: Vec<Class>,
    /// Enums, by the model's [`EnumId`].
    pub enums: Vec<Enum>,
    /// Impediments, by the model's [`ImpedimentId`].
    pub impediments: Vec<Impediment>,
    /// Served collections: by package, in it own classes in model order, then common classes that it reaches.
    pub collections: Vec<Collection>,
    /// Where each class is served; follows from `collections`.
    homes: Homes,
}

impl Schema {
    /// The class with this id.
    #[must_use]
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// The collection with this id.
    #[must_use]
    pub fn collection(&self, id: CollectionId) -> &Collection {
        &self.collections[id.index()]
    }

    /// The package with this id.
    #[must_use]
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// The impediment with this id.
    #[must_use]
    pub fn impediment(&self, id: ImpedimentId) -> &Impediment {
        &self.impediments[id.index()]
    }

    /// The enum with this id.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.index()]
    }

    /// All collections with their ids.
    pub fn collections(&self) -> impl Iterator<Item = (CollectionId, &Collection)> {
        (0..).map(CollectionId).zip(&self.collections)
    }

    /// The collection in which resources of `package` find their targets of `class`: the class's own, or the package's copy of a common class.
    /// `None` when the class is not served there (abstract, a reference, or a common class that the package does not serve).
    #[must_use]
    pub fn served(&self, package: PackageId, class: ClassId) -> Option<CollectionId> {
        self.homes.find(package, class)
    }
}

/// A package on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// Path in the model's letters.
    pub name: String,
    /// Path on the wire, root included, without a trailing slash: `/administrasjon/personal`; empty = the base path itself.
    pub path: String,
    /// One word for files and modules: `administrasjon-personal`; of the package without a path, the model's name.
    pub component: String,
    /// Documentation per language.
    pub docs: Docs,
    /// True when its hovedklasser are served in the packages that reach them.
    pub common: bool,
    /// Scopes of its resources.
    pub scopes: Scopes,
    /// Its event feed, when it has one.
    pub feed: Option<Feed>,
}

/// The event feed of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Entries a page, at least one.
    pub page_size: u32,
    /// True when entries tell of natural persons, so that one may have to be redacted some day.
    pub personal: bool,
}

/// A declared event on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Name in the model's letters.
    pub name: String,
    /// Folded name in `PascalCase`: the element that tells it.
    pub wire: String,
    /// Documentation per language.
    pub docs: Docs,
    /// What each entry carries, in order.
    pub carries: Vec<Carried>,
}

/// The shape of a class on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The package that declares it.
    pub package: PackageId,
    /// Name in the model's letters.
    pub name: String,
    /// Folded name, case kept: `Fastlonn`.
    pub wire: String,
    /// What it stands for.
    pub stereotype: Stereotype,
    /// Its abstract parent.
    pub extends: Option<ClassId>,
    /// Served classes that extend it, at any depth; the legal targets of a relation to an abstract class.
    pub descendants: Vec<ClassId>,
    /// Documentation per language.
    pub docs: Docs,
    /// Attributes, in model order.
    pub attributes: Vec<Attribute>,
    /// Relations, in model order.
    pub relations: Vec<Relation>,
    /// True when any attribute is writable.
    pub writable: bool,
    /// Set when the class is on its way out.
    pub deprecated: Option<Deprecation>,
    /// Position in `attributes` of the one that actions move.
    pub state: Option<usize>,
    /// Actions, ancestors' first.
    pub actions: Vec<Action>,
    /// Declared events, ancestors' first.
    pub events: Vec<Event>,
    /// Position in `relations` of the one to the parent, of a nested class.
    pub parent: Option<usize>,
}

/// Relations that say what can be done with a resource and where it belongs, where the profile has such links; no relation of a model can be called so.
pub const OPERATION_RELATIONS: &[&str] = &["self", "alternate", "collection", "create", "edit", "replace", "delete"];

/// The relation to the parent of a nested resource (IANA's word).
pub const UP: &str = "up";

impl Class {
    /// True when its JSON has `_links`: a hovedklasse always, others when they have relations.
    #[must_use]
    pub fn has_links(&self) -> bool {
        self.stereotype == Stereotype::Hovedklasse || !self.relations.is_empty()
    }
}

/// An attribute on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Name in the model's letters.
    pub name: String,
    /// Member name in JSON.
    pub wire: String,
    /// Type of each value.
    pub ty: Type,
    /// How many values.
    pub bounds: Bounds,
    /// True when a client may change it.
    pub writable: bool,
    /// True when it must not appear in URLs, logs or feeds.
    pub sensitive: bool,
    /// Data protection mark.
    pub gdpr: Option<Gdpr>,
    /// Regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// Least value or length, as written.
    pub min: Option<String>,
    /// Greatest value or length, as written.
    pub max: Option<String>,
    /// Set when it is on its way out.
    pub deprecated: Option<Deprecation>,
    /// Documentation per language.
    pub docs: Docs,
}

/// A relation on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Name in the model's letters.
    pub name: String,
    /// Member name in `_links`.
    pub wire: String,
    /// Where it points; `None` = any absolute URI outside the model (also for classes of stereotype referanse).
    pub target: Option<ClassId>,
    /// How many links.
    pub bounds: Bounds,
    /// Position of the other end in the target's relations.
    pub inverse: Option<usize>,
    /// Which end this is.
    pub side: Side,
    /// Documentation per language.
    pub docs: Docs,
}

/// An enum on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// The package that declares it.
    pub package: PackageId,
    /// Name in the model's letters.
    pub name: String,
    /// Codes on the wire, in order, with the model's own code beside.
    pub values: Vec<EnumValue>,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Code in the model's letters.
    pub name: String,
    /// Code on the wire.
    pub wire: String,
    /// Label per language.
    pub docs: Docs,
}

/// A served collection: a hovedklasse in a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The class of its resources.
    pub class: ClassId,
    /// The package that serves it; for a common class not the one that declares it.
    pub package: PackageId,
    /// Path from the base, root included: `/administrasjon/personal/fastlonn`. Of a nested resource with the parent's value as `{kurs}`.
    pub path: String,
    /// The collection that it is nested in.
    pub parent: Option<CollectionId>,
    /// Last segment of the path: `fastlonn`.
    pub segment: String,
    /// What stands in its path before each value of the parents, and after the last: `["/skolor/", "/klasser"]`; one piece when it is nested in nothing.
    pub stems: Vec<String>,
    /// Member that holds its entries on a page.
    pub list: String,
    /// Stem of its data file: `administrasjon-personal.fastlonn`.
    pub file: String,
    /// Identifiers that have a route, in model order.
    pub identifiers: Vec<Identifier>,
    /// Position in `identifiers` of the canonical one (server contract §1).
    pub canonical: usize,
    /// What clients may do, in the order of [`Operation::ALL`].
    pub operations: Vec<Operation>,
}

impl Collection {
    /// True when clients may change it in any way.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.operations.iter().any(|operation| *operation != Operation::Read)
    }
}

/// An identifier with a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Position in the class's attributes.
    pub attribute: usize,
    /// Segment in the path: the lower-cased wire name, `systemid`.
    pub segment: String,
    /// What stands in a resource's path before each value, the parents' first: `["/elev/systemid/"]`, `["/skolor/", "/klasser/"]`.
    pub stems: Vec<String>,
}
