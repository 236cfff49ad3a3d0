//! Rules of identity: who must have an Identifikator, who cannot, and how many values one has.

use super::context::Context;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::{structure, warnings};
use crate::model::{Attribute, Stereotype, Type};

/// E0301.
pub(super) fn hovedklasse_has_identifier(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.of(Stereotype::Hovedklasse) {
        if class.identifiers().next().is_none() && !context.is_incomplete(id) {
            let message = format!("the hovedklasse `{}` has no Identifikator, own or inherited", class.name);
            let finding = context.at_class(&structure::NO_IDENTIFIER, id, message);
            diagnostics.push(
                finding.help("add one, such as `systemId: Identifikator`, or say `is: datatype` if it is a value inside other classes"),
            );
        }
    }
}

/// W1305.
pub(super) fn identifiers_are_optional(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.of(Stereotype::Hovedklasse) {
        let mut identifiers = class.identifiers().peekable();
        // One that holds a list is E0308's; what it becomes when mended is not known.
        let is_optional = |a: &Attribute| !a.bounds.is_mandatory() && !a.bounds.is_list();
        if identifiers.peek().is_some() && identifiers.all(is_optional) && !context.is_incomplete(id) {
            let names: Vec<_> = class.identifiers().map(|a| format!("`{}`", a.name)).collect();
            let message = format!("all identifiers of `{}` are optional: {}", class.name, names.join(", "));
            let finding = context.at_class(&warnings::OPTIONAL_IDENTIFIERS, id, message);
            diagnostics.push(finding.help("make the one that is always there mandatory"));
        }
    }
}

/// E0308.
pub(super) fn identifier_has_one_value(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        if attribute.ty == Type::Identifikator && attribute.bounds.is_list() && context.model.class(id).stereotype != Stereotype::Datatype {
            let message = format!("the identifier `{}` holds a list", attribute.name);
            let finding = context.at_member(&structure::IDENTIFIER_LIST, id, &attribute.name, message);
            diagnostics.push(finding.help("write `Identifikator` or `Identifikator?`"));
        }
    }
}

/// E0309.
pub(super) fn reference_has_no_identity(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        if attribute.ty == Type::Identifikator && context.model.class(id).stereotype == Stereotype::Referanse {
            let message = format!("the referanse `{}` declares the identifier `{}`", context.model.class(id).name, attribute.name);
            let finding = context.at_member(&structure::REFERENCE_IDENTITY, id, &attribute.name, message);
            diagnostics.push(finding.help("leave it out, or say `is: hovedklasse` if the class is served here"));
        }
    }
}

/// E0318.
pub(super) fn one_primary(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes().filter(|(_, a)| a.primary && a.ty != Type::Identifikator) {
        let message = format!("`{}` is marked primary, but is no Identifikator", attribute.name);
        let finding = context.at_member(&structure::PRIMARY, id, &attribute.name, message);
        diagnostics.push(finding.help("the primary identifier has the type `Identifikator`"));
    }
    for (id, class) in context.model.classes() {
        let mut primary = class.identifiers().filter(|a| a.primary);
        let (Some(first), Some(second)) = (primary.next(), primary.next()) else { continue };
        // Reported where the second one is declared, not again in each class that inherits both.
        if second.origin == id {
            let message = format!("both `{}` and `{}` are marked primary", first.name, second.name);
            let finding = context.at_member(&structure::PRIMARY, id, &second.name, message);
            let finding = finding.related(context.member_span(first.origin, &first.name), "the first primary identifier");
            diagnostics.push(finding.help("leave one of the marks out"));
        }
    }
}
