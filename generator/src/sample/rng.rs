//! Chance that can be repeated: SplitMix64, seeded by what a value belongs to.

/// A stream of numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    /// The stream of these words; the same words give the same stream.
    pub(super) fn new(words: &[u64]) -> Self {
        let mut state = Self(0x5A1E_D00D_5EED_1234);
        for &word in words {
            state.0 ^= word;
            state.0 = state.next();
        }
        state
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when there is none.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.next() % limit }
    }

    /// A number from `low` to `high`, both possible.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.wrapping_sub(low).cast_unsigned();
        low.wrapping_add(if width == u64::MAX { self.next() } else { self.next() % (width + 1) }.cast_signed())
    }

    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = usize::try_from(self.below(from.len() as u64)).ok()?;
        from.get(at).copied()
    }
}

/// A name as a word of a seed (FNV-1a).
pub(super) fn word(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_stream_and_others_another() {
        let stream = |words: &[u64]| {
            let mut rng = Rng::new(words);
            [rng.next(), rng.next()]
        };
        assert_eq!(stream(&[1, 2]), stream(&[1, 2]));
        assert_ne!(stream(&[1, 2]), stream(&[2, 1]));
    }

    #[test]
    fn limits_hold_at_their_ends() {
        let mut rng = Rng::new(&[7]);
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.between(3, 3), 3);
        let _ = rng.between(i64::MIN, i64::MAX);
        assert!((0..1000).all(|_| (-2..=2).contains(&rng.between(-2, 2))));
        assert_eq!(rng.pick::<u8>(&[]), None);
    }
}
