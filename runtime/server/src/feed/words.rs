//! What a change is called: in filters and terms, and in the languages that models are written in.

use crate::store::ChangeKind;

/// Every kind of change.
pub(super) const CHANGES: [ChangeKind; 3] = [ChangeKind::Created, ChangeKind::Updated, ChangeKind::Deleted];

/// The word in filters.
pub(super) fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Created => "created",
        ChangeKind::Updated => "changed",
        ChangeKind::Deleted => "deleted",
    }
}

/// The end of the term that names the event of a class.
pub(super) fn ending(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Created => "Created",
        ChangeKind::Updated => "Changed",
        ChangeKind::Deleted => "Deleted",
    }
}

/// The word in titles.
pub(super) fn title(kind: ChangeKind, language: &str) -> &'static str {
    let words = match language {
        "nb" | "nn" | "no" => ["opprettet", "endret", "slettet"],
        "sv" => ["skapad", "ändrad", "borttagen"],
        "da" => ["oprettet", "ændret", "slettet"],
        _ => ["created", "changed", "deleted"],
    };
    match kind {
        ChangeKind::Created => words[0],
        ChangeKind::Updated => words[1],
        ChangeKind::Deleted => words[2],
    }
}
