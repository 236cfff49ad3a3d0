//! The frame around every page: head, the way back, search, and what generated it.

use super::Page;
use super::context::Context;
use super::html::Html;

/// A page in the making.
pub(super) struct Frame<'f> {
    /// Path from the site's root.
    pub(super) path: String,
    /// Title of the browser's window.
    pub(super) title: &'f str,
    /// The pages above this one, the nearest last: path from the root, and name.
    pub(super) above: Vec<(String, String)>,
}

impl Frame<'_> {
    /// The whole page around `body`.
    pub(super) fn page(self, context: &Context<'_>, body: impl FnOnce(&mut Html)) -> Page {
        let up = if self.path.contains('/') { "../" } else { "" };
        let mut html = Html::new();
        html.el("html", &[("lang", "en")], |html| {
            html.el("head", &[], |head| self.head(context, up, head)).line();
            html.el("body", &[("data-root", up)], |body_element| {
                body_element.leaf("a", &[("class", "skip"), ("href", "#main")], "Skip to the content").line();
                body_element.el("header", &[], |header| self.header(context, up, header)).line();
                body_element.el("main", &[("id", "main")], body).line();
                body_element.el("footer", &[], |footer| {
                    footer.text(&format!(
                        "{} {} · profile {} · made by smie",
                        context.model.name, context.model.version, context.schema.profile.name
                    ));
                });
                body_element.line().el("script", &[("src", &format!("{up}site.js"))], |_| {});
            });
        });
        Page { path: self.path, text: html.document() }
    }

    fn head(&self, context: &Context<'_>, up: &str, head: &mut Html) {
        head.void("meta", &[("charset", "utf-8")]);
        head.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        let whole = format!("{} {}", context.model.name, context.model.version);
        head.leaf("title", &[], &if self.title == context.title() { whole } else { format!("{} · {whole}", self.title) });
        head.void("link", &[("rel", "stylesheet"), ("href", &format!("{up}style.css"))]);
    }

    fn header(&self, context: &Context<'_>, up: &str, header: &mut Html) {
        header.el("nav", &[("class", "crumbs"), ("aria-label", "Where you are")], |nav| {
            nav.link(&format!("{up}index.html"), &context.title());
            for (path, name) in &self.above {
                nav.text(" / ").link(&format!("{up}{path}"), name);
            }
        });
        header.el("nav", &[("class", "site"), ("aria-label", "The site")], |nav| {
            nav.link(&format!("{up}relations.html"), "Relations").text(" ");
            nav.link(&format!("{up}privacy.html"), "Personal data");
            if context.extras.changes.is_some() {
                nav.text(" ").link(&format!("{up}changes.html"), "Changes");
            }
        });
        header.el("div", &[("class", "search"), ("role", "search")], |search| {
            search.leaf("label", &[("for", "search"), ("class", "hidden")], "Search");
            search.void(
                "input",
                &[
                    ("id", "search"),
                    ("type", "search"),
                    ("placeholder", "Search   /"),
                    ("autocomplete", "off"),
                    ("role", "combobox"),
                    ("aria-expanded", "false"),
                    ("aria-controls", "found"),
                    ("aria-autocomplete", "list"),
                ],
            );
            search.el("ul", &[("id", "found"), ("role", "listbox"), ("aria-label", "Found"), ("hidden", "")], |_| {});
        });
    }
}

/// A heading that can be linked to.
pub(super) fn heading(out: &mut Html, id: &str, text: &str) {
    out.line().el("h2", &[("id", id)], |h2| {
        h2.leaf("a", &[("href", &format!("#{id}"))], text);
    });
}

/// A table in a frame of its own that scrolls on narrow screens.
pub(super) fn table(out: &mut Html, head: &[&str], rows: impl FnOnce(&mut Html)) {
    out.el("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Table")], |out| {
        out.el("table", &[], |table| {
            table.el("thead", &[], |thead| {
                thead.el("tr", &[], |tr| {
                    for name in head {
                        tr.leaf("th", &[("scope", "col")], name);
                    }
                });
            });
            table.el("tbody", &[], rows);
        });
    });
}
