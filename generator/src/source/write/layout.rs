//! Values on the page: a tree of mappings, lists and scalars → lines of YAML.
//!
//! A collection stands in flow style on its key's line when it fits [`WIDTH`] and holds no text of several lines, else in block style
//! with two blanks a level. Blank lines part what spans several lines where the shape asks for it.

use super::scalar::{self, Place};

/// Columns that a flow collection may fill.
const WIDTH: usize = 120;

/// What is to be printed.
#[derive(Clone, Debug)]
pub(super) enum Value {
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
pub(super) enum Style {
    /// In flow style when it fits.
    Auto,
    /// A line an entry.
    Block,
    /// A line an entry, and a blank line beside entries of several lines.
    Spaced,
}

/// A file's text.
pub(super) fn print(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Map(entries, style) if !entries.is_empty() => map(&mut text, entries, *style, 0),
        _ => text = format!("{}\n", flow(value)),
    }
    text
}

fn map(out: &mut String, entries: &[(String, Value)], style: Style, indent: usize) {
    let mut tall_before = false;
    for (at, (key, value)) in entries.iter().enumerate() {
        let mut lines = String::new();
        entry(&mut lines, key, value, indent);
        let tall = lines.matches('\n').count() > 1;
        // A block that keeps its blank last lines would take one more as its own.
        if at > 0 && style == Style::Spaced && (tall || tall_before) && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&lines);
        tall_before = tall;
    }
}

fn entry(out: &mut String, key: &str, value: &Value, indent: usize) {
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
        Value::List(_) | Value::Map(..) => return collection(out, value, indent),
    }
    out.push('\n');
}

/// A collection behind its key: on the same line when it may and fits, else below.
fn collection(out: &mut String, value: &Value, indent: usize) {
    let used = out.lines().next_back().map_or(0, |line| line.chars().count());
    if let Some(line) = Some(value).filter(|value| may_flow(value)).map(flow)
        && (used + 1 + line.chars().count() <= WIDTH || is_empty(value))
    {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
        return;
    }
    out.push('\n');
    match value {
        Value::Map(entries, style) => map(out, entries, *style, indent + 2),
        Value::List(items) => {
            for item in items {
                out.push_str(&" ".repeat(indent + 2));
                out.push_str("- ");
                match item {
                    Value::Text(text) => out.push_str(&scalar::inline(text, Place::Block)),
                    _ => out.push_str(&flow(item)),
                }
                out.push('\n');
            }
        }
        _ => {}
    }
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
