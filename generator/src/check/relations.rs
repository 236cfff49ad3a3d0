//! Rules of relations: what they point to, how many, and whether the way back is declared.

use std::collections::HashMap;

use super::context::Context;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::{structure, warnings};
use crate::model::{Bounds, ClassId, Relation, Side, Stereotype, Target};
use crate::resolve::spelled;

/// E0305.
pub(super) fn target_has_an_address(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, relation, target) in stored(context) {
        if context.model.class(target).stereotype == Stereotype::Datatype {
            let message = format!("the relation `{}` points to `{}`, which is a datatype", relation.name, context.model.qualified(target));
            let finding = context.at_member(&structure::RELATION_TARGET, id, &relation.name, message);
            let finding = finding.related(context.class_span(target), "the datatype is declared here");
            diagnostics.push(finding.help("move it to `attributes:`, or point to the hovedklasse that is meant"));
        }
    }
}

/// E0306 and W1301.
pub(super) fn abstract_target(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, relation) in context.relations() {
        let Target::Class(target) = relation.target else { continue };
        if context.model.class(target).stereotype != Stereotype::Abstrakt {
            continue;
        }
        let name = context.model.qualified(target);
        let served: Vec<_> = context.served_below(target).iter().map(|&id| format!("`{}`", context.model.qualified(id))).collect();
        let finding = if served.is_empty() && relation.bounds.is_mandatory() && relation.side == Side::Storing {
            let message = format!("the relation `{}` is mandatory, but no served class extends the abstract `{name}`", relation.name);
            let finding = context.at_member(&structure::NO_SERVED_TARGET, id, &relation.name, message);
            finding.help(format!("add a hovedklasse that extends `{name}`, point to another class, or make the relation optional"))
        } else {
            let whom =
                if served.is_empty() { "no served class extends it".to_owned() } else { format!("it can lead to {}", served.join(", ")) };
            let message = format!("the relation `{}` points to the abstract class `{name}`: {whom}", relation.name);
            let finding = context.at_member(&warnings::ABSTRACT_TARGET, id, &relation.name, message);
            finding.help("name the served class if one of them is meant")
        };
        diagnostics.push(finding.related(context.class_span(target), "the abstract class is declared here"));
    }
}

/// E0307 for relations.
pub(super) fn bounds(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, relation) in context.relations() {
        if [Bounds::ONE, Bounds::OPTIONAL, Bounds::MANY, Bounds::SOME].contains(&relation.bounds) {
            continue;
        }
        let message = format!("the relation `{}` has the multiplicity {}", relation.name, spelled(relation.bounds));
        let finding = context.at_member(&structure::BOUNDS, id, &relation.name, message);
        diagnostics.push(finding.help("a relation is `T` (1), `T?` (0..1), `T*` (0..*) or `T+` (1..*)"));
    }
}

/// W1304.
pub(super) fn missing_inverse(context: &Context, diagnostics: &mut Diagnostics) {
    let mut one_way: HashMap<(ClassId, ClassId), Vec<&Relation>> = HashMap::new();
    for (id, relation, target) in stored(context) {
        if relation.inverse.is_none() && id != target && !declares_inverse(context, id, relation) {
            one_way.entry((id, target)).or_default().push(relation);
        }
    }
    for (id, there, target) in stored(context) {
        // Only one relation each way looks like a pair; with several nobody can say which belong together.
        let (Some([_]), Some([back])) = (one_way.get(&(id, target)).map(Vec::as_slice), one_way.get(&(target, id)).map(Vec::as_slice))
        else {
            continue;
        };
        if there.inverse.is_some() || target < id || same_connector(context, (id, there), (target, back)) {
            continue;
        }
        let (here, far) = (context.model.qualified(id), context.model.qualified(target));
        let message =
            format!("`{here}.{}` and `{far}.{}` point at each other, but are declared as two one-way relations", there.name, back.name);
        let finding = context.at_member(&warnings::MISSING_INVERSE, id, &there.name, message);
        let finding = finding.related(context.member_span(target, &back.name), "the way back is declared here");
        diagnostics.push(finding.help("if they are one relation, declare it once, on the to-one end: `a: T <-> b*`"));
    }
}

/// True when the model does declare an inverse, which was left out because something is wrong with it.
fn declares_inverse(context: &Context, id: ClassId, relation: &Relation) -> bool {
    let written = context.source(id).and_then(|source| source.relations.iter().find(|r| r.name.value == relation.name));
    written.is_some_and(|written| written.inverse.is_some())
}

/// True when both come from one association of a UML model, which the reader has judged already.
fn same_connector(context: &Context, a: (ClassId, &Relation), b: (ClassId, &Relation)) -> bool {
    let connector = |(id, relation): (ClassId, &Relation)| {
        context.places.members.get(&(id, relation.name.clone())).and_then(|place| place.id.as_deref())
    };
    connector(a).is_some() && connector(a) == connector(b)
}

/// W1313.
pub(super) fn deprecated_target(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, relation, target) in stored(context) {
        let (class, target_class) = (context.model.class(id), context.model.class(target));
        if target_class.deprecated.is_some() && relation.deprecated.is_none() && class.deprecated.is_none() {
            let message = format!("the relation `{}` points to `{}`, which is deprecated", relation.name, context.model.qualified(target));
            let finding = context.at_member(&warnings::DEPRECATED_TARGET, id, &relation.name, message);
            let instead = target_class.deprecated.as_ref().and_then(|d| d.instead.as_ref());
            diagnostics.push(match instead {
                Some(instead) => finding.help(format!("point to `{instead}`, or deprecate the relation too")),
                None => finding.help("deprecate the relation too, or point to the successor"),
            });
        }
    }
}

/// Stored ends that point to a class, once each.
fn stored<'a>(context: &Context<'a>) -> impl Iterator<Item = (ClassId, &'a Relation, ClassId)> {
    context.relations().filter(|(_, relation)| relation.side == Side::Storing).filter_map(|(id, relation)| match relation.target {
        Target::Class(target) => Some((id, relation, target)),
        Target::Foreign => None,
    })
}
