//! What emitting one of the two crates knows: the model, its schema, every Rust name, and which crate it is.

use std::collections::HashSet;

use smie_wire::model::{ClassId, EnumId, Impediment, Model, PackageId};
use smie_wire::schema::Schema;

use super::EmitError;
use super::cycles;
use super::names::{Names, fold};
use super::scope::Item;

/// Which crate is emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Strict types: what the model says must be there, is.
    Server,
    /// Lenient types: the server may prune any member.
    Client,
}

/// The matter of one crate.
pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    pub(super) schema: &'a Schema,
    pub(super) names: &'a Names,
    pub(super) side: Side,
    boxed: HashSet<(ClassId, ClassId)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(model: &'a Model, schema: &'a Schema, names: &'a Names, side: Side) -> Self {
        Self { model, schema, names, side, boxed: cycles::boxed(model) }
    }

    /// The facade crate.
    pub(super) fn facade(&self) -> &'static str {
        match self.side {
            Side::Server => "smie_server",
            Side::Client => "smie_client",
        }
    }

    /// True when a class must hold a single value of another behind a pointer.
    pub(super) fn is_boxed(&self, class: ClassId, held: ClassId) -> bool {
        self.boxed.contains(&(class, held))
    }

    /// A name of the model in ASCII.
    pub(super) fn fold(&self, name: &str) -> Result<String, EmitError> {
        fold(&self.schema.profile.folding, name)
    }

    /// Package and Rust name of an item of the model; `None` for what comes from elsewhere.
    pub(super) fn place(&self, item: Item) -> Option<(PackageId, &str)> {
        match item {
            Item::Class(id) => Some((self.model.class(id).package, self.names.class(id))),
            Item::Handle(id) => Some((self.model.class(id).package, self.names.handle(id))),
            Item::Enum(id) => Some((self.model.enums[id.index()].package, self.names.enumeration(id))),
            Item::Standard(_) | Item::Runtime(_) | Item::Derive(_) => None,
        }
    }

    /// The packages that get a module, in model order: those that declare or serve anything.
    pub(super) fn modules(&self) -> Vec<PackageId> {
        let used: HashSet<PackageId> = (self.model.classes.iter().map(|c| c.package))
            .chain(self.model.enums.iter().map(|e| e.package))
            .chain(self.schema.collections.iter().map(|c| c.package))
            .collect();
        self.packages().filter(|id| used.contains(id)).collect()
    }

    /// Every package, in model order.
    pub(super) fn packages(&self) -> impl Iterator<Item = PackageId> + use<> {
        (0..).map(PackageId).take(self.model.packages.len())
    }

    /// The classes that a package declares, in model order.
    pub(super) fn classes(&self, package: PackageId) -> Vec<ClassId> {
        self.model.classes().filter(|(_, c)| c.package == package).map(|(id, _)| id).collect()
    }

    /// The impediments that a package declares, in model order.
    pub(super) fn impediments(&self, package: PackageId) -> Vec<&'a Impediment> {
        self.model.impediments.iter().filter(|impediment| impediment.package == package).collect()
    }

    /// The enums that a package declares, in model order.
    pub(super) fn enums(&self, package: PackageId) -> Vec<EnumId> {
        (0..).map(EnumId).zip(&self.model.enums).filter(|(_, e)| e.package == package).map(|(id, _)| id).collect()
    }
}
