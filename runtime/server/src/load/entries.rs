//! The entities in a file: a line each, or the entries of one collection document.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::sync::{BOM, Finding, LINE, Place, TOO_LONG};
use crate::validate::{Cursor, Kind, Syntax};

/// Shows each entity of a file with its place.
///
/// # Errors
/// The file cannot be read, or is no data; in the latter case with the place.
pub(super) fn each(path: &Path, visit: &mut dyn FnMut(&Place, &[u8]) -> io::Result<()>) -> Result<(), Unreadable> {
    let file = File::open(path)?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        let mut text = Vec::new();
        reader.read_to_end(&mut text)?;
        return document(text.strip_prefix(BOM).unwrap_or(&text), visit);
    }
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if (&mut reader).take(LINE as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let place = Place { line: number, pointer: String::new() };
        if line.len() > LINE {
            return Err(Unreadable::Data(place.finding(TOO_LONG.to_owned())));
        }
        let text = if number == 1 { line.strip_prefix(BOM).unwrap_or(&line) } else { &line };
        let text = text.trim_ascii();
        if !text.is_empty() {
            visit(&place, text)?;
        }
    }
    Ok(())
}

/// Why a file gives no more entities.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// The system says why.
    Io(io::Error),
    /// It is not what it should be, here.
    Data(Finding),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// `{"_embedded":{"_entries":[…]}}`, or one entity.
fn document(text: &[u8], visit: &mut dyn FnMut(&Place, &[u8]) -> io::Result<()>) -> Result<(), Unreadable> {
    let place = |line: u64, pointer: String| Place { line, pointer };
    let line_of = |offset: usize| 1 + newlines(&text[..offset.min(text.len())]);
    let wrong = |offset: usize, message: String| Unreadable::Data(place(line_of(offset), String::new()).finding(message));
    let utf8 = std::str::from_utf8(text).map_err(|e| wrong(e.valid_up_to(), "not UTF-8".to_owned()))?;
    let mut found = false;
    let mut staged = Ok(());
    // Lines are counted on from entry to entry.
    let (mut line, mut counted) = (1, 0);
    let walked = entries(utf8, &mut |index, offset, entry| {
        found = true;
        if let (Some(index), Ok(())) = (index, &staged) {
            line += newlines(&text[counted..offset]);
            counted = offset;
            staged = visit(&place(line, format!("/_embedded/_entries/{index}")), entry.as_bytes());
        }
    });
    staged?;
    match walked {
        Err(Syntax { at, reason }) => Err(wrong(at, format!("not JSON: {reason}"))),
        Ok(()) if found => Ok(()),
        Ok(()) => Err(wrong(0, "expected `_embedded` with a list `_entries`".to_owned())),
    }
}

fn newlines(text: &[u8]) -> u64 {
    text.iter().filter(|b| **b == b'\n').count() as u64
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
