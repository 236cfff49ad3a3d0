//! `smie serve`: the engine at once over a model's schema, nothing compiled.

use std::path::PathBuf;

use super::Exit;

/// Serves a model at once, without compiling anything
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Model folder, XMI file or LinkML folder
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    /// Folder of data to load at start, if it exists
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// File or folder of data to load at start
    #[arg(long, value_name = "PATH")]
    load: Option<PathBuf>,
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
    let Arguments { model, data, load, listen } = arguments;
    anstream::eprintln!("error: cannot serve `{}` on {listen}: this smie was built without the feature `serve`", model.display());
    for path in data.iter().chain(load) {
        anstream::eprintln!("note: `{}` was not loaded", path.display());
    }
    Exit::Usage
}

#[cfg(feature = "serve")]
mod serving {
    use std::path::Path;
    use std::sync::Arc;

    use smie_server::{Api, Config};

    use super::{Arguments, Exit};
    use crate::cli::model;

    pub(super) fn run(arguments: &Arguments) -> Result<(), Exit> {
        let schema = model::open(&arguments.model)?.schema.ok_or(Exit::Findings)?;
        let api = Api::builder().schema(Arc::new(schema)).build().map_err(|error| fail(&error.to_string()))?;
        if let Some(data) = &arguments.data {
            anstream::eprintln!("note: `{}` is read at start; what changes later lives as long as the process", data.display());
            if data.is_dir() && !is_empty(data) {
                load(&api, data)?;
            }
        }
        if let Some(path) = &arguments.load {
            load(&api, path)?;
        }
        let config = Config { listen: arguments.listen, ..Config::default() };
        api.serve(&config).map_err(|error| fail(&error.to_string()))
    }

    fn load(api: &Api, path: &Path) -> Result<(), Exit> {
        let report = api.load(path);
        anstream::eprintln!("{report}");
        match report.is_clean() {
            true => Ok(()),
            false => Err(if report.unreadable { Exit::Usage } else { Exit::Findings }),
        }
    }

    /// A data folder that is new has nothing to load, which is no fault of it.
    fn is_empty(folder: &Path) -> bool {
        std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
    }

    fn fail(message: &str) -> Exit {
        anstream::eprintln!("error: {message}");
        Exit::Usage
    }
}
