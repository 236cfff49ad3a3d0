//! Waiting for a model to be saved.
//!
//! Editors save in several steps (write beside, rename, touch), so a change counts when nothing has come after it for a moment. Files that no reader
//! reads, hidden ones, and what stands in a generated workspace are no changes: else each run would call for the next.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long it must be quiet after a change.
const QUIET: Duration = Duration::from_millis(40);
/// How long a change waits for quiet at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// A model that is watched.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    /// A folder that does not count.
    ignored: Option<PathBuf>,
    events: Receiver<notify::Result<notify::Event>>,
    /// Kept alive: watching ends when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch the model at `path`, a folder or a file; changes below `ignored` do not count.
    ///
    /// # Errors
    /// The path is not there, or the system cannot watch it.
    pub fn new(path: &Path, ignored: Option<&Path>) -> notify::Result<Self> {
        let root = path.canonicalize()?;
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        // A file is often replaced by another of its name; only the folder sees that.
        let folder = if root.is_file() { root.parent().unwrap_or(&root) } else { &root };
        watcher.watch(folder, if root.is_file() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive })?;
        let ignored = ignored.and_then(|path| std::path::absolute(path).ok()).map(|path| path.canonicalize().unwrap_or(path));
        Ok(Self { root, ignored, events, _watcher: watcher })
    }

    /// Waits for the next change, and then for quiet.
    ///
    /// # Errors
    /// The system cannot watch any longer.
    pub fn wait(&self) -> notify::Result<()> {
        let gone = || notify::Error::generic("the system stopped telling of changes");
        loop {
            if self.counts(&self.events.recv().map_err(|_| gone())??) {
                break;
            }
        }
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => drop(event?),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(gone()),
            }
        }
        Ok(())
    }

    fn counts(&self, event: &notify::Event) -> bool {
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.need_rescan() || event.paths.iter().any(|path| is_source(&self.root, self.ignored.as_deref(), path))
    }
}

/// True for what a reader of the model at `root` reads, and for folders.
fn is_source(root: &Path, ignored: Option<&Path>, path: &Path) -> bool {
    if root == path {
        return true;
    }
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let read = matches!(extension.as_deref(), None | Some("yaml" | "yml" | "xml" | "xmi" | "tera"));
    read && !inside.components().any(hidden) && !ignored.is_some_and(|ignored| path.starts_with(ignored))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_counts() {
        let (root, out) = (Path::new("/m"), Path::new("/m/api"));
        for path in ["/m", "/m/model.yaml", "/m/a/b.yaml", "/m/a", "/m/x.yml"] {
            assert!(is_source(root, Some(out), Path::new(path)), "{path}");
        }
        for path in ["/m/.model.yaml.smie-tmp", "/m/.smie/x.yaml", "/m/api/ci.yaml", "/m/a/.b.yaml.swp", "/m/README.md", "/n/a.yaml"] {
            assert!(!is_source(root, Some(out), Path::new(path)), "{path}");
        }
        assert!(is_source(Path::new("/m/fint.xml"), None, Path::new("/m/fint.xml")));
        assert!(!is_source(Path::new("/m/fint.xml"), None, Path::new("/m/other.xml")));
    }
}
