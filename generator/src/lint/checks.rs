//! The checks of a document, a small function for each rule or few that belong together.

mod about;
mod addresses;
mod bodies;
mod parameters;
mod schemas;

use super::Findings;
use super::api::Api;

/// A check, and the rules that it is about.
pub(super) struct Check {
    pub(super) rules: &'static [&'static str],
    pub(super) run: fn(&Api<'_>, &mut Findings),
}

macro_rules! checks {
    ($($rules:expr => $run:path;)*) => {
        /// Every check.
        pub(super) const ALL: &[Check] = &[$(Check { rules: &$rules, run: $run }),*];
    };
}

checks! {
    ["DOK.01"] => about::public;
    ["DOK.03", "DOK.05", "DOK.07", "DOK.11"] => about::info;
    ["DOK.06"] => about::languages;
    ["DOK.08"] => about::service_level;
    ["DOK.09"] => about::limits;
    ["DOK.17"] => about::version_of_openapi;
    ["DOK.18"] => about::form;
    ["DOK.21"] => about::security;
    ["VER.04", "VER.11", "VER.12"] => about::versions;
    ["SAK.09", "SAK.10", "SAK.15", "SAK.16", "SAK.18"] => about::schemes;
    ["UFN.02", "SAK.01"] => addresses::https;
    ["UFN.01", "VER.05"] => addresses::shape;
    ["UFN.07", "UFN.08", "UFN.09"] => addresses::letters;
    ["RES.02"] => addresses::sensitive;
    ["RES.06"] => addresses::nouns;
    ["VER.06"] => addresses::api_info;
    ["MOG.01"] => addresses::maturity;
    ["MOG.03"] => addresses::searches;
    ["DOK.12", "DOK.19", "DOK.16"] => bodies::described;
    ["DOK.13", "DOK.20"] => bodies::responses;
    ["DOK.15"] => bodies::examples;
    ["SAK.29"] => bodies::media_types;
    ["SAK.30", "UFN.03"] => bodies::methods;
    ["FEL.01", "FEL.02"] => bodies::problems;
    ["AME.01", "AME.02"] => bodies::json;
    ["SPA.02", "SPA.04", "SPA.07"] => bodies::traces;
    ["FNS.01", "FNS.03", "FNS.05", "FNS.06"] => parameters::names;
    ["FNS.07", "FNS.08", "FNS.09"] => parameters::paging;
    ["UFN.04"] => parameters::called;
    ["ARQ.03", "ARQ.05"] => parameters::headers;
    ["AME.04", "AME.05", "AME.07"] => schemas::names;
    ["AME.06"] => schemas::lists;
    ["DOT.02", "DOT.04"] => schemas::dates;
}

/// True for `camelCase`.
fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// True for `snake_case`.
fn is_snake(name: &str) -> bool {
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(sign) && !name.ends_with('_') && !name.contains("__")
}
