//! `smie sample`.

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

use super::{Exit, model};
use crate::sample::{self, Options};

/// Writes sample data that fits the model
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Entities a collection
    #[arg(long, default_value_t = 10)]
    count: u64,
    /// The same seed gives the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Another count for one collection, as `utdanning/elev/elev=100000`; may be repeated
    #[arg(long = "class", value_name = "PATH=COUNT", value_parser = single)]
    single: Vec<(String, u64)>,
    /// Folder for the files, one a collection
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn single(text: &str) -> Result<(String, u64), String> {
    let (name, count) = text.rsplit_once('=').ok_or("expected PATH=COUNT")?;
    let count = count.parse().map_err(|_| format!("`{count}` is not a number"))?;
    Ok((name.to_owned(), count))
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let compiled = match model::open(&arguments.model) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    let Some(schema) = &compiled.schema else { return Exit::Findings };
    if let Err(error) = fs::create_dir_all(&arguments.out) {
        anstream::eprintln!("error: cannot create `{}`: {error}", arguments.out.display());
        return Exit::Usage;
    }
    let options = Options { count: arguments.count, seed: arguments.seed, single: arguments.single.clone() };
    match sample::write(schema, &options, |file| File::create(arguments.out.join(file))) {
        Ok(written) => {
            let entities: u64 = written.iter().map(|file| file.entities).sum();
            anstream::eprintln!("{entities} entities in {} files in `{}`", written.len(), arguments.out.display());
            Exit::Ok
        }
        Err(error) => {
            let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            anstream::eprintln!("error: {error}{source}");
            Exit::Usage
        }
    }
}
