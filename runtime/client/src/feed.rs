//! Event feeds: what happened at the server, read in order, each event at least once.
//!
//! ```text
//! atom ─► walk (pages) ┐
//!                      ├─► reader ─► deliveries ─► run: apply, retry, park, checkpoint
//! atom ─► cursor (n…)  ┘
//! ```
//!
//! A [`Feed`] is settings; [`Feed::read`] gives a [`Reader`] that a program pulls from, [`Feed::run`] drives a [`Consumer`] for as long as it may.
//! Positions are values of their own, so a program can keep them where its effects are: then each event has its effect once.

mod alarm;
mod atom;
mod checkpoint;
mod consumer;
mod cursor;
mod declare;
mod delivery;
mod element;
mod entry;
mod event;
mod files;
mod parse;
mod position;
mod reader;
mod run;
mod settings;
mod source;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stream;
#[cfg(test)]
mod tests;
mod walk;

pub use alarm::{Alarm, FeedError, Reaction};
pub use atom::{AtomError, Document};
pub use checkpoint::{BoxError, CheckpointStore, MemoryCheckpoints, Parked};
pub use consumer::{AtLeastOnce, Consumer, handle};
pub use delivery::Delivery;
pub use element::{Element, ElementError};
pub use entry::{Category, Content, Entry};
pub use event::{Change, FeedEvent, Keyed, Unknown};
pub use files::FileCheckpoints;
pub use position::{Position, Start};
pub use reader::Reader;
pub use settings::{Feed, Order, Poison};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteCheckpoints;
pub use stream::Events;
