//! Classes: which are gone, new or spelled otherwise, and what became of those that stayed: stereotype, paths, operations, routes.

use std::collections::{BTreeMap, BTreeSet};

use smie_wire::model::Operation;
use smie_wire::schema::Collection;

use super::change::{Impact, Part, Severity};
use super::codes::{classes as codes, members as member_codes};
use super::comparison::{Comparison, Subject};
use super::members::{self, ClassPair};
use super::pairs::{Named, pair};
use super::{View, actions, attributes, events, relations, renames};
use crate::model::{ClassId, Stereotype, Type};
use Severity::{Breaking, Dangerous};

pub(super) fn classes(c: &mut Comparison<'_>) {
    let (old, new) = (named(&c.old), named(&c.new));
    let pairs = pair(borrowed(&old), borrowed(&new));
    c.matched = pairs.both.iter().map(|(old, new)| (old.item, new.item)).collect();
    let concrete = |view: &View<'_>, id: ClassId| view.model.class(id).stereotype != Stereotype::Abstrakt;
    let gone: Vec<ClassId> = pairs.removed.iter().map(|named| named.item).filter(|&id| concrete(&c.old, id)).collect();
    let come: Vec<ClassId> = pairs.added.iter().map(|named| named.item).filter(|&id| concrete(&c.new, id)).collect();
    c.successors = renames::classes(c, &gone, &come);
    for id in gone {
        removed(c, id);
    }
    for id in come {
        added(c, id);
    }
    for (old, new) in pairs.both {
        let pair = ClassPair { old: old.item, new: new.item };
        if concrete(&c.old, pair.old) || concrete(&c.new, pair.new) {
            both(c, pair, (&old, &new));
        }
    }
}

/// Every class: id, qualified name, and where it is on the wire.
fn named(view: &View<'_>) -> Vec<(ClassId, String, String)> {
    let class = |(id, class): (ClassId, &smie_wire::schema::Class)| {
        let own = view.schema.served(class.package, id).map(|at| stable_path(view, view.schema.collection(at)));
        let fallback = || format!("{}/{}", view.schema.package(class.package).path, class.wire.to_lowercase());
        (id, view.model.qualified(id), own.unwrap_or_else(fallback))
    };
    (0..).map(ClassId).zip(&view.schema.classes).map(class).collect()
}

fn borrowed(list: &[(ClassId, String, String)]) -> Vec<Named<'_, ClassId>> {
    list.iter().map(|(id, name, wire)| Named { item: *id, name, wire }).collect()
}

/// A collection's path without the major version in it: a new major version has addresses of its own by design.
fn stable_path(view: &View<'_>, collection: &Collection) -> String {
    let pattern = &view.schema.profile.version_segment;
    let major = super::verdict::major(&view.model.version).unwrap_or_default();
    let segment = pattern.replace("{major}", &major.to_string());
    if pattern.is_empty() || segment == *pattern {
        return collection.path.clone();
    }
    let stable = |part| if part == segment { pattern.as_str() } else { part };
    collection.path.split('/').map(stable).collect::<Vec<_>>().join("/")
}

fn subject(c: &Comparison<'_>, old: Option<ClassId>, new: Option<ClassId>) -> Subject {
    let name = old.map(|id| c.old.model.qualified(id)).or_else(|| new.map(|id| c.new.model.qualified(id)));
    let path = name.as_deref().and_then(|name| name.rsplit_once('/')).map_or("", |(package, _)| package);
    Subject {
        part: Part::Class,
        package: None,
        old: old.map_or_else(|| c.old.near_package(path), |id| c.old.class_location(id, true)),
        new: new.map_or_else(|| c.new.near_package(path), |id| c.new.class_location(id, true)),
        class: name,
        member: None,
        origin: None,
    }
}

fn removed(c: &mut Comparison<'_>, id: ClassId) {
    let class = c.old.model.class(id);
    let subject = subject(c, Some(id), None);
    let likely = c.successors.get(&id).map(|&new| c.new.model.qualified(new));
    let expected = c.announced(class.deprecated.as_ref());
    let name = c.old.model.qualified(id);
    let message = match &likely {
        Some(new) if new.rsplit('/').next() == Some(class.name.as_str()) => format!("the class `{name}` is gone, likely moved to `{new}`"),
        Some(new) => format!("the class `{name}` is gone, likely renamed to `{new}`"),
        None => format!("the class `{name}` is gone"),
    };
    let reason = match class.stereotype {
        Stereotype::Hovedklasse => "its collection, its routes and its generated types are gone",
        _ => "its generated types are gone",
    };
    let change = c.report(&codes::CLASS_REMOVED, &subject, message, reason, Impact::BREAKING);
    change.renamed = likely;
    change.expected = expected;
}

