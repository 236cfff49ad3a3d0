//! Wire profiles: the conventions of a world, as data.
//!
//! A profile decides letters, paths, members, links and paging. Nothing in smie asks a profile for its name: a difference between
//! worlds is a setting here, with one value a preset, and each setting can be overridden in `model.yaml`.

mod case;
mod dap;
mod fold;
mod lists;
mod preset;
mod settings;
mod template;

pub use fold::{FoldError, Folding};
pub use lists::{Counts, Lists, Parameters, Word};
pub use preset::{PRESETS, preset};
pub use settings::{SETTINGS, Setting, SettingError};
pub use template::Template;

/// The conventions of a world.
#[derive(Clone, Debug, PartialEq)]
pub struct WireProfile {
    /// Name of the preset that it began as; for people, never for decisions.
    pub name: String,
    /// How letters become ASCII.
    pub folding: Folding,
    /// How members are written.
    pub member_case: Case,
    /// How actions are written in representations.
    pub action_case: Case,
    /// How class segments of paths are written.
    pub path_case: Case,
    /// True when paths use the plural `collection:` name.
    pub plural_paths: bool,
    /// Path before every package, such as `api`, without outer slashes; empty = none.
    pub root: String,
    /// True when the segments of a package's path are joined to one by `-`.
    pub joined_packages: bool,
    /// Segment after the package's path, with `{major}` for the model's major version; empty = none.
    pub version_segment: String,
    /// True when collections have `last-updated` and `cache/size`, and packages `admin/health`.
    pub service_routes: bool,
    /// True when an identity is an object with `identifikatorverdi`; false = a plain string.
    pub identifier_objects: bool,
    /// True when only the canonical identifier has a route.
    pub canonical_route_only: bool,
    /// Native form of links.
    pub links: LinkForm,
    /// How HAL writes a relation.
    pub hal_links: HalLinks,
    /// True when links also tell what can be done: `collection`, `create`, `edit`, `replace`, `delete`.
    pub operation_links: bool,
    /// How collections are paged.
    pub paging: Paging,
    /// How a page of a collection looks.
    pub lists: Lists,
    /// Names of query parameters.
    pub parameters: Parameters,
    /// Path word after a collection that takes a filter in the body.
    pub search_segment: String,
    /// Path word after a collection where a data provider brings it up to date.
    pub sync_segment: String,
    /// How a pure date is written.
    pub dates: DateForm,
    /// How writes answer.
    pub writes: Writes,
    /// True when a writable attribute adds create and replace to what a class without `allow:` allows, which is read.
    pub writable_adds_writes: bool,
    /// True when PUT, PATCH and DELETE must carry `If-Match`. Actions may and need not: an action says what is to happen, not what the resource is to be, and
    /// its state and impediments are looked at anew inside the transaction, so nobody's change is overwritten unseen.
    pub requires_if_match: bool,
    /// What happens with a link to an identifier value that nobody has.
    pub dangling_links: Dangling,
    /// Most links that a resource shows of an end that others tell of; where there are more, one link leads to pages of them. 0 = no limit.
    pub kept_links_max: u32,
    /// What happens with a body that carries links of an end that the server keeps.
    pub kept_ends: KeptEnds,
    /// True when relations on nested datatypes count when common classes are placed.
    pub nested_relations_reach: bool,
    /// True when packages have `api-info`.
    pub api_info: bool,
    /// How headers tell when something goes.
    pub deprecation_dates: DeprecationDates,
    /// Event feeds.
    pub feeds: Feeds,
    /// Media types and the XML form.
    pub dap: Dap,
    /// Path segments that no class may take (compared after folding).
    pub reserved_classes: Vec<String>,
    /// Names that no identifier may take in URLs.
    pub reserved_identifiers: Vec<String>,
    /// How many parts a package's path has by habit, so that another number deserves a look; 0 = any.
    pub package_depth: u32,
    /// Where clients get their access tokens, for documents; empty = not told.
    pub token_url: Address,
    /// True when a model must have `info:`, `collection:` and documentation in these languages.
    pub requires_info: bool,
    /// Languages that documentation must have.
    pub required_languages: Vec<String>,
}

/// How words are joined in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As in the model, folded.
    Keep,
    /// All lower case.
    Lower,
    /// `lower-kebab-case`.
    Kebab,
    /// `lowerCamelCase`.
    Camel,
    /// `PascalCase`.
    Pascal,
}

