//! What readers of YAML make of an unquoted scalar.
//!
//! Two questions, one table of answers: what YAML 1.2 (our own reader) takes it for, and whether any reader in use, YAML 1.1 ones
//! included, takes it for something other than text. The reader asks both, to report; the writer asks the second, to quote.

/// What a plain scalar is by YAML 1.2's core schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Core {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number,
    /// Anything else.
    Text,
}

impl Core {
    /// The word in messages.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number => "a number",
            Self::Text => "text",
        }
    }
}

/// What a plain scalar is by YAML 1.2's core schema.
pub(crate) fn core(text: &str) -> Core {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Core::Null,
        "true" | "True" | "TRUE" => Core::Bool(true),
        "false" | "False" | "FALSE" => Core::Bool(false),
        _ if is_number(text) && !text.contains(['_', ':']) => Core::Number,
        _ => Core::Text,
    }
}

/// What a reader of YAML 1.1 or 1.2 may take an unquoted scalar for, when that is not text.
pub(crate) fn mistaken_for(text: &str) -> Option<&'static str> {
    const TRUTH: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    if core(text) == Core::Null || text == "=" || text == "<<" {
        Some("nothing")
    } else if TRUTH.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some("a truth value")
    } else if is_number(text) {
        Some("a number")
    } else if is_date(text) {
        Some("a date")
    } else {
        None
    }
}

/// Integers and floats of both YAML versions: underscores, `0x`, `0o`, `0b`, base 60 (`12:30`), `.inf`, `.nan`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return !rest.is_empty() && rest.chars().all(|c| c == '_' || c.is_digit(radix));
        }
    }
    let lead = digits.strip_prefix('.').unwrap_or(digits);
    if !lead.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(m, e)| (m, Some(e)));
    let whole = mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | ':')) && mantissa.matches('.').count() <= 1;
    let sixty = !mantissa.contains(':')
        || mantissa.split(':').skip(1).all(|part| matches!(part.split('.').next(), Some(p) if matches!(p.len(), 1 | 2)));
    let power = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['-', '+']).unwrap_or(e);
        !e.is_empty() && e.chars().all(|c| c.is_ascii_digit())
    });
    whole && sixty && power
}

/// `2026-08-11`, alone or with a time behind it.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let day = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    year.len() == 4
        && digits(year)
        && matches!(month.len(), 1 | 2)
        && digits(month)
        && matches!(day, 1 | 2)
        && (day == rest.len() || rest[day..].starts_with(['T', 't', ' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_1_2_takes_only_its_own_words_for_something_else() {
        assert_eq!(core("~"), Core::Null);
        assert_eq!(core("True"), Core::Bool(true));
        assert_eq!(core("-12.5e3"), Core::Number);
        assert_eq!(core("0x1F"), Core::Number);
        for text in ["no", "Y", "1_000", "12:30", "4.1.0", "1e", "e3", "2026-08-11", ".", "-", "æ"] {
            assert_eq!(core(text), Core::Text, "{text}");
        }
    }

    #[test]
    fn older_readers_take_more_words_for_something_else() {
        for text in
            ["no", "NO", "y", "On", "1_000", "12:30:45", "0o17", "010", "1e3", ".5", "2026-08-11", "2026-8-1 10:00", "<<", "=", ".inf"]
        {
            assert!(mistaken_for(text).is_some(), "{text}");
        }
        for text in ["nb", "norsk", "4.1.0", "12:345", "08-16", "1a", "x1", "2026-08-11x", "12-30", ".5.5", "ON-1"] {
            assert_eq!(mistaken_for(text), None, "{text}");
        }
    }
}
