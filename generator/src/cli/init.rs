//! `smie init`: a new model, ready to be checked, served and kept right by CI.

use std::io;
use std::path::{Path, PathBuf};

use super::{Exit, print};
use crate::init::{self, Template};
use crate::output::replace;
use crate::source::{is_model_name, suggested};

/// Begins a new model
///
/// Writes model.yaml, a package or two, the JSON Schemas that YAML editors complete and check with (in `.smie`), and a workflow for GitHub Actions
/// at the root of the repository. Nothing that is there already is overwritten.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie init models/skole
  smie init models/skole --template blank --name skole
  smie init . --template rest-se")]
pub(super) struct Arguments {
    /// Folder of the new model
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The model to begin with
    #[arg(long, value_enum, default_value_t)]
    template: Template,
    /// Name of the model, in kebab-case; the folder's when nothing is said
    #[arg(long, value_parser = name)]
    name: Option<String>,
}

/// A name as crates take it.
fn name(text: &str) -> Result<String, String> {
    match suggested(text) {
        Some(name) if is_model_name(text) => Ok(name),
        None => Err("a name begins with a letter from a to z".to_owned()),
        Some(name) => Err(format!("write it in kebab-case, such as `{name}`")),
    }
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    begin(arguments).unwrap_or_else(|exit| exit)
}

fn begin(arguments: &Arguments) -> Result<Exit, Exit> {
    let dir = &arguments.dir;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(dir).ok_or_else(|| {
            anstream::eprintln!("error: the folder `{}` gives no name for the model\nhelp: give one with `--name`", dir.display());
            Exit::Usage
        })?,
    };
    let files = init::model(arguments.template, &name).map_err(|error| print::failure(&error))?;
    let taken: Vec<_> = files.iter().map(|(path, _)| dir.join(path)).filter(|place| place.symlink_metadata().is_ok()).collect();
    if !taken.is_empty() {
        anstream::eprintln!("error: nothing was written, because something stands there already:");
        taken.iter().for_each(|place| anstream::eprintln!("  {}", place.display()));
        anstream::eprintln!("help: choose another folder: `smie init DIR`");
        return Err(Exit::Usage);
    }
    for (path, text) in &files {
        write(&dir.join(path), text)?;
    }
    workflow(dir, &name)?;
    anstream::eprintln!("next: `smie check {0}`, and `smie run {0}` to see it served", dir.display());
    Ok(Exit::Ok)
}

fn write(place: &Path, text: &str) -> Result<(), Exit> {
    match replace::create(place, text) {
        Ok(()) => {
            print::text(&format!("{}\n", place.display()));
            Ok(())
        }
        Err(error) => {
            anstream::eprintln!("error: cannot write `{}`", place.display());
            Err(print::failure(&error))
        }
    }
}

/// The name that the folder gives.
fn name_of(dir: &Path) -> Option<String> {
    let whole = std::path::absolute(dir).ok()?;
    let name = whole.components().collect::<PathBuf>();
    // `absolute` keeps `..`; only the file system knows what that is.
    let name = name.canonicalize().unwrap_or(name);
    suggested(&name.file_name()?.to_string_lossy())
}

/// Writes the workflow where GitHub looks for it, unless there is one.
fn workflow(dir: &Path, name: &str) -> Result<(), Exit> {
    let (root, model) = repository(dir).map_err(|error| print::failure(&error))?;
    let place = root.join(format!(".github/workflows/{name}.yml"));
    if place.symlink_metadata().is_ok() {
        anstream::eprintln!("note: `{}` is there already and was left alone", place.display());
        return Ok(());
    }
    let text = init::workflow(name, &model, &format!("{name}-api")).map_err(|error| print::failure(&error))?;
    write(&place, &text)
}

/// The root of the repository around `dir`, written as `dir` is, and the way from there to `dir`. Without a repository, `dir` itself.
fn repository(dir: &Path) -> io::Result<(PathBuf, String)> {
    let real = dir.canonicalize()?;
    let Some(root) = real.ancestors().find(|above| above.join(".git").exists()) else { return Ok((dir.to_owned(), ".".to_owned())) };
    let way = real.strip_prefix(root).unwrap_or(Path::new(""));
    let model: Vec<_> = way.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let model = if model.is_empty() { ".".to_owned() } else { model.join("/") };
    // As the user wrote it, if that can be said: `models/skole` is two below the root.
    let short = dir.is_relative().then(|| dir.ancestors().nth(way.components().count())).flatten();
    let is_root = |above: &&Path| Path::new(".").join(above).canonicalize().is_ok_and(|above| above == root);
    Ok((short.filter(is_root).unwrap_or(root).to_owned(), model))
}
