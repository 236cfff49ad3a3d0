//! Actions of a class that is in both models. Callers count as writers; whoever reads only what is offered counts as a reader.

use std::collections::BTreeSet;

use super::bounds::{self, Step};
use super::change::{Impact, Part, Severity};
use super::codes::behaviour as codes;
use super::comparison::{Comparison, Subject};
use super::members::{self, ClassPair};
use super::{attributes, types};
use crate::model::{Action, ActionTarget, Attribute, ImpedimentId, Model};
use Severity::{Breaking, Dangerous};

pub(super) fn actions(c: &mut Comparison<'_>, class: ClassPair) {
    let (before, after) = (&c.old.model.class(class.old).actions, &c.new.model.class(class.new).actions);
    for old in before {
        match after.iter().find(|new| new.name == old.name) {
            Some(new) => {
                let subject = c.member(Part::Action, class, Some((&old.name, old.origin)), Some((&new.name, new.origin)));
                both(c, &subject, old, new);
            }
            None => {
                let subject = c.member(Part::Action, class, Some((&old.name, old.origin)), None);
                let message = format!("the action `{}` is gone", old.name);
                let reason = "nothing offers it, and its address answers 404";
                c.report(&codes::ACTION_REMOVED, &subject, message, reason, Impact::writers(Breaking));
            }
        }
    }
    for new in after.iter().filter(|new| before.iter().all(|old| old.name != new.name)) {
        let subject = c.member(Part::Action, class, None, Some((&new.name, new.origin)));
        let message = format!("the action `{}` is new", new.name);
        c.report(&codes::ACTION_ADDED, &subject, message, "clients ignore actions that they do not know", Impact::NONE);
    }
}

fn both(c: &mut Comparison<'_>, subject: &Subject, old: &Action, new: &Action) {
    let name = &old.name;
    if old.method != new.method {
        let message = format!("the method of `{name}` is {}, and was {}", new.method.word(), old.method.word());
        let reason = "callers that know the method by heart get 405; those that take it from the link do not";
        c.report(&codes::ACTION_METHOD, subject, message, reason, Impact::writers(Breaking));
    }
    if old.on != new.on {
        let word = |on| match on {
            ActionTarget::Resource => "the resource",
            ActionTarget::Collection => "the collection",
        };
        let message = format!("`{name}` is an action of {} now, and was one of {}", word(new.on), word(old.on));
        c.report(&codes::ACTION_PLACE, subject, message, "it has another address", Impact::writers(Breaking));
    }
    states(c, subject, old, new);
    impediments(c, subject, old, new);
    inputs(c, subject, old, new);
    emits(c, subject, old, new);
    let what = format!("`{name}`");
    members::scope(c, subject, &what, (old.scope.as_deref(), new.scope.as_deref()), Impact::writers(Breaking));
    members::docs(c, subject, &what, &old.docs, &new.docs);
}

fn states(c: &mut Comparison<'_>, subject: &Subject, old: &Action, new: &Action) {
    let set = |action: &Action| action.from.iter().cloned().collect::<BTreeSet<String>>();
    let (before, after) = (set(old), set(new));
    if before != after {
        let spelled = |states: &BTreeSet<String>| if states.is_empty() { "any state".to_owned() } else { quoted(states) };
        // No states at all means any state.
        let wider = after.is_empty() || (!before.is_empty() && after.is_superset(&before));
        let message = format!("`{}` may start from {}, and could from {}", old.name, spelled(&after), spelled(&before));
        let (reason, impact) = if wider {
            ("it is offered where it was impeded", Impact::NONE)
        } else {
            ("it is impeded where it was offered", Impact::writers(Dangerous))
        };
        c.report(&codes::ACTION_FROM, subject, message, reason, impact);
    }
    if old.to != new.to {
        let spelled = |to: &Option<String>| to.as_ref().map_or_else(|| "the same state".to_owned(), |to| format!("`{to}`"));
        let message = format!("`{}` leads to {}, and led to {}", old.name, spelled(&new.to), spelled(&old.to));
        c.report(&codes::ACTION_TO, subject, message, "what is done next may not be offered", Impact::both(Dangerous));
    }
}

