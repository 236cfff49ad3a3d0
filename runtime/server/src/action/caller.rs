//! Who asks.

/// Who asks: the end user and the program that asks for it, as far as the request's authentication tells. Nobody is known without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caller {
    /// The end user (`sub`).
    pub subject: Option<String>,
    /// The program (`client_id`).
    pub client: Option<String>,
}

impl Caller {
    /// A caller with this end user, for tests and for programs that know theirs.
    #[must_use]
    pub fn subject(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..Self::default() }
    }
}