/// Native form of `_links`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `{"rel":[{"href":…}]}`: an array for each relation, whatever its multiplicity.
    ObjectOfArrays,
    /// HAL: object or array by the relation's multiplicity.
    Hal,
    /// `[{"rel":…,"href":…}]`.
    Array,
}

/// How HAL writes a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HalLinks {
    /// Object for at most one, array otherwise, decided by the model.
    Model,
    /// Always an array.
    AlwaysArray,
}

/// How collections are paged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Query parameters.
    pub style: PagingStyle,
    /// Entries when the request says nothing; 0 = everything.
    pub default: u32,
    /// Most entries a page; 0 = no limit.
    pub max: u32,
}

/// Query parameters of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingStyle {
    /// `size` and `offset`.
    SizeOffset,
    /// `page` and `limit`.
    PageLimit,
}

/// How a pure date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `2024-08-01`.
    Date,
    /// `2024-08-01T12:00:00Z`: at noon, so that no time zone moves the day.
    NoonUtc,
}

/// How writes answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// 202 with a status resource.
    Deferred,
    /// 200, 201, 204 at once.
    Direct,
}

/// How the headers `Deprecation` and `Sunset` tell a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeprecationDates {
    /// `@1767225600` (RFC 9745) and an HTTP date (RFC 8594).
    Rfc,
    /// RFC 3339 in both, as the Swedish profile's VER.09 has it.
    Profile,
}

/// What happens with a body that carries links of an end that the server keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptEnds {
    /// It says that the pair exists, and so it does.
    Assert,
    /// Refused.
    Refuse,
}

/// What happens with a link to an identifier value that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dangling {
    /// Kept; it resolves when the target comes, and stays when it goes.
    Keep,
    /// Refused; a mandatory link keeps its target from being deleted, an optional one is removed with it.
    Refuse,
}

/// Event feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// Whether all pages of a feed share an id.
    pub id: FeedId,
    /// Entries a page where the package does not say.
    pub page_size: u32,
    /// Seconds after which a page is closed though it is not full; 0 = never.
    pub page_age: u32,
    /// Who names the feeds in `tag:` ids: a host and the year or day on which it was theirs, `api.example.no,2026`; empty = the model's name.
    pub authority: Address,
    /// Beginning of the XML namespaces of resources and events, or with `{package}` the whole; empty = a `tag:` URI of the authority.
    pub namespace: Template,
}

/// Which id a feed's documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedId {
    /// One for the whole feed (RFC 5005).
    Logical,
    /// One a page, with its number as the third `:` field, which real Ladok readers parse.
    PerPage,
}

/// Media types and the XML form of resources: Ladok's Domain Application Protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dap {
    /// The vendor's name in media types, `application/vnd.NAME+xml`.
    pub media: Template,
    /// How elements are written.
    pub case: Case,
    /// Which of the protocol's forms is spoken.
    pub compat: DapForm,
    /// How the attribute of links is written that says the media type; the form of the PM has its own.
    pub media_attribute: MediaAttribute,
    /// Beginning of the URIs of relations, or with `{package}` of a package's; empty = `relations/` below the namespace.
    pub relations: Template,
    /// How links are written in the vendor's JSON.
    pub vendor_links: VendorLinks,
    /// What a problem tells.
    pub errors: ErrorForm,
}

/// How links are written in `application/vnd.NAME+json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VendorLinks {
    /// As in `application/json`.
    Native,
    /// As Ladok writes them: a list `link` of `{rel, uri, method, mediaType}`.
    Link,
}

/// What a problem tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorForm {
    /// What RFC 9457 says.
    Problem,
    /// The members of Ladok's exceptions beside it.
    Ladok,
}

/// Which of the Domain Application Protocol's forms is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DapForm {
    /// Links with method, actions, impediments with code, texts and times.
    Extended,
    /// As the PM prints it: names in the model's letters, plain impediments, links without method.
    Pm,
    /// As Ladok ships it: links only, those of allowed actions among them.
    Ladok,
}

/// How the attribute is written that says a link's media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaAttribute {
    /// `mediaType`, as Ladok ships it.
    Camel,
    /// `mediatype`, as the PM prints it.
    Lower,
}

impl MediaAttribute {
    /// The attribute's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Camel => "mediaType",
            Self::Lower => "mediatype",
        }
    }
}

/// Part of an address: letters, digits and signs that need no escaping in XML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address; `None` = a sign that cannot stand there.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/:,@#?=%".contains(c));
        fits.then(|| Self(text.to_owned()))
    }

    /// As text; empty when nothing is set.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
