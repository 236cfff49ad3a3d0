//! The entities in a file: a line each, or the entries of one collection document.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::report::Finding;
use crate::validate::{Cursor, Kind, Syntax, Violation};

/// The longest line that is read.
const LINE: u64 = 1024 * 1024;
/// What is read, for those who sent something else.
const FORMS: &str = "a `.ndjson` file holds an entity a line, a `.json` file `{\"_embedded\":{\"_entries\":[…]}}`";
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Where an entity stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    file: Arc<PathBuf>,
    line: usize,
    /// Pointer to the entity inside its document; empty for a line of its own.
    pointer: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

impl Place {
    /// A violation in the entity that stands here.
    pub(super) fn finding(&self, text: &[u8], violation: &Violation) -> Finding {
        let before = &text[..violation.offset.min(text.len())];
        let line = self.line + before.iter().filter(|b| **b == b'\n').count();
        let pointer = format!("{}{}", self.pointer, violation.pointer);
        Finding { file: self.file.to_path_buf(), line, pointer, message: violation.problem.to_string() }
    }

    /// What stands here is refused, because of the member that `pointer` leads to.
    pub(super) fn refused(&self, pointer: &str, message: String) -> Finding {
        Finding { file: self.file.to_path_buf(), line: self.line, pointer: format!("{}{pointer}", self.pointer), message }
    }
}

/// Shows each entity of a file with its place.
pub(super) fn each(path: &Path, visit: &mut dyn FnMut(&Place, &[u8])) -> Result<(), Finding> {
    let failure = |error: std::io::Error| Finding::failure(path, error.to_string());
    let file = File::open(path).map_err(failure)?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let shared = Arc::new(path.to_owned());
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(failure)?;
        return document(&shared, text.strip_prefix(BOM).unwrap_or(&text), visit);
    }
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if (&mut reader).take(LINE + 1).read_until(b'\n', &mut line).map_err(failure)? == 0 {
            break;
        }
        let place = Place { file: shared.clone(), line: number, pointer: String::new() };
        if line.len() as u64 > LINE {
            return Err(place.refused("", "a line may have at most 1 MiB".to_owned()));
        }
        let text = if number == 1 { line.strip_prefix(BOM).unwrap_or(&line) } else { &line };
        let text = text.trim_ascii();
        if text.starts_with(b"[") {
            // Whatever follows would only be told line by line to be no entity.
            return Err(place.refused("", format!("a bare list; {FORMS}")));
        }
        if !text.is_empty() {
            visit(&place, text);
        }
    }
    Ok(())
}

/// `{"_embedded":{"_entries":[…]}}`, or one entity.
fn document(file: &Arc<PathBuf>, text: &[u8], visit: &mut dyn FnMut(&Place, &[u8])) -> Result<(), Finding> {
    let place = |offset: usize, pointer: String| {
        let line = 1 + text[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count();
        Place { file: file.clone(), line, pointer }
    };
    let utf8 = std::str::from_utf8(text).map_err(|e| place(e.valid_up_to(), String::new()).refused("", "not UTF-8".to_owned()))?;
    let mut found = false;
    let walked = entries(utf8, &mut |index, offset, entry| {
        found = true;
        if let Some(index) = index {
            visit(&place(offset, format!("/_embedded/_entries/{index}")), entry.as_bytes());
        }
    });
    match walked {
        Err(Syntax { at, reason }) => Err(place(at, String::new()).refused("", format!("not JSON: {reason}"))),
        Ok(()) if found => Ok(()),
        Ok(()) => {
            let what = if utf8.trim_start().starts_with('[') { "a bare list" } else { "no list of entries" };
            Err(place(0, String::new()).refused("", format!("{what}; {FORMS}")))
        }
    }
}

/// Finds the list of entries; an empty list is shown as one call without an index.
fn entries(text: &str, visit: &mut dyn FnMut(Option<usize>, usize, &str)) -> Result<(), Syntax> {
    let mut cursor = Cursor::new(text);
    if enter(&mut cursor, Kind::Object)? {
        let mut first = true;
        while let Some(name) = cursor.member(first)? {
            first = false;
            if name.raw != "_embedded" || !enter(&mut cursor, Kind::Object)? {
                cursor.skip()?;
                continue;
            }
            let mut first = true;
            while let Some(name) = cursor.member(first)? {
                first = false;
                if name.raw != "_entries" || !enter(&mut cursor, Kind::Array)? {
                    cursor.skip()?;
                    continue;
                }
                visit(None, 0, "");
                let mut index = 0;
                while cursor.element(index == 0)? {
                    cursor.peek()?;
                    let start = cursor.at();
                    cursor.skip()?;
                    visit(Some(index), start, cursor.since(start));
                    index += 1;
                }
            }
        }
    } else {
        cursor.skip()?;
    }
    cursor.end()
}

/// Goes into a value of this kind; false leaves the cursor before another.
fn enter(cursor: &mut Cursor<'_>, kind: Kind) -> Result<bool, Syntax> {
    let fits = cursor.peek()? == kind;
    if fits {
        cursor.open()?;
    }
    Ok(fits)
}
