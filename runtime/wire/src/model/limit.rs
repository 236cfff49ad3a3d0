//! What `pattern`, `min` and `max` of an attribute mean, read by the attribute's type.
//!
//! One reading for the checker, which refuses what cannot be read, for the engine, which holds values against it, and for
//! whoever makes values up. Running a pattern is not here: `wire` has no engine for regular expressions.

use std::cmp::Ordering;

use super::{Attribute, Scalar, Type};
use crate::value::{Date, DateTime};

/// A least or a greatest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of whole numbers, and of the length of a text in characters.
    Whole(i128),
    /// Of numbers with a fraction.
    Number(f64),
    /// Of dates.
    Date(Date),
    /// Of points in time.
    Time(DateTime),
}

/// Why a limit cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// The type has neither a size nor a length.
    #[error("its type has neither a size nor a length")]
    NoSize,
    /// The text is no value of the type.
    #[error("expected {0}")]
    Value(&'static str),
}

impl Limit {
    /// Reads a limit of an attribute of this type.
    ///
    /// # Errors
    /// The type has no order, or the text is no value that it can have.
    pub fn read(ty: Type, text: &str) -> Result<Self, LimitError> {
        let (limit, expected) = match ty {
            Type::Scalar(Scalar::Int) => (text.parse::<i32>().ok().map(|n| Self::Whole(n.into())), "a whole number of 32 bits"),
            Type::Scalar(Scalar::Long) => (text.parse::<i64>().ok().map(|n| Self::Whole(n.into())), "a whole number of 64 bits"),
            Type::Scalar(Scalar::Float) => (number(text).filter(|_| text.parse().is_ok_and(f32::is_finite)), "a number of 32 bits"),
            Type::Scalar(Scalar::Double | Scalar::Decimal) => (number(text), "a number"),
            Type::Scalar(Scalar::Date) => (date(text), "a date, such as 2024-08-01"),
            Type::Scalar(Scalar::DateTime) => (time(text), "a point in time, such as 2024-08-01T00:00:00Z"),
            Type::Scalar(Scalar::String | Scalar::Uri | Scalar::Binary) | Type::Identifikator => {
                (text.parse::<u32>().ok().map(|n| Self::Whole(n.into())), "a number of characters")
            }
            Type::Scalar(Scalar::Boolean | Scalar::Duration | Scalar::Uuid) | Type::Class(_) | Type::Enum(_) => {
                return Err(LimitError::NoSize);
            }
        };
        limit.ok_or(LimitError::Value(expected))
    }
}

impl PartialOrd for Limit {
    /// Numbers of both kinds can be compared; anything else only with its own kind.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(b)),
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

fn number(text: &str) -> Option<Limit> {
    text.parse().ok().filter(|n: &f64| n.is_finite()).map(Limit::Number)
}

/// A date and nothing else: values are read in more forms than a model should have.
fn date(text: &str) -> Option<Limit> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(Limit::Date(date))
}

/// A point in time with its offset, without which it is another one in every time zone.
fn time(text: &str) -> Option<Limit> {
    text.parse::<jiff::Timestamp>().ok().map(|time| Limit::Time(time.into()))
}

/// What is wrong with one of the keys `pattern`, `min` and `max` of an attribute, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongLimit {
    /// The key: `pattern`, `min` or `max`.
    pub key: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

