//! `smie watch`: check and generate on every save, a line a run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::runtime::Runtime;
use super::{Exit, print};
use crate::diagnostic::{Severity, render};
use crate::emit::{self, File, Overrides};
use crate::output::{self, Force, Stamp};
use crate::pipeline::{self, Compiled};
use crate::source;
use crate::watch::Watch;

/// Checks a model, and generates its code, each time it is saved
///
/// Tells each run in one line: the first error, or what was written. With errors nothing is generated; files that were changed by hand are never
/// overwritten. Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie watch models/fint
  smie watch models/fint --out fint-api")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Folder of the generated workspace; without it the model is only checked
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the workspace finds the runtime: `vendored` inside it, or `path:DIR` in a checkout of smie
    #[arg(long, value_name = "WHERE", default_value_t = Runtime::Vendored, requires = "out")]
    runtime: Runtime,
    /// End after this many runs, with the last one's exit code
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    runs: Option<u32>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    // Watching begins before the first run, so that nothing is missed between the two.
    let watch = match Watch::new(&arguments.model, arguments.out.as_deref()) {
        Ok(watch) => watch,
        Err(error) => {
            anstream::eprintln!("error: cannot watch `{}`", arguments.model.display());
            return print::failure(&error);
        }
    };
    anstream::eprintln!("watching {}; Ctrl-C ends it", arguments.model.display());
    let (mut runs, mut last) = (0, None);
    loop {
        let (line, exit) = once(arguments, &mut last);
        if print::text(&format!("{} {line}\n", jiff::Zoned::now().strftime("%H:%M:%S"))) != Exit::Ok {
            return Exit::Usage;
        }
        runs += 1;
        if arguments.runs.is_some_and(|last| runs >= last) {
            return exit;
        }
        if let Err(error) = watch.wait() {
            return print::failure(&error);
        }
    }
}

/// What the last run emitted, and of what. A save that changes no meaning, such as of a comment, asks for the same again.
struct Emitted {
    stamp: Stamp,
    overrides: Overrides,
    files: Vec<File>,
}

/// One run, in one line.
fn once(arguments: &Arguments, last: &mut Option<Emitted>) -> (String, Exit) {
    let began = Instant::now();
    let (mut line, exit) = match pipeline::compile(&arguments.model) {
        Ok(compiled) => checked(&compiled, arguments, last),
        Err(error) => (failure(&error), Exit::Usage),
    };
    // Writing to a string cannot fail.
    let _ = write!(line, " ({} ms)", began.elapsed().as_millis());
    (line, exit)
}

fn checked(compiled: &Compiled, arguments: &Arguments, last: &mut Option<Emitted>) -> (String, Exit) {
    let sorted = compiled.diagnostics.sorted();
    let counts = render::summary(&compiled.diagnostics).lines().next().unwrap_or_default().to_owned();
    let first = sorted.iter().find(|found| found.code.severity() == Severity::Error);
    if let Some(error) = first {
        let place = compiled.sources.get(error.span.file).map_or_else(String::new, |file| {
            let (line, column) = file.position(error.span.start);
            format!("{}:{line}:{column}: ", file.path)
        });
        return (format!("{counts}; {place}{} [{}]", error.message, error.code.id), Exit::Findings);
    }
    let model = &compiled.resolved.model;
    let mut line = format!("{counts}; {} {}, {} classes", model.name, model.version, model.classes.len());
    let Some(out) = &arguments.out else { return (line, Exit::Ok) };
    match generate(compiled, arguments, out, last) {
        Ok(done) => {
            let _ = write!(line, "; {done}");
            (line, Exit::Ok)
        }
        Err((reason, exit)) => (format!("{line}; nothing generated: {reason}"), exit),
    }
}

/// Writes the workspace; what was done, or why not.
fn generate(compiled: &Compiled, arguments: &Arguments, out: &Path, last: &mut Option<Emitted>) -> Result<String, (String, Exit)> {
    fn usage(error: impl std::error::Error) -> (String, Exit) {
        (failure(&error), Exit::Usage)
    }
    let Some(schema) = &compiled.schema else { return Err(("the model has errors".to_owned(), Exit::Findings)) };
    let model = &compiled.resolved.model;
    let runtime = arguments.runtime.seen_from(out).map_err(usage)?;
    let overrides = Overrides::new(source::overrides::overrides(&arguments.model).map_err(usage)?)
        .map_err(|wrong| (wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "), Exit::Findings))?;
    let stamp = Stamp::of(model);
    let files = match last.take().filter(|last| last.stamp == stamp && last.overrides == overrides) {
        Some(same) => same.files,
        None => emit::workspace(model, schema, &emit::Options { runtime, overrides: overrides.clone() }).map_err(usage)?,
    };
    *last = Some(Emitted { stamp: stamp.clone(), overrides, files: files.clone() });
    let plan = output::plan(out, files, stamp).map_err(usage)?;
    let refused = plan.refused(Force::No);
    if !refused.is_empty() {
        return Err((format!("{} changed by hand; `smie generate --diff` shows them", refused.len()), Exit::Drift));
    }
    plan.apply(out, Force::No).map(|done| done.to_string()).map_err(usage)
}

/// An error with its causes, in one line.
fn failure(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(format!("error: {error}"), |line, cause| format!("{line}: {cause}"))
}