fn added(c: &mut Comparison<'_>, id: ClassId) {
    let subject = subject(c, None, Some(id));
    let from = c.successors.iter().find(|&(_, &new)| new == id).map(|(&old, _)| c.old.model.qualified(old));
    let likely = from.as_ref().map(|old| format!("; likely what was `{old}`")).unwrap_or_default();
    let message = format!("the class `{}` is new{likely}", c.new.model.qualified(id));
    c.report(&codes::CLASS_ADDED, &subject, message, "nobody has to use it", Impact::NONE).renamed = from;
}

fn both(c: &mut Comparison<'_>, pair: ClassPair, (old, new): (&Named<'_, ClassId>, &Named<'_, ClassId>)) {
    let subject = subject(c, Some(pair.old), Some(pair.new));
    let (before, after) = (c.old.model.class(pair.old), c.new.model.class(pair.new));
    if old.name != new.name {
        let message = format!("the class `{}` is now spelled `{}`", old.name, new.name);
        let reason = "its path is the same; generated types and whatever knows classes by name are not";
        c.report(&codes::CLASS_RESPELLED, &subject, message, reason, Impact::both(Dangerous)).renamed = Some(new.name.to_owned());
    }
    if before.stereotype == after.stereotype {
        collections(c, &subject, pair);
    } else if !stereotype(c, &subject, pair) {
        return;
    }
    state(c, &subject, pair);
    if before.subject != after.subject {
        let word = if after.subject { "is about one person now" } else { "is no longer about one person" };
        let reason = "resources are the same; registers, erasure and logging are not";
        c.report(&codes::CLASS_SUBJECT, &subject, format!("each instance {word}"), reason, Impact::NONE);
    }
    let scopes = (before.scope.as_deref(), after.scope.as_deref());
    members::scope(c, &subject, "the class", scopes, Impact::BREAKING);
    members::deprecation(c, &subject, "the class", before.deprecated.as_ref(), after.deprecated.as_ref());
    members::docs(c, &subject, "the class", &before.docs, &after.docs);
    attributes::attributes(c, pair);
    relations::relations(c, pair);
    actions::actions(c, pair);
    events::events(c, pair);
}

/// Another kind of thing; true when its members can still be compared, false when one of the two has no users.
fn stereotype(c: &mut Comparison<'_>, subject: &Subject, pair: ClassPair) -> bool {
    let (before, after) = (c.old.model.class(pair.old).stereotype, c.new.model.class(pair.new).stereotype);
    let message = format!("it is {} now, and was {}", after.word(), before.word());
    let (reason, impact) = if before == Stereotype::Abstrakt {
        ("nobody could use it before", Impact::NONE)
    } else {
        ("it has another form on the wire, or none", Impact::BREAKING)
    };
    c.report(&codes::CLASS_STEREOTYPE, subject, message, reason, impact);
    before != Stereotype::Abstrakt && after != Stereotype::Abstrakt
}

fn state(c: &mut Comparison<'_>, subject: &Subject, pair: ClassPair) {
    let name = |class: &crate::model::Class| class.state.and_then(|at| class.attributes.get(at)).map(|attribute| attribute.name.clone());
    let (before, after) = (name(c.old.model.class(pair.old)), name(c.new.model.class(pair.new)));
    if before != after {
        let spelled = |state: &Option<String>| state.as_ref().map_or_else(|| "none".to_owned(), |state| format!("`{state}`"));
        let message = format!("the state is {}, and was {}", spelled(&after), spelled(&before));
        let reason = "actions are offered by another value";
        c.report(&codes::CLASS_STATE, subject, message, reason, Impact::both(Dangerous));
    }
}

/// Where a class is served, by the package that serves it.
fn homes<'a>(view: &View<'a>, id: ClassId) -> BTreeMap<&'a str, &'a Collection> {
    let schema = view.schema;
    schema.collections.iter().filter(|collection| collection.class == id).map(|c| (view.package_name(c.package), c)).collect()
}

