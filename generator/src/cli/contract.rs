//! `smie contract`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{Exit, model, print};
use crate::diff::View;
use crate::diff::contract::record::{Recorded, record};
use crate::source::write;

/// Writes down what a consumer of the API uses
///
/// A contract is a YAML file, by custom in `consumers/` beside the model, that lists the classes, members, actions and events that a consumer uses.
/// `smie diff --consumers consumers` then says whom a change breaks, and whom it does not.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie contract record models/fint --trace requests.ndjson --out consumers/lonnssystem.yaml
  smie diff git:main models/fint --consumers consumers")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Record(Record),
}

/// Records a contract from a trace of requests
///
/// Each line of the trace is a JSON object, {"method":"GET","path":"/administrasjon/personal/fastlonn","members":["prosent"]}, or a line of an access log. `members` are
/// those that the consumer used, by wire name; a request without them is taken to use all. `events` lists events of the feed that it acted on. What a line does not
/// tell is said on stderr and left out.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie contract record models/fint --trace requests.ndjson --out consumers/lonnssystem.yaml
  grep lonnssystem access.log | smie contract record models/fint --trace - --name lønnssystem")]
struct Record {
    /// The model whose API was called
    #[arg(value_name = "MODEL", default_value = ".")]
    model: PathBuf,

    /// The trace; `-` is standard input
    #[arg(long, value_name = "FILE")]
    trace: PathBuf,

    /// Where to write the contract; without it, to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// The consumer's name; without it, that of the file
    #[arg(long)]
    name: Option<String>,

    /// Overwrite a contract that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Command::Record(arguments) = &arguments.command;
    match recorded(arguments) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn recorded(arguments: &Record) -> Result<Exit, Exit> {
    if let Some(out) = arguments.out.as_deref().filter(|out| out.exists() && !arguments.force) {
        anstream::eprintln!("error: `{}` is there already\nhelp: `--force` overwrites it", out.display());
        return Err(Exit::Usage);
    }
    let stem = || arguments.out.as_deref().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let name = arguments.name.clone().or_else(stem).unwrap_or_else(|| "consumer".to_owned());
    let trace = read(&arguments.trace)?;
    let compiled = model::open(&arguments.model)?;
    let Some(schema) = &compiled.schema else { return Err(Exit::Findings) };
    let places = &compiled.resolved.places;
    let view = View { model: &compiled.resolved.model, schema, places, sources: &compiled.sources, alias: None };
    let recorded = record(&name, &trace, view);
    tell(&recorded);
    let text = write::contract(&recorded.contract);
    let Some(out) = &arguments.out else { return Ok(print::text(&text)) };
    save(out, &text)?;
    anstream::eprintln!("wrote {}\nhelp: `smie diff OLD NEW --consumers {}` tells what breaks it", out.display(), folder(out).display());
    Ok(Exit::Ok)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read(trace: &Path) -> Result<String, Exit> {
    let mut bytes = Vec::new();
    let read = if trace == Path::new("-") { std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes) } else { std::fs::read(trace) };
    // A log may hold bytes of any encoding; only its addresses matter, and those are ASCII.
    read.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|error| {
        anstream::eprintln!("error: cannot read `{}`\n  caused by: {error}", trace.display());
        Exit::Usage
    })
}

fn save(out: &Path, text: &str) -> Result<(), Exit> {
    std::fs::create_dir_all(folder(out)).and_then(|()| std::fs::write(out, text)).map_err(|error| {
        anstream::eprintln!("error: cannot write `{}`\n  caused by: {error}", out.display());
        Exit::Usage
    })
}

/// How many lines with one reason are told one by one.
const TOLD: usize = 10;

fn tell(recorded: &Recorded) {
    for (line, why) in recorded.ignored.iter().take(TOLD) {
        anstream::eprintln!("note: line {line}: {why}");
    }
    if recorded.ignored.len() > TOLD {
        anstream::eprintln!("note: and {} lines more", recorded.ignored.len() - TOLD);
    }
    anstream::eprintln!("{} requests, {} classes", recorded.requests, recorded.contract.uses.len());
}
