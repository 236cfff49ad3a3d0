//! `smie show`.

use std::path::{Path, PathBuf};

use super::{Exit, from_rust, model, print};
use crate::output::{Force, folder};
use crate::pipeline::Compiled;
use crate::show::{json, summary};
use crate::source::write;

/// Prints the resolved model
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie show models/fint                         numbers of classes, attributes, relations
  smie show models/fint --format json           every class and member
  smie show --from-rust .                       the model of types written by hand, as YAML
  smie show --from-rust . --out modell          the same as a folder, in which the project can go on")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    #[arg(required_unless_present = "from_rust", conflicts_with = "from_rust")]
    model: Option<PathBuf>,
    /// As numbers for people, or as one JSON document with every class and member
    #[arg(long, value_enum, default_value_t = print::Format::Human)]
    format: print::Format,
    /// Shows the model of the server crate in this folder, which is built and asked for it; for people as YAML
    #[arg(long, value_name = "DIR")]
    from_rust: Option<PathBuf>,
    /// The server's program, when the crate has several
    #[arg(long, value_name = "NAME", requires = "from_rust")]
    bin: Option<String>,
    /// Writes the YAML as a model folder; absent or empty
    #[arg(long, value_name = "DIR", requires = "from_rust")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let compiled = match (&arguments.model, &arguments.from_rust) {
        (_, Some(folder)) => from_rust::read(folder, arguments.bin.as_deref()).and_then(model::usable),
        (Some(path), None) => model::open(path),
        (None, None) => return Exit::Usage,
    };
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(schema) = &compiled.schema else { return Exit::Findings };
    match (arguments.format, &arguments.out) {
        (print::Format::Json, None) => print::json(&json::document(&compiled.resolved.model, schema)),
        (print::Format::Json, Some(_)) => {
            anstream::eprintln!("error: `--out` writes YAML\nhelp: leave out `--format json`");
            Exit::Usage
        }
        (print::Format::Human, Some(out)) => write_folder(&compiled, out),
        (print::Format::Human, None) if arguments.from_rust.is_some() => {
            let documents = write::files(&compiled.tree).into_iter().map(|(path, text)| format!("--- # {}\n{text}", path.display()));
            print::text(&documents.collect::<String>())
        }
        (print::Format::Human, None) => print::text(&summary::summary(&compiled.resolved.model, schema).to_string()),
    }
}

fn write_folder(compiled: &Compiled, out: &Path) -> Exit {
    let files = write::files(&compiled.tree);
    match folder::write(out, &files, Force::No) {
        Ok(()) => {
            anstream::eprintln!("{}: {} files written", out.display(), files.len());
            Exit::Ok
        }
        Err(error) => print::failure(&error),
    }
}
