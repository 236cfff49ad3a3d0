//! `smie show`.

use std::path::PathBuf;

use super::{Exit, model, print};
use crate::show::{json, summary};

/// Prints the resolved model
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// As numbers for people, or as one JSON document with every class and member
    #[arg(long, value_enum, default_value_t = print::Format::Human)]
    format: print::Format,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let compiled = match model::open(&arguments.model) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(schema) = &compiled.schema else { return Exit::Findings };
    match arguments.format {
        print::Format::Human => print::text(&summary::summary(&compiled.resolved.model, schema).to_string()),
        print::Format::Json => print::json(&json::document(&compiled.resolved.model, schema)),
    }
}
