//! Actions, events and the state that actions move.
//!
//! Runs when members are handed down, since an action of a class may move a state, and an event may carry a member, that an ancestor declares.

use std::collections::HashMap;

use super::flatten::Inherited;
use super::{Kind, Owner, Work, header};
use crate::diagnostic::codes::structure;
use crate::model::{Action, ActionTarget, Carried, ClassId, Event, Type};
use crate::syntax::{self, Text};

impl<'a> Work<'a, '_> {
    /// Resolves state, actions and events of every class, ancestors first.
    pub(super) fn find_behaviour(&mut self) {
        for id in self.parents_first() {
            self.find_state(id);
            let parent = self.classes[id.index()].extends.map(|parent| &self.classes[parent.index()]);
            let (actions, events) = parent.map(|p| (p.actions.clone(), p.events.clone())).unwrap_or_default();
            let relations = self.classes[id.index()].relations.iter().map(|r| ((Kind::Relation, r.name.clone()), r.origin));
            let inherited = actions.iter().map(|a| ((Kind::Action, a.name.clone()), a.origin));
            let inherited = inherited.chain(events.iter().map(|e| ((Kind::Event, e.name.clone()), e.origin))).chain(relations);
            let inherited = Inherited(inherited.collect::<HashMap<_, _>>());

            // Events are named by actions, and carry inputs of actions: names first, then actions, then what events carry.
            let declared = self.declared_events(id, &inherited);
            let known: Vec<String> = events.iter().map(|e| e.name.clone()).chain(declared.iter().map(|e| e.name.value.clone())).collect();
            let own = self.own_actions(id, &known, &inherited);
            self.classes[id.index()].actions = [actions, own].concat();
            let own: Vec<_> = declared.into_iter().map(|event| self.event(id, event)).collect();
            self.classes[id.index()].events = [events, own].concat();
        }
    }

    /// Finds the attribute that `state:` names; without one, the parent's state stays.
    fn find_state(&mut self, id: ClassId) {
        let class = &self.classes[id.index()];
        let Some(text) = &self.outline.class(id).state else {
            self.classes[id.index()].state = class.extends.and_then(|parent| self.classes[parent.index()].state);
            return;
        };
        let Some(at) = class.attributes.iter().position(|a| a.name == text.value) else {
            if !self.is_broken(id, &text.value) && !self.lacks_parent(id) {
                let names = class.attributes.iter().filter(|a| matches!(a.ty, Type::Enum(_))).map(|a| a.name.as_str());
                let near = self.outline.guesses.near(&text.value, names).map(str::to_owned);
                let finding = self.finding(
                    &structure::STATE,
                    text.span,
                    format!("`state` names `{}`, which is no attribute of the class", text.value),
                    self.owner(id),
                );
                self.diagnostics.push(finding.help(near.map_or_else(|| STATE_HELP.to_owned(), |near| format!("did you mean `{near}`?"))));
            }
            return;
        };
        let attribute = &class.attributes[at];
        if !matches!(attribute.ty, Type::Enum(_)) || attribute.bounds.is_list() {
            let message = format!("`state` names `{}`, which does not hold one value of an enum", text.value);
            let finding = self.finding(&structure::STATE, text.span, message, self.owner(id)).help(STATE_HELP);
            let place = self.places.members.get(&(attribute.origin, text.value.clone())).map(|place| place.span);
            self.diagnostics.push(match place {
                Some(place) => finding.related(place, "the attribute is declared here"),
                None => finding,
            });
            return;
        }
        self.classes[id.index()].state = Some(at);
    }

    fn declared_events(&mut self, id: ClassId, inherited: &Inherited) -> Vec<&'a syntax::Event> {
        let mut events = Vec::new();
        for event in &self.outline.class(id).events {
            let owner = Owner { class: id, member: Some(&event.name.value), id: None };
            if self.claim(Kind::Event, event.name.span, owner) {
                events.push(event);
            }
        }
        self.without_inherited(id, events, inherited, Kind::Event, |event| &event.name.value)
    }

    fn own_actions(&mut self, id: ClassId, events: &[String], inherited: &Inherited) -> Vec<Action> {
        let mut actions = Vec::new();
        for action in &self.outline.class(id).actions {
            let owner = Owner { class: id, member: Some(&action.name.value), id: None };
            if self.claim(Kind::Action, action.name.span, owner) {
                actions.push(action);
            }
        }
        let actions = self.without_inherited(id, actions, inherited, Kind::Action, |action| &action.name.value);
        actions.into_iter().map(|action| self.action(id, action, events)).collect()
    }

    fn action(&mut self, class: ClassId, action: &'a syntax::Action, events: &[String]) -> Action {
        let owner = Owner { class, member: Some(&action.name.value), id: None };
        let from = action.from.iter().filter_map(|text| self.state_value(text, "from", owner)).collect();
        let to = action.to.as_ref().and_then(|text| self.state_value(text, "to", owner));
        let impediments = action.impediments.iter().filter_map(|text| self.impediment_named(text, owner)).collect();
        let input = action.input.iter().filter_map(|field| self.attribute(field, owner)).collect();
        let emits = action.emits.iter().filter_map(|text| self.emitted(text, events, owner)).collect();
        let on = action.on.as_ref().map_or(ActionTarget::Resource, |on| on.value);
        Action {
            name: action.name.value.clone(),
            docs: header::docs(&action.docs, self.outline.language),
            origin: class,
            on,
            from,
            to,
            impediments,
            input,
            method: action.method.as_ref().map_or(on.usual_method(), |method| method.value),
            scope: header::text(action.scope.as_ref()),
            emits,
        }
    }

    /// A value of the state's enum.
    fn state_value(&mut self, text: &Text, word: &str, owner: Owner) -> Option<String> {
        let class = &self.classes[owner.class.index()];
        let Some(at) = class.state else {
            if self.outline.class(owner.class).state.is_none() && !self.lacks_parent(owner.class) {
                let message = format!("`{word}: {}`, but the class has no `state:`", text.value);
                let finding = self.finding(&structure::STATE, text.span, message, owner);
                self.diagnostics.push(finding.help("name the attribute that holds the state: `state: tilstand` beside `is:`"));
            }
            return None;
        };
        let Type::Enum(e) = class.attributes[at].ty else { return None };
        let declared = self.outline.enums[e.index()].1;
        if declared.values.iter().any(|value| value.name.value == text.value) {
            return Some(text.value.clone());
        }
        let names: Vec<_> = declared.values.iter().map(|value| value.name.value.as_str()).collect();
        let help = match self.outline.guesses.near(&text.value, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its values are {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{word}: {}` is no value of the enum `{}`", text.value, declared.name.value);
        let finding = self.finding(&structure::STATE_VALUE, text.span, message, owner);
        self.diagnostics.push(finding.related(declared.name.span, "the enum is declared here").help(help));
        None
    }

    fn emitted(&mut self, text: &Text, events: &[String], owner: Owner) -> Option<String> {
        if events.contains(&text.value) {
            return Some(text.value.clone());
        }
        let finding = self.finding(&structure::UNKNOWN_MEMBER, text.span, format!("the class has no event `{}`", text.value), owner);
        let help = match self.outline.guesses.near(&text.value, events.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it under `events:` of the class, with the members that an entry carries".to_owned(),
        };
        self.diagnostics.push(finding.help(help));
        None
    }

    fn event(&mut self, class: ClassId, event: &'a syntax::Event) -> Event {
        let carries = event.carries.iter().filter_map(|text| self.carried(class, event, text)).collect();
        Event { name: event.name.value.clone(), docs: header::docs(&event.docs, self.outline.language), origin: class, carries }
    }

    /// What a name in an event's list stands for: an attribute, a relation, or an input of an action that emits the event.
    fn carried(&mut self, id: ClassId, event: &syntax::Event, text: &Text) -> Option<Carried> {
        let class = &self.classes[id.index()];
        let name = text.value.as_str();
        if let Some(at) = class.attributes.iter().position(|a| a.name == name) {
            return Some(Carried::Attribute(at));
        }
        if let Some(at) = class.relations.iter().position(|r| r.name == name) {
            return Some(Carried::Relation(at));
        }
        let inputs =
            || class.actions.iter().filter(|a| a.emits.contains(&event.name.value)).flat_map(|a| &a.input).map(|input| input.name.as_str());
        if inputs().any(|input| input == name) {
            return Some(Carried::Input(name.to_owned()));
        }
        if self.is_broken(id, name) || self.lacks_parent(id) {
            return None;
        }
        let members = class.attributes.iter().map(|a| a.name.as_str()).chain(class.relations.iter().map(|r| r.name.as_str()));
        let help = match self.outline.guesses.near(name, members.chain(inputs())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "an event carries attributes and relations of its class, and inputs of the actions that emit it".to_owned(),
        };
        let owner = Owner { class: id, member: Some(&event.name.value), id: None };
        let finding = self.finding(
            &structure::UNKNOWN_MEMBER,
            text.span,
            format!("the event carries `{name}`, which the class does not have"),
            owner,
        );
        self.diagnostics.push(finding.help(help));
        None
    }
}

const STATE_HELP: &str = "the state is an attribute with one value of an enum; actions move it `from` one value `to` another";
