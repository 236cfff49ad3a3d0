//! Rules of data protection: personal data in feeds, special categories without a scope.

use super::context::Context;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::warnings;
use crate::model::{Carried, Class, Gdpr};

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
                let mut finding = context.at_member(&warnings::PERSONAL_IN_FEED, event.origin, &event.name, message);
                let written = context.source(event.origin).and_then(|source| source.events.iter().find(|e| e.name.value == event.name));
                if let Some(carried) = written.and_then(|written| written.carries.iter().find(|carried| carried.value == name)) {
                    finding.span = carried.span;
                }
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
