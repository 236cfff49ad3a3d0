//! The table of settings that a model may override.
//!
//! One row a setting: its key, what it decides, and how it is read from and written as text. Words of the enums stand beside, so that
//! a message can list what a setting takes. What the settings mean is said at the fields of [`WireProfile`].

use std::collections::BTreeMap;

use super::{
    Address, Case, Counts, Dangling, DapForm, DateForm, DeprecationDates, ErrorForm, FeedId, Folding, HalLinks, KeptEnds, LinkForm,
    MediaAttribute, PagingStyle, Template, VendorLinks, WireProfile, Word, Writes, preset,
};

/// One setting of a profile.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Dotted key, as in `overrides:`.
    pub key: &'static str,
    /// What it decides and which values it takes.
    pub docs: &'static str,
    /// Sets it from text.
    pub set: fn(&mut WireProfile, &str) -> Result<(), SettingError>,
    /// Its value as text.
    pub get: fn(&WireProfile) -> String,
}

impl Setting {
    /// The setting with this key.
    #[must_use]
    pub fn find(key: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }
}

/// Why a setting cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No preset has this name.
    #[error("there is no profile `{name}`; expected `fint`, `ladok` or `rest-se`")]
    Preset {
        /// What was given.
        name: String,
    },
    /// No setting has this key.
    #[error("there is no setting `{key}`")]
    Key {
        /// What was given.
        key: String,
    },
    /// The value is not one of those that the setting takes.
    #[error("`{value}` is not a value of this setting; expected {expected}")]
    Value {
        /// What was given.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

impl WireProfile {
    /// The preset of this name with single settings changed. Settings that cannot be set are left as the preset has them.
    ///
    /// # Errors
    /// No preset has this name.
    pub fn with_overrides(name: &str, overrides: &BTreeMap<String, String>) -> Result<(Self, Vec<(String, SettingError)>), SettingError> {
        let mut profile = preset(name).ok_or_else(|| SettingError::Preset { name: name.to_owned() })?;
        let mut refused = Vec::new();
        for (key, value) in overrides {
            let set = Setting::find(key)
                .map_or_else(|| Err(SettingError::Key { key: key.clone() }), |setting| (setting.set)(&mut profile, value));
            refused.extend(set.err().map(|error| (key.clone(), error)));
        }
        Ok((profile, refused))
    }
}

/// A value of a setting, as text.
trait Value: Sized {
    /// What it takes, for messages.
    const EXPECTED: &'static str;

    fn read(text: &str) -> Option<Self>;

    fn write(&self) -> String;
}

macro_rules! words {
    ($($ty:ident: $expected:literal, $($word:literal $variant:ident),*;)*) => {$(
        impl Value for $ty {
            const EXPECTED: &'static str = $expected;

            fn read(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn write(&self) -> String {
                match self {
                    $(Self::$variant => $word.to_owned(),)*
                }
            }
        }
    )*};
}

words! {
    Case: "`keep`, `lower`, `kebab`, `camel` or `pascal`", "keep" Keep, "lower" Lower, "kebab" Kebab, "camel" Camel, "pascal" Pascal;
    LinkForm: "`object-of-arrays`, `hal` or `array`", "object-of-arrays" ObjectOfArrays, "hal" Hal, "array" Array;
    HalLinks: "`model` or `always_array`", "model" Model, "always_array" AlwaysArray;
    PagingStyle: "`size-offset` or `page-limit`", "size-offset" SizeOffset, "page-limit" PageLimit;
    Counts: "`items`, `meta` or `total`", "items" Items, "meta" Meta, "total" Total;
    DateForm: "`date` or `noon-utc`", "date" Date, "noon-utc" NoonUtc;
    DeprecationDates: "`rfc` or `profile`", "rfc" Rfc, "profile" Profile;
    Writes: "`deferred` or `direct`", "deferred" Deferred, "direct" Direct;
    Dangling: "`keep` or `refuse`", "keep" Keep, "refuse" Refuse;
    KeptEnds: "`assert` or `refuse`", "assert" Assert, "refuse" Refuse;
    FeedId: "`logical` or `per_page`", "logical" Logical, "per_page" PerPage;
    DapForm: "`extended`, `pm` or `ladok`", "extended" Extended, "pm" Pm, "ladok" Ladok;
    VendorLinks: "`native` or `link`", "native" Native, "link" Link;
    ErrorForm: "`problem` or `ladok`", "problem" Problem, "ladok" Ladok;
    MediaAttribute: "`mediaType` or `mediatype`", "mediaType" Camel, "mediatype" Lower;
}

impl Value for bool {
    const EXPECTED: &'static str = "`true` or `false`";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Value for u32 {
    const EXPECTED: &'static str = "a whole number from 0";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

/// A path or a segment of one: what may stand in a URL as it is.
impl Value for String {
    const EXPECTED: &'static str = "path segments of letters, digits, `-`, `.`, `_`, `$` and `{major}`";

    fn read(text: &str) -> Option<Self> {
        let plain = text.replace("{major}", "").chars().all(|c| c.is_ascii_alphanumeric() || "-._$/".contains(c));
        plain.then(|| text.trim_matches('/').to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

impl Value for Vec<String> {
    const EXPECTED: &'static str = "words separated by blanks";

    fn read(text: &str) -> Option<Self> {
        Some(text.split_whitespace().map(str::to_owned).collect())
    }

    fn write(&self) -> String {
        self.join(" ")
    }
}

impl Value for Address {
    const EXPECTED: &'static str = "ASCII letters, digits and `-._~/:,@#?=%`";

    fn read(text: &str) -> Option<Self> {
        Self::new(text)
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Value for Word {
    const EXPECTED: &'static str = "ASCII letters, digits, `_`, `-`, `$`, and where entries are named `{plural}` or `{class}`";

    fn read(text: &str) -> Option<Self> {
        Self::new(text)
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Value for Template {
    const EXPECTED: &'static str = "ASCII letters, digits, `-._~/:,@#?=%`, `{package}` and `{model}`";

    fn read(text: &str) -> Option<Self> {
        Self::new(text)
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Value for Folding {
    const EXPECTED: &'static str = "`fint` or `nordic`, then letters such as `ä=a`, separated by blanks";

    fn read(text: &str) -> Option<Self> {
        let mut folding = Self { table: Vec::new() };
        for word in text.split_whitespace() {
            match word.split_once('=') {
                Some((letter, ascii)) => {
                    let mut letters = unicode_normalization::UnicodeNormalization::nfc(letter);
                    let letter = letters.next().filter(|letter| !letter.is_ascii() && letters.next().is_none())?;
                    folding.map(letter, Some(ascii).filter(|ascii| ascii.chars().all(|c| c.is_ascii_alphanumeric()))?);
                }
                None if folding.table.is_empty() => {
                    folding = match word {
                        "fint" => Self::fint(),
                        "nordic" => Self::nordic(),
                        _ => return None,
                    };
                }
                None => return None,
            }
        }
        Some(folding)
    }

    fn write(&self) -> String {
        self.table.iter().map(|(letter, ascii)| format!("{letter}={ascii}")).collect::<Vec<_>>().join(" ")
    }
}

fn assign<T: Value>(place: &mut T, text: &str) -> Result<(), SettingError> {
    *place = T::read(text).ok_or_else(|| SettingError::Value { value: text.to_owned(), expected: T::EXPECTED })?;
    Ok(())
}

macro_rules! settings {
    ($($key:literal $($field:ident).+ $docs:literal;)*) => {
        /// Every setting.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            key: $key,
            docs: $docs,
            set: |profile, text| assign(&mut profile.$($field).+, text),
            get: |profile| profile.$($field).+.write(),
        }),*];
    };
}

settings! {
    "folding" folding "How letters become ASCII: a table (`fint`, `nordic`) and single letters (`ä=a`).";
    "members.case" member_case "How members are written in JSON: `keep`, `lower`, `kebab`, `camel`, `pascal`.";
    "actions.case" action_case "How actions are written in representations: as `members.case`.";
    "paths.case" path_case "How packages and classes are written in paths: as `members.case`.";
    "paths.plural" plural_paths "Whether paths use the plural name of `collection:`.";
    "paths.root" root "Path before every package.";
    "paths.joined" joined_packages "Whether the segments of a package's path are joined to one by `-`.";
    "paths.version" version_segment "Segment after the package's path, with `{major}` for the model's major version.";
    "routes.service" service_routes "Whether there are `last-updated`, `cache/size` and `admin/health`.";
    "identifiers.objects" identifier_objects "Whether an identity is an object with `identifikatorverdi`, or plain text.";
    "identifiers.canonical_only" canonical_route_only "Whether only the canonical identifier has a route.";
    "links.shape" links "Native form of links: `object-of-arrays`, `hal`, `array`.";
    "links.dangling" dangling_links "What happens with a link to a value that nobody has: `keep`, `refuse`.";
    "links.kept_max" kept_links_max "Most links shown of an end that others tell of; beyond it one link with a count leads to pages; 0 = no limit.";
    "links.kept_ends" kept_ends "What happens with links of an end that the server keeps: `assert` the pair, `refuse`.";
    "hal.links" hal_links "How HAL writes a relation: `model` (object for at most one), `always_array`.";
    "links.operations" operation_links "Whether links also tell what can be done: `collection`, `create`, `edit`, `replace`, `delete`.";
    "collection.member" lists.member "Member that holds the entries of a page; `{plural}` is the collection's name, `{class}` its class's.";
    "collection.embedded" lists.embedded "Whether that member is inside `_embedded`.";
    "collection.counts" lists.counts "How a page tells how much there is: `items` (FINT), `meta` (the Swedish profile), `total` (Ladok).";
    "query.since" parameters.since "Parameter for what changed later than a time.";
    "query.filter" parameters.filter "Parameter for a filter expression.";
    "query.deleted" parameters.deleted "Parameter that shows what was deleted too.";
    "query.attributes" parameters.attributes "Whether `name=value`, `sort` and `fields` are taken, and unknown parameters refused.";
    "routes.search" search_segment "Path word after a collection that takes a filter in the body.";
    "routes.sync" sync_segment "Path word after a collection for data providers.";
    "paging.style" paging.style "Parameters of paging: `size-offset`, `page-limit`.";
    "paging.default" paging.default "Entries a page when the request says nothing; 0 = everything.";
    "paging.max" paging.max "Most entries a page; 0 = no limit.";
    "dates.form" dates "How a pure date is written: `date`, `noon-utc`.";
    "writes.answer" writes "How writes answer: `deferred` (202 with a status resource), `direct`.";
    "writes.if_match" requires_if_match "Whether PUT, PATCH and DELETE must carry `If-Match`; actions may, and are decided on anew in any case.";
    "writes.by_writable" writable_adds_writes "Whether a writable attribute adds create and replace to a class without `allow:`.";
    "common.nested_relations" nested_relations_reach "Whether relations on nested datatypes count when common classes are placed.";
    "routes.api_info" api_info "Whether packages have `api-info`.";
    "headers.deprecation" deprecation_dates "How `Deprecation` and `Sunset` tell a day: `rfc`, `profile` (RFC 3339).";
    "feed.id" feeds.id "Id of a feed's documents: `logical` (one), `per_page`.";
    "feed.page_size" feeds.page_size "Entries a page of a feed whose package does not say.";
    "feed.page_age" feeds.page_age "Seconds after which a page of a feed is closed though it is not full; 0 = never.";
    "feed.authority" feeds.authority "Who names the feeds in their ids: host and year, `api.example.no,2026`.";
    "feed.namespace" feeds.namespace "Beginning of the XML namespaces of resources and events, or with `{package}` the whole.";
    "media.name" dap.media "The vendor's name in media types, with `{model}` and `{package}`.";
    "links.vendor" dap.vendor_links "Links in the vendor's JSON: `native`, `link` (Ladok's list of `rel`, `uri`, `method`, `mediaType`).";
    "errors.form" dap.errors "What a problem tells: `problem` (RFC 9457), `ladok` (the members of Ladok's exceptions beside it).";
    "dap.case" dap.case "How elements are written in XML: as `members.case`.";
    "dap.compat" dap.compat "Form of the XML: `extended`, `pm` (as Ladok's PM prints it), `ladok` (links only).";
    "dap.media_attribute" dap.media_attribute "How links write their media type in XML: `mediaType`, `mediatype`.";
    "dap.relations" dap.relations "Beginning of the URIs of relations, with `{package}` where packages differ.";
    "reserved.classes" reserved_classes "Path segments that no class may take.";
    "reserved.identifiers" reserved_identifiers "Path segments that no identifier may take.";
    "paths.depth" package_depth "How many parts a package's path has by habit; 0 = any.";
    "security.token_url" token_url "Where clients get their access tokens, for documents.";
    "info.required" requires_info "Whether the model must have `info:`, plural names and documentation.";
    "docs.languages" required_languages "Languages that documentation must have.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::PRESETS;

    fn overridden(name: &str, pairs: &[(&str, &str)]) -> (WireProfile, Vec<(String, SettingError)>) {
        let overrides = pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
        WireProfile::with_overrides(name, &overrides).expect("a preset")
    }

    #[test]
    fn every_setting_reads_back_what_it_writes() {
        for name in PRESETS {
            let profile = preset(name).expect("a preset");
            for setting in SETTINGS {
                let mut copy = profile.clone();
                assert_eq!((setting.set)(&mut copy, &(setting.get)(&profile)), Ok(()), "{}", setting.key);
                assert_eq!(copy, profile, "{}", setting.key);
            }
        }
    }

    #[test]
    fn keys_are_unique() {
        let keys: std::collections::BTreeSet<_> = SETTINGS.iter().map(|setting| setting.key).collect();
        assert_eq!(keys.len(), SETTINGS.len());
    }

    #[test]
    fn a_preset_turns_into_another_by_settings_alone() {
        let goal = preset("rest-se").expect("a preset");
        let overrides = SETTINGS.iter().map(|setting| (setting.key.to_owned(), (setting.get)(&goal))).collect();
        let (mut profile, refused) = WireProfile::with_overrides("fint", &overrides).expect("a preset");
        profile.name = goal.name.clone();
        assert!(refused.is_empty(), "{refused:?}");
        assert_eq!(profile, goal);
    }

    #[test]
    fn overrides_change_single_settings_and_name_what_they_do_not_take() {
        let (profile, refused) =
            overridden("fint", &[("paging.max", "1000"), ("paging.default", "many"), ("paging.most", "1"), ("folding", "fint ä=a")]);
        assert_eq!(profile.paging.max, 1000);
        assert_eq!(profile.folding.fold("Lärare").as_deref(), Ok("Larare"));
        let messages: Vec<String> = refused.iter().map(|(key, error)| format!("{key}: {error}")).collect();
        assert_eq!(
            messages,
            [
                "paging.default: `many` is not a value of this setting; expected a whole number from 0",
                "paging.most: there is no setting `paging.most`",
            ]
        );
    }

    #[test]
    fn folding_takes_single_letters_only() {
        for wrong in ["danish", "fint nordic", "ab=c", "a=b", "ä=å", "ä=a fint"] {
            let (profile, refused) = overridden("fint", &[("folding", wrong)]);
            assert_eq!((profile.folding, refused.len()), (Folding::fint(), 1), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_profile_is_named() {
        let error = WireProfile::with_overrides("fynt", &BTreeMap::new()).expect_err("no such preset");
        assert_eq!(error.to_string(), "there is no profile `fynt`; expected `fint`, `ladok` or `rest-se`");
    }
}
