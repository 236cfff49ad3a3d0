//! Classes and what they own: attributes, relations, actions, events.

use super::{ClassId, Deprecation, Docs, ImpedimentId, PackageId, Type};

/// What a class stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stereotype {
    /// Has identity and is served. A kodeverk is one too, that extends the model's `Begrep`.
    Hovedklasse,
    /// Common members of the classes that extend it; never served.
    Abstrakt,
    /// A value inside a class.
    Datatype,
    /// A thing outside the model, addressed by URI.
    Referanse,
}

impl Stereotype {
    /// The word of the model language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hovedklasse => "hovedklasse",
            Self::Abstrakt => "abstrakt",
            Self::Datatype => "datatype",
            Self::Referanse => "referanse",
        }
    }
}

/// A class with all its members, inherited ones included.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The package that declares it.
    pub package: PackageId,
    /// Name in the model's letters.
    pub name: String,
    /// What it stands for.
    pub stereotype: Stereotype,
    /// Its abstract parent.
    pub extends: Option<ClassId>,
    /// Documentation per language.
    pub docs: Docs,
    /// True when each instance is about one natural person (GDPR).
    pub subject: bool,
    /// The plural name for profiles with plural paths.
    pub collection: Option<String>,
    /// The class under which this one is nested in the paths.
    pub within: Option<ClassId>,
    /// Operations that the model allows explicitly; `None` = the profile's default.
    pub allow: Option<Vec<Operation>>,
    /// Index into `attributes` of the one that actions move.
    pub state: Option<usize>,
    /// Model version that brought the class.
    pub since: Option<String>,
    /// Set when the class is on its way out.
    pub deprecated: Option<Deprecation>,
    /// Wire name given by the model in place of the profile's folding.
    pub wire: Option<String>,
    /// Scope that a reader needs beyond the package's.
    pub scope: Option<String>,
    /// Attributes, ancestors' first, then own, each in file order.
    pub attributes: Vec<Attribute>,
    /// Relations, ancestors' first, then own; in each, the stored ends in file order before the maintained ones.
    pub relations: Vec<Relation>,
    /// Actions, ancestors' first.
    pub actions: Vec<Action>,
    /// Declared events, ancestors' first.
    pub events: Vec<Event>,
}

impl Class {
    /// The attributes that are identities, in order.
    pub fn identifiers(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|a| a.ty == Type::Identifikator)
    }
}

/// How many values a member holds: `lower..=upper`, `upper` absent = unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// At least so many.
    pub lower: u32,
    /// At most so many; `None` = any number.
    pub upper: Option<u32>,
}

impl Bounds {
    /// Exactly one.
    pub const ONE: Self = Self { lower: 1, upper: Some(1) };
    /// None or one.
    pub const OPTIONAL: Self = Self { lower: 0, upper: Some(1) };
    /// Any number.
    pub const MANY: Self = Self { lower: 0, upper: None };
    /// One or more.
    pub const SOME: Self = Self { lower: 1, upper: None };

    /// True when more than one value can be held, so that the wire has an array.
    #[must_use]
    pub const fn is_list(self) -> bool {
        !matches!(self.upper, Some(0 | 1))
    }

    /// True when at least one value must be present.
    #[must_use]
    pub const fn is_mandatory(self) -> bool {
        self.lower > 0
    }
}

/// Why a value is protected (GDPR).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gdpr {
    /// Personal data.
    Personal,
    /// A special category (article 9).
    Special,
    /// A national identity number (article 87).
    NationalId,
}

impl Gdpr {
    /// The word of the model language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Special => "special",
            Self::NationalId => "national_id",
        }
    }
}

/// A value that a class holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Name in the model's letters.
    pub name: String,
    /// Documentation per language.
    pub docs: Docs,
    /// The class that declares it.
    pub origin: ClassId,
    /// Type of each value.
    pub ty: Type,
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
    pub since: Option<String>,
    /// Set when it is on its way out.
    pub deprecated: Option<Deprecation>,
    /// Regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// Least value of a number, a date or a point in time, or least length of a text, as written.
    pub min: Option<String>,
    /// Greatest value of a number, a date or a point in time, or greatest length of a text, as written.
    pub max: Option<String>,
    /// Wire name given by the model in place of the profile's folding.
    pub wire: Option<String>,
    /// Scope that a reader needs beyond the class's.
    pub scope: Option<String>,
}

