//! Rules of what is declared and not used, and of what is used and on its way out.

use std::collections::HashSet;

use super::context::Context;
use crate::diagnostic::codes::warnings;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Class, ClassId, EnumId, ImpedimentId, Stereotype, Type};
use crate::syntax::{self, Text};

/// W1309.
pub(super) fn impediments(context: &Context, diagnostics: &mut Diagnostics) {
    let used: HashSet<ImpedimentId> =
        context.model.classes.iter().flat_map(|class| &class.actions).flat_map(|action| &action.impediments).copied().collect();
    let written = unresolved(context, |class| class.actions.iter().flat_map(|action| &action.impediments).collect());
    for (id, impediment) in (0..).map(ImpedimentId).zip(&context.model.impediments) {
        if !used.contains(&id) && !written.contains(impediment.name.as_str()) {
            let path = &context.model.package(impediment.package).path;
            let declared = context
                .tree
                .packages
                .iter()
                .filter(|p| p.path.value == *path)
                .flat_map(|p| &p.impediments)
                .find(|i| i.name.value == impediment.name);
            let span = declared.map(|i| i.name.span).unwrap_or_default();
            let finding =
                Diagnostic::new(&warnings::UNUSED_IMPEDIMENT, span, format!("no action names the impediment `{}`", impediment.name));
            diagnostics.push(finding.help("name it under `impediments:` of an action, or remove it"));
        }
    }
}

/// W1310.
pub(super) fn enums(context: &Context, diagnostics: &mut Diagnostics) {
    let inputs = context.model.classes.iter().flat_map(|class| &class.actions).flat_map(|action| &action.input);
    let attributes = context.model.classes.iter().flat_map(|class| &class.attributes).chain(inputs);
    let used: HashSet<EnumId> = attributes.filter_map(|a| if let Type::Enum(id) = a.ty { Some(id) } else { None }).collect();
    let written = unresolved(context, |class| {
        let attributes = class.attributes.iter().chain(class.actions.iter().flat_map(|action| &action.input));
        attributes.map(|attribute| &attribute.ty.name).chain(class.relations.iter().map(|r| &r.to.name)).chain(&class.within).collect()
    });
    for (id, e) in (0..).map(EnumId).zip(&context.model.enums) {
        if !used.contains(&id) && !written.contains(e.name.as_str()) {
            let path = &context.model.package(e.package).path;
            let declared =
                context.tree.packages.iter().filter(|p| p.path.value == *path).flat_map(|p| &p.enums).find(|i| i.name.value == e.name);
            let span = declared.map(|e| e.name.span).unwrap_or_default();
            let finding = Diagnostic::new(&warnings::UNUSED_ENUM, span, format!("no attribute has the enum `{}` as its type", e.name));
            diagnostics.push(finding.help("use it, or remove it"));
        }
    }
}

/// Names, without their packages, that classes with a name of unknown meaning have: what one of them may have meant is not called unused.
fn unresolved<'a>(context: &Context<'a>, names: impl Fn(&'a syntax::Class) -> Vec<&'a Text>) -> HashSet<&'a str> {
    let broken = context.model.classes().filter(|&(id, _)| context.lost_a_name(id)).filter_map(|(id, _)| context.source(id));
    broken.flat_map(names).map(|name| name.value.rsplit('/').next().unwrap_or_default()).collect()
}

/// W1311.
pub(super) fn events(context: &Context, diagnostics: &mut Diagnostics) {
    // An event of an abstract class may be emitted by an action of a class that extends it.
    let emitted: HashSet<_> = context.model.classes.iter().flat_map(emitted_by).collect();
    let acting = |class: &Class| matches!(class.stereotype, Stereotype::Hovedklasse | Stereotype::Abstrakt);
    for (id, class) in context.model.classes().filter(|(_, class)| acting(class)) {
        for event in class.events.iter().filter(|event| event.origin == id && !emitted.contains(&(id, event.name.as_str()))) {
            let finding =
                context.at_member(&warnings::UNUSED_EVENT, id, &event.name, format!("no action emits the event `{}`", event.name));
            diagnostics.push(finding.help("name it under `emits:` of an action, or remove it"));
        }
    }
}

/// The events that a class's actions emit, each by the class that declares it.
fn emitted_by(class: &Class) -> impl Iterator<Item = (ClassId, &str)> {
    let origin = |name: &str| class.events.iter().find(|event| event.name == name).map(|event| event.origin);
    class.actions.iter().flat_map(|action| &action.emits).filter_map(move |name| Some((origin(name)?, name.as_str())))
}

/// W1312.
pub(super) fn deprecated_is_required(context: &Context, diagnostics: &mut Diagnostics) {
    let attributes = context.attributes().map(|(id, a)| (id, &a.name, a.bounds, a.deprecated.is_some()));
    let relations = context.relations().map(|(id, r)| (id, &r.name, r.bounds, r.deprecated.is_some()));
    for (id, name, bounds, deprecated) in attributes.chain(relations) {
        if deprecated && bounds.is_mandatory() {
            let finding =
                context.at_member(&warnings::DEPRECATED_REQUIRED, id, name, format!("`{name}` is deprecated, but still required"));
            diagnostics.push(finding.help("make it optional, so that new writers need not begin with it"));
        }
    }
}
