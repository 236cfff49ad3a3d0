//! Names and documentation as the model has them: normalised, unescaped, without line ends of another system.

use std::borrow::Cow;

use crate::source::nfc;

/// A name: trimmed, NFC.
pub(super) fn name(written: &str) -> String {
    nfc(written.trim())
}

/// Documentation: character references that were escaped twice resolved, line feeds only, trimmed, NFC.
pub(super) fn documentation(written: &str) -> String {
    let text = unescape(written);
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    nfc(text.trim_end().trim_start_matches(['\n', ' ']))
}

/// Resolves the predefined entities and character references of a text; anything else that begins with `&` stays as it is.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((letter, length)) => {
                out.push(letter);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference at the start of the text stands for, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    let body = text.get(1..)?.split_once(';')?.0;
    let letter = match body {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        _ => {
            let digits = body.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r'))?
        }
    };
    Some((letter, body.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_unescaped_once_more_and_no_further() {
        assert_eq!(documentation("&#167; 2 &lt;br&gt; &amp;lt; &#xE5;"), "§ 2 <br> &lt; å");
        assert_eq!(documentation("AT&T & co; &ukjent; &#0; &#x110000; &"), "AT&T & co; &ukjent; &#0; &#x110000; &");
    }

    #[test]
    fn documentation_keeps_its_lines_and_loses_only_the_ends() {
        assert_eq!(documentation("\nA  \r\n\r\n- b\rc\n\n"), "A  \n\n- b\nc");
    }

    #[test]
    fn names_are_composed() {
        assert_eq!(name(" Fra\u{76}a\u{30A}r "), "Fravår");
    }
}
