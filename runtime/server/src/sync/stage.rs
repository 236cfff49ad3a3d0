//! Entities that wait for the commit: in memory while they are few, on disk beyond that.
//!
//! The file has no name, so nothing is left of it whatever happens to the process.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use super::Place;
use crate::entity::Entity;

/// Entities in waiting, each with its place.
#[derive(Debug)]
pub(super) struct Stage {
    held: Vec<(Place, Arc<Entity>)>,
    /// Bytes of text that are still held in memory.
    room: usize,
    spilled: Option<(BufWriter<File>, u64)>,
}

impl Stage {
    /// A stage that holds texts of so many bytes in memory.
    pub(super) fn new(room: usize) -> Self {
        Self { held: Vec::new(), room, spilled: None }
    }

    /// Keeps an entity; `text` is what it was read from.
    pub(super) fn push(&mut self, place: &Place, entity: Entity, text: &[u8]) -> io::Result<()> {
        if self.spilled.is_none() {
            if let Some(room) = self.room.checked_sub(text.len()) {
                self.room = room;
                self.held.push((place.clone(), Arc::new(entity)));
                return Ok(());
            }
            self.spilled = Some((BufWriter::with_capacity(256 * 1024, tempfile::tempfile()?), 0));
        }
        if let Some((file, count)) = &mut self.spilled {
            file.write_all(&place.line.to_le_bytes())?;
            for part in [place.pointer.as_bytes(), text] {
                file.write_all(&(part.len() as u64).to_le_bytes())?;
                file.write_all(part)?;
            }
            *count += 1;
        }
        Ok(())
    }

    /// Everything, in the order in which it came; `read` makes an entity of a text once more.
    pub(super) fn all(self, mut read: impl FnMut(&[u8]) -> Option<Entity>) -> io::Result<Vec<(Place, Arc<Entity>)>> {
        let mut all = self.held;
        let Some((file, count)) = self.spilled else { return Ok(all) };
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(256 * 1024, file);
        let mut text = Vec::new();
        for _ in 0..count {
            let line = number(&mut file)?;
            part(&mut file, &mut text)?;
            let place = Place { line, pointer: String::from_utf8_lossy(&text).into_owned() };
            part(&mut file, &mut text)?;
            let entity = read(&text).ok_or_else(|| io::Error::other("the staging file changed"))?;
            all.push((place, Arc::new(entity)));
        }
        Ok(all)
    }
}

fn number(file: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn part(file: &mut impl Read, text: &mut Vec<u8>) -> io::Result<()> {
    text.resize(usize::try_from(number(file)?).map_err(io::Error::other)?, 0);
    file.read_exact(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity, schema};
    use crate::validate::Validator;

    #[test]
    fn what_does_not_fit_comes_back_from_disk_in_its_order() {
        let schema = schema();
        let validator = Validator::new(&schema).unwrap();
        let text = |i: u64| format!(r#"{{"fodselsnummer":"{i}"}}"#);
        let read =
            |text: &[u8]| Arc::unwrap_or_clone(entity(&schema, &validator, "utdanning-elev.person", std::str::from_utf8(text).unwrap()));
        let mut stage = Stage::new(60);
        for i in 0..10 {
            stage.push(&Place { line: i + 1, pointer: format!("/{i}") }, read(text(i).as_bytes()), text(i).as_bytes()).unwrap();
        }
        assert_eq!((stage.held.len(), stage.spilled.as_ref().map(|(_, count)| *count)), (2, Some(8)));
        let all = stage.all(|text| Some(read(text))).unwrap();
        assert_eq!(all.iter().map(|(place, _)| (place.line, &*place.pointer)).collect::<Vec<_>>()[8..], [(9, "/8"), (10, "/9")]);
        assert!((0..).zip(&all).all(|(i, (_, e))| **e == read(text(i).as_bytes())));
    }
}
