//! Bytes, base64 on the wire (RFC 4648, section 4). The URL alphabet and missing padding are read too.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Binary(pub Vec<u8>);

/// Text that is not base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not base64 from byte {0} on")]
pub struct BinaryError(usize);

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let sextet = (bits >> (18 - 6 * place)) & 0x3f;
                let letter = if place > chunk.len() { b'=' } else { ALPHABET[sextet as usize] };
                fmt::Write::write_char(to, char::from(letter))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Binary {
    type Err = BinaryError;

    fn from_str(text: &str) -> Result<Self, BinaryError> {
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
        let (mut bits, mut count, mut ended) = (0_u32, 0_u32, false);
        for (at, letter) in text.bytes().enumerate() {
            match (letter, ended) {
                (b'=', _) => ended = true,
                (b' ' | b'\t' | b'\r' | b'\n', _) => {}
                (_, true) => return Err(BinaryError(at)),
                (_, false) => {
                    bits = bits << 6 | u32::from(sextet(letter).ok_or(BinaryError(at))?);
                    count += 6;
                    if count >= 8 {
                        count -= 8;
                        bytes.extend(u8::try_from(bits >> count & 0xff));
                    }
                }
            }
        }
        // A single letter over holds six bits, which are no byte.
        if count >= 6 { Err(BinaryError(text.len())) } else { Ok(Self(bytes)) }
    }
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct BinaryVisitor;
        impl Visitor<'_> for BinaryVisitor {
            type Value = Binary;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("bytes in base64")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Binary, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_str(BinaryVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4648_go_both_ways() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")] {
            assert_eq!(Binary(plain.into()).to_string(), coded);
            assert_eq!(coded.parse(), Ok(Binary(plain.into())));
        }
    }

    #[test]
    fn the_url_alphabet_line_ends_and_missing_padding_are_read() {
        assert_eq!("-_\r\n8".parse(), Ok(Binary(vec![0xfb, 0xff])));
        assert_eq!("Zg".parse(), Ok(Binary(b"f".to_vec())));
    }

    #[test]
    fn what_is_not_base64_is_refused_with_its_place() {
        assert_eq!("Zm9v?".parse::<Binary>(), Err(BinaryError(4)));
        assert_eq!("Zm=v".parse::<Binary>(), Err(BinaryError(3)));
        assert_eq!("Zm9vY".parse::<Binary>(), Err(BinaryError(5)));
    }
}
