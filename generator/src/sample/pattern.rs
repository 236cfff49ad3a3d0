//! Text that a regular expression matches: by chance, or one for each number.

use smie_wire::model::matching_text;

use super::rng::Rng;

/// A text that matches, by chance.
pub(super) fn random(pattern: &str, rng: &mut Rng) -> Option<String> {
    matching_text(pattern, &mut |limit| rng.below(limit))
}

/// The text of this number: other numbers give other texts, as far as the pattern has them.
pub(super) fn nth(pattern: &str, number: u64) -> Option<String> {
    let mut rest = number;
    matching_text(pattern, &mut |limit| {
        let digit = rest % limit;
        rest /= limit;
        digit
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_give_different_texts_while_there_are_any() {
        let texts: HashSet<_> = (0..1000).map(|n| nth(r"SE-\d{3}", n).expect("understood")).collect();
        assert_eq!(texts.len(), 1000);
    }

    #[test]
    fn chance_gives_a_text_that_matches() {
        let mut rng = Rng::new(&[1]);
        for _ in 0..50 {
            let text = random(r"^[A-Z]{2}-\d$", &mut rng).expect("understood");
            assert!(text.len() == 4 && text.as_bytes()[2] == b'-', "{text}");
        }
    }
}
