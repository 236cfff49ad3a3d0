//! `pattern`, `min` and `max` of an attribute, made ready once.

use regex_automata::meta::Regex;
use smie_wire::schema::Attribute;

use super::Problem;

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
    integer: Option<i128>,
    number: f64,
}

impl Bound {
    fn new(written: &str) -> Option<Self> {
        let number = written.trim().parse().ok()?;
        Some(Self { written: written.to_owned(), integer: written.trim().parse().ok(), number })
    }
}

impl Limits {
    /// The limits of an attribute, when it has any.
    ///
    /// # Errors
    /// The pattern is no regular expression.
    pub(super) fn compile(attribute: &Attribute) -> Result<Option<Box<Self>>, String> {
        let pattern = match &attribute.pattern {
            // The whole text must match, so the pattern is anchored.
            Some(pattern) => Some((Regex::new(&format!(r"\A(?:{pattern})\z")).map_err(|e| e.to_string())?, pattern.clone())),
            None => None,
        };
        let bound = |written: &Option<String>| written.as_deref().and_then(Bound::new);
        let limits = Self { pattern, least: bound(&attribute.min), greatest: bound(&attribute.max) };
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
        let below = |b: &Bound| b.integer.map_or((value as f64) < b.number, |i| value < i);
        let above = |b: &Bound| b.integer.map_or(value as f64 > b.number, |i| value > i);
        self.check(below, above, what)
    }

    /// Any number.
    pub(super) fn number(&self, value: f64) -> Result<(), Problem> {
        self.check(|b| value < b.number, |b| value > b.number, "the value")
    }

    fn check(&self, below: impl Fn(&Bound) -> bool, above: impl Fn(&Bound) -> bool, what: &'static str) -> Result<(), Problem> {
        match (&self.least, &self.greatest) {
            (Some(bound), _) if below(bound) => Err(Problem::Least { what, bound: bound.written.clone() }),
            (_, Some(bound)) if above(bound) => Err(Problem::Greatest { what, bound: bound.written.clone() }),
            _ => Ok(()),
        }
    }
}
