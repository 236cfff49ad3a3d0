//! The register of personal data: which classes are about persons, which members are protected, and who may read them.

use smie_wire::model::{ClassId, Gdpr};

use super::Page;
use super::context::{Context, anchor};
use super::facts;
use super::html::Html;
use super::shell::{Frame, heading, table};

pub(super) fn page(context: &Context<'_>) -> Page {
    Frame { path: "privacy.html".to_owned(), title: "Personal data", above: Vec::new() }.page(context, |out| {
        out.leaf("h1", &[], "Personal data");
        let subjects: Vec<ClassId> = context.model.classes().filter(|(_, class)| class.subject).map(|(id, _)| id).collect();
        heading(out, "subjects", "Classes about natural persons");
        if subjects.is_empty() {
            out.leaf("p", &[], "None is marked.");
        }
        out.el("ul", &[], |out| {
            for id in subjects {
                out.el("li", &[], |li| {
                    li.link(&context.class_page(id), &context.model.qualified(id));
                });
            }
        });
        for (mark, title) in [
            (Gdpr::Special, "Special categories (article 9)"),
            (Gdpr::NationalId, "National identity numbers (article 87)"),
            (Gdpr::Personal, "Personal data"),
        ] {
            let rows = marked(context, mark);
            if !rows.is_empty() {
                heading(out, &anchor(mark.word()), title);
                list(context, out, &rows);
            }
        }
    })
}

/// A member with this mark, where it is declared.
struct Marked<'a> {
    class: ClassId,
    kind: &'static str,
    name: &'a str,
    bounds: String,
    sensitive: bool,
    scope: Option<&'a str>,
}

fn marked<'a>(context: &Context<'a>, mark: Gdpr) -> Vec<Marked<'a>> {
    let mut rows = Vec::new();
    for (id, class) in context.model.classes() {
        let scope = class.scope.as_deref().or(context.model.package(class.package).scopes.read.as_deref());
        let attributes = class.attributes.iter().filter(|a| a.origin == id && a.gdpr == Some(mark));
        rows.extend(attributes.map(|a| Marked {
            class: id,
            kind: "attribute",
            name: &a.name,
            bounds: facts::bounds(a.bounds),
            sensitive: a.sensitive,
            scope: a.scope.as_deref().or(scope),
        }));
        let relations = class.relations.iter().filter(|r| r.origin == id && r.gdpr == Some(mark));
        rows.extend(relations.map(|r| Marked {
            class: id,
            kind: "relation",
            name: &r.name,
            bounds: facts::bounds(r.bounds),
            sensitive: r.sensitive,
            scope: r.scope.as_deref().or(scope),
        }));
    }
    rows
}

fn list(context: &Context<'_>, out: &mut Html, rows: &[Marked<'_>]) {
    table(out, &["class", "member", "how many", "scope to read"], |out| {
        for row in rows {
            out.el("tr", &[], |tr| {
                tr.el("td", &[], |td| {
                    td.link(&context.class_page(row.class), &context.model.qualified(row.class));
                });
                tr.el("th", &[("scope", "row")], |th| {
                    th.link(&format!("{}#{}-{}", context.class_page(row.class), row.kind, anchor(row.name)), row.name).text(" ");
                    if row.sensitive {
                        facts::badge(th, "gdpr", "sensitive");
                    }
                });
                tr.leaf("td", &[], &row.bounds);
                tr.el("td", &[], |td| {
                    match row.scope {
                        Some(scope) => td.leaf("code", &[], scope),
                        None => td.text("none"),
                    };
                });
            });
        }
    });
}
