//! Relations of a class that is in both models, inherited and maintained ones included.

use smie_wire::profile::{HalLinks, LinkForm, WireProfile, Writes};

use super::attributes::{limits_impact, limits_reason, spelling};
use super::bounds::{self, Step};
use super::change::{Impact, Part, Severity};
use super::codes::relations as codes;
use super::comparison::{Comparison, Subject};
use super::members::{self, ClassPair};
use super::pairs::{Named, pair};
use super::renames;
use crate::model::{Relation, Side, Target};
use Severity::{Breaking, Dangerous};

pub(super) fn relations(c: &mut Comparison<'_>, class: ClassPair) {
    let (old, new) = (c.old, c.new);
    let (before, after) = (&old.model.class(class.old).relations, &new.model.class(class.new).relations);
    let (wires, others) = (&old.schema.class(class.old).relations, &new.schema.class(class.new).relations);
    let left = before.iter().zip(wires).map(|(relation, wire)| Named { item: relation, name: &relation.name, wire: &wire.wire });
    let right = after.iter().zip(others).map(|(relation, wire)| Named { item: relation, name: &relation.name, wire: &wire.wire });
    let pairs = pair(left.collect(), right.collect());
    let gone: Vec<_> = pairs.removed.iter().map(|named| named.item).collect();
    let come: Vec<_> = pairs.added.iter().map(|named| named.item).collect();
    let likely = renames::relations(c, &gone, &come);
    for relation in &gone {
        removed(c, class, relation, likely.forward(&relation.name));
    }
    for relation in &come {
        added(c, class, relation, likely.backward(&relation.name));
    }
    for (named, partner) in pairs.both {
        let (old, new) = (named.item, partner.item);
        let subject = c.member(Part::Relation, class, Some((&old.name, old.origin)), Some((&new.name, new.origin)));
        spelling(c, &subject, (&named, &partner), (&codes::RELATION_WIRE, &codes::RELATION_RESPELLED), "relation");
        both(c, &subject, old, new);
    }
}

fn removed(c: &mut Comparison<'_>, class: ClassPair, relation: &Relation, likely: Option<&str>) {
    let subject = c.member(Part::Relation, class, Some((&relation.name, relation.origin)), None);
    let expected = c.announced(relation.deprecated.as_ref());
    let to = likely.map(|new| format!(", likely renamed to `{new}`")).unwrap_or_default();
    let message = format!("the relation `{}` to `{}` is gone{to}", relation.name, c.old.target_name(relation.target));
    let reason = "readers find no link to follow, and what writers send under its name leads nowhere";
    let impact = Impact { readers: Breaking, writers: Dangerous };
    let change = c.report(&codes::RELATION_REMOVED, &subject, message, reason, impact);
    change.renamed = likely.map(str::to_owned);
    change.expected = expected;
}

fn added(c: &mut Comparison<'_>, class: ClassPair, relation: &Relation, likely: Option<&str>) {
    let subject = c.member(Part::Relation, class, None, Some((&relation.name, relation.origin)));
    let from = likely.map(|old| format!("; likely the new name of `{old}`")).unwrap_or_default();
    let target = c.new.target_name(relation.target);
    let (code, need, reason, impact) = if relation.bounds.is_mandatory() {
        let (reason, impact) = needed(relation.side);
        (&codes::RELATION_ADDED_MANDATORY, "mandatory", reason, impact)
    } else {
        (&codes::RELATION_ADDED, "optional", "readers ignore links that they do not know, writers need not send it", Impact::NONE)
    };
    let message = format!("the {need} relation `{}` to `{target}` is new{from}", relation.name);
    c.report(code, &subject, message, reason, impact).renamed = likely.map(str::to_owned);
}

/// What it means that a link must be there: it is checked where it is stored.
fn needed(side: Side) -> (&'static str, Impact) {
    match side {
        Side::Storing => ("who creates or replaces such resources does not send it yet, and is refused", Impact::writers(Breaking)),
        Side::Maintained => {
            ("nobody is refused, as the server keeps this end; existing data may lack the link", Impact::readers(Dangerous))
        }
    }
}

fn both(c: &mut Comparison<'_>, subject: &Subject, old: &Relation, new: &Relation) {
    target(c, subject, old, new);
    multiplicity(c, subject, old, new);
    pairing(c, subject, old, new);
    members::writable(c, &codes::RELATION_WRITABLE, subject, old.writable, new.writable);
    members::gdpr(c, subject, (old.gdpr, old.sensitive), (new.gdpr, new.sensitive));
    let what = format!("`{}`", old.name);
    members::scope(c, subject, &what, (old.scope.as_deref(), new.scope.as_deref()), Impact::both(Dangerous));
    members::deprecation(c, subject, &what, old.deprecated.as_ref(), new.deprecated.as_ref());
    members::docs(c, subject, &what, &old.docs, &new.docs);
}

