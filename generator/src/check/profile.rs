//! Rules of a profile that wants models described (the Swedish REST profile's), each with its rule id in the message.
//!
//! A model that knowingly does not meet a rule lists it under `exceptions:` with the reason, and the rule is silent.

use super::context::Context;
use crate::diagnostic::codes::profile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Gdpr, Status, Stereotype};

/// E0411.
pub(super) fn collection(context: &Context, diagnostics: &mut Diagnostics) {
    if !context.profile.as_ref().is_some_and(|profile| profile.plural_paths) || context.is_excepted("RES.06") {
        return;
    }
    for (id, class) in context.of(Stereotype::Hovedklasse).filter(|(_, class)| class.collection.is_none()) {
        let finding = context.at_class(&profile::NO_COLLECTION, id, format!("RES.06: class `{}` has no collection name", class.name));
        diagnostics.push(finding.help("add the plural, such as `collection: kurser`; it cannot be derived"));
    }
}

/// E0412.
pub(super) fn info(context: &Context, diagnostics: &mut Diagnostics) {
    if !is_described(context) || context.is_excepted("DOK.03") {
        return;
    }
    let Some(info) = &context.model.info else {
        let finding = Diagnostic::new(&profile::NO_INFO, context.tree.header.span, "DOK.03: the model has no `info:`");
        diagnostics.push(finding.help("add `info:` with title, contact, license and terms; `smie explain E0412` has an example"));
        return;
    };
    let contact = info.contact.clone().unwrap_or_default();
    let license = info.license.clone().unwrap_or_default();
    let parts = [
        ("title", !info.title.is_empty()),
        ("terms", info.terms.is_some()),
        ("contact.name", contact.name.is_some()),
        ("contact.email", contact.email.is_some()),
        ("contact.url", contact.url.is_some()),
        ("license.name", license.name.is_some()),
        ("license.url", license.url.is_some()),
    ];
    let missing: Vec<_> = parts.into_iter().filter(|(_, present)| !present).map(|(word, _)| format!("`{word}`")).collect();
    if !missing.is_empty() {
        let span = context.tree.header.info.as_ref().map_or(context.tree.header.span, |info| info.span);
        let finding = Diagnostic::new(&profile::NO_INFO, span, format!("DOK.03: `info:` lacks {}", missing.join(", ")));
        diagnostics.push(finding.help("what the API is, on what terms, and who answers questions belongs to its documentation"));
    }
}

/// E0413.
pub(super) fn languages(context: &Context, diagnostics: &mut Diagnostics) {
    let Some(profile) = context.profile.as_ref().filter(|_| !context.is_excepted("DOK.06")) else { return };
    let missing: Vec<_> = profile
        .required_languages
        .iter()
        .filter(|language| !context.model.languages.contains(language))
        .map(|l| format!("`{l}`"))
        .collect();
    if !missing.is_empty() {
        let span = context.tree.header.languages.first().map_or(context.tree.header.span, |language| language.span);
        let finding =
            Diagnostic::new(&profile::NO_LANGUAGES, span, format!("DOK.06: the model's languages lack {}", missing.join(" and ")));
        diagnostics.push(finding.help(format!("write `languages: [{}]`", profile.required_languages.join(", "))));
    }
}

/// E0414.
pub(super) fn reachable_identifier(context: &Context, diagnostics: &mut Diagnostics) {
    if !is_described(context) || context.is_excepted("RES.02") {
        return;
    }
    for (id, class) in context.of(Stereotype::Hovedklasse) {
        let mut identifiers = class.identifiers().peekable();
        if identifiers.peek().is_some() && identifiers.all(|a| a.gdpr == Some(Gdpr::NationalId)) {
            let names: Vec<_> = class.identifiers().map(|a| format!("`{}`", a.name)).collect();
            let message = format!("RES.02: `{}` can only be addressed by {}", class.name, names.join(", "));
            let finding = context.at_class(&profile::ONLY_NATIONAL_ID, id, message);
            diagnostics.push(finding.help("add an identifier that says nothing about the person, such as a UUID"));
        }
    }
}

/// E0415.
pub(super) fn status_and_version(context: &Context, diagnostics: &mut Diagnostics) {
    if !is_described(context) {
        return;
    }
    let header = &context.tree.header;
    let status = context.model.info.as_ref().and_then(|info| info.status);
    let major = context.model.version.split('.').next().and_then(|major| major.parse::<u64>().ok());
    let (Some(status), Some(major)) = (status, major) else { return };
    let (rule, wanted) = match (status, major) {
        (Status::Alpha | Status::Beta, 1..) => ("VER.11", "0"),
        (Status::Active, 0) => ("VER.12", "1"),
        _ => return,
    };
    if context.is_excepted(rule) {
        return;
    }
    let span = header.version.as_ref().map_or(header.span, |version| version.span);
    let message = format!("{rule}: the status is `{}`, but the version is {}", status.word(), context.model.version);
    let mut finding = Diagnostic::new(&profile::STATUS_VERSION, span, message);
    if let Some(written) = header.info.as_ref().and_then(|info| info.status.as_ref()) {
        finding = finding.related(written.span, "the status is said here");
    }
    diagnostics.push(finding.help(format!("an API with this status has major version {wanted}")));
}

/// True when the profile wants models described.
fn is_described(context: &Context) -> bool {
    context.profile.as_ref().is_some_and(|profile| profile.requires_info)
}
