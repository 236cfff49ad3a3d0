//! What a handler says of an impediment.

use smie_wire::value::DateTime;

/// Whether an impediment stands in the way now.
///
/// Times say since when and until when that is so, when it is known; a representation then tells them, and is no longer fresh when they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Verdict {
    pub(super) weight: Weight,
    pub(super) from: Option<DateTime>,
    pub(super) until: Option<DateTime>,
}

/// How much an impediment weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Free,
    Warning,
    Blocked,
}

impl Verdict {
    const fn of(weight: Weight) -> Self {
        Self { weight, from: None, until: None }
    }

    /// Nothing stands in the way.
    pub const fn free() -> Self {
        Self::of(Weight::Free)
    }

    /// The action can be done, but the caller should know.
    pub const fn warning() -> Self {
        Self::of(Weight::Warning)
    }

    /// The action cannot be done.
    pub const fn blocked() -> Self {
        Self::of(Weight::Blocked)
    }

    /// Blocked when this is so, else free.
    pub const fn blocked_if(is_so: bool) -> Self {
        if is_so { Self::blocked() } else { Self::free() }
    }

    /// It is so since this time, or will be.
    pub const fn from(mut self, time: DateTime) -> Self {
        self.from = Some(time);
        self
    }

    /// It is so until this time.
    pub const fn until(mut self, time: DateTime) -> Self {
        self.until = Some(time);
        self
    }
}
