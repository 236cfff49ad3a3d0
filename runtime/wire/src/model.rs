//! The resolved information model: packages, classes, members, actions and events, in the model's own words.
//!
//! Names keep their Norwegian and Swedish letters; folding to wire names is the [`schema`](crate::schema)'s job. References
//! are ids, members are flattened (ancestors' first), kodeverk are already hovedklasser that extend `Begrep`, and both
//! ends of a relation exist. What a checker has ruled out cannot be expressed, so no later stage asks again.
//!
//! Places in source files are not here: the generator keeps them beside the model, keyed by the same ids.

mod class;
mod export;
mod limit;
mod lower;
mod meta;
mod pattern;

pub use class::{
    Action, ActionTarget, Attribute, Bounds, Carried, Class, Event, Gdpr, Inverse, Method, Operation, Relation, Side, Stereotype, Target,
};
pub use export::ModelFile;
pub use limit::{Limit, LimitError, WrongLimit, whole_text, wrong_limits};
pub use lower::TableError;
pub use meta::{Contact, Deprecation, Docs, Enum, EnumValue, Feed, Impediment, Info, License, Package, Retirement, Scopes, Sla, Status};
pub use pattern::matching_text;

use std::collections::BTreeMap;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the model's list, to index it.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

id! {
    /// A class of the model, by its position in [`Model::classes`].
    ClassId,
    /// A package of the model, by its position in [`Model::packages`].
    PackageId,
    /// An enum of the model, by its position in [`Model::enums`].
    EnumId,
    /// An impediment of the model, by its position in [`Model::impediments`].
    ImpedimentId
}

/// A whole information model, checked and resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Kebab-case name, the stem of the crates' names.
    pub name: String,
    /// Semantic version, three parts.
    pub version: String,
    /// Name of the wire profile: `fint`, `ladok` or `rest-se`.
    pub profile: String,
    /// Version of the profile, where it has one.
    pub profile_version: Option<String>,
    /// Languages of the documentation; the first is the language of plain strings.
    pub languages: Vec<String>,
    /// Public address for OpenAPI and docs; never used by a running server.
    pub base_url: Option<String>,
    /// What a catalogue wants to know of the API.
    pub info: Option<Info>,
    /// Single settings of the profile, changed by this model; values as scalar text.
    pub overrides: BTreeMap<String, String>,
    /// Rules knowingly not met, with the reason.
    pub exceptions: BTreeMap<String, String>,
    /// Packages, sorted by path.
    pub packages: Vec<Package>,
    /// Classes, grouped by package in the order of [`Model::packages`], within a package in file order.
    pub classes: Vec<Class>,
    /// Enums, grouped likewise.
    pub enums: Vec<Enum>,
    /// Impediments, grouped likewise.
    pub impediments: Vec<Impediment>,
}

impl Model {
    /// The class with this id.
    #[must_use]
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// The package with this id.
    #[must_use]
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// All classes with their ids, in model order.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        (0..).map(ClassId).zip(&self.classes)
    }

    /// `package/Class`, or plain `Class` in the package without a path.
    #[must_use]
    pub fn qualified(&self, id: ClassId) -> String {
        let class = self.class(id);
        let package = &self.package(class.package).path;
        if package.is_empty() { class.name.clone() } else { format!("{package}/{}", class.name) }
    }

    /// The class of this qualified name.
    #[must_use]
    pub fn find(&self, package: &str, name: &str) -> Option<ClassId> {
        self.classes().find(|(_, class)| class.name == name && self.package(class.package).path == package).map(|(id, _)| id)
    }

    /// The class and its ancestors, nearest first.
    pub fn lineage(&self, id: ClassId) -> impl Iterator<Item = ClassId> + '_ {
        std::iter::successors(Some(id), |&id| self.class(id).extends)
    }

    /// A type as a reader of the model writes it: a primitive's word, an enum's or class's qualified name.
    #[must_use]
    pub fn type_name(&self, ty: Type) -> String {
        match ty {
            Type::Scalar(scalar) => scalar.word().to_owned(),
            Type::Identifikator => self
                .classes()
                .find(|(_, c)| c.name == "Identifikator")
                .map_or_else(|| "Identifikator".to_owned(), |(id, _)| self.qualified(id)),
            Type::Class(id) => self.qualified(id),
            Type::Enum(id) => {
                let e = &self.enums[id.index()];
                let package = &self.package(e.package).path;
                if package.is_empty() { e.name.clone() } else { format!("{package}/{}", e.name) }
            }
        }
    }
}

/// The type of an attribute or of an input field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A primitive value.
    Scalar(Scalar),
    /// An identity: `{identifikatorverdi, gyldighetsperiode?}`. Also when the model declares a class of this name.
    Identifikator,
    /// A datatype, or a hovedklasse kept as a nested resource.
    Class(ClassId),
    /// A closed list of values.
    Enum(EnumId),
}

macro_rules! scalars {
    ($($variant:ident $word:literal $doc:literal),* $(,)?) => {
        /// The primitive types of the model language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scalar {
            $(#[doc = $doc] $variant),*
        }

        impl Scalar {
            /// Every primitive, in the order of the language document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word of the model language.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }

            /// The primitive that this word of the model language names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|scalar| scalar.word() == word)
            }
        }
    };
}

scalars! {
    String "string" "Text, UTF-8.",
    Boolean "boolean" "True or false.",
    Int "int" "A signed integer of 32 bits.",
    Long "long" "A signed integer of 64 bits.",
    Float "float" "A binary floating-point number of 32 bits.",
    Double "double" "A binary floating-point number of 64 bits.",
    Decimal "decimal" "A decimal number of any precision, text on the wire.",
    Date "date" "A calendar date.",
    DateTime "datetime" "A point in time; RFC 3339, UTC on the wire.",
    Duration "duration" "A duration; ISO 8601.",
    Uri "uri" "An absolute URI.",
    Uuid "uuid" "A UUID.",
    Binary "binary" "Bytes; base64 on the wire.",
}
