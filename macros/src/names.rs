//! Names: of the model from Rust's, on the wire from the model's, and close ones to suggest.

use heck::ToLowerCamelCase;
use syn::Ident;
use syn::ext::IdentExt;

/// The model's name of a field: `system_id` is `systemId`.
pub(crate) fn member(field: &Ident) -> String {
    field.unraw().to_string().to_lower_camel_case()
}

/// The model's name of a type or variant: its own.
pub(crate) fn own(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The letters that have an ASCII letter on the wire, as the profiles of `smie-wire` have them; a test compares the two. They
/// cannot be shared, because the wire crate itself needs this one, and at run time they would cost each reading of each member.
const LETTERS: &[(&str, &str)] = &[
    ("àáâãäåæ", "a"),
    ("çč", "c"),
    ("đð", "d"),
    ("èéêë", "e"),
    ("ìíîï", "i"),
    ("ñŋ", "n"),
    ("òóôõöø", "o"),
    ("š", "s"),
    ("ŧ", "t"),
    ("ùúûü", "u"),
    ("ýÿ", "y"),
    ("ž", "z"),
    ("ß", "ss"),
    ("þ", "th"),
    ("œ", "oe"),
    ("ÀÁÂÃÄÅÆ", "A"),
    ("ÇČ", "C"),
    ("ĐÐ", "D"),
    ("ÈÉÊË", "E"),
    ("ÌÍÎÏ", "I"),
    ("ÑŊ", "N"),
    ("ÒÓÔÕÖØ", "O"),
    ("Š", "S"),
    ("Ŧ", "T"),
    ("ÙÚÛÜ", "U"),
    ("ÝŸ", "Y"),
    ("Ž", "Z"),
    ("Þ", "Th"),
    ("Œ", "Oe"),
];

/// The name on the wire: ASCII, case kept. A letter without an ASCII letter is kept, for the profile to refuse.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars() {
        match LETTERS.iter().find(|(letters, _)| letters.contains(letter)) {
            Some((_, ascii)) => folded.push_str(ascii),
            // A combining mark: the letter before it is already the folded one.
            None if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            None => folded.push(letter),
        }
    }
    folded
}

/// `; did you mean …?`, when one of the candidates is close.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let scored = candidates.into_iter().map(|candidate| (strsim::jaro_winkler(word, candidate), candidate));
    match scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((score, candidate)) if score > 0.8 => format!("; did you mean `{candidate}`?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use smie_wire::profile::preset;

    use super::*;

    #[test]
    fn names_fold_as_the_profiles_fold_them() {
        for name in ["fint", "ladok", "rest-se"] {
            for (letter, ascii) in preset(name).map(|profile| profile.folding.table).unwrap_or_default() {
                assert_eq!(fold(&letter.to_string()), ascii, "{letter} in {name}");
            }
        }
        assert_eq!(fold("tospråkligFagopplæring"), "tosprakligFagopplaring");
        assert_eq!(fold("a\u{30a}"), "a");
    }

    #[test]
    fn fields_are_named_in_the_models_case() {
        let name = |field: &str| member(&syn::parse_str(field).unwrap_or_else(|error| panic!("{error}")));
        assert_eq!(name("system_id"), "systemId");
        assert_eq!(name("fravær"), "fravær");
    }
}
