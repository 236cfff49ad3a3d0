//! Declared events of a class that is in both models: what consumers of feeds are told.

use std::collections::BTreeSet;

use super::change::{Impact, Part, Severity};
use super::codes::behaviour as codes;
use super::comparison::Comparison;
use super::members::{self, ClassPair};
use crate::model::{Carried, Class, Event};

pub(super) fn events(c: &mut Comparison<'_>, pair: ClassPair) {
    let (old_class, new_class) = (c.old.model.class(pair.old), c.new.model.class(pair.new));
    for old in &old_class.events {
        let partner = new_class.events.iter().find(|new| new.name == old.name);
        let subject = c.member(Part::Event, pair, Some((&old.name, old.origin)), partner.map(|new| (new.name.as_str(), new.origin)));
        let Some(new) = partner else {
            let message = format!("the event `{}` is gone", old.name);
            let reason = "consumers of the feed wait for something that never comes";
            c.report(&codes::EVENT_REMOVED, &subject, message, reason, Impact::readers(Severity::Breaking));
            continue;
        };
        let (before, after) = (carried(old_class, old), carried(new_class, new));
        for name in before.difference(&after) {
            let message = format!("the event `{}` no longer carries `{name}`", old.name);
            let reason = "an entry lacks what its consumers read";
            c.report(&codes::EVENT_CARRIES_LESS, &subject, message, reason, Impact::readers(Severity::Breaking));
        }
        for name in after.difference(&before) {
            let message = format!("the event `{}` carries `{name}` too", old.name);
            c.report(&codes::EVENT_CARRIES_MORE, &subject, message, "consumers ignore what they do not know", Impact::NONE);
        }
        members::docs(c, &subject, "the event", &old.docs, &new.docs);
    }
    for new in new_class.events.iter().filter(|new| old_class.events.iter().all(|old| old.name != new.name)) {
        let subject = c.member(Part::Event, pair, None, Some((&new.name, new.origin)));
        let message = format!("the event `{}` is new", new.name);
        c.report(&codes::EVENT_ADDED, &subject, message, "consumers skip what they do not know", Impact::NONE);
    }
}

/// The names of what an entry carries.
fn carried<'a>(class: &'a Class, event: &'a Event) -> BTreeSet<&'a str> {
    let name = |carried: &'a Carried| match carried {
        Carried::Attribute(at) => class.attributes.get(*at).map(|attribute| attribute.name.as_str()),
        Carried::Relation(at) => class.relations.get(*at).map(|relation| relation.name.as_str()),
        Carried::Input(name) => Some(name.as_str()),
    };
    event.carries.iter().filter_map(name).collect()
}
