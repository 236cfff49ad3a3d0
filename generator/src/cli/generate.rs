//! `smie generate`: a model → a workspace on disk, or what differs from it.

use std::path::{Path, PathBuf};

use super::runtime::Runtime;
use super::served::{self, Served};
use super::{Exit, print};
use crate::emit;
use crate::output::{self, Drift, Force, Format, LockError, Plan, Reason, Stamp, Summary};

/// Writes the server crate and the client crate
///
/// Generated files are kept in step with the model; files that are yours (main.rs, handlers, Cargo.toml) are written once and never touched again.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie generate models/fint --out fint-api
  smie generate models/fint --out fint-api --diff
  smie generate models/fint --out fint-api --check --format github")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Folder of the generated workspace
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write nothing; exit with 3 when a file differs from what the model gives, and say which and why
    #[arg(long)]
    check: bool,
    /// Write nothing; show the difference
    #[arg(long)]
    diff: bool,
    /// Overwrite generated files that were changed by hand, and files that smie did not write
    #[arg(long, conflicts_with_all = ["check", "diff"])]
    force: bool,
    /// Form of what `--check` says
    #[arg(long, value_enum, default_value_t = Format::Human, requires = "check")]
    format: Format,
    /// Where the workspace finds the runtime: `vendored` inside it, or `path:DIR` in a checkout of smie
    #[arg(long, value_name = "WHERE", default_value_t = Runtime::Vendored)]
    runtime: Runtime,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    generate(arguments).unwrap_or_else(|exit| exit)
}

fn generate(arguments: &Arguments) -> Result<Exit, Exit> {
    let served = served::open(&arguments.model)?;
    let plan = plan(&served, &arguments.out, &arguments.runtime)?;
    if arguments.check {
        return Ok(check(&plan, arguments));
    }
    if arguments.diff {
        return Ok(print::text(&plan.diff()));
    }
    if let Some(before) = plan.before.as_ref().filter(|before| before.tool != plan.stamp.tool) {
        anstream::eprintln!("note: smie {} wrote this folder, and this is smie {}", before.tool, plan.stamp.tool);
        anstream::eprintln!("help: `smie upgrade` shows what that means for the files that are yours");
    }
    let force = if arguments.force { Force::Yes } else { Force::No };
    let summary = write(&plan, &arguments.out, force)?;
    anstream::eprintln!("{}: {summary}", arguments.out.display());
    tell_missing(&served, &arguments.out);
    Ok(Exit::Ok)
}

/// Prints the handlers that the model's actions ask for and nobody has written, ready to paste.
fn tell_missing(served: &Served, out: &Path) {
    let sources = output::sources(&out.join("server/src/handlers"));
    // Sources that are no Rust are the compiler's to tell.
    for stub in emit::missing(&served.model, &served.schema, &sources).unwrap_or_default() {
        let names = stub.missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        anstream::eprintln!("note: `{}` lacks {names}; paste this into {} and write it:", stub.handlers, stub.path);
        anstream::eprintln!("\n{}", stub.text);
    }
}

/// What would be written for a model.
pub(super) fn plan(served: &Served, out: &Path, runtime: &Runtime) -> Result<Plan, Exit> {
    let runtime = runtime.seen_from(out).map_err(|error| print::failure(&error))?;
    let options = emit::Options { runtime, overrides: served.overrides.clone() };
    let files = emit::workspace(&served.model, &served.schema, &options).map_err(|error| print::failure(&error))?;
    output::plan(out, files, Stamp::of(&served.model)).map_err(|error| {
        let exit = print::failure(&error);
        match &error {
            output::PlanError::Lock { source: LockError::Format { tool: Some(tool), .. }, .. } => {
                anstream::eprintln!("help: install smie {tool} or later; `smie upgrade` then shows what a newer smie changes");
            }
            output::PlanError::Lock { .. } => {
                anstream::eprintln!("help: restore it from version control, or remove it and run `smie generate` with `--force`");
            }
            _ => {}
        }
        exit
    })
}

/// Writes what is planned; what somebody else wrote is listed and stops the command.
pub(super) fn write(plan: &Plan, out: &Path, force: Force) -> Result<Summary, Exit> {
    let refused = plan.refused(force);
    if !refused.is_empty() {
        anstream::eprintln!("error: nothing was written, because of {}:", count(refused.len()));
        anstream::eprint!("{}", Format::Human.render(out, &refused));
        if refused.iter().any(|drift| drift.reason != Reason::Blocked) {
            anstream::eprintln!("help: `--diff` shows what would be lost, `--force` writes all the same");
        }
        return Err(Exit::Drift);
    }
    plan.apply(out, force).map_err(|error| print::failure(&error))
}

fn check(plan: &Plan, arguments: &Arguments) -> Exit {
    let drift = if arguments.diff { plan.drift_with_differences() } else { plan.drift() };
    let printed = print::text(&arguments.format.render(&arguments.out, &drift));
    if drift.is_empty() {
        anstream::eprintln!(
            "{}: all {} are as `{}` gives them",
            arguments.out.display(),
            count(plan.steps.len()),
            arguments.model.display()
        );
        return printed;
    }
    let differ = if drift.len() == 1 { "differs" } else { "differ" };
    anstream::eprintln!("error: {} {differ} from what `{}` gives", count(drift.len()), arguments.model.display());
    anstream::eprintln!("help: run `{}`", mend(arguments, &drift));
    Exit::Drift
}

/// The command that mends drift.
fn mend(arguments: &Arguments, drift: &[Drift]) -> String {
    let mut command = format!("smie generate {} --out {}", arguments.model.display(), arguments.out.display());
    if arguments.runtime != Runtime::Vendored {
        command.push_str(&format!(" --runtime {}", arguments.runtime));
    }
    if drift.iter().any(|drift| matches!(drift.reason, Reason::HandEdited | Reason::Unmanaged)) {
        command.push_str(" --force");
    }
    command
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}
