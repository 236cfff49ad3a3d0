//! Actions, impediments and events: the parent's, then the class's own.
//!
//! A trait of handlers has a method for each action of its class, inherited ones too, so that each works on the class's own type; here they are
//! told apart again by name, like attributes.

use super::TableError;
use super::listing::Listing;
use super::members;
use crate::model::{Action, Carried, Class, ClassId, Docs, Enum, Event, Impediment, ImpedimentId, PackageId, Stereotype, Type};
use crate::table::{ActionTable, EventTable, ImpedimentTable};

/// Gives every class its actions and events; answers the impediments of the model, grouped by package.
pub(super) fn behaviour(listing: &mut Listing, classes: &mut [Class], enums: &[Enum]) -> Vec<Impediment> {
    let impediments = impediments(listing);
    let mut order: Vec<ClassId> = listing.ids().collect();
    order.sort_by_cached_key(|id| std::iter::successors(classes[id.index()].extends, |id| classes[id.index()].extends).count());
    for id in order {
        let parent = classes[id.index()].extends;
        let (actions, events) =
            parent.map(|parent| &classes[parent.index()]).map(|p| (p.actions.clone(), p.events.clone())).unwrap_or_default();
        // Only who is served has handlers, so only there one is missed.
        if let Some(parent) = parent.filter(|_| listing.stereotype(id) == Stereotype::Hovedklasse) {
            let own = listing.table(id).actions;
            for lost in actions.iter().filter(|above| own.iter().all(|own| own.name != above.name)) {
                let (class, member, parent) = (listing.name(id), lost.name.clone(), listing.name(parent));
                listing.errors.push(TableError::Missing { class, member, parent });
            }
        }
        let own = actions_of(listing, id, &classes[id.index()], enums, &impediments, &actions);
        classes[id.index()].actions = [actions, own].concat();
        let own = events_of(listing, id, &classes[id.index()], &events);
        classes[id.index()].events = [events, own].concat();
        check_emitted(listing, id, &classes[id.index()]);
    }
    impediments
}

/// Every impediment that a package lists or a class brings, each with the first text that it is given.
fn impediments(listing: &mut Listing) -> Vec<Impediment> {
    let mut found: Vec<Vec<Impediment>> = vec![Vec::new(); listing.packages.len()];
    for (at, package) in (0..).map(PackageId).zip(&listing.packages) {
        found[at.index()] = package.impediments.iter().map(|table| impediment(listing, at, table)).collect();
    }
    for id in listing.ids() {
        let (own, table) = listing.classes[id.index()];
        for brought in table.impediments {
            let Some(package) = home(listing, own, brought) else {
                listing.errors.push(TableError::Behaviour {
                    class: listing.name(id),
                    member: brought.name.to_owned(),
                    name: brought.package.unwrap_or_default().to_owned(),
                    reason: "the model has no such package",
                });
                continue;
            };
            let new = impediment(listing, package, brought);
            let listed = listing.packages[package.index()].impediments.iter().any(|known| known.name == new.name && !known.docs.is_empty());
            match found[package.index()].iter_mut().find(|known| known.name == new.name) {
                // What a package says of it is said for all.
                Some(_) if listed => {}
                None => found[package.index()].push(new),
                Some(_) if new.docs.is_empty() => {}
                Some(known) if known.docs.is_empty() => known.docs = new.docs,
                Some(known) if known.docs != new.docs => {
                    let name = format!("{}/{}", listing.packages[package.index()].path, new.name);
                    listing.errors.push(TableError::Impediment { class: listing.name(id), name });
                }
                Some(_) => {}
            }
        }
    }
    found.into_iter().flatten().collect()
}

/// The package that an impediment belongs to.
fn home(listing: &Listing, own: PackageId, table: &ImpedimentTable) -> Option<PackageId> {
    let Some(path) = table.package else { return Some(own) };
    (0..).map(PackageId).zip(&listing.packages).find(|(_, package)| package.path == path).map(|(id, _)| id)
}

fn impediment(listing: &Listing, package: PackageId, table: &ImpedimentTable) -> Impediment {
    let text = |&(language, text): &(&str, &str)| match language {
        "" => (listing.language.clone(), text.to_owned()),
        _ => (language.to_owned(), text.to_owned()),
    };
    Impediment { package, name: table.name.to_owned(), docs: Docs(table.docs.iter().map(text).collect()) }
}

