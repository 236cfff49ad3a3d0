//! A cursor over JSON text: tokens in order, nothing built.
//!
//! Validation, splicing and HAL all walk the same bytes once and decide at each token what to copy, so they need neither a tree nor serde. The
//! cursor is strict (RFC 8259) and counts depth, so that hostile nesting ends in an error and not in a stack overflow.

use std::borrow::Cow;

/// Deepest nesting that is read.
pub(crate) const MAX_DEPTH: u32 = 64;

/// What stands at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

impl Kind {
    /// With its article, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "a list",
            Self::String => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
        }
    }
}

/// Why text is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    pub(crate) at: usize,
    pub(crate) reason: &'static str,
}

/// A string between its quotes, still escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) raw: &'a str,
    pub(crate) escaped: bool,
}

impl<'a> Text<'a> {
    /// The text that it stands for.
    pub(crate) fn decode(self) -> Cow<'a, str> {
        if self.escaped { Cow::Owned(unescape(self.raw)) } else { Cow::Borrowed(self.raw) }
    }
}

/// The cursor.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

type Step<T> = Result<T, Syntax>;

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Bytes read so far.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What was read from `start` until now.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    fn fail<T>(&self, reason: &'static str) -> Step<T> {
        Err(Syntax { at: self.at, reason })
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// What comes next; white space is passed.
    pub(crate) fn peek(&mut self) -> Step<Kind> {
        self.space();
        match self.byte() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::String),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(_) => self.fail("expected a JSON value"),
            None => self.fail("the text ends where a JSON value is expected"),
        }
    }

    /// Passes `{` or `[`.
    pub(crate) fn open(&mut self) -> Step<()> {
        if self.depth == MAX_DEPTH {
            return self.fail("nested deeper than 64 levels");
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    /// In an object: the next member's name with the cursor at its value, or `None` when the object has ended.
    pub(crate) fn member(&mut self, first: bool) -> Step<Option<Text<'a>>> {
        self.space();
        match self.byte() {
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !first => {
                self.at += 1;
                self.space();
            }
            _ if !first => return self.fail("expected `,` or `}`"),
            _ => {}
        }
        if self.byte() != Some(b'"') {
            return self.fail("expected a member's name in quotes");
        }
        let name = self.string()?;
        self.space();
        if self.byte() != Some(b':') {
            return self.fail("expected `:`");
        }
        self.at += 1;
        Ok(Some(name))
    }

    /// In an array: true with the cursor at the next element, false when the array has ended.
    pub(crate) fn element(&mut self, first: bool) -> Step<bool> {
        self.space();
        match self.byte() {
            Some(b']') => {
                self.close();
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                self.space();
                Ok(true)
            }
            _ if first => Ok(true),
            _ => self.fail("expected `,` or `]`"),
        }
    }

    /// Reads a string; the cursor is at its quote.
    pub(crate) fn string(&mut self) -> Step<Text<'a>> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut i = start;
        let mut escaped = false;
        loop {
            match bytes.get(i) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at = i;
                    i += self.escape(i)?;
                }
                Some(0..0x20) => {
                    self.at = i;
                    return self.fail("a control character in a text must be escaped");
                }
                Some(_) => i += 1,
                None => {
                    self.at = bytes.len();
                    return self.fail("the text ends inside a string");
                }
            }
        }
        self.at = i + 1;
        Ok(Text { raw: &self.text[start..i], escaped })
    }

    /// Length of the escape at `i`.
    fn escape(&self, i: usize) -> Step<usize> {
        let bytes = self.text.as_bytes();
        match bytes.get(i + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
            Some(b'u') => match hex(bytes, i + 2) {
                Some(0xD800..=0xDBFF) => match (bytes.get(i + 6), bytes.get(i + 7), hex(bytes, i + 8)) {
                    (Some(b'\\'), Some(b'u'), Some(0xDC00..=0xDFFF)) => Ok(12),
                    _ => self.fail("half a surrogate pair"),
                },
                Some(0xDC00..=0xDFFF) => self.fail("half a surrogate pair"),
                Some(_) => Ok(6),
                None => self.fail("`\\u` needs four hexadecimal digits"),
            },
            _ => self.fail("unknown escape"),
        }
    }

    /// Reads a number as written.
    pub(crate) fn number(&mut self) -> Step<&'a str> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let whole = self.digits()?;
        if whole > 1 && self.text.as_bytes()[self.at - whole] == b'0' {
            return self.fail("a number must not begin with 0");
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.since(start))
    }

    fn digits(&mut self) -> Step<usize> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.fail("expected a digit") } else { Ok(self.at - start) }
    }

    /// Reads `true`, `false` or `null`.
    pub(crate) fn word(&mut self) -> Step<&'a str> {
        for word in ["true", "false", "null"] {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(word);
            }
        }
        self.fail("expected a JSON value")
    }

    /// Passes one value of any kind, which is checked to be JSON.
    pub(crate) fn skip(&mut self) -> Step<()> {
        match self.peek()? {
            Kind::Object => {
                self.open()?;
                let mut first = true;
                while self.member(first)?.is_some() {
                    first = false;
                    self.skip()?;
                }
                Ok(())
            }
            Kind::Array => {
                self.open()?;
                let mut first = true;
                while self.element(first)? {
                    first = false;
                    self.skip()?;
                }
                Ok(())
            }
            Kind::String => self.string().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Boolean | Kind::Null => self.word().map(drop),
        }
    }

    /// Passes one value and returns it without white space between its tokens.
    pub(crate) fn compact(&mut self, out: &mut Vec<u8>) -> Step<()> {
        self.peek()?;
        let start = self.at;
        self.skip()?;
        let mut inside = false;
        let mut escaped = false;
        for &byte in self.since(start).as_bytes() {
            if inside || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                out.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = inside,
                b'"' => inside = !inside,
                _ => {}
            }
        }
        Ok(())
    }

    /// Requires that nothing follows.
    pub(crate) fn end(&mut self) -> Step<()> {
        self.space();
        if self.at == self.text.len() { Ok(()) } else { self.fail("more text after the end of the value") }
    }
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Undoes escapes that [`Cursor::string`] has checked.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let bytes = rest.as_bytes();
        let mut length = 2;
        match bytes.get(at + 1) {
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{c}'),
            Some(b'n') => out.push('\n'),
            Some(b'r') => out.push('\r'),
            Some(b't') => out.push('\t'),
            Some(b'u') => {
                let mut code = hex(bytes, at + 2).unwrap_or_default();
                length = 6;
                if (0xD800..0xDC00).contains(&code) {
                    let low = hex(bytes, at + 8).unwrap_or_default();
                    code = 0x10000 + ((code - 0xD800) << 10) + (low.wrapping_sub(0xDC00) & 0x3FF);
                    length = 12;
                }
                out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(&other) => out.push(char::from(other)),
            None => {}
        }
        rest = rest.get(at + length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Appends a text as a JSON string with its quotes, escaping only what must be.
pub(crate) fn quote(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for &byte in text.as_bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => {
                out.extend_from_slice(b"\\u00");
                out.push(b'0' + (byte >> 4));
                out.push(b"0123456789abcdef"[usize::from(byte & 0xF)]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skips(text: &str) -> Result<(), Syntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip()?;
        cursor.end()
    }

    #[test]
    fn what_serde_reads_the_cursor_reads_and_nothing_else() {
        for text in [
            "{}",
            "[]",
            " { \"a\" : [1,-2.5e+3, true,false,null,\"x\\u00e6\\n\"] } ",
            "0",
            "-0",
            "1e5",
            "\"\\ud83d\\ude00\"",
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "01",
            "1.",
            "-",
            "tru",
            "\"\\x\"",
            "\"\\ud83d\"",
            "\"\u{1}\"",
            "[1 2]",
            "{,}",
            "1 1",
            "[",
            "\"",
        ] {
            assert_eq!(skips(text).is_ok(), serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn nesting_beyond_the_limit_is_an_error() {
        assert!(skips(&format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
        assert_eq!(skips(&"[".repeat(100_000)).unwrap_err().reason, "nested deeper than 64 levels");
    }

    #[test]
    fn escapes_decode_and_quoting_escapes_only_what_must_be() {
        let mut cursor = Cursor::new(r#""a\u00e6\ud83d\ude00\n\/\"""#);
        let text = cursor.string().unwrap().decode().into_owned();
        assert_eq!(text, "aæ😀\n/\"");
        let mut out = Vec::new();
        quote(&text, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "\"aæ😀\\n/\\\"\"");
    }

    #[test]
    fn compacting_keeps_white_space_inside_strings() {
        let mut out = Vec::new();
        Cursor::new("{ \"a b\" : [ 1 , \"\\\" x\" ] }").compact(&mut out).unwrap();
        assert_eq!(out, br#"{"a b":[1,"\" x"]}"#);
    }
}
