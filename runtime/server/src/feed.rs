//! Event feeds: what happened in a package, in order, for everybody who wants to follow.
//!
//! ```text
//! commit ─► renderer ─► content ─► entry ─┐
//!               └─► frame ────────────────┴─► packed ─► store ─► page, cursor ─► http
//! ```
//!
//! Entries and page frames are rendered once, inside the commit that they belong to, and kept as bytes with marks where the base URL goes in. So a
//! closed page is the same for ever, whatever later versions of this code would write. Nothing here knows HTTP.

mod content;
mod entry;
mod filter;
mod frame;
mod names;
mod packed;
mod page;
mod redact;
mod renderer;
mod tend;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use entry::{cloud_event, standalone};
pub(crate) use filter::{Filter, FilterError};
pub(crate) use frame::Cursor;
pub(crate) use names::{Feed, Feeds};
pub(crate) use packed::is_whole;
pub(crate) use page::{Document, FeedError, PageRead, Reading, Stretch};
pub(crate) use redact::Eraser;
pub use redact::{Erase, EraseError, Erased};
pub(crate) use renderer::Renderer;
pub(crate) use tend::tend;
