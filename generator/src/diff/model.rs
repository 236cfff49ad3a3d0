//! The model as a whole: its name, its languages, and the conventions of its profile.

use std::collections::BTreeSet;

use smie_wire::profile::SETTINGS;

use super::change::{Impact, Part, Severity};
use super::codes::surroundings as codes;
use super::comparison::{Comparison, Subject};

/// Settings that every document or address depends on.
const BREAKING: &[&str] =
    &["identifiers.objects", "links.shape", "hal.links", "paging.style", "dates.form", "writes.answer", "routes.service"];
/// Settings that bound or place what clients get, and that they may have counted on.
const DANGEROUS: &[&str] = &["paging.default", "paging.max", "links.dangling", "writes.by_writable", "common.nested_relations"];

pub(super) fn model(c: &mut Comparison<'_>) {
    let subject = subject(c);
    let (old, new) = (&c.old.model.name, &c.new.model.name);
    if old != new {
        let message = format!("the model `{old}` is now called `{new}`");
        let reason = "paths and documents are as before; generated crates and the XML media type have another name";
        c.report(&codes::MODEL_NAME, &subject, message, reason, Impact::readers(Severity::Dangerous));
    }
    languages(c, &subject);
    settings(c, &subject);
}

fn subject(c: &Comparison<'_>) -> Subject {
    let (old, new) = (c.old.header(), c.new.header());
    Subject { part: Part::Model, package: None, class: None, member: None, origin: None, old, new }
}

fn languages(c: &mut Comparison<'_>, subject: &Subject) {
    let old: BTreeSet<&String> = c.old.model.languages.iter().collect();
    let new: BTreeSet<&String> = c.new.model.languages.iter().collect();
    for language in old.difference(&new) {
        let reason = "who asks for it gets another language";
        let message = format!("there are no texts in `{language}` any more");
        c.report(&codes::LANGUAGE_REMOVED, subject, message, reason, Impact::readers(Severity::Dangerous));
    }
    for language in new.difference(&old) {
        let message = format!("there are texts in `{language}` too");
        c.report(&codes::LANGUAGE_ADDED, subject, message, "the default language is the first as before", Impact::NONE);
    }
}

/// Settings whose effect is reported at each path and member (letters, case, plural names) are not breaking once more here.
fn settings(c: &mut Comparison<'_>, subject: &Subject) {
    for setting in SETTINGS {
        let (old, new) = ((setting.get)(&c.old.schema.profile), (setting.get)(&c.new.schema.profile));
        if old == new {
            continue;
        }
        let (severity, reason) = if BREAKING.contains(&setting.key) {
            (Severity::Breaking, "every document or request depends on it")
        } else if DANGEROUS.contains(&setting.key) {
            (Severity::Dangerous, "clients may have counted on the old value")
        } else {
            (Severity::Compatible, "what follows for paths and members is reported there")
        };
        let message = format!("the setting `{}` is `{new}`, and was `{old}`", setting.key);
        c.report(&codes::PROFILE, subject, message, format!("{reason}: {}", setting.docs), Impact::both(severity));
    }
}
