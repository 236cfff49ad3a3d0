//! What a load did, or everything that was wrong.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::commit::Committed;
use crate::sync;

/// One thing that is wrong with the data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Where in the entity or document, as a JSON pointer.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl Finding {
    pub(super) fn of(file: &Path, found: &sync::Finding) -> Self {
        let line = usize::try_from(found.line).unwrap_or(usize::MAX);
        Self { file: file.to_owned(), line, pointer: found.pointer.clone(), message: found.message.clone() }
    }

    pub(super) fn failure(file: &Path, message: String) -> Self {
        Self { file: file.to_owned(), line: 0, pointer: String::new(), message }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.pointer.is_empty() {
            write!(f, ": {}", self.pointer)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// What a load did.
#[derive(Clone, Debug, Default)]
pub struct LoadReport {
    /// Files with the number of right entities in each.
    pub files: Vec<(PathBuf, usize)>,
    /// What was committed; `None` = nothing was.
    pub committed: Option<Committed>,
    /// Everything that is wrong, in the order of files and lines.
    pub findings: Vec<Finding>,
}

impl LoadReport {
    /// True when nothing was wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for LoadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let files = self.files.len();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        match &self.committed {
            Some(done) => {
                let (created, updated, unchanged) = (done.created, done.updated, done.unchanged);
                write!(f, "loaded {files} file{}: {created} created, {updated} updated, {unchanged} unchanged", plural(files))?;
                if done.deleted > 0 {
                    write!(f, ", {} deleted", done.deleted)?;
                }
                if !self.findings.is_empty() {
                    write!(f, "; {} violation{} left out", self.findings.len(), plural(self.findings.len()))?;
                }
                Ok(())
            }
            None => write!(f, "nothing loaded: {} violation{}", self.findings.len(), plural(self.findings.len())),
        }
    }
}
