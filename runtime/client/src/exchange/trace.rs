//! Trace context (W3C Trace Context, level 1): every request carries a `traceparent`, so that the log lines of client and server meet.

use uuid::Uuid;

/// A trace that requests belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    id: [u8; 16],
    flags: u8,
}

impl Trace {
    /// Reads the trace of a `traceparent`; `None` when it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (version, id, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let version = hex(version)?;
        let later = version > 0 && version < u8::MAX.into();
        if version != 0 && !later || version == 0 && parts.next().is_some() || id.len() != 32 || parent.len() != 16 || flags.len() != 2 {
            return None;
        }
        let (id, parent) = (hex(id)?, hex(parent)?);
        (id != 0 && parent != 0).then_some(())?;
        Some(Self { id: id.to_be_bytes(), flags: u8::try_from(hex(flags)?).ok()? })
    }

    /// A trace of its own.
    pub(crate) fn new() -> Self {
        Self { id: *Uuid::new_v4().as_bytes(), flags: 0 }
    }

    /// The value for one request of the trace.
    pub(crate) fn request(&self) -> String {
        let span = Uuid::new_v4().as_u64_pair().0;
        format!("00-{:032x}-{span:016x}-{:02x}", u128::from_be_bytes(self.id), self.flags)
    }
}

fn hex(text: &str) -> Option<u128> {
    let is_hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    u128::from_str_radix(text, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_request_has_the_trace_and_a_span_of_its_own() {
        let trace = Trace::read(GIVEN).unwrap();
        let (one, other) = (trace.request(), trace.request());
        assert!(one.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && one.ends_with("-01"), "{one}");
        assert_ne!(one, other);
        assert_eq!(Trace::read(&one), Some(trace));
        assert!(Trace::read(&Trace::new().request()).is_some());
    }

    #[test]
    fn what_is_no_trace_is_none() {
        for wrong in [
            "",
            "00",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ] {
            assert_eq!(Trace::read(wrong), None, "{wrong}");
        }
    }
}
