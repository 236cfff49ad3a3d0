//! Consumer contracts as files: what a consumer of the API uses, written down beside the model.
//!
//! ```yaml
//! consumer: lønnssystem                    # who it is
//! docs: Fylkets lønnssystem
//! contact: lonn@example.no
//! uses:
//!   administrasjon/personal/Fastlønn:      # as in the model
//!     by: [systemId]                       # identifiers whose routes it uses
//!     operations: [read, create]           # as in `allow:`; default: what the rest implies
//!     reads: [prosent, periode.start, arbeidsforhold]   # attributes and relations; or `all`
//!     writes: [prosent]                    # likewise
//!     actions: [godkjenning]               # that it invokes
//!     events: [lønn_endret]                # that it follows in the feed
//! ```
//!
//! What lives here: the form, with places, and finding the files. What the names mean in a model is `diff::contract`'s.

use std::path::{Path, PathBuf};

use smie_wire::model::Operation;

use super::yaml;
use super::{LoadError, Sources, Span, Spanned};
use crate::diagnostic::Diagnostics;
use crate::syntax::Text;

/// A consumer and what it uses.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// The file as a whole.
    pub span: Span,
    /// `consumer:`.
    pub name: Text,
    /// `docs:`.
    pub docs: Option<Text>,
    /// `contact:`.
    pub contact: Option<Text>,
    /// `uses:`.
    pub uses: Vec<Use>,
}

/// What is used of a class.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// The class, `package/Class` or its plain name.
    pub class: Text,
    /// `by:`.
    pub by: Vec<Text>,
    /// `operations:`.
    pub operations: Vec<Spanned<Operation>>,
    /// `reads:`.
    pub reads: Members,
    /// `writes:`.
    pub writes: Members,
    /// `actions:`.
    pub actions: Vec<Text>,
    /// `events:`.
    pub events: Vec<Text>,
}

/// Attributes and relations, by name, or the word `all`.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// True for `all`.
    pub all: bool,
    /// Names; of a member inside a datatype `periode.start`.
    pub names: Vec<Text>,
}

impl Members {
    /// True when nothing is used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty()
    }
}

/// Reads every contract in a folder, in order of file name.
///
/// # Errors
/// The folder cannot be read; what is wrong inside a file goes to `diagnostics`.
pub fn read_contracts(folder: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Vec<Contract>, LoadError> {
    let io = |source| LoadError::Io { path: folder.to_owned(), source };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths.iter().filter_map(|path| yaml::read_contract_file(path, sources, diagnostics)).collect())
}
