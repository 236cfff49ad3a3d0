//! The small words that several pages share: multiplicities, badges, deprecations.

use smie_wire::model::{Bounds, Class, Deprecation, Gdpr, Operation, Stereotype};

use super::context::Context;
use super::html::Html;
use super::prose;

/// Bounds as UML writes them.
pub(super) fn bounds(bounds: Bounds) -> String {
    match (bounds.lower, bounds.upper) {
        (lower, Some(upper)) if lower == upper => lower.to_string(),
        (lower, Some(upper)) => format!("{lower}..{upper}"),
        (lower, None) => format!("{lower}..*"),
    }
}

/// A word in a frame.
pub(super) fn badge(out: &mut Html, kind: &str, word: &str) {
    out.leaf("span", &[("class", &format!("badge {kind}"))], word).text(" ");
}

/// What protects a value.
pub(super) fn gdpr(out: &mut Html, mark: Option<Gdpr>) {
    if let Some(mark) = mark {
        badge(out, "gdpr", spelled(mark));
    }
}

/// A mark in words.
pub(super) fn spelled(mark: Gdpr) -> &'static str {
    match mark {
        Gdpr::Personal => "personal",
        Gdpr::Special => "special category",
        Gdpr::NationalId => "national id",
    }
}

/// When it came, and whether it is to go.
pub(super) fn age(out: &mut Html, since: Option<&str>, deprecated: Option<&Deprecation>) {
    if let Some(since) = since {
        badge(out, "since", &format!("since {since}"));
    }
    if let Some(deprecation) = deprecated {
        let word = deprecation.since.as_ref().map_or_else(|| "deprecated".to_owned(), |since| format!("deprecated since {since}"));
        badge(out, "deprecated", &word);
        if let Some(instead) = &deprecation.instead {
            out.text("use ").leaf("code", &[], instead).text(" ");
        }
        prose::docs(out, &deprecation.docs);
    }
}

/// The word for what a class is. A kodeverk is a hovedklasse that extends `Begrep`.
pub(super) fn kind(context: &Context<'_>, class: &Class) -> &'static str {
    let begrep = class.extends.is_some_and(|parent| context.model.class(parent).name == "Begrep");
    if begrep && class.stereotype == Stereotype::Hovedklasse { "kodeverk" } else { class.stereotype.word() }
}

/// What clients may do, in words.
pub(super) fn operations(operations: &[Operation]) -> String {
    if operations.is_empty() {
        return "nothing".to_owned();
    }
    operations.iter().map(|operation| operation.word()).collect::<Vec<_>>().join(", ")
}
