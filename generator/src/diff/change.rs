//! A change and what it means: the values that everything else here makes, counts or prints.

use super::codes::Code;

/// How grave a change is for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Whoever worked goes on working.
    #[default]
    Compatible,
    /// Works, unless somebody relied on what was never promised.
    Dangerous,
    /// Somebody who kept to the contract stops working.
    Breaking,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: &'static [Self] = &[Self::Breaking, Self::Dangerous, Self::Compatible];

    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
        }
    }
}

/// How grave a change is for those who read and for those who write (invoking an action is writing).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Impact {
    /// For readers of resources and of feeds.
    pub readers: Severity,
    /// For writers of resources and callers of actions.
    pub writers: Severity,
}

impl Impact {
    /// Nobody notices.
    pub const NONE: Self = Self::both(Severity::Compatible);
    /// Breaks everybody.
    pub const BREAKING: Self = Self::both(Severity::Breaking);

    /// The same for both.
    #[must_use]
    pub const fn both(severity: Severity) -> Self {
        Self { readers: severity, writers: severity }
    }

    /// For readers only.
    #[must_use]
    pub const fn readers(severity: Severity) -> Self {
        Self { readers: severity, writers: Severity::Compatible }
    }

    /// For writers only.
    #[must_use]
    pub const fn writers(severity: Severity) -> Self {
        Self { readers: Severity::Compatible, writers: severity }
    }

    /// The graver of the two.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.readers.max(self.writers)
    }

    /// Whatever is graver of two impacts, for each side.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { readers: self.readers.max(other.readers), writers: self.writers.max(other.writers) }
    }
}

/// What a change is to a reader of the list; the gravest word that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Somebody stops working.
    Breaking,
    /// Somebody may stop working.
    Dangerous,
    /// There is more than before.
    Additive,
    /// Nothing on the wire that anybody must react to.
    Information,
    /// Only texts.
    Documentation,
}

impl Group {
    /// Every group, in order of output.
    pub const ALL: &'static [Self] = &[Self::Breaking, Self::Dangerous, Self::Additive, Self::Information, Self::Documentation];

    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Dangerous => "dangerous",
            Self::Additive => "additive",
            Self::Information => "information",
            Self::Documentation => "documentation",
        }
    }
}

/// What kind of part of the model changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The model as a whole.
    Model,
    /// A package.
    Package,
    /// A class.
    Class,
    /// An attribute.
    Attribute,
    /// A relation.
    Relation,
    /// An action.
    Action,
    /// An event.
    Event,
    /// An enum.
    Enum,
}

impl Part {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Package => "package",
            Self::Class => "class",
            Self::Attribute => "attribute",
            Self::Relation => "relation",
            Self::Action => "action",
            Self::Event => "event",
            Self::Enum => "enum",
        }
    }
}

/// A place in one of the two models.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path as shown.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Element or connector id, in XMI.
    pub id: Option<String>,
    /// False when the part is not in this model, and this is the nearest that is: its class, its package.
    pub exact: bool,
}

/// A difference between two models.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which kind of difference.
    pub code: &'static Code,
    /// What kind of part.
    pub part: Part,
    /// The package, when a package changed as a whole.
    pub package: Option<String>,
    /// `package/Class`, or the enum's qualified name; as in the old model, for what is new as in the new one.
    pub class: Option<String>,
    /// Attribute, relation, action, event or enum value; of an action's input `action.input`.
    pub member: Option<String>,
    /// The class that declares the member, when it is inherited.
    pub origin: Option<String>,
    /// What changed, lower case, names in backticks.
    pub message: String,
    /// Why that is as grave as it is.
    pub reason: String,
    /// How grave, under the model's own profile.
    pub impact: Impact,
    /// How grave under each preset, in their order.
    pub profiles: Vec<(&'static str, Severity)>,
    /// Place in the old model.
    pub old: Option<Location>,
    /// Place in the new model.
    pub new: Option<Location>,
    /// Of something removed, its likely new name; of something added, its likely old one.
    pub renamed: Option<String>,
    /// True for a removal that a deprecation announced a major version before.
    pub expected: bool,
    /// True when the user accepts it.
    pub accepted: bool,
}

impl Change {
    /// The graver of both sides.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.impact.severity()
    }

    /// What it is to a reader of the list.
    #[must_use]
    pub fn group(&self) -> Group {
        match self.severity() {
            Severity::Breaking => Group::Breaking,
            Severity::Dangerous => Group::Dangerous,
            Severity::Compatible => self.code.group,
        }
    }

    /// `package/Class.member`, `package/Class`, the package, or `model`.
    #[must_use]
    pub fn subject(&self) -> String {
        match (&self.class, &self.member, &self.package) {
            (Some(class), Some(member), _) => format!("{class}.{member}"),
            (Some(class), None, _) => class.clone(),
            (None, _, Some(package)) => package.clone(),
            (None, _, None) => "model".to_owned(),
        }
    }
}
