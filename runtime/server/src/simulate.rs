//! A server that is slow or fails at times, for teams that build clients: off unless asked for.
//!
//! Nothing here is random, so that a test that met a failure meets it again: failures are spread evenly over the requests, and waits over their range.

use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long answers wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// At least.
    pub least: Duration,
    /// At most.
    pub most: Duration,
}

/// The share of requests that fail, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Failures(f64);

/// What is simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Simulate {
    /// How long answers wait; `None` = not at all.
    pub latency: Option<Latency>,
    /// The share of requests that fail with 503 before anything is done.
    pub failures: Failures,
}

/// The longest that an answer waits.
const LONGEST: u64 = 60_000;

impl FromStr for Latency {
    type Err = &'static str;

    /// Milliseconds, `200`, or a range of them, `50-300`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let milliseconds =
            |text: &str| text.trim().trim_end_matches("ms").parse().ok().filter(|ms| *ms <= LONGEST).map(Duration::from_millis);
        let (least, most) = text.split_once('-').unwrap_or((text, text));
        let both = milliseconds(least).zip(milliseconds(most)).filter(|(least, most)| least <= most);
        let (least, most) = both.ok_or("expected milliseconds up to 60000, such as 200, or a range, such as 50-300")?;
        Ok(Self { least, most })
    }
}

impl FromStr for Failures {
    type Err = &'static str;

    /// Percent, `5` or `5%`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let percent = text.trim().trim_end_matches('%').trim_end().parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
        percent.map(|percent: f64| Self(percent / 100.0)).ok_or("expected percent of the requests, from 0 to 100, such as 5")
    }
}

impl std::fmt::Display for Latency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (least, most) = (self.least.as_millis(), self.most.as_millis());
        if least == most { write!(f, "{least}") } else { write!(f, "{least}-{most}") }
    }
}

impl std::fmt::Display for Failures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (self.0 * 100.0).fmt(f)
    }
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fate {
    pub(crate) wait: Duration,
    pub(crate) fails: bool,
}

/// Gives each request its fate.
#[derive(Debug)]
pub(crate) struct Fates {
    simulate: Simulate,
    count: AtomicU64,
}

/// The golden ratio's fraction: its multiples spread over a range with no two near each other.
const SPREAD: f64 = 0.618_033_988_749_894_9;

impl Fates {
    /// `None` = nothing is simulated.
    pub(crate) fn new(simulate: Simulate) -> Option<Self> {
        (simulate != Simulate::default()).then(|| Self { simulate, count: AtomicU64::new(0) })
    }

    pub(crate) fn next(&self) -> Fate {
        let count = self.count.fetch_add(1, Ordering::Relaxed) as f64;
        let Failures(share) = self.simulate.failures;
        let wait = self
            .simulate
            .latency
            .map_or(Duration::ZERO, |Latency { least, most }| least + (most - least).mul_f64((count * SPREAD).fract()));
        // The request with which a whole number of failures is due.
        Fate { wait, fails: ((count + 1.0) * share + 1e-9).floor() > (count * share + 1e-9).floor() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_spread_evenly_and_waits_over_their_range() {
        assert!(Fates::new(Simulate::default()).is_none());
        for (percent, of_100) in [("10", 10), ("33%", 33), ("0.5", 0), ("100", 100), ("1", 1)] {
            let simulate = Simulate { latency: Some("50-300ms".parse().unwrap()), failures: percent.parse().unwrap() };
            let fates = Fates::new(simulate).unwrap();
            let fates: Vec<_> = (0..100).map(|_| fates.next()).collect();
            assert_eq!(fates.iter().filter(|fate| fate.fails).count(), of_100, "{percent}");
            let waits: Vec<_> = fates.iter().map(|fate| fate.wait.as_millis()).collect();
            assert!(waits.iter().all(|wait| (50..=300).contains(wait)));
            assert!(waits.iter().any(|wait| *wait < 60) && waits.iter().any(|wait| *wait > 290));
        }
        let tenth = Fates::new(Simulate { failures: "10".parse().unwrap(), ..Simulate::default() }).unwrap();
        assert_eq!((0..30).filter(|_| tenth.next().fails).count(), 3);
        for wrong in ["", "x", "-1", "5-2", "60001", "1-"] {
            assert!(wrong.parse::<Latency>().is_err(), "{wrong}");
        }
        for wrong in ["", "101", "-1", "NaN", "inf"] {
            assert!(wrong.parse::<Failures>().is_err(), "{wrong}");
        }
        assert_eq!(
            ("200".parse::<Latency>().unwrap().to_string(), "5%".parse::<Failures>().unwrap().to_string()),
            ("200".into(), "5".into())
        );
    }
}
