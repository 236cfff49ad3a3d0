//! `smie show --format json`: the resolved model as one JSON document, stable and made to be compared.
//!
//! ```json
//! {"model":"fint","version":"4.1.0","classes":[
//!   {"package":"administrasjon/personal","name":"Fastlønn","wire":"Fastlonn",
//!    "is":"hovedklasse","abstract":false,"extends":"administrasjon/personal/Lønn",
//!    "path":"/administrasjon/personal/fastlonn","identifiers":["systemId"],
//!    "attributes":[{"name":"periode","wire":"periode","type":"felles/kompleksedatatyper/Periode",
//!                   "lower":1,"upper":1,"writable":false,"deprecated":false,"origin":"administrasjon/personal/Lønn","docs":{"nb":"…"}}],
//!    "relations":[{"name":"arbeidsforhold","wire":"arbeidsforhold","target":"administrasjon/personal/Arbeidsforhold",
//!                  "lower":1,"upper":1,"inverse":"fastlonn","deprecated":false,"origin":"administrasjon/personal/Fastlønn",
//!                  "side":"storing","docs":{}}],
//!    "deprecated":false,"docs":{"nb":"…"}}],
//!  "profile":"fint","enums":[{"package":"…","name":"…","values":[{"name":"ej_påbörjat","wire":"ej_paborjat"}]}]}
//! ```
//!
//! | key | meaning |
//! |---|---|
//! | `is` | `hovedklasse` (a kodeverk too), `abstrakt`, `datatype`, `referanse` |
//! | `extends` | the parent as `package/Class`, or null |
//! | `path` | the class's own collection; null for abstract classes, datatypes, references, and classes of a common package, which others serve |
//! | `identifiers` | wire names, inherited ones included |
//! | `attributes`, `relations` | inherited ones included, the ancestors' first; `origin` is the class that declares the member |
//! | `type` | a primitive's word, or `package/Name` of a class or enum; `Identifikator` where the model has no class of that name |
//! | `target` | `package/Class`, or `Referanse` for any URI outside the model |
//! | `lower`, `upper` | numbers of values; `upper` null = unbounded |
//! | `inverse` | wire name of the other end on the target, or null |
//! | `side` | `storing`: resources carry the link; `maintained`: the server derives it |
//!
//! Keys may be added after those here; none is renamed or removed, and their order stays.

use serde::Serialize;
use smie_wire::model::{Attribute, Bounds, ClassId, Docs, Model, Relation, Side, Stereotype, Target, Type};
use smie_wire::schema::Schema;
use std::collections::BTreeMap;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    model: &'a str,
    version: &'a str,
    classes: Vec<ClassEntry<'a>>,
    profile: &'a str,
    enums: Vec<EnumEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct ClassEntry<'a> {
    package: &'a str,
    name: &'a str,
    wire: &'a str,
    is: &'static str,
    r#abstract: bool,
    extends: Option<String>,
    path: Option<&'a str>,
    identifiers: Vec<&'a str>,
    attributes: Vec<AttributeEntry<'a>>,
    relations: Vec<RelationEntry<'a>>,
    deprecated: bool,
    docs: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct AttributeEntry<'a> {
    name: &'a str,
    wire: &'a str,
    r#type: String,
    lower: u32,
    upper: Option<u32>,
    writable: bool,
    deprecated: bool,
    origin: String,
    docs: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct RelationEntry<'a> {
    name: &'a str,
    wire: &'a str,
    target: String,
    lower: u32,
    upper: Option<u32>,
    inverse: Option<&'a str>,
    deprecated: bool,
    origin: String,
    side: &'static str,
    docs: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct EnumEntry<'a> {
    package: &'a str,
    name: &'a str,
    values: Vec<ValueEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct ValueEntry<'a> {
    name: &'a str,
    wire: &'a str,
}

/// Describes a model and the schema that it compiles to.
#[must_use]
pub fn document<'a>(model: &'a Model, schema: &'a Schema) -> Document<'a> {
    let classes = model.classes().map(|(id, _)| class(model, schema, id)).collect();
    let enums = schema.enums.iter().map(|e| EnumEntry {
        package: &model.package(e.package).path,
        name: &e.name,
        values: e.values.iter().map(|value| ValueEntry { name: &value.name, wire: &value.wire }).collect(),
    });
    Document { model: &model.name, version: &model.version, classes, profile: &model.profile, enums: enums.collect() }
}

fn class<'a>(model: &'a Model, schema: &'a Schema, id: ClassId) -> ClassEntry<'a> {
    let (class, wire) = (model.class(id), schema.class(id));
    let own = schema.served(class.package, id).map(|collection| schema.collection(collection));
    let identifiers = wire.attributes.iter().filter(|a| a.ty == Type::Identifikator).map(|a| a.wire.as_str());
    let attributes = class.attributes.iter().zip(&wire.attributes);
    let relations = class.relations.iter().zip(&wire.relations);
    ClassEntry {
        package: &model.package(class.package).path,
        name: &class.name,
        wire: &wire.wire,
        is: class.stereotype.word(),
        r#abstract: class.stereotype == Stereotype::Abstrakt,
        extends: class.extends.map(|parent| model.qualified(parent)),
        path: own.map(|collection| collection.path.as_str()),
        identifiers: identifiers.collect(),
        attributes: attributes.map(|(declared, wire)| attribute(model, declared, &wire.wire)).collect(),
        relations: relations.map(|(declared, wire)| relation(model, schema, declared, wire)).collect(),
        deprecated: class.deprecated.is_some(),
        docs: texts(&class.docs),
    }
}

fn attribute<'a>(model: &Model, declared: &'a Attribute, wire: &'a str) -> AttributeEntry<'a> {
    let Bounds { lower, upper } = declared.bounds;
    AttributeEntry {
        name: &declared.name,
        wire,
        r#type: model.type_name(declared.ty),
        lower,
        upper,
        writable: declared.writable,
        deprecated: declared.deprecated.is_some(),
        origin: model.qualified(declared.origin),
        docs: texts(&declared.docs),
    }
}

fn relation<'a>(model: &Model, schema: &'a Schema, declared: &'a Relation, wire: &'a smie_wire::schema::Relation) -> RelationEntry<'a> {
    let Bounds { lower, upper } = declared.bounds;
    let inverse = wire.target.zip(wire.inverse).map(|(target, at)| schema.class(target).relations[at].wire.as_str());
    RelationEntry {
        name: &declared.name,
        wire: &wire.wire,
        target: match declared.target {
            Target::Class(id) => model.qualified(id),
            Target::Foreign => "Referanse".to_owned(),
        },
        lower,
        upper,
        inverse,
        deprecated: declared.deprecated.is_some(),
        origin: model.qualified(declared.origin),
        side: match declared.side {
            Side::Storing => "storing",
            Side::Maintained => "maintained",
        },
        docs: texts(&declared.docs),
    }
}

fn texts(docs: &Docs) -> BTreeMap<&str, &str> {
    docs.0.iter().map(|(language, text)| (language.as_str(), text.as_str())).collect()
}
