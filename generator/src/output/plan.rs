//! Deciding what happens to each file: a pure function of what was emitted, what the lock says and what stands on disk.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::lock::{self, Hash, Lock, LockError, Stamp};
use super::{BadPath, Found, RelPath, Snapshot};
use crate::emit::{File, Ownership};

/// Whether what somebody else wrote may be overwritten or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// Refuse, and change nothing.
    No,
    /// The user said so.
    Yes,
}

/// Something in the way of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A symbolic link.
    Link,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A device, a pipe or a socket.
    Device,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "a symbolic link",
            Self::Folder => "a folder",
            Self::File => "a file",
            Self::Device => "no plain file",
        })
    }
}

/// How a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not there yet.
    New,
    /// Written before, and gone.
    Missing,
    /// As it was written, and the model now gives another text.
    Stale,
    /// As it should be.
    Unchanged,
    /// As it was written, and no longer emitted.
    Orphan,
    /// The user's, and there.
    Kept,
    /// Changed by hand since it was written.
    HandEdited,
    /// No longer emitted, and changed by hand.
    EditedOrphan,
    /// There, but not written by smie.
    Unmanaged,
    /// In place of the file, or of a folder that should hold it, stands something else.
    Blocked(RelPath, Obstacle),
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It stays.
    Nothing,
    /// It is written.
    Write,
    /// It is removed.
    Remove,
    /// Nothing at all is changed until somebody decides.
    Refuse,
}

impl State {
    /// What becomes of a file that stands like this.
    #[must_use]
    pub fn effect(&self, force: Force) -> Effect {
        match (self, force) {
            (Self::Unchanged | Self::Kept, _) => Effect::Nothing,
            (Self::New | Self::Missing | Self::Stale, _) | (Self::HandEdited | Self::Unmanaged, Force::Yes) => Effect::Write,
            (Self::Orphan, _) | (Self::EditedOrphan, Force::Yes) => Effect::Remove,
            (Self::HandEdited | Self::EditedOrphan | Self::Unmanaged, Force::No) | (Self::Blocked(..), _) => Effect::Refuse,
        }
    }
}

/// One file: how it stands, what it holds, what it should hold.
#[derive(Clone, Debug)]
pub struct Step {
    /// The file.
    pub path: RelPath,
    /// How it stands.
    pub state: State,
    /// What it holds; `None` = it is not there, or is no plain file.
    pub old: Option<Vec<u8>>,
    /// What it should hold; `None` = it should not be there.
    pub new: Option<Vec<u8>>,
}

/// What would happen in an output folder.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who would write.
    pub stamp: Stamp,
    /// Who wrote last.
    pub before: Option<Stamp>,
    /// Every file, sorted by path, and the lock last.
    pub steps: Vec<Step>,
}

/// Why nothing can be planned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The file system refused.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// The lock cannot be read.
    #[error("cannot use `{}`", path.display())]
    Lock {
        /// The lock.
        path: PathBuf,
        /// Its reason.
        source: LockError,
    },
    /// The lock is no plain file.
    #[error("`{}` is {obstacle}", path.display())]
    LockObstacle {
        /// The lock.
        path: PathBuf,
        /// What it is.
        obstacle: Obstacle,
    },
    /// A fault of smie: a file emitted outside the folder.
    #[error(transparent)]
    Path(#[from] BadPath),
    /// A fault of smie: two files that are one on some systems.
    #[error("`{first}` and `{second}` are emitted for one place")]
    Twice {
        /// One of them.
        first: RelPath,
        /// The other.
        second: RelPath,
    },
}

impl PlanError {
    pub(super) fn io(path: PathBuf, source: io::Error) -> Self {
        Self::Io { path, source }
    }
}

/// The files emitted, by path; names that differ in case alone are one file on many systems, and refused.
pub(super) fn by_path(files: Vec<File>) -> Result<BTreeMap<RelPath, File>, PlanError> {
    let mut places = HashMap::from([(lock::NAME.to_owned(), RelPath::parse(lock::NAME)?)]);
    let mut emitted = BTreeMap::new();
    for file in files {
        let path = RelPath::try_from(file.path.as_path())?;
        if let Some(first) = places.insert(path.as_str().to_lowercase(), path.clone()) {
            return Err(PlanError::Twice { first, second: path });
        }
        emitted.insert(path, file);
    }
    Ok(emitted)
}

