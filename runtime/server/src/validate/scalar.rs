//! Primitive values: what each may look like, and its canonical form.

use smie_wire::model::Scalar;
use smie_wire::profile::DateForm;

use super::json::{Cursor, Kind, Syntax, Text, quote};
use super::limits::Limits;
use super::time::{self, Instant, Written};
use super::{Problem, shape::Shapes};
use smie_wire::model::EnumId;

/// What a primitive must be, as a message says it.
fn expected(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "a text",
        Scalar::Boolean => "true or false",
        Scalar::Int => "a whole number of 32 bits",
        Scalar::Long => "a whole number of 64 bits",
        Scalar::Float | Scalar::Double => "a number",
        Scalar::Decimal => "a decimal number",
        Scalar::Date => "a date",
        Scalar::DateTime => "a date and time with an offset",
        Scalar::Duration => "an ISO 8601 duration",
        Scalar::Uri => "an absolute URI",
        Scalar::Uuid => "a UUID",
        Scalar::Binary => "base64",
    }
}

/// Reads one primitive value and writes its canonical form. The outer error ends the walk, the inner one is a violation.
pub(super) fn scalar(
    scalar: Scalar,
    limits: Option<&Limits>,
    dates: DateForm,
    cursor: &mut Cursor<'_>,
    out: &mut Vec<u8>,
) -> Result<Result<(), Problem>, Syntax> {
    let kind = cursor.peek()?;
    let wrong = Problem::Type { expected: expected(scalar), found: kind.describe() };
    Ok(match (kind, scalar) {
        (Kind::String, Scalar::Boolean | Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double) => {
            cursor.skip().map(|()| Err(wrong))?
        }
        (Kind::String, _) => text(scalar, limits, dates, cursor.string()?, out),
        (Kind::Number, _) => number(scalar, limits, dates, cursor.number()?, out).unwrap_or(Err(wrong)),
        (Kind::Boolean, Scalar::Boolean) => {
            out.extend_from_slice(cursor.word()?.as_bytes());
            Ok(())
        }
        _ => cursor.skip().map(|()| Err(wrong))?,
    })
}

/// A code of a closed list, by its wire form or the model's own.
pub(super) fn code(shapes: &Shapes, id: EnumId, cursor: &mut Cursor<'_>, out: &mut Vec<u8>) -> Result<Result<(), Problem>, Syntax> {
    let kind = cursor.peek()?;
    if kind != Kind::String {
        cursor.skip()?;
        return Ok(Err(Problem::Type { expected: "a code", found: kind.describe() }));
    }
    let given = cursor.string()?.decode();
    let values = &shapes.enums[id.index()];
    Ok(match values.iter().find(|(wire, name)| **wire == *given || **name == *given) {
        Some((wire, _)) => {
            quote(wire, out);
            Ok(())
        }
        None => {
            let codes = values.iter().map(|(wire, _)| format!("`{wire}`")).collect::<Vec<_>>().join(", ");
            Err(Problem::Value { value: Problem::excerpt(&given), expected: format!("one of {codes}") })
        }
    })
}

fn number(scalar: Scalar, limits: Option<&Limits>, dates: DateForm, digits: &str, out: &mut Vec<u8>) -> Option<Result<(), Problem>> {
    let none = || Err(Problem::Value { value: Problem::excerpt(digits), expected: expected(scalar).to_owned() });
    let digits = match scalar {
        Scalar::Int | Scalar::Long | Scalar::Date | Scalar::DateTime => whole(digits),
        _ => digits,
    };
    let checked = match scalar {
        Scalar::Int | Scalar::Long => match digits.parse::<i64>() {
            Ok(n) if scalar == Scalar::Long || i32::try_from(n).is_ok() => limits.map_or(Ok(()), |l| l.integer(n.into(), "the value")),
            _ => none(),
        },
        Scalar::Float | Scalar::Double => match digits.parse::<f64>() {
            Ok(n) if n.is_finite() && (scalar == Scalar::Double || (n as f32).is_finite()) => limits.map_or(Ok(()), |l| l.number(n)),
            _ => none(),
        },
        Scalar::Decimal if !digits.contains(['e', 'E']) => {
            out.push(b'"');
            out.extend_from_slice(digits.as_bytes());
            out.push(b'"');
            return Some(decimal_limits(digits, limits));
        }
        Scalar::Date | Scalar::DateTime => {
            let instant = digits.parse().ok().and_then(Instant::from_millis);
            return Some(instant.map_or_else(none, |instant| {
                let written = Written::Time(instant, instant.date());
                moment(scalar, dates, written, out);
                limits.map_or(Ok(()), |limits| limits.moment(scalar, written))
            }));
        }
        _ => return None,
    };
    out.extend_from_slice(digits.as_bytes());
    Some(checked)
}

