//! Folding of Nordic letters to ASCII.

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

impl Folding {
    /// Folds a name to ASCII, case kept. The name is normalised to NFC first.
    ///
    /// # Errors
    /// A letter that is neither ASCII nor in the table.
    pub fn fold(&self, _name: &str) -> Result<String, FoldError> {
        Ok(String::new())
    }
}
