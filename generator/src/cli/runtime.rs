//! The option `--runtime`: where a generated workspace finds the runtime crates.
//!
//! A checkout is written relative to the output folder, so that two checkouts with the same layout give the same bytes.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::emit;

/// The option as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Runtime {
    /// `vendored`.
    Vendored,
    /// `path:DIR`, the folder as the user wrote it.
    Path(PathBuf),
}

impl std::str::FromStr for Runtime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "vendored" => Ok(Self::Vendored),
            Some(("path", folder)) if !folder.is_empty() => Ok(Self::Path(folder.into())),
            _ => Err("expected `vendored` or `path:DIR`".to_owned()),
        }
    }
}

impl std::fmt::Display for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Vendored => f.write_str("vendored"),
            Self::Path(folder) => write!(f, "path:{}", folder.display()),
        }
    }
}

impl Runtime {
    /// What the emitter is told, for a workspace in `out`.
    ///
    /// # Errors
    /// The folder is no checkout of smie.
    pub(super) fn seen_from(&self, out: &Path) -> Result<emit::Runtime, RuntimeError> {
        let Self::Path(folder) = self else { return Ok(emit::Runtime::Vendored) };
        let io = |source| RuntimeError::Io { path: folder.clone(), source };
        if !folder.join("runtime/server/Cargo.toml").is_file() {
            return Err(RuntimeError::NoCheckout { path: folder.clone() });
        }
        let (to, from) = (fs::canonicalize(folder).map_err(io)?, canonical(out).map_err(io)?);
        Ok(emit::Runtime::Path(relative(&from, &to).unwrap_or(to)))
    }
}

/// Why `--runtime` cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum RuntimeError {
    /// The file system refused.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// No runtime is there.
    #[error("`{}` is no checkout of smie: it has no runtime/server", path.display())]
    NoCheckout {
        /// The path.
        path: PathBuf,
    },
}

/// The real path of a folder that may not exist yet.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    let mut rest: Vec<&OsStr> = Vec::new();
    let path = std::path::absolute(path)?;
    for ancestor in path.ancestors() {
        match fs::canonicalize(ancestor) {
            Ok(real) => return Ok(rest.into_iter().rev().fold(real, lexical)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Not `file_name`, which knows no `..`.
                rest.extend(ancestor.components().next_back().map(Component::as_os_str));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(path)
}

/// Nothing is there, so `..` cannot lead through a link.
fn lexical(mut path: PathBuf, part: &OsStr) -> PathBuf {
    if part == ".." {
        path.pop();
    } else if part != "." {
        path.push(part);
    }
    path
}

/// The way from one absolute folder to another, with `/`; `None` when there is none (other drives).
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let up = std::iter::repeat_n("..", from.len() - shared);
    let down = to[shared..].iter().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?;
    let way: Vec<_> = up.chain(down).collect();
    Some(if way.is_empty() { ".".into() } else { way.join("/").into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_one_of_two_words() {
        assert_eq!("vendored".parse(), Ok(Runtime::Vendored));
        assert_eq!("path:../smie".parse(), Ok(Runtime::Path("../smie".into())));
        for text in ["", "path", "path:", "vendor", "vendored:x", "registry"] {
            assert!(text.parse::<Runtime>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_way_to_a_checkout_depends_on_the_layout_alone() {
        for (from, to, way) in [
            ("/a/smie/generated-example/fint", "/a/smie", "../.."),
            ("/b/c/smie/generated-example/fint", "/b/c/smie", "../.."),
            ("/a/out", "/a/smie", "../smie"),
            ("/a", "/a", "."),
            ("/a", "/a/smie", "smie"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Some(way.into()));
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        assert_eq!(canonical(&folder.path().join("x/y/../z")).unwrap(), real.join("x/z"));
        assert_eq!(canonical(folder.path()).unwrap(), real);
    }

    #[test]
    fn a_folder_without_a_runtime_is_no_checkout() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::Path(folder.path().to_owned());
        assert!(matches!(runtime.seen_from(folder.path()), Err(RuntimeError::NoCheckout { .. })));
        fs::create_dir_all(folder.path().join("runtime/server")).unwrap();
        fs::write(folder.path().join("runtime/server/Cargo.toml"), "").unwrap();
        let seen = runtime.seen_from(&folder.path().join("generated-example/fint")).unwrap();
        assert_eq!(seen, emit::Runtime::Path("../..".into()));
    }
}
