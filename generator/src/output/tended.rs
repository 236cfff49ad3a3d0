//! A folder whose files are all ours: written anew each time, with what an earlier run wrote and this one does not taken away.
//!
//! A list of the files stands in the folder. Without it a folder that holds anything is somebody else's and stays as it is.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Force, RelPath, replace};

/// Why a folder was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TendedError {
    /// The folder holds something that no list tells of.
    #[error("`{}` is not empty, and smie did not write it", path.display())]
    Foreign {
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

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// How many there are.
    pub files: usize,
    /// How many were new or different.
    pub written: usize,
    /// How many of an earlier run were removed.
    pub removed: usize,
}

/// Writes the files, relative to `folder`; `list` is the name of the file that tells which they are.
///
/// # Errors
/// The folder is somebody else's and nothing forces, or the file system refuses; what was written until then stays.
pub fn write(folder: &Path, list: &str, files: &[(String, String)], force: Force) -> Result<Tended, TendedError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| TendedError::Io { path, source }
    };
    let place = folder.join(list);
    let before = match fs::read_to_string(&place) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io(&place)(error)),
    };
    fs::create_dir_all(folder).map_err(io(folder))?;
    if before.is_none() && force == Force::No && fs::read_dir(folder).map_err(io(folder))?.next().is_some() {
        return Err(TendedError::Foreign { path: folder.to_owned() });
    }
    let names: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    // The list first: it names what is there and what is coming, so that a run that is cut short can be tidied by the next.
    let known = before.iter().flat_map(|text| text.lines());
    let both: BTreeSet<&str> = known.clone().chain(names.iter().copied()).collect();
    replace::replace(&place, lines(&both).as_bytes()).map_err(io(&place))?;
    let mut tended = Tended { files: files.len(), ..Tended::default() };
    for (path, text) in files {
        let place = folder.join(path);
        if fs::read(&place).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        place.parent().map_or(Ok(()), fs::create_dir_all).map_err(io(&place))?;
        replace::replace(&place, text.as_bytes()).map_err(io(&place))?;
        tended.written += 1;
    }
    // A list that somebody changed must not lead out of the folder.
    for path in known.filter(|path| !names.contains(path) && RelPath::parse(path).is_ok()) {
        tended.removed += usize::from(fs::remove_file(folder.join(path)).is_ok());
    }
    replace::replace(&place, lines(&names).as_bytes()).map_err(io(&place))?;
    Ok(tended)
}

fn lines(names: &BTreeSet<&str>) -> String {
    names.iter().fold(String::new(), |text, name| text + name + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), format!("<p>{name}"))).collect()
    }

    #[test]
    fn what_is_no_more_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        write(&out, ".list", &files(&["a.html", "class/b.html"]), Force::No).unwrap();
        fs::write(out.join("mine.txt"), "mine").unwrap();
        let again = write(&out, ".list", &files(&["a.html", "class/c.html"]), Force::No).unwrap();
        assert_eq!(again, Tended { files: 2, written: 1, removed: 1 });
        assert!(out.join("mine.txt").exists() && out.join("class/c.html").exists() && !out.join("class/b.html").exists());
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "mine").unwrap();
        assert!(matches!(write(folder.path(), ".list", &files(&["a.html"]), Force::No), Err(TendedError::Foreign { .. })));
        assert!(!folder.path().join("a.html").exists());
        assert!(write(folder.path(), ".list", &files(&["a.html"]), Force::Yes).is_ok());
    }

    #[test]
    fn a_list_that_was_changed_leads_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        fs::write(folder.path().join("secret"), "mine").unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join(".list"), "../secret\n").unwrap();
        write(&out, ".list", &files(&["a.html"]), Force::No).unwrap();
        assert!(folder.path().join("secret").exists());
    }
}
