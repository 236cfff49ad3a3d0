//! What the explorer knows of the model: names, types, multiplicities, marks and texts, as one JSON document made of the schema.
//!
//! It is made for one reader, the page of the same version, so it is no interface: clients read the OpenAPI document.

use serde_json::{Map, Value, json};
use smie_wire::model::{Docs, Side, Stereotype, Type};
use smie_wire::profile::LinkForm;
use smie_wire::schema::{Action, Attribute, Class, Collection, Relation, Schema};

/// The document.
pub(super) fn of(schema: &Schema) -> Value {
    let packages = schema.serving().map(|id| {
        let package = schema.package(id);
        json!({"path": package.path, "name": package.name, "feed": package.feed.is_some(), "docs": docs(&package.docs)})
    });
    let enums = schema.enums.iter().map(|e| {
        let values: Map<String, Value> = e.values.iter().map(|value| (value.wire.clone(), docs(&value.docs))).collect();
        json!({"name": e.name, "values": values})
    });
    json!({
        "model": schema.model,
        "version": schema.version,
        "languages": schema.languages,
        "linkArray": schema.profile.links == LinkForm::Array,
        "identifierObjects": schema.profile.identifier_objects,
        "root": if schema.profile.root.is_empty() { String::new() } else { format!("/{}", schema.profile.root) },
        "packages": packages.collect::<Vec<_>>(),
        "classes": schema.classes.iter().map(class).collect::<Vec<_>>(),
        "enums": enums.collect::<Vec<_>>(),
        "collections": schema.collections.iter().map(|c| collection(schema, c)).collect::<Vec<_>>(),
    })
}

fn docs(docs: &Docs) -> Value {
    docs.0.iter().map(|(language, text)| (language.clone(), Value::from(text.as_str()))).collect::<Map<_, _>>().into()
}

fn class(class: &Class) -> Value {
    json!({
        "name": class.name,
        "wire": class.wire,
        "served": class.stereotype == Stereotype::Hovedklasse,
        "docs": docs(&class.docs),
        "attributes": class.attributes.iter().map(attribute).collect::<Vec<_>>(),
        "relations": class.relations.iter().map(relation).collect::<Vec<_>>(),
        "actions": class.actions.iter().map(action).collect::<Vec<_>>(),
        "state": class.state.and_then(|at| class.attributes.get(at)).map(|attribute| attribute.wire.as_str()),
    })
}

fn attribute(attribute: &Attribute) -> Value {
    let ty = match attribute.ty {
        Type::Scalar(scalar) => json!(scalar.word()),
        Type::Identifikator => json!("id"),
        Type::Class(id) => json!({"class": id.index()}),
        Type::Enum(id) => json!({"enum": id.index()}),
    };
    json!({
        "name": attribute.name,
        "wire": attribute.wire,
        "type": ty,
        "lower": attribute.bounds.lower,
        "upper": attribute.bounds.upper,
        "personal": attribute.gdpr.is_some(),
        "pattern": attribute.pattern,
        "min": attribute.min,
        "max": attribute.max,
        "docs": docs(&attribute.docs),
    })
}

fn relation(relation: &Relation) -> Value {
    json!({
        "name": relation.name,
        "wire": relation.wire,
        "target": relation.target.map(smie_wire::model::ClassId::index),
        "lower": relation.bounds.lower,
        "upper": relation.bounds.upper,
        "kept": relation.side == Side::Maintained,
        "docs": docs(&relation.docs),
    })
}

fn action(action: &Action) -> Value {
    json!({
        "name": action.name,
        "wire": action.wire,
        "docs": docs(&action.docs),
        "input": action.input.iter().map(attribute).collect::<Vec<_>>(),
    })
}

fn collection(schema: &Schema, collection: &Collection) -> Value {
    let attributes = &schema.class(collection.class).attributes;
    let identifiers = collection.identifiers.iter().map(|identifier| {
        let attribute = &attributes[identifier.attribute];
        // Where only the canonical identifier has a route, its name is no part of the path.
        let segment = (!schema.profile.canonical_route_only).then_some(identifier.segment.as_str());
        json!({"segment": segment, "wire": attribute.wire, "personal": attribute.gdpr.is_some()})
    });
    json!({"path": collection.path, "class": collection.class.index(), "identifiers": identifiers.collect::<Vec<_>>()})
}
