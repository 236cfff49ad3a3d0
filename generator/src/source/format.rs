//! Brings a YAML model into its canonical form, every comment at its neighbour's side.
//!
//! ```text
//! text ─┬─► syntax tree ─► shape (what the writer would say) ─┐
//!       └─► node tree ─► comments at their places ────────────┴─► text
//! ```
//!
//! The form is the writer's own, so that an imported model is canonical from the start. Formatting never guesses: text with errors is left alone,
//! and every result is read again and compared before anybody gets to see it.

mod attach;
mod scan;

use std::path::{Path, PathBuf};

use super::write::{self, Notes, Value};
use super::yaml::{self, node::Node, parse};
use super::{FileId, LoadError, Sources};
use crate::diagnostic::Diagnostics;
use crate::syntax::Text;

/// A file of a model, before and after.
#[derive(Clone, Debug)]
pub struct Formatted {
    /// The path that it was read from.
    pub path: PathBuf,
    /// As it stands on disk.
    pub old: String,
    /// In canonical form.
    pub new: String,
}

impl Formatted {
    /// False when the file is canonical already.
    #[must_use]
    pub fn changed(&self) -> bool {
        // A checkout with the line ends of Windows is as canonical as any.
        self.old != self.new && self.old.replace("\r\n", "\n") != self.new
    }
}

/// A model folder, formatted as far as it can be read.
#[derive(Debug)]
pub struct Outcome {
    /// The files read.
    pub sources: Sources,
    /// What is wrong with them. With errors there are no files.
    pub diagnostics: Diagnostics,
    /// The files, `model.yaml` first.
    pub files: Vec<Formatted>,
}

/// Why a text could not be formatted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The model cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// What was printed says something else than what was read: a mistake of ours, found in time.
    #[error("`{}` cannot be formatted without changing what it says; this is a mistake in smie, please report it with the file", path.display())]
    Unfaithful {
        /// The file.
        path: PathBuf,
    },
}

/// Formats the model in the folder `root`; nothing is written.
///
/// # Errors
/// The folder cannot be read, or a file cannot be formatted faithfully.
pub fn folder(root: &Path) -> Result<Outcome, FormatError> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = yaml::read(root, &mut sources, &mut diagnostics)?;
    let mut files = Vec::new();
    if !diagnostics.has_errors() {
        let header = (tree.header.span.file, Kind::Header);
        let packages = tree.packages.iter().map(|package| (package.path.span.file, Kind::Package(&tree.header.languages)));
        for (file, kind) in std::iter::once(header).chain(packages) {
            let Some(source) = sources.get(file) else { continue };
            let path = PathBuf::from(&source.path);
            let new = kind.format(&source.text).ok_or_else(|| FormatError::Unfaithful { path: path.clone() })?;
            files.push(Formatted { path, old: source.text.clone(), new });
        }
    }
    Ok(Outcome { sources, diagnostics, files })
}

/// What a file is.
#[derive(Clone, Copy)]
enum Kind<'a> {
    Header,
    /// With the languages of the model.
    Package(&'a [Text]),
}

/// A text as it was understood.
struct Read {
    shape: Value,
    notes: Notes,
    comments: Vec<String>,
}

impl Kind<'_> {
    /// The canonical text; `None` when it would not say the same.
    fn format(self, text: &str) -> Option<String> {
        let before = self.read(text)?;
        let new = write::print(&before.shape, &before.notes);
        let after = self.read(&new)?;
        let plain = |read: &Read| write::print(&read.shape, &Notes::default());
        (plain(&before) == plain(&after) && before.comments == after.comments).then_some(new)
    }

    fn read(self, text: &str) -> Option<Read> {
        let (file, mut found) = (FileId::default(), Diagnostics::default());
        let root = parse::load(file, text, &mut found).root?;
        let shape = match self {
            Self::Header => write::header(&yaml::read_header(file, text, &mut found)),
            Self::Package(languages) => write::package(&yaml::read_package(file, text, "", &mut found), languages),
        };
        let (notes, mut comments) = notes(text, &root, &shape);
        comments.sort();
        (!found.has_errors()).then_some(Read { shape, notes, comments })
    }
}

/// The comments of a text, at the places that they have in this shape; and all of them as text.
fn notes(text: &str, root: &Node, shape: &Value) -> (Notes, Vec<String>) {
    let comments = scan::comments(text, root);
    let texts = comments.iter().map(|comment| comment.text.to_owned()).collect();
    let (notes, order) = attach::attach(text, root, &comments);
    (write::settle(notes, shape, &order), texts)
}

#[cfg(test)]
mod tests;
