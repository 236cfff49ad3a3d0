//! Rules that need the schema: what stands in URLs, and which collections a package has.
//!
//! Which identifiers have a route and which package serves which common class is the schema compiler's decision and is not repeated here, so
//! these rules run only when the model compiles.

use std::collections::HashSet;

use smie_wire::schema::Schema;

use super::context::at_member;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::warnings;
use crate::model::{ClassId, Gdpr, PackageId, Resolved, Stereotype, Type};

/// Runs the rules of what is served.
pub fn check_schema(schema: &Schema, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    national_id_in_url(schema, resolved, diagnostics);
    nested_link_to_common(schema, resolved, diagnostics);
}

/// W1403.
fn national_id_in_url(schema: &Schema, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let model = &resolved.model;
    if model.exceptions.contains_key("RES.02") {
        return;
    }
    let mut told: HashSet<(ClassId, &str)> = HashSet::new();
    for collection in &schema.collections {
        for attribute in
            collection.identifiers.iter().filter_map(|identifier| model.class(collection.class).attributes.get(identifier.attribute))
        {
            let why = match attribute.gdpr {
                Some(Gdpr::NationalId) => "a national identity number",
                Some(Gdpr::Special) => "of a special category",
                Some(Gdpr::Personal) | None => continue,
            };
            if told.insert((attribute.origin, &attribute.name)) {
                let message = format!("RES.02: the identifier `{}` is {why}, and its value stands in URLs", attribute.name);
                let finding = at_member(&warnings::PERSONAL_IN_URL, model, &resolved.places, attribute.origin, &attribute.name, message);
                diagnostics.push(
                    finding
                        .help("mark it `sensitive: true` to keep it out of URLs, or make it a plain attribute beside another identifier"),
                );
            }
        }
    }
}

/// W1307.
fn nested_link_to_common(schema: &Schema, resolved: &Resolved, diagnostics: &mut Diagnostics) {
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