fn actions_of(
    listing: &mut Listing,
    id: ClassId,
    class: &Class,
    enums: &[Enum],
    impediments: &[Impediment],
    inherited: &[Action],
) -> Vec<Action> {
    let mut own: Vec<Action> = Vec::new();
    for table in listing.table(id).actions {
        if own.iter().any(|known| known.name == table.name) {
            listing.errors.push(TableError::Duplicate { class: listing.name(id), member: table.name.to_owned() });
        } else if inherited.iter().all(|above| above.name != table.name) {
            own.push(action(listing, id, class, enums, impediments, table));
        }
    }
    own
}

fn action(
    listing: &mut Listing,
    id: ClassId,
    class: &Class,
    enums: &[Enum],
    impediments: &[Impediment],
    table: &'static ActionTable,
) -> Action {
    let codes = class.state.and_then(|at| match class.attributes[at].ty {
        Type::Enum(id) => enums.get(id.index()),
        _ => None,
    });
    for state in table.from.iter().chain(&table.to) {
        if !codes.is_some_and(|e| e.values.iter().any(|value| value.name == *state)) {
            refuse(listing, id, table.name, state, "the class's `state` is no enum with that value");
        }
    }
    let named: Vec<Option<ImpedimentId>> = table.impediments.iter().map(|name| named(listing, id, impediments, name)).collect();
    for (name, found) in table.impediments.iter().zip(&named) {
        if found.is_none() {
            refuse(listing, id, table.name, name, "its handlers have no impediment of that name");
        }
    }
    let input = table.input.map(|input| input().attributes).unwrap_or_default();
    let input = input.iter().filter_map(|attribute| members::attribute(listing, id, attribute)).collect();
    let texts = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Action {
        name: table.name.to_owned(),
        docs: listing.docs(table.docs),
        origin: id,
        on: table.on,
        from: texts(table.from),
        to: table.to.map(str::to_owned),
        impediments: named.into_iter().flatten().collect(),
        input,
        method: table.method.unwrap_or(table.on.usual_method()),
        scope: table.scope.map(str::to_owned),
        emits: texts(table.emits),
    }
}

/// The impediment that a class's handlers call so.
fn named(listing: &Listing, id: ClassId, impediments: &[Impediment], name: &str) -> Option<ImpedimentId> {
    let (own, class) = listing.classes[id.index()];
    let package = home(listing, own, class.impediments.iter().find(|table| table.name == name)?)?;
    (0..).map(ImpedimentId).zip(impediments).find(|(_, known)| known.package == package && known.name == name).map(|(id, _)| id)
}

fn events_of(listing: &mut Listing, id: ClassId, class: &Class, inherited: &[Event]) -> Vec<Event> {
    let mut own: Vec<Event> = Vec::new();
    for table in listing.table(id).events {
        if own.iter().chain(inherited).any(|known| known.name == table.name) {
            listing.errors.push(TableError::Duplicate { class: listing.name(id), member: table.name.to_owned() });
            continue;
        }
        let carries = table.carries.iter().filter_map(|name| carried(listing, id, class, table, name)).collect();
        own.push(Event { name: table.name.to_owned(), docs: listing.docs(table.docs), origin: id, carries });
    }
    own
}

fn carried(listing: &mut Listing, id: ClassId, class: &Class, event: &EventTable, name: &str) -> Option<Carried> {
    let attribute = class.attributes.iter().position(|attribute| attribute.name == name).map(Carried::Attribute);
    let relation = || class.relations.iter().position(|relation| relation.name == name).map(Carried::Relation);
    let input = || {
        let mut inputs = class.actions.iter().filter(|a| a.emits.iter().any(|emitted| emitted == event.name)).flat_map(|a| &a.input);
        inputs.any(|input| input.name == name).then(|| Carried::Input(name.to_owned()))
    };
    let found = attribute.or_else(relation).or_else(input);
    if found.is_none() {
        refuse(listing, id, event.name, name, "that is no member of the class and no input of an action that emits it");
    }
    found
}

fn check_emitted(listing: &mut Listing, id: ClassId, class: &Class) {
    for action in class.actions.iter().filter(|action| action.origin == id) {
        for event in action.emits.iter().filter(|name| class.events.iter().all(|event| event.name != **name)) {
            refuse(listing, id, &action.name, event, "the class declares no event of that name");
        }
    }
}

fn refuse(listing: &mut Listing, id: ClassId, member: &str, name: &str, reason: &'static str) {
    let class = listing.name(id);
    listing.errors.push(TableError::Behaviour { class, member: member.to_owned(), name: name.to_owned(), reason });
}
