//! A local copy: the courses, kept up to date from the feed for as long as the program runs.

use fs_client::Api;
use fs_client::studier_emner::Emne;
use smie_client::mirror::{Local, MirrorError};

/// Begins to keep a copy; everybody may read it.
///
/// # Errors
/// The first load fails.
pub async fn courses(api: &Api) -> Result<Local<Emne>, MirrorError> {
    let package = api.studier_emner();
    let mirror = package.emne().mirror().feed(package.feed()).every(std::time::Duration::from_millis(50));
    let local = Local::new();
    mirror.refresh(&mut local.clone()).await?;
    let mut copy = local.clone();
    tokio::spawn(async move { mirror.run(&mut copy).await });
    Ok(local)
}
