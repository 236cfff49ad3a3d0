//! `smie routes`.

use std::path::PathBuf;

use super::{Exit, model, print};
use crate::show::routes;

/// Prints every route of the API
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie routes models/fint
  smie routes models/fint --format json")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// As lines for people, or as one JSON document
    #[arg(long, value_enum, default_value_t = print::Format::Human)]
    format: print::Format,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let compiled = match model::open(&arguments.model) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(schema) = &compiled.schema else { return Exit::Findings };
    if arguments.format == print::Format::Json {
        return print::json(&routes::document(schema));
    }
    let sorted = routes::sorted(schema);
    let exit = print::text(&sorted.iter().map(|route| format!("{route}\n")).collect::<String>());
    anstream::eprintln!("{}", routes::count(&sorted));
    exit
}
