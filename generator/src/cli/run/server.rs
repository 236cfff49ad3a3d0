//! The running server: its log goes on to stderr, signals go on to it, and its end is ours.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{ChildStderr, Command, ExitStatus, Stdio};

use tokio::task;

/// What the server says before its address.
const LISTENING: &str = "listening on ";

/// Runs the server until it ends; `listening` gets its address once it listens. Gives its exit code.
pub(super) fn run(mut command: Command, listening: impl FnOnce(&str) + Send + 'static) -> io::Result<i32> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    signals::apart(&mut command);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    runtime.block_on(async {
        // Listened for before there is a server that could be left behind.
        let mut signals = signals::Signals::new()?;
        let mut server = command.spawn()?;
        let id = server.id();
        let log = server.stderr.take();
        let log = task::spawn_blocking(move || log.map(|log| forward(log, listening)));
        let mut ended = task::spawn_blocking(move || server.wait());
        let status = loop {
            tokio::select! {
                status = &mut ended => break status.map_err(io::Error::other)??,
                signal = signals.next() => signals::pass_on(signal, id),
            }
        };
        // What it said last.
        let _ = log.await;
        Ok(code(status))
    })
}

/// Copies the server's log to ours, line by line. It is read to its end even when ours is closed, so that the server never waits for a reader.
fn forward(log: ChildStderr, listening: impl FnOnce(&str)) {
    let mut log = BufReader::new(log);
    let mut listening = Some(listening);
    let mut line = Vec::new();
    while log.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let _ = io::stderr().write_all(&line);
        if let Some(tell) = listening.take_if(|_| address(&line).is_some())
            && let Some(address) = address(&line)
        {
            tell(&address);
        }
        line.clear();
    }
}

/// The address in a line that says where the server listens.
fn address(line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let (_, rest) = line.split_once(LISTENING)?;
    let address = rest.split(|c: char| c.is_whitespace() || c.is_control() || "\"`'".contains(c)).next()?;
    let address = address.trim_end_matches('/');
    address.starts_with("http").then(|| address.to_owned())
}

/// The exit code as shells give it: 128 and the signal when a signal ended the server.
fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal);
    #[cfg(not(unix))]
    let signal = None;
    status.code().or(signal).unwrap_or(1)
}

#[cfg(unix)]
mod signals {
    //! Ctrl-c, `kill` and a closed terminal, passed on as they come.

    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::signal::unix::{self, SignalKind};

    pub(super) struct Signals {
        interrupt: unix::Signal,
        terminate: unix::Signal,
        hangup: unix::Signal,
    }

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            let [interrupt, terminate, hangup] = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(unix::signal);
            Ok(Self { interrupt: interrupt?, terminate: terminate?, hangup: hangup? })
        }

        pub(super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::INT,
                _ = self.terminate.recv() => Signal::TERM,
                _ = self.hangup.recv() => Signal::TERM,
            }
        }
    }

    /// A group of its own: ctrl-c on a terminal reaches this process alone, and is passed on once.
    pub(super) fn apart(command: &mut Command) {
        command.process_group(0);
    }

    pub(super) fn pass_on(signal: Signal, server: u32) {
        if let Some(server) = i32::try_from(server).ok().and_then(Pid::from_raw) {
            // A server that has just ended needs no signal.
            let _ = kill_process(server, signal);
        }
    }
}

#[cfg(not(unix))]
mod signals {
    //! The console tells every process of ctrl-c: this one only has to outlive the server.

    use std::io;
    use std::process::Command;

    pub(super) struct Signals;

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn next(&mut self) {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    pub(super) fn apart(_command: &mut Command) {}

    pub(super) fn pass_on((): (), _server: u32) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_log_line_of_any_dress() {
        for line in [
            "listening on http://127.0.0.1:8080\n",
            "2026-11-22T00:00:00Z  INFO smie_server: listening on http://127.0.0.1:8080/ tenants=1\n",
            "{\"level\":\"INFO\",\"message\":\"listening on http://127.0.0.1:8080\"}\n",
            "\u{1b}[32mINFO\u{1b}[0m listening on http://127.0.0.1:8080\u{1b}[0m\n",
        ] {
            assert_eq!(address(line.as_bytes()).as_deref(), Some("http://127.0.0.1:8080"), "{line}");
        }
        assert_eq!(address(b"loaded 100 entities\n"), None);
        assert_eq!(address(b"listening on nothing\n"), None);
    }

    #[cfg(unix)]
    mod unix {
        use std::sync::{Mutex, PoisonError, mpsc};
        use std::time::Duration;

        use rustix::process::{Signal, getpid, kill_process};

        use super::*;

        /// Held by each test that runs a program: a signal to this process reaches all that run.
        static ALONE: Mutex<()> = Mutex::new(());

        fn shell(script: &str) -> Command {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        }

        #[test]
        fn the_servers_exit_code_is_given() {
            let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
            assert_eq!(run(shell("exit 7"), |_| ()).unwrap(), 7);
            assert_eq!(run(shell("kill -KILL $$"), |_| ()).unwrap(), 128 + 9);
        }

        #[test]
        fn a_program_that_is_not_there_is_an_error() {
            let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
            assert_eq!(run(Command::new("/nonexistent"), |_| ()).unwrap_err().kind(), io::ErrorKind::NotFound);
        }

        #[test]
        fn the_address_is_told_once_and_a_signal_is_passed_on() {
            let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
            let (tell, told) = mpsc::channel();
            let script = "trap 'exit 3' TERM; echo starting >&2; echo listening on http://h:1 >&2; echo listening on http://h:2 >&2; \
                          while :; do sleep 0.05; done";
            let running = std::thread::spawn(move || run(shell(script), move |base| tell.send(base.to_owned()).unwrap()));
            assert_eq!(told.recv_timeout(Duration::from_secs(20)).unwrap(), "http://h:1");
            // `run` listens for signals before it starts anything, so this does not end the test.
            kill_process(getpid(), Signal::TERM).unwrap();
            assert_eq!(running.join().unwrap().unwrap(), 3);
            assert!(told.try_recv().is_err());
        }
    }
}
