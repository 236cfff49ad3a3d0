//! The page of a package: its diagram, classes, enums, impediments and feed.

use smie_wire::model::{EnumId, ImpedimentId, PackageId};

use super::Page;
use super::context::{Context, anchor};
use super::facts;
use super::html::Html;
use super::overview;
use super::prose;
use super::shell::{Frame, heading, table};

pub(super) fn page(context: &Context<'_>, id: PackageId) -> Page {
    let package = context.model.package(id);
    let name = context.package_name(id);
    Frame { path: context.package_page(id), title: name, above: Vec::new() }.page(context, |out| {
        out.leaf("h1", &[], name);
        prose::docs(out, &package.docs);
        facts(context, out, id);
        if context.classes(id).next().is_some() {
            heading(out, "diagram", "Overview");
            out.put(&overview::classes(context, id));
            heading(out, "classes", "Classes");
            classes(context, out, id);
        }
        served(context, out, id);
        for declared in context.enums(id) {
            enumeration(context, out, declared);
        }
        impediments(context, out, id);
    })
}

fn facts(context: &Context<'_>, out: &mut Html, id: PackageId) {
    let (package, wire) = (context.model.package(id), context.schema.package(id));
    out.el("dl", &[("class", "facts")], |out| {
        out.leaf("dt", &[], "Path").el("dd", &[], |out| {
            out.leaf("code", &[], if wire.path.is_empty() { "/" } else { &wire.path });
        });
        for (what, scope) in [("Scope to read", &package.scopes.read), ("Scope to write", &package.scopes.write)] {
            if let Some(scope) = scope {
                out.leaf("dt", &[], what).el("dd", &[], |out| {
                    out.leaf("code", &[], scope);
                });
            }
        }
        if let Some(feed) = wire.feed {
            out.leaf("dt", &[], "Event feed").el("dd", &[], |out| {
                out.leaf("code", &[], &format!("{}/feed/recent", wire.path)).text(&format!(", {} entries a page", feed.page_size));
                out.text(if feed.personal { "; entries tell of persons" } else { "" });
            });
        }
        if package.common {
            out.leaf("dt", &[], "Common").leaf("dd", &[], "its classes are served in every package that reaches them");
        }
    });
}

fn classes(context: &Context<'_>, out: &mut Html, id: PackageId) {
    table(out, &["class", "kind", "what"], |out| {
        for class in context.classes(id) {
            let declared = context.model.class(class);
            out.el("tr", &[], |tr| {
                tr.el("th", &[("scope", "row")], |td| context.class_link(td, class));
                tr.leaf("td", &[], facts::kind(context, declared));
                tr.el("td", &[], |td| {
                    facts::age(td, declared.since.as_deref(), declared.deprecated.as_ref());
                    prose::brief(td, &declared.docs, &context.model.languages);
                });
            });
        }
    });
}

/// What the package serves, common classes of other packages among it.
fn served(context: &Context<'_>, out: &mut Html, id: PackageId) {
    let collections: Vec<_> = context.schema.collections().filter(|(_, collection)| collection.package == id).collect();
    if collections.is_empty() {
        return;
    }
    heading(out, "collections", "Collections");
    table(out, &["collection", "class", "clients may"], |out| {
        for (_, collection) in collections {
            out.el("tr", &[], |tr| {
                tr.el("td", &[], |td| {
                    td.leaf("code", &[], &collection.path);
                });
                tr.el("td", &[], |td| context.class_link(td, collection.class));
                tr.leaf("td", &[], &facts::operations(&collection.operations));
            });
        }
    });
}

fn enumeration(context: &Context<'_>, out: &mut Html, id: EnumId) {
    let declared = &context.model.enums[id.index()];
    heading(out, &format!("enum-{}", anchor(&declared.name)), &format!("Enum {}", declared.name));
    prose::docs(out, &declared.docs);
    table(out, &["value", "on the wire", "label"], |out| {
        for (value, wire) in declared.values.iter().zip(&context.schema.enumeration(id).values) {
            out.el("tr", &[], |tr| {
                tr.leaf("th", &[("scope", "row")], &value.name);
                tr.el("td", &[], |td| {
                    td.leaf("code", &[], &wire.wire);
                });
                tr.el("td", &[], |td| prose::docs(td, &value.docs));
            });
        }
    });
}

fn impediments(context: &Context<'_>, out: &mut Html, package: PackageId) {
    let declared: Vec<_> = (0..).map(ImpedimentId).zip(&context.model.impediments).filter(|(_, i)| i.package == package).collect();
    if declared.is_empty() {
        return;
    }
    heading(out, "impediments", "Impediments");
    table(out, &["code", "text", "stands in the way of"], |out| {
        for (id, impediment) in declared {
            out.el("tr", &[("id", &format!("impediment-{}", anchor(&impediment.name)))], |tr| {
                tr.leaf("th", &[("scope", "row")], &impediment.name);
                tr.el("td", &[], |td| prose::docs(td, &impediment.docs));
                tr.el("td", &[], |td| {
                    for (class, declared) in context.model.classes() {
                        for action in declared.actions.iter().filter(|action| action.origin == class && action.impediments.contains(&id)) {
                            let href = format!("../{}#action-{}", context.class_page(class), anchor(&action.name));
                            td.link(&href, &format!("{}.{}", declared.name, action.name)).text(" ");
                        }
                    }
                });
            });
        }
    });
}
