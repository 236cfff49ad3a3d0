//! Servers as processes of their own, so that their CPU time and memory are theirs alone. Each is stopped when it is dropped.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::{cpu, model};

/// What goes wrong in a bench.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A server process.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// Host and port.
    pub address: String,
    /// Seconds from start to ready.
    pub ready: f64,
}

/// The argument by which a bench knows that it is to be the server.
const SERVE: &str = "serve-model";

/// True when this process was the server of [`Server::of_model`], and has ended.
///
/// # Errors
/// It could not serve.
pub fn was_server() -> Result<bool> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [command, folder] = arguments.as_slice() else { return Ok(false) };
    if command != SERVE {
        return Ok(false);
    }
    let config = smie_server::Config { listen: ([127, 0, 0, 1], 0).into(), ..smie_server::Config::default() };
    model::api(Path::new(folder))?.serve(&config)?;
    Ok(true)
}

impl Server {
    /// Starts a command that says on stderr where it listens.
    ///
    /// # Errors
    /// It does not listen.
    pub fn start(command: &mut Command) -> Result<Self> {
        let began = Instant::now();
        let mut process = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut lines = BufReader::new(process.stderr.take().ok_or("no stderr")?);
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 {
            if let Some((_, address)) = line.split_once("listening on http://") {
                let address = address.trim().trim_end_matches('/').to_owned();
                std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
                return Ok(Self { process, address, ready: began.elapsed().as_secs_f64() });
            }
            line.clear();
        }
        Err("the server ended before it listened".into())
    }

    /// This program again, as the server of the benches' model over a folder.
    ///
    /// # Errors
    /// It does not listen.
    pub fn of_model(folder: &Path) -> Result<Self> {
        Self::start(Command::new(std::env::current_exe()?).arg(SERVE).arg(folder))
    }

    /// CPU seconds that it has used.
    ///
    /// # Errors
    /// It is gone.
    pub fn cpu(&self) -> Result<f64> {
        cpu::seconds(self.process.id()).ok_or_else(|| "the server is gone".into())
    }

    /// Resident bytes, now and at most.
    #[must_use]
    pub fn memory(&self) -> (u64, u64) {
        let id = self.process.id();
        (cpu::resident(id).unwrap_or(0), cpu::peak(id).unwrap_or(0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
