//! The output folder as it is, read once before anything is decided.
//!
//! Symbolic links are seen, not followed: what lies behind one is not the generator's.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use super::{Lock, Obstacle, PlanError, RelPath, lock};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Absent,
    /// A file, with its content.
    File(Vec<u8>),
    /// Something that is no plain file: a symbolic link, a folder, a device.
    Other(Obstacle),
    /// Nothing that can be looked at, because one of its folders is none.
    Beyond(RelPath, Obstacle),
}

/// What stands at each path of interest.
#[derive(Clone, Debug, Default)]
pub struct Snapshot(BTreeMap<RelPath, Found>);

impl Snapshot {
    /// What stands at this path, taken out.
    pub(super) fn take(&mut self, path: &RelPath) -> Found {
        self.0.remove(path).unwrap_or(Found::Absent)
    }

    /// Reads these paths below the folder.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn read<'a>(folder: &Path, paths: impl Iterator<Item = &'a RelPath>) -> Result<Self, PlanError> {
        let mut folders = Folders { root: folder, known: HashMap::new() };
        let mut found = BTreeMap::new();
        for path in paths {
            if !found.contains_key(path) {
                let here = folders.look(path).map_err(|source| PlanError::io(path.below(folder), source))?;
                found.insert(path.clone(), here);
            }
        }
        Ok(Self(found))
    }
}

impl FromIterator<(RelPath, Found)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (RelPath, Found)>>(found: I) -> Self {
        Self(found.into_iter().collect())
    }
}

/// What a folder on the way to a file is.
#[derive(Clone)]
enum Way {
    Open,
    Absent,
    Blocked(RelPath, Obstacle),
}

struct Folders<'a> {
    root: &'a Path,
    known: HashMap<RelPath, Way>,
}

impl Folders<'_> {
    fn look(&mut self, path: &RelPath) -> io::Result<Found> {
        if let Some(parent) = path.parents().next() {
            match self.way(&parent)? {
                Way::Open => {}
                Way::Absent => return Ok(Found::Absent),
                Way::Blocked(at, obstacle) => return Ok(Found::Beyond(at, obstacle)),
            }
        }
        let place = path.below(self.root);
        match kind(&place)? {
            None => Ok(Found::Absent),
            Some(Obstacle::File) => fs::read(&place).map(Found::File),
            Some(obstacle) => Ok(Found::Other(obstacle)),
        }
    }

    fn way(&mut self, folder: &RelPath) -> io::Result<Way> {
        if let Some(way) = self.known.get(folder) {
            return Ok(way.clone());
        }
        let above = folder.parents().next().map_or(Ok(Way::Open), |parent| self.way(&parent))?;
        let way = match above {
            Way::Open => match kind(&folder.below(self.root))? {
                None => Way::Absent,
                Some(Obstacle::Folder) => Way::Open,
                Some(obstacle) => Way::Blocked(folder.clone(), obstacle),
            },
            closed => closed,
        };
        self.known.insert(folder.clone(), way.clone());
        Ok(way)
    }
}

/// What stands at this place, links not followed.
pub(super) fn kind(place: &Path) -> io::Result<Option<Obstacle>> {
    match fs::symlink_metadata(place) {
        Ok(meta) if meta.is_symlink() => Ok(Some(Obstacle::Link)),
        Ok(meta) if meta.is_dir() => Ok(Some(Obstacle::Folder)),
        Ok(meta) if meta.is_file() => Ok(Some(Obstacle::File)),
        Ok(_) => Ok(Some(Obstacle::Device)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The folder's lock, parsed and as it stands.
pub(super) fn read_lock(folder: &Path) -> Result<Option<(Lock, Vec<u8>)>, PlanError> {
    let place = folder.join(lock::NAME);
    match kind(&place).map_err(|source| PlanError::io(place.clone(), source))? {
        None => Ok(None),
        Some(Obstacle::File) => {
            let bytes = fs::read(&place).map_err(|source| PlanError::io(place.clone(), source))?;
            let lock = Lock::parse(&String::from_utf8_lossy(&bytes)).map_err(|source| PlanError::Lock { path: place, source })?;
            Ok(Some((lock, bytes)))
        }
        Some(obstacle) => Err(PlanError::LockObstacle { path: place, obstacle }),
    }
}
