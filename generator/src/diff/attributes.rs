//! Attributes and identifiers of a class that is in both models, inherited ones included.

use super::bounds::{self, Step};
use super::change::{Impact, Part, Severity};
use super::codes::{Code, members as codes};
use super::comparison::{Comparison, Subject};
use super::members::{self, ClassPair};
use super::pairs::{Named, pair};
use super::{renames, types};
use crate::model::{Attribute, Type};
use Severity::{Breaking, Dangerous};

pub(super) fn attributes(c: &mut Comparison<'_>, class: ClassPair) {
    let (old, new) = (c.old, c.new);
    let named = |view: &super::View<'_>, id: crate::model::ClassId| -> Vec<(usize, String, String)> {
        let wires = &view.schema.class(id).attributes;
        view.model.class(id).attributes.iter().zip(wires).enumerate().map(|(at, (a, w))| (at, a.name.clone(), w.wire.clone())).collect()
    };
    let (before, after) = (named(&old, class.old), named(&new, class.new));
    let pairs = pair(view_of(&before), view_of(&after));
    let (before, after) = (&old.model.class(class.old).attributes, &new.model.class(class.new).attributes);
    let gone: Vec<_> = pairs.removed.iter().map(|named| &before[named.item]).collect();
    let come: Vec<_> = pairs.added.iter().map(|named| &after[named.item]).collect();
    let likely = renames::attributes(c, &gone, &come);
    for attribute in &gone {
        removed(c, class, attribute, likely.forward(&attribute.name));
    }
    for attribute in &come {
        added(c, class, attribute, likely.backward(&attribute.name));
    }
    for (named, partner) in pairs.both {
        let (old, new) = (&before[named.item], &after[partner.item]);
        let subject = c.member(Part::Attribute, class, Some((&old.name, old.origin)), Some((&new.name, new.origin)));
        spelling(c, &subject, (&named, &partner), (&codes::ATTRIBUTE_WIRE, &codes::ATTRIBUTE_RESPELLED), "attribute");
        both(c, &subject, old, new);
    }
}

fn view_of(list: &[(usize, String, String)]) -> Vec<Named<'_, usize>> {
    list.iter().map(|(at, name, wire)| Named { item: *at, name, wire }).collect()
}

/// Another name in the model or on the wire; for attributes and relations.
pub(super) fn spelling<T>(
    c: &mut Comparison<'_>,
    subject: &Subject,
    (old, new): (&Named<'_, T>, &Named<'_, T>),
    (wire, respelled): (&'static Code, &'static Code),
    what: &str,
) {
    if old.wire != new.wire {
        let message = format!("the {what} `{}` is `{}` on the wire, and was `{}`", old.name, new.wire, old.wire);
        c.report(wire, subject, message, "whoever knows the old name finds nothing under it", Impact::BREAKING);
    } else if old.name != new.name {
        let message = format!("the {what} `{}` is now spelled `{}`", old.name, new.name);
        let change = c.report(respelled, subject, message, "the name on the wire is the same", Impact::NONE);
        change.renamed = Some(new.name.to_owned());
    }
}

fn removed(c: &mut Comparison<'_>, class: ClassPair, attribute: &Attribute, likely: Option<&str>) {
    let subject = c.member(Part::Attribute, class, Some((&attribute.name, attribute.origin)), None);
    let expected = c.announced(attribute.deprecated.as_ref());
    let (code, what, reason, impact) = if attribute.ty == Type::Identifikator {
        let reason = "its routes and every href through it lead nowhere";
        (&codes::IDENTIFIER_REMOVED, "identifier", reason, Impact::BREAKING)
    } else {
        let reason = "readers find no value, and what writers send is ignored";
        (&codes::ATTRIBUTE_REMOVED, "attribute", reason, Impact { readers: Breaking, writers: Dangerous })
    };
    let became_relation = c.new.model.class(class.new).relations.iter().any(|relation| relation.name == attribute.name);
    let message = match likely {
        Some(new) => format!("the {what} `{}` is gone, likely renamed to `{new}`", attribute.name),
        None if became_relation => format!("the {what} `{}` is gone; it is a relation now", attribute.name),
        None => format!("the {what} `{}` is gone", attribute.name),
    };
    let change = c.report(code, &subject, message, reason, impact);
    change.renamed = likely.map(str::to_owned);
    change.expected = expected;
}

fn added(c: &mut Comparison<'_>, class: ClassPair, attribute: &Attribute, likely: Option<&str>) {
    let subject = c.member(Part::Attribute, class, None, Some((&attribute.name, attribute.origin)));
    let mandatory = attribute.bounds.is_mandatory();
    let (code, what) = match (attribute.ty == Type::Identifikator, mandatory) {
        (true, _) => (&codes::IDENTIFIER_ADDED, "identifier"),
        (false, true) => (&codes::ATTRIBUTE_ADDED_MANDATORY, "attribute"),
        (false, false) => (&codes::ATTRIBUTE_ADDED, "attribute"),
    };
    let need = if mandatory { "mandatory" } else { "optional" };
    let from = likely.map(|old| format!("; likely the new name of `{old}`")).unwrap_or_default();
    let message = format!("the {need} {what} `{}` is new{from}", attribute.name);
    let (reason, impact) = if mandatory {
        ("who creates or replaces such resources does not send it yet, and is refused", Impact::writers(Breaking))
    } else {
        ("readers ignore what they do not know, writers need not send it", Impact::NONE)
    };
    c.report(code, &subject, message, reason, impact).renamed = likely.map(str::to_owned);
}

