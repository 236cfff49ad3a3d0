//! What changed since an older version: the report of `smie diff` as a page, and the part of it that stands on a class's own page.

use super::Page;
use super::context::Context;
use super::facts;
use super::html::Html;
use super::shell::{Frame, heading, table};
use crate::diff::render::sentence;
use crate::diff::{Change, Group, Report};

/// Where changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// A page of all changes: each names its class.
    Report,
    /// The page of the class.
    Class,
}

pub(super) fn page(context: &Context<'_>, report: &Report) -> Page {
    let title = format!("Changes since {}", report.old.version);
    Frame { path: "changes.html".to_owned(), title: &title, above: Vec::new() }.page(context, |out| {
        out.leaf("h1", &[], &title);
        out.leaf(
            "p",
            &[],
            &format!("{} {} → {}: {}.", report.new.model, report.old.version, report.new.version, sentence(report, &report.verdict())),
        );
        for &group in Group::ALL {
            let mut changes = report.changes.iter().filter(|change| change.group() == group).peekable();
            if changes.peek().is_some() {
                heading(out, group.word(), &format!("{} ({})", title_of(group), report.count(group)));
                rows(context, out, changes, Within::Report);
            }
        }
    })
}

fn title_of(group: Group) -> &'static str {
    match group {
        Group::Breaking => "Breaking",
        Group::Dangerous => "Dangerous",
        Group::Additive => "Added",
        Group::Information => "For information",
        Group::Documentation => "Documentation",
    }
}

/// Changes, a row each.
pub(super) fn rows<'c>(context: &Context<'_>, out: &mut Html, changes: impl Iterator<Item = &'c Change>, within: Within) {
    table(out, &["what", "change", "why"], |out| {
        for change in changes {
            out.el("tr", &[], |tr| {
                tr.el("th", &[("scope", "row")], |th| subject(context, th, change, within));
                tr.el("td", &[], |td| {
                    facts::badge(td, change.group().word(), change.group().word());
                    td.text(&change.message).text(" ").leaf("code", &[], change.code.id);
                });
                tr.leaf("td", &[], &change.reason);
            });
        }
    });
}

/// What changed: a link when the class is still there.
fn subject(context: &Context<'_>, out: &mut Html, change: &Change, within: Within) {
    if within == Within::Class {
        out.text(change.member.as_deref().unwrap_or("the class"));
        return;
    }
    let class = change.class.as_deref().and_then(|name| {
        let (package, class) = name.rsplit_once('/').unwrap_or(("", name));
        context.model.find(package, class)
    });
    match class {
        Some(id) => {
            out.link(&context.class_page(id), &change.subject());
        }
        None => {
            out.text(&change.subject());
        }
    }
}
