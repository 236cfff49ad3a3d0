//! Scalars as text that every reader of YAML 1.1 and 1.2 takes for the same string.
//!
//! Plain where nobody stumbles, else single quotes, double quotes with escapes where a character needs them, and literal blocks for
//! texts of several lines. What a literal block cannot carry exactly falls back to double quotes.

use crate::source::yaml::plain;

/// What stands around a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On a line of its own, behind its key.
    Block,
    /// Inside `[…]` or `{…}`.
    Flow,
}

/// A text on one line, quoted where needed.
pub(super) fn inline(text: &str, place: Place) -> String {
    if is_plain(text, place) {
        text.to_owned()
    } else if text.chars().any(needs_escape) {
        double(text)
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// A number or boolean as itself, any other text as text: for settings and limits, whose readers take any scalar.
pub(super) fn setting(text: &str, place: Place) -> String {
    let whole = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let fraction =
        unsigned.split_once('.').is_some_and(|(whole, rest)| part(whole) && part(rest) && (whole == "0" || !whole.starts_with('0')));
    if whole || fraction || matches!(text, "true" | "false") { text.to_owned() } else { inline(text, place) }
}

/// The header (`|-`) and lines of a literal block, when the text has several lines and a block carries it exactly.
pub(super) fn literal(text: &str) -> Option<(String, Vec<&str>)> {
    let body = text.trim_end_matches('\n');
    let mut lines: Vec<&str> = body.split('\n').collect();
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    let exact = |line: &str| line.is_empty() || line.chars().any(|c| !c.is_whitespace()) || line.chars().all(|c| c == ' ');
    let escapes = body.chars().any(|c| !matches!(c, '\n' | '\t') && needs_escape(c));
    if !text.contains('\n') || escapes || !lines.iter().all(|line| exact(line)) {
        return None;
    }
    // Readers differ on blanks alone at either end, and on a tab before the indentation is known.
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    if body.is_empty() || first.starts_with('\t') || blank(first) || blank(last) {
        return None;
    }
    let indent = if first.is_empty() || first.starts_with(' ') { "2" } else { "" };
    let ends = text.len() - body.len();
    let chomp = ["-", "", "+"][ends.min(2)];
    lines.extend(std::iter::repeat_n("", ends.saturating_sub(1)));
    Some((format!("|{indent}{chomp}"), lines))
}

fn is_plain(text: &str, place: Place) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`";
    let starts = text.chars().next().is_some_and(|c| !INDICATORS.contains(c) && !c.is_whitespace());
    let ends = text.chars().next_back().is_some_and(|c| c != ':' && !c.is_whitespace());
    let inside = !text.contains(": ") && !text.contains(" #") && !text.starts_with("...") && !text.chars().any(needs_escape);
    // Readers of YAML 1.1 also stumble over `?` inside a flow collection.
    let flow = place == Place::Block || !text.contains([',', '[', ']', '{', '}', '?']);
    starts && ends && inside && flow && plain::mistaken_for(text).is_none()
}

fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}') || u32::from(c) & 0xfffe == 0xfffe
}

fn double(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 8);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if needs_escape(c) => quoted.push_str(&escape(u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_plain_only_where_no_reader_stumbles() {
        for text in [
            "Identifikator",
            "string?",
            "A <-> b*",
            "T 1..5",
            "Ansatte, vikarer",
            "https://x.no/a",
            "kl. 08-16",
            "99.5 %",
            "ægte",
            "4.1.0",
            "a#b",
            "<=>",
        ] {
            assert_eq!(inline(text, Place::Block), text);
        }
        for text in [
            "",
            " a",
            "a ",
            "no",
            "Y",
            "12",
            "1_0",
            "12:30",
            "2026-08-11",
            "a: b",
            "a #b",
            "-",
            "- a",
            "?x",
            "@x",
            "`x`",
            "...",
            "~",
            "x:",
            "<<",
            "=",
            "%a",
            "'a",
        ] {
            assert_ne!(inline(text, Place::Block), text, "{text}");
        }
        assert_eq!(inline("string?", Place::Flow), "'string?'");
        assert_eq!(inline("a, b", Place::Flow), "'a, b'");
        assert_eq!(inline("it's", Place::Flow), "it's");
        assert_eq!(inline("'tis", Place::Flow), "'''tis'");
    }

    #[test]
    fn characters_that_yaml_cannot_show_are_escaped() {
        assert_eq!(inline("a\tb\u{85}\u{2028}\u{feff}\u{fffe}\u{1ffff}\0", Place::Block), r#""a\tb\x85\u2028\ufeff\ufffe\U0001ffff\x00""#);
        assert_eq!(inline("\\ \" \r\n", Place::Flow), r#""\\ \" \r\n""#);
    }

    #[test]
    fn settings_keep_numbers_and_booleans_bare() {
        for text in ["100", "-1", "0.5", "true", "abc"] {
            assert_eq!(setting(text, Place::Flow), text);
        }
        for text in ["010", "1_000", "yes", "1e3", "+1", ".5", "00.5"] {
            assert_eq!(setting(text, Place::Flow), format!("'{text}'"));
        }
    }

    #[test]
    fn several_lines_become_a_literal_block_that_keeps_their_ends() {
        assert_eq!(literal("a\nb"), Some(("|-".to_owned(), vec!["a", "b"])));
        assert_eq!(literal("a\n"), Some(("|".to_owned(), vec!["a"])));
        assert_eq!(literal("a\n\n\n"), Some(("|+".to_owned(), vec!["a", "", ""])));
        assert_eq!(literal("  a\nb  "), Some(("|2-".to_owned(), vec!["  a", "b  "])));
        assert_eq!(literal("\na"), Some(("|2-".to_owned(), vec!["", "a"])));
        for text in ["a", "\n", "a\r\nb", "\ta\nb", " \nb", "a\n ", "a\n\t\nb", "a\u{7}\nb"] {
            assert_eq!(literal(text), None, "{text:?}");
        }
    }
}
