//! `smie sample`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use smie_wire::schema::Schema;

use super::progress::Progress;
use super::{Exit, model, print};
use crate::sample::{self, Options};

/// Writes sample data that fits the model
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie sample models/fint --out data
  smie sample models/fint --count 100 --seed 7 --class utdanning/elev/elev=100000 --out data")]
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
    /// Remove what an earlier sample of another model left in the folder
    #[arg(long)]
    force: bool,
}

/// What becomes of data files that are not of this sample: a load would read them along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leftovers {
    /// Nothing is written beside them.
    Refuse,
    /// Those that a sample could have written are removed.
    Remove,
    /// All are removed: the folder is smie's own.
    Clear,
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
    let leftovers = if arguments.force { Leftovers::Remove } else { Leftovers::Refuse };
    match write(schema, &options, &arguments.out, leftovers) {
        Ok(told) => {
            anstream::eprintln!("{}: {told}", arguments.out.display());
            Exit::Ok
        }
        Err(exit) => exit,
    }
}

/// Writes sample data to a folder; gives what is to be told of it. Files of the same names are written anew.
pub(super) fn write(schema: &Schema, options: &Options, folder: &Path, leftovers: Leftovers) -> Result<String, Exit> {
    let fail = |what: &str, path: &Path, error: &io::Error| {
        anstream::eprintln!("error: cannot {what} `{}`: {error}", path.display());
        Exit::Usage
    };
    fs::create_dir_all(folder).map_err(|error| fail("create", folder, &error))?;
    let others = others(schema, folder).map_err(|error| fail("read", folder, &error))?;
    if leftovers == Leftovers::Refuse && !others.is_empty() {
        let names = others.iter().filter_map(|path| path.file_name()).take(3).map(|name| format!("`{}`", name.display()));
        let more = if others.len() > 3 { format!(" and {} more", others.len() - 3) } else { String::new() };
        let names = names.collect::<Vec<_>>().join(", ");
        anstream::eprintln!("error: `{}` has data files that are not of this model: {names}{more}", folder.display());
        anstream::eprintln!("help: a load would read them along; write to another folder, or remove them with `--force`");
        return Err(Exit::Usage);
    }
    for path in others.iter().filter(|path| leftovers == Leftovers::Clear || could_be_ours(path)) {
        fs::remove_file(path).map_err(|error| fail("remove", path, &error))?;
    }
    let progress = Progress::steps("writing sample data", schema.collections.len() as u64);
    let open = |file: &str| {
        progress.step();
        File::create(folder.join(file))
    };
    let written = sample::write(schema, options, open).map_err(|error| print::failure(&error))?;
    drop(progress);
    let entities: u64 = written.iter().map(|file| file.entities).sum();
    Ok(format!("{entities} entities in {} files", written.len()))
}

/// Data files that this sample does not write, in order of their names.
fn others(schema: &Schema, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default();
        let ours = schema.collections.iter().any(|collection| stem == collection.file.as_str());
        if path.extension().is_some_and(|ending| ending == "ndjson") && path.is_file() && !ours {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// True for names of the form that samples have, such as `utdanning-elev.person.ndjson`.
fn could_be_ours(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    stem.split_once('.').is_some_and(|(component, segment)| word(component) && word(segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_samples_have_are_removed() {
        for (name, ours) in [
            ("utdanning-elev.person.ndjson", true),
            ("skole.kurs-tillfallen.ndjson", true),
            ("elever.ndjson", false),
            ("a.b.c.ndjson", false),
            ("Mine-data.elev.ndjson", false),
        ] {
            assert_eq!(could_be_ours(Path::new(name)), ours, "{name}");
        }
    }
}
