//! Classes on the wire: their names, their members, and which of those names collide.

use std::collections::HashMap;

use super::names::{Context, Site};
use super::{Attribute, Class, ConflictKind, Enum, Event, Impediment, OPERATION_RELATIONS, Relation, UP, actions};
use crate::model::{self, Bounds, ClassId, Docs, Model, Operation, Side, Stereotype, Target, Type};
use crate::profile::Case;

/// Shapes every class.
pub(super) fn classes(context: &mut Context<'_>, enums: &[Enum], impediments: &[Impediment]) -> Vec<Class> {
    let model = context.model;
    let mut shaped: Vec<Class> = model.classes().map(|(id, class)| shape(context, id, class)).collect();
    for (id, class) in model.classes() {
        let actions = actions::actions(context, id, class, &shaped[id.index()], (enums, impediments));
        shaped[id.index()].actions = actions;
    }
    for (id, class) in model.classes().filter(|(_, class)| class.stereotype == Stereotype::Hovedklasse) {
        for ancestor in ancestors(model, id, class) {
            shaped[ancestor.index()].descendants.push(id);
        }
    }
    for class in &mut shaped {
        class.descendants.dedup();
    }
    for (id, parent) in model.classes().filter_map(|(id, class)| Some((id, class.within?))) {
        nest(context, &mut shaped, id, parent);
    }
    shaped
}

/// The ancestors, nearest first. Bounded by the number of classes, so that a cycle, which the checker reports, does no harm here.
fn ancestors(model: &Model, id: ClassId, class: &model::Class) -> Vec<ClassId> {
    let chain = std::iter::successors(class.extends, |&id| model.class(id).extends);
    chain.take(model.classes.len()).take_while(|&ancestor| ancestor != id).collect()
}

fn shape(context: &mut Context<'_>, id: ClassId, class: &model::Class) -> Class {
    let wire = context.name(Site::class(id), &class.name, class.wire.as_deref(), Case::Keep);
    let attributes: Vec<Attribute> = class.attributes.iter().map(|attribute| shape_attribute(context, id, attribute)).collect();
    let mut relations: Vec<Relation> = class.relations.iter().map(|relation| shape_relation(context, id, relation)).collect();
    let parent = class.within.map(|parent| up(parent, &context.model.class(parent).docs, &mut relations));
    let events = class.events.iter().map(|event| shape_event(context, id, event)).collect();
    compare_members(context, id, class, &attributes, &relations);
    Class {
        package: class.package,
        name: class.name.clone(),
        wire,
        stereotype: class.stereotype,
        extends: class.extends,
        descendants: Vec::new(),
        docs: class.docs.clone(),
        writable: attributes.iter().any(|attribute| attribute.writable),
        deprecated: class.deprecated.clone(),
        attributes,
        relations,
        state: class.state,
        actions: Vec::new(),
        events,
        parent,
    }
}

/// The relation of a nested class to its parent: the model's own, or one that is added. It is called `up` and is mandatory.
fn up(parent: ClassId, docs: &Docs, relations: &mut Vec<Relation>) -> usize {
    let own = |r: &Relation| r.target == Some(parent) && r.side == Side::Storing && r.bounds.upper == Some(1);
    let at = relations.iter().position(own).unwrap_or_else(|| {
        relations.push(Relation {
            name: UP.to_owned(),
            wire: UP.to_owned(),
            target: Some(parent),
            bounds: Bounds::ONE,
            inverse: None,
            side: Side::Storing,
            docs: docs.clone(),
        });
        relations.len() - 1
    });
    UP.clone_into(&mut relations[at].wire);
    relations[at].bounds = Bounds::ONE;
    at
}

/// Gives a parent the other end of a nested class's relation to it, where the model has none: it is called as the collection is.
fn nest(context: &mut Context<'_>, shaped: &mut [Class], id: ClassId, parent: ClassId) {
    let Some(up) = shaped[id.index()].parent.filter(|up| shaped[id.index()].relations[*up].inverse.is_none()) else { return };
    let declared = context.model.class(id);
    let name = declared.collection.clone().unwrap_or_else(|| declared.name.clone());
    let wire = context.name(Site { silent: true, ..Site::class(id) }, &name, None, context.profile.member_case);
    let home = &shaped[parent.index()];
    if home.attributes.iter().map(|a| &a.wire).chain(home.relations.iter().map(|r| &r.wire)).any(|other| other.eq_ignore_ascii_case(&wire))
    {
        context.report(Site::class(id), ConflictKind::MemberWire { other: name, wire });
        return;
    }
    let docs = declared.docs.clone();
    let side = Side::Maintained;
    let other = Relation { name, wire, target: Some(id), bounds: Bounds::MANY, inverse: Some(up), side, docs };
    shaped[parent.index()].relations.push(other);
    shaped[id.index()].relations[up].inverse = Some(shaped[parent.index()].relations.len() - 1);
}

