//! The YAML folder that a command works in, from whatever path inside it the user gave.

use std::path::{Path, PathBuf};

use super::Exit;

/// The model folder at or above `path`. Commands that edit need one: XMI and LinkML are read, never written.
pub(super) fn around(path: &Path) -> Result<PathBuf, Exit> {
    if !path.exists() {
        anstream::eprintln!("error: there is no `{}`\nhelp: `smie init {}` begins a model there", path.display(), path.display());
        return Err(Exit::Usage);
    }
    let given = path.ancestors().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above }.to_owned());
    let real = path.canonicalize().into_iter().flat_map(|real| real.ancestors().map(Path::to_owned).collect::<Vec<_>>());
    given.chain(real).find(|folder| folder.join("model.yaml").is_file()).ok_or_else(|| {
        anstream::eprintln!("error: there is no model.yaml at or above `{}`", path.display());
        anstream::eprintln!("help: `smie import` writes a UML or LinkML model as YAML, `smie init` begins a new one");
        Exit::Usage
    })
}
