//! Progress of long work, on a terminal alone: elsewhere nothing is drawn, so logs stay logs.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is under way. What it drew is gone when it ends.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Work of so many steps.
    pub(super) fn steps(what: &str, total: u64) -> Self {
        Self::begin(ProgressBar::new(total), what, "{msg} {wide_bar} {pos}/{len} {elapsed}")
    }

    /// Work that grows while it is done.
    #[cfg(feature = "conform")]
    pub(super) fn growing(what: &str) -> Self {
        Self::steps(what, 1)
    }

    /// So many steps are done of those that are known.
    #[cfg(feature = "conform")]
    pub(super) fn at(&self, done: usize, known: usize) {
        if let Some(bar) = &self.0 {
            bar.set_length(known as u64);
            bar.set_position(done as u64);
        }
    }

    /// Work of which nobody knows how long it takes.
    #[cfg(feature = "serve")]
    pub(super) fn unknown(what: &str) -> Self {
        Self::begin(ProgressBar::no_length(), what, "{spinner} {msg} {elapsed}")
    }

    fn begin(bar: ProgressBar, what: &str, template: &str) -> Self {
        // Terminals that can draw nothing say so.
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if !std::io::stderr().is_terminal() || dumb {
            return Self(None);
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(Some(bar))
    }

    /// So much of an unknown whole is done.
    #[cfg(feature = "serve")]
    pub(super) fn reached(&self, what: &str, count: u64) {
        if let Some(bar) = self.0.as_ref().filter(|_| count.is_multiple_of(256)) {
            bar.set_message(format!("{what}: {count} read"));
        }
    }

    /// A step is done.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
