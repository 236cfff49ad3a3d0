//! Actions and events: node tree → [`Action`], [`Event`].

use smie_wire::model::{ActionTarget, Method};

use super::lower::Lower;
use super::member;
use super::node::{Entry, Kind};
use crate::syntax::{Action, Event, Text};

pub(crate) const ACTION: [&str; 9] = ["docs", "on", "from", "to", "impediments", "input", "method", "scope", "emits"];

/// The words after `on:`.
pub(crate) const TARGETS: [(&str, ActionTarget); 2] = [("resource", ActionTarget::Resource), ("collection", ActionTarget::Collection)];
/// The words after `method:`.
pub(crate) const METHODS: [Method; 4] = [Method::Put, Method::Post, Method::Patch, Method::Delete];

/// Reads an action.
pub(super) fn action(entry: Entry, lower: &mut Lower<'_>) -> Action {
    lower.member = Some(entry.key.text.clone());
    let mut action = Action { name: Text::new(entry.key.text, entry.key_span), ..Action::default() };
    let mut fields = lower.fields(entry.value, "an action", &ACTION);
    let methods = METHODS.map(|method| (method.word(), method));
    action.docs = fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default();
    action.on = fields.take("on").and_then(|node| lower.word(node, "target of an action", &TARGETS));
    action.from = fields.take("from").map(|node| lower.one_or_more(node, "states")).unwrap_or_default();
    action.to = fields.take("to").and_then(|node| lower.name(node));
    action.impediments = fields.take("impediments").map(|node| lower.names(node, "impediments")).unwrap_or_default();
    for entry in fields.take("input").map(|node| lower.entries(node, "input")).unwrap_or_default() {
        action.input.push(member::attribute(entry, lower));
    }
    action.method = fields.take("method").and_then(|node| lower.word(node, "method", &methods));
    action.scope = fields.take("scope").and_then(|node| lower.text(node));
    action.emits = fields.take("emits").map(|node| lower.one_or_more(node, "events")).unwrap_or_default();
    lower.member = None;
    action
}

/// Reads an event: a list of what it carries, or `{docs:, carries:}`.
pub(super) fn event(entry: Entry, lower: &mut Lower<'_>) -> Event {
    lower.member = Some(entry.key.text.clone());
    let mut event = Event { name: Text::new(entry.key.text, entry.key_span), ..Event::default() };
    if matches!(entry.value.kind, Kind::Map(_)) {
        let mut fields = lower.fields(entry.value, "an event", &["docs", "carries"]);
        event.docs = fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default();
        event.carries = fields.take("carries").map(|node| lower.names(node, "members")).unwrap_or_default();
    } else {
        event.carries = lower.names(entry.value, "members");
    }
    lower.member = None;
    event
}
