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
  smie serve models/fint --latency 200ms --errors 5%      a mock that is slow and fails at times")]
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
    /// Address to listen on, or a port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = super::listen::address)]
    listen: std::net::SocketAddr,
    /// Let every answer wait this long, such as `200ms` or `1.5s`, to try clients on
    #[arg(long, value_name = "TIME", value_parser = latency)]
    latency: Option<std::time::Duration>,
    /// Let this share of requests fail with 503, such as `5%`, to try clients on
    #[arg(long, value_name = "SHARE", value_parser = share)]
    errors: Option<f64>,
}

fn latency(text: &str) -> Result<std::time::Duration, String> {
    let (number, unit) = text.strip_suffix("ms").map_or_else(|| (text.trim_end_matches('s'), 1.0), |number| (number, 0.001));
    let seconds = number.trim().parse::<f64>().ok().map(|number| number * unit).filter(|seconds| (0.0..=600.0).contains(seconds));
    seconds.map(std::time::Duration::from_secs_f64).ok_or_else(|| "expected a time up to ten minutes, such as 200ms or 1.5s".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').map_or_else(|| text.parse::<f64>(), |percent| percent.trim().parse::<f64>().map(|p| p / 100.0));
    number.ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "expected a share such as 5% or 0.05".to_owned())
}

#[cfg(feature = "serve")]
pub(super) fn run(arguments: &Arguments) -> Exit {
    serving::run(arguments).err().unwrap_or(Exit::Ok)
}

#[cfg(not(feature = "serve"))]
pub(super) fn run(arguments: &Arguments) -> Exit {
    let Arguments { model, data, load, listen, .. } = arguments;
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

    use smie_server::store::Run;
    use smie_server::{Api, Builder, Config, Mock};

    use super::{Arguments, Exit};
    use crate::cli::model;
    use crate::cli::progress::Progress;

    pub(super) fn run(arguments: &Arguments) -> Result<(), Exit> {
        let schema = model::open(&arguments.model)?.schema.ok_or(Exit::Findings)?;
        let mut api = Api::builder().schema(Arc::new(schema));
        if let Some(data) = &arguments.data {
            if arguments.check_store {
                return check(&api, data);
            }
            if arguments.dry_run {
                return compare(&api, data);
            }
            api = api.data(data);
        }
        let api = api.build().map_err(|error| fail(&error.to_string()))?;
        if let Some(path) = &arguments.load {
            load(&api, path)?;
        }
        let mock = (arguments.latency.is_some() || arguments.errors.is_some())
            .then(|| Mock { latency: arguments.latency.unwrap_or_default(), errors: arguments.errors.unwrap_or_default() });
        let config = Config { listen: arguments.listen, mock, ..Config::default() };
        api.serve(&config).map_err(|error| fail(&error.to_string()))
    }

    fn load(api: &Api, path: &Path) -> Result<(), Exit> {
        let progress = Progress::unknown("loading data");
        let report = api.load(path);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_shares_are_read_as_people_write_them() {
        assert_eq!(latency("200ms").unwrap().as_millis(), 200);
        assert_eq!(latency("1.5s").unwrap().as_millis(), 1500);
        assert_eq!(latency("2").unwrap().as_secs(), 2);
        assert!(latency("soon").is_err() && latency("-1s").is_err() && latency("1h").is_err());
        assert_eq!((share("5%"), share("0.05")), (Ok(0.05), Ok(0.05)));
        assert!(share("110%").is_err() && share("often").is_err());
    }
}
