//! Running commands: `smie` itself, and cargo on generated workspaces.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A command that has ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ended {
    /// Standard output, when the command succeeded.
    ///
    /// # Panics
    /// It did not; the message shows what it said.
    #[track_caller]
    #[expect(clippy::must_use_candidate, reason = "often only success matters")]
    pub fn ok(self) -> String {
        assert!(self.code == 0, "exit code {}\n{}\n{}", self.code, self.stdout, self.stderr);
        self.stdout
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("commands print UTF-8");
        Self { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the repository").to_owned()
}

/// A file of the folder with the real FINT model, beside the repository. `None`, with a notice, when it is absent.
///
/// # Panics
/// It is absent although `SMIE_REQUIRE_ALL` forbids skipping.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = repository().join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{path} is absent, and SMIE_REQUIRE_ALL forbids skipping");
    eprintln!("skipped: {path} is not beside the repository");
    None
}

/// The target directory that all generated workspaces share, so that their dependencies are compiled once.
#[must_use]
pub fn generated_target() -> PathBuf {
    repository().join("target/generated")
}

/// The `smie` command, built from this checkout.
///
/// # Panics
/// It cannot be built.
#[must_use]
pub fn smie_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "smie", "--bin", "smie"])
            .current_dir(repository())
            .status()
            .expect("cargo runs");
        assert!(built.success(), "smie is built");
        target.join("debug/smie")
    })
}

/// Runs `smie` with these arguments in a folder.
#[must_use]
pub fn smie<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    Command::new(smie_binary()).args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("smie runs").into()
}

/// Runs cargo with these arguments in a generated workspace.
#[must_use]
pub fn cargo<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", generated_target())
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo runs")
        .into()
}
