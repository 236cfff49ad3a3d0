//! The command line of a generated server. Data on stdout, talk on stderr; exit 0 ok, 1 findings, 2 usage or I/O.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::api::{Api, Builder};
use crate::config::{Effective, FILE};
use crate::load::Mode;
use crate::store::TenantName;

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
    /// Loads data, says what was done, and serves it; data lives as long as the process
    Load {
        /// File or folder: NDJSON or collection JSON, a file a collection, such as `utdanning-elev.person.ndjson`
        path: PathBuf,
        /// Load what is right even when something is wrong
        #[arg(long)]
        partial: bool,
        #[command(flatten)]
        settings: Settings,
    },
    /// Prints every route
    Routes,
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

#[derive(Debug, Default, Args)]
struct Settings {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
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
        Some(Command::Load { path, partial, settings }) => {
            let mode = if partial { Mode::Partial } else { Mode::All };
            serve(api, &settings.over(arguments.settings), Some((&path, mode)))
        }
        Some(Command::Routes) => routes(&api),
        Some(Command::Model { format }) => model(&api, format),
        Some(Command::Config(settings)) => settings.over(arguments.settings).effective().map(|effective| print!("{effective}")),
    };
    ended.err().unwrap_or(ExitCode::SUCCESS)
}

impl Settings {
    /// Flags may stand before or after the command; those after it win.
    fn over(self, before: Self) -> Self {
        Self {
            listen: self.listen.or(before.listen),
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
        let flags = [("listen", &self.listen), ("load", &self.load), ("public_base_url", &self.public_base_url)];
        for (key, value) in flags {
            if let Some(value) = value {
                effective.flag(key, value).map_err(|e| fail(&e.to_string()))?;
            }
        }
        Ok(effective)
    }
}

fn serve(api: Builder, settings: &Settings, load: Option<(&Path, Mode)>) -> Result<(), ExitCode> {
    let config = settings.effective()?.config;
    let api = api.build().map_err(|e| fail(&e.to_string()))?;
    let configured = config.load.as_deref().map(|path| (path, Mode::All));
    for (path, mode) in configured.into_iter().chain(load) {
        load_and_tell(&api, path, mode)?;
    }
    api.serve(&config).map_err(|e| fail(&e.to_string()))
}

/// Loads data and says what was done; findings stop the server unless they may be left out.
fn load_and_tell(api: &Api, path: &Path, mode: Mode) -> Result<(), ExitCode> {
    let report = api.load_for(&TenantName::default(), path, mode);
    eprintln!("{report}");
    if report.committed.is_some() { Ok(()) } else { Err(ExitCode::from(FINDINGS)) }
}

fn routes(api: &Builder) -> Result<(), ExitCode> {
    let schema = api.compile().map_err(|e| fail(&e.to_string()))?;
    for route in schema.routes() {
        let methods: Vec<_> = route.methods.iter().map(|m| m.word()).collect();
        println!("{:<18} {}", methods.join(","), route.path);
    }
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
