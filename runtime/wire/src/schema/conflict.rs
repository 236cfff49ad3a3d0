//! What keeps a model from compiling to a schema, in ids, so that each caller can name its own places.

use crate::model::{ClassId, EnumId, PackageId};

/// One conflict; all of them are reported at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is wrong.
    pub kind: ConflictKind,
    /// The class at fault, when a class is.
    pub class: Option<ClassId>,
    /// The package at fault, when it is neither a class nor a member.
    pub package: Option<PackageId>,
    /// The member at fault, in the model's letters.
    pub member: Option<String>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConflictKind {
    /// A letter that the folding cannot map.
    Letter {
        /// The letter.
        letter: char,
        /// The name that holds it: of a package its whole path, of an enum's value its code.
        name: String,
    },
    /// Two packages with one path.
    PackagePath {
        /// The later package.
        package: PackageId,
        /// The earlier package.
        other: PackageId,
        /// The path.
        path: String,
    },
    /// Two classes with one path.
    ClassPath {
        /// The earlier class.
        other: ClassId,
        /// The path.
        path: String,
    },
    /// A package whose path is that of a class, or below it.
    PackageUnderClass {
        /// The package.
        package: PackageId,
        /// Its path.
        path: String,
    },
    /// Two codes of one enum with one wire name.
    EnumValue {
        /// The enum.
        enumeration: EnumId,
        /// The earlier code, in the model's letters.
        other: String,
        /// The later code, in the model's letters.
        value: String,
        /// The wire name.
        wire: String,
    },
    /// Two members with one wire name (compared without case).
    MemberWire {
        /// The earlier member, in the model's letters.
        other: String,
        /// The wire name.
        wire: String,
    },
    /// A class whose segment is reserved.
    ReservedClass {
        /// The segment.
        segment: String,
    },
    /// An identifier whose segment is reserved.
    ReservedIdentifier {
        /// The segment.
        segment: String,
    },
    /// A relation named as a link that the server writes itself.
    ReservedRelation {
        /// The wire name.
        wire: String,
    },
    /// An action with the wire name of another action or of a link of its class, or with the path of a resource nested in it.
    ActionWire {
        /// The other one, in the model's letters.
        other: String,
        /// The wire name.
        wire: String,
    },
    /// An action whose segment or name the server writes itself.
    ReservedAction {
        /// The segment.
        segment: String,
    },
    /// Two impediments of a class's actions with one code on the wire.
    ImpedimentWire {
        /// The other one, in the model's letters.
        other: String,
        /// The later one, in the model's letters.
        name: String,
        /// The code.
        wire: String,
    },
    /// A class to be served whose identifiers must all stay out of URLs.
    NoRoute,
    /// A name that is not `[A-Za-z][A-Za-z0-9_]*` after folding. In a package's path, segments may also hold `-` and begin with a digit.
    Name {
        /// The name after folding.
        wire: String,
    },
    /// A profile or a setting that does not exist, or a value that it does not take.
    Setting {
        /// The key, or the profile's name.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}
