//! The files of a model folder: which they are, and their text.
//!
//! A model is `model.yaml` and every other `*.yaml` below it. Hidden folders (`.smie`), other models inside and generated workspaces
//! are left alone. Bytes that are not UTF-8 are reported here; a byte order mark is dropped.

use std::path::{Path, PathBuf};

use crate::diagnostic::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, LoadError, Sources, Span, nfc};

/// Folders nested deeper than this are no packages.
const DEPTH: usize = 16;
/// Larger files are not written by people.
const LARGEST: u64 = 64 << 20;

/// The package files below `root`, relative to it and sorted; `.yml` files, which are not read, apart.
pub(super) struct Found {
    pub(super) packages: Vec<PathBuf>,
    pub(super) ignored: Vec<PathBuf>,
}

/// Finds the package files below `root`.
pub(super) fn find(root: &Path) -> Result<Found, LoadError> {
    let mut found = Found { packages: Vec::new(), ignored: Vec::new() };
    let mut open = vec![(PathBuf::new(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let here = root.join(&folder);
        let io = |source| LoadError::Io { path: here.clone(), source };
        for entry in std::fs::read_dir(&here).map_err(io)? {
            let entry = entry.map_err(io)?;
            let (name, path) = (entry.file_name(), folder.join(entry.file_name()));
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().map_err(io)?.is_dir() {
                let foreign = ["model.yaml", "smie.lock"].iter().any(|mark| entry.path().join(mark).exists());
                if depth < DEPTH && !foreign {
                    open.push((path, depth + 1));
                }
            } else if path != Path::new("model.yaml") {
                match path.extension().and_then(|extension| extension.to_str()) {
                    Some("yaml") => found.packages.push(path),
                    Some("yml") => found.ignored.push(path),
                    _ => {}
                }
            }
        }
    }
    found.packages.sort();
    found.ignored.sort();
    Ok(found)
}

/// Reads a file into `sources`; `None` for the text when it could not be read as text, which is then reported.
pub(super) fn read(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> (FileId, Option<String>) {
    let refused = |sources: &mut Sources, text: String, at: usize, message: String, help: &str, diagnostics: &mut Diagnostics| {
        let file = sources.add(path, text);
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        diagnostics.push(Diagnostic::new(&codes::UNREADABLE, Span { file, start, end: start }, message).help(help));
        (file, None)
    };
    if let Some(size) = std::fs::metadata(path).ok().map(|data| data.len()).filter(|&size| size > LARGEST) {
        return refused(
            sources,
            String::new(),
            0,
            format!("the file has {size} bytes"),
            "a package is at most 64 MiB; split it",
            diagnostics,
        );
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return refused(
                sources,
                String::new(),
                0,
                format!("the file cannot be read: {error}"),
                "check the file's permissions",
                diagnostics,
            );
        }
    };
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            (sources.add(path, text.clone()), Some(text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let message = format!("the file is not UTF-8: byte 0x{:02x} at offset {at}", bytes.get(at).copied().unwrap_or_default());
            let help = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                "the file is UTF-16; save it as UTF-8"
            } else {
                "save the file as UTF-8"
            };
            refused(sources, String::from_utf8_lossy(&bytes).into_owned(), at, message, help, diagnostics)
        }
    }
}

/// The package path that a file's name says: segments by folder or by dot.
pub(super) fn named(path: &Path) -> String {
    let stem = path.with_extension("");
    let parts: Vec<_> = stem.components().map(|part| part.as_os_str().to_string_lossy().replace('.', "/")).collect();
    nfc(&parts.join("/"))
}
