//! Paths inside the output folder.
//!
//! A lock file may come from anywhere, and what it lists may be removed. So a path is checked once, where it enters: it cannot leave the folder.

use std::fmt;
use std::path::{Path, PathBuf};

/// A path inside the output folder: segments joined by `/`, none of them empty, `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

/// A path that is not inside the output folder, or could be elsewhere on another system.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no path inside the output folder")]
pub struct BadPath(pub String);

impl RelPath {
    /// Reads a path written with `/`.
    ///
    /// # Errors
    /// It is absolute, leaves the folder, or has a backslash, a colon or a control character.
    pub fn parse(text: &str) -> Result<Self, BadPath> {
        let plain =
            |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['\\', ':']) && !segment.contains(char::is_control);
        if text.split('/').all(plain) { Ok(Self(text.to_owned())) } else { Err(BadPath(text.to_owned())) }
    }

    /// The path, with `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is on disk.
    #[must_use]
    pub fn below(&self, folder: &Path) -> PathBuf {
        self.0.split('/').fold(folder.to_owned(), |path, segment| path.join(segment))
    }

    /// The folders that hold it, innermost first, without the output folder itself.
    pub fn parents(&self) -> impl DoubleEndedIterator<Item = Self> + '_ {
        let mut ends: Vec<_> = self.0.match_indices('/').map(|(at, _)| at).collect();
        ends.reverse();
        ends.into_iter().map(|end| Self(self.0[..end].to_owned()))
    }
}

impl TryFrom<&Path> for RelPath {
    type Error = BadPath;

    fn try_from(path: &Path) -> Result<Self, BadPath> {
        let segments: Option<Vec<_>> = path.iter().map(|segment| segment.to_str()).collect();
        segments.ok_or_else(|| BadPath(path.display().to_string())).and_then(|segments| Self::parse(&segments.join("/")))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_the_folder() {
        for text in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "C:/x", "a\nb", "a\0b"] {
            assert_eq!(RelPath::parse(text), Err(BadPath(text.to_owned())));
        }
        for text in ["a", "server/src/main.rs", ".gitignore", "a b/æøå.rs", "..a/b.."] {
            assert_eq!(RelPath::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn parents_are_listed_from_within() {
        let parents: Vec<_> = RelPath::parse("a/b/c.rs").unwrap().parents().map(|p| p.to_string()).collect();
        assert_eq!(parents, ["a/b", "a"]);
    }
}
