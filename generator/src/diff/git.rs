//! A model of another day: `git:REF` and `git:REF:path`, read through the `git` command into a folder that lives as long as the model.
//!
//! The reference is resolved to a commit first, so that nothing the user typed reaches git as an option. Files come out one by one;
//! only those that a model can consist of.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Names of files that a model can consist of.
const EXTENSIONS: &[&str] = &["yaml", "yml", "xml", "xmi"];

/// `git:REF` or `git:REF:path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitSpec {
    /// A branch, tag or commit.
    pub reference: String,
    /// Path from the repository's root.
    pub path: Option<String>,
}

/// Why git gave no model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// The command cannot be run.
    #[error("cannot run `git`")]
    Run {
        /// Its reason.
        source: std::io::Error,
    },
    /// The folder is in no repository.
    #[error("`{}` is in no git repository", folder.display())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
    },
    /// The reference is none.
    #[error("git knows no `{reference}`")]
    Reference {
        /// What was given.
        reference: String,
    },
    /// The path does not exist at that reference.
    #[error("`{path}` does not exist in `{reference}`")]
    Path {
        /// The reference.
        reference: String,
        /// The path from the repository's root.
        path: String,
    },
    /// Git refused something else.
    #[error("git: {message}")]
    Git {
        /// What it said.
        message: String,
    },
    /// The folder for the files cannot be written.
    #[error("cannot write the files of git to a temporary folder")]
    Write {
        /// The reason.
        source: std::io::Error,
    },
}

/// Files of a commit in a temporary folder, removed when this is dropped.
#[derive(Debug)]
pub struct Checkout {
    folder: TempDir,
    /// The model: a folder or a file.
    pub model: PathBuf,
    /// What to show for the temporary folder: `git:REF:`.
    pub label: String,
}

impl Checkout {
    /// The temporary folder as findings show it, with a slash behind it.
    #[must_use]
    pub fn prefix(&self) -> String {
        let path = self.folder.path().components().collect::<PathBuf>();
        format!("{}/", path.to_string_lossy().replace('\\', "/"))
    }
}

impl GitSpec {
    /// Reads `git:REF` or `git:REF:path`; `None` for a plain path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("git:")?;
        let (reference, path) = rest.split_once(':').map_or((rest, None), |(reference, path)| (reference, Some(path)));
        let path = path.map(|path| path.trim_matches('/').to_owned()).filter(|path| !path.is_empty());
        Some(Self { reference: reference.to_owned(), path })
    }
}

/// The root of the repository that `near` is in.
///
/// # Errors
/// Git cannot be run, or `near` is in no repository.
pub fn root(near: &Path) -> Result<PathBuf, GitError> {
    let folder = if near.is_dir() { near } else { near.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")) };
    let out = run(folder, &["rev-parse", "--show-toplevel"])?;
    if !out.status.success() {
        return Err(GitError::NoRepository { folder: folder.to_owned() });
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&out.stdout).trim_end_matches(['\r', '\n'])))
}

/// The path of a file or folder from the repository's root.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let (root, path) = (root.canonicalize().ok()?, path.canonicalize().ok()?);
    let inside = path.strip_prefix(root).ok()?;
    Some(inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// Puts the model at `path` of the reference into a temporary folder.
///
/// # Errors
/// Git cannot be run, the reference or path does not exist, or the folder cannot be written.
pub fn checkout(root: &Path, reference: &str, path: &str) -> Result<Checkout, GitError> {
    let commit = commit(root, reference)?;
    let files = list(root, &commit, path)?;
    if files.is_empty() {
        return Err(GitError::Path { reference: reference.to_owned(), path: path.to_owned() });
    }
    let write = |source| GitError::Write { source };
    let folder = tempfile::Builder::new().prefix("smie-diff-").tempdir().map_err(write)?;
    for file in &files {
        let out = run(root, &["cat-file", "blob", &format!("{commit}:{file}")])?;
        if !out.status.success() {
            return Err(said(&out));
        }
        let target = folder.path().join(file);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).map_err(write)?;
        }
        std::fs::write(&target, &out.stdout).map_err(write)?;
    }
    let model = folder.path().join(path);
    Ok(Checkout { folder, model, label: format!("git:{reference}:") })
}

fn commit(root: &Path, reference: &str) -> Result<String, GitError> {
    let wanted = format!("{reference}^{{commit}}");
    let out = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let commit = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    let is_hash = !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if out.status.success() && is_hash { Ok(commit) } else { Err(GitError::Reference { reference: reference.to_owned() }) }
}

/// The files at or below a path that can belong to a model. Symbolic links and submodules are none.
fn list(root: &Path, commit: &str, path: &str) -> Result<Vec<String>, GitError> {
    let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
    if !path.is_empty() {
        arguments.extend(["--", path]);
    }
    let out = run(root, &arguments)?;
    if !out.status.success() {
        return Err(said(&out));
    }
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let entries = text.split('\0').filter_map(|entry| entry.split_once('\t'));
    let is_plain = |name: &str| name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let wanted = |name: &str| name == path || Path::new(name).extension().is_some_and(|ext| EXTENSIONS.iter().any(|known| ext == *known));
    let files = entries.filter(|(mode, name)| mode.starts_with("100") && is_plain(name) && wanted(name));
    Ok(files.map(|(_, name)| name.to_owned()).collect())
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, GitError> {
    let mut command = Command::new("git");
    command.arg("--literal-pathspecs").arg("-C").arg(folder).args(arguments);
    command.output().map_err(|source| GitError::Run { source })
}

fn said(out: &Output) -> GitError {
    GitError::Git { message: String::from_utf8_lossy(&out.stderr).trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_may_have_a_path_behind_it() {
        let spec = |reference: &str, path: Option<&str>| Some(GitSpec { reference: reference.to_owned(), path: path.map(str::to_owned) });
        assert_eq!(GitSpec::parse("git:main"), spec("main", None));
        assert_eq!(GitSpec::parse("git:v4.0.0:models/fint/"), spec("v4.0.0", Some("models/fint")));
        assert_eq!(GitSpec::parse("models/fint"), None);
    }
}
