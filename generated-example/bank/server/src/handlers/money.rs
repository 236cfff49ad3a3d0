//! Money as whole öre: a decimal is text on the wire, and money must not pass through a binary fraction.

use std::ops::{Add, Sub};

use smie_server::{Decimal, Refused};

/// An amount or a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const NOTHING: Self = Self(0);

    /// Kronor with at most two decimals; anything else is no money.
    pub fn read(decimal: &Decimal) -> Option<Self> {
        let text = decimal.as_str();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let part = part.trim_end_matches('0');
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > 2 || !is_number(whole) || !is_number(part) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<2}").parse().ok()?;
        Some(Self(sign * whole.checked_mul(100)?.checked_add(part)?))
    }

    fn of(sum: Option<i64>) -> Result<Self, Refused> {
        sum.map(Self).ok_or_else(|| Refused::conflict("Beloppet är för stort."))
    }
}

impl Add for Money {
    type Output = Result<Self, Refused>;

    fn add(self, other: Self) -> Self::Output {
        Self::of(self.0.checked_add(other.0))
    }
}

impl Sub for Money {
    type Output = Result<Self, Refused>;

    fn sub(self, other: Self) -> Self::Output {
        Self::of(self.0.checked_sub(other.0))
    }
}

impl From<Money> for Decimal {
    fn from(money: Money) -> Self {
        let (sign, ore) = (if money.0 < 0 { "-" } else { "" }, money.0.unsigned_abs());
        format!("{sign}{}.{:02}", ore / 100, ore % 100).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again_to_the_ore() {
        for (text, written) in [("100", "100.00"), ("-25.00", "-25.00"), ("0.1", "0.10"), ("-0.05", "-0.05"), ("7.500", "7.50")] {
            let money = Money::read(&text.into()).expect("money");
            assert_eq!(Decimal::from(money).as_str(), written);
        }
    }

    #[test]
    fn what_is_no_money_is_refused() {
        for text in ["", "-", "1.005", "1e3", "--1", "1.-1", "+1", "99999999999999999999"] {
            assert_eq!(Money::read(&text.into()), None, "{text}");
        }
    }

    #[test]
    fn sums_that_do_not_fit_are_refused() {
        let most = Money::read(&"92233720368547758.07".into()).expect("the most");
        assert!((most + Money::read(&"0.01".into()).expect("an öre")).is_err());
    }
}
