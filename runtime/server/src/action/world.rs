//! A snapshot as handlers see it: the data, a time, a caller, and how types and classes find each other.

use smie_wire::model::{ClassId, PackageId};
use smie_wire::schema::{CollectionId, Schema};
use smie_wire::table::ClassTable;
use smie_wire::value::DateTime;

use super::names::Names;
use super::{Caller, Refused, settle};
use crate::entity::{Entity, Target};
use crate::index::{EntityId, Tenant};
use crate::validate::Validator;

/// A snapshot as handlers see it.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(super) schema: &'a Schema,
    pub(super) validator: &'a Validator,
    pub(super) names: &'a Names,
    pub(super) tenant: &'a Tenant,
    /// The package in which the action is; a common class is looked for there.
    pub(super) package: PackageId,
    pub(super) now: DateTime,
    pub(super) caller: &'a Caller,
}

impl World<'_> {
    /// The class of a type.
    pub(super) fn class(&self, table: &'static ClassTable) -> Option<ClassId> {
        self.names.of(self.schema, table).map(|typed| typed.class)
    }

    /// Where resources of a type are found.
    pub(super) fn collection(&self, table: &'static ClassTable) -> Option<CollectionId> {
        self.schema.served(self.package, self.class(table)?)
    }

    /// The resource with this value of an identifier.
    pub(super) fn find(&self, table: &'static ClassTable, identifier: &str, value: &str) -> Option<EntityId> {
        let collection = self.collection(table)?;
        let identifiers = &self.schema.collection(collection).identifiers;
        let at = identifiers.iter().position(|known| known.segment.eq_ignore_ascii_case(identifier))?;
        self.tenant.find(collection, u16::try_from(at).ok()?, value)
    }

    /// The resource at this address, which a link to this type has.
    pub(super) fn follow(&self, table: &'static ClassTable, href: &str) -> Option<EntityId> {
        let class = self.class(table)?;
        let target = self.validator.shapes().addresses.resolve(self.schema, href, "", class, self.package).ok()?;
        // A link to a class whose resources are of another type leads to no `T`.
        let is_one =
            |target: &Target| matches!(target, Target::Entity { collection, .. } if self.schema.collection(*collection).class == class);
        Some(target).filter(is_one).and_then(|target| self.tenant.target(&target))
    }

    /// Every resource of a type.
    pub(super) fn all(&self, table: &'static ClassTable) -> Vec<EntityId> {
        let Some(collection) = self.collection(table) else { return Vec::new() };
        let mut found = Vec::new();
        self.tenant.collection(collection).rows().visit(0, &mut |row, _| {
            found.extend(u32::try_from(row).ok().map(|row| EntityId { collection, row }));
            std::ops::ControlFlow::Continue(())
        });
        found
    }

    /// A resource in the form of its type.
    pub(crate) fn typed(&self, id: EntityId, table: &'static ClassTable) -> Option<Vec<u8>> {
        settle::typed(self, id, table)
    }

    /// The entity that a type says.
    pub(crate) fn settled(&self, collection: CollectionId, table: &'static ClassTable, bytes: &[u8]) -> Result<Entity, Refused> {
        settle::entity(self, collection, (table, bytes), None, None)
    }
}
