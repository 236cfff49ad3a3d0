//! Rules of the model as a whole that `smie check` has for files too: a mistake in Rust is told at start, as one in YAML is told by the checker.
//!
//! What the compiler or the lowering has told already is not here.

use super::TableError;
use crate::model::{ClassId, Model, Side, Stereotype, Target, wrong_limits};

/// Everything that is wrong.
pub(super) fn broken(model: &Model) -> Vec<TableError> {
    let mut errors: Vec<TableError> = version(model).into_iter().collect();
    for (id, class) in model.classes() {
        let name = || model.qualified(id);
        for attribute in class.attributes.iter().filter(|attribute| attribute.origin == id) {
            errors.extend(wrong_limits(attribute).into_iter().map(|wrong| TableError::Limit { class: name(), message: wrong.message }));
        }
        let mut primaries = class.identifiers().filter(|attribute| attribute.primary);
        if let Some(second) = primaries.nth(1).filter(|second| second.origin == id) {
            errors.push(TableError::Primary { class: name(), member: second.name.clone() });
        }
        let mut outer = std::iter::successors(class.within, |&outer| model.class(outer).within).take(model.classes.len());
        if outer.any(|outer| outer == id) {
            errors.push(TableError::Within { class: name() });
        }
        errors.extend(unmet(model, id));
    }
    errors
}

fn version(model: &Model) -> Option<TableError> {
    let parts: Vec<&str> = model.version.split('.').collect();
    let is_one = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok_and(|number| number.to_string() == *part));
    (!is_one).then(|| TableError::Version { version: model.version.clone() })
}

/// Mandatory relations to abstract classes that nothing served extends.
fn unmet(model: &Model, id: ClassId) -> impl Iterator<Item = TableError> {
    let stored = model.class(id).relations.iter().filter(move |r| r.origin == id && r.side == Side::Storing && r.bounds.is_mandatory());
    stored.filter_map(move |relation| {
        let Target::Class(target) = relation.target else { return None };
        let serves =
            || model.classes().any(|(heir, class)| class.stereotype == Stereotype::Hovedklasse && model.lineage(heir).any(|a| a == target));
        (model.class(target).stereotype == Stereotype::Abstrakt && !serves()).then(|| TableError::NoTarget {
            class: model.qualified(id),
            member: relation.name.clone(),
            target: model.qualified(target),
        })
    })
}
