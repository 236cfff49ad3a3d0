//! Writing one file whole: nobody ever reads half of it, and an interrupted run leaves the old one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file over whatever file stands at this place. The folder must be there.
///
/// # Errors
/// The file system refuses; what stood there before stands there still.
pub fn replace(place: &Path, contents: &[u8]) -> io::Result<()> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    // The same name every time, so that what an interrupted run left is cleared away.
    let beside = place.with_file_name(format!(".{name}.smie-tmp"));
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file.write_all(contents).and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a file over whatever file stands at this place, and makes the folders it needs.
///
/// # Errors
/// The file system refuses.
pub fn put(place: &Path, contents: &[u8]) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    replace(place, contents)
}

/// Writes a new text into a file of the user's, which keeps its permissions; a link is followed to the file it stands for.
///
/// # Errors
/// There is no such file, or the file system refuses; the old text stands there still.
pub fn edit(place: &Path, text: &str) -> io::Result<()> {
    let place = fs::canonicalize(place)?;
    let permissions = fs::metadata(&place)?.permissions();
    replace(&place, text.as_bytes())?;
    fs::set_permissions(&place, permissions)
}

/// Writes a file that was not there, and the folders it needs.
///
/// # Errors
/// Something stands there already, or the file system refuses.
pub fn create(place: &Path, text: &str) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().write(true).create_new(true).open(place)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_file_keeps_its_permissions_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("model.yaml");
        fs::write(&place, "old").unwrap();
        let permissions = fs::metadata(&place).unwrap().permissions();
        edit(&place, "new").unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "new");
        assert_eq!(fs::metadata(&place).unwrap().permissions(), permissions);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_not_created() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a/b.yaml");
        create(&place, "mine").unwrap();
        assert_eq!(create(&place, "other").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&place).unwrap(), "mine");
    }
}
