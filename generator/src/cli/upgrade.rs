//! `smie upgrade`: a generated workspace after smie moved on.
//!
//! Generated files are brought up to date as `smie generate` does. The user's own files are never written: what this smie would write in a new workspace is
//! shown beside what stands there, and whoever owns them decides.

use std::fmt::Write as _;
use std::path::PathBuf;

use similar::TextDiff;

use super::runtime::Runtime;
use super::served;
use super::{Exit, generate, print};
use crate::output::{Effect, Force, Plan, State, Step};

/// Brings a generated workspace over to this version of smie, and says what that means for your own files
///
/// Without `--write` everything is only told. Your own files (Cargo.toml, main.rs, configuration) are never written: the difference to what this smie
/// writes into a new workspace is printed, to take over what you like. Handlers are yours alone and are not compared.
///
/// Exit codes: 0 nothing to do or done, 1 the model has findings, 2 usage or I/O, 3 generated files would change or were changed by hand.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie upgrade models/fint --out fint-api
  smie upgrade models/fint --out fint-api --write")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Folder of the generated workspace
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write what is generated
    #[arg(long)]
    write: bool,
    /// Where the workspace finds the runtime: `vendored` inside it, or `path:DIR` in a checkout of smie
    #[arg(long, value_name = "WHERE", default_value_t = Runtime::Vendored)]
    runtime: Runtime,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    upgrade(arguments).unwrap_or_else(|exit| exit)
}

fn upgrade(arguments: &Arguments) -> Result<Exit, Exit> {
    let served = served::open(&arguments.model)?;
    let plan = generate::plan(&served, &arguments.out, &arguments.runtime)?;
    let Some(before) = &plan.before else {
        anstream::eprintln!("error: `{}` is no workspace that smie generated", arguments.out.display());
        anstream::eprintln!("help: `smie generate {} --out {}` writes one", arguments.model.display(), arguments.out.display());
        return Err(Exit::Usage);
    };
    let mut text = match before.tool == plan.stamp.tool {
        true => format!("written by smie {}, which this is\n", before.tool),
        false => format!("written by smie {}, this is smie {}\n", before.tool, plan.stamp.tool),
    };
    if before.model.version != plan.stamp.model.version {
        let _ = writeln!(text, "the model goes from {} to {}", before.model.version, plan.stamp.model.version);
    }
    let changes = generated(&plan, &mut text);
    own(&plan, &mut text);
    let printed = print::text(&text);
    if printed != Exit::Ok || changes == 0 {
        return Ok(printed);
    }
    if arguments.write {
        let summary = generate::write(&plan, &arguments.out, Force::No)?;
        anstream::eprintln!("{}: {summary}", arguments.out.display());
        return Ok(Exit::Ok);
    }
    anstream::eprintln!("help: `--write` brings generated files up to date; `smie generate --diff` shows each change");
    Ok(Exit::Drift)
}

/// How many generated files would change, told by what happens to them.
fn generated(plan: &Plan, text: &mut String) -> usize {
    let effects = [(Effect::Write, "written"), (Effect::Remove, "removed"), (Effect::Refuse, "in the way, or changed by hand")];
    let mut all = 0;
    for (effect, word) in effects {
        let steps: Vec<&Step> = plan.steps.iter().filter(|step| step.state.effect(Force::No) == effect).collect();
        if steps.is_empty() {
            continue;
        }
        all += steps.len();
        let _ = writeln!(text, "\ngenerated files {word}: {}", steps.len());
        // The runtime's own sources are one thing to people.
        let (runtime, rest): (Vec<&Step>, Vec<&Step>) = steps.into_iter().partition(|step| step.path.as_str().starts_with("vendor/"));
        for step in rest {
            let _ = writeln!(text, "  {}", step.path);
        }
        if !runtime.is_empty() {
            let _ = writeln!(text, "  vendor/smie/ ({} files)", runtime.len());
        }
    }
    if all == 0 {
        text.push_str("\ngenerated files: all up to date\n");
    }
    all
}

/// The user's files that differ from what a new workspace gets.
fn own(plan: &Plan, text: &mut String) {
    let handlers = |step: &Step| step.path.as_str().contains("/src/handlers/");
    let differ = |step: &&Step| step.state == State::Kept && step.old != step.new && !handlers(step);
    let steps: Vec<&Step> = plan.steps.iter().filter(differ).collect();
    if steps.is_empty() {
        text.push_str("\nyour own files: as in a new workspace\n");
        return;
    }
    text.push_str("\nyour own files, which stay as they are; a new workspace would have\n");
    for step in steps {
        let (Some(old), Some(new)) = (&step.old, &step.new) else { continue };
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        if step.path.as_str().ends_with(".lock") {
            let _ = writeln!(text, "\n  {}: other versions of dependencies (`cargo update` is yours to run)", step.path);
            continue;
        }
        let names = (format!("{} (yours)", step.path), format!("{} (new)", step.path));
        let _ = write!(text, "\n{}", TextDiff::from_lines(&*old, &*new).unified_diff().context_radius(2).header(&names.0, &names.1));
    }
}