impl Plan {
    /// Decides. `lock` is the lock of the last run, parsed and as it stands on disk.
    #[must_use]
    pub fn new(emitted: BTreeMap<RelPath, File>, stamp: Stamp, lock: Option<(Lock, Vec<u8>)>, mut snapshot: Snapshot) -> Self {
        let (lock, lock_bytes) = lock.unzip();
        let (before, locked) = lock.map(|lock| (lock.stamp, lock.files)).unzip();
        let locked = locked.unwrap_or_default();
        let generated = emitted.iter().filter(|(_, file)| file.ownership == Ownership::Generated);
        let files = generated.map(|(path, file)| (path.clone(), Hash::of(&file.contents))).collect();
        let new_lock = Lock { stamp: stamp.clone(), files };

        let orphans = locked.iter().filter(|(path, _)| !emitted.contains_key(*path));
        let mut steps: Vec<_> = orphans.filter_map(|(path, hash)| orphan(path, hash, snapshot.take(path))).collect();
        for (path, file) in emitted {
            let found = snapshot.take(&path);
            let locked = locked.get(&path);
            steps.push(match file.ownership {
                Ownership::Owned => owned(path, file.contents, found),
                Ownership::Generated => kept_by_us(path, file.contents, locked, found),
            });
        }
        steps.sort_by(|a, b| a.path.cmp(&b.path));
        steps.extend(lock_step(&new_lock, lock_bytes));
        Self { stamp, before, steps }
    }
}

fn kept_by_us(path: RelPath, new: Vec<u8>, locked: Option<&Hash>, found: Found) -> Step {
    let (state, old) = match found {
        Found::Absent if locked.is_some() => (State::Missing, None),
        Found::Absent => (State::New, None),
        Found::Beyond(at, obstacle) => (State::Blocked(at, obstacle), None),
        Found::Other(Obstacle::Link) if locked.is_some() => (State::HandEdited, None),
        Found::Other(Obstacle::Link) => (State::Unmanaged, None),
        Found::Other(obstacle) => (State::Blocked(path.clone(), obstacle), None),
        Found::File(old) => {
            let state = match locked {
                _ if old == new || lock::normalised(&old) == lock::normalised(&new) => State::Unchanged,
                None => State::Unmanaged,
                Some(locked) if *locked == Hash::of(&old) => State::Stale,
                Some(_) => State::HandEdited,
            };
            (state, Some(old))
        }
    };
    Step { path, state, old, new: Some(new) }
}

fn owned(path: RelPath, new: Vec<u8>, found: Found) -> Step {
    let (state, old) = match found {
        Found::Absent => (State::New, None),
        Found::Beyond(at, obstacle) => (State::Blocked(at, obstacle), None),
        Found::Other(Obstacle::Folder) => (State::Blocked(path.clone(), Obstacle::Folder), None),
        Found::Other(_) => (State::Kept, None),
        Found::File(old) => (State::Kept, Some(old)),
    };
    Step { path, state, old, new: Some(new) }
}

/// What was written once and is emitted no more. What is gone, or lies behind a link, is only forgotten.
fn orphan(path: &RelPath, locked: &Hash, found: Found) -> Option<Step> {
    let (state, old) = match found {
        Found::Absent | Found::Beyond(..) | Found::Other(Obstacle::Folder | Obstacle::Device) => return None,
        Found::Other(_) => (State::EditedOrphan, None),
        Found::File(old) if Hash::of(&old) == *locked => (State::Orphan, Some(old)),
        Found::File(old) => (State::EditedOrphan, Some(old)),
    };
    Some(Step { path: path.clone(), state, old, new: None })
}

fn lock_step(new: &Lock, old: Option<Vec<u8>>) -> Option<Step> {
    let new = new.text().into_bytes();
    let state = match &old {
        None => State::New,
        Some(old) if lock::normalised(old) == lock::normalised(&new) => State::Unchanged,
        Some(_) => State::Stale,
    };
    Some(Step { path: RelPath::parse(lock::NAME).ok()?, state, old, new: Some(new) })
}
