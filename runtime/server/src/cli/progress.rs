//! How far a load has come, on a terminal alone: elsewhere nothing is drawn, so logs stay logs.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line is drawn at most.
const PAUSE: Duration = Duration::from_millis(120);

/// A line that tells how much was read. It is gone when the work ends.
pub(super) struct Progress {
    /// When the work began, and when the line was drawn last; `None` = nobody sees it.
    drawn: Option<(Instant, Instant)>,
}

impl Progress {
    /// Work that begins now.
    pub(super) fn new() -> Self {
        // Terminals that can draw nothing say so.
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let now = Instant::now();
        Self { drawn: (std::io::stderr().is_terminal() && !dumb).then_some((now, now)) }
    }

    /// So many entities were read.
    pub(super) fn at(&mut self, read: u64) {
        // A clock costs more than a look at a number.
        if !read.is_multiple_of(256) {
            return;
        }
        let Some((began, last)) = &mut self.drawn else { return };
        if last.elapsed() >= PAUSE {
            *last = Instant::now();
            // A terminal that is gone is no reason to stop.
            let _ = write!(std::io::stderr(), "\rloading: {read} read, {} s\x1b[K", began.elapsed().as_secs());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some_and(|(began, last)| last > began) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
