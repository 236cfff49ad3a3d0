//! `smie run`: from a model to a running server with sample data, in one command.
//!
//! Nothing here is a way of its own: it generates as `smie generate` does, makes data as `smie sample` does, builds with cargo, and starts the
//! server's own command line. Talk goes to stderr; stdout has three `curl` lines, printed when they work.

mod build;
mod curl;
#[cfg(feature = "serve")]
mod server;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::runtime::Runtime;
use super::sample::Leftovers;
use super::served;
use super::{Exit, generate, print, sample};
use crate::output::Force;
use crate::sample::Options;

/// Generates, builds and starts the server with sample data
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie run models/fint
  smie run models/fint --count 1000 --listen 9090 --release")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Folder of the generated workspace [default: target/smie/MODEL-api]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address to listen on, or a port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = super::listen::address)]
    listen: SocketAddr,
    /// Sample entities in each collection
    #[arg(long, value_name = "N", default_value_t = 100)]
    count: u64,
    /// Seed of the sample data: the same seed gives the same data
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Build with optimizations: slower to build, faster to serve
    #[arg(long)]
    release: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    prepare(arguments).map_or_else(|exit| exit, |ready| start(ready, arguments))
}

/// What is built and written, ready to start.
struct Ready {
    folder: PathBuf,
    data: PathBuf,
    program: PathBuf,
    examples: Vec<String>,
}

fn prepare(arguments: &Arguments) -> Result<Ready, Exit> {
    let served = served::open(&arguments.model)?;
    let out = arguments.out.clone().unwrap_or_else(|| Path::new("target/smie").join(format!("{}-api", served.model.name)));
    let summary = generate::write(&generate::plan(&served, &out, &Runtime::Vendored)?, &out, Force::No)?;
    anstream::eprintln!("{}: {summary}", out.display());

    let data = out.join("data/sample");
    let options = Options { count: arguments.count, seed: arguments.seed, single: Vec::new() };
    anstream::eprintln!("{}: {}", data.display(), sample::write(&served.schema, &options, &data, Leftovers::Clear)?);

    let folder = fs::canonicalize(&out).map_err(|error| print::failure(&error))?;
    let program = build::server(&folder, arguments.release)?;
    let examples = curl::examples(&served.schema, &data);
    Ok(Ready { data: folder.join("data/sample"), folder, program, examples })
}

#[cfg(feature = "serve")]
fn start(ready: Ready, arguments: &Arguments) -> Exit {
    let mut command = std::process::Command::new(&ready.program);
    command
        .arg("serve")
        .args(["--listen", &arguments.listen.to_string(), "--memory", "--load"])
        .arg(&ready.data)
        .current_dir(&ready.folder);
    let examples = ready.examples;
    let ended = server::run(command, move |base| {
        for example in &examples {
            print::text(&example.replace(curl::BASE, base));
        }
        anstream::eprintln!("try the lines above; ctrl-c stops the server");
    });
    match ended {
        Ok(0) => Exit::Ok,
        // The server's own codes are finer than ours.
        Ok(code) => std::process::exit(code),
        Err(error) => {
            anstream::eprintln!("error: cannot run `{}`: {error}", ready.program.display());
            Exit::Usage
        }
    }
}

#[cfg(not(feature = "serve"))]
fn start(ready: Ready, arguments: &Arguments) -> Exit {
    anstream::eprintln!("error: this `smie` was built without the feature `serve`, which starting a server needs");
    let Ready { folder, data, program, examples } = ready;
    anstream::eprintln!(
        "help: in `{}`, run `{} serve --listen {} --memory --load {}`, then",
        folder.display(),
        program.display(),
        arguments.listen,
        data.display()
    );
    let base = format!("http://{}", arguments.listen);
    let examples: String = examples.iter().map(|example| example.replace(curl::BASE, &base)).collect();
    print::text(&examples);
    Exit::Usage
}
