//! A real browser under test: Chromium from the system, driven by puppeteer-core from `tests/judges`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::repository;

/// A browser that scripts of `tests/judges` drive.
#[derive(Debug)]
pub struct Browser(PathBuf);

impl Browser {
    /// The browser, when it and what drives it are there. `None`, with a notice, when one is absent.
    ///
    /// # Panics
    /// One is absent although `SMIE_REQUIRE_ALL` forbids skipping.
    #[must_use]
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found =
            names.iter().find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|place| place.is_file()));
        let driver = repository().join("tests/judges/node_modules/puppeteer-core").is_dir();
        if let Some(browser) = found.filter(|_| driver) {
            return Some(Self(browser));
        }
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no browser, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: this test needs Chromium, and `npm ci --prefix tests/judges`");
        None
    }

    /// Runs a script with the browser, an address or path, a folder of `target` for screenshots, and more; what it said.
    ///
    /// # Panics
    /// The script fails; the message is what it said.
    #[must_use]
    pub fn run(&self, script: &str, place: &Path, shots: &str, more: &[&str]) -> String {
        let shots = repository().join("target").join(shots);
        std::fs::create_dir_all(&shots).expect("a folder for screenshots");
        let output = Command::new("node")
            .arg(script)
            .args([&self.0, place, &shots])
            .args(more)
            .current_dir(repository().join("tests/judges"))
            .output()
            .expect("node runs");
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        said
    }
}
