//! What surrounds the classes: packages, enums, impediments, documentation, catalogue information.

use super::PackageId;

/// Documentation per language, in the order written; a plain string has the model's first language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<(String, String)>);

impl Docs {
    /// Documentation in one language.
    #[must_use]
    pub fn one(language: &str, text: impl Into<String>) -> Self {
        Self(vec![(language.to_owned(), text.into())])
    }

    /// True when nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in this language.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        self.0.iter().find(|(l, _)| l == language).map(|(_, text)| text.as_str())
    }

    /// The first of these languages that is written, else the first written at all.
    #[must_use]
    pub fn best(&self, languages: &[String]) -> Option<&str> {
        languages.iter().find_map(|l| self.get(l)).or_else(|| self.0.first().map(|(_, text)| text.as_str()))
    }
}

/// A package: a path segment or several, an owner of classes and of one event feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// Path in the model's letters, segments joined by `/`; empty = directly under the base path.
    pub path: String,
    /// Documentation per language.
    pub docs: Docs,
    /// True when its hovedklasser are served inside every package that reaches them.
    pub common: bool,
    /// Scopes of its resources.
    pub scopes: Scopes,
    /// Its event feed, when it has one.
    pub feed: Option<Feed>,
}

/// OAuth 2 scopes of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// Needed to read.
    pub read: Option<String>,
    /// Needed to write and to invoke actions.
    pub write: Option<String>,
}

/// Settings of a package's event feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Entries a page; `None` = the profile's default.
    pub page_size: Option<u32>,
}

/// A closed list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// The package that declares it.
    pub package: PackageId,
    /// Name in the model's letters.
    pub name: String,
    /// Documentation per language.
    pub docs: Docs,
    /// The values, in order.
    pub values: Vec<EnumValue>,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Code in the model's letters.
    pub name: String,
    /// Label per language.
    pub docs: Docs,
}

/// A reason why an action cannot be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impediment {
    /// The package that declares it.
    pub package: PackageId,
    /// Code in the model's letters.
    pub name: String,
    /// Text per language.
    pub docs: Docs,
}

/// A member or class on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// Model version that deprecated it.
    pub since: Option<String>,
    /// The day from which it is, ISO 8601.
    pub date: Option<String>,
    /// The day on which it may go, ISO 8601.
    pub sunset: Option<String>,
    /// What to use in its place.
    pub instead: Option<String>,
    /// Why, per language.
    pub docs: Docs,
}

/// Life cycle of an API (the Swedish REST profile's DOK and API-information rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Early and unstable.
    Alpha,
    /// Feature-complete, may change.
    Beta,
    /// In operation.
    Active,
    /// In operation, on its way out.
    Deprecated,
    /// No longer offered to new consumers.
    Retired,
    /// Switched off.
    Decommissioned,
}

impl Status {
    /// Every status, in life-cycle order.
    pub const ALL: &'static [Self] = &[Self::Alpha, Self::Beta, Self::Active, Self::Deprecated, Self::Retired, Self::Decommissioned];

    /// The word of the model language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
            Self::Decommissioned => "decommissioned",
        }
    }
}

/// What a catalogue wants to know of the API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// Title per language.
    pub title: Docs,
    /// Life cycle.
    pub status: Option<Status>,
    /// Release date, ISO 8601.
    pub released: Option<String>,
    /// Who answers questions.
    pub contact: Option<Contact>,
    /// Licence of the API and its documentation.
    pub license: Option<License>,
    /// Address of the terms of use.
    pub terms: Option<String>,
    /// Service level.
    pub sla: Option<Sla>,
    /// Known limitations per language.
    pub limitations: Docs,
    /// Set when this version is on its way out.
    pub deprecated: Option<Retirement>,
}

/// When a version of an API goes, and what comes after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retirement {
    /// The day from which it is deprecated, ISO 8601.
    pub date: Option<String>,
    /// The day on which it may go, ISO 8601.
    pub sunset: Option<String>,
    /// Address of the version that takes its place.
    pub successor: Option<String>,
}

/// Who answers questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// A function, not a person.
    pub name: Option<String>,
    /// Address of that function.
    pub email: Option<String>,
    /// Page of that function.
    pub url: Option<String>,
}

/// A licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct License {
    /// SPDX name or title.
    pub name: Option<String>,
    /// Address of its text.
    pub url: Option<String>,
}

/// Service level, as free text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sla {
    /// Share of time in operation.
    pub availability: Option<String>,
    /// Expected response time.
    pub response_time: Option<String>,
    /// Hours of support.
    pub support: Option<String>,
}
