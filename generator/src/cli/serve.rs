//! `smie serve`: the engine at once over a model's schema, nothing compiled.

use std::path::PathBuf;

use super::Exit;

/// Serves a model at once, without compiling anything
///
/// The same engine as in a generated server. A browser that opens the address gets the explorer. Named impediments and effects of actions need handlers, which
/// only a generated server has.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie serve models/fint --load data
  smie serve models/fint --latency 50-300 --errors 5     a mock that is slow and fails at times")]
pub(super) struct Arguments {
    /// Model folder, XMI file or LinkML folder
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    /// Folder to keep data in, made when it is not there; without it data lives as long as the process
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Verify the data in the folder, say what is wrong with it, and end
    #[arg(long, requires = "data", conflicts_with_all = ["load", "dry_run"])]
    check_store: bool,
    /// Say what this model would change in the data in the folder, and end
    #[arg(long, requires = "data", conflicts_with = "load")]
    dry_run: bool,
    /// File or folder of data to load at start
    #[arg(long, value_name = "PATH")]
    load: Option<PathBuf>,
    /// Have an impediment stand in the way of its actions, by its code; may be repeated
    #[arg(long, value_name = "CODE")]
    impede: Vec<String>,
    /// Have each answer wait, in milliseconds: 200, or a range, 50-300
    #[arg(long, value_name = "MS")]
    latency: Option<String>,
    /// Have this share of the requests fail with 503, in percent
    #[arg(long, value_name = "PERCENT")]
    errors: Option<String>,
    /// Address to listen on, or a port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = super::listen::address)]
    listen: std::net::SocketAddr,
}

#[cfg(feature = "serve")]
pub(super) fn run(arguments: &Arguments) -> Exit {
    serving::run(arguments).err().unwrap_or(Exit::Ok)
}

#[cfg(not(feature = "serve"))]
pub(super) fn run(arguments: &Arguments) -> Exit {
    let Arguments { model, data, load, listen, check_store: _, dry_run: _, impede: _, latency: _, errors: _ } = arguments;
    anstream::eprintln!("error: cannot serve `{}` on {listen}: this smie was built without the feature `serve`", model.display());
    for path in data.iter().chain(load) {
        anstream::eprintln!("note: `{}` was not opened", path.display());
    }
    Exit::Usage
}

#[cfg(feature = "serve")]
mod serving {
    use std::path::Path;
    use std::sync::Arc;

    use smie_server::store::{Run, TenantName};
    use smie_server::{Api, Builder, Config, Missing, Mode, Simulate};

    use super::{Arguments, Exit};
    use crate::cli::model;
    use crate::cli::progress::Progress;

    pub(super) fn run(arguments: &Arguments) -> Result<(), Exit> {
        let schema = model::open(&arguments.model)?.schema.ok_or(Exit::Findings)?;
        let mut api = Api::builder().schema(Arc::new(schema));
        for code in &arguments.impede {
            api = api.impede(code);
        }
        if let Some(data) = &arguments.data {
            if arguments.check_store {
                return check(&api, data);
            }
            if arguments.dry_run {
                return compare(&api, data);
            }
            api = api.data(data);
        }
        let simulate = simulate(arguments)?;
        let api = api.build().map_err(|error| fail(&error.to_string()))?;
        if let Some(path) = &arguments.load {
            load(&api, path)?;
        }
        let config = Config { listen: arguments.listen, simulate, ..Config::default() };
        api.serve(&config).map_err(|error| fail(&error.to_string()))
    }

    /// How slow the server is to be, and how often it is to fail.
    fn simulate(arguments: &Arguments) -> Result<Simulate, Exit> {
        let told = |name: &str, value: &str, reason: &str| fail(&format!("`{value}` is no value of `--{name}`: {reason}"));
        let mut simulate = Simulate::default();
        if let Some(latency) = &arguments.latency {
            simulate.latency = Some(latency.parse().map_err(|reason| told("latency", latency, reason))?);
        }
        if let Some(errors) = &arguments.errors {
            simulate.failures = errors.parse().map_err(|reason| told("errors", errors, reason))?;
        }
        Ok(simulate)
    }

    fn load(api: &Api, path: &Path) -> Result<(), Exit> {
        let progress = Progress::unknown("loading data");
        let tenant = TenantName::default();
        let report = api.load_telling(&tenant, path, Mode::All, Missing::Stay, &mut |read| progress.reached("loading data", read));
        drop(progress);
        anstream::eprintln!("{report}");
        match report.is_clean() {
            true => Ok(()),
            false => Err(if report.unreadable { Exit::Usage } else { Exit::Findings }),
        }
    }

    fn check(api: &Builder, data: &Path) -> Result<(), Exit> {
        let reports = api.check_store(data).map_err(|error| fail(&error.to_string()))?;
        if reports.is_empty() {
            return Err(fail(&format!("there is no data in `{}`", data.display())));
        }
        reports.iter().for_each(|report| anstream::println!("{report}"));
        if reports.iter().all(|report| report.wrong.is_empty()) { Ok(()) } else { Err(Exit::Findings) }
    }

    fn compare(api: &Builder, data: &Path) -> Result<(), Exit> {
        let migrations = api.migrate(data, Run::Dry).map_err(|error| fail(&error.to_string()))?;
        if migrations.is_empty() {
            anstream::println!("nothing to migrate: all data in `{}` is of this model", data.display());
        }
        migrations.iter().for_each(|migration| anstream::println!("{migration}"));
        if migrations.iter().all(|migration| migration.lost.is_empty()) { Ok(()) } else { Err(Exit::Findings) }
    }

    fn fail(message: &str) -> Exit {
        anstream::eprintln!("error: {message}");
        Exit::Usage
    }
}
