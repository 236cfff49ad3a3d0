//! The three presets.
//!
//! One function each, every setting named: a difference between worlds is a line that differs between two of them.

use super::{
    Address, Case, Counts, Dangling, Dap, DapForm, DateForm, DeprecationDates, ErrorForm, FeedId, Feeds, Folding, HalLinks, KeptEnds,
    LinkForm, Lists, MediaAttribute, Paging, PagingStyle, Parameters, Template, VendorLinks, WireProfile, Word, Writes,
};

/// The names of the presets.
pub const PRESETS: &[&str] = &["fint", "ladok", "rest-se"];

/// Identifier names that are segments of the collections' own service routes.
const SERVICE_SEGMENTS: &[&str] = &["cache", "status", "last-updated", "lastupdated"];

/// The preset of this name: `fint`, `ladok` or `rest-se`.
#[must_use]
pub fn preset(name: &str) -> Option<WireProfile> {
    match name {
        "fint" => Some(fint()),
        "ladok" => Some(ladok()),
        "rest-se" => Some(rest_se()),
        _ => None,
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// The word that holds the entries, whether it is inside `_embedded`, and how much there is.
fn lists(member: &str, embedded: bool, counts: Counts) -> Lists {
    Lists { member: Word::known(member), embedded, counts }
}

fn parameters([since, filter, deleted]: [&str; 3], attributes: bool) -> Parameters {
    Parameters { since: Word::known(since), filter: Word::known(filter), deleted: Word::known(deleted), attributes }
}

/// Whose ids they are is for a model to say.
fn feeds(id: FeedId) -> Feeds {
    Feeds { id, page_size: 100, page_age: 86_400, authority: Address::default(), namespace: Template::default() }
}

/// Links as Ladok ships them, with the actions that it has not.
fn dap(media: &str, case: Case, vendor_links: VendorLinks, errors: ErrorForm) -> Dap {
    Dap {
        media: Template::new(media).unwrap_or_default(),
        case,
        compat: DapForm::Extended,
        media_attribute: MediaAttribute::Camel,
        relations: Template::default(),
        vendor_links,
        errors,
    }
}

/// FINT: the Norwegian counties' APIs, Core 1 and Core 2.
fn fint() -> WireProfile {
    WireProfile {
        name: "fint".to_owned(),
        folding: Folding::fint(),
        member_case: Case::Keep,
        action_case: Case::Keep,
        path_case: Case::Lower,
        plural_paths: false,
        root: String::new(),
        joined_packages: false,
        version_segment: String::new(),
        service_routes: true,
        identifier_objects: true,
        canonical_route_only: false,
        links: LinkForm::ObjectOfArrays,
        hal_links: HalLinks::Model,
        operation_links: false,
        paging: Paging { style: PagingStyle::SizeOffset, default: 0, max: 0 },
        lists: lists("_entries", true, Counts::Items),
        parameters: parameters(["sinceTimeStamp", "$filter", "includeDeleted"], false),
        search_segment: "$query".to_owned(),
        sync_segment: "$sync".to_owned(),
        dates: DateForm::NoonUtc,
        writes: Writes::Deferred,
        writable_adds_writes: true,
        requires_if_match: false,
        dangling_links: Dangling::Keep,
        kept_links_max: 0,
        kept_ends: KeptEnds::Assert,
        nested_relations_reach: false,
        api_info: false,
        deprecation_dates: DeprecationDates::Rfc,
        feeds: feeds(FeedId::Logical),
        dap: dap("{model}", Case::Keep, VendorLinks::Native, ErrorForm::Problem),
        reserved_classes: words(&["admin", "feed"]),
        reserved_identifiers: words(SERVICE_SEGMENTS),
        package_depth: 2,
        token_url: Address::default(),
        requires_info: false,
        required_languages: Vec::new(),
    }
}

/// Ladok: the Swedish student registry's services.
fn ladok() -> WireProfile {
    WireProfile {
        name: "ladok".to_owned(),
        folding: Folding::nordic(),
        member_case: Case::Pascal,
        action_case: Case::Keep,
        path_case: Case::Lower,
        plural_paths: false,
        root: String::new(),
        joined_packages: false,
        version_segment: String::new(),
        service_routes: false,
        identifier_objects: false,
        canonical_route_only: false,
        links: LinkForm::Hal,
        hal_links: HalLinks::Model,
        operation_links: true,
        paging: Paging { style: PagingStyle::PageLimit, default: 100, max: 1000 },
        lists: lists("Resultat", false, Counts::Total),
        parameters: parameters(["since", "filter", "includeDeleted"], true),
        search_segment: "filtrera".to_owned(),
        sync_segment: "synkronisera".to_owned(),
        dates: DateForm::Date,
        writes: Writes::Direct,
        writable_adds_writes: false,
        requires_if_match: false,
        dangling_links: Dangling::Refuse,
        kept_links_max: 0,
        kept_ends: KeptEnds::Refuse,
        nested_relations_reach: true,
        api_info: false,
        deprecation_dates: DeprecationDates::Rfc,
        feeds: feeds(FeedId::PerPage),
        dap: dap("{model}-{package}", Case::Camel, VendorLinks::Link, ErrorForm::Ladok),
        reserved_classes: words(&["admin", "feed"]),
        reserved_identifiers: words(SERVICE_SEGMENTS),
        package_depth: 0,
        token_url: Address::default(),
        requires_info: false,
        required_languages: Vec::new(),
    }
}

/// The Swedish national REST API profile, version 1.2.
fn rest_se() -> WireProfile {
    WireProfile {
        name: "rest-se".to_owned(),
        folding: Folding::nordic(),
        member_case: Case::Camel,
        action_case: Case::Camel,
        path_case: Case::Kebab,
        plural_paths: true,
        root: String::new(),
        joined_packages: true,
        version_segment: "v{major}".to_owned(),
        service_routes: false,
        identifier_objects: false,
        canonical_route_only: true,
        links: LinkForm::Hal,
        hal_links: HalLinks::Model,
        operation_links: true,
        paging: Paging { style: PagingStyle::PageLimit, default: 20, max: 1000 },
        lists: lists("{plural}", true, Counts::Meta),
        parameters: parameters(["andradEfter", "filter", "borttagna"], true),
        search_segment: "sok".to_owned(),
        sync_segment: "synkronisering".to_owned(),
        dates: DateForm::Date,
        writes: Writes::Direct,
        writable_adds_writes: false,
        requires_if_match: true,
        dangling_links: Dangling::Refuse,
        kept_links_max: 0,
        kept_ends: KeptEnds::Refuse,
        nested_relations_reach: true,
        api_info: true,
        deprecation_dates: DeprecationDates::Rfc,
        feeds: feeds(FeedId::Logical),
        dap: dap("{model}", Case::Camel, VendorLinks::Native, ErrorForm::Problem),
        reserved_classes: words(&["admin", "feed", "api-info", "openapi"]),
        reserved_identifiers: words(SERVICE_SEGMENTS),
        package_depth: 0,
        token_url: Address::default(),
        requires_info: true,
        required_languages: words(&["sv", "en"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_preset_exists_and_knows_its_name() {
        for &name in PRESETS {
            assert_eq!(preset(name).map(|profile| profile.name).as_deref(), Some(name));
        }
        assert_eq!(preset("FINT"), None);
    }
}
