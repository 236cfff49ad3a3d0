//! `pattern`, `min` and `max` of an attribute, made ready once.

use regex_automata::meta::Regex;
use smie_wire::model::{Limit, Scalar, whole_text};
use smie_wire::schema::Attribute;

use super::Problem;
use super::time::Written;

/// What a value must also satisfy.
#[derive(Debug)]
pub(crate) struct Limits {
    pattern: Option<(Regex, String)>,
    least: Option<Bound>,
    greatest: Option<Bound>,
}

#[derive(Debug)]
struct Bound {
    written: String,
    limit: Limit,
}

impl Bound {
    fn new(attribute: &Attribute, word: &str, written: Option<&str>) -> Result<Option<Self>, String> {
        let Some(written) = written else { return Ok(None) };
        let limit = Limit::read(attribute.ty, written).map_err(|error| format!("`{word}: {written}`: {error}"))?;
        Ok(Some(Self { written: written.to_owned(), limit }))
    }
}

impl Limits {
    /// The limits of an attribute, when it has any.
    ///
    /// # Errors
    /// The pattern is no regular expression, or a bound is no value of the attribute's type.
    pub(super) fn compile(attribute: &Attribute) -> Result<Option<Box<Self>>, String> {
        let pattern = match &attribute.pattern {
            Some(pattern) => {
                let regex = Regex::new(&whole_text(pattern)).map_err(|error| format!("the pattern `{pattern}`: {error}"))?;
                Some((regex, pattern.clone()))
            }
            None => None,
        };
        let least = Bound::new(attribute, "min", attribute.min.as_deref())?;
        let greatest = Bound::new(attribute, "max", attribute.max.as_deref())?;
        let limits = Self { pattern, least, greatest };
        let any = limits.pattern.is_some() || limits.least.is_some() || limits.greatest.is_some();
        Ok(any.then(|| Box::new(limits)))
    }

    /// A text: its length and its pattern.
    pub(super) fn text(&self, text: &str) -> Result<(), Problem> {
        self.integer(text.chars().count() as i128, "the length")?;
        match &self.pattern {
            Some((regex, pattern)) if !regex.is_match(text) => {
                Err(Problem::Pattern { value: Problem::excerpt(text), pattern: pattern.clone() })
            }
            _ => Ok(()),
        }
    }

    /// A whole number.
    pub(super) fn integer(&self, value: i128, what: &'static str) -> Result<(), Problem> {
        self.check(Limit::Whole(value), what)
    }

    /// Any number.
    pub(super) fn number(&self, value: f64) -> Result<(), Problem> {
        self.check(Limit::Number(value), "the value")
    }

    /// A date or a point in time, by what the attribute holds.
    pub(super) fn moment(&self, scalar: Scalar, written: Written) -> Result<(), Problem> {
        let limit = match (scalar, written) {
            (Scalar::Date, Written::Date(date) | Written::Time(_, date)) => date.limit(),
            (_, Written::Date(date)) => date.noon().limit(),
            (_, Written::Time(instant, _)) => instant.limit(),
        };
        limit.map_or(Ok(()), |limit| self.check(limit, "the value"))
    }

    fn check(&self, value: Limit, what: &'static str) -> Result<(), Problem> {
        match (&self.least, &self.greatest) {
            (Some(bound), _) if value < bound.limit => Err(Problem::Least { what, bound: bound.written.clone() }),
            (_, Some(bound)) if value > bound.limit => Err(Problem::Greatest { what, bound: bound.written.clone() }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use smie_wire::model::{Bounds, Docs, Type};

    use super::*;
    use crate::validate::time;

    fn attribute(scalar: Scalar, min: Option<&str>, max: Option<&str>) -> Attribute {
        Attribute {
            sensitive: false,
            name: "x".to_owned(),
            wire: "x".to_owned(),
            ty: Type::Scalar(scalar),
            bounds: Bounds::ONE,
            writable: false,
            gdpr: None,
            pattern: None,
            min: min.map(str::to_owned),
            max: max.map(str::to_owned),
            deprecated: None,
            docs: Docs::default(),
        }
    }

    fn fits(scalar: Scalar, min: &str, max: &str, text: &str) -> Result<(), String> {
        let limits = Limits::compile(&attribute(scalar, Some(min), Some(max)))?.ok_or("no limits")?;
        let written = time::parse(text).ok_or("no time")?;
        limits.moment(scalar, written).map_err(|problem| problem.to_string())
    }

    #[test]
    fn dates_are_held_against_their_bounds_by_the_day_that_is_written() {
        let date = |text| fits(Scalar::Date, "1900-01-01", "2024-08-01", text);
        assert_eq!(date("1900-01-01"), Ok(()));
        assert_eq!(date("2024-08-01T00:30:00+02:00"), Ok(()));
        assert_eq!(date("1899-12-31"), Err("the value must be at least 1900-01-01".to_owned()));
        assert_eq!(date("2024-08-02"), Err("the value must be at most 2024-08-01".to_owned()));
    }

    #[test]
    fn points_in_time_are_held_against_their_bounds_whatever_their_offset() {
        let time = |text| fits(Scalar::DateTime, "2024-08-01T00:00:00+02:00", "2024-08-31T00:00:00Z", text);
        assert_eq!(time("2024-07-31T22:00:00Z"), Ok(()));
        assert_eq!(time("2024-07-31T21:59:59Z"), Err("the value must be at least 2024-08-01T00:00:00+02:00".to_owned()));
        assert_eq!(time("2024-08-31T01:00:00+02:00"), Ok(()));
        assert!(time("2024-08-31").is_err());
    }

    #[test]
    fn a_bound_that_is_no_value_of_its_type_is_refused_and_not_dropped() {
        let wrong = |scalar, min| Limits::compile(&attribute(scalar, Some(min), None)).err();
        assert!(wrong(Scalar::Date, "banan").is_some_and(|reason| reason.contains("`min: banan`")));
        assert!(wrong(Scalar::Int, "99999999999").is_some());
        assert!(wrong(Scalar::Long, "1.5").is_some());
        assert!(wrong(Scalar::Duration, "P1D").is_some());
        assert!(wrong(Scalar::Double, "1.5").is_none());
    }
}
