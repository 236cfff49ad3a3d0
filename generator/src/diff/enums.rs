//! Enums and their values. Where an enum is used is the attributes' business.

use super::change::{Impact, Location, Part, Severity};
use super::codes::surroundings as codes;
use super::comparison::{Comparison, Subject};
use super::members;
use super::pairs::{Named, pair};
use crate::model::EnumId;
use smie_wire::schema::EnumValue;

pub(super) fn enums(c: &mut Comparison<'_>) {
    let (old, new) = (c.old.enums(), c.new.enums());
    for (name, &id) in &old {
        let subject = subject(c, name, Some(id), new.get(name).copied());
        match new.get(name) {
            None => {
                let reason = "attributes that had it for a type are reported with their new one";
                c.report(&codes::ENUM_REMOVED, &subject, format!("the enum `{name}` is gone"), reason, Impact::NONE);
            }
            Some(&partner) => {
                let (before, after) = (&c.old.model.enums[id.index()], &c.new.model.enums[partner.index()]);
                members::docs(c, &subject, "the enum", &before.docs, &after.docs);
                values(c, &subject, id, partner);
            }
        }
    }
    for (name, &id) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let subject = subject(c, name, None, Some(id));
        let reason = "it concerns nobody before an attribute has it for its type";
        c.report(&codes::ENUM_ADDED, &subject, format!("the enum `{name}` is new"), reason, Impact::NONE);
    }
}

fn subject(c: &Comparison<'_>, name: &str, old: Option<EnumId>, new: Option<EnumId>) -> Subject {
    let path = name.rsplit_once('/').map_or("", |(package, _)| package);
    Subject {
        part: Part::Enum,
        package: None,
        class: Some(name.to_owned()),
        member: None,
        origin: None,
        old: old.map_or_else(|| c.old.near_package(path), |id| c.old.enum_location(id)),
        new: new.map_or_else(|| c.new.near_package(path), |id| c.new.enum_location(id)),
    }
}

fn values(c: &mut Comparison<'_>, subject: &Subject, old: EnumId, new: EnumId) {
    let (before, after) = (&c.old.schema.enumeration(old).values, &c.new.schema.enumeration(new).values);
    let pairs = pair(named(before), named(after));
    // A value that is in one of the two has the enum for its place in the other.
    let inexact = |place: &Option<_>| place.clone().map(|place| Location { exact: false, ..place });
    let of = |c: &Comparison<'_>, name: &str, at: Option<usize>, partner: Option<usize>| Subject {
        old: at.map_or_else(|| inexact(&subject.old), |at| c.old.value_location(old, at)),
        new: partner.map_or_else(|| inexact(&subject.new), |at| c.new.value_location(new, at)),
        ..subject.within(name)
    };
    for value in pairs.removed {
        let message = format!("the value `{}` is gone", value.name);
        let reason = "writers that send it are refused";
        let subject = of(c, value.name, Some(value.item), None);
        c.report(&codes::ENUM_VALUE_REMOVED, &subject, message, reason, Impact::writers(Severity::Breaking));
    }
    for value in pairs.added {
        let message = format!("the value `{}` is new", value.name);
        let reason = "a reader with a closed list of cases meets one that it does not have";
        let subject = of(c, value.name, None, Some(value.item));
        c.report(&codes::ENUM_VALUE_ADDED, &subject, message, reason, Impact::readers(Severity::Dangerous));
    }
    for (value, partner) in pairs.both {
        let subject = of(c, value.name, Some(value.item), Some(partner.item));
        if value.wire != partner.wire {
            let message = format!("the value `{}` is `{}` on the wire, and was `{}`", value.name, partner.wire, value.wire);
            c.report(&codes::ENUM_VALUE_WIRE, &subject, message, "readers and writers know the old code", Impact::BREAKING);
        } else if value.name != partner.name {
            let message = format!("the value `{}` is now spelled `{}`", value.name, partner.name);
            c.report(&codes::ENUM_VALUE_RESPELLED, &subject, message, "the code on the wire is the same", Impact::NONE);
        }
        members::docs(c, &subject, "the value", &before[value.item].docs, &after[partner.item].docs);
    }
}

fn named(values: &[EnumValue]) -> Vec<Named<'_, usize>> {
    values.iter().enumerate().map(|(at, value)| Named { item: at, name: &value.name, wire: &value.wire }).collect()
}
