//! `smie fmt`: the files of a model in canonical form.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::{Exit, folder, print};
use crate::diagnostic::{Diagnostics, Severity, render};
use crate::output::replace;
use crate::source::format::{self, Formatted};

/// Brings the files of a model into canonical form
///
/// Keys in the order of the language, short forms where they say everything, flow style where it fits a line, quotes where older readers of YAML
/// would stumble. Comments keep their neighbours and the meaning stays the same. Files with syntax errors are left alone, all of them.
///
/// Exit codes: 0 nothing to do or done, 1 syntax errors, 2 usage or I/O, 3 `--check` found files that are not canonical.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie fmt models/fint
  smie fmt models/fint/administrasjon/personal.yaml
  smie fmt --check models/fint")]
pub(super) struct Arguments {
    /// Folder with model.yaml, or folders and files inside one
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that are not canonical, and exit with 3 when there are any
    #[arg(long)]
    check: bool,
    /// Write nothing; show the difference
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    format(arguments).unwrap_or_else(|exit| exit)
}

fn format(arguments: &Arguments) -> Result<Exit, Exit> {
    let mut files: Vec<Formatted> = Vec::new();
    for path in &arguments.paths {
        for file in model(path)? {
            if files.iter().all(|known| known.path != file.path) {
                files.push(file);
            }
        }
    }
    let changed: Vec<_> = files.iter().filter(|file| file.changed()).collect();
    if arguments.check || arguments.diff {
        return Ok(report(&changed, files.len(), arguments));
    }
    for file in &changed {
        replace::edit(&file.path, &file.new).map_err(|error| {
            anstream::eprintln!("error: cannot write `{}`", file.path.display());
            print::failure(&error)
        })?;
    }
    anstream::eprintln!("{} formatted, {} canonical already", count(changed.len()), files.len() - changed.len());
    Ok(Exit::Ok)
}

/// The files at and below `path`, formatted with what their model says.
fn model(path: &Path) -> Result<Vec<Formatted>, Exit> {
    let root = folder::around(path)?;
    let outcome = format::folder(&root).map_err(|error| print::failure(&error))?;
    if outcome.diagnostics.has_errors() {
        let mut errors = Diagnostics::default();
        outcome.diagnostics.iter().filter(|found| found.code.severity() == Severity::Error).for_each(|error| errors.push(error.clone()));
        anstream::eprint!("{}", render::human(&outcome.sources, &errors));
        anstream::eprintln!("{}", render::summary(&errors));
        anstream::eprintln!("note: nothing was formatted");
        return Err(Exit::Findings);
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let wanted = real(path);
    let files: Vec<_> = outcome.files.into_iter().filter(|file| real(&file.path).starts_with(&wanted)).collect();
    if files.is_empty() {
        anstream::eprintln!("error: `{}` is no file of the model `{}`", path.display(), root.display());
        anstream::eprintln!("help: a package is a file whose name ends in `.yaml`; hidden folders and other models inside are left alone");
        return Err(Exit::Usage);
    }
    Ok(files)
}

fn report(changed: &[&Formatted], all: usize, arguments: &Arguments) -> Exit {
    let mut text = String::new();
    for file in changed {
        let path = file.path.display();
        if arguments.diff {
            let names = (format!("a/{path}"), format!("b/{path}"));
            text += &TextDiff::from_lines(&file.old, &file.new).unified_diff().context_radius(3).header(&names.0, &names.1).to_string();
        } else {
            text += &format!("{path}\n");
        }
    }
    let printed = print::text(&text);
    if !arguments.check || changed.is_empty() {
        if changed.is_empty() {
            anstream::eprintln!("ok: {} canonical", count(all));
        }
        return printed;
    }
    let paths = arguments.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
    anstream::eprintln!("error: {} of {all} not in canonical form", changed.len());
    anstream::eprintln!("help: run `smie fmt {paths}`; `--diff` shows what would change");
    Exit::Drift
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}
