//! Events: what happened, by type, from where the program was the last time.

use std::path::Path;
use std::sync::Mutex;

use fs_client::Api;
use fs_client::studier_emner::Event;
use smie_client::feed::{Change, FeedError, FileCheckpoints, handle};

/// Tells each event once it has happened, and keeps in a folder how far that went; returns how many there were.
///
/// # Errors
/// The feed cannot be read, or events may be missing.
pub async fn tell(api: &Api, folder: &Path, told: &Mutex<Vec<String>>) -> Result<u64, FeedError> {
    let mut consumer = handle(FileCheckpoints::new(folder), "studier/emner", |delivery| {
        let line = match &delivery.event {
            Event::Emne(Change::Created(course)) => format!("new course {}", course.key("emnekode").unwrap_or_default()),
            Event::Emne(Change::Deleted(course)) => format!("no more {}", course.key("emnekode").unwrap_or_default()),
            other => format!("{other:?}"),
        };
        told.lock().expect("nobody panics here").push(line);
        async { Ok(()) }
    });
    api.studier_emner().feed().catch_up(&mut consumer).await
}
