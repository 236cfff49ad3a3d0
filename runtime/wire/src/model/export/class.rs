//! Classes and their own members; what is inherited or maintained is said where it is declared.

use super::node::{Map, Node};
use crate::model::{
    Action, ActionTarget, Attribute, Bounds, Carried, Class, ClassId, Deprecation, Event, Gdpr, Model, PackageId, Relation, Side,
    Stereotype, Target, Type,
};

/// A class.
pub(super) fn class(model: &Model, id: ClassId, class: &Class) -> Node {
    let mut map = Map::default();
    let is_kodeverk = class.extends.is_some_and(|parent| is_begrep(model, parent)) && class.stereotype == Stereotype::Hovedklasse;
    map.put("is", Some(Node::text(if is_kodeverk { "kodeverk" } else { class.stereotype.word() })));
    map.put("extends", class.extends.filter(|_| !is_kodeverk).map(|parent| Node::text(&class_name(model, class.package, parent))));
    map.put("docs", model.docs_node(&class.docs));
    map.put("subject", class.subject.then(|| Node::text("self")));
    map.text("collection", class.collection.as_ref());
    map.put("within", class.within.map(|outer| Node::text(&class_name(model, class.package, outer))));
    map.text("state", class.state.and_then(|at| class.attributes.get(at)).map(|attribute| &attribute.name));
    map.put("allow", class.allow.as_ref().map(|allow| Node::List(allow.iter().map(|one| Node::text(one.word())).collect())));
    map.text("since", class.since.as_ref());
    map.put("deprecated", class.deprecated.as_ref().map(|one| deprecated(model, one)));
    map.text("wire", class.wire.as_ref());
    map.text("scope", class.scope.as_ref());
    let own = class.attributes.iter().filter(|attribute| attribute.origin == id);
    map.entries("attributes", own.map(|one| (one.name.clone(), attribute(model, class.package, one))));
    let own = class.relations.iter().filter(|relation| relation.origin == id && relation.side == Side::Storing);
    map.entries("relations", own.map(|one| (one.name.clone(), relation(model, class.package, one))));
    map.entries("actions", class.actions.iter().filter(|one| one.origin == id).map(|one| (one.name.clone(), action(model, class, one))));
    map.entries("events", class.events.iter().filter(|one| one.origin == id).map(|one| (one.name.clone(), event(model, class, one))));
    map.done()
}

/// True for the class that `is: kodeverk` extends: the only one of its name.
fn is_begrep(model: &Model, parent: ClassId) -> bool {
    model.class(parent).name == "Begrep" && model.classes.iter().filter(|class| class.name == "Begrep").count() == 1
}

/// A class as a package names it: its own plainly, others in full.
fn class_name(model: &Model, from: PackageId, id: ClassId) -> String {
    let class = model.class(id);
    name(model, from, class.package, &class.name)
}

fn name(model: &Model, from: PackageId, package: PackageId, name: &str) -> String {
    if from == package { name.to_owned() } else { format!("{}/{name}", model.package(package).path) }
}

/// A name with its multiplicity.
fn expression(name: &str, bounds: Bounds) -> String {
    match bounds {
        Bounds::ONE => name.to_owned(),
        Bounds::OPTIONAL => format!("{name}?"),
        Bounds::MANY => format!("{name}*"),
        Bounds::SOME => format!("{name}+"),
        Bounds { lower, upper: None } => format!("{name} {lower}..*"),
        Bounds { lower, upper: Some(upper) } => format!("{name} {lower}..{upper}"),
    }
}

/// An attribute, or a field of an action's input.
fn attribute(model: &Model, from: PackageId, attribute: &Attribute) -> Node {
    let ty = match attribute.ty {
        Type::Scalar(scalar) => scalar.word().to_owned(),
        Type::Identifikator => "Identifikator".to_owned(),
        Type::Class(id) => class_name(model, from, id),
        Type::Enum(id) => {
            let e = &model.enums[id.index()];
            name(model, from, e.package, &e.name)
        }
    };
    let mut map = Map::default();
    map.put("type", Some(Node::text(&expression(&ty, attribute.bounds))));
    map.flag("primary", attribute.primary);
    flags(&mut map, attribute.writable, attribute.gdpr, attribute.sensitive);
    map.text("pattern", attribute.pattern.as_ref());
    map.put("min", attribute.min.as_deref().map(Node::bare));
    map.put("max", attribute.max.as_deref().map(Node::bare));
    map.text("since", attribute.since.as_ref());
    map.put("deprecated", attribute.deprecated.as_ref().map(|one| deprecated(model, one)));
    map.text("wire", attribute.wire.as_ref());
    map.text("scope", attribute.scope.as_ref());
    map.put("docs", model.docs_node(&attribute.docs));
    short(map)
}

