//! Which files there are to load, and which collection each holds.

use std::path::{Path, PathBuf};

use smie_wire::schema::{CollectionId, Schema};

use super::report::{Finding, LoadReport};

/// A file with its collection.
#[derive(Debug)]
pub(super) struct DataFile {
    pub(super) path: PathBuf,
    pub(super) collection: CollectionId,
}

const ENDINGS: [&str; 2] = ["ndjson", "json"];

/// Whether there is something to read, asked before anything is said of its name.
pub(super) fn readable(path: &Path) -> std::io::Result<()> {
    if path.is_dir() { std::fs::read_dir(path).map(drop) } else { std::fs::File::open(path).map(drop) }
}

/// The file itself, or the data files of a folder in order of their names.
pub(super) fn find(schema: &Schema, path: &Path, report: &mut LoadReport) -> Vec<DataFile> {
    let paths = if path.is_dir() { folder(path, &mut report.ignored) } else { Ok(vec![path.to_owned()]) };
    let paths = paths.unwrap_or_else(|error| {
        report.findings.push(Finding::failure(path, error.to_string()));
        Vec::new()
    });
    if paths.is_empty() && report.findings.is_empty() {
        report.findings.push(Finding::failure(path, "no data files here; they are called like `utdanning-elev.person.ndjson`".to_owned()));
    }
    let mut files = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match schema.collections().find(|(_, c)| c.file == stem) {
            Some((collection, _)) => files.push(DataFile { path, collection }),
            None => {
                let help = crate::suggest::closest(&stem, schema.collections.iter().map(|c| c.file.as_str()));
                let help = help.map_or_else(String::new, |h| format!("; did you mean `{h}`?"));
                report.findings.push(Finding::failure(&path, format!("no collection has the file name `{stem}`{help}")));
            }
        }
    }
    files
}

fn folder(path: &Path, ignored: &mut Vec<PathBuf>) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file() && ENDINGS.contains(&ending.as_str()) {
            paths.push(path);
        } else if !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.') {
            // What is hidden, such as `.gitkeep`, nobody expects to be read.
            ignored.push(path);
        }
    }
    paths.sort();
    ignored.sort();
    Ok(paths)
}
