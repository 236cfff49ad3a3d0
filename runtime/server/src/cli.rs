//! The command line of a generated server. Data on stdout, talk on stderr; exit 0 ok, 1 findings, 2 usage or I/O.

mod data;
mod progress;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::api::Builder;
use crate::config::{Effective, FILE};
use crate::store::{self, Run};
use smie_wire::openapi::{self, Part};

/// Serves an information model as a hypermedia API
#[derive(Debug, Parser)]
#[command(max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API (the default)
    Serve(Settings),
    /// Loads data, says what was done, and serves it
    Load {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        settings: Settings,
    },
    /// Writes all data to files that `load` reads
    Export {
        /// Folder that is empty or not there yet
        folder: PathBuf,
        /// Organisation whose data it is
        #[arg(long, value_name = "NAME")]
        tenant: Option<String>,
        #[command(flatten)]
        settings: Settings,
    },
    /// Brings kept data over to this model, and says what that changes
    Migrate {
        /// Only say it
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        settings: Settings,
    },
    /// Verifies kept data, and says everything that is wrong with it
    CheckStore(Settings),
    /// Erases what the events of a feed say of somebody, also while a server runs
    #[command(after_help = "Example: redact --resource /utdanning/elev/elev/elevnummer/1")]
    Redact {
        #[command(flatten)]
        erase: Erasure,
        #[command(flatten)]
        settings: Settings,
    },
    /// Prints every route
    Routes,
    /// Prints the OpenAPI document of the API
    Openapi {
        /// As YAML or as JSON
        #[arg(long, value_enum, default_value_t = Text::Yaml)]
        format: Text,
        /// Only this package, by the name of its file: `utdanning-elev`
        #[arg(long, value_name = "NAME")]
        package: Option<String>,
    },
    /// Prints the model of the types that are served, as YAML for the generator (`smie show --from-rust` makes a folder of it)
    Model {
        /// As a stream of YAML documents for people, or as one JSON object of paths and texts
        #[arg(long, value_enum, default_value_t = Form::Human)]
        format: Form,
    },
    /// Prints the settings in effect and where each came from
    Config(Settings),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Human,
    /// For tools
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Text {
    /// YAML
    Yaml,
    /// JSON
    Json,
}

/// Data to load, and how.
#[derive(Debug, Args)]
struct Source {
    /// File or folder: NDJSON or collection JSON, a file a collection, such as `utdanning-elev.person.ndjson`
    path: PathBuf,
    /// Load what is right even when something is wrong
    #[arg(long)]
    partial: bool,
    /// The files are all there is: delete what they do not have, of each collection that has a file
    #[arg(long)]
    full: bool,
    /// Delete even when it is more than one in ten
    #[arg(long, requires = "full")]
    force: bool,
    /// Stop when it is loaded, without serving it
    #[arg(long)]
    exit: bool,
    /// Organisation whose data it is
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,
}

/// What is erased.
#[derive(Debug, Args)]
#[group(skip)]
struct Erasure {
    /// Only in the feed of this package, such as utdanning/elev
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// The event of this id
    #[arg(long, value_name = "ID", conflicts_with = "resource", required_unless_present = "resource")]
    entry: Option<store::Uuid>,
    /// Every event that tells of this resource or names it, by each path that it has or had
    #[arg(long, value_name = "PATH")]
    resource: Vec<String>,
    /// Organisation whose data it is
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,
}

