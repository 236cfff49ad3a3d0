//! Names between the wire and the types of handlers.
//!
//! A type reads and writes the model's names folded; a profile may want them in another case (`tillstånd` is `tillstand` in a type and `Tillstand` on
//! Ladok's wire). Types say in their tables what they are called, so both sides are known here, and a change of profile changes no handler.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use smie_wire::model::ClassId;
use smie_wire::profile::Folding;
use smie_wire::schema::Schema;
use smie_wire::table::{ClassTable, TypeTable};

/// The names of every type that was asked for.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<HashMap<usize, Option<Arc<Typed>>>>);

/// A class with the names of both sides.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) class: ClassId,
    members: Vec<Member>,
    relations: Vec<Pair>,
}

#[derive(Debug)]
struct Member {
    names: Pair,
    /// The type of its values, when they are objects.
    nested: Option<fn() -> &'static ClassTable>,
}

/// A name on the wire and in a type.
#[derive(Debug)]
struct Pair {
    wire: String,
    typed: String,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Towards {
    Type,
    Wire,
}

impl Pair {
    fn towards(&self, towards: Towards) -> (&str, &str) {
        match towards {
            Towards::Type => (&self.wire, &self.typed),
            Towards::Wire => (&self.typed, &self.wire),
        }
    }
}

/// What a type calls a member, as its derive has it.
pub(super) fn typed_name(name: &str, wire: Option<&str>) -> String {
    wire.map_or_else(|| Folding::nordic().fold(name).unwrap_or_else(|_| name.to_owned()), str::to_owned)
}

impl Names {
    /// The names of a type; `None` = the model has no such class.
    pub(super) fn of(&self, schema: &Schema, table: &'static ClassTable) -> Option<Arc<Typed>> {
        let key = std::ptr::from_ref(table) as usize;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| typed(schema, table).map(Arc::new)).clone()
    }

    /// A resource or a datatype with its members named for the other side.
    pub(super) fn rename(&self, schema: &Schema, table: &'static ClassTable, value: Value, towards: Towards) -> Value {
        let Some(typed) = self.of(schema, table) else { return value };
        match value {
            Value::Object(object) => Value::Object(self.object(schema, &typed, object, towards)),
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.rename(schema, table, item, towards)).collect()),
            plain => plain,
        }
    }

    fn object(&self, schema: &Schema, typed: &Typed, object: Map<String, Value>, towards: Towards) -> Map<String, Value> {
        let mut renamed = Map::new();
        for (name, value) in object {
            if name == "_links" {
                renamed.insert(name, links(typed, value, towards));
                continue;
            }
            let member = typed.members.iter().find(|member| member.names.towards(towards).0 == name);
            let (name, nested) = match member {
                Some(member) => (member.names.towards(towards).1.to_owned(), member.nested),
                None => (name, None),
            };
            let value = match nested {
                Some(table) => self.rename(schema, table(), value, towards),
                None => value,
            };
            renamed.insert(name, value);
        }
        renamed
    }
}

fn links(typed: &Typed, links: Value, towards: Towards) -> Value {
    let Value::Object(links) = links else { return links };
    let rename = |name: String| match typed.relations.iter().find(|pair| pair.towards(towards).0 == name) {
        Some(pair) => pair.towards(towards).1.to_owned(),
        None => name,
    };
    Value::Object(links.into_iter().map(|(name, value)| (rename(name), value)).collect())
}

fn typed(schema: &Schema, table: &'static ClassTable) -> Option<Typed> {
    let is_it = |class: &&smie_wire::schema::Class| class.name == table.name && schema.package(class.package).name == table.package;
    let (id, class) = (0..).map(ClassId).zip(&schema.classes).find(|(_, class)| is_it(class))?;
    let member = |declared: &smie_wire::table::AttributeTable| {
        let attribute = class.attributes.iter().find(|attribute| attribute.name == declared.name)?;
        let names = Pair { wire: attribute.wire.clone(), typed: typed_name(declared.name, declared.wire) };
        Some(Member { names, nested: if let TypeTable::Class(table) = declared.ty { Some(table) } else { None } })
    };
    let relation = |declared: &smie_wire::table::RelationTable| {
        let relation = class.relations.iter().find(|relation| relation.name == declared.name)?;
        Some(Pair { wire: relation.wire.clone(), typed: typed_name(declared.name, declared.wire) })
    };
    let members = table.attributes.iter().filter_map(member).collect();
    let relations = table.relations.iter().filter_map(relation).collect();
    Some(Typed { class: id, members, relations })
}