/// Everything that is wrong with an attribute's `pattern`, `min` and `max`, but for what only an engine for regular expressions can tell.
#[must_use]
pub fn wrong_limits(attribute: &Attribute) -> Vec<WrongLimit> {
    let name = &attribute.name;
    let mut wrong = Vec::new();
    let textual = matches!(attribute.ty, Type::Scalar(Scalar::String | Scalar::Uri) | Type::Identifikator);
    if attribute.pattern.is_some() && !textual {
        let message = format!("`{name}` has a pattern, but is not text");
        wrong.push(WrongLimit { key: "pattern", message, help: "a pattern is for `string`, `uri` and `Identifikator`".to_owned() });
    }
    let limits = [("min", &attribute.min), ("max", &attribute.max)];
    let mut read = Vec::new();
    for (key, text) in limits.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))) {
        match Limit::read(attribute.ty, text) {
            Ok(limit) => read.push(limit),
            Err(LimitError::NoSize) => {
                let message = format!("`{name}` has `{key}`, but neither a size nor a length");
                wrong.push(WrongLimit { key, message, help: "`min` and `max` are for numbers, dates, points in time and text".to_owned() });
            }
            Err(LimitError::Value(expected)) => {
                let message = format!("`{key}: {text}` of `{name}` is no limit that its type can have");
                wrong.push(WrongLimit { key, message, help: format!("write {expected}") });
            }
        }
    }
    if let [min, max] = read[..]
        && min > max
    {
        let message = format!("`{name}` has `min` above `max`");
        wrong.push(WrongLimit { key: "min", message, help: "nothing can meet both; exchange them".to_owned() });
    }
    wrong
}

/// The pattern of an attribute as a regular expression of the whole text.
#[must_use]
pub fn whole_text(pattern: &str) -> String {
    // The line break ends a comment of `(?x)`, and is a blank to it.
    let end = if pattern.contains("(?") && pattern.contains('#') { "\n" } else { "" };
    format!(r"\A(?:{pattern}{end})\z")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_limit(scalar: Scalar, text: &str) -> bool {
        Limit::read(Type::Scalar(scalar), text).is_ok()
    }

    #[test]
    fn a_limit_is_a_value_of_its_type() {
        assert!(is_limit(Scalar::Int, "-2147483648") && !is_limit(Scalar::Int, "99999999999"));
        assert!(is_limit(Scalar::Long, "99999999999") && !is_limit(Scalar::Long, "1.5") && !is_limit(Scalar::Long, "1e3"));
        assert!(is_limit(Scalar::Double, "1e300") && !is_limit(Scalar::Float, "1e300") && !is_limit(Scalar::Double, "inf"));
        assert!(is_limit(Scalar::Decimal, "-0.5") && !is_limit(Scalar::Decimal, "NaN") && !is_limit(Scalar::Decimal, ""));
        assert!(is_limit(Scalar::Date, "2024-02-29") && !is_limit(Scalar::Date, "2023-02-29"));
        for text in ["banan", "1", "1722470400000", "2024-08-01T00:00:00Z", "20240801", ""] {
            assert!(!is_limit(Scalar::Date, text), "{text}");
        }
        for text in ["2024-08-01T00:00:00Z", "2024-08-01T00:00:00+02:00"] {
            assert!(is_limit(Scalar::DateTime, text), "{text}");
        }
        for text in ["2024-08-01", "2024-08-01T00:00:00", "i går", "1722470400000"] {
            assert!(!is_limit(Scalar::DateTime, text), "{text}");
        }
        assert!(is_limit(Scalar::String, "20") && !is_limit(Scalar::String, "-1") && !is_limit(Scalar::String, "1.5"));
        assert_eq!(Limit::read(Type::Scalar(Scalar::Boolean), "1"), Err(LimitError::NoSize));
        assert_eq!(Limit::read(Type::Scalar(Scalar::Duration), "P1D"), Err(LimitError::NoSize));
    }

    #[test]
    fn limits_of_one_type_are_ordered() {
        let limit = |scalar, text| Limit::read(Type::Scalar(scalar), text).unwrap();
        assert!(limit(Scalar::Date, "1900-01-01") < limit(Scalar::Date, "2024-08-01"));
        assert!(limit(Scalar::DateTime, "2024-08-01T00:00:00+02:00") < limit(Scalar::DateTime, "2024-08-01T00:00:00Z"));
        assert!(limit(Scalar::Long, "9007199254740993") > limit(Scalar::Long, "9007199254740992"));
    }
}
