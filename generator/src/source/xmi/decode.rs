//! Bytes → text, by the encoding that the XML declaration names.
//!
//! Enterprise Architect writes windows-1252, which is neither UTF-8 nor Latin-1: the quotation marks and dashes of its documentation stand at
//! 0x80-0x9F. Bytes that an encoding leaves undefined are refused one by one, never replaced: a replaced letter would become a name on the wire.
//! What does not live here: text that decodes without error but was decoded wrongly once before (`mojibake`).

use std::ops::Range;

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, with or without a byte order mark; also what a file without a declaration is.
    Utf8,
    /// Windows code page 1252.
    Windows1252,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum DecodeError {
    /// The declaration names an encoding that is not read, or a byte order mark tells of one.
    #[error("the encoding `{label}` is not read")]
    Unsupported {
        /// As declared.
        label: String,
    },
    /// A byte that the encoding leaves undefined.
    #[error("byte 0x{byte:02X} at offset {offset} is not valid in {encoding}")]
    Byte {
        /// The byte.
        byte: u8,
        /// Its offset in the file.
        offset: usize,
        /// The encoding's name.
        encoding: &'static str,
    },
}

/// Text, and what was wrong with the bytes: the place is a range in the text.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// The text; wrong bytes stand in it as replacement characters.
    pub(super) text: String,
    /// The first wrong bytes.
    pub(super) errors: Vec<(Range<usize>, DecodeError)>,
    /// How many follow.
    pub(super) more: usize,
}

/// Wrong bytes that are shown one by one: a file in the wrong encoding has thousands of them, and they all say the same.
const SHOWN: usize = 3;

impl Decoded {
    /// Notes a wrong byte, and puts the replacement character in its place.
    fn wrong(&mut self, error: DecodeError) {
        let start = self.text.len();
        self.text.push(char::REPLACEMENT_CHARACTER);
        if self.errors.len() < SHOWN {
            self.errors.push((start..self.text.len(), error));
        } else {
            self.more += 1;
        }
    }
}

/// Decodes a file by its byte order mark or declaration.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match encoding(bytes) {
        Ok(Encoding::Utf8) => utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
        Ok(Encoding::Windows1252) => windows_1252(bytes),
        Err(error) => Decoded { text: String::from_utf8_lossy(bytes).into_owned(), errors: vec![(0..0, error)], more: 0 },
    }
}

/// The encoding of a file: byte order mark, then declaration, then UTF-8 as XML says.
fn encoding(bytes: &[u8]) -> Result<Encoding, DecodeError> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Ok(Encoding::Utf8);
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(DecodeError::Unsupported { label: "UTF-16".to_owned() });
    }
    match declared(bytes) {
        None => Ok(Encoding::Utf8),
        Some(label) if ["utf-8", "utf8", "us-ascii"].iter().any(|known| label.eq_ignore_ascii_case(known)) => Ok(Encoding::Utf8),
        Some(label) if ["windows-1252", "cp1252", "cp-1252"].iter().any(|known| label.eq_ignore_ascii_case(known)) => {
            Ok(Encoding::Windows1252)
        }
        Some(label) => Err(DecodeError::Unsupported { label: label.to_owned() }),
    }
}

/// The value of `encoding="…"` in the XML declaration.
fn declared(bytes: &[u8]) -> Option<&str> {
    let end = bytes.iter().take(256).position(|&b| b == b'>')?;
    let declaration = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let after = declaration.strip_prefix("<?xml")?.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|&c| c == '"' || c == '\'')?;
    after.get(1..)?.split(quote).next()
}

/// True when the bytes may be XML as far as their beginning tells: a tag or a declaration, behind a byte order mark and blanks.
pub(super) fn may_be_xml(bytes: &[u8]) -> bool {
    let is_utf_16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    is_utf_16 || bytes.trim_ascii_start().first().is_none_or(|&first| first == b'<')
}

fn utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded::default();
    decoded.text.reserve(bytes.len());
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        offset += chunk.valid().len();
        if let Some(&byte) = chunk.invalid().first() {
            decoded.wrong(DecodeError::Byte { byte, offset, encoding: "UTF-8" });
        }
        offset += chunk.invalid().len();
    }
    decoded
}

