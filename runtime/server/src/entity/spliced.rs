//! Text with places where the base URL goes in.
//!
//! An answer's base is known only per request (a proxy may stand before us), and every href is absolute. Rendering a stored text is then a
//! handful of copies: text up to a splice point, the base, the next stretch. Offsets are kept beside the text, so nothing is searched.

use std::ops::Range;

/// Text with places where the base URL goes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spliced {
    text: Box<[u8]>,
    at: Box<[u32]>,
}

impl Spliced {
    /// A text that was spliced before; `None` when the places are not places of it.
    pub(crate) fn restore(text: Box<[u8]>, at: Box<[u32]>) -> Option<Self> {
        let fits = at.is_sorted() && at.last().is_none_or(|&last| last as usize <= text.len());
        fits.then_some(Self { text, at })
    }

    /// Where the base goes in.
    pub(crate) fn places(&self) -> &[u32] {
        &self.at
    }

    /// The text, base URLs missing.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// How many times the base goes in.
    #[must_use]
    pub fn splices(&self) -> usize {
        self.at.len()
    }

    /// Appends the text with the base in its places.
    pub fn render(&self, base: &[u8], out: &mut Vec<u8>) {
        self.splice(0..self.text.len(), &self.at, base, out);
    }

    /// Appends a stretch of the text with the base in its places.
    pub(crate) fn render_range(&self, range: Range<usize>, base: &[u8], out: &mut Vec<u8>) {
        let first = self.at.partition_point(|at| (*at as usize) < range.start);
        let last = self.at.partition_point(|at| (*at as usize) < range.end);
        self.splice(range, &self.at[first..last], base, out);
    }

    fn splice(&self, range: Range<usize>, places: &[u32], base: &[u8], out: &mut Vec<u8>) {
        let mut from = range.start;
        for &at in places {
            let at = at as usize;
            out.extend_from_slice(&self.text[from..at]);
            out.extend_from_slice(base);
            from = at;
        }
        out.extend_from_slice(&self.text[from..range.end]);
    }
}

/// Spliced text while it is written.
#[derive(Clone, Debug, Default)]
pub struct Splicing {
    /// The text so far.
    pub text: Vec<u8>,
    at: Vec<u32>,
}

impl Splicing {
    /// Marks the place where the next base URL goes in.
    pub fn base(&mut self) {
        self.at.push(self.text.len() as u32);
    }

    /// Appends text that needs no base.
    pub fn push(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// Forgets everything after `length`.
    pub fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        while self.at.last().is_some_and(|&at| at as usize >= length) {
            self.at.pop();
        }
    }

    /// Forgets everything; keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.at.clear();
    }

    /// Writes the stretches `parts`, which cover everything after `start`, anew in the order given, joined by commas.
    pub fn rearrange(&mut self, start: usize, parts: &[(usize, usize)]) {
        let text = self.text.split_off(start);
        let first = self.at.partition_point(|&at| (at as usize) < start);
        let at = self.at.split_off(first);
        for (i, &(from, to)) in parts.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            let moved = self.text.len();
            self.text.extend_from_slice(&text[from - start..to - start]);
            let inside = at.iter().filter(|&&a| (from..to).contains(&(a as usize)));
            self.at.extend(inside.map(|&a| (a as usize - from + moved) as u32));
        }
    }

    /// The text so far, at rest.
    #[must_use]
    pub fn to_spliced(&self) -> Spliced {
        Spliced { text: self.text.as_slice().into(), at: self.at.as_slice().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(spliced: &Spliced) -> String {
        let mut out = Vec::new();
        spliced.render(b"http://h", &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_base_goes_in_at_every_splice_point() {
        let mut splicing = Splicing::default();
        splicing.push(b"[\"");
        splicing.base();
        splicing.push(b"/a\",\"");
        splicing.base();
        splicing.push(b"/b\"]");
        let spliced = splicing.to_spliced();
        assert_eq!(rendered(&spliced), r#"["http://h/a","http://h/b"]"#);
        assert_eq!(spliced.splices(), 2);
    }

    #[test]
    fn rearranged_parts_keep_their_splice_points() {
        let mut splicing = Splicing::default();
        splicing.push(b"{");
        let start = splicing.text.len();
        splicing.base();
        splicing.push(b"/b");
        let middle = splicing.text.len();
        splicing.push(b",");
        let second = splicing.text.len();
        splicing.push(b"a");
        splicing.base();
        splicing.push(b"/a");
        let end = splicing.text.len();
        splicing.rearrange(start, &[(second, end), (start, middle)]);
        assert_eq!(rendered(&splicing.to_spliced()), "{ahttp://h/a,http://h/b");
    }
}
