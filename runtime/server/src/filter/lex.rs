//! A filter's text as tokens, each with its place in characters.
//!
//! Names are letters of any alphabet, digits and `_`; a text in single quotes may hold anything, with a quote doubled. White space separates and means nothing else.

use std::borrow::Cow;

use super::error::{Fault, FilterError};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Text(Cow<'t, str>),
    Number(&'t str),
    Open,
    Close,
    Slash,
    Colon,
    Comma,
    End,
}

impl Token<'_> {
    /// For messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Name(word) | Self::Number(word) => format!("`{}`", super::error::excerpt(word)),
            Self::Text(text) => format!("'{}'", super::error::excerpt(text)),
            Self::Open => "`(`".to_owned(),
            Self::Close => "`)`".to_owned(),
            Self::Slash => "`/`".to_owned(),
            Self::Colon => "`:`".to_owned(),
            Self::Comma => "`,`".to_owned(),
            Self::End => "the end".to_owned(),
        }
    }
}

/// All tokens of a text, the last of them [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token<'_>)>, FilterError> {
    let mut found = Vec::new();
    let (mut rest, mut at) = (text, 0);
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            (rest, at) = (&rest[first.len_utf8()..], at + 1);
            continue;
        }
        let (token, length) = token(rest, first).map_err(|fault| FilterError::new(at, fault))?;
        at += rest[..length].chars().count();
        found.push((at - rest[..length].chars().count(), token));
        rest = &rest[length..];
    }
    found.push((at, Token::End));
    Ok(found)
}

/// The token that a text begins with, and its bytes.
fn token(rest: &str, first: char) -> Result<(Token<'_>, usize), Fault> {
    let single = match first {
        '(' => Some(Token::Open),
        ')' => Some(Token::Close),
        '/' => Some(Token::Slash),
        ':' => Some(Token::Colon),
        ',' => Some(Token::Comma),
        _ => None,
    };
    if let Some(token) = single {
        return Ok((token, 1));
    }
    if first == '\'' {
        return quoted(rest);
    }
    let signed = first == '-' && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if first.is_ascii_digit() || signed {
        let length = number(rest.as_bytes());
        return Ok((Token::Number(&rest[..length]), length));
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || is_mark(c))).unwrap_or(rest.len());
        return Ok((Token::Name(&rest[..length]), length));
    }
    Err(Fault::Character(first))
}

/// Marks of decomposed letters: `a` and ring are one letter to its writer.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn quoted(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let bytes = rest.as_bytes();
    let (mut end, mut doubled) = (1, false);
    loop {
        match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\''), Some(b'\'')) => {
                doubled = true;
                end += 2;
            }
            (Some(b'\''), _) => break,
            (Some(_), _) => end += 1,
            (None, _) => return Err(Fault::Quote),
        }
    }
    let inner = &rest[1..end];
    let text = if doubled { Cow::Owned(inner.replace("''", "'")) } else { Cow::Borrowed(inner) };
    Ok((Token::Text(text), end + 1))
}

/// Bytes of a number: `-12.5e3`.
fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = usize::from(bytes.first() == Some(&b'-'));
    end += digits(end);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.len() > end + 1 + sign && digits(end + 1 + sign) > 0 {
            end += 1 + sign + digits(end + 1 + sign);
        }
    }
    end
}
