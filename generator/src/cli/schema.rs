//! `smie schema`: what a YAML editor needs to complete, explain and check a model while it is written.

use std::path::{Path, PathBuf};

use super::{Exit, print};
use crate::json_schema;
use crate::output::replace;

/// Prints the JSON Schema that YAML editors complete and check a model with
///
/// Editors with the YAML language server find a schema by the first line of a file: `# yaml-language-server: $schema=./.smie/model.schema.json` in
/// model.yaml, and `# yaml-language-server: $schema=../.smie/package.schema.json` in a package file one folder below it. `smie init` writes both.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie schema --dir models/fint
  smie schema package --out package.schema.json
  smie schema model")]
pub(super) struct Arguments {
    /// The schema of which file
    #[arg(value_enum, default_value_t = Which::Package)]
    which: Which,
    /// Write it to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write both schemas into the folder `.smie` of this model
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["out", "which"])]
    dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// Package files
    Package,
    /// model.yaml
    Model,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    if let Some(folder) = &arguments.dir {
        let files = json_schema::FILES.map(|(path, schema)| (folder.join(path), json_schema::text(&schema())));
        return files.iter().map(|(path, text)| write(path, text)).find(|exit| *exit != Exit::Ok).unwrap_or(Exit::Ok);
    }
    let schema = match arguments.which {
        Which::Package => json_schema::package(),
        Which::Model => json_schema::model(),
    };
    let text = json_schema::text(&schema);
    arguments.out.as_ref().map_or_else(|| print::text(&text), |path| write(path, &text))
}

fn write(path: &Path, text: &str) -> Exit {
    match replace::put(path, text.as_bytes()) {
        Ok(()) => {
            anstream::eprintln!("{} written", path.display());
            Exit::Ok
        }
        Err(error) => {
            anstream::eprintln!("error: cannot write `{}`", path.display());
            print::failure(&error)
        }
    }
}
