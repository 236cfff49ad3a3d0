//! Attributes: the parent's, then the class's own.

use std::collections::HashSet;

use super::TableError;
use super::listing::Listing;
use crate::model::{Attribute, ClassId, Stereotype, Type};
use crate::table::AttributeTable;

/// The attributes of every class, by its id.
pub(super) fn attributes(listing: &mut Listing, order: &[ClassId], parents: &[Option<ClassId>]) -> Vec<Vec<Attribute>> {
    let mut lowered: Vec<Vec<Attribute>> = vec![Vec::new(); parents.len()];
    for &id in order {
        let inherited = parents[id.index()].map(|parent| lowered[parent.index()].clone()).unwrap_or_default();
        lowered[id.index()] = of_class(listing, id, parents[id.index()], inherited);
    }
    lowered
}

fn of_class(listing: &mut Listing, id: ClassId, parent: Option<ClassId>, inherited: Vec<Attribute>) -> Vec<Attribute> {
    let table = listing.table(id);
    let mut names = HashSet::new();
    let mut own = Vec::new();
    for declared in table.attributes {
        if !names.insert(declared.name) {
            listing.errors.push(TableError::Duplicate { class: listing.name(id), member: declared.name.to_owned() });
            continue;
        }
        let Some(attribute) = attribute(listing, id, declared) else { continue };
        match inherited.iter().find(|above| above.name == attribute.name).zip(parent) {
            Some((above, parent)) if (above.ty, above.bounds) != (attribute.ty, attribute.bounds) => {
                let (class, parent) = (listing.name(id), listing.name(parent));
                listing.errors.push(TableError::Redefined { class, member: attribute.name, parent });
            }
            Some(_) => {}
            None => own.push(attribute),
        }
    }
    for above in inherited.iter().filter(|above| !names.contains(above.name.as_str())) {
        let (class, member, parent) = (listing.name(id), above.name.clone(), listing.name(above.origin));
        listing.errors.push(TableError::Missing { class, member, parent });
    }
    inherited.into_iter().chain(own).collect()
}

pub(super) fn attribute(listing: &mut Listing, origin: ClassId, table: &AttributeTable) -> Option<Attribute> {
    let class = listing.name(origin);
    let ty = listing.ty(|| format!("{class}.{}", table.name), table.ty)?;
    if ty == Type::Identifikator && (table.bounds.is_list() || listing.stereotype(origin) == Stereotype::Referanse) {
        listing.errors.push(TableError::Identifier { class, member: table.name.to_owned() });
    }
    Some(Attribute {
        name: table.name.to_owned(),
        docs: listing.docs(table.docs),
        origin,
        ty,
        bounds: table.bounds,
        primary: table.primary,
        writable: table.writable,
        sensitive: table.sensitive,
        gdpr: table.gdpr,
        since: table.since.map(str::to_owned),
        deprecated: listing.deprecation(table.deprecated),
        pattern: table.pattern.map(str::to_owned),
        min: table.min.map(str::to_owned),
        max: table.max.map(str::to_owned),
        wire: table.wire.map(str::to_owned),
        scope: table.scope.map(str::to_owned),
    })
}
