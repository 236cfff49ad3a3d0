//! `smie sample`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use smie_wire::schema::Schema;

use super::{Exit, model, print};
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
    let options = Options { count: arguments.count, seed: arguments.seed, single: arguments.single.clone() };
    match write(schema, &options, &arguments.out) {
        Ok(told) => {
            anstream::eprintln!("{}: {told}", arguments.out.display());
            Exit::Ok
        }
        Err(exit) => exit,
    }
}

/// Writes sample data to a folder; gives what is to be told of it.
pub(super) fn write(schema: &Schema, options: &Options, folder: &Path) -> Result<String, Exit> {
    fs::create_dir_all(folder).map_err(|error| {
        anstream::eprintln!("error: cannot create `{}`: {error}", folder.display());
        Exit::Usage
    })?;
    let written = sample::write(schema, options, |file| File::create(folder.join(file))).map_err(|error| print::failure(&error))?;
    let entities: u64 = written.iter().map(|file| file.entities).sum();
    Ok(format!("{entities} entities in {} files", written.len()))
}
