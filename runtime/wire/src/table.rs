//! Classes as static tables: what the derive macros emit for a Rust type.
//!
//! A table says of a type what the model language says of a class, in constant data that costs the compiler next to
//! nothing. [`Model::from_tables`](crate::model::Model) lowers tables to the same model that the generator reads from YAML, so there is
//! one path from type to schema. References are functions, so that tables may point at each other in circles.

mod about;
mod assembly;
mod behaviour;
mod roles;

pub use about::{AboutTable, InfoTable};
pub(crate) use assembly::Unlisted;
pub use assembly::{Assembly, ClassFn};
pub use behaviour::{ActionTable, Acts, EventTable, ImpedimentTable};
pub use roles::{Described, Enumerated, Extended, LeadsTo, Outside, Served, Target, Valued};

use crate::model::{Bounds, Gdpr, Operation, Scalar, Side, Stereotype};

/// The type of an attribute.
#[derive(Clone, Copy, Debug)]
pub enum TypeTable {
    /// A primitive.
    Scalar(Scalar),
    /// An identity.
    Identifikator,
    /// A datatype.
    Class(fn() -> &'static ClassTable),
    /// A closed list of values.
    Enum(fn() -> &'static EnumTable),
}

/// A class.
#[derive(Clone, Copy, Debug)]
pub struct ClassTable {
    /// Path of the package, in the model's letters.
    pub package: &'static str,
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language, lines joined by `\n`.
    pub docs: &'static str,
    /// What it stands for.
    pub stereotype: Stereotype,
    /// Its abstract parent.
    pub extends: Option<fn() -> &'static ClassTable>,
    /// True when each instance is about one natural person.
    pub subject: bool,
    /// The plural name.
    pub collection: Option<&'static str>,
    /// The class that it is nested in.
    pub within: Option<fn() -> &'static ClassTable>,
    /// Operations that the model allows explicitly.
    pub allow: Option<&'static [Operation]>,
    /// Name of the attribute that actions move.
    pub state: Option<&'static str>,
    /// Model version that brought it.
    pub since: Option<&'static str>,
    /// Set when it is on its way out.
    pub deprecated: Option<DeprecationTable>,
    /// Wire name in place of the profile's folding.
    pub wire: Option<&'static str>,
    /// Scope that a reader needs.
    pub scope: Option<&'static str>,
    /// Attributes, the ancestors' included.
    pub attributes: &'static [AttributeTable],
    /// Relations, the ancestors' included; maintained ends may be absent and follow from the storing ends.
    pub relations: &'static [RelationTable],
    /// Actions, the ancestors' included.
    pub actions: &'static [ActionTable],
    /// What may stand in the way of its actions.
    pub impediments: &'static [ImpedimentTable],
    /// Events that the class declares itself.
    pub events: &'static [EventTable],
}

impl ClassTable {
    /// A class with nothing said, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        package: "",
        name: "",
        docs: "",
        stereotype: Stereotype::Hovedklasse,
        extends: None,
        subject: false,
        collection: None,
        within: None,
        allow: None,
        state: None,
        since: None,
        deprecated: None,
        wire: None,
        scope: None,
        attributes: &[],
        relations: &[],
        actions: &[],
        impediments: &[],
        events: &[],
    };
}

/// An attribute.
#[derive(Clone, Copy, Debug)]
pub struct AttributeTable {
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// Type of each value.
    pub ty: TypeTable,
    /// How many values.
    pub bounds: Bounds,
    /// True for the canonical identifier.
    pub primary: bool,
    /// True when a client may change it.
    pub writable: bool,
    /// True when it must not appear in URLs, logs or feeds.
    pub sensitive: bool,
    /// Data protection mark.
    pub gdpr: Option<Gdpr>,
    /// Model version that brought it.
    pub since: Option<&'static str>,
    /// Set when it is on its way out.
    pub deprecated: Option<DeprecationTable>,
    /// Regular expression that the whole text must match.
    pub pattern: Option<&'static str>,
    /// Least value or length, as written.
    pub min: Option<&'static str>,
    /// Greatest value or length, as written.
    pub max: Option<&'static str>,
    /// Wire name in place of the profile's folding.
    pub wire: Option<&'static str>,
    /// Scope that a reader needs.
    pub scope: Option<&'static str>,
}

impl AttributeTable {
    /// An attribute with nothing said, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        name: "",
        docs: "",
        ty: TypeTable::Scalar(Scalar::String),
        bounds: Bounds::ONE,
        primary: false,
        writable: false,
        sensitive: false,
        gdpr: None,
        since: None,
        deprecated: None,
        pattern: None,
        min: None,
        max: None,
        wire: None,
        scope: None,
    };
}