fn quoted(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn impediments(c: &mut Comparison<'_>, subject: &Subject, old: &Action, new: &Action) {
    let names = |model: &Model, ids: &[ImpedimentId]| -> BTreeSet<String> {
        ids.iter().filter_map(|id| model.impediments.get(id.index())).map(|impediment| impediment.name.clone()).collect()
    };
    let (before, after) = (names(c.old.model, &old.impediments), names(c.new.model, &new.impediments));
    for name in after.difference(&before) {
        let message = format!("`{}` may be impeded by `{name}`", old.name);
        let reason = "an invocation may be refused for a reason that callers do not know";
        c.report(&codes::IMPEDIMENT_GAINED, subject, message, reason, Impact::writers(Dangerous));
    }
    for name in before.difference(&after) {
        let message = format!("`{}` is no longer impeded by `{name}`", old.name);
        c.report(&codes::IMPEDIMENT_LOST, subject, message, "a reason for refusing is gone", Impact::NONE);
    }
}

fn emits(c: &mut Comparison<'_>, subject: &Subject, old: &Action, new: &Action) {
    let set = |action: &Action| action.emits.iter().cloned().collect::<BTreeSet<String>>();
    let (before, after) = (set(old), set(new));
    for name in before.difference(&after) {
        let message = format!("`{}` no longer emits `{name}`", old.name);
        let reason = "consumers of the feed wait for an event that this action does not tell any more";
        c.report(&codes::ACTION_EMITS, subject, message, reason, Impact::readers(Dangerous));
    }
    for name in after.difference(&before) {
        let message = format!("`{}` emits `{name}` too", old.name);
        c.report(&codes::ACTION_EMITS, subject, message, "consumers skip what they do not know", Impact::NONE);
    }
}

fn inputs(c: &mut Comparison<'_>, subject: &Subject, old: &Action, new: &Action) {
    for input in &old.input {
        let subject = subject.within(&input.name);
        match new.input.iter().find(|other| other.name == input.name) {
            Some(other) => input_both(c, &subject, input, other),
            None => {
                let message = format!("the input `{}` of `{}` is gone", input.name, old.name);
                c.report(&codes::INPUT_REMOVED, &subject, message, "what callers still send is ignored", Impact::writers(Dangerous));
            }
        }
    }
    for input in new.input.iter().filter(|input| old.input.iter().all(|other| other.name != input.name)) {
        let (code, need, reason, impact) = if input.bounds.is_mandatory() {
            (&codes::INPUT_ADDED_MANDATORY, "mandatory", "every caller of today leaves it out and is refused", Impact::writers(Breaking))
        } else {
            (&codes::INPUT_ADDED, "optional", "callers need not send it", Impact::NONE)
        };
        let message = format!("`{}` takes the {need} input `{}`", old.name, input.name);
        c.report(code, &subject.within(&input.name), message, reason, impact);
    }
}

/// Inputs are only written: what a change means to readers concerns nobody.
fn input_both(c: &mut Comparison<'_>, subject: &Subject, old: &Attribute, new: &Attribute) {
    let written = |impact: Impact| Impact::writers(impact.writers);
    if let Some(change) = types::change(c, old.ty, new.ty) {
        let (before, after) = (c.old.model.type_name(old.ty), c.new.model.type_name(new.ty));
        let message = format!("the type of the input `{}` is `{after}`, and was `{before}`", old.name);
        c.judge(&codes::INPUT_CHANGED, subject, message, change.reason, |profile| written(change.impact(profile)));
    }
    for step in bounds::steps(old.bounds, new.bounds) {
        let message = format!("the input `{}` is {}", old.name, bounds::was(old.bounds, new.bounds));
        let (reason, impact) = match step {
            Step::ToList => ("a value became an array", Impact::writers(Breaking)),
            Step::ToSingle => ("an array became its one value", Impact::writers(Breaking)),
            Step::Required => ("callers that leave it out are refused", Impact::writers(Breaking)),
            Step::Optional => ("callers may leave it out", Impact::NONE),
            Step::Limits { wider, narrower } => (attributes::limits_reason(narrower), written(attributes::limits_impact(wider, narrower))),
        };
        c.report(&codes::INPUT_CHANGED, subject, message, reason, impact);
    }
    for (_, message, reason, impact) in attributes::limits(old, new) {
        c.report(&codes::INPUT_CHANGED, subject, message, reason, written(impact));
    }
    members::docs(c, subject, "the input", &old.docs, &new.docs);
}
