//! Reads our YAML folder.

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::source::{LoadError, Sources};
use crate::syntax::Tree;

/// Reads our YAML folder at `path`.
///
/// # Errors
/// The path cannot be read; findings go to `diagnostics`.
pub fn read(_path: &Path, _sources: &mut Sources, _diagnostics: &mut Diagnostics) -> Result<Tree, LoadError> {
    Ok(Tree::default())
}