fn target(c: &mut Comparison<'_>, subject: &Subject, old: &Relation, new: &Relation) {
    let is_same = match (old.target, new.target) {
        (Target::Class(old), Target::Class(new)) => c.same(old) == Some(new),
        (Target::Foreign, Target::Foreign) => true,
        _ => false,
    };
    if is_same {
        return;
    }
    let (before, after) = (c.old.target_name(old.target), c.new.target_name(new.target));
    let message = format!("the relation `{}` points to `{after}`, and pointed to `{before}`", old.name);
    let reason = "the href leads to a resource of another class";
    c.report(&codes::RELATION_TARGET, subject, message, reason, Impact::BREAKING);
}

fn multiplicity(c: &mut Comparison<'_>, subject: &Subject, old: &Relation, new: &Relation) {
    let was = bounds::was(old.bounds, new.bounds);
    for step in bounds::steps(old.bounds, new.bounds) {
        match step {
            Step::ToList => {
                let message = format!("`{}` may have several links now: {was}", old.name);
                let reason = "an object of arrays has the same form as before; HAL has an array where it had an object";
                c.judge(&codes::RELATION_SHAPE, subject, message, reason, shape);
            }
            Step::ToSingle => {
                let message = format!("`{}` has at most one link now: {was}", old.name);
                let reason = "writers that send several links are refused; HAL has an object where it had an array";
                c.judge(&codes::RELATION_SHAPE, subject, message, reason, |profile| shape(profile).or(Impact::writers(Breaking)));
            }
            Step::Required => {
                let (reason, impact) = needed(new.side);
                c.report(&codes::RELATION_REQUIRED, subject, format!("`{}` is mandatory now: {was}", old.name), reason, impact);
            }
            Step::Optional => {
                let message = format!("`{}` is optional now: {was}", old.name);
                let reason = "readers were promised a link";
                c.report(&codes::RELATION_OPTIONAL, subject, message, reason, Impact::readers(Breaking));
            }
            Step::Limits { wider, narrower } => {
                let message = format!("the multiplicity of `{}` is {was}", old.name);
                c.report(&codes::RELATION_LIMITS, subject, message, limits_reason(narrower), limits_impact(wider, narrower));
            }
        }
    }
}

/// One link or several: another form of JSON only where the model decides between object and array.
fn shape(profile: &WireProfile) -> Impact {
    match (profile.links, profile.hal_links) {
        (LinkForm::Hal, HalLinks::Model) => Impact::readers(Breaking),
        (LinkForm::Hal, HalLinks::AlwaysArray) | (LinkForm::ObjectOfArrays | LinkForm::Array, _) => Impact::NONE,
    }
}

/// The inverse, and which end is stored. An end that came into a pair or left it is not reported as moved as well.
fn pairing(c: &mut Comparison<'_>, subject: &Subject, old: &Relation, new: &Relation) {
    let name = &old.name;
    let (code, message, reason) = match (&old.inverse, &new.inverse) {
        (None, Some(inverse)) => {
            let message = format!("`{name}` has the inverse `{}` now", inverse.name);
            (&codes::INVERSE_SET, message, "the server keeps one end when the other is written")
        }
        (Some(inverse), None) => {
            let message = format!("`{name}` has no inverse any more; it was `{}`", inverse.name);
            (&codes::INVERSE_REMOVED, message, "the server keeps the other end no more")
        }
        (Some(before), Some(after)) if before != after => {
            let message = format!("the inverse of `{name}` is `{}`, and was `{}`", after.name, before.name);
            (&codes::INVERSE_CHANGED, message, "what that means to the other end's users is reported there")
        }
        _ if old.side == new.side => return,
        _ => {
            let end = match new.side {
                Side::Storing => "is the stored end of its pair now, and was the kept one",
                Side::Maintained => "is kept by the server now, and was the stored end of its pair",
            };
            (&codes::RELATION_SIDE, format!("`{name}` {end}"), "readers see both ends as before; writers send the stored one")
        }
    };
    let (old, new) = ((old.side, old.bounds), (new.side, new.bounds));
    c.judge(code, subject, message, reason, |profile| match (old.0, new.0) {
        (Side::Maintained, Side::Storing) if new.1.is_mandatory() => Impact::writers(Breaking),
        (Side::Storing, Side::Maintained) if profile.writes == Writes::Direct => Impact::writers(Breaking),
        _ => Impact::NONE,
    });
}
