//! Why a store failed.

use std::path::PathBuf;

/// Why a store failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached or written.
    #[error("the store failed: {0}")]
    Unavailable(String),
    /// Another process has it.
    #[error("`{}` is in use by another process", .0.display())]
    InUse(PathBuf),
    /// It was written by another version, or is none of ours.
    #[error("`{}` {found}; this version reads format {known}\nhelp: open it with the version that wrote it, export, and load that here", .path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What it is.
        found: String,
        /// The format that is known.
        known: u32,
    },
    /// What it holds does not add up.
    #[error("`{}` is damaged: {what}\nhelp: `check-store` says everything that is wrong with it", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The data is of a model that this one does not contain.
    #[error("`{}` holds data that this model would lose:\n  {}\nhelp: `migrate --dry-run` says everything that opening it would do", .path.display(), .lost.join("\n  "))]
    Incompatible {
        /// The file.
        path: PathBuf,
        /// What would be lost.
        lost: Vec<String>,
    },
}
