//! Carrying out a plan: the only code that changes a user's folder.
//!
//! Each file is written beside its place and moved there, so nobody ever reads half of one. The lock comes last: when something interrupts the
//! run, the old lock still stands, and files that were already written are recognised by their content next time.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plan::{Effect, Force, Obstacle, Plan, Step};
use super::{Drift, RelPath, disk, replace};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files written.
    pub written: usize,
    /// Files left as they were.
    pub unchanged: usize,
    /// Files removed.
    pub removed: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.written == 1 { "" } else { "s" };
        write!(f, "{} file{plural} written, {} unchanged, {} removed", self.written, self.unchanged, self.removed)
    }
}

/// Why a plan was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// Somebody else's work would be lost; nothing was changed.
    #[error("{} of the files would be lost or cannot be written", .0.len())]
    Refused(Vec<Drift>),
    /// The file system refused on the way.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
}

impl Plan {
    /// Writes and removes what the plan says, below `folder`.
    ///
    /// # Errors
    /// Files that would be lost (nothing is changed then), or the file system's refusal on the way (the lock is not changed then).
    pub fn apply(&self, folder: &Path, force: Force) -> Result<Summary, ApplyError> {
        let refused = self.refused(force);
        if !refused.is_empty() {
            return Err(ApplyError::Refused(refused));
        }
        let mut done = Summary::default();
        for step in &self.steps {
            let place = step.path.below(folder);
            let result = match (step.state.effect(force), &step.new) {
                (Effect::Write, Some(new)) => {
                    done.written += 1;
                    write(folder, step, new)
                }
                (Effect::Remove, _) => {
                    done.removed += 1;
                    remove(folder, &step.path)
                }
                _ => {
                    done.unchanged += 1;
                    Ok(())
                }
            };
            result.map_err(|source| ApplyError::Io { path: place, source })?;
        }
        Ok(done)
    }
}

fn write(root: &Path, step: &Step, contents: &[u8]) -> io::Result<()> {
    make_folders(root, &step.path)?;
    let place = step.path.below(root);
    replace::replace(&place, contents)
}

/// Makes the folders that hold a file, one by one: a link that came into being since the plan was made is not followed either.
fn make_folders(root: &Path, path: &RelPath) -> io::Result<()> {
    fs::create_dir_all(root)?;
    for parent in path.parents().collect::<Vec<_>>().into_iter().rev() {
        let place = parent.below(root);
        match disk::kind(&place)? {
            None => fs::create_dir(&place)?,
            Some(Obstacle::Folder) => {}
            Some(obstacle) => return Err(io::Error::other(format!("`{parent}` is {obstacle}"))),
        }
    }
    Ok(())
}

/// Removes a file, and the folders that it leaves empty.
fn remove(root: &Path, path: &RelPath) -> io::Result<()> {
    fs::remove_file(path.below(root))?;
    for parent in path.parents() {
        match fs::remove_dir(parent.below(root)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => break,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
