//! Names of a document's parts: one a class, one a collection, none twice.
//!
//! A class goes by its own wire name where no other has it, and by its package's and its own where one does. Generators of clients make types of these names, so
//! they change only when the model does.

use std::collections::{HashMap, HashSet};

use crate::model::{ClassId, EnumId, PackageId};
use crate::profile::Case;
use crate::schema::{CollectionId, Schema};

/// Parts that every document may have; a class of that name takes its package's name too.
const OURS: &[&str] = &[
    "Problem",
    "ValidationProblem",
    "ImpedimentProblem",
    "Violation",
    "Impediment",
    "Link",
    "LinkList",
    "Links",
    "Tombstone",
    "Start",
    "Package",
    "Health",
    "CacheStatus",
    "LastUpdated",
    "CacheSize",
    "ApiInfo",
    "WriteReport",
    "SyncReport",
    "LinkPage",
    "CloudEvent",
    "Meta",
    "Identifier",
];

/// Names, by id.
#[derive(Debug)]
pub(super) struct Names {
    classes: Vec<String>,
    enums: Vec<String>,
    collections: Vec<String>,
}

impl Names {
    pub(super) fn new(schema: &Schema) -> Self {
        let mut taken: HashSet<String> = OURS.iter().map(|name| (*name).to_owned()).collect();
        let pascal = |package: PackageId| Case::Pascal.apply(&schema.package(package).component);
        let enum_wire = |name: &str| schema.profile.folding.fold(name).unwrap_or_else(|_| name.to_owned());
        let mut count: HashMap<String, usize> = HashMap::new();
        for name in schema.classes.iter().map(|c| c.wire.clone()).chain(schema.enums.iter().map(|e| enum_wire(&e.name))) {
            *count.entry(name).or_default() += 1;
        }
        let mut claim = |wire: &str, package: PackageId| {
            let alone = count.get(wire).copied().unwrap_or_default() < 2;
            let name = if alone && !taken.contains(wire) { wire.to_owned() } else { pascal(package) + wire };
            unique(&mut taken, name)
        };
        let classes = schema.classes.iter().map(|class| claim(&class.wire, class.package)).collect();
        let enums = schema.enums.iter().map(|e| claim(&enum_wire(&e.name), e.package)).collect();
        let mut homes: HashMap<&str, usize> = HashMap::new();
        for collection in &schema.collections {
            *homes.entry(&schema.class(collection.class).wire).or_default() += 1;
        }
        let mut taken = HashSet::new();
        let collection = |collection: &crate::schema::Collection| {
            let wire = &schema.class(collection.class).wire;
            let alone = homes.get(wire.as_str()).copied().unwrap_or_default() < 2;
            unique(&mut taken, if alone { wire.clone() } else { pascal(collection.package) + wire })
        };
        let collections = schema.collections.iter().map(collection).collect();
        Self { classes, enums, collections }
    }

    /// The schema of a class.
    pub(super) fn class(&self, id: ClassId) -> &str {
        &self.classes[id.index()]
    }

    /// The schema of an enum.
    pub(super) fn enumeration(&self, id: EnumId) -> &str {
        &self.enums[id.index()]
    }

    /// What operations of a collection are called after.
    pub(super) fn collection(&self, id: CollectionId) -> &str {
        &self.collections[id.index()]
    }
}

/// The name itself, or the first number behind it that makes it one of its own.
fn unique(taken: &mut HashSet<String>, name: String) -> String {
    let numbered = (2..).map(|n: u32| format!("{name}{n}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}
