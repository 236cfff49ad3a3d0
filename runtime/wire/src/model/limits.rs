//! `pattern`, `min` and `max`: on types that have them, and with values that can be met. Files and derived types are held to the same.

use super::{Attribute, Scalar, Type};

/// What is wrong with an attribute's pattern, min and max, each with what would be right.
#[must_use]
pub fn wrong_limits(attribute: &Attribute) -> Vec<(String, &'static str)> {
    let name = &attribute.name;
    let mut wrong = Vec::new();
    let textual = matches!(attribute.ty, Type::Scalar(Scalar::String | Scalar::Uri) | Type::Identifikator);
    if attribute.pattern.is_some() && !textual {
        wrong.push((format!("`{name}` has a pattern, but is not text"), "a pattern is for `string`, `uri` and `Identifikator`"));
    }
    let limits: Vec<_> =
        [("min", &attribute.min), ("max", &attribute.max)].into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?))).collect();
    if limits.is_empty() {
        return wrong;
    }
    let measure: fn(&str) -> Option<f64> = match attribute.ty {
        Type::Scalar(Scalar::Date | Scalar::DateTime | Scalar::Duration) => return wrong,
        Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal) => {
            |text| text.parse().ok().filter(|n: &f64| n.is_finite())
        }
        Type::Scalar(Scalar::String | Scalar::Uri | Scalar::Binary) | Type::Identifikator => |text| text.parse::<u32>().ok().map(f64::from),
        _ => {
            wrong.push((
                format!("`{name}` has `{}`, but neither a size nor a length", limits[0].0),
                "`min` and `max` are for numbers, dates and text",
            ));
            return wrong;
        }
    };
    let mut values = Vec::new();
    for (word, text) in limits {
        match measure(text) {
            Some(value) => values.push((word, value)),
            None => wrong.push((
                format!("`{word}: {text}` of `{name}` is not a number that its type can have"),
                "a limit is a number; of text, a whole number of characters",
            )),
        }
    }
    if let [(_, min), (_, max)] = values[..]
        && min > max
    {
        wrong.push((format!("`{name}` has `min` above `max`"), "nothing can meet both; exchange them"));
    }
    wrong
}
