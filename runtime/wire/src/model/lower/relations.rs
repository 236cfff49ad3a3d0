//! Relations: storing ends as the tables have them, then the maintained ends that follow from them.

use std::collections::HashSet;

use super::TableError;
use super::listing::Listing;
use crate::model::{ClassId, Inverse, Relation, Side, Stereotype, Target};
use crate::table::{InverseTable, RelationTable};

/// A storing end, with what it says of the other.
struct Stored {
    relation: Relation,
    inverse: Option<InverseTable>,
}

/// The relations of every class, by its id: at each level of inheritance the storing ends, then the maintained ones.
pub(super) fn relations(listing: &mut Listing, order: &[ClassId], parents: &[Option<ClassId>]) -> Vec<Vec<Relation>> {
    let stored: Vec<Vec<Stored>> = listing.ids().map(|id| own_stored(listing, id, parents)).collect();
    let mut maintained: Vec<Vec<Relation>> = vec![Vec::new(); stored.len()];
    for end in stored.iter().flatten() {
        if let Some((target, other)) = other_end(listing, end, &stored) {
            maintained[target.index()].push(other);
        }
    }
    let mut lowered: Vec<Vec<Relation>> = vec![Vec::new(); stored.len()];
    let mut stored: Vec<_> = stored.into_iter().map(|ends| ends.into_iter().map(|end| end.relation).collect::<Vec<_>>()).collect();
    for &id in order {
        let mut relations = parents[id.index()].map(|parent| lowered[parent.index()].clone()).unwrap_or_default();
        compare_inherited(listing, id, &relations);
        relations.append(&mut stored[id.index()]);
        relations.append(&mut maintained[id.index()]);
        report_duplicates_and_orphans(listing, id, &relations);
        lowered[id.index()] = relations;
    }
    lowered
}

/// The storing ends that no ancestor's table has.
fn own_stored(listing: &mut Listing, id: ClassId, parents: &[Option<ClassId>]) -> Vec<Stored> {
    let above: HashSet<&str> =
        parents[id.index()].map(|parent| listing.table(parent).relations.iter().map(|r| r.name).collect()).unwrap_or_default();
    let storing = listing.table(id).relations.iter().filter(|r| r.side == Side::Storing && !above.contains(r.name));
    storing.filter_map(|table| Some(Stored { relation: storing_end(listing, id, table)?, inverse: table.inverse })).collect()
}

fn storing_end(listing: &mut Listing, origin: ClassId, table: &RelationTable) -> Option<Relation> {
    let target = target(listing, origin, table)?;
    if let Target::Class(id) = target
        && listing.stereotype(id) == Stereotype::Datatype
    {
        let (class, target) = (listing.name(origin), listing.name(id));
        listing.errors.push(TableError::Datatype { class, member: table.name.to_owned(), target });
    }
    let wrong = table.inverse.and_then(|inverse| no_inverse(listing, origin, table, inverse, target));
    if let Some(reason) = wrong {
        listing.errors.push(TableError::Inverse { class: listing.name(origin), member: table.name.to_owned(), reason });
    }
    let inverse = table.inverse.map(|inverse| inverse.name);
    Some(relation(listing, origin, table, target, inverse))
}

/// Why a relation cannot have this inverse.
fn no_inverse(listing: &Listing, origin: ClassId, table: &RelationTable, inverse: InverseTable, target: Target) -> Option<&'static str> {
    let Target::Class(target) = target else { return Some("what lies outside the model has no relations here") };
    if listing.stereotype(target) == Stereotype::Referanse {
        return Some("what lies outside the model has no relations here");
    }
    if listing.stereotype(origin) == Stereotype::Datatype {
        return Some("it would point to a datatype, which has no address");
    }
    if target == origin && inverse.name == table.name {
        return Some("it names itself");
    }
    let stored = listing.table(target).relations.iter().any(|r| r.name == inverse.name && r.side == Side::Storing);
    stored.then_some("the class that it leads to stores a relation of that name; one of the two ends is `maintained`")
}

fn target(listing: &mut Listing, origin: ClassId, table: &RelationTable) -> Option<Target> {
    let Some(target) = table.target else { return Some(Target::Foreign) };
    let class = listing.name(origin);
    listing.class(|| format!("{class}.{}", table.name), target).map(Target::Class)
}

