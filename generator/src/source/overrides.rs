//! Templates of the user's own, beside the model: `templates/README.md.tera` in place of what smie would write into `README.md`.
//!
//! Here they are only found and read; which there may be, and whether they still fit, is `emit`'s matter.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the folder.
pub const FOLDER: &str = "templates";
/// Ending of a template.
const ENDING: &str = ".tera";

/// A folder of templates that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`", path.display())]
pub struct OverridesError {
    /// The path.
    pub path: PathBuf,
    /// The reason.
    pub source: io::Error,
}

/// The templates beside the model at `model` (in its folder, or in the folder of its file), by the path that each is for.
///
/// # Errors
/// The folder or a file in it cannot be read as text.
pub fn overrides(model: &Path) -> Result<BTreeMap<String, String>, OverridesError> {
    let folder = if model.is_dir() { Some(model) } else { model.parent() };
    let folder = folder.unwrap_or(Path::new("")).join(FOLDER);
    let mut found = BTreeMap::new();
    if folder.is_dir() {
        read(&folder, "", &mut found)?;
    }
    Ok(found)
}

fn read(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> Result<(), OverridesError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| OverridesError { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') && !name.ends_with(ENDING) {
            continue;
        }
        if path.is_dir() {
            read(&path, &format!("{prefix}{name}/"), found)?;
        } else if let Some(name) = name.strip_suffix(ENDING) {
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            found.insert(format!("{prefix}{name}"), text);
        }
    }
    Ok(())
}
