//! `smie check`.

use std::path::PathBuf;

use super::{Exit, model};
use crate::diagnostic::codes;
use crate::diagnostic::render::{Format, render, summary};
use crate::diagnostic::{Code, Diagnostics, Severity, did_you_mean};

/// Checks a model against every rule
///
/// Reads the model, resolves every name, runs every rule and compiles the result with the model's wire profile. All findings are reported in one
/// run, in order of file and place, each with a code that `smie explain CODE` explains. Findings go to stdout, the count to stderr.
///
/// Exit codes: 0 nothing wrong, 1 findings, 2 the command was used wrongly or the model cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie check models/fint
  smie check FINT-informasjonsmodell.xml --format json
  smie check models/fint --deny warnings --allow W1308,W1305")]
pub(super) struct Arguments {
    /// A folder with model.yaml, a folder of LinkML files, or an XMI file
    #[arg(value_name = "MODEL")]
    path: PathBuf,

    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Fail on `warnings`, or on one code such as W1304
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    deny: Vec<String>,

    /// Warning codes to leave out, such as W1308,W1305
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    allow: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let (denied, allowed) = match (Denied::new(&arguments.deny), warnings(&arguments.allow)) {
        (Ok(denied), Ok(allowed)) => (denied, allowed),
        (Err(message), _) | (_, Err(message)) => {
            anstream::eprintln!("{message}");
            return Exit::Usage;
        }
    };
    let mut compiled = match model::read(&arguments.path) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    for code in allowed {
        compiled.diagnostics.forget(code);
    }
    anstream::print!("{}", render(arguments.format, &compiled.sources, &compiled.diagnostics));
    anstream::eprintln!("{}", summary(&compiled.diagnostics));
    if compiled.diagnostics.has_errors() {
        return Exit::Findings;
    }
    if denied.any(&compiled.diagnostics) {
        anstream::eprintln!("note: warnings fail the check because of `--deny`; `--allow CODE` leaves one kind out");
        return Exit::Findings;
    }
    Exit::Ok
}

/// Warnings that fail the check.
struct Denied {
    all: bool,
    codes: Vec<&'static Code>,
}

impl Denied {
    fn new(words: &[String]) -> Result<Self, String> {
        let (all, codes): (Vec<_>, Vec<_>) = words.iter().cloned().partition(|word| word == "warnings");
        Ok(Self { all: !all.is_empty(), codes: warnings(&codes)? })
    }

    fn any(&self, diagnostics: &Diagnostics) -> bool {
        diagnostics.iter().any(|d| d.code.severity() == Severity::Warning && (self.all || self.codes.contains(&d.code)))
    }
}

/// The warnings with these codes; an error cannot be allowed away.
fn warnings(ids: &[String]) -> Result<Vec<&'static Code>, String> {
    ids.iter().map(|id| warning(id)).collect()
}

fn warning(id: &str) -> Result<&'static Code, String> {
    match codes::find(id) {
        Some(code) if code.severity() == Severity::Warning => Ok(code),
        Some(code) => Err(format!(
            "error: `{}` is an error, and errors cannot be allowed or denied\nhelp: `smie explain {}` tells how it is mended",
            code.id, code.id
        )),
        None => Err(unknown(id)),
    }
}

/// What to say of a code that does not exist.
pub(super) fn unknown(id: &str) -> String {
    let changes = crate::diff::codes::all().flat_map(|code| [code.id, code.name]);
    let near = did_you_mean(id, codes::all().map(|code| code.id).chain(changes));
    let help = near.map_or_else(|| "`smie explain` lists every code".to_owned(), |near| format!("did you mean `{near}`?"));
    format!("error: there is no code `{id}`\nhelp: {help}")
}
