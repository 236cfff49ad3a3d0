//! What can go wrong on the way through a feed, and what a program wants done about it.

use std::fmt;

use super::atom::AtomError;
use super::checkpoint::BoxError;
use crate::Error;

/// Events may have been lost. Nothing is ever skipped without one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Alarm {
    /// The entry that was read last is not on its page any more. Going on reads the page from its beginning.
    EntryMissing {
        /// The page.
        page: String,
        /// The entry.
        entry: String,
    },
    /// A page is gone: the server no longer keeps it, or never had it. Going on reads from the oldest page that is kept.
    PageMissing {
        /// The page.
        page: String,
    },
    /// Numbers of events jump. Going on leaves the gap.
    Gap {
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
}

impl fmt::Display for Alarm {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntryMissing { page, entry } => write!(to, "the entry `{entry}` that was read last is no longer on {page}"),
            Self::PageMissing { page } => write!(to, "the page {page} is missing"),
            Self::Gap { expected, found } => write!(to, "the events {expected} to {} are missing", found.saturating_sub(1)),
        }
    }
}

/// What to do about an alarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reaction {
    /// Stop with [`FeedError::Alarm`]; the position stays.
    #[default]
    Stop,
    /// Go on, as the alarm says.
    GoOn,
}

/// Why a feed gives no events.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// A page could not be fetched.
    #[error(transparent)]
    Fetch(#[from] Error),
    /// A page is no feed.
    #[error("{url}: this is no feed")]
    Document {
        /// The page.
        url: String,
        /// What is wrong with it.
        source: AtomError,
    },
    /// Events may be lost, and the reader was to stop then.
    #[error("{0}")]
    Alarm(Alarm),
    /// The entry to begin after was not found.
    #[error("the entry `{entry}` was not found on the newest {pages} pages")]
    NotFound {
        /// The entry.
        entry: String,
        /// Pages that were looked at.
        pages: usize,
    },
    /// A walk back did not come to its goal.
    #[error("{pages} pages back from the newest, the page {goal} was not reached")]
    TooFar {
        /// The page that was looked for.
        goal: String,
        /// Pages that were looked at.
        pages: usize,
    },
    /// An event could not be applied, and the reader was to stop then.
    #[error("the event `{entry}` of {page} could not be applied")]
    Poison {
        /// The page.
        page: String,
        /// The entry.
        entry: String,
        /// What the program said.
        source: BoxError,
    },
    /// Positions could not be read or kept.
    #[error("the position cannot be kept")]
    Checkpoint(#[source] BoxError),
}

impl FeedError {
    /// True when it may well be better later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Fetch(error) if error.is_passing())
    }
}
