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

/// The term that names a change of a class, by its folded name.
pub(super) fn change_term(class: &str, kind: ChangeKind) -> String {
    format!("{class}{}", ending(kind))
}

/// The title of a change of a class, by its name in the model's letters.
pub(super) fn change_title(label: &str, kind: ChangeKind, language: &str) -> String {
    format!("{label} {}", title(kind, language))
}

/// The word in titles.
fn title(kind: ChangeKind, language: &str) -> &'static str {
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