fn relation(listing: &Listing, origin: ClassId, table: &RelationTable, target: Target, inverse: Option<&str>) -> Relation {
    Relation {
        name: table.name.to_owned(),
        docs: listing.docs(table.docs),
        origin,
        target,
        bounds: table.bounds,
        inverse: inverse.map(|name| Inverse { name: name.to_owned() }),
        side: table.side,
        writable: table.writable,
        gdpr: table.gdpr,
        sensitive: table.sensitive,
        since: table.since.map(str::to_owned),
        deprecated: listing.deprecation(table.deprecated),
        wire: table.wire.map(str::to_owned),
        scope: table.scope.map(str::to_owned),
    }
}

/// The maintained end of a storing one, merged with what the target's own table says of it. `None` when there is none to keep: a
/// one-way relation, or an inverse that cannot be one, which is reported.
fn other_end(listing: &mut Listing, end: &Stored, stored: &[Vec<Stored>]) -> Option<(ClassId, Relation)> {
    let (inverse, Target::Class(target)) = (end.inverse?, end.relation.target) else { return None };
    let origin = end.relation.origin;
    if stored[target.index()].iter().any(|other| other.relation.name == inverse.name) {
        return None;
    }
    let declared = listing.table(target).relations.iter().find(|r| r.name == inverse.name);
    if let Some(difference) = declared.and_then(|declared| difference(listing, end, inverse, declared)) {
        let (class, member) = (listing.name(origin), end.relation.name.clone());
        let other = format!("{}.{}", listing.name(target), inverse.name);
        listing.errors.push(TableError::Ends { class, member, other, difference });
    }
    let empty = RelationTable { name: inverse.name, ..RelationTable::EMPTY };
    let table = RelationTable { bounds: inverse.bounds, side: Side::Maintained, ..declared.copied().unwrap_or(empty) };
    Some((target, relation(listing, target, &table, Target::Class(origin), Some(&end.relation.name))))
}

/// What two ends say differently of each other.
fn difference(listing: &Listing, end: &Stored, inverse: InverseTable, declared: &RelationTable) -> Option<&'static str> {
    let origin = listing.table(end.relation.origin);
    let back = declared.target.map(|table| table());
    let points_back = back.is_some_and(|table| (table.package, table.name) == (origin.package, origin.name));
    let rules = [
        (points_back, "the other end points to another class"),
        // The storing end speaks for the lower bound: a struct must hold a maintained end that is still empty.
        (declared.bounds.upper == inverse.bounds.upper, "they give the other end different numbers of links"),
        (declared.inverse.is_none_or(|inverse| inverse.name == end.relation.name), "the other end names another relation as its inverse"),
        (
            declared.inverse.is_none_or(|inverse| inverse.bounds == end.relation.bounds),
            "they give the storing end different numbers of links",
        ),
    ];
    rules.into_iter().find(|(holds, _)| !holds).map(|(_, difference)| difference)
}

/// A struct has its parent's stored relations; maintained ones may be left out.
fn compare_inherited(listing: &mut Listing, id: ClassId, inherited: &[Relation]) {
    for above in inherited {
        let declared = listing.table(id).relations.iter().find(|r| r.name == above.name);
        let (class, member, parent) = (listing.name(id), above.name.clone(), listing.name(above.origin));
        match declared {
            None if above.side == Side::Storing => listing.errors.push(TableError::Missing { class, member, parent }),
            Some(declared) => {
                let same = target(listing, id, declared) == Some(above.target)
                    && declared.bounds.upper == above.bounds.upper
                    && (above.side == Side::Maintained || declared.bounds.lower == above.bounds.lower);
                if !same {
                    listing.errors.push(TableError::Redefined { class, member, parent });
                }
            }
            None => {}
        }
    }
}

fn report_duplicates_and_orphans(listing: &mut Listing, id: ClassId, relations: &[Relation]) {
    let mut names = HashSet::new();
    for relation in relations {
        if !names.insert(relation.name.as_str()) {
            listing.errors.push(TableError::Duplicate { class: listing.name(id), member: relation.name.clone() });
        }
    }
    let orphans = listing.table(id).relations.iter().filter(|r| r.side == Side::Maintained && !names.contains(r.name));
    for orphan in orphans {
        listing.errors.push(TableError::Orphan { class: listing.name(id), member: orphan.name.to_owned() });
    }
}
