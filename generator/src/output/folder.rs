//! Writing a whole new folder of texts at once, for commands that begin something: nobody ever sees half of it.
//!
//! The texts are written beside their place and moved there in one step when the place is free. Into a folder that already holds something they go
//! only when told to, file by file, and nothing else in it is touched. Keeping generated files in step is another job ([`super::plan`]).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Force;

/// Why a folder was not written. What stood there before stands there still, except where `Io` says otherwise.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// The folder holds something.
    #[error("`{}` is not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
}

/// Writes the files, relative to `folder`, which must be absent or empty unless `force` says to write among what it holds.
///
/// # Errors
/// The folder is not empty, or the file system refuses.
pub fn write(folder: &Path, files: &[(PathBuf, String)], force: Force) -> Result<(), FolderError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Io { path, source }
    };
    let is_empty = is_empty(folder).map_err(io(folder))?;
    if !is_empty && force == Force::No {
        return Err(FolderError::NotEmpty { path: folder.to_owned() });
    }
    let staging = staging(folder).map_err(io(folder))?;
    let result = fill(&staging, files).map_err(io(&staging)).and_then(|()| {
        if is_empty && fs::rename(&staging, folder).is_ok() {
            return Ok(());
        }
        spill(&staging, folder, files).map_err(io(folder))
    });
    // After a rename there is nothing left to remove; after an error the error is what to tell.
    let _ = fs::remove_dir_all(&staging);
    result
}

/// True for a folder that is absent or holds nothing.
fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// A new empty folder beside the one to write, on the same file system. The same name every time, so that what a killed run left is cleared away.
fn staging(folder: &Path) -> io::Result<PathBuf> {
    // `.` has neither a name nor a parent of its own.
    let folder = if folder.file_name().is_some() { folder.to_owned() } else { folder.canonicalize()? };
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let staging = parent.join(format!(".{name}.smie-tmp"));
    match fs::remove_dir_all(&staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir(&staging)?,
    }
    Ok(staging)
}

fn fill(staging: &Path, files: &[(PathBuf, String)]) -> io::Result<()> {
    for (path, text) in files {
        let place = staging.join(path);
        place.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(place, text)?;
    }
    Ok(())
}

/// Moves each file to its place, over one of the same name.
fn spill(staging: &Path, folder: &Path, files: &[(PathBuf, String)]) -> io::Result<()> {
    for (path, _) in files {
        let place = folder.join(path);
        place.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(staging.join(path), place)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<(PathBuf, String)> {
        vec![(PathBuf::from("model.yaml"), "model: a\n".to_owned()), (PathBuf::from("a/b.yaml"), "package: a/b\n".to_owned())]
    }

    #[test]
    fn a_new_folder_appears_whole_and_leaves_nothing_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("above/model");
        write(&folder, &files(), Force::No).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a/b.yaml")).unwrap(), "package: a/b\n");
        assert_eq!(fs::read_dir(place.path().join("above")).unwrap().count(), 1);
    }

    #[test]
    fn an_empty_folder_is_filled_and_a_full_one_left_alone() {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), &files(), Force::No).unwrap();
        fs::write(place.path().join("model.yaml"), "mine").unwrap();
        let refused = write(place.path(), &files(), Force::No);
        assert!(matches!(refused, Err(FolderError::NotEmpty { .. })), "{refused:?}");
        assert_eq!(fs::read_to_string(place.path().join("model.yaml")).unwrap(), "mine");
    }

    #[test]
    fn force_replaces_files_of_the_same_name_and_no_others() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("model.yaml"), "mine").unwrap();
        fs::write(place.path().join("README.md"), "mine").unwrap();
        write(place.path(), &files(), Force::Yes).unwrap();
        assert_eq!(fs::read_to_string(place.path().join("model.yaml")).unwrap(), "model: a\n");
        assert_eq!(fs::read_to_string(place.path().join("README.md")).unwrap(), "mine");
    }

    #[test]
    fn a_file_in_the_way_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("model");
        fs::write(&file, "mine").unwrap();
        assert!(matches!(write(&file, &files(), Force::Yes), Err(FolderError::Io { .. })));
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }
}