#[derive(Debug, Default, Args)]
struct Settings {
    /// Address to listen on, or a port [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder that data is kept in [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "memory")]
    data: Option<String>,
    /// Keep no data: it lives as long as the process
    #[arg(long)]
    memory: bool,
    /// File or folder of data to load at start
    #[arg(long, value_name = "PATH")]
    load: Option<String>,
    /// Base of links when no proxy says otherwise
    #[arg(long, value_name = "URL")]
    public_base_url: Option<String>,
    /// File of settings [default: smie.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Usage or I/O.
const USAGE: u8 = 2;
/// The data has findings.
const FINDINGS: u8 = 1;

/// Runs the command line of a server.
#[must_use]
pub fn main(api: Builder) -> ExitCode {
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("SMIE_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .try_init();
    let matches = Arguments::command().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let ended = match arguments.command {
        None => serve(api, &arguments.settings, None),
        Some(Command::Serve(settings)) => serve(api, &settings.over(arguments.settings), None),
        Some(Command::Load { source, settings }) => serve(api, &settings.over(arguments.settings), Some(&source)),
        Some(Command::Export { folder, tenant, settings }) => {
            let settings = settings.over(arguments.settings);
            settings.effective().and_then(|effective| data::export(api, &effective.config, &folder, tenant.as_deref()))
        }
        Some(Command::Migrate { dry_run, settings }) => {
            let run = if dry_run { Run::Dry } else { Run::Apply };
            settings.over(arguments.settings).effective().and_then(|effective| data::migrate(&api, &effective.config, run))
        }
        Some(Command::CheckStore(settings)) => {
            settings.over(arguments.settings).effective().and_then(|effective| data::check(&api, &effective.config))
        }
        Some(Command::Redact { erase, settings }) => {
            settings.over(arguments.settings).effective().and_then(|effective| data::redact(&api, &effective.config, &erase))
        }
        Some(Command::Routes) => routes(&api),
        Some(Command::Openapi { format, package }) => openapi(&api, format, package.as_deref()),
        Some(Command::Model { format }) => model(&api, format),
        Some(Command::Config(settings)) => settings.over(arguments.settings).effective().map(|effective| print!("{effective}")),
    };
    ended.err().unwrap_or(ExitCode::SUCCESS)
}

impl Source {
    /// What changed, for the default organisation.
    fn of(path: PathBuf) -> Self {
        Self { path, partial: false, full: false, force: false, exit: false, tenant: None }
    }
}

impl Settings {
    /// Flags may stand before or after the command; those after it win.
    fn over(self, before: Self) -> Self {
        Self {
            listen: self.listen.or(before.listen),
            data: self.data.or(before.data),
            memory: self.memory || before.memory,
            load: self.load.or(before.load),
            public_base_url: self.public_base_url.or(before.public_base_url),
            config: self.config.or(before.config),
        }
    }

    fn effective(&self) -> Result<Effective, ExitCode> {
        let file = self.config.as_deref().unwrap_or(Path::new(FILE));
        if self.config.is_some() && !file.exists() {
            return Err(fail(&format!("there is no file `{}`", file.display())));
        }
        let environment = std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        let mut effective = Effective::read(file, environment).map_err(|e| fail(&e.to_string()))?;
        let data = if self.memory { Some(String::new()) } else { self.data.clone() };
        let flags = [("listen", &self.listen), ("data", &data), ("load", &self.load), ("public_base_url", &self.public_base_url)];
        for (key, value) in flags {
            if let Some(value) = value {
                effective.flag(key, value).map_err(|e| fail(&e.to_string()))?;
            }
        }
        Ok(effective)
    }
}

fn serve(api: Builder, settings: &Settings, source: Option<&Source>) -> Result<(), ExitCode> {
    let config = settings.effective()?.config;
    let api = data::open(api, &config)?;
    if let Some(path) = &config.load {
        data::load(&api, &Source::of(path.clone()))?;
    }
    if let Some(source) = source {
        data::load(&api, source)?;
        if source.exit {
            return Ok(());
        }
    }
    api.serve(&config).map_err(|e| fail(&e.to_string()))
}

fn routes(api: &Builder) -> Result<(), ExitCode> {
    let schema = api.compile().map_err(|e| fail(&e.to_string()))?;
    for route in schema.routes() {
        let methods: Vec<_> = route.methods.iter().map(smie_wire::schema::HttpMethod::word).collect();
        println!("{:<18} {}", methods.join(","), route.path);
    }
    Ok(())
}

fn openapi(api: &Builder, format: Text, package: Option<&str>) -> Result<(), ExitCode> {
    let schema = api.compile().map_err(|e| fail(&e.to_string()))?;
    let part = match package {
        None => Part::Whole,
        Some(name) => {
            let known: Vec<_> = schema.serving().map(|id| schema.package(id).component.as_str()).collect();
            let unknown = || fail(&format!("no package is called `{name}`; there are {}", known.join(", ")));
            schema.serving().find(|id| schema.package(*id).component == name).map(Part::Package).ok_or_else(unknown)?
        }
    };
    let document = openapi::document(&schema, part);
    print!("{}", if format == Text::Yaml { openapi::yaml(&document) } else { openapi::json(&document) });
    Ok(())
}

fn model(api: &Builder, format: Form) -> Result<(), ExitCode> {
    let files = api.export_model().map_err(|e| fail(&e.to_string()))?;
    match format {
        Form::Human => files.iter().for_each(|file| print!("--- # {}\n{}", file.path, file.text)),
        Form::Json => {
            let files: serde_json::Map<_, _> = files.into_iter().map(|file| (file.path, file.text.into())).collect();
            println!("{}", serde_json::Value::from(files));
        }
    }
    Ok(())
}

fn fail(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(USAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together_and_erasure_says_of_what() {
        Arguments::command().debug_assert();
        let parse = |line: &str| Arguments::try_parse_from(format!("server {line}").split_whitespace()).map_err(|e| e.to_string());
        let parsed = parse("redact --package a/b --resource /a/b/c/id/1 --resource /a/b/c/id/2 --data x").unwrap();
        let Some(Command::Redact { erase, settings }) = parsed.command else { panic!("another command") };
        assert_eq!((erase.package.as_deref(), erase.resource.len(), settings.data.as_deref()), (Some("a/b"), 2, Some("x")));
        assert!(parse("redact --entry 0190a5a5-0000-7000-8000-000000000000").is_ok());
        for wrong in ["redact", "redact --entry x", "redact --entry 0190a5a5-0000-7000-8000-000000000000 --resource /a"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
