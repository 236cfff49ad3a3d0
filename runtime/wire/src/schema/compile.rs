//! Model + profile → schema.
//!
//! One straight line; every step reports what it cannot accept and goes on, so that a run finds everything. Whether a model makes
//! sense in itself is not asked here: whoever made it has checked that. Only the wire can be in conflict.

use super::homes::Homes;
use super::names::{Context, Site};
use super::{About, Conflict, ConflictKind, Schema, actions, classes, collections, packages, paths};
use crate::model::Model;
use crate::profile::WireProfile;

/// Compiles a model with the profile that it names and its overrides.
///
/// # Errors
/// Every conflict, in model order.
pub fn compile(model: &Model) -> Result<Schema, Vec<Conflict>> {
    let (profile, refused) = WireProfile::with_overrides(&model.profile, &model.overrides).map_err(|error| {
        let kind = ConflictKind::Setting { key: model.profile.clone(), reason: error.to_string() };
        vec![Conflict { kind, class: None, package: None, member: None }]
    })?;
    let mut context = Context { model, profile: &profile, conflicts: Vec::new() };
    for (key, error) in refused {
        context.report(Site::default(), ConflictKind::Setting { key, reason: error.to_string() });
    }

    let mut packages = packages::packages(&mut context);
    let enums = packages::enums(&mut context);
    let impediments = actions::impediments(&mut context);
    let classes = classes::classes(&mut context, &enums, &impediments);
    let mut collections = collections::collections(&mut context, &packages, &classes);
    let homes = Homes::new(classes.len(), &collections, |class| model.class(class).package);
    paths::nest(&context, &mut collections, &classes, &homes);
    actions::compare_paths(&mut context, &collections, &classes);
    paths::compare(&mut context, &packages, &classes, &collections);
    packages::feeds(&context, &mut packages, &classes, &collections);

    let mut conflicts = context.conflicts;
    if !conflicts.is_empty() {
        conflicts.sort_by_key(|conflict| conflict.class);
        return Err(conflicts);
    }
    let (name, version, languages) = (model.name.clone(), model.version.clone(), model.languages.clone());
    let about = About::of(model);
    Ok(Schema { model: name, version, languages, about, profile, packages, classes, enums, impediments, collections, homes })
}
