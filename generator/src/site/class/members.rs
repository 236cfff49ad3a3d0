//! What a class holds and what it leads to, inherited members included, and who holds it.

use smie_wire::model::{Attribute, ClassId, Relation, Side, Target, Type};

use crate::site::context::{Context, anchor};
use crate::site::facts;
use crate::site::html::Html;
use crate::site::prose;
use crate::site::shell::{heading, table};

pub(super) fn attributes(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let (class, wire) = (context.model.class(id), context.schema.class(id));
    if class.attributes.is_empty() {
        return;
    }
    heading(out, "attributes", "Attributes");
    table(out, &["attribute", "type", "how many", "what"], |out| {
        for (attribute, shape) in class.attributes.iter().zip(&wire.attributes) {
            out.el("tr", &[("id", &format!("attribute-{}", anchor(&attribute.name)))], |tr| {
                tr.el("th", &[("scope", "row")], |th| name(th, &attribute.name, &shape.wire));
                tr.el("td", &[], |td| context.type_link(td, attribute.ty));
                tr.leaf("td", &[], &facts::bounds(attribute.bounds));
                tr.el("td", &[], |td| about(context, td, id, attribute));
            });
        }
    });
}

/// The name in the model's letters, and on the wire where that differs.
fn name(out: &mut Html, name: &str, wire: &str) {
    out.text(name);
    if name != wire {
        out.void("br", &[]).leaf("code", &[], wire);
    }
}

fn about(context: &Context<'_>, out: &mut Html, class: ClassId, attribute: &Attribute) {
    marks(out, attribute);
    facts::age(out, attribute.since.as_deref(), attribute.deprecated.as_ref());
    inherited(context, out, class, attribute.origin);
    prose::docs(out, &attribute.docs);
    limits(out, attribute);
}

/// What a value may and may not be used for.
pub(super) fn marks(out: &mut Html, attribute: &Attribute) {
    if attribute.ty == Type::Identifikator {
        facts::badge(out, "id", if attribute.primary { "canonical identifier" } else { "identifier" });
    }
    if attribute.writable {
        facts::badge(out, "writable", "writable");
    }
    facts::gdpr(out, attribute.gdpr);
    if attribute.sensitive {
        facts::badge(out, "gdpr", "sensitive");
    }
    if let Some(scope) = &attribute.scope {
        out.text("scope ").leaf("code", &[], scope).text(" ");
    }
}

pub(super) fn limits(out: &mut Html, attribute: &Attribute) {
    let limits = [("pattern", &attribute.pattern), ("at least", &attribute.min), ("at most", &attribute.max)];
    for (what, limit) in limits {
        if let Some(limit) = limit {
            out.el("p", &[("class", "limit")], |out| {
                out.text(what).text(" ").leaf("code", &[], limit);
            });
        }
    }
}

fn inherited(context: &Context<'_>, out: &mut Html, class: ClassId, origin: ClassId) {
    if origin != class && context.model.lineage(class).any(|ancestor| ancestor == origin) {
        out.el("span", &[("class", "from")], |out| {
            out.text("from ");
            context.class_link(out, origin);
            out.text(" ");
        });
    }
}

pub(super) fn relations(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let (class, wire) = (context.model.class(id), context.schema.class(id));
    let pointing = pointing(context, id);
    if class.relations.is_empty() && pointing.is_empty() {
        return;
    }
    heading(out, "relations", "Relations");
    table(out, &["relation", "leads to", "how many", "what"], |out| {
        for (relation, shape) in class.relations.iter().zip(&wire.relations) {
            out.el("tr", &[("id", &format!("relation-{}", anchor(&relation.name)))], |tr| {
                tr.el("th", &[("scope", "row")], |th| {
                    th.link(&format!("../{}", context.relation_page(&shape.wire)), &relation.name);
                    if relation.name != shape.wire {
                        th.void("br", &[]).leaf("code", &[], &shape.wire);
                    }
                });
                tr.el("td", &[], |td| context.target_link(td, relation.target));
                tr.leaf("td", &[], &facts::bounds(relation.bounds));
                tr.el("td", &[], |td| leads(context, td, id, relation));
            });
        }
        for (other, relation) in pointing {
            out.el("tr", &[("class", "incoming")], |tr| {
                tr.el("th", &[("scope", "row")], |th| {
                    th.text("← ").link(&format!("../{}#relation-{}", context.class_page(other), anchor(&relation.name)), &relation.name);
                });
                tr.el("td", &[], |td| {
                    td.text("from ");
                    context.class_link(td, other);
                });
                tr.leaf("td", &[], &facts::bounds(relation.bounds));
                tr.el("td", &[], |td| {
                    td.el("p", &[], |p| {
                        p.text("one-way: the resource here shows nothing of it");
                    });
                });
            });
        }
    });
}

fn leads(context: &Context<'_>, out: &mut Html, class: ClassId, relation: &Relation) {
    if relation.writable {
        facts::badge(out, "writable", "writable");
    }
    facts::gdpr(out, relation.gdpr);
    facts::age(out, relation.since.as_deref(), relation.deprecated.as_ref());
    inherited(context, out, class, relation.origin);
    prose::docs(out, &relation.docs);
    if let (Target::Class(target), Some(inverse)) = (relation.target, &relation.inverse) {
        out.el("p", &[("class", "limit")], |out| {
            out.text("back: ");
            out.link(&format!("../{}#relation-{}", context.class_page(target), anchor(&inverse.name)), &inverse.name);
            out.text(if relation.side == Side::Maintained { "; the server keeps this end" } else { "" });
        });
    }
}

/// Relations of other classes that lead here and have no end here, by the classes that declare them.
fn pointing<'a>(context: &Context<'a>, id: ClassId) -> Vec<(ClassId, &'a Relation)> {
    let mut found = Vec::new();
    for (other, class) in context.model.classes() {
        let one_way = class.relations.iter().filter(|r| r.origin == other && r.target == Target::Class(id) && r.inverse.is_none());
        found.extend(one_way.map(|relation| (other, relation)));
    }
    found
}

/// Where a type is held.
pub(super) fn used_by(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let mut holders: Vec<(ClassId, &Attribute)> = Vec::new();
    for (other, class) in context.model.classes() {
        holders.extend(class.attributes.iter().filter(|a| a.origin == other && a.ty == Type::Class(id)).map(|a| (other, a)));
    }
    if holders.is_empty() {
        return;
    }
    heading(out, "used", "Used by");
    out.el("ul", &[], |out| {
        for (other, attribute) in holders {
            out.el("li", &[], |li| {
                context.class_link(li, other);
                li.text(".").link(&format!("../{}#attribute-{}", context.class_page(other), anchor(&attribute.name)), &attribute.name);
                li.text(&format!(" {}", facts::bounds(attribute.bounds)));
            });
        }
    });
}
