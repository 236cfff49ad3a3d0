//! Writing HTML: text is escaped because there is no way to write it that does not escape; only fragments made here are taken as they are.

use std::fmt::Write as _;

/// A fragment of HTML (or of SVG inside it).
#[derive(Clone, Debug, Default)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// An element with what `inner` writes inside.
    pub(super) fn el(&mut self, tag: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.open(tag, attributes);
        inner(self);
        self.close(tag)
    }

    /// An element with text alone.
    pub(super) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.el(tag, attributes, |inner| {
            inner.text(text);
        })
    }

    /// A link with text alone.
    pub(super) fn link(&mut self, href: &str, text: &str) -> &mut Self {
        self.leaf("a", &[("href", href)], text)
    }

    /// An element that holds nothing and is not closed (`meta`, `link`, `rect` in SVG is closed by the slash).
    pub(super) fn void(&mut self, tag: &str, attributes: &[(&str, &str)]) -> &mut Self {
        let _ = write!(self.0, "<{tag}");
        self.attributes(attributes);
        self.0.push_str("/>");
        self
    }

    /// A fragment that was written before.
    pub(super) fn put(&mut self, fragment: &Self) -> &mut Self {
        self.0.push_str(&fragment.0);
        self
    }

    /// A line break between blocks, for those who read the source.
    pub(super) fn line(&mut self) -> &mut Self {
        self.0.push('\n');
        self
    }

    /// The text of a whole document.
    pub(super) fn document(self) -> String {
        format!("<!doctype html>\n{}\n", self.0)
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.0, "<{tag}");
        self.attributes(attributes);
        self.0.push('>');
    }

    fn close(&mut self, tag: &str) -> &mut Self {
        let _ = write!(self.0, "</{tag}>");
        self
    }

    fn attributes(&mut self, attributes: &[(&str, &str)]) {
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn text_and_attributes_cannot_leave_their_place() {
        let mut html = Html::new();
        html.leaf("a", &[("href", "\"><script>")], "<b> & 'c'");
        assert_eq!(html.0, "<a href=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &#39;c&#39;</a>");
    }
}
