//! Numbers compared as they are written, so that neither a 64-bit integer nor a decimal loses a digit on the way.

use std::cmp::Ordering;

/// True for a number of JSON, and for one with leading zeros.
pub(super) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit()) && !unsigned.ends_with('.') && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Compares two numbers; `None` when either is none.
pub(crate) fn compare(a: &str, b: &str) -> Option<Ordering> {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        _ => match (Decimal::read(a), Decimal::read(b)) {
            (Some(a), Some(b)) => Some(a.compare(&b)),
            _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?),
        },
    }
}

/// A plain decimal: sign, and digits without zeros that say nothing.
struct Decimal<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: text.starts_with('-') && !zero, whole, fraction })
    }

    fn compare(&self, other: &Self) -> Ordering {
        if self.negative != other.negative {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        let by_size = (self.whole.len(), self.whole, self.fraction).cmp(&(other.whole.len(), other.whole, other.fraction));
        if self.negative { by_size.reverse() } else { by_size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_and_lose_no_digit() {
        use Ordering::{Equal, Greater, Less};
        for (a, b, order) in [
            ("1", "2", Less),
            ("10", "9", Greater),
            ("-10", "-9", Less),
            ("1.50", "1.5", Equal),
            ("-0", "0.0", Equal),
            ("0.1", "0.10000000000000000001", Less),
            ("9223372036854775807", "9223372036854775806.9", Greater),
            ("9223372036854775808", "9223372036854775807", Greater),
            ("1e3", "1000", Equal),
            ("-1.5", "1", Less),
            ("007", "7", Equal),
            ("1.05", "1.5", Less),
        ] {
            assert_eq!(compare(a, b), Some(order), "{a} {b}");
            assert_eq!(compare(b, a), Some(order.reverse()), "{b} {a}");
        }
        assert!(is_number("-1.5e3") && is_number("0") && is_number("007"));
        for none in ["", "-", "x", "1.", ".5", "inf", "NaN", "1e999", "+1", "1 "] {
            assert!(!is_number(none), "{none}");
        }
    }
}