/// A number without a fraction that is nothing: `1.0` is an integer to JSON Schema (validation, 6.1.1) as `1` is.
fn whole(digits: &str) -> &str {
    match digits.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => digits,
    }
}

fn text(scalar: Scalar, limits: Option<&Limits>, dates: DateForm, text: Text<'_>, out: &mut Vec<u8>) -> Result<(), Problem> {
    let given = text.decode();
    let none = || Problem::Value { value: Problem::excerpt(&given), expected: expected(scalar).to_owned() };
    let fits = match scalar {
        Scalar::Date | Scalar::DateTime => {
            let written = time::parse(&given).ok_or_else(none)?;
            moment(scalar, dates, written, out);
            return limits.map_or(Ok(()), |limits| limits.moment(scalar, written));
        }
        Scalar::Uuid => {
            quote(&given.to_ascii_lowercase(), out);
            return if is_uuid(&given) { Ok(()) } else { Err(none()) };
        }
        Scalar::Decimal => is_decimal(&given),
        Scalar::Duration => is_duration(&given),
        Scalar::Uri => is_uri(&given),
        Scalar::Binary => is_base64(&given),
        _ => true,
    };
    if !fits {
        return Err(none());
    }
    if text.escaped {
        quote(&given, out);
    } else {
        out.push(b'"');
        out.extend_from_slice(text.raw.as_bytes());
        out.push(b'"');
    }
    match limits {
        Some(_) if scalar == Scalar::Decimal => decimal_limits(&given, limits),
        Some(limits) => limits.text(&given),
        None => Ok(()),
    }
}

/// Writes a date or time in the one form in which it is kept.
pub(super) fn moment(scalar: Scalar, dates: DateForm, written: Written, out: &mut Vec<u8>) {
    out.push(b'"');
    match (scalar, dates, written) {
        (Scalar::Date, DateForm::Date, Written::Date(date) | Written::Time(_, date)) => date.write(out),
        (_, _, Written::Date(date)) => date.noon().write(out),
        (_, _, Written::Time(instant, _)) => instant.write(out),
    }
    out.push(b'"');
}

fn decimal_limits(digits: &str, limits: Option<&Limits>) -> Result<(), Problem> {
    match (limits, digits.parse()) {
        (Some(limits), Ok(value)) => limits.number(value),
        _ => Ok(()),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, fraction)| digits(whole) && digits(fraction))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.bytes().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}

fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
            && !rest.is_empty()
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// `P1Y2M10DT2H30M`, `P3W`, `PT0.5S`.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let parts = |text: &str, units: &str| {
        let mut units = units.chars();
        text.split_inclusive(|c: char| c.is_ascii_alphabetic()).all(|part| {
            let (digits, unit) = part.split_at(part.len() - part.chars().next_back().map_or(0, char::len_utf8));
            !digits.starts_with('-') && is_decimal(digits) && unit.chars().next().is_some_and(|u| units.any(|known| known == u))
        })
    };
    parts(date, "YMWD") && time.is_none_or(|time| !time.is_empty() && parts(time, "HMS")) && !(date.is_empty() && time.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_a_form_are_told_from_others() {
        assert!(is_duration("P1Y2M10DT2H30M") && is_duration("PT0.5S") && is_duration("P3W"));
        assert!(!is_duration("P") && !is_duration("PT") && !is_duration("P1") && !is_duration("P1D1Y") && !is_duration("1D"));
        assert!(is_decimal("-12.50") && !is_decimal("1.") && !is_decimal("") && !is_decimal("1e3") && !is_decimal("--1"));
        assert!(is_uri("https://a.no/x") && is_uri("urn:x:y") && !is_uri("a b:c d") && !is_uri("/x") && !is_uri("http:"));
        assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000") && !is_uuid("123e4567e89b12d3a456426614174000"));
        assert!(is_base64("aGVp") && is_base64("aA==") && is_base64("") && !is_base64("a") && !is_base64("æøåæ"));
    }
}
