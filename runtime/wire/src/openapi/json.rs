//! A document as JSON: indented by two spaces, a line break at the end.

use super::node::Node;

/// The document as JSON.
#[must_use]
pub fn json(document: &Node) -> String {
    let mut out = String::with_capacity(64 * 1024);
    write(document, 0, &mut out);
    out.push('\n');
    out
}

fn write(node: &Node, depth: usize, out: &mut String) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Text(text) => quote(text, out),
        Node::List(items) if items.is_empty() => out.push_str("[]"),
        Node::Map(map) if map.is_empty() => out.push_str("{}"),
        Node::List(items) => {
            for (i, item) in items.iter().enumerate() {
                out.push(if i == 0 { '[' } else { ',' });
                line(depth + 1, out);
                write(item, depth + 1, out);
            }
            line(depth, out);
            out.push(']');
        }
        Node::Map(map) => {
            for (i, (name, value)) in map.iter().enumerate() {
                out.push(if i == 0 { '{' } else { ',' });
                line(depth + 1, out);
                quote(name, out);
                out.push_str(": ");
                write(value, depth + 1, out);
            }
            line(depth, out);
            out.push('}');
        }
    }
}

fn line(depth: usize, out: &mut String) {
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

/// Appends a text with its quotes.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Also what YAML takes for a line break or does not print: the same text serves both.
            '\0'..' ' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}
