//! `smie new-version`: the one line of model.yaml that every release changes.

use std::cmp::Ordering;
use std::path::PathBuf;

use super::{Exit, folder, print};
use crate::diagnostic::{Diagnostics, render};
use crate::output::replace;
use crate::source::{Sources, yaml};
use crate::version::{self, Step};

/// Raises the version of a model
///
/// Changes the version in model.yaml and nothing else: comments, order and form stay as they are.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie new-version models/fint minor
  smie new-version models/fint 4.2.0")]
pub(super) struct Arguments {
    /// Folder with model.yaml
    model: PathBuf,
    /// `major` (something breaks), `minor` (something is new), `patch` (something is put right), or the new version itself
    #[arg(value_name = "patch|minor|major|X.Y.Z")]
    step: Step,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    raise(arguments).unwrap_or_else(|exit| exit)
}

fn raise(arguments: &Arguments) -> Result<Exit, Exit> {
    let path = folder::around(&arguments.model)?.join("model.yaml");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        anstream::eprintln!("error: cannot read `{}`", path.display());
        print::failure(&error)
    })?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add(&path, text.clone());
    let header = yaml::read_header(file, &text, &mut diagnostics);
    let (Some(old), false) = (header.version, diagnostics.has_errors()) else {
        anstream::eprint!("{}", render::human(&sources, &diagnostics));
        anstream::eprintln!("{}", render::summary(&diagnostics));
        return Err(Exit::Findings);
    };
    let new = version::next(&old.value, &arguments.step).filter(|new| version::compare(new, &old.value) == Some(Ordering::Greater));
    let Some(new) = new else {
        anstream::eprintln!("error: the version is {} already, and never goes back", old.value);
        anstream::eprintln!("help: `smie new-version {} patch` takes the next one", arguments.model.display());
        return Err(Exit::Usage);
    };
    let (start, end) = (old.span.start as usize, old.span.end as usize);
    let edited = format!("{}{new}{}", text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    replace::edit(&path, &edited).map_err(|error| {
        anstream::eprintln!("error: cannot write `{}`", path.display());
        print::failure(&error)
    })?;
    let name = header.name.map_or_else(String::new, |name| format!("{} ", name.value));
    let printed = print::text(&format!("{name}{} -> {new}\n", old.value));
    anstream::eprintln!("next: `smie check {}`", arguments.model.display());
    Ok(printed)
}
