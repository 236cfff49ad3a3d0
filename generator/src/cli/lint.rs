//! `smie lint`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use smie_wire::openapi::{self, Part};

use super::{Exit, model, print};
use crate::emit;
use crate::lint::{self, Format, Report, statement};

/// Holds an OpenAPI document against the Swedish REST API profile
///
/// Checks the rules that a document can show, by their ids: SKALL is an error, BÖR a warning. Of a model the document is checked that `smie generate` writes,
/// and its `exceptions:` are taken into account. Rules that only a running server shows are for `smie conform`.
///
/// Exit codes: 0 no errors, 1 errors, 2 the command was used wrongly or the document cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie lint openapi.yaml
  smie lint models/organisationer --format sarif
  smie explain RES.02
  smie lint --statement models/organisationer")]
pub(super) struct Arguments {
    /// OpenAPI document as YAML or JSON, or a model
    #[arg(value_name = "OPENAPI|MODEL", required_unless_present = "statement")]
    input: Option<PathBuf>,
    /// Form of the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Warnings count like errors
    #[arg(long)]
    deny_warnings: bool,
    /// Print the conformance statement, with the exceptions of the model if one is given
    #[arg(long, conflicts_with_all = ["format", "deny_warnings"])]
    statement: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    lint(arguments).unwrap_or_else(|exit| exit)
}

fn lint(arguments: &Arguments) -> Result<Exit, Exit> {
    if arguments.statement {
        let exceptions = match &arguments.input {
            Some(path) => model::open(path)?.resolved.model.exceptions,
            None => BTreeMap::new(),
        };
        // A copy of the tests' names is in the tool, since the sources are not where it runs.
        let tests = statement::named_tests([include_str!(concat!(env!("OUT_DIR"), "/proofs.txt"))]);
        return Ok(print::text(&statement::markdown(&tests, &exceptions)));
    }
    let Some(input) = &arguments.input else { return Err(Exit::Usage) };
    let documents = documents(input)?;
    let (mut errors, mut warnings, mut printed) = (0, 0, Exit::Ok);
    for Document { subject, text, exceptions } in &documents {
        let findings = lint::lint(text, exceptions).map_err(|error| unreadable(subject, text, &error))?;
        let report = Report { subject, text: Some(text), findings: &findings };
        let found = report.counts();
        errors += found.0;
        warnings += found.1;
        printed = print::text(&report.render(arguments.format));
        anstream::eprintln!("{subject}: {}", report.summary());
    }
    let refused = errors > 0 || (arguments.deny_warnings && warnings > 0);
    Ok(if refused { Exit::Findings } else { printed })
}

/// What is checked.
struct Document {
    subject: String,
    text: String,
    exceptions: BTreeMap<String, String>,
}

/// The document itself, or those that the model has: of an API of several packages, each with its version, one a package.
fn documents(input: &Path) -> Result<Vec<Document>, Exit> {
    if let Some(text) = openapi_file(input)? {
        return Ok(vec![Document { subject: input.display().to_string(), text, exceptions: BTreeMap::new() }]);
    }
    let compiled = model::open(input)?;
    let schema = emit::spoken(compiled.schema.as_ref().ok_or(Exit::Findings)?);
    let exceptions = compiled.resolved.model.exceptions;
    let parts = openapi::parts(&schema);
    let versioned = !schema.profile.version_segment.is_empty() && !parts.is_empty();
    let named: Vec<(String, Part)> = match versioned {
        true => parts.into_iter().map(|(name, part)| (format!("openapi/{name}.yaml"), part)).collect(),
        false => vec![("openapi.yaml".to_owned(), Part::Whole)],
    };
    let document =
        |(subject, part)| Document { subject, text: openapi::yaml(&openapi::document(&schema, part)), exceptions: exceptions.clone() };
    Ok(named.into_iter().map(document).collect())
}

/// The text of an OpenAPI document; `None` = it is something else, a model most likely.
fn openapi_file(path: &Path) -> Result<Option<String>, Exit> {
    if path.is_dir()
        || path.extension().is_none_or(|ending| !["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
    {
        return Ok(None);
    }
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            anstream::eprintln!("error: cannot read `{}`: {error}", path.display());
            Err(Exit::Usage)
        }
    }
}

fn unreadable(subject: &str, text: &str, error: &lint::Unreadable) -> Exit {
    let line = text.get(..error.at).map_or(1, |before| before.matches('\n').count() + 1);
    anstream::eprintln!("error: {subject}:{line}: {error}");
    Exit::Usage
}
