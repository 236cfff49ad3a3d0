//! A person by number: names, birth and the identity number that goes with it.
//!
//! The same index is the same person in every collection, so that a pupil's user name fits the person that the pupil is. Identity
//! numbers have valid control digits and a month raised by 80, the range that Norway keeps for synthetic people.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::rng::Rng;
use super::words::{FAMILY, GIVEN};

/// Days on which somebody may be born, from 1960.
const DAYS: u64 = 18_263;
/// Step from one person's day to the next's; without a common factor with [`DAYS`], so that every day comes before any comes again.
const STEP: u64 = 7919;

/// A synthetic person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) given: &'static str,
    pub(super) middle: &'static str,
    pub(super) family: &'static str,
    pub(super) birth: Date,
    man: bool,
    /// Which of those born on the same day.
    slot: u64,
}

impl Person {
    pub(super) fn new(seed: u64, index: u64) -> Self {
        let mut rng = Rng::new(&[seed, index, 0x9E50]);
        let man = rng.percent(50);
        let given = rng.pick(GIVEN[usize::from(man)]).unwrap_or_default();
        let (family, middle) = (rng.pick(FAMILY).unwrap_or_default(), rng.pick(FAMILY).unwrap_or_default());
        let days = i64::try_from(index.wrapping_mul(STEP).wrapping_add(seed % DAYS) % DAYS).unwrap_or_default();
        let birth = date(1960, 1, 1).saturating_add(days.days());
        Self { given, middle, family, birth, man, slot: index / DAYS }
    }

    /// The identity number, eleven digits. Nobody of another index has the same.
    pub(super) fn national_id(&self) -> String {
        let born = format!("{:02}{:02}{:02}", self.birth.day(), self.birth.month() + 80, self.birth.year() % 100);
        let from = if self.birth.year() < 2000 { 0 } else { 500 };
        let candidates = (from..from + 500).filter(|number| (number % 2 == 1) == self.man);
        let mut valid = candidates.filter_map(|number| with_control_digits(&format!("{born}{number:03}")));
        let slot = usize::try_from(self.slot).unwrap_or(usize::MAX);
        valid.nth(slot).unwrap_or_else(|| format!("{born}{from:03}00"))
    }

    /// `ola.odegard`, in ASCII.
    pub(super) fn account(&self) -> String {
        format!("{}.{}", plain(self.given), plain(self.family))
    }
}

/// Lower-case ASCII letters of a name.
fn plain(name: &str) -> String {
    let folded = smie_wire::profile::Folding::nordic().fold(name).unwrap_or_default();
    folded.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

fn with_control_digits(nine: &str) -> Option<String> {
    let first = control_digit(nine, &[3, 7, 6, 1, 8, 9, 4, 5, 2])?;
    let ten = format!("{nine}{first}");
    let second = control_digit(&ten, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])?;
    Some(format!("{ten}{second}"))
}

/// The control digit of modulus 11; `None` for digits that have none.
pub(super) fn control_digit(digits: &str, weights: &[u32]) -> Option<u32> {
    let sum: u32 = digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn identity_numbers_are_valid_synthetic_and_unique() {
        let mut seen = HashSet::new();
        for index in (0..60_000).chain(1_990_000..2_000_000) {
            let id = Person::new(3, index).national_id();
            assert!((81..=92).contains(&id[2..4].parse::<u32>().expect("digits")), "{id}");
            assert_eq!(with_control_digits(&id[..9]).as_ref(), Some(&id));
            assert!(seen.insert(id));
        }
    }

    #[test]
    fn the_account_is_ascii() {
        for index in 0..200 {
            let account = Person::new(1, index).account();
            assert!(account.bytes().all(|b| b.is_ascii_lowercase() || b == b'.') && account.len() > 3, "{account}");
        }
    }
}