/// A relation.
#[derive(Clone, Copy, Debug)]
pub struct RelationTable {
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// Where it points; `None` = any URI outside the model.
    pub target: Option<fn() -> &'static ClassTable>,
    /// How many links.
    pub bounds: Bounds,
    /// The other end.
    pub inverse: Option<InverseTable>,
    /// Which end this is.
    pub side: Side,
    /// True when a client may change it.
    pub writable: bool,
    /// True when it must not appear in logs or feeds.
    pub sensitive: bool,
    /// Data protection mark.
    pub gdpr: Option<Gdpr>,
    /// Model version that brought it.
    pub since: Option<&'static str>,
    /// Set when it is on its way out.
    pub deprecated: Option<DeprecationTable>,
    /// Wire name in place of the profile's folding.
    pub wire: Option<&'static str>,
    /// Scope that a reader needs.
    pub scope: Option<&'static str>,
}

impl RelationTable {
    /// A relation with nothing said, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        name: "",
        docs: "",
        target: None,
        bounds: Bounds::ONE,
        inverse: None,
        side: Side::Storing,
        writable: false,
        sensitive: false,
        gdpr: None,
        since: None,
        deprecated: None,
        wire: None,
        scope: None,
    };
}

/// The other end of a two-way relation.
#[derive(Clone, Copy, Debug)]
pub struct InverseTable {
    /// Name in the model's letters.
    pub name: &'static str,
    /// How many links the other end has. On a maintained end, this repeats the storing end's bounds.
    pub bounds: Bounds,
}

/// An enum.
#[derive(Clone, Copy, Debug)]
pub struct EnumTable {
    /// Path of the package, in the model's letters.
    pub package: &'static str,
    /// Name in the model's letters.
    pub name: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// Codes in the model's letters, with their labels in the model's first language.
    pub values: &'static [(&'static str, &'static str)],
}

/// A deprecation.
#[derive(Clone, Copy, Debug)]
pub struct DeprecationTable {
    /// Model version that deprecated it.
    pub since: Option<&'static str>,
    /// The day from which it is.
    pub date: Option<&'static str>,
    /// The day on which it may go.
    pub sunset: Option<&'static str>,
    /// What to use in its place.
    pub instead: Option<&'static str>,
    /// Why.
    pub docs: &'static str,
}

/// A package.
#[derive(Clone, Copy, Debug)]
pub struct PackageTable {
    /// Path in the model's letters.
    pub path: &'static str,
    /// Documentation in the model's first language.
    pub docs: &'static str,
    /// True when its hovedklasser are served inside every package that reaches them.
    pub common: bool,
    /// Scope needed to read.
    pub read_scope: Option<&'static str>,
    /// Scope needed to write.
    pub write_scope: Option<&'static str>,
    /// Entries a page of its feed: `None` = no feed, `Some(0)` = the profile's default.
    pub feed_page_size: Option<u32>,
    /// Its classes, in model order.
    pub classes: &'static [fn() -> &'static ClassTable],
    /// Its enums, in model order.
    pub enums: &'static [fn() -> &'static EnumTable],
    /// Its impediments, in model order. One that is not here comes from the class whose actions name it.
    pub impediments: &'static [ImpedimentTable],
}

impl PackageTable {
    /// A package with nothing said and nothing listed, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        path: "",
        docs: "",
        common: false,
        read_scope: None,
        write_scope: None,
        feed_page_size: None,
        classes: &[],
        enums: &[],
        impediments: &[],
    };
}

/// A whole model.
#[derive(Clone, Copy, Debug)]
pub struct ModelTable {
    /// Format of the tables that the code was generated for; see [`FORMAT`].
    pub format: u32,
    /// Kebab-case name.
    pub name: &'static str,
    /// Semantic version.
    pub version: &'static str,
    /// Name of the wire profile.
    pub profile: &'static str,
    /// Version of the profile.
    pub profile_version: Option<&'static str>,
    /// Languages of the documentation.
    pub languages: &'static [&'static str],
    /// What documents tell of the API as a whole.
    pub about: AboutTable,
    /// Single settings of the profile, changed by this model.
    pub overrides: &'static [(&'static str, &'static str)],
    /// Packages, sorted by path.
    pub packages: &'static [PackageTable],
}

/// The format of these tables. Generated code states the format it was made for and refuses at compile time to be built with another.
pub const FORMAT: u32 = 1;
