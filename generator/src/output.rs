//! What would be written, `smie.lock`, drift, and writing only what changed. The only module that changes a user's folder.
//!
//! ```text
//! files emitted ─┐
//! smie.lock ─────┼─► plan ─┬─► apply   (write what changed, remove orphans, the lock last)
//! disk as it is ─┘         ├─► drift   (what differs and why, for CI)
//!                          └─► diff    (the same as text)
//! ```
//!
//! [`plan`] reads the folder once and decides; deciding itself ([`Plan::new`]) is pure. Only [`Plan::apply`] writes.

mod apply;
mod diff;
mod disk;
mod drift;
pub mod folder;
mod lock;
mod path;
mod plan;
pub mod replace;
pub mod tended;

pub use apply::{ApplyError, Summary};
pub use disk::{Found, Snapshot};
pub use drift::{Drift, Format, Reason};
pub use lock::{Hash, Lock, LockError, ModelStamp, Stamp};
pub use path::{BadPath, RelPath};
pub use plan::{Effect, Force, Obstacle, Plan, PlanError, State, Step};

use std::path::Path;

use crate::emit::File;

/// Compares what was emitted with what stands in `folder`.
///
/// # Errors
/// The folder or its lock cannot be read, or the files emitted contradict each other.
pub fn plan(folder: &Path, files: Vec<File>, stamp: Stamp) -> Result<Plan, PlanError> {
    let emitted = plan::by_path(files)?;
    let lock = disk::read_lock(folder)?;
    let locked = lock.iter().flat_map(|(lock, _)| lock.files.keys());
    let snapshot = Snapshot::read(folder, emitted.keys().chain(locked))?;
    Ok(Plan::new(emitted, stamp, lock, snapshot))
}

/// The Rust that the owner keeps in a folder, file by file in the order of their names; what cannot be read is left aside.
#[must_use]
pub fn sources(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

#[cfg(test)]
mod tests;
