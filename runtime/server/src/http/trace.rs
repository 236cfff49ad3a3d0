//! Trace context (W3C): a caller's trace is continued, a request without one begins its own.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, HeaderName, HeaderValue};

pub(super) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace of a request, as the header that goes back.
#[derive(Clone, Debug)]
pub(super) struct Trace([u8; 55]);

impl Trace {
    /// The trace that the request belongs to, with a step of our own.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut text = *b"00-00000000000000000000000000000000-0000000000000000-01";
        match headers.get(TRACEPARENT).map(HeaderValue::as_bytes).filter(|t| is_traceparent(t)) {
            Some(given) => {
                text[3..35].copy_from_slice(&given[3..35]);
                text[53..55].copy_from_slice(&given[53..55]);
            }
            None => {
                hex(random(), &mut text[3..19]);
                hex(random(), &mut text[19..35]);
            }
        }
        hex(random(), &mut text[36..52]);
        Self(text)
    }

    /// The id that a problem names.
    pub(super) fn id(&self) -> &str {
        std::str::from_utf8(&self.0[3..35]).unwrap_or_default()
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::from_bytes(&self.0).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// Version 00, or a later one that begins like it; neither id all zeros.
fn is_traceparent(text: &[u8]) -> bool {
    let lower_hex = |part: &[u8]| part.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let id = |part: &[u8]| lower_hex(part) && part.iter().any(|b| *b != b'0');
    text.len() >= 55
        && (text.len() == 55 || (&text[..2] != b"00" && text[55] == b'-'))
        && lower_hex(&text[..2])
        && &text[..2] != b"ff"
        && text[2] == b'-'
        && id(&text[3..35])
        && text[35] == b'-'
        && id(&text[36..52])
        && text[52] == b'-'
        && lower_hex(&text[53..55])
}

fn hex(value: u64, out: &mut [u8]) {
    for (i, digit) in out.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(value >> (60 - 4 * i)) as usize & 0xF];
    }
}

/// A number that differs from request to request; nothing secret hangs on it.
fn random() -> u64 {
    thread_local! {
        static STATE: Cell<u64> = Cell::new(RandomState::new().hash_one(0));
    }
    STATE.with(|state| {
        let next = state.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        state.set(next);
        let mixed = (next ^ (next >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) | 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_trace_is_continued_and_a_broken_one_is_not() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(TRACEPARENT, value.parse().unwrap());
            Trace::of(&headers)
        };
        let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        let header = of(given).header();
        let text = header.to_str().unwrap();
        assert!(text.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && text.ends_with("-00") && text != given);
        for bad in
            ["", "00-0", &given.replace("0af", "0AF"), &given.replace("b7ad6b7169203331", "0000000000000000"), &format!("{given}-x"), "æ"]
        {
            assert_ne!(of(bad).id(), "0af7651916cd43dd8448eb211c80319c", "{bad}");
            assert_eq!(of(bad).id().len(), 32);
        }
    }
}
