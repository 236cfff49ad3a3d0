//! Where a reader is, and where it begins.

use serde::{Deserialize, Serialize};

/// How far a feed has been read: up to and with this event. Kept as it is by whoever keeps it; its parts are the reader's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The page, by the address that it is known by for good. Absent when the feed is read by numbers alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The entry; absent = nothing of the page was read yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The number of the event in its feed, where the server tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
}

/// Where a reader begins that has no position yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// With the oldest event that is kept.
    #[default]
    First,
    /// With what happens from now on.
    Recent,
    /// After this entry, looked for from the newest page back.
    AfterEntry(String),
    /// After the event of this number, 0 for all; for servers that number their events.
    AfterSequence(u64),
    /// After a position that was kept.
    After(Position),
}
