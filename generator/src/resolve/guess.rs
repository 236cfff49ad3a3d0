//! What may have been meant by a name that nobody has, at a cost that a model full of such names cannot drive up.
//!
//! Each unknown name is held against every known one, which is quadratic in a model where both are many: a generated file with a wrong
//! package path, say. After so many comparisons nobody reads the guesses, so they end, while the findings themselves all stand.

use std::cell::Cell;

use crate::diagnostic::did_you_mean;

/// Comparisons in one run: some hundred guesses in a model of FINT's size.
const COMPARISONS: usize = 100_000;

/// How many comparisons are left.
pub(super) struct Guesses(Cell<usize>);

impl Default for Guesses {
    fn default() -> Self {
        Self(Cell::new(COMPARISONS))
    }
}

impl Guesses {
    /// True when no more guesses are made, so that candidates need not be gathered.
    pub(super) fn are_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// The candidate nearest to what was written, as long as guesses last.
    pub(super) fn near<'c>(&self, written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        if self.are_spent() {
            return None;
        }
        did_you_mean(written, candidates.into_iter().inspect(|_| self.0.set(self.0.get().saturating_sub(1))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_come_to_an_end() {
        let guesses = Guesses::default();
        assert_eq!(guesses.near("Elv", ["Elev", "Skole"]), Some("Elev"));
        assert_eq!(guesses.near("x", std::iter::repeat_n("Skole", COMPARISONS)), None);
        assert_eq!(guesses.near("Elv", ["Elev"]), None);
    }
}
