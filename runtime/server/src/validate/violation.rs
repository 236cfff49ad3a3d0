//! What can be wrong with an entity, with the place in it.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// Where, in bytes from the beginning of the text.
    pub offset: usize,
    /// What.
    pub problem: Problem,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", if self.pointer.is_empty() { "/" } else { &self.pointer }, self.problem)
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    Syntax(&'static str),
    /// The text is not XML, or not such as is read.
    #[error("not XML that can be read: {0}")]
    Xml(&'static str),
    /// The text is not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// A mandatory member is absent.
    #[error("mandatory, but missing")]
    Missing,
    /// A mandatory member is there, but null or empty.
    #[error("mandatory, but empty")]
    Empty,
    /// None of several identifiers is present.
    #[error("at least one of the identifiers {0} must be present")]
    NoIdentifier(String),
    /// A member is given twice.
    #[error("given more than once")]
    Repeated,
    /// A value of another kind.
    #[error("expected {expected}, found {found}")]
    Type {
        /// What the model says.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A value of the right kind that is none of the type's.
    #[error("`{value}` is not {expected}")]
    Value {
        /// What is there, shortened.
        value: String,
        /// What the model says.
        expected: String,
    },
    /// Fewer values than the model says.
    #[error("at least {least} must be present, found {found}")]
    TooFew {
        /// Lower bound.
        least: u32,
        /// What is there.
        found: u32,
    },
    /// More values than the model says.
    #[error("at most {most} may be present, found {found}")]
    TooMany {
        /// Upper bound.
        most: u32,
        /// What is there.
        found: u32,
    },
    /// Below the least value or length.
    #[error("{what} must be at least {bound}")]
    Least {
        /// Value or length.
        what: &'static str,
        /// The bound, as the model writes it.
        bound: String,
    },
    /// Above the greatest value or length.
    #[error("{what} must be at most {bound}")]
    Greatest {
        /// Value or length.
        what: &'static str,
        /// The bound, as the model writes it.
        bound: String,
    },
    /// A text that the pattern does not match.
    #[error("`{value}` does not match the pattern `{pattern}`")]
    Pattern {
        /// What is there, shortened.
        value: String,
        /// The pattern.
        pattern: String,
    },
    /// An identifier value that cannot be a path segment.
    #[error("an identifier must not be `.` or `..` or hold control characters")]
    Identifier,
    /// A link by an identifier that the target has not.
    #[error("`{class}` has no identifier `{name}`; it has {known}")]
    LinkIdentifier {
        /// Name in the link.
        name: String,
        /// The target class.
        class: String,
        /// The names that it has.
        known: String,
    },
    /// A link to a class that the relation does not lead to.
    #[error("`{href}` does not lead to `{class}`")]
    LinkTarget {
        /// The link, shortened.
        href: String,
        /// The target class.
        class: String,
    },
    /// A link that cannot be read.
    #[error("`{href}` is not a link to a `{class}`: {reason}")]
    Link {
        /// The link, shortened.
        href: String,
        /// The target class.
        class: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Links of an end that follows from the other one.
    #[error("the server keeps this end; write the other one")]
    KeptEnd,
    /// A link to what does not exist.
    #[error("`{0}` does not exist")]
    Dangling(String),
    /// A member that clients must not change.
    #[error("not writable: it must stay as it is")]
    ReadOnly,
    /// The link to the parent is not one, or to another than the path names.
    #[error("`up` must lead to the resource that this one is nested in")]
    Parent,
    /// An identifier that is not the path's.
    #[error("it must be `{0}`, as in the path")]
    OtherIdentifier(String),
}

impl Problem {
    /// True when what is there can be read, though there is too little or too much of it, or it is outside its limits.
    pub(crate) fn is_about_bounds(&self) -> bool {
        match self {
            Self::Missing
            | Self::Empty
            | Self::TooFew { .. }
            | Self::TooMany { .. }
            | Self::Least { .. }
            | Self::Greatest { .. }
            | Self::Pattern { .. }
            | Self::KeptEnd => true,
            Self::Syntax(_)
            | Self::Xml(_)
            | Self::Encoding
            | Self::NoIdentifier(_)
            | Self::Repeated
            | Self::Type { .. }
            | Self::Value { .. }
            | Self::Identifier
            | Self::LinkIdentifier { .. }
            | Self::LinkTarget { .. }
            | Self::Link { .. }
            | Self::Dangling(_)
            | Self::ReadOnly
            | Self::Parent
            | Self::OtherIdentifier(_) => false,
        }
    }

    /// True when the body is right in itself, and wrong only with what is stored now.
    pub(crate) fn is_about_the_state(&self) -> bool {
        matches!(self, Self::Dangling(_) | Self::ReadOnly | Self::OtherIdentifier(_))
    }

    /// A value for a message: no longer than a line.
    pub(crate) fn excerpt(value: &str) -> String {
        const MOST: usize = 80;
        match value.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}…", &value[..end]),
            None => value.to_owned(),
        }
    }
}

/// The way to the value under validation; costs nothing until something is wrong.
#[derive(Debug, Default)]
pub(crate) struct Path<'a>(Vec<Step<'a>>);

/// One step of the way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Member(&'a str),
    Element(u32),
}

impl<'a> Path<'a> {
    pub(crate) fn enter(&mut self, step: Step<'a>) {
        self.0.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.0.pop();
    }

    pub(crate) fn pointer(&self) -> String {
        use fmt::Write as _;
        let mut pointer = String::new();
        for step in &self.0 {
            pointer.push('/');
            match step {
                Step::Member(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
                Step::Element(i) => {
                    let _ = write!(pointer, "{i}");
                }
            }
        }
        pointer
    }
}