/// A relation, with its other end.
fn relation(model: &Model, from: PackageId, relation: &Relation) -> Node {
    let (to, other) = match relation.target {
        Target::Foreign => ("Referanse".to_owned(), None),
        Target::Class(id) => {
            let inverse = relation.inverse.as_ref();
            let other = inverse.and_then(|inverse| model.class(id).relations.iter().find(|r| r.name == inverse.name));
            (class_name(model, from, id), other)
        }
    };
    let mut map = Map::default();
    map.put("to", Some(Node::text(&expression(&to, relation.bounds))));
    map.put(
        "inverse",
        other.map(|other| {
            let mut map = Map::default();
            map.put("name", Some(Node::text(&expression(&other.name, other.bounds))));
            common(model, &mut map, other);
            short(map)
        }),
    );
    common(model, &mut map, relation);
    short(map)
}

/// What both ends of a relation may say.
fn common(model: &Model, map: &mut Map, relation: &Relation) {
    flags(map, relation.writable, relation.gdpr, relation.sensitive);
    map.text("since", relation.since.as_ref());
    map.put("deprecated", relation.deprecated.as_ref().map(|one| deprecated(model, one)));
    map.text("wire", relation.wire.as_ref());
    map.text("scope", relation.scope.as_ref());
    map.put("docs", model.docs_node(&relation.docs));
}

fn flags(map: &mut Map, writable: bool, gdpr: Option<Gdpr>, sensitive: bool) {
    map.flag("writable", writable);
    map.put("gdpr", gdpr.map(|gdpr| Node::text(gdpr.word())));
    map.flag("sensitive", sensitive);
}

/// The first entry alone, when there is no other.
fn short(map: Map) -> Node {
    let is_short = map.len() == 1;
    match map.done() {
        Node::Map(mut entries) if is_short => entries.remove(0).1,
        long => long,
    }
}

fn deprecated(model: &Model, deprecation: &Deprecation) -> Node {
    let mut map = Map::default();
    map.text("since", deprecation.since.as_ref());
    map.text("date", deprecation.date.as_ref());
    map.text("sunset", deprecation.sunset.as_ref());
    map.text("use", deprecation.instead.as_ref());
    map.put("docs", model.docs_node(&deprecation.docs));
    if map.len() == 0 { Node::bare("true") } else { map.done() }
}

fn action(model: &Model, class: &Class, action: &Action) -> Node {
    let mut map = Map::default();
    map.put("docs", model.docs_node(&action.docs));
    map.put("on", (action.on == ActionTarget::Collection).then(|| Node::text("collection")));
    map.list("from", &action.from);
    map.text("to", action.to.as_ref());
    let impediments = action.impediments.iter().map(|id| &model.impediments[id.index()]);
    let impediments: Vec<String> = impediments.map(|one| name(model, class.package, one.package, &one.name)).collect();
    map.list("impediments", &impediments);
    map.entries("input", action.input.iter().map(|one| (one.name.clone(), attribute(model, class.package, one))));
    map.put("method", (action.method != action.on.usual_method()).then(|| Node::text(action.method.word())));
    map.text("scope", action.scope.as_ref());
    map.list("emits", &action.emits);
    map.done()
}

fn event(model: &Model, class: &Class, event: &Event) -> Node {
    let member = |carried: &Carried| match carried {
        Carried::Attribute(at) => class.attributes.get(*at).map(|attribute| attribute.name.clone()),
        Carried::Relation(at) => class.relations.get(*at).map(|relation| relation.name.clone()),
        Carried::Input(name) => Some(name.clone()),
    };
    let carries = Node::List(event.carries.iter().filter_map(member).map(|name| Node::text(&name)).collect());
    match model.docs_node(&event.docs) {
        None => carries,
        Some(docs) => Node::Map(vec![("docs".to_owned(), docs), ("carries".to_owned(), carries)]),
    }
}
