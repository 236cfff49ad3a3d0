//! Rules of how classes stand to each other and to their packages.

use super::context::Context;
use crate::diagnostic::codes::{structure, warnings};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Stereotype;

/// E0302.
pub(super) fn parent_is_abstract(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.model.classes() {
        let Some(parent) = class.extends else { continue };
        let stereotype = context.model.class(parent).stereotype;
        if stereotype == Stereotype::Abstrakt {
            continue;
        }
        let name = context.model.qualified(parent);
        let message = format!("`{}` extends `{name}`, which is not abstract but a {}", class.name, stereotype.word());
        let mut finding = context.at_class(&structure::PARENT_NOT_ABSTRACT, id, message);
        if let Some(written) = context.source(id).and_then(|source| source.extends.first()) {
            finding.span = written.span;
        }
        let finding = finding.related(context.class_span(parent), "the parent is declared here");
        diagnostics.push(finding.help("move what both have to an abstract class, or make it a relation"));
    }
}

/// E0316.
pub(super) fn hovedklasse_is_not_abstract(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.model.classes() {
        let Some(place) = context.source(id).and_then(|source| source.also_abstract) else { continue };
        let message = format!("`{}` is both a hovedklasse and abstract", class.name);
        let finding = context.at_class(&structure::ABSTRACT_HOVEDKLASSE, id, message);
        let finding = finding.related(place, "marked abstract here");
        diagnostics.push(finding.help("remove the stereotype if other classes extend it, or isAbstract if it has resources of its own"));
    }
}

/// E0314.
pub(super) fn nesting_is_between_hovedklasser(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.model.classes() {
        let Some(parent) = class.within else { continue };
        let outer = context.model.class(parent);
        let wrong = [(parent, outer), (id, class)].into_iter().find(|(_, c)| c.stereotype != Stereotype::Hovedklasse);
        if let Some((wrong, culprit)) = wrong {
            let message =
                format!("`{}` lies within `{}`, but `{}` is a {}", class.name, outer.name, culprit.name, culprit.stereotype.word());
            let mut finding = context.at_class(&structure::WITHIN_TARGET, id, message);
            if let Some(written) = context.source(id).and_then(|source| source.within.as_ref()) {
                finding.span = written.span;
            }
            let finding = finding.related(context.class_span(wrong), "declared here");
            diagnostics.push(finding.help("only a hovedklasse has a path, and only a hovedklasse can lead one"));
        }
    }
}

/// E0323.
pub(super) fn enum_has_values(context: &Context, diagnostics: &mut Diagnostics) {
    for (e, place) in context.model.enums.iter().zip(&context.places.enums).filter(|(e, _)| e.values.is_empty()) {
        let finding = Diagnostic::new(&structure::EMPTY_ENUM, place.span, format!("the enum `{}` has no values", e.name));
        diagnostics.push(finding.help("list its codes, each with a text: `aktiv: {nb: Aktiv}`"));
    }
}

/// E0321.
pub(super) fn settings_have_an_effect(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.model.classes() {
        if matches!(class.stereotype, Stereotype::Hovedklasse | Stereotype::Abstrakt) {
            continue;
        }
        let Some(source) = context.source(id) else { continue };
        let places = [
            ("state", source.state.as_ref().map(|state| state.span)),
            ("collection", source.collection.as_ref().map(|collection| collection.span)),
            ("allow", source.allow.as_ref().map(|allow| allow.span)),
            ("actions", source.actions.first().map(|action| action.name.span)),
            ("events", source.events.first().map(|event| event.name.span)),
        ];
        for (word, span) in places.into_iter().filter_map(|(word, span)| Some((word, span?))) {
            let message = format!("`{word}` has no effect on `{}`, which is a {}", class.name, class.stereotype.word());
            let mut finding = context.at_class(&structure::MISPLACED, id, message);
            finding.span = span;
            diagnostics.push(finding.help("move it to the hovedklasse whose resources are meant"));
        }
    }
}

/// W1306.
pub(super) fn package_depth(context: &Context, diagnostics: &mut Diagnostics) {
    let Some(wanted) = context.profile.as_ref().map(|profile| profile.package_depth as usize).filter(|&wanted| wanted > 0) else { return };
    for (id, class) in context.model.classes() {
        let path = &context.model.package(class.package).path;
        let depth = path.split('/').filter(|part| !part.is_empty()).count();
        if depth != wanted {
            let parts = if depth == 1 { "part" } else { "parts" };
            let message = format!("the package `{path}` of `{}` has {depth} {parts}; this profile's packages have {wanted}", class.name);
            let finding = context.at_class(&warnings::PACKAGE_DEPTH, id, message);
            diagnostics
                .push(finding.help("tools of this world may key on the number; `overrides: {paths.depth: 0}` says that any will do"));
        }
    }
}
