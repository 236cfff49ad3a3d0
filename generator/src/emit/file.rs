//! What emitting takes and gives: options in, files out. The writer (`output`) knows nothing else of this module.

use std::path::PathBuf;

use super::templates::Overrides;

/// Who may change a file after it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The generator's: in `smie.lock`, written anew when the model changes, removed when orphaned.
    Generated,
    /// The user's: written once, when absent, and never touched again.
    Owned,
}

/// A file of a generated workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path from the workspace's root, with forward slashes.
    pub path: PathBuf,
    /// The whole content.
    pub contents: Vec<u8>,
    /// Who may change it.
    pub ownership: Ownership,
}

impl File {
    /// A file that the generator keeps.
    pub fn generated(path: impl Into<PathBuf>, contents: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: contents.into(), ownership: Ownership::Generated }
    }

    /// A file that the user keeps.
    pub fn owned(path: impl Into<PathBuf>, contents: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: contents.into(), ownership: Ownership::Owned }
    }
}

/// Where a generated workspace finds the runtime crates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// Inside itself, in `vendor/smie`, so that it stands alone.
    #[default]
    Vendored,
    /// In a checkout of smie: its path from the generated workspace's root, or an absolute one.
    Path(PathBuf),
}

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the runtime crates are.
    pub runtime: Runtime,
    /// Templates in place of smie's own.
    pub overrides: Overrides,
}

/// Why a workspace cannot be emitted. Each is a fault of smie, not of a checked model.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The schema was compiled from another model.
    #[error("the schema of {schema} does not belong to the model {model}")]
    Mismatch {
        /// Name and version of the schema's model.
        schema: String,
        /// Name and version of the model given.
        model: String,
    },
    /// A name that cannot be folded to ASCII.
    #[error("the name `{name}` has no Rust spelling")]
    Name {
        /// The name in the model's letters.
        name: String,
        /// The letter without a folding.
        source: smie_wire::profile::FoldError,
    },
    /// Generated text that is no Rust.
    #[error("the text of `{path}` is not valid Rust")]
    Rust {
        /// The file.
        path: String,
        /// Where the text fails.
        source: syn::Error,
    },
    /// A text template that does not fit its data.
    #[error("the template of `{path}` does not fit its data")]
    Template {
        /// The file.
        path: String,
        /// What is missing or wrong.
        source: tera::Error,
    },
    /// A manifest of the runtime that cannot be made to stand alone.
    #[error("the manifest of the runtime crate `{name}` cannot be made to stand alone: {reason}")]
    Manifest {
        /// The crate.
        name: String,
        /// What is missing or wrong.
        reason: String,
    },
}
