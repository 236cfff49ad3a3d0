//! The first page: what the model is, and the tree of its packages with every class.

use smie_wire::model::{Contact, Info, PackageId};

use super::Page;
use super::context::Context;
use super::facts;
use super::html::Html;
use super::overview;
use super::prose;
use super::shell::{Frame, heading};
use crate::show::summary::summary;

pub(super) fn page(context: &Context<'_>) -> Page {
    let title = context.title();
    let frame = Frame { path: "index.html".to_owned(), title: &title, above: Vec::new() };
    frame.page(context, |out| {
        out.leaf("h1", &[], &title);
        if let Some(info) = &context.model.info {
            self::info(out, info);
        }
        numbers(context, out);
        heading(out, "packages", "Packages");
        out.el("ul", &[("class", "tree")], |out| tree(context, out, "", &context.packages().collect::<Vec<_>>()));
        heading(out, "overview", "How packages lean on each other");
        out.put(&overview::packages(context));
    })
}

fn numbers(context: &Context<'_>, out: &mut Html) {
    let total = summary(context.model, context.schema).total;
    let facts: [(usize, &str); 6] = [
        (total.classes(), "classes"),
        (total.attributes, "attributes"),
        (total.relations, "relations"),
        (total.collections, "collections"),
        (total.resource_routes, "addresses of resources"),
        (context.model.enums.len(), "enums"),
    ];
    out.el("p", &[("class", "numbers")], |out| {
        out.text(&format!("Version {} · ", context.model.version));
        for (at, (number, what)) in facts.iter().filter(|(number, _)| *number > 0).enumerate() {
            out.text(if at > 0 { " · " } else { "" }).leaf("strong", &[], &number.to_string()).text(&format!(" {what}"));
        }
    });
    if let Some(base) = &context.model.base_url {
        out.el("p", &[], |out| {
            out.text("Served at ").leaf("code", &[], base);
        });
    }
}

fn info(out: &mut Html, info: &Info) {
    prose::docs(out, &info.title);
    out.el("dl", &[("class", "facts")], |out| {
        let mut fact = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.leaf("dt", &[], name).leaf("dd", &[], value);
            }
        };
        fact("Status", info.status.map(smie_wire::model::Status::word));
        fact("Released", info.released.as_deref());
        if let Some(Contact { name, email, url }) = &info.contact {
            fact("Contact", name.as_deref());
            fact("E-mail", email.as_deref());
            fact("Page", url.as_deref());
        }
        if let Some(license) = &info.license {
            fact("Licence", license.name.as_deref().or(license.url.as_deref()));
        }
        fact("Terms", info.terms.as_deref());
        if let Some(sla) = &info.sla {
            fact("Availability", sla.availability.as_deref());
            fact("Response time", sla.response_time.as_deref());
            fact("Support", sla.support.as_deref());
        }
        if !info.limitations.is_empty() {
            out.leaf("dt", &[], "Limitations").el("dd", &[], |out| prose::docs(out, &info.limitations));
        }
    });
}

/// The packages below `prefix`, each with its classes; folders that are no package of their own are names alone.
fn tree(context: &Context<'_>, out: &mut Html, prefix: &str, packages: &[PackageId]) {
    let mut rest = packages;
    while let Some(&first) = rest.first() {
        let path = context.model.package(first).path.as_str();
        let below = path.strip_prefix(prefix).unwrap_or(path);
        let segment = below.split('/').next().unwrap_or_default();
        let whole = format!("{prefix}{segment}");
        let inside = |id: &PackageId| {
            let path = &context.model.package(*id).path;
            *path == whole || path.strip_prefix(&whole).is_some_and(|rest| rest.starts_with('/'))
        };
        let length = rest.iter().take_while(|id| inside(id)).count().max(1);
        let (group, others) = rest.split_at(length);
        let own = group.iter().copied().find(|&id| context.model.package(id).path == whole);
        out.line().el("li", &[], |out| {
            match own {
                Some(id) => entry(context, out, id, segment),
                None => {
                    out.leaf("span", &[("class", "folder")], segment);
                }
            }
            let deeper: Vec<PackageId> = group.iter().copied().filter(|id| Some(*id) != own).collect();
            if !deeper.is_empty() && !whole.is_empty() {
                out.el("ul", &[], |out| tree(context, out, &format!("{whole}/"), &deeper));
            }
        });
        rest = others;
    }
}

fn entry(context: &Context<'_>, out: &mut Html, id: PackageId, segment: &str) {
    let name = if segment.is_empty() { context.package_name(id) } else { segment };
    out.el("span", &[("class", "package")], |out| {
        out.link(&context.package_page(id), name).text(" ");
    });
    prose::brief(out, &context.model.package(id).docs, &context.model.languages);
    let mut classes = context.classes(id).peekable();
    if classes.peek().is_some() {
        out.el("p", &[("class", "classes")], |out| {
            for class in classes {
                let kind = facts::kind(context, context.model.class(class));
                out.leaf("a", &[("href", &context.class_page(class)), ("class", kind)], &context.model.class(class).name).text(" ");
            }
        });
    }
}
