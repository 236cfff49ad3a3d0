//! Opens a model for a command that needs a clean one: compile, tell what was found, go on or stop.
//!
//! Findings go to stderr, so that a command's own output stays clean. Without errors the warnings are only counted: `smie check` shows them.

use std::path::Path;

use super::{Exit, print};
use crate::diagnostic::render;
use crate::pipeline::{self, Compiled};

/// Compiles the model at `path`. With errors, prints every finding and stops the command.
pub(super) fn open(path: &Path) -> Result<Compiled, Exit> {
    let compiled = usable(read(path)?)?;
    let (_, warnings) = compiled.diagnostics.counts();
    if warnings > 0 {
        let plural = if warnings == 1 { "" } else { "s" };
        anstream::eprintln!("note: {warnings} warning{plural}; `smie check {}` shows them", path.display());
    }
    Ok(compiled)
}

/// With errors, prints every finding and stops the command.
pub(super) fn usable(compiled: Compiled) -> Result<Compiled, Exit> {
    if compiled.diagnostics.has_errors() || compiled.schema.is_none() {
        anstream::eprint!("{}", render::human(&compiled.sources, &compiled.diagnostics));
        anstream::eprintln!("{}", render::summary(&compiled.diagnostics));
        return Err(Exit::Findings);
    }
    Ok(compiled)
}

/// Compiles the model at `path`; what is wrong inside it is left to the caller.
pub(super) fn read(path: &Path) -> Result<Compiled, Exit> {
    pipeline::compile(path).map_err(|error| print::failure(&error))
}
