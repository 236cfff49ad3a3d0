//! Folding of Nordic letters to ASCII.
//!
//! A table, not a library: the general ones turn æ into ae, and the worlds served here agree on a. Names are normalised to NFC first,
//! so that a letter typed as base and combining mark folds like the letter itself.

use unicode_normalization::UnicodeNormalization;

/// How letters become ASCII.
#[derive(Clone, Debug, PartialEq)]
pub struct Folding {
    /// Letter and replacement, both cases listed.
    pub table: Vec<(char, String)>,
}

/// A letter that the table lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the letter `{letter}` has no place in the profile's folding table")]
pub struct FoldError {
    /// The letter, after normalisation to NFC.
    pub letter: char,
}

/// The six letters that FINT folds, and no others.
const FINT: &[(&str, &str)] = &[("æå", "a"), ("ø", "o"), ("ÆÅ", "A"), ("Ø", "O")];

/// The letters of the Nordic and Sámi languages, and those of neighbours that stand in names.
const NORDIC: &[(&str, &str)] = &[
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

impl Folding {
    /// FINT's: æ and å become a, ø becomes o, in both cases; any other letter is refused.
    #[must_use]
    pub fn fint() -> Self {
        Self::from_rows(FINT)
    }

    /// The letters of the Nordic languages and their neighbours.
    #[must_use]
    pub fn nordic() -> Self {
        Self::from_rows(NORDIC)
    }

    fn from_rows(rows: &[(&str, &str)]) -> Self {
        let pairs = rows.iter().flat_map(|&(letters, ascii)| letters.chars().map(move |letter| (letter, ascii.to_owned())));
        Self { table: pairs.collect() }
    }

    /// Adds a letter, or changes its replacement.
    pub fn map(&mut self, letter: char, ascii: &str) {
        match self.table.iter_mut().find(|(known, _)| *known == letter) {
            Some((_, replacement)) => ascii.clone_into(replacement),
            None => self.table.push((letter, ascii.to_owned())),
        }
    }

    /// Folds a name to ASCII, case kept. The name is normalised to NFC first.
    ///
    /// # Errors
    /// A letter that is neither ASCII nor in the table.
    pub fn fold(&self, name: &str) -> Result<String, FoldError> {
        let mut folded = String::with_capacity(name.len());
        for letter in name.nfc() {
            if letter.is_ascii() {
                folded.push(letter);
            } else {
                let (_, ascii) = self.table.iter().find(|(known, _)| *known == letter).ok_or(FoldError { letter })?;
                folded.push_str(ascii);
            }
        }
        Ok(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fint_folds_exactly_six_letters() {
        assert_eq!(Folding::fint().fold("ÆØÅæøåFastlønn").as_deref(), Ok("AOAaoaFastlonn"));
        for letter in "äöéüèáíÄÖß".chars() {
            assert_eq!(Folding::fint().fold(&format!("L{letter}rare")), Err(FoldError { letter }));
        }
    }

    #[test]
    fn nordic_folds_the_neighbours_too() {
        assert_eq!(Folding::nordic().fold("ej_påbörjat Lärare Åæøüéèáíß").as_deref(), Ok("ej_paborjat Larare Aaoueeaiss"));
        assert_eq!(Folding::nordic().fold("日"), Err(FoldError { letter: '日' }));
    }

    #[test]
    fn a_decomposed_letter_folds_like_the_letter_itself() {
        assert_eq!(Folding::fint().fold("a\u{30a}rstrinn").as_deref(), Ok("arstrinn"));
        assert_eq!(Folding::nordic().fold("pa\u{30a}bo\u{308}rjat").as_deref(), Ok("paborjat"));
    }

    #[test]
    fn no_table_lists_a_letter_twice() {
        for folding in [Folding::fint(), Folding::nordic()] {
            let mut letters: Vec<char> = folding.table.iter().map(|(letter, _)| *letter).collect();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), folding.table.len());
        }
    }
}
