//! Building the generated server with cargo.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::cli::Exit;

/// A message of cargo's about something that it built, as far as it matters here.
#[derive(Deserialize)]
struct Message {
    reason: String,
    executable: Option<PathBuf>,
}

/// Builds the server of the workspace in `folder`; cargo's own talk goes to stderr. Gives the program.
pub(super) fn server(folder: &Path, release: bool) -> Result<PathBuf, Exit> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.args(["build", "--manifest-path", "server/Cargo.toml", "--message-format", "json-render-diagnostics"]);
    if release {
        command.arg("--release");
    }
    if let Some(target) = target() {
        command.env("CARGO_TARGET_DIR", target);
    }
    match run(command.current_dir(folder)) {
        Ok(Built::Program(program)) => Ok(program),
        Ok(Built::Nothing) => {
            anstream::eprintln!("error: `{}` builds no program", folder.join("server").display());
            Err(Exit::Usage)
        }
        Ok(Built::Failed) => {
            anstream::eprintln!("error: the server in `{}` does not build", folder.display());
            if !has_linker() {
                anstream::eprintln!(
                    "help: no C compiler was found (`cc`): install one, such as the package `gcc` or Xcode's command line tools"
                );
            }
            Err(Exit::Usage)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            anstream::eprintln!("error: `{}` was not found", cargo.display());
            anstream::eprintln!("help: building needs Rust 1.90 or later: https://rustup.rs");
            Err(Exit::Usage)
        }
        Err(error) => {
            anstream::eprintln!("error: cannot run `{}`: {error}", cargo.display());
            Err(Exit::Usage)
        }
    }
}

enum Built {
    Program(PathBuf),
    Nothing,
    Failed,
}

fn run(command: &mut Command) -> io::Result<Built> {
    let mut cargo = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut program = None;
    if let Some(stdout) = cargo.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            program = executable(&line?).or(program);
        }
    }
    let ended = cargo.wait()?;
    Ok(match program {
        _ if !ended.success() => Built::Failed,
        Some(program) => Built::Program(program),
        None => Built::Nothing,
    })
}

/// The program that a line of cargo's messages tells of.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Message = serde_json::from_str(line).ok()?;
    message.executable.filter(|_| message.reason == "compiler-artifact")
}

/// Where the user says that cargo builds; else it is the workspace itself. Generated workspaces do not share a folder unasked: crates of one name
/// at one place in two workspaces are the same to cargo, which may then take the program of one for the other's.
fn target() -> Option<PathBuf> {
    // The build runs in another folder, where a relative path would lead elsewhere.
    Some(env::current_dir().ok()?.join(env::var_os("CARGO_TARGET_DIR")?))
}

/// True when a program that can link is in the path, or the user has named another.
fn has_linker() -> bool {
    let named = env::vars_os().any(|(name, _)| name.to_str().is_some_and(|name| name == "CC" || name.ends_with("_LINKER")));
    let path = env::var_os("PATH").unwrap_or_default();
    named
        || env::split_paths(&path).any(|folder| ["cc", "gcc", "clang", "cc.exe", "link.exe"].iter().any(|name| folder.join(name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_the_one_that_cargo_names() {
        assert_eq!(
            executable(r#"{"reason":"compiler-artifact","executable":"/t/debug/fint-server","fresh":true}"#),
            Some("/t/debug/fint-server".into())
        );
        for line in [r#"{"reason":"compiler-artifact","executable":null}"#, r#"{"reason":"build-finished","success":true}"#, "noise", ""] {
            assert_eq!(executable(line), None);
        }
    }
}
