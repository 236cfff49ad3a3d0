//! Source files and places in them.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

/// A name in NFC, so that `é` is one letter however an editor or a file system wrote it.
#[must_use]
pub fn nfc(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// A file of [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file's decoded text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A value with its place. Equality compares the value alone.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file as read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path as findings show it: as the user gave it, joined with `/`.
    pub path: String,
    /// Decoded text, UTF-8.
    pub text: String,
    /// Byte offset of each line's start.
    lines: Vec<u32>,
    /// Characters before each block of [`BLOCK`] bytes, so that a column is found fast in a file that is one long line.
    blocks: Vec<usize>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 4096;

fn characters(bytes: &[u8]) -> usize {
    // Each character has one byte that does not continue another.
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

impl SourceFile {
    /// Line and column of a byte offset, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        (line, self.characters_before(offset) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.blocks[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }
}

/// All files of a model.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file's decoded text.
    pub fn add(&mut self, path: &Path, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect();
        let path = path.components().collect::<PathBuf>().to_string_lossy().replace('\\', "/");
        let sizes = text.as_bytes().chunks(BLOCK).map(characters);
        let blocks = std::iter::once(0)
            .chain(sizes.scan(0, |total, size| {
                Some({
                    *total += size;
                    *total
                })
            }))
            .collect();
        self.files.push(SourceFile { path, text, lines, blocks });
        id
    }

    /// The file with this id; `None` when findings have no file.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_also_far_into_a_long_line() {
        let mut sources = Sources::default();
        let text = format!("æøå\n{}x", "å".repeat(10_000));
        let id = sources.add(Path::new("a.xml"), text.clone());
        let file = sources.get(id).expect("added");
        assert_eq!(file.position(0), (1, 1));
        assert_eq!(file.position(4), (1, 3), "a place inside a character is that character's");
        assert_eq!(file.position(7), (2, 1));
        assert_eq!(file.position(7 + 2 * 9_999), (2, 10_000));
        assert_eq!(file.position(text.len() as u32), (2, 10_002));
    }
}
