//! Servers under test: they take a free port, say where they listen, and die with the test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A running server.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// Address it listens on, without a trailing slash.
    pub base: String,
}

impl Server {
    /// Starts a server command and waits until it listens.
    ///
    /// # Panics
    /// It ends or stays silent for 60 seconds before it says where it listens.
    #[must_use]
    pub fn start(command: &mut Command) -> Self {
        let process = command.stderr(Stdio::piped()).stdout(Stdio::null()).stdin(Stdio::null()).spawn().expect("the server starts");
        let mut server = Self { process, base: String::new() };
        let stderr = server.process.stderr.take().expect("stderr is piped");
        let (lines, listening) = mpsc::channel();
        // The thread also drains what the server says later, so that it never blocks on a full pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = lines.send(line);
            }
        });
        let mut said = String::new();
        while let Ok(line) = listening.recv_timeout(Duration::from_secs(60)) {
            if let Some((_, address)) = line.split_once("listening on ") {
                address.trim().trim_end_matches('/').clone_into(&mut server.base);
                return server;
            }
            said.push_str(&line);
            said.push('\n');
        }
        panic!("the server does not listen; it said:\n{said}");
    }

    /// An absolute URL on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
