//! What classes and members of every kind have in common: documentation, deprecation, scopes, marks. One rule each.

use super::change::{Impact, Part, Severity};
use super::codes::{Code, members as codes, surroundings};
use super::comparison::{Comparison, Subject};
use super::verdict::major;
use crate::model::{ClassId, Deprecation, Docs, Gdpr};

/// A class in both models.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassPair {
    pub(super) old: ClassId,
    pub(super) new: ClassId,
}

/// A member as one of the models has it: its name, and the class that declares it.
pub(super) type Declared<'a> = (&'a str, ClassId);

impl Comparison<'_> {
    /// A member of a class that is in both models; one of its sides may be missing.
    pub(super) fn member(&self, part: Part, pair: ClassPair, old: Option<Declared<'_>>, new: Option<Declared<'_>>) -> Subject {
        let (before, after) = (self.old.model, self.new.model);
        let inherited = |(_, origin): Declared<'_>, class, model: &crate::model::Model| (origin != class).then(|| model.qualified(origin));
        let place_old =
            old.map_or_else(|| self.old.class_location(pair.old, false), |(name, origin)| self.old.member_location(pair.old, origin, name));
        let place_new =
            new.map_or_else(|| self.new.class_location(pair.new, false), |(name, origin)| self.new.member_location(pair.new, origin, name));
        Subject {
            part,
            package: None,
            class: Some(before.qualified(pair.old)),
            member: old.or(new).map(|(name, _)| name.to_owned()),
            origin: match (old, new) {
                (Some(old), _) => inherited(old, pair.old, before),
                (None, Some(new)) => inherited(new, pair.new, after),
                (None, None) => None,
            },
            old: place_old,
            new: place_new,
        }
    }

    /// True when a deprecation announced this removal a major version ago.
    pub(super) fn announced(&self, deprecated: Option<&Deprecation>) -> bool {
        let Some(deprecated) = deprecated else { return false };
        let since = deprecated.since.as_deref().unwrap_or(&self.old.model.version);
        major(since).zip(major(&self.new.model.version)).is_some_and(|(since, now)| since < now)
    }
}

/// Texts: one change a part, whatever languages they are in.
pub(super) fn docs(c: &mut Comparison<'_>, subject: &Subject, what: &str, old: &Docs, new: &Docs) {
    if old == new {
        return;
    }
    let verb = match (old.is_empty(), new.is_empty()) {
        (true, _) => "is documented now",
        (_, true) => "is no longer documented",
        _ => "is documented otherwise",
    };
    c.report(&surroundings::DOCS, subject, format!("{what} {verb}"), "only texts for people are others", Impact::NONE);
}

/// Deprecation set or taken back.
pub(super) fn deprecation(c: &mut Comparison<'_>, subject: &Subject, what: &str, old: Option<&Deprecation>, new: Option<&Deprecation>) {
    match (old, new) {
        (None, Some(deprecation)) => {
            let instead = deprecation.instead.as_ref().map(|instead| format!("; `{instead}` takes its place")).unwrap_or_default();
            let message = format!("{what} is deprecated{instead}");
            let reason = "it works as before; a later major version may be without it";
            c.report(&surroundings::DEPRECATED, subject, message, reason, Impact::NONE);
        }
        (Some(_), None) => {
            let message = format!("{what} is no longer deprecated");
            c.report(&surroundings::UNDEPRECATED, subject, message, "the announcement is taken back", Impact::NONE);
        }
        _ => {}
    }
}

/// A scope: `lost` is how grave it is for those who lack the new one.
pub(super) fn scope(c: &mut Comparison<'_>, subject: &Subject, what: &str, scopes: (Option<&str>, Option<&str>), lost: Impact) {
    match scopes {
        (old, Some(new)) if old != Some(new) => {
            let before = old.map_or_else(|| "none was needed before".to_owned(), |old| format!("`{old}` was needed before"));
            let message = format!("{what} needs the scope `{new}`; {before}");
            c.report(&surroundings::SCOPE_REQUIRED, subject, message, "tokens without it do not reach what they reached", lost);
        }
        (Some(old), None) => {
            let message = format!("{what} no longer needs the scope `{old}`");
            c.report(&surroundings::SCOPE_DROPPED, subject, message, "whoever had access still has it", Impact::NONE);
        }
        _ => {}
    }
}

/// Data protection marks of a member.
pub(super) fn gdpr(c: &mut Comparison<'_>, subject: &Subject, old: (Option<Gdpr>, bool), new: (Option<Gdpr>, bool)) {
    if old == new {
        return;
    }
    let word = |(gdpr, sensitive): (Option<Gdpr>, bool)| match (gdpr, sensitive) {
        (None, false) => "unmarked".to_owned(),
        (Some(gdpr), false) => format!("`{}`", gdpr.word()),
        (None, true) => "sensitive".to_owned(),
        (Some(gdpr), true) => format!("`{}` and sensitive", gdpr.word()),
    };
    let message = format!("the data protection mark is {}, and was {}", word(new), word(old));
    let reason = "resources are the same; logs, feeds and registers of processing are not";
    let hidden = new.1 && !old.1;
    let impact = if hidden { Impact::readers(Severity::Dangerous) } else { Impact::NONE };
    c.report(&codes::MEMBER_GDPR, subject, message, reason, impact);
}

/// Writable or not.
pub(super) fn writable(c: &mut Comparison<'_>, code: &'static Code, subject: &Subject, old: bool, new: bool) {
    if old == new {
        return;
    }
    let (message, reason, impact) = if new {
        ("it is writable now", "nobody has to change it", Impact::NONE)
    } else {
        ("it is read-only now", "whoever changes it is refused", Impact::writers(Severity::Dangerous))
    };
    c.report(code, subject, message.to_owned(), reason, impact);
}