/// Where a relation points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A class of the model: hovedklasse, abstrakt (any served descendant) or referanse.
    Class(ClassId),
    /// The word `Referanse`: any absolute URI outside the model.
    Foreign,
}

/// Which end of a relation this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Resources carry the link; declared here in the model.
    Storing,
    /// The server derives the links from the other end.
    Maintained,
}

/// The other end of a two-way relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// Name of the relation on the target, in the model's letters.
    pub name: String,
}

/// A link from a class to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Name in the model's letters.
    pub name: String,
    /// Documentation per language.
    pub docs: Docs,
    /// The class that declares it (for a maintained end: the class that the storing end points to).
    pub origin: ClassId,
    /// Where it points.
    pub target: Target,
    /// How many links.
    pub bounds: Bounds,
    /// The other end, when the model has it.
    pub inverse: Option<Inverse>,
    /// Which end this is.
    pub side: Side,
    /// True when a client may change it.
    pub writable: bool,
    /// Data protection mark.
    pub gdpr: Option<Gdpr>,
    /// True when it must not appear in logs or feeds.
    pub sensitive: bool,
    /// Model version that brought it.
    pub since: Option<String>,
    /// Set when it is on its way out.
    pub deprecated: Option<Deprecation>,
    /// Wire name given by the model in place of the profile's folding.
    pub wire: Option<String>,
    /// Scope that a reader needs beyond the class's.
    pub scope: Option<String>,
}

/// What a client may do with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// GET and HEAD.
    Read,
    /// POST on the collection.
    Create,
    /// PUT on the resource.
    Replace,
    /// PATCH on the resource.
    Update,
    /// DELETE on the resource.
    Delete,
}

impl Operation {
    /// Every operation, in the order of the language document.
    pub const ALL: &'static [Self] = &[Self::Read, Self::Create, Self::Replace, Self::Update, Self::Delete];

    /// The word of the model language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Replace => "replace",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// What an action is offered on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionTarget {
    /// One resource.
    Resource,
    /// The collection: create with domain meaning.
    Collection,
}

impl ActionTarget {
    /// The method of an action that says none.
    #[must_use]
    pub const fn usual_method(self) -> Method {
        match self {
            Self::Resource => Method::Put,
            Self::Collection => Method::Post,
        }
    }
}

/// HTTP method of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Idempotent; the default.
    Put,
    /// Not idempotent.
    Post,
    /// Partial change.
    Patch,
    /// Removal with domain meaning.
    Delete,
}

impl Method {
    /// The method's token (RFC 9110).
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A state change that a representation offers as a link (Ladok's Domain Application Protocol).
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Name in the model's letters.
    pub name: String,
    /// Documentation per language.
    pub docs: Docs,
    /// The class that declares it.
    pub origin: ClassId,
    /// Resource or collection.
    pub on: ActionTarget,
    /// States it may start from; empty = any.
    pub from: Vec<String>,
    /// State it moves to; `None` = the state stays.
    pub to: Option<String>,
    /// What may stand in its way.
    pub impediments: Vec<ImpedimentId>,
    /// Typed input, each an attribute of the message.
    pub input: Vec<Attribute>,
    /// HTTP method.
    pub method: Method,
    /// Scope that an invoker needs; `None` = the package's write scope.
    pub scope: Option<String>,
    /// Names of the class's events that it emits.
    pub emits: Vec<String>,
}

/// One thing that an event's entry carries, by its position in the class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// An attribute of the class.
    Attribute(usize),
    /// A relation of the class: identifier and href.
    Relation(usize),
    /// An input of the actions that emit the event, by name.
    Input(String),
}

/// A thing that happened to a resource, told in the package's feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Name in the model's letters.
    pub name: String,
    /// Documentation per language.
    pub docs: Docs,
    /// The class that declares it.
    pub origin: ClassId,
    /// What each entry carries, in order.
    pub carries: Vec<Carried>,
}