fn collections(c: &mut Comparison<'_>, subject: &Subject, pair: ClassPair) {
    let (old, new) = (homes(&c.old, pair.old), homes(&c.new, pair.new));
    for (package, collection) in &old {
        match new.get(package) {
            None => {
                let message = format!("`{}` is gone: the class is no longer served in the package `{package}`", collection.path);
                let reason = "every href into that collection leads nowhere";
                c.report(&codes::COLLECTION_REMOVED, subject, message, reason, Impact::BREAKING);
            }
            Some(partner) => {
                let (before, after) = (stable_path(&c.old, collection), stable_path(&c.new, partner));
                if before != after {
                    let message = format!("the path is `{after}`, and was `{before}`");
                    c.report(&codes::CLASS_PATH, subject, message, "stored hrefs and built URLs lead nowhere", Impact::BREAKING);
                }
            }
        }
    }
    for (package, collection) in new.iter().filter(|(package, _)| !old.contains_key(*package)) {
        let message = format!("`{}` is new: the class is served in the package `{package}` too", collection.path);
        c.report(&codes::COLLECTION_ADDED, subject, message, "nobody has to use it", Impact::NONE);
    }
    // Operations and identifiers are the class's; any collection shows them.
    let common = old.iter().find_map(|(package, &collection)| Some((collection, *new.get(package)?)));
    if let Some((before, after)) = common {
        operations(c, subject, before, after);
        routes(c, pair, before, after);
    }
}

fn operations(c: &mut Comparison<'_>, subject: &Subject, old: &Collection, new: &Collection) {
    for operation in old.operations.iter().filter(|operation| !new.operations.contains(operation)) {
        let message = format!("`{}` is no longer allowed", operation.word());
        let impact = if *operation == Operation::Read { Impact::readers(Breaking) } else { Impact::writers(Breaking) };
        c.report(&codes::OPERATION_REMOVED, subject, message, "the server answers 405", impact);
    }
    for operation in new.operations.iter().filter(|operation| !old.operations.contains(operation)) {
        let message = format!("`{}` is allowed now", operation.word());
        c.report(&codes::OPERATION_ADDED, subject, message, "nobody has to use it", Impact::NONE);
    }
}

/// Identifiers that are in both models but have won or lost their route, and the canonical one.
fn routes(c: &mut Comparison<'_>, pair: ClassPair, old: &Collection, new: &Collection) {
    let named = |view: &View<'_>, collection: &Collection| -> Vec<String> {
        let attributes = &view.model.class(collection.class).attributes;
        collection.identifiers.iter().filter_map(|id| attributes.get(id.attribute)).map(|attribute| attribute.name.clone()).collect()
    };
    let (before, after) = (named(&c.old, old), named(&c.new, new));
    let identifiers = |view: &View<'_>, id| view.model.class(id).identifiers().map(|id| id.name.clone()).collect::<BTreeSet<_>>();
    let kept: BTreeSet<String> = &identifiers(&c.old, pair.old) & &identifiers(&c.new, pair.new);
    let one_route = c.old.schema.profile.canonical_route_only && c.profile().canonical_route_only;
    if !one_route {
        for name in kept.iter().filter(|name| before.contains(name) != after.contains(name)) {
            route(c, pair, name, after.contains(name));
        }
    }
    let (Some(was), Some(is)) = (before.get(old.canonical), after.get(new.canonical)) else { return };
    if was != is && kept.contains(was) {
        let subject = identifier(c, pair, was);
        let message = format!("the canonical identifier is `{is}`, and was `{was}`");
        let reason = "actions hang under the canonical address; where a class has one route, it is that";
        c.judge(&member_codes::IDENTIFIER_CANONICAL, &subject, message, reason, |profile| {
            if profile.canonical_route_only { Impact::BREAKING } else { Impact::both(Dangerous) }
        });
    }
}

fn route(c: &mut Comparison<'_>, pair: ClassPair, name: &str, is_new: bool) {
    let subject = identifier(c, pair, name);
    if is_new {
        let message = format!("the identifier `{name}` has a route now");
        c.report(&member_codes::ROUTE_ADDED, &subject, message, "nobody has to use it", Impact::NONE);
    } else {
        let message = format!("the identifier `{name}` has no route any more");
        c.report(&member_codes::ROUTE_REMOVED, &subject, message, "hrefs through it lead nowhere", Impact::BREAKING);
    }
}

fn identifier(c: &Comparison<'_>, pair: ClassPair, name: &str) -> Subject {
    let declared = |view: &View<'_>, id| {
        let attribute = view.model.class(id).attributes.iter().find(|a| a.name == name && a.ty == Type::Identifikator);
        attribute.map(|attribute| attribute.origin)
    };
    let (old, new) = (declared(&c.old, pair.old), declared(&c.new, pair.new));
    c.member(Part::Attribute, pair, old.map(|origin| (name, origin)), new.map(|origin| (name, origin)))
}
