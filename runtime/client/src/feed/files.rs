//! Positions in files: a folder, a file for each feed, and one for each event that was put aside.
//!
//! A file is written beside its place, flushed to the disk and moved there, so that a crash leaves the old one or the new one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::checkpoint::{BoxError, CheckpointStore, Parked};
use super::position::Position;

/// What is left as it is in file names.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The longest part of a file name that is made of a name.
const LONGEST: usize = 150;

/// Keeps positions in a folder.
#[derive(Clone, Debug)]
pub struct FileCheckpoints {
    folder: PathBuf,
}

impl FileCheckpoints {
    /// Positions in this folder, which is made when the first is kept. Two programs must not share one.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn position(&self, feed: &str) -> PathBuf {
        self.folder.join(format!("{}.json", file_name(feed)))
    }

    fn parked_folder(&self, feed: &str) -> PathBuf {
        self.folder.join(format!("{}.parked", file_name(feed)))
    }

    fn parked_file(&self, feed: &str, entry: &str) -> PathBuf {
        self.parked_folder(feed).join(format!("{}.json", file_name(entry)))
    }
}

impl CheckpointStore for FileCheckpoints {
    async fn load(&self, feed: &str) -> Result<Option<Position>, BoxError> {
        let path = self.position(feed);
        apart(move || read(&path)).await
    }

    async fn save(&self, feed: &str, position: &Position) -> Result<(), BoxError> {
        let (path, position) = (self.position(feed), position.clone());
        apart(move || write(&path, &position)).await
    }

    async fn park(&self, feed: &str, parked: &Parked) -> Result<(), BoxError> {
        let (path, parked) = (self.parked_file(feed, parked.entry()), parked.clone());
        apart(move || write(&path, &parked)).await
    }

    async fn parked(&self, feed: &str) -> Result<Vec<Parked>, BoxError> {
        let folder = self.parked_folder(feed);
        apart(move || {
            let mut found: Vec<Parked> = Vec::new();
            match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
                Ok(files) => {
                    for file in files {
                        let path = file?.path();
                        if path.extension().is_some_and(|extension| extension == "json") {
                            found.extend(read(&path)?);
                        }
                    }
                }
            }
            found.sort_by(|a, b| (a.position.sequence, &a.at).cmp(&(b.position.sequence, &b.at)));
            Ok(found)
        })
        .await
    }

    async fn release(&self, feed: &str, entry: &str) -> Result<(), BoxError> {
        let path = self.parked_file(feed, entry);
        apart(move || match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, BoxError> + Send + 'static) -> Result<T, BoxError> {
    tokio::task::spawn_blocking(work).await?
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, BoxError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| format!("{}: {error}", path.display()).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), BoxError> {
    let told = |error: io::Error| -> BoxError { format!("{}: {error}", path.display()).into() };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(told)?;
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).map_err(told)?;
    file.write_all(&serde_json::to_vec(value)?).and_then(|()| file.sync_all()).map_err(told)?;
    fs::rename(&beside, path).map_err(told)?;
    // The move itself is in the folder. Where a folder cannot be opened, as on Windows, the system sees to it.
    File::open(folder).and_then(|folder| folder.sync_all()).or_else(|_| Ok(()))
}

/// A name as a file name; a long one is cut, with a digest of the whole so that no two become one.
fn file_name(name: &str) -> String {
    let mut encoded = utf8_percent_encode(name, PLAIN).to_string();
    if encoded.len() > LONGEST {
        // FNV-1a: the same in every build, which the standard library's hashes are not.
        let digest = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        encoded.truncate(LONGEST);
        encoded = format!("{encoded}-{digest:016x}");
    }
    encoded
}
