//! Where a class is served, what it looks like there, and how to fetch it.

use smie_wire::model::ClassId;
use smie_wire::schema::{Collection, HttpMethod};

use crate::site::context::Context;
use crate::site::html::Html;
use crate::site::pretty;
use crate::site::shell::{heading, table};

pub(super) fn section(context: &Context<'_>, out: &mut Html, id: ClassId) {
    if context.homes(id).next().is_none() {
        return;
    }
    heading(out, "addresses", "Addresses");
    for (at, (collection, home)) in context.homes(id).enumerate() {
        if at > 0 {
            out.el("p", &[], |out| {
                out.text("Also in ").link(&format!("../{}", context.package_page(home.package)), context.package_name(home.package));
            });
        }
        table(out, &["methods", "address", "what"], |out| {
            for route in context.routes(collection) {
                let methods: Vec<&str> = route.methods.iter().map(HttpMethod::word).collect();
                out.el("tr", &[], |tr| {
                    tr.leaf("td", &[], &methods.join(" "));
                    tr.el("td", &[], |td| {
                        td.leaf("code", &[], &route.path);
                    });
                    tr.leaf("td", &[], route.kind.word());
                });
            }
        });
    }
}

/// The first resource of the first collection, in each representation.
pub(super) fn examples(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let found = context.homes(id).find_map(|(collection, _)| context.extras.examples.get(&collection));
    let Some(examples) = found.filter(|examples| !examples.is_empty()) else { return };
    heading(out, "examples", "Examples");
    for (at, example) in examples.iter().enumerate() {
        let open: &[(&str, &str)] = if at == 0 { &[("open", "")] } else { &[] };
        out.el("details", open, |out| {
            out.el("summary", &[], |out| {
                out.leaf("code", &[], &example.media);
            });
            let shown = match example.media.as_str() {
                media if media.contains("json") => pretty::json(&example.body),
                media if media.contains("xml") => pretty::xml(&example.body),
                _ => example.body.clone(),
            };
            out.el("pre", &[("tabindex", "0")], |pre| {
                pre.leaf("code", &[], &shown);
            });
        });
    }
}

/// How to fetch one, as a command and as a line of the generated client.
pub(super) fn client(context: &Context<'_>, out: &mut Html, id: ClassId) {
    let Some((_, home)) = context.homes(id).next() else { return };
    heading(out, "client", "From a program");
    out.el("pre", &[("tabindex", "0")], |pre| {
        pre.leaf("code", &[], &curl(context, home));
    });
    if let Ok(call) = context.calls.call(context.model, context.schema, home) {
        let krate = context.model.name.replace('-', "_");
        let base = base(context);
        let text = format!(
            "let api = {krate}_client::Api::new(\"{base}\")?;\nlet resource = api.{}().{}().{}(\"1\").await?;",
            call.package, call.collection, call.method
        );
        out.el("pre", &[("tabindex", "0")], |pre| {
            pre.leaf("code", &[], &text);
        });
    }
}

fn curl(context: &Context<'_>, home: &Collection) -> String {
    let (base, accept) = (base(context), "accept: application/hal+json");
    let identifier = &home.identifiers[home.canonical];
    let segment = if context.schema.profile.canonical_route_only { String::new() } else { format!("/{}", identifier.segment) };
    format!("curl {base}{}\ncurl -H '{accept}' {base}{}{segment}/1", home.path, home.path)
}

fn base<'a>(context: &Context<'a>) -> &'a str {
    context.model.base_url.as_deref().unwrap_or("http://127.0.0.1:8080").trim_end_matches('/')
}
