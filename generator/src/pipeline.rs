//! The straight line: read → resolve → check → schema. Every command begins here.

use std::path::{Path, PathBuf};

use smie_wire::schema::{self, Schema};

use crate::diagnostic::Diagnostics;
use crate::model::Resolved;
use crate::source::{self, LoadError, Sources};
use crate::syntax::Tree;
use crate::{check, resolve};

/// A model, as far as it could be read.
#[derive(Debug)]
pub struct Compiled {
    /// The files read.
    pub sources: Sources,
    /// What they say.
    pub tree: Tree,
    /// What that means.
    pub resolved: Resolved,
    /// The effective API; `None` when any error was found.
    pub schema: Option<Schema>,
    /// Everything found, in any order.
    pub diagnostics: Diagnostics,
}

/// Reads, resolves, checks and compiles the model at `path`.
///
/// # Errors
/// The path cannot be read at all. What is wrong inside the model is in `diagnostics`.
pub fn compile(path: &Path) -> Result<Compiled, LoadError> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let tree = source::load(path, &mut sources, &mut diagnostics)?;
    Ok(from_tree(tree, sources, diagnostics))
}

/// Resolves, checks and compiles a model whose files are in memory: paths relative to its folder, and what stands in them.
#[must_use]
pub fn compile_texts(texts: &[(PathBuf, String)]) -> Compiled {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let tree = source::yaml::read_texts(texts, &mut sources, &mut diagnostics);
    from_tree(tree, sources, diagnostics)
}

fn from_tree(tree: Tree, sources: Sources, mut diagnostics: Diagnostics) -> Compiled {
    let resolved = resolve::resolve(&tree, &mut diagnostics);
    check::check(&tree, &resolved, &mut diagnostics);
    let schema = match schema::compile(&resolved.model) {
        Ok(schema) => {
            check::check_schema(&schema, &resolved, &mut diagnostics);
            Some(schema).filter(|_| !diagnostics.has_errors())
        }
        Err(conflicts) => {
            check::report_conflicts(&conflicts, &tree, &resolved, &mut diagnostics);
            None
        }
    };
    Compiled { sources, tree, resolved, schema, diagnostics }
}
