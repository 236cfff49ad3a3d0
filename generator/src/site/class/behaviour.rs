//! Actions and events: what may be done with a resource, what stands in the way, and what the feed tells afterwards.

use smie_wire::model::{Action, ActionTarget, Carried, Class, ClassId};

use super::members;
use crate::site::context::{Context, anchor};
use crate::site::facts;
use crate::site::html::Html;
use crate::site::prose;
use crate::site::shell::{heading, table};

pub(super) fn actions(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let class = context.model.class(id);
    if class.actions.is_empty() {
        return;
    }
    heading(out, "actions", "Actions");
    for action in &class.actions {
        out.el("section", &[("id", &format!("action-{}", anchor(&action.name)))], |out| self::action(context, out, class, action));
    }
}

fn action(context: &Context<'_>, out: &mut Html, class: &Class, action: &Action) {
    out.leaf("h3", &[], &action.name);
    prose::docs(out, &action.docs);
    out.el("dl", &[("class", "facts")], |out| {
        let offered = if action.on == ActionTarget::Collection { "the collection" } else { "a resource" };
        out.leaf("dt", &[], "Call").leaf("dd", &[], &format!("{} on {offered}", action.method.word()));
        if !action.from.is_empty() || action.to.is_some() {
            let from = if action.from.is_empty() { "any state".to_owned() } else { action.from.join(" or ") };
            let to = action.to.as_deref().unwrap_or("the same state");
            out.leaf("dt", &[], "State").leaf("dd", &[], &format!("{from} → {to}"));
        }
        let scope = action.scope.as_ref().or(context.model.package(class.package).scopes.write.as_ref());
        if let Some(scope) = scope {
            out.leaf("dt", &[], "Scope").el("dd", &[], |out| {
                out.leaf("code", &[], scope);
            });
        }
        if !action.emits.is_empty() {
            out.leaf("dt", &[], "Tells").el("dd", &[], |out| {
                for (at, event) in action.emits.iter().enumerate() {
                    out.text(if at > 0 { ", " } else { "" }).link(&format!("#event-{}", anchor(event)), event);
                }
            });
        }
        if !action.impediments.is_empty() {
            out.leaf("dt", &[], "Impediments").el("dd", &[], |out| {
                for id in &action.impediments {
                    let impediment = &context.model.impediments[id.index()];
                    let href = format!("../{}#impediment-{}", context.package_page(impediment.package), anchor(&impediment.name));
                    out.link(&href, &impediment.name);
                    prose::docs(out, &impediment.docs);
                }
            });
        }
    });
    if !action.input.is_empty() {
        table(out, &["input", "type", "how many", "what"], |out| {
            for input in &action.input {
                out.el("tr", &[], |tr| {
                    tr.leaf("th", &[("scope", "row")], &input.name);
                    tr.el("td", &[], |td| context.type_link(td, input.ty));
                    tr.leaf("td", &[], &facts::bounds(input.bounds));
                    tr.el("td", &[], |td| {
                        members::marks(td, input);
                        prose::docs(td, &input.docs);
                        members::limits(td, input);
                    });
                });
            }
        });
    }
}

pub(super) fn events(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let (class, wire) = (context.model.class(id), context.schema.class(id));
    if class.events.is_empty() {
        return;
    }
    heading(out, "events", "Events");
    for (event, shape) in class.events.iter().zip(&wire.events) {
        out.el("section", &[("id", &format!("event-{}", anchor(&event.name)))], |out| {
            out.el("h3", &[], |out| {
                out.text(&event.name).text(" ").leaf("code", &[], &shape.wire);
            });
            prose::docs(out, &event.docs);
            let carried: Vec<&str> = event.carries.iter().filter_map(|carried| carries(class, carried)).collect();
            out.el("p", &[], |out| {
                out.text("carries ").text(&if carried.is_empty() { "the key alone".to_owned() } else { carried.join(", ") });
            });
        });
    }
}

fn carries<'c>(class: &'c Class, carried: &'c Carried) -> Option<&'c str> {
    match carried {
        Carried::Attribute(at) => class.attributes.get(*at).map(|attribute| attribute.name.as_str()),
        Carried::Relation(at) => class.relations.get(*at).map(|relation| relation.name.as_str()),
        Carried::Input(name) => Some(name),
    }
}
