//! The index of the search: one script that sets one variable, so that it loads from disk where nothing may be fetched.

use std::fmt::Write as _;

use super::Page;
use super::context::{Context, anchor};

/// Names with their kind, their place and what they belong to: packages, classes, enums with their values, members where they are declared.
pub(super) fn index(context: &Context<'_>) -> Page {
    let mut text = String::from("window.smieIndex=[");
    let mut add = |name: &str, kind: &str, href: &str, of: &str| {
        // Writing to a string cannot fail. A closing tag inside a name must not end the script.
        let _ = writeln!(text, "{},", serde_json::json!([name, kind, href, of]).to_string().replace("</", "<\\/"));
    };
    for id in context.packages() {
        add(context.package_name(id), "package", &context.package_page(id), "");
        for enumeration in context.enums(id) {
            let declared = &context.model.enums[enumeration.index()];
            add(&declared.name, "enum", &context.enum_page(enumeration), context.package_name(id));
            for value in &declared.values {
                add(&value.name, "value", &context.enum_page(enumeration), &declared.name);
            }
        }
    }
    for (id, class) in context.model.classes() {
        let page = context.class_page(id);
        add(&class.name, "class", &page, context.package_name(class.package));
        let members = (class.attributes.iter().filter(|a| a.origin == id).map(|a| (a.name.as_str(), "attribute")))
            .chain(class.relations.iter().filter(|r| r.origin == id).map(|r| (r.name.as_str(), "relation")))
            .chain(class.actions.iter().filter(|a| a.origin == id).map(|a| (a.name.as_str(), "action")))
            .chain(class.events.iter().filter(|e| e.origin == id).map(|e| (e.name.as_str(), "event")));
        for (name, kind) in members {
            add(name, kind, &format!("{page}#{kind}-{}", anchor(name)), &class.name);
        }
    }
    text.push_str("];\n");
    Page { path: "search.js".to_owned(), text }
}
