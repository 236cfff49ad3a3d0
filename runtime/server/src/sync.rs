//! Bringing collections up to date from a provider's data: lines in, one commit of the differences out.
//!
//! Lines are checked as they come, against the snapshot of the beginning. What is there already with the same content is only ticked off; what differs waits in a
//! staging area outside the log, on disk when it is much. Readers see nothing until all has come, and then everything at once. `$sync` over HTTP and the
//! command `load` both go through here, so that both mean the same by a difference.

mod finish;
mod identity;
mod intake;
mod stage;

pub(crate) use finish::{Done, Options, Refused, finish};
pub(crate) use intake::{Intake, Place};

/// The longest line that is read.
pub(crate) const LINE: usize = 1024 * 1024;
pub(crate) const TOO_LONG: &str = "a line may have at most 1 MiB";
/// What some editors put before UTF-8.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What the data that comes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyncMode {
    /// All of the collection: what does not come is deleted.
    Full,
    /// What changed: the rest stays.
    Delta,
}

/// One thing that is wrong with the data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// From 1.
    pub(crate) line: u64,
    /// Where in the line or document, as a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) message: String,
}
