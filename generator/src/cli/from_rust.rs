//! Asking a server crate for the model of its types: its program is built by cargo and run with `model --format json`.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Exit;
use crate::pipeline::{self, Compiled};

/// The model of the server crate in `folder`, compiled as if it stood in files.
pub(super) fn read(folder: &Path, bin: Option<&str>) -> Result<Compiled, Exit> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.args(["run", "--quiet"]).current_dir(folder).stdin(Stdio::null()).stderr(Stdio::inherit());
    if let Some(bin) = bin {
        command.args(["--bin", bin]);
    }
    let ended = command.args(["--", "model", "--format", "json"]).output().map_err(|error| {
        anstream::eprintln!("error: cannot run `{}` in `{}`: {error}", cargo.display(), folder.display());
        Exit::Usage
    })?;
    if !ended.status.success() {
        anstream::eprintln!("error: the program in `{}` does not tell its model", folder.display());
        anstream::eprintln!("help: it must end with `smie_server::main(…)`; of several programs choose one with `--bin`");
        return Err(Exit::Usage);
    }
    let files: BTreeMap<String, String> = serde_json::from_slice(&ended.stdout).map_err(|error| {
        anstream::eprintln!("error: the program in `{}` answers with something else than its model: {error}", folder.display());
        anstream::eprintln!("help: its versions of `smie-server` and of `smie` must be the same");
        Exit::Usage
    })?;
    let texts: Vec<(PathBuf, String)> = files.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect();
    Ok(pipeline::compile_texts(&texts))
}
