//! The rule that needs the schema: links from nested values to common classes that the package does not serve.
//!
//! Which package serves which common class is the schema compiler's decision and is not repeated here.

use std::collections::HashSet;

use smie_wire::schema::Schema;

use super::context::at_member;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::warnings;
use crate::model::{ClassId, PackageId, Resolved, Stereotype, Type};

/// W1307. Runs when the model compiles to a schema.
pub fn check_schema(schema: &Schema, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let mut told: HashSet<(PackageId, ClassId, usize)> = HashSet::new();
    for collection in &schema.collections {
        let nested = nested_in(schema, collection.class);
        for (class, at) in nested.iter().flat_map(|&class| (0..schema.class(class).relations.len()).map(move |at| (class, at))) {
            let relation = &schema.class(class).relations[at];
            let Some(target) = relation.target else { continue };
            let common = schema.package(schema.class(target).package).common && schema.class(target).stereotype == Stereotype::Hovedklasse;
            if !common || schema.served(collection.package, target).is_some() || !told.insert((collection.package, class, at)) {
                continue;
            }
            let model = &resolved.model;
            let origin = model.class(class).relations.get(at).map_or(class, |r| r.origin);
            let package = &schema.package(collection.package).name;
            let message =
                format!("`{}` leads to `{}`, which the package `{package}` does not serve", relation.name, model.qualified(target));
            let finding = at_member(&warnings::COMMON_NOT_SERVED, model, &resolved.places, origin, &relation.name, message);
            diagnostics.push(
                finding.help("relations on nested datatypes do not make a package serve a common class; a relation on a hovedklasse does"),
            );
        }
    }
}

/// Classes nested in a resource of this class, at any depth, in the order found.
fn nested_in(schema: &Schema, class: ClassId) -> Vec<ClassId> {
    let mut found: Vec<ClassId> = Vec::new();
    let mut open = vec![class];
    while let Some(id) = open.pop() {
        for attribute in &schema.class(id).attributes {
            if let Type::Class(inner) = attribute.ty
                && inner != class
                && !found.contains(&inner)
            {
                found.push(inner);
                open.push(inner);
            }
        }
    }
    found
}
