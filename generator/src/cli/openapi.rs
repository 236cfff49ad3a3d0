//! `smie openapi`.

use std::path::PathBuf;

use smie_wire::openapi::{self, Part};

use super::{Exit, model, print};
use crate::diagnostic::did_you_mean;
use crate::emit;

/// Prints the OpenAPI document of the API
///
/// The same that `smie generate` writes and that the server gives at `/openapi.yaml` and `/openapi.json`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie openapi models/fint
  smie openapi models/fint --format json
  smie openapi models/fint --package utdanning-elev")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// As YAML or as JSON
    #[arg(long, value_enum, default_value_t = Form::Yaml)]
    format: Form,
    /// Only this package: its name as in the name of its file, `utdanning-elev`
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
}

/// Form of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Yaml,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let compiled = match model::open(&arguments.model) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(schema) = &compiled.schema else { return Exit::Findings };
    let part = match &arguments.package {
        None => Part::Whole,
        Some(name) => match schema.serving().find(|id| schema.package(*id).component == *name) {
            Some(id) => Part::Package(id),
            None => {
                let known: Vec<_> = schema.serving().map(|id| schema.package(id).component.as_str()).collect();
                anstream::eprintln!("error: no package is called `{name}`");
                match did_you_mean(name, known.iter().copied()) {
                    Some(near) => anstream::eprintln!("help: did you mean `{near}`?"),
                    None => anstream::eprintln!("help: there are {}", known.join(", ")),
                }
                return Exit::Usage;
            }
        },
    };
    let document = openapi::document(&emit::spoken(schema), part);
    print::text(&if arguments.format == Form::Yaml { openapi::yaml(&document) } else { openapi::json(&document) })
}
