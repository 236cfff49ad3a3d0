//! The page of a class: everything that a consumer asks of it, in the order in which they ask.

mod addresses;
mod behaviour;
mod members;

use smie_wire::model::{ClassId, Stereotype};

use super::Page;
use super::changes;
use super::context::Context;
use super::facts;
use super::html::Html;
use super::neighbours;
use super::prose;
use super::shell::{Frame, heading};

pub(super) fn page(context: &Context<'_>, id: ClassId) -> Page {
    let class = context.model.class(id);
    let above = vec![(context.package_page(class.package), context.package_name(class.package).to_owned())];
    Frame { path: context.class_page(id), title: &class.name, above }.page(context, |out| {
        out.el("h1", &[], |out| {
            out.text(&class.name).text(" ");
            facts::badge(out, "kind", facts::kind(context, class));
        });
        facts::age(out, class.since.as_deref(), class.deprecated.as_ref());
        prose::docs(out, &class.docs);
        facts(context, out, id);
        heading(out, "neighbours", "Neighbours");
        out.put(&neighbours::diagram(context, id));
        members::attributes(context, out, id);
        members::relations(context, out, id);
        addresses::section(context, out, id);
        behaviour::actions(context, out, id);
        behaviour::events(context, out, id);
        addresses::examples(context, out, id);
        addresses::client(context, out, id);
        members::used_by(context, out, id);
        let changed = context.changes(id);
        if !changed.is_empty() {
            heading(out, "changes", "Changes");
            changes::rows(context, out, changed.iter().copied(), changes::Within::Class);
        }
    })
}

fn facts(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let (class, wire) = (context.model.class(id), context.schema.class(id));
    out.el("dl", &[("class", "facts")], |out| {
        out.leaf("dt", &[], "Name on the wire").el("dd", &[], |out| {
            out.leaf("code", &[], &wire.wire);
        });
        if let Some(parent) = class.extends {
            out.leaf("dt", &[], "Extends").el("dd", &[], |out| context.class_link(out, parent));
        }
        let children: Vec<ClassId> = context.model.classes().filter(|(_, child)| child.extends == Some(id)).map(|(id, _)| id).collect();
        if !children.is_empty() {
            out.leaf("dt", &[], "Extended by").el("dd", &[], |out| {
                for (at, child) in children.into_iter().enumerate() {
                    out.text(if at > 0 { ", " } else { "" });
                    context.class_link(out, child);
                }
            });
        }
        if let Some(parent) = class.within {
            out.leaf("dt", &[], "Nested in").el("dd", &[], |out| context.class_link(out, parent));
        }
        if let Some((_, home)) = context.homes(id).next() {
            out.leaf("dt", &[], "Clients may").leaf("dd", &[], &facts::operations(&home.operations));
        } else if class.stereotype == Stereotype::Hovedklasse {
            out.leaf("dt", &[], "Served").leaf("dd", &[], "nowhere: no package reaches it");
        }
        let package = context.model.package(class.package);
        let scope = class.scope.as_ref().or(package.scopes.read.as_ref());
        if let Some(scope) = scope {
            out.leaf("dt", &[], "Scope to read").el("dd", &[], |out| {
                out.leaf("code", &[], scope);
            });
        }
        if class.subject {
            out.leaf("dt", &[], "Personal data").leaf("dd", &[], "each resource is about one natural person");
        }
        if let Some(state) = class.state.and_then(|at| class.attributes.get(at)) {
            out.leaf("dt", &[], "State").el("dd", &[], |out| {
                out.leaf("code", &[], &state.name);
            });
        }
    });
}