fn both(c: &mut Comparison<'_>, subject: &Subject, old: &Attribute, new: &Attribute) {
    if let Some(change) = types::change(c, old.ty, new.ty) {
        let (before, after) = (c.old.model.type_name(old.ty), c.new.model.type_name(new.ty));
        let message = format!("the type of `{}` is `{after}`, and was `{before}`", old.name);
        c.judge(&codes::ATTRIBUTE_TYPE, subject, message, change.reason, |profile| change.impact(profile));
    }
    multiplicity(c, subject, old, new);
    members::writable(c, &codes::ATTRIBUTE_WRITABLE, subject, old.writable, new.writable);
    for (code, message, reason, impact) in limits(old, new) {
        c.report(code, subject, message, reason, impact);
    }
    members::gdpr(c, subject, (old.gdpr, old.sensitive), (new.gdpr, new.sensitive));
    let what = format!("`{}`", old.name);
    members::scope(c, subject, &what, (old.scope.as_deref(), new.scope.as_deref()), Impact::both(Dangerous));
    members::deprecation(c, subject, &what, old.deprecated.as_ref(), new.deprecated.as_ref());
    members::docs(c, subject, &what, &old.docs, &new.docs);
}

fn multiplicity(c: &mut Comparison<'_>, subject: &Subject, old: &Attribute, new: &Attribute) {
    let was = bounds::was(old.bounds, new.bounds);
    for step in bounds::steps(old.bounds, new.bounds) {
        let (code, message, reason, impact) = match step {
            Step::ToList => {
                let message = format!("`{}` is a list now: {was}", old.name);
                (&codes::ATTRIBUTE_SHAPE, message, "a value became an array, also when it holds one", Impact::BREAKING)
            }
            Step::ToSingle => {
                let message = format!("`{}` is no list any more: {was}", old.name);
                (&codes::ATTRIBUTE_SHAPE, message, "an array became its one value", Impact::BREAKING)
            }
            Step::Required => {
                let message = format!("`{}` is mandatory now: {was}", old.name);
                (&codes::ATTRIBUTE_REQUIRED, message, "writers that left it out are refused", Impact::writers(Breaking))
            }
            Step::Optional => {
                let message = format!("`{}` is optional now: {was}", old.name);
                (&codes::ATTRIBUTE_OPTIONAL, message, "readers were promised that it is always there", Impact::readers(Breaking))
            }
            Step::Limits { wider, narrower } => {
                let message = format!("the multiplicity of `{}` is {was}", old.name);
                (&codes::ATTRIBUTE_LIMITS, message, limits_reason(narrower), limits_impact(wider, narrower))
            }
        };
        c.report(code, subject, message, reason, impact);
    }
}

/// Why other limits of a list matter; for attributes, relations and inputs.
pub(super) fn limits_reason(narrower: bool) -> &'static str {
    if narrower { "what writers could send is refused now" } else { "readers may meet more or fewer values than before" }
}

/// How grave other limits of a list are.
pub(super) fn limits_impact(wider: bool, narrower: bool) -> Impact {
    let readers = if wider { Impact::readers(Dangerous) } else { Impact::NONE };
    let writers = if narrower { Impact::writers(Breaking) } else { Impact::NONE };
    readers.or(writers)
}

type Finding = (&'static Code, String, &'static str, Impact);

/// Pattern, least and greatest value; for attributes and inputs.
pub(super) fn limits(old: &Attribute, new: &Attribute) -> Vec<Finding> {
    let mut found = Vec::new();
    if old.pattern != new.pattern {
        let quoted = |pattern: &Option<String>| pattern.as_ref().map_or_else(|| "free".to_owned(), |pattern| format!("`{pattern}`"));
        let message = format!("the text of `{}` is {}, and was {}", old.name, quoted(&new.pattern), quoted(&old.pattern));
        found.push(match &new.pattern {
            Some(_) => (&codes::ATTRIBUTE_PATTERN, message, "a text that was right may be refused now", Impact::writers(Breaking)),
            None => (&codes::ATTRIBUTE_PATTERN, message, "readers may meet other texts", Impact::readers(Dangerous)),
        });
    }
    for (word, before, after, tighter) in [("min", &old.min, &new.min, true), ("max", &old.max, &new.max, false)] {
        if before == after {
            continue;
        }
        let quoted = |limit: &Option<String>| limit.as_ref().map_or_else(|| "none".to_owned(), |limit| format!("`{limit}`"));
        let message = format!("the `{word}` of `{}` is {}, and was {}", old.name, quoted(after), quoted(before));
        let narrower = match (before, after) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(before), Some(after)) => match (before.parse::<f64>(), after.parse::<f64>()) {
                (Ok(before), Ok(after)) => (after > before) == tighter,
                _ => true,
            },
        };
        found.push(if narrower {
            (&codes::ATTRIBUTE_RANGE, message, "a value that was right may be refused now", Impact::writers(Breaking))
        } else {
            (&codes::ATTRIBUTE_RANGE, message, "readers may meet values that could not be", Impact::readers(Dangerous))
        });
    }
    found
}
