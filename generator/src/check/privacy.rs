//! Rules of data protection: personal data in feeds and addresses, special categories without a scope.

use super::context::Context;
use crate::diagnostic::codes::warnings;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Carried, Class, Gdpr, Stereotype, Type};

/// W1401.
pub(super) fn personal_data_in_feed(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, class) in context.model.classes() {
        if context.model.package(class.package).feed.is_none() {
            continue;
        }
        for event in &class.events {
            for (name, why) in event.carries.iter().filter_map(|carried| protected(class, carried)) {
                // An inherited event is told in this class's feed, but can be mended only where it is declared.
                let message = format!("the event `{}` carries `{name}`, {why}", event.name);
                let finding = context.at_member(&warnings::PERSONAL_IN_FEED, event.origin, &event.name, message);
                let finding =
                    if event.origin == id { finding } else { finding.related(context.class_span(id), "inherited by a class with a feed") };
                diagnostics.push(finding.help("carry the identifier only; a subscriber who may read the rest fetches it"));
            }
        }
    }
}

/// The name of a carried member and why it should not leave the server, when that is so.
fn protected<'a>(class: &'a Class, carried: &Carried) -> Option<(&'a str, String)> {
    let (name, gdpr, sensitive) = match carried {
        Carried::Attribute(at) => class.attributes.get(*at).map(|a| (&a.name, a.gdpr, a.sensitive))?,
        Carried::Relation(at) => class.relations.get(*at).map(|r| (&r.name, r.gdpr, r.sensitive))?,
        Carried::Input(name) => {
            let input = class.actions.iter().flat_map(|action| &action.input).find(|input| input.name == *name)?;
            (&input.name, input.gdpr, input.sensitive)
        }
    };
    match gdpr {
        Some(gdpr) => Some((name, format!("marked `gdpr: {}`", gdpr.word()))),
        None if sensitive => Some((name, "marked sensitive".to_owned())),
        None => None,
    }
}

/// W1402.
pub(super) fn special_without_scope(context: &Context, diagnostics: &mut Diagnostics) {
    let attributes = context.attributes().map(|(id, a)| (id, &a.name, a.gdpr, a.scope.is_some()));
    let relations = context.relations().map(|(id, r)| (id, &r.name, r.gdpr, r.scope.is_some()));
    for (id, name, gdpr, scoped) in attributes.chain(relations) {
        if gdpr == Some(Gdpr::Special) && !scoped && context.model.class(id).scope.is_none() {
            let message = format!("`{name}` is of a special category, and everyone who may read the package may read it");
            let finding = context.at_member(&warnings::SPECIAL_WITHOUT_SCOPE, id, name, message);
            diagnostics.push(finding.help("give it a `scope:` of its own, or its class one"));
        }
    }
}

/// W1403.
pub(super) fn national_id_in_url(context: &Context, diagnostics: &mut Diagnostics) {
    if context.is_excepted("RES.02") {
        return;
    }
    for (id, attribute) in context.attributes().filter(|(_, a)| a.ty == Type::Identifikator) {
        let why = match attribute.gdpr {
            Some(Gdpr::NationalId) => "a national identity number",
            Some(Gdpr::Special) => "of a special category",
            _ if attribute.sensitive => "marked sensitive",
            _ => continue,
        };
        if !matches!(context.model.class(id).stereotype, Stereotype::Hovedklasse | Stereotype::Abstrakt) {
            continue;
        }
        let message = format!("RES.02: the identifier `{}` is {why}, and its value will stand in URLs", attribute.name);
        let finding: Diagnostic = context.at_member(&warnings::PERSONAL_IN_URL, id, &attribute.name, message);
        diagnostics.push(finding.help("identify by something that says nothing about the person, and keep the number as an attribute"));
    }
}