fn windows_1252(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded::default();
    let mut rest = 0;
    // The Encoding Standard maps the five undefined bytes to control characters; XML would let four of them through.
    for (offset, &byte) in bytes.iter().enumerate().filter(|&(_, &byte)| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) {
        decoded.text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[rest..offset]).0);
        rest = offset + 1;
        decoded.wrong(DecodeError::Byte { byte, offset, encoding: "windows-1252" });
    }
    let tail = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[rest..]).0;
    if decoded.text.is_empty() {
        decoded.text = tail.into_owned();
    } else {
        decoded.text.push_str(&tail);
    }
    decoded
}

/// What a text was before its UTF-8 bytes were read as windows-1252, when that is what happened to it.
pub(super) fn mojibake(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    // A lone pair among letters that were read rightly shows a text put together from two sources.
    match String::from_utf8(bytes.into_owned()) {
        Ok(repaired) => Some(repaired),
        Err(error) => repaired_parts(error.as_bytes()),
    }
}

/// Repairs the well-formed multi-byte sequences of a text that is otherwise windows-1252; `None` when it has none.
fn repaired_parts(bytes: &[u8]) -> Option<String> {
    let mut repaired = String::new();
    let mut any = false;
    for chunk in bytes.utf8_chunks() {
        any |= !chunk.valid().is_ascii();
        repaired.push_str(chunk.valid());
        repaired.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    any.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_is_read_by_the_declaration_and_its_quotes_are_not_control_characters() {
        let decoded = decode(b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\r\n\xE6\xF8\xE5 \x91x\x92 \x96");
        assert!(decoded.errors.is_empty());
        assert!(decoded.text.ends_with("æøå ‘x’ –"), "{}", decoded.text);
    }

    #[test]
    fn every_undefined_byte_is_reported_at_its_place_in_the_text() {
        let decoded = decode(b"<?xml version='1.0' encoding='cp1252'?>\xE6\x81\xE6\x9D");
        let found: Vec<_> = decoded.errors.iter().map(|(range, error)| (&decoded.text[range.clone()], error.to_string())).collect();
        assert_eq!(
            found,
            [
                ("\u{FFFD}", "byte 0x81 at offset 40 is not valid in windows-1252".to_owned()),
                ("\u{FFFD}", "byte 0x9D at offset 42 is not valid in windows-1252".to_owned())
            ]
        );
    }

    #[test]
    fn of_many_wrong_bytes_the_first_are_told_and_the_others_counted() {
        let decoded = decode(&[b"<a b='".as_slice(), &[0xE6; 1000]].concat());
        assert_eq!((decoded.errors.len(), decoded.more), (SHOWN, 1000 - SHOWN));
    }

    #[test]
    fn what_does_not_begin_with_a_tag_is_no_xml() {
        for bytes in [b"<a/>".as_slice(), b" \r\n<a/>", b"\xEF\xBB\xBF <?xml", b"\xFF\xFE<\0", b"", b" \n"] {
            assert!(may_be_xml(bytes), "{bytes:?}");
        }
        for bytes in [b"PK\x03\x04".as_slice(), b"{}", b"\0<a/>", b"model: x"] {
            assert!(!may_be_xml(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn utf_8_is_the_default_and_a_byte_order_mark_wins() {
        assert_eq!(decode("<a b='æ'/>".as_bytes()).text, "<a b='æ'/>");
        assert_eq!(decode(b"\xEF\xBB\xBF<?xml version='1.0' encoding='windows-1252'?>\xC3\xA6").text.chars().last(), Some('æ'));
        let wrong = decode(b"<a b='\xE6'/>");
        assert_eq!(wrong.errors.len(), 1);
        assert_eq!(wrong.errors[0].0, 6..9);
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        for (bytes, label) in [(&b"<?xml version='1.0' encoding='iso-8859-15'?>"[..], "iso-8859-15"), (b"\xFF\xFE<\0", "UTF-16")] {
            assert_eq!(decode(bytes).errors, [(0..0, DecodeError::Unsupported { label: label.to_owned() })]);
        }
    }

    #[test]
    fn names_that_were_decoded_twice_are_repaired_and_right_ones_left() {
        assert_eq!(mojibake("FravÃ¦r").as_deref(), Some("Fravær"));
        assert_eq!(mojibake("SkoleÃ¥r for lærere").as_deref(), Some("Skoleår for lærere"));
        assert_eq!(mojibake("Â§ 3 â€“ Ã˜konomi").as_deref(), Some("§ 3 – Økonomi"));
        for right in ["Fravær", "Lærling på Ås", "Økonomi", "«sitat»", "Ærfugl", "alle"] {
            assert_eq!(mojibake(right), None, "{right}");
        }
    }
}
