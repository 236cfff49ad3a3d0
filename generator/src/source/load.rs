//! One entrance for all forms: a path → the syntax tree.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::syntax::Tree;

/// The form of a model on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder with `model.yaml`.
    Yaml,
    /// A Sparx Enterprise Architect XMI file.
    Xmi,
    /// A folder of LinkML schemas.
    LinkMl,
}

/// Why a path cannot be read as a model at all. What is wrong inside is a finding, not this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file system refused.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
    /// Nothing here looks like a model.
    #[error("`{}` is no model: expected a folder with model.yaml, a folder of LinkML files, or an XMI file", path.display())]
    NoModel {
        /// The path.
        path: PathBuf,
    },
}

impl Form {
    /// The form of what stands at this path.
    ///
    /// # Errors
    /// The path cannot be read, or nothing there looks like a model.
    pub fn detect(path: &Path) -> Result<Self, LoadError> {
        let io = |source| LoadError::Io { path: path.to_owned(), source };
        if path.is_file() && path.file_name().is_some_and(|name| name == "model.yaml") {
            return Ok(Self::Yaml);
        }
        if path.is_file() {
            return Ok(Self::Xmi);
        }
        if path.join("model.yaml").is_file() {
            return Ok(Self::Yaml);
        }
        let mut entries = std::fs::read_dir(path).map_err(io)?.flatten();
        if entries.any(|entry| entry.path().extension().is_some_and(|e| e == "yaml" || e == "yml")) {
            return Ok(Self::LinkMl);
        }
        Err(LoadError::NoModel { path: path.to_owned() })
    }
}

/// Reads the model at `path` in whatever form it has.
///
/// # Errors
/// Only what keeps the path from being read at all; findings go to `diagnostics`.
pub fn load(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Tree, LoadError> {
    match Form::detect(path)? {
        Form::Yaml => super::yaml::read(path.parent().filter(|_| path.is_file()).unwrap_or(path), sources, diagnostics),
        Form::Xmi => super::xmi::read(path, sources, diagnostics),
        Form::LinkMl => super::linkml::read(path, sources, diagnostics),
    }
}
