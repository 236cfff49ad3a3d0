//! Relation names: a page each, as the Swedish REST profile asks (HYP.01: every relation type is documented), and the list of them.

use smie_wire::model::Side;

use super::Page;
use super::context::{Context, RelationName, anchor};
use super::facts;
use super::prose;
use super::shell::{Frame, table};

/// The list of all relation names.
pub(super) fn list(context: &Context<'_>) -> Page {
    Frame { path: "relations.html".to_owned(), title: "Relations", above: Vec::new() }.page(context, |out| {
        out.leaf("h1", &[], "Relations");
        out.el("p", &[], |out| {
            out.text("Every name under ").leaf("code", &[], "_links").text(", and where it leads. ").leaf("code", &[], "self").text(", ");
            for word in ["first", "prev", "next", "last"] {
                out.leaf("code", &[], word).text(" ");
            }
            out.text("have the meaning that the registry of the IANA gives them.");
        });
        out.el("ul", &[("class", "columns")], |out| {
            for relation in context.relations() {
                out.el("li", &[], |li| {
                    li.link(&context.relation_page(&relation.wire), &relation.wire);
                });
            }
        });
    })
}

pub(super) fn page(context: &Context<'_>, relation: &RelationName) -> Page {
    let above = vec![("relations.html".to_owned(), "Relations".to_owned())];
    Frame { path: context.relation_page(&relation.wire), title: &relation.wire, above }.page(context, |out| {
        out.el("h1", &[], |out| {
            out.text(&relation.wire).text(" ");
            facts::badge(out, "kind", "relation");
        });
        table(out, &["from", "leads to", "how many", "what"], |out| {
            for &(class, at) in &relation.uses {
                let declared = &context.model.class(class).relations[at];
                out.el("tr", &[], |tr| {
                    tr.el("th", &[("scope", "row")], |th| {
                        let href = format!("../{}#relation-{}", context.class_page(class), anchor(&declared.name));
                        th.link(&href, &context.model.class(class).name);
                    });
                    tr.el("td", &[], |td| context.target_link(td, declared.target));
                    tr.leaf("td", &[], &facts::bounds(declared.bounds));
                    tr.el("td", &[], |td| {
                        facts::gdpr(td, declared.gdpr);
                        facts::age(td, declared.since.as_deref(), declared.deprecated.as_ref());
                        prose::docs(td, &declared.docs);
                        if declared.side == Side::Maintained {
                            td.leaf("p", &[("class", "limit")], "the server keeps this end");
                        }
                    });
                });
            }
        });
    })
}