fn shape_event(context: &mut Context<'_>, class: ClassId, event: &model::Event) -> Event {
    let folded = context.fold(Site::member(class, &event.name, event.origin), &event.name);
    Event { name: event.name.clone(), wire: Case::Pascal.apply(&folded), docs: event.docs.clone(), carries: event.carries.clone() }
}

fn shape_attribute(context: &mut Context<'_>, class: ClassId, attribute: &model::Attribute) -> Attribute {
    let site = Site::member(class, &attribute.name, attribute.origin);
    let wire = context.name(site, &attribute.name, attribute.wire.as_deref(), context.profile.member_case);
    let reserved = &context.profile.reserved_identifiers;
    if attribute.ty == Type::Identifikator && reserved.iter().any(|word| word.eq_ignore_ascii_case(&wire)) {
        context.report(site, ConflictKind::ReservedIdentifier { segment: wire.to_ascii_lowercase() });
    }
    Attribute { wire, ..plain_attribute(attribute) }
}

/// An attribute with all but its name on the wire.
pub(super) fn plain_attribute(attribute: &model::Attribute) -> Attribute {
    Attribute {
        name: attribute.name.clone(),
        wire: String::new(),
        ty: attribute.ty,
        bounds: attribute.bounds,
        writable: attribute.writable,
        sensitive: attribute.sensitive,
        gdpr: attribute.gdpr,
        pattern: attribute.pattern.clone(),
        min: attribute.min.clone(),
        max: attribute.max.clone(),
        deprecated: attribute.deprecated.clone(),
        docs: attribute.docs.clone(),
    }
}

fn shape_relation(context: &mut Context<'_>, class: ClassId, relation: &model::Relation) -> Relation {
    let model = context.model;
    let site = Site::member(class, &relation.name, relation.origin);
    let wire = context.name(site, &relation.name, relation.wire.as_deref(), context.profile.member_case);
    let reserved = if context.profile.operation_links { OPERATION_RELATIONS } else { &["self"] };
    if reserved.iter().any(|word| wire.eq_ignore_ascii_case(word)) {
        context.report(site, ConflictKind::ReservedRelation { wire: wire.clone() });
    }
    let target = match relation.target {
        Target::Class(id) if model.class(id).stereotype != Stereotype::Referanse => Some(id),
        Target::Class(_) | Target::Foreign => None,
    };
    let inverse = target.zip(relation.inverse.as_ref()).and_then(|(target, inverse)| other_end(model, target, &inverse.name));
    Relation {
        name: relation.name.clone(),
        wire,
        target,
        bounds: relation.bounds,
        inverse,
        side: relation.side,
        docs: relation.docs.clone(),
    }
}

/// The relation of this name on the target. Names are unique in a class, so the name alone decides.
fn other_end(model: &Model, target: ClassId, name: &str) -> Option<usize> {
    model.class(target).relations.iter().position(|relation| relation.name == name)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Attribute,
    Relation,
}

/// Finds members with one wire name. A pair that is inherited as a whole is reported in the ancestor where it meets; two members of one
/// kind and one name are a duplicate in the model itself, which whoever made the model has refused.
fn compare_members(context: &mut Context<'_>, id: ClassId, class: &model::Class, attributes: &[Attribute], relations: &[Relation]) {
    let attributes = attributes.iter().zip(&class.attributes).map(|(a, declared)| (&a.name, &a.wire, declared.origin, Kind::Attribute));
    let relations = relations.iter().zip(&class.relations).map(|(r, declared)| (&r.name, &r.wire, declared.origin, Kind::Relation));
    let mut seen: HashMap<String, (&str, ClassId, Kind)> = HashMap::new();
    for (name, wire, origin, kind) in attributes.chain(relations) {
        let Some(&(other, other_origin, other_kind)) = seen.get(&wire.to_ascii_lowercase()) else {
            seen.insert(wire.to_ascii_lowercase(), (name, origin, kind));
            continue;
        };
        let inherited = origin != id && other_origin != id;
        let duplicate = kind == other_kind && name == other;
        if !inherited && !duplicate {
            let site = Site { class: Some(id), member: Some(name), ..Site::default() };
            context.report(site, ConflictKind::MemberWire { other: other.to_owned(), wire: wire.clone() });
        }
    }
}

/// What clients may do with a class's resources.
pub(super) fn operations(context: &Context<'_>, class: &model::Class) -> Vec<Operation> {
    let writable = class.attributes.iter().any(|attribute| attribute.writable);
    let default: &[Operation] = if context.profile.writable_adds_writes && writable {
        &[Operation::Read, Operation::Create, Operation::Replace]
    } else {
        &[Operation::Read]
    };
    let allowed = class.allow.as_deref().unwrap_or(default);
    Operation::ALL.iter().copied().filter(|operation| allowed.contains(operation)).collect()
}
