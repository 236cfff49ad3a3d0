//! `smie diff`.

pub(super) mod side;

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use super::{Exit, print};
use crate::diagnostic::{self, Diagnostics};
use crate::diff::contract::{self, Outcome};
use crate::diff::render::{Extras, Format, render};
use crate::diff::{Accept, Report, Severity, compare};
use crate::source::Sources;
use crate::source::contract::read_contracts;
use side::{Role, Side};

/// Tells what changed between two models, and whom it breaks
///
/// Compares what users of the API see: concrete classes with inherited members, wire names and paths. Every change has a code that `smie explain CODE` explains, and is
/// breaking, dangerous or compatible for readers and for writers, by the rules of the wire profile. The verdict says which version the changes ask for, and whether the
/// new model's version is honest.
///
/// A model is a path of any form, or `git:REF` or `git:REF:path` (the path from the repository's root). Without NEW the working copy of the same path is compared.
///
/// Exit codes: 0 nothing to stop for, 1 a model or contract has findings, 2 usage or I/O, 4 a breaking change that the version does not tell (`--fail-on` changes that).
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie diff FINT-informasjonsmodell-v3.21.10.xml FINT-informasjonsmodell-v4.0.0.xml
  smie diff git:main models/fint                    the working copy against a branch
  smie diff git:v4.0.0:models/fint                  the same, the path told by the reference
  smie diff git:main models/fint --format github    annotations in a pull request
  smie diff old new --format markdown > CHANGES.md  a page for release notes
  smie diff old new --consumers consumers           who breaks, and who does not
  smie diff old new --accept D0212:Adresse.postnummer")]
pub(super) struct Arguments {
    /// The model as it was
    #[arg(value_name = "OLD")]
    old: String,

    /// The model as it is; without it the working copy
    #[arg(value_name = "NEW")]
    new: Option<String>,

    /// How changes are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// What fails with exit code 4; without it a breaking change that the version does not tell
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// A change that is right as it is, such as D0401:Elev.basisgruppe (repeatable)
    #[arg(long, value_name = "CODE:CLASS.MEMBER")]
    accept: Vec<String>,

    /// A folder of consumers' contracts, to tell who breaks
    #[arg(long, value_name = "DIR")]
    consumers: Option<PathBuf>,

    /// Judge both models under this profile in place of their own
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,

    /// List changes of documentation for people too
    #[arg(long)]
    docs: bool,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// Any breaking change that was neither accepted nor announced by a deprecation
    Breaking,
    /// Any dangerous one as well
    Dangerous,
    /// A change that breaks a consumer of `--consumers`
    Consumers,
    /// Nothing
    Never,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    match compared(arguments) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn compared(arguments: &Arguments) -> Result<Exit, Exit> {
    let accepted = accepted(&arguments.accept)?;
    if arguments.fail_on == Some(FailOn::Consumers) && arguments.consumers.is_none() {
        anstream::eprintln!("error: `--fail-on consumers` needs the consumers' contracts\nhelp: add `--consumers DIR`");
        return Err(Exit::Usage);
    }
    let (old, new) = side::places(&arguments.old, arguments.new.as_deref())?;
    let old = Side::open(old, Role::Old, arguments.profile.as_deref())?;
    let new = Side::open(new, Role::New, arguments.profile.as_deref())?;
    let mut report = compare(old.view(), new.view());
    for at in report.accept(&accepted) {
        anstream::eprintln!("note: `--accept {}` covers no change", arguments.accept[at]);
    }
    let outcomes = arguments.consumers.as_deref().map(|folder| consumers(folder, &report, &old, &new)).transpose()?;
    let extras = Extras { consumers: outcomes.as_deref(), docs: arguments.docs };
    let printed = print::styled(&render(arguments.format, &report, extras));
    if printed != Exit::Ok {
        return Ok(printed);
    }
    let failed = fails(arguments.fail_on, &report, outcomes.as_deref().unwrap_or_default());
    if failed {
        advise(arguments, &report);
    }
    Ok(if failed { Exit::Breaking } else { Exit::Ok })
}

fn accepted(texts: &[String]) -> Result<Vec<Accept>, Exit> {
    texts
        .iter()
        .map(|text| {
            Accept::parse(text).map_err(|error| {
                anstream::eprintln!("error: {error}\nhelp: `smie explain` lists every code");
                Exit::Usage
            })
        })
        .collect()
}

fn consumers(folder: &Path, report: &Report, old: &Side, new: &Side) -> Result<Vec<Outcome>, Exit> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let contracts = read_contracts(folder, &mut sources, &mut diagnostics).map_err(|error| print::failure(&error))?;
    if contracts.is_empty() {
        anstream::eprintln!("note: `{}` holds no contract", folder.display());
        anstream::eprintln!("help: `smie contract record --trace FILE --out {}/NAME.yaml` writes one", folder.display());
    }
    let outcomes = contract::judge(report, &contracts, (old.view(), new.view()), &sources, &mut diagnostics);
    if diagnostics.iter().next().is_some() {
        anstream::eprint!("{}", diagnostic::render::human(&sources, &diagnostics));
        anstream::eprintln!("{}", diagnostic::render::summary(&diagnostics));
    }
    if diagnostics.has_errors() { Err(Exit::Findings) } else { Ok(outcomes) }
}

fn fails(fail_on: Option<FailOn>, report: &Report, outcomes: &[Outcome]) -> bool {
    let surprise = |severity| report.open().any(|change| !change.expected && change.severity() >= severity);
    match fail_on {
        None => report.verdict().breaks_promise,
        Some(FailOn::Breaking) => surprise(Severity::Breaking),
        Some(FailOn::Dangerous) => surprise(Severity::Dangerous),
        Some(FailOn::Consumers) => outcomes.iter().any(Outcome::breaks),
        Some(FailOn::Never) => false,
    }
}

/// The next command, on stderr.
fn advise(arguments: &Arguments, report: &Report) {
    let first = report.open().filter(|change| !change.expected).min_by_key(|change| Reverse(change.severity()));
    if let Some(change) = first {
        anstream::eprintln!(
            "help: `smie explain {}` tells why; `--accept {}:{}` accepts it",
            change.code.id,
            change.code.id,
            change.subject()
        );
    }
    if arguments.fail_on.is_none()
        && let Some(least) = report.verdict().least
    {
        anstream::eprintln!("help: or set `version: {least}` in model.yaml");
    }
}
