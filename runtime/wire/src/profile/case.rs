//! How words are joined in a wire name.
//!
//! Names mostly come here folded, so letters are ASCII; those of the PM's form are not, and keep their letters. The words of a name are found at `_`, `-` and blanks, and where case changes:
//! `KursUID` is `Kurs` and `UID`. A digit belongs to the word before it.

use super::Case;

impl Case {
    /// A folded name in this case.
    #[must_use]
    pub fn apply(self, folded: &str) -> String {
        match self {
            Self::Keep => folded.to_owned(),
            Self::Lower => folded.to_ascii_lowercase(),
            Self::Kebab => words(folded).join("-").to_ascii_lowercase(),
            Self::Pascal => words(folded).into_iter().map(capitalised).collect(),
            Self::Camel => {
                let mut words = words(folded).into_iter();
                let first = words.next().unwrap_or_default().to_lowercase();
                words.map(capitalised).fold(first, |name, word| name + &word)
            }
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

fn words(name: &str) -> Vec<&str> {
    name.split(['_', '-', ' ']).flat_map(humps).filter(|word| !word.is_empty()).collect()
}

/// Splits before an upper-case letter that follows a lower-case one, or that begins a word after capitals.
fn humps(part: &str) -> Vec<&str> {
    let bytes = part.as_bytes();
    let starts = |i: usize| {
        let after_small = !bytes[i - 1].is_ascii_uppercase();
        let before_small = bytes.get(i + 1).is_some_and(u8::is_ascii_lowercase);
        part.is_char_boundary(i) && bytes[i].is_ascii_uppercase() && (after_small || before_small)
    };
    let mut words = Vec::new();
    let mut from = 0;
    for at in (1..bytes.len()).filter(|&i| starts(i)) {
        words.push(&part[from..at]);
        from = at;
    }
    words.push(&part[from..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_joins_the_same_words_its_own_way() {
        for (name, kebab, camel, pascal) in [
            ("Fastlonn", "fastlonn", "fastlonn", "Fastlonn"),
            ("DokumentStatus", "dokument-status", "dokumentStatus", "DokumentStatus"),
            ("KursUID", "kurs-uid", "kursUid", "KursUid"),
            ("UIDKurs", "uid-kurs", "uidKurs", "UidKurs"),
            ("ej_paborjat", "ej-paborjat", "ejPaborjat", "EjPaborjat"),
            ("adresselinje1", "adresselinje1", "adresselinje1", "Adresselinje1"),
            ("systemId", "system-id", "systemId", "SystemId"),
            ("__", "", "", ""),
            ("", "", "", ""),
        ] {
            assert_eq!([Case::Kebab.apply(name), Case::Camel.apply(name), Case::Pascal.apply(name)], [kebab, camel, pascal], "{name}");
        }
        assert_eq!(Case::Keep.apply("ej_Paborjat"), "ej_Paborjat");
        assert_eq!(Case::Lower.apply("DokumentStatus"), "dokumentstatus");
    }

    #[test]
    fn a_name_that_is_not_folded_does_not_break_it() {
        assert_eq!(Case::Kebab.apply("blåBær"), "blå-bær");
        assert_eq!(Case::Pascal.apply("ærlig_år"), "ÆrligÅr");
    }
}
