//! Rules of attributes: what they hold, how many, and within which limits.

use super::context::Context;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::{structure, warnings};
use crate::model::{Attribute, Bounds, ClassId, Stereotype, Type};
use crate::resolve::{circles, spelled};

/// E0307 for attributes, and W1303.
pub(super) fn bounds(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        let bounds = attribute.bounds;
        if bounds.upper.is_some_and(|upper| upper < bounds.lower || upper == 0) {
            let message = format!("`{}` has the multiplicity {}, which nothing can meet", attribute.name, spelled(bounds));
            let finding = context.at_member(&structure::BOUNDS, id, &attribute.name, message);
            diagnostics.push(finding.help("the least number comes first, and the greatest is at least one"));
        } else if ![Bounds::ONE, Bounds::OPTIONAL, Bounds::MANY, Bounds::SOME].contains(&bounds) {
            let message =
                format!("`{}` has the multiplicity {}; most tools know 1, 0..1, 0..* and 1..* only", attribute.name, spelled(bounds));
            let finding = context.at_member(&warnings::UNUSUAL_BOUNDS, id, &attribute.name, message);
            diagnostics.push(finding.help("it is kept and checked on writes; write `*` or `+` if the limit is no rule of the domain"));
        }
    }
}

/// E0319 and W1314.
pub(super) fn type_has_values(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        let Type::Class(target) = attribute.ty else { continue };
        let name = context.model.qualified(target);
        let finding = match context.model.class(target).stereotype {
            Stereotype::Hovedklasse | Stereotype::Datatype => continue,
            Stereotype::Abstrakt => {
                let message = format!("the type of `{}` is the abstract class `{name}`: only its own members are kept", attribute.name);
                context
                    .at_member(&warnings::ABSTRACT_VALUE, id, &attribute.name, message)
                    .help("name the datatype that is meant, or make it a relation")
            }
            Stereotype::Referanse => {
                let message = format!("the type of `{}` is `{name}`, which lies outside the model", attribute.name);
                context.at_member(&structure::VALUE_TYPE, id, &attribute.name, message).help("move it to `relations:`")
            }
        };
        diagnostics.push(finding.related(context.class_span(target), "the class is declared here"));
    }
}

/// W1302.
pub(super) fn nested_resource(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        let Type::Class(target) = attribute.ty else { continue };
        if context.model.class(target).stereotype == Stereotype::Hovedklasse {
            let message = format!(
                "the type of `{}` is the hovedklasse `{}`: kept as a nested resource",
                attribute.name,
                context.model.qualified(target)
            );
            let finding = context.at_member(&warnings::NESTED_RESOURCE, id, &attribute.name, message);
            diagnostics.push(finding.help("most often a relation is meant"));
        }
    }
}

/// E0320. A class has a finite value when every class that it must contain has one; what is left when no more are found is in a circle, or
/// contains one.
pub(super) fn endless_value(context: &Context, diagnostics: &mut Diagnostics) {
    let model = context.model;
    let needs = |a: &Attribute| match a.ty {
        Type::Class(target) if a.bounds.is_mandatory() => Some(target),
        _ => None,
    };
    let mut open: Vec<usize> = model.classes.iter().map(|class| class.attributes.iter().filter_map(needs).count()).collect();
    let mut needed_by: Vec<Vec<ClassId>> = vec![Vec::new(); model.classes.len()];
    for (id, class) in model.classes() {
        for target in class.attributes.iter().filter_map(needs) {
            needed_by[target.index()].push(id);
        }
    }
    let mut finite: Vec<ClassId> = model.classes().map(|(id, _)| id).filter(|id| open[id.index()] == 0).collect();
    while let Some(id) = finite.pop() {
        for &user in &needed_by[id.index()] {
            open[user.index()] -= 1;
            if open[user.index()] == 0 {
                finite.push(user);
            }
        }
    }
    let endless = |id: ClassId| open[id.index()] > 0;
    let next = |id: ClassId| model.class(id).attributes.iter().filter_map(needs).find(|&target| endless(target)).filter(|_| endless(id));
    for circle in circles(model.classes.len(), next) {
        let attribute = model.class(circle[0]).attributes.iter().find(|a| needs(a).is_some_and(endless));
        let Some(attribute) = attribute else { continue };
        let chain: Vec<_> = circle.iter().chain(&circle[..1]).map(|&id| format!("`{}`", model.qualified(id))).collect();
        let message = format!("a value of `{}` would contain itself: {}", model.qualified(circle[0]), chain.join(" -> "));
        let finding = context.at_member(&structure::ENDLESS_VALUE, attribute.origin, &attribute.name, message);
        diagnostics.push(finding.help("make one of the members optional"));
    }
}
