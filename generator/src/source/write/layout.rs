//! Values on the page: a tree of mappings, lists and scalars → lines of YAML.
//!
//! A collection stands in flow style on its key's line when it fits [`WIDTH`] and holds no text of several lines, else in block style
//! with two blanks a level. Blank lines part what spans several lines where the shape asks for it.

use super::notes::{Comment, Notes};
use super::scalar::{self, Place};

/// Columns that a flow collection may fill.
const WIDTH: usize = 120;

/// What is to be printed.
#[derive(Clone, Debug)]
pub(in crate::source) enum Value {
    /// Text, quoted where needed.
    Text(String),
    /// A word of the language, as it is.
    Word(String),
    /// A number, boolean or text.
    Setting(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Vec<(String, Value)>, Style),
}

/// How a mapping stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Style {
    /// In flow style when it fits.
    Auto,
    /// A line an entry.
    Block,
    /// A line an entry, and a blank line beside entries of several lines.
    Spaced,
}

/// A file's text, with the comments that belong in it.
pub(in crate::source) fn print(value: &Value, notes: &Notes) -> String {
    let mut text = String::new();
    above(&mut text, notes, 0);
    match value {
        Value::Map(entries, style) if !entries.is_empty() => map(&mut text, entries, *style, 0, notes),
        _ => text.push_str(&format!("{}\n", flow(value))),
    }
    text
}

/// The comments above a value. The blank line before the first is the caller's.
fn above(out: &mut String, notes: &Notes, indent: usize) {
    for (at, comment) in notes.before.iter().enumerate() {
        own_line(out, comment, at > 0, indent);
    }
    if notes.gap && !notes.before.is_empty() {
        out.push('\n');
    }
}

fn own_line(out: &mut String, comment: &Comment, may_part: bool, indent: usize) {
    if comment.blank && may_part && !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(&" ".repeat(indent));
    out.push_str(&comment.text);
    out.push('\n');
}

/// Ends a line, with the comment behind it.
fn end_line(out: &mut String, notes: &Notes) {
    for comment in &notes.behind {
        out.push_str("  ");
        out.push_str(&comment.text);
    }
    out.push('\n');
}

fn map(out: &mut String, entries: &[(String, Value)], style: Style, indent: usize, notes: &Notes) {
    let none = Notes::default();
    let mut tall_before = false;
    for (at, (key, value)) in entries.iter().enumerate() {
        let here = notes.inside.get(key).unwrap_or(&none);
        let mut lines = String::new();
        above(&mut lines, here, indent);
        entry(&mut lines, key, value, indent, here);
        let tall = lines.matches('\n').count() > 1;
        let parted = (style == Style::Spaced && (tall || tall_before)) || here.before.first().is_some_and(|comment| comment.blank);
        // A block that keeps its blank last lines would take one more as its own.
        if at > 0 && parted && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&lines);
        tall_before = tall;
    }
    below(out, notes, indent);
}

/// The comments below the last entry of a collection.
fn below(out: &mut String, notes: &Notes, indent: usize) {
    for comment in &notes.below {
        own_line(out, comment, true, indent);
    }
}

fn entry(out: &mut String, key: &str, value: &Value, indent: usize, notes: &Notes) {
    out.push_str(&" ".repeat(indent));
    out.push_str(&scalar::inline(key, Place::Block));
    out.push(':');
    match value {
        Value::Text(text) => match scalar::literal(text) {
            Some((header, lines)) => {
                out.push(' ');
                out.push_str(&header);
                out.push('\n');
                for line in lines {
                    if !line.is_empty() {
                        out.push_str(&" ".repeat(indent + 2));
                    }
                    out.push_str(line);
                    out.push('\n');
                }
                return;
            }
            None => {
                out.push(' ');
                out.push_str(&scalar::inline(text, Place::Block));
            }
        },
        Value::Word(_) => {
            out.push(' ');
            out.push_str(&flow(value));
        }
        Value::Setting(text) => {
            out.push(' ');
            out.push_str(&scalar::setting(text, Place::Block));
        }
        Value::List(_) | Value::Map(..) => return collection(out, value, indent, notes),
    }
    end_line(out, notes);
}

/// A collection behind its key: on the same line when it may and fits and holds no comment, else below.
fn collection(out: &mut String, value: &Value, indent: usize, notes: &Notes) {
    let used = out.lines().next_back().map_or(0, |line| line.chars().count());
    if let Some(line) = Some(value).filter(|value| may_flow(value) && notes.is_flat()).map(flow)
        && (used + 1 + line.chars().count() <= WIDTH || is_empty(value))
    {
        out.push(' ');
        out.push_str(&line);
        end_line(out, notes);
        return;
    }
    end_line(out, notes);
    match value {
        Value::Map(entries, style) => map(out, entries, *style, indent + 2, notes),
        Value::List(items) => list(out, items, indent + 2, notes),
        _ => {}
    }
}

fn list(out: &mut String, items: &[Value], indent: usize, notes: &Notes) {
    let none = Notes::default();
    for (at, item) in items.iter().enumerate() {
        let here = notes.inside.get(&at.to_string()).unwrap_or(&none);
        if at > 0 && here.before.first().is_some_and(|comment| comment.blank) {
            out.push('\n');
        }
        above(out, here, indent);
        out.push_str(&" ".repeat(indent));
        out.push_str("- ");
        match item {
            Value::Text(text) => out.push_str(&scalar::inline(text, Place::Block)),
            _ => out.push_str(&flow(item)),
        }
        end_line(out, here);
    }
    below(out, notes, indent);
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.is_empty()) || matches!(value, Value::Map(entries, _) if entries.is_empty())
}

fn may_flow(value: &Value) -> bool {
    match value {
        Value::Text(text) => !text.contains('\n'),
        Value::Word(_) | Value::Setting(_) => true,
        Value::List(items) => items.iter().all(may_flow),
        Value::Map(entries, style) => entries.is_empty() || (*style == Style::Auto && entries.iter().all(|(_, value)| may_flow(value))),
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Text(text) => scalar::inline(text, Place::Flow),
        Value::Word(word) => word.clone(),
        Value::Setting(text) => scalar::setting(text, Place::Flow),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(entries, _) => {
            let entry = |(key, value): &(String, Value)| format!("{}: {}", scalar::inline(key, Place::Flow), flow(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}
