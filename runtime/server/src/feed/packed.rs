//! Rendered texts at rest: bytes with marks where the base goes in, and a digest over them.
//!
//! The digest makes a damaged archive known when it is read, before anybody takes it for the truth.

use std::sync::Arc;

use crate::entity::Splicing;

pub(super) use crate::xml::BASE;

const DIGEST: usize = 16;
const LENGTH: usize = 4;

/// Bytes that are not what was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the kept bytes are damaged")]
pub(crate) struct Damaged;

/// Packs texts, in order.
pub(super) fn pack(texts: &[&[u8]]) -> Arc<[u8]> {
    let mut out = vec![0; DIGEST];
    for text in texts {
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text);
    }
    let digest = blake3::hash(&out[DIGEST..]);
    out[..DIGEST].copy_from_slice(&digest.as_bytes()[..DIGEST]);
    out.into()
}

/// True for bytes that are what was kept.
pub(crate) fn is_whole(packed: &[u8]) -> bool {
    unpack::<0>(packed).is_ok()
}

/// The texts that were packed, and their digest.
pub(super) fn unpack<const N: usize>(packed: &[u8]) -> Result<([u8; DIGEST], [&[u8]; N]), Damaged> {
    let (digest, mut rest) = packed.split_first_chunk::<DIGEST>().ok_or(Damaged)?;
    if blake3::hash(rest).as_bytes()[..DIGEST] != digest[..] {
        return Err(Damaged);
    }
    let mut texts = [&[][..]; N];
    for text in &mut texts {
        let (length, after) = rest.split_first_chunk::<LENGTH>().ok_or(Damaged)?;
        (*text, rest) = after.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(Damaged)?;
    }
    Ok((*digest, texts))
}

/// Appends a text; its marks become splice points.
pub(super) fn splice(text: &[u8], out: &mut Splicing) {
    for (i, part) in text.split(|b| *b == BASE).enumerate() {
        if i > 0 {
            out.base();
        }
        out.push(part);
    }
}

/// Appends a text with the base at its marks.
pub(super) fn render(text: &[u8], base: &[u8], out: &mut Vec<u8>) {
    for (i, part) in text.split(|b| *b == BASE).enumerate() {
        if i > 0 {
            out.extend_from_slice(base);
        }
        out.extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_any_other_byte_is_noticed() {
        let packed = pack(&[b"a\x01b", b"", b"c"]);
        let (_, texts) = unpack::<3>(&packed).unwrap();
        assert_eq!(texts, [&b"a\x01b"[..], b"", b"c"]);
        for at in 0..packed.len() {
            let mut changed = packed.to_vec();
            changed[at] ^= 1;
            assert_eq!(unpack::<3>(&changed), Err(Damaged), "{at}");
            assert_eq!(unpack::<3>(&packed[..at]), Err(Damaged), "{at}");
        }
    }

    #[test]
    fn the_base_goes_in_at_every_mark() {
        let mut out = Vec::new();
        render(b"\x01/a \x01", b"http://h", &mut out);
        assert_eq!(out, b"http://h/a http://h");
        let mut splicing = Splicing::default();
        splice(b"\x01/a \x01", &mut splicing);
        let mut again = Vec::new();
        splicing.to_spliced().render(b"http://h", &mut again);
        assert_eq!(again, out);
    }
}
