//! `pattern`, `min` and `max`: on types that have them, and with values that can be met.
//!
//! A macro sees a type's name only, so a type of the user's own is left to be judged when the tables come together.

use crate::context::Context;
use crate::input::Member;

/// What a limit can measure in a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// The characters of a text.
    Text,
    /// The length of something that is not text.
    Length,
    /// A number's size.
    Number,
    /// A date or a point in time, which is read when the tables come together.
    Time,
    /// Nothing.
    None,
}

/// What is known of the types of values.
const TYPES: &[(&[&str], Measure)] = &[
    (&["String", "Uri", "Identifikator"], Measure::Text),
    (&["Binary"], Measure::Length),
    (&["i8", "i16", "i32", "i64", "u8", "u16", "u32", "f32", "f64", "Decimal"], Measure::Number),
    (&["Date", "DateTime"], Measure::Time),
    (&["bool", "Duration", "Uuid"], Measure::None),
];

/// The rules of one attribute.
pub(super) fn attribute(context: &Context, member: &Member) {
    let found = TYPES.iter().find(|(names, _)| names.contains(&member.shape.last.as_str()));
    let Some(&(_, measure)) = found.filter(|_| member.relation.is_none()) else { return };
    if let Some(pattern) = member.args.text("pattern").filter(|_| measure != Measure::Text) {
        context.error(pattern, format_args!("`{}` is no text; a pattern is for `String`, `Uri` and `Identifikator`", member.name));
    }
    let limits = ["min", "max"].into_iter().filter_map(|word| Some((word, member.args.text(word)?)));
    let mut values = Vec::new();
    for (word, text) in limits {
        let written = text.value();
        let value = match measure {
            Measure::Time => continue,
            Measure::None => {
                let message = format_args!("`{word}` is for numbers, dates and text; `{}` has neither a size nor a length", member.name);
                context.error(text, message);
                continue;
            }
            Measure::Number => written.parse::<f64>().ok().filter(|number| number.is_finite()),
            Measure::Text | Measure::Length => written.parse::<u32>().ok().map(f64::from),
        };
        match value {
            Some(value) => values.push((text, value)),
            None if measure == Measure::Number => context.error(text, format_args!("`{written}` is no number")),
            None => context.error(text, format_args!("`{written}` is no length: a whole number of characters or bytes")),
        }
    }
    if let [(_, min), (text, max)] = values[..]
        && min > max
    {
        context.error(text, format_args!("`{}` has `min` above `max`, which nothing can meet", member.name));
    }
}
