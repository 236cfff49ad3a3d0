//! The command line as a whole: which commands there are, and exit codes.

use clap::{Parser, Subcommand};

use super::{
    check, completions, conform, contract, diff, docs, explain, fmt, generate, import, init, lint, man, new_version, openapi, routes, run,
    sample, schema, serve, show, template, upgrade, watch,
};

/// How a command ends: 0 ok, 1 findings, 2 usage or I/O, 3 drift, 4 breaking change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Nothing to complain of.
    Ok = 0,
    /// The model has findings that stop the command.
    Findings = 1,
    /// The command was used wrongly, or a file could not be read or written.
    Usage = 2,
    /// What is on disk differs from what the model gives.
    Drift = 3,
    /// The model breaks its users.
    Breaking = 4,
}

/// Turns an information model into a running, typed hypermedia API
///
/// A model is a folder with model.yaml and a YAML file per package; every command reads an Enterprise Architect XMI file or a folder of LinkML
/// schemas just as well.
#[derive(Debug, Parser)]
#[command(name = "smie", version, propagate_version = true, max_term_width = 100)]
#[command(after_long_help = "Examples:
  smie run models/fint                          generate, build and start a server with sample data
  smie check models/fint                        check a model against every rule
  smie generate models/fint --out fint-api      write the server and the client crate

Exit codes: 0 ok, 1 findings, 2 usage or I/O, 3 drift, 4 breaking change")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Diff(diff::Arguments),
    Contract(contract::Arguments),
    Fmt(fmt::Arguments),
    Import(import::Arguments),
    Docs(docs::Arguments),
    Show(show::Arguments),
    Routes(routes::Arguments),
    Openapi(openapi::Arguments),
    Lint(lint::Arguments),
    Conform(conform::Arguments),
    Generate(generate::Arguments),
    Serve(serve::Arguments),
    Run(run::Arguments),
    Sample(sample::Arguments),
    Watch(watch::Arguments),
    Upgrade(upgrade::Arguments),
    Template(template::Arguments),
    NewVersion(new_version::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs the command that the process's arguments name.
#[must_use]
pub fn main() -> Exit {
    match Arguments::parse().command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Contract(arguments) => contract::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Routes(arguments) => routes::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Conform(arguments) => conform::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Upgrade(arguments) => upgrade::run(&arguments),
        Command::Template(arguments) => template::run(&arguments),
        Command::NewVersion(arguments) => new_version::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}
