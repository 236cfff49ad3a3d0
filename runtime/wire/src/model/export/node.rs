//! A small tree of YAML and how it is printed: blocks of keys, with scalars that every reader of YAML takes for what they are.

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A scalar as it is printed.
    Scalar(String),
    /// A list of scalars.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(String, Node)>),
}

/// Words that some reader of YAML takes for something other than text.
const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

impl Node {
    /// A text: bare when it is a plain name, else quoted as in JSON, which YAML reads too.
    pub(super) fn text(text: &str) -> Self {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/');
        let is_name = text.starts_with(char::is_alphabetic)
            && text.trim_end_matches(['?', '*', '+']).chars().all(inside)
            && !WORDS.contains(&text.to_lowercase().as_str());
        Self::Scalar(if is_name { text.to_owned() } else { serde_json::Value::from(text).to_string() })
    }

    /// A setting: a number or boolean as it is, else a text.
    pub(super) fn bare(text: &str) -> Self {
        let whole = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
        if whole || matches!(text, "true" | "false") { Self::Scalar(text.to_owned()) } else { Self::text(text) }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Map(entries) if entries.is_empty())
    }

    /// The whole document.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.block(0, &mut out);
        out
    }

    fn block(&self, depth: usize, out: &mut String) {
        let Self::Map(entries) = self else { return };
        for (key, value) in entries {
            out.push_str(&"  ".repeat(depth));
            out.push_str(&Self::text(key).inline());
            out.push(':');
            match value {
                Self::Map(inner) if !inner.is_empty() => {
                    out.push('\n');
                    value.block(depth + 1, out);
                }
                _ => {
                    out.push(' ');
                    out.push_str(&value.inline());
                    out.push('\n');
                }
            }
        }
    }

    fn inline(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::inline).collect::<Vec<_>>().join(", ")),
            Self::Map(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|(key, value)| format!("{}: {}", Self::text(key).inline(), value.inline())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

/// A map under construction: what is absent is not said.
#[derive(Default)]
pub(super) struct Map(Vec<(String, Node)>);

impl Map {
    pub(super) fn put(&mut self, key: &str, value: Option<Node>) {
        self.0.extend(value.map(|value| (key.to_owned(), value)));
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&String>) {
        self.put(key, text.map(|text| Node::text(text)));
    }

    pub(super) fn flag(&mut self, key: &str, set: bool) {
        self.put(key, set.then(|| Node::bare("true")));
    }

    pub(super) fn list(&mut self, key: &str, texts: &[String]) {
        self.put(key, (!texts.is_empty()).then(|| Node::List(texts.iter().map(|text| Node::text(text)).collect())));
    }

    pub(super) fn entries(&mut self, key: &str, entries: impl Iterator<Item = (String, Node)>) {
        let entries: Vec<_> = entries.collect();
        self.put(key, (!entries.is_empty()).then_some(Node::Map(entries)));
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn done(self) -> Node {
        Node::Map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare_and_everything_else_is_quoted() {
        for text in ["Identifikator", "string?", "felles/Person*", "ej_påbörjat", "Lønn"] {
            assert_eq!(Node::text(text).inline(), text);
        }
        for text in ["", "no", "Y", "1.0.0", "a: b", "T <-> b*", "a\nb", "?x", "rest-se", "/Rom"] {
            assert_eq!(Node::text(text).inline(), serde_json::Value::from(text).to_string());
        }
        assert_eq!((Node::bare("10").inline(), Node::bare("010").inline()), ("10".to_owned(), "\"010\"".to_owned()));
    }
}
