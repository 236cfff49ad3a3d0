//! A document as YAML: block style, texts plain only where no reader of YAML 1.1 or 1.2 can take them for anything else.
//!
//! Our own and small, because what it writes is ours too: no anchors, no tags, no folding of lines. Whatever does not fit a simpler style is written in double
//! quotes with the escapes of JSON, which YAML shares.

use super::json::quote;
use super::node::{Map, Node};

/// The document as YAML.
#[must_use]
pub fn yaml(document: &Node) -> String {
    let mut out = String::with_capacity(64 * 1024);
    match document {
        Node::Map(map) if !map.is_empty() => write_map(map, 0, false, &mut out),
        Node::List(items) if !items.is_empty() => write_list(items, 0, &mut out),
        other => {
            write_scalar(other, 0, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Members, a line each; the first stands where the cursor is when `begun`.
fn write_map(map: &Map, depth: usize, begun: bool, out: &mut String) {
    for (i, (name, value)) in map.iter().enumerate() {
        if i > 0 || !begun {
            indent(depth, out);
        }
        write_text(name, None, out);
        out.push(':');
        match value {
            Node::Map(map) if !map.is_empty() => {
                out.push('\n');
                write_map(map, depth + 1, false, out);
            }
            Node::List(items) if !items.is_empty() => {
                out.push('\n');
                write_list(items, depth + 1, out);
            }
            other => {
                out.push(' ');
                write_scalar(other, depth + 1, out);
                out.push('\n');
            }
        }
    }
}

fn write_list(items: &[Node], depth: usize, out: &mut String) {
    for item in items {
        indent(depth, out);
        out.push_str("- ");
        match item {
            Node::Map(map) if !map.is_empty() => write_map(map, depth + 1, true, out),
            Node::List(inner) if !inner.is_empty() => {
                // A list in a list begins on a line of its own.
                out.pop();
                out.push('\n');
                write_list(inner, depth + 1, out);
            }
            other => {
                write_scalar(other, depth + 1, out);
                out.push('\n');
            }
        }
    }
}

fn write_scalar(node: &Node, depth: usize, out: &mut String) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Text(text) => write_text(text, Some(depth), out),
        Node::List(_) => out.push_str("[]"),
        Node::Map(_) => out.push_str("{}"),
    }
}

/// A text in the simplest style that keeps it. Keys have no depth: they stay on their line.
fn write_text(text: &str, depth: Option<usize>, out: &mut String) {
    match depth {
        _ if is_plain(text) => out.push_str(text),
        Some(depth) if is_block(text) => {
            out.push_str("|-");
            for line in text.lines() {
                out.push('\n');
                if !line.is_empty() {
                    indent(depth, out);
                    out.push_str(line);
                }
            }
        }
        _ if !text.is_empty() && text.chars().all(is_printed) => {
            out.push('\'');
            out.push_str(&text.replace('\'', "''"));
            out.push('\'');
        }
        _ => quote(text, out),
    }
}

/// Lines of text that a literal block keeps exactly.
fn is_block(text: &str) -> bool {
    let kept = |line: &str| !line.starts_with([' ', '\t']) && !line.ends_with([' ', '\t']) && line.chars().all(is_printed);
    text.contains('\n') && !text.starts_with('\n') && !text.ends_with('\n') && text.split('\n').all(kept)
}

fn is_printed(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Words that some reader takes for a boolean or for nothing, in lower case.
const WORDS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];

/// True for a text that needs no quotes: it begins with a letter, `/`, `_` or `$`, and holds nothing that ends a plain text.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '$'))
        && !text.ends_with([' ', ':'])
        && text.chars().all(is_printed)
        && !text.contains(": ")
        && !text.contains(" #")
        && !WORDS.contains(&text.to_lowercase().as_str())
}

fn indent(depth: usize, out: &mut String) {
    (0..depth).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        write_text(text, Some(1), &mut out);
        out
    }

    #[test]
    fn texts_are_quoted_where_a_reader_could_take_them_for_something_else() {
        for plain in ["Elev", "/utdanning/elev/{id}", "årsverk og øre", "https://api.example.no/a?b=c", "a-b", "it's", "_links"] {
            assert_eq!(written(plain), plain);
        }
        for quoted in ["200", "true", "No", "null", "2024-01-01", "- a", "a: b", "a #b", "#/components", "@x", "*", "{a}", "~", " a", "a:"]
        {
            assert_eq!(written(quoted), format!("'{quoted}'"));
        }
        assert_eq!(written("'"), "''''");
        assert_eq!(written(""), "\"\"");
        assert_eq!(written("a\tb"), "\"a\\tb\"");
        assert_eq!(written("en\n\nto"), "|-\n  en\n\n  to");
        assert_eq!(written("en\n  to"), "\"en\\n  to\"");
        assert_eq!(written("en\n"), "\"en\\n\"");
    }

    #[test]
    fn maps_and_lists_nest_by_two_spaces() {
        let inner = Map::new().with("name", "id").with("in", "path").with("none", Vec::new());
        let rows: Node = [Node::Map(inner), Node::texts(["a", "b"]), Node::Null].into_iter().collect();
        let document = Node::Map(Map::new().with("openapi", "3.1.0").with("rows", rows).with("deep", Map::new().with("number", 1_i64)));
        let expected =
            "openapi: '3.1.0'\nrows:\n  - name: id\n    in: path\n    none: []\n  -\n    - a\n    - b\n  - null\ndeep:\n  number: 1\n";
        assert_eq!(yaml(&document), expected);
    }
}
