//! The semantic rules, one small function each, grouped as in the language document.
//!
//! A rule reads the resolved model and reports at the places beside it; the tree is there for the places that the model has no room for.
//! Rules never depend on each other's findings, so they can be added, and allowed away, one by one. Rules of the wire (two paths that fold to
//! one, reserved words) are found by the schema's compiler and reported by [`report_conflicts`].

mod conflicts;
mod context;
mod docs;
mod identity;
mod limits;
mod privacy;
mod profile;
mod relations;
mod served;
mod structure;
mod usage;
mod values;

use crate::diagnostic::Diagnostics;
use crate::model::Resolved;
use crate::syntax::Tree;
use context::Context;

pub use conflicts::report_conflicts;
pub use served::check_schema;

/// A rule: what it looks at, and where it reports.
type Rule = fn(&Context, &mut Diagnostics);

/// Every rule, in the order of the language document.
const RULES: &[Rule] = &[
    identity::hovedklasse_has_identifier,
    identity::identifiers_are_optional,
    identity::identifier_has_one_value,
    identity::reference_has_no_identity,
    identity::one_primary,
    structure::parent_is_abstract,
    structure::hovedklasse_is_not_abstract,
    structure::nesting_is_between_hovedklasser,
    structure::settings_have_an_effect,
    structure::package_depth,
    structure::enum_has_values,
    relations::target_has_an_address,
    relations::abstract_target,
    relations::bounds,
    relations::missing_inverse,
    relations::deprecated_target,
    values::bounds,
    values::type_has_values,
    values::nested_resource,
    values::endless_value,
    limits::limits,
    usage::impediments,
    usage::enums,
    usage::events,
    usage::deprecated_is_required,
    privacy::personal_data_in_feed,
    privacy::special_without_scope,
    docs::undocumented,
    docs::untranslated,
    profile::collection,
    profile::info,
    profile::languages,
    profile::reachable_identifier,
    profile::status_and_version,
];

/// Runs every rule over a resolved model. Rules of the wire come from the schema's compiler; see `pipeline`.
pub fn check(tree: &Tree, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let context = Context::new(tree, resolved);
    for rule in RULES {
        rule(&context, diagnostics);
    }
}
