//! What a store's rows mean: the part of a schema that stored bytes depend on, written down in the store itself.
//!
//! Rows hold positions and folded names, which only mean something beside the model that they were written with. So a store carries that model's
//! names and types, and a later server compares: the same layout opens at once, another is migrated or refused (see `migrate`). Documentation,
//! actions and whatever else does not touch stored bytes is not in here, so it can change freely.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smie_wire::model::{Bounds, Type};
use smie_wire::schema::{self, CollectionId, Schema};

/// What a store's rows mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Layout {
    /// Name and version of the model, for people.
    pub(crate) model: String,
    pub(crate) version: String,
    /// Settings of the profile that show in stored text.
    pub(crate) forms: Vec<String>,
    /// By the stem of their data file.
    pub(crate) collections: BTreeMap<String, Home>,
    /// By package and name.
    pub(crate) classes: BTreeMap<String, Class>,
    /// Codes of each enum.
    pub(crate) enums: BTreeMap<String, Vec<String>>,
    /// The schema's id of each collection; says nothing of the rows.
    #[serde(skip)]
    ids: BTreeMap<String, CollectionId>,
}

/// A collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Home {
    pub(crate) class: String,
    pub(crate) path: String,
    /// Their segments in URLs.
    pub(crate) identifiers: Vec<String>,
}

/// The members of a class, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Class {
    pub(crate) attributes: Vec<Member>,
    pub(crate) relations: Vec<Member>,
}

/// A member by its name on the wire, with its type or target in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) is: String,
    pub(crate) bounds: String,
    /// Pattern and limits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) limits: String,
}

impl Layout {
    /// The layout of a schema's rows.
    pub(crate) fn of(schema: &Schema) -> Self {
        let home = |home: &schema::Collection| {
            let identifiers = home.identifiers.iter().map(|i| i.segment.clone()).collect();
            (home.file.clone(), Home { class: name(schema, schema.class(home.class)), path: home.path.clone(), identifiers })
        };
        let codes = |e: &schema::Enum| {
            (format!("{}/{}", schema.package(e.package).name, e.name), e.values.iter().map(|v| v.wire.clone()).collect())
        };
        let profile = &schema.profile;
        Self {
            model: schema.model.clone(),
            version: schema.version.clone(),
            forms: vec![format!("identifier_objects: {}", profile.identifier_objects), format!("dates: {:?}", profile.dates)],
            collections: schema.collections.iter().map(home).collect(),
            classes: schema.classes.iter().map(|class| (name(schema, class), members(schema, class))).collect(),
            enums: schema.enums.iter().map(codes).collect(),
            ids: schema.collections().map(|(id, home)| (home.file.clone(), id)).collect(),
        }
    }

    /// True when rows of the other layout mean the same in this one.
    pub(crate) fn reads(&self, other: &Self) -> bool {
        (&self.forms, &self.collections, &self.classes, &self.enums) == (&other.forms, &other.collections, &other.classes, &other.enums)
    }

    /// The schema's id of a collection; a layout that was read from a store knows none.
    pub(crate) fn id(&self, file: &str) -> Option<CollectionId> {
        self.ids.get(file).copied()
    }

    /// The class of a collection's resources.
    pub(crate) fn class_of(&self, file: &str) -> Option<&Class> {
        self.classes.get(&self.collections.get(file)?.class)
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn name(schema: &Schema, class: &schema::Class) -> String {
    format!("{}/{}", schema.package(class.package).name, class.name)
}

fn members(schema: &Schema, class: &schema::Class) -> Class {
    let attribute = |a: &schema::Attribute| {
        let is = match a.ty {
            Type::Scalar(scalar) => scalar.word().to_owned(),
            Type::Identifikator => "Identifikator".to_owned(),
            Type::Class(id) => name(schema, schema.class(id)),
            Type::Enum(id) => {
                let e = schema.enumeration(id);
                format!("{}/{}", schema.package(e.package).name, e.name)
            }
        };
        let limit = |word: &str, value: &Option<String>| value.as_ref().map(|v| format!("{word} {v}"));
        let limits: Vec<_> = [limit("pattern", &a.pattern), limit("min", &a.min), limit("max", &a.max)].into_iter().flatten().collect();
        Member { name: a.wire.clone(), is, bounds: bounds(a.bounds), limits: limits.join(", ") }
    };
    let relation = |r: &schema::Relation| {
        let is = r.target.map_or_else(|| "any address".to_owned(), |id| name(schema, schema.class(id)));
        Member { name: r.wire.clone(), is, bounds: bounds(r.bounds), limits: String::new() }
    };
    Class { attributes: class.attributes.iter().map(attribute).collect(), relations: class.relations.iter().map(relation).collect() }
}

fn bounds(bounds: Bounds) -> String {
    bounds.upper.map_or_else(|| format!("{}..*", bounds.lower), |upper| format!("{}..{upper}", bounds.lower))
}

/// The store's numbers of collections. They stay what they are when the model's order changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// By schema id.
    of_id: Vec<u32>,
    /// By number; `None` = a collection that the schema does not have.
    to_id: Vec<Option<CollectionId>>,
}

impl Numbers {
    /// The numbers that a store gave to the stems of data files.
    pub(crate) fn new<'f>(files: impl Iterator<Item = (u32, &'f str)>, layout: &Layout) -> Self {
        let mut numbers = Self { of_id: vec![u32::MAX; layout.collections.len()], to_id: Vec::new() };
        for (number, file) in files {
            if let Some(id) = layout.id(file) {
                let at = number as usize;
                numbers.to_id.resize(numbers.to_id.len().max(at + 1), None);
                numbers.to_id[at] = Some(id);
                numbers.of_id[id.index()] = number;
            }
        }
        numbers
    }

    pub(crate) fn number(&self, id: CollectionId) -> u32 {
        self.of_id.get(id.index()).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn id(&self, number: u32) -> Option<CollectionId> {
        self.to_id.get(number as usize).copied().flatten()
    }
}
