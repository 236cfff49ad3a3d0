//! Reads our YAML folder: `model.yaml` and a file a package → the syntax tree.
//!
//! The folders of one line: `folder` finds and decodes files, `parse` makes a small tree with places of the text, `lower` and the
//! modules named after what they read turn that into [`Tree`]. A reader never stops at the first mistake; what it cannot read it
//! reports, and keeps the rest. Names are in NFC from here on; documentation stays as written.

mod action;
mod class;
mod contract;
mod docs;
mod expression;
mod folder;
mod header;
mod lower;
mod member;
pub(in crate::source) mod node;
mod package;
pub(in crate::source) mod parse;
pub(crate) mod plain;

use std::path::{Path, PathBuf};

use crate::diagnostic::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::write;
use crate::source::{FileId, LoadError, Sources, Span};
use crate::syntax::{Header, Package, Tree};

use lower::Lower;

pub(crate) use action::TARGETS;
pub(crate) use class::STEREOTYPES;
pub use contract::read_contract;
pub(in crate::source) use contract::read_contract_file;
pub(crate) use header::is_version;

/// The words that stand behind keys. For the schema that editors read.
pub(crate) mod words {
    pub(crate) use super::action::{METHODS, TARGETS};
    pub(crate) use super::class::STEREOTYPES;
    pub(crate) use super::expression::FOREIGN;
    pub(crate) use super::member::GDPR;
}

/// Reads our YAML folder at `path`.
///
/// # Errors
/// The path cannot be read; findings go to `diagnostics`.
pub fn read(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Tree, LoadError> {
    let found = folder::find(path)?;
    let (file, text) = folder::read(&path.join("model.yaml"), sources, diagnostics);
    let header = match text {
        Some(text) => read_header(file, &text, diagnostics),
        None => Header { span: whole(file, ""), ..Header::default() },
    };
    let mut packages = Vec::new();
    for relative in &found.packages {
        let (file, text) = folder::read(&path.join(relative), sources, diagnostics);
        let named = folder::named(relative);
        let Some(text) = text.filter(|text| !(relative.starts_with("consumers") && contract::is_contract(text))) else { continue };
        let package = read_package(file, &text, &named, diagnostics);
        if package.path.value != named && write::stem(&package.path.value) != named {
            misnamed(&package, relative, diagnostics);
        }
        packages.push(package);
    }
    for relative in &found.ignored {
        let file = sources.add(&path.join(relative), String::new());
        let message = format!("`{}` is not read", relative.display());
        diagnostics.push(Diagnostic::new(&codes::YML_IGNORED, whole(file, ""), message).help("name it `.yaml` if it belongs to the model"));
    }
    packages.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    Ok(Tree { header, packages })
}

/// Reads a folder of texts that is not on disk: paths relative to it, `model.yaml` among them.
pub fn read_texts(texts: &[(PathBuf, String)], sources: &mut Sources, diagnostics: &mut Diagnostics) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in texts {
        let file = sources.add(path, text.clone());
        if path == Path::new("model.yaml") {
            tree.header = read_header(file, text, diagnostics);
        } else {
            tree.packages.push(read_package(file, text, &folder::named(path), diagnostics));
        }
    }
    tree.packages.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    tree
}

/// Reads the text of a `model.yaml`.
pub fn read_header(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Header {
    let document = parse::load(file, text, diagnostics);
    header::header(document.root, whole(file, text), &mut Lower::new(diagnostics, document.complete))
}

/// Reads the text of a package file; `named` is the path that its name says.
pub fn read_package(file: FileId, text: &str, named: &str, diagnostics: &mut Diagnostics) -> Package {
    let document = parse::load(file, text, diagnostics);
    package::package(document.root, whole(file, text), named, &mut Lower::new(diagnostics, document.complete))
}

fn whole(file: FileId, text: &str) -> Span {
    Span { file, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) }
}

fn misnamed(package: &Package, relative: &Path, diagnostics: &mut Diagnostics) {
    let message = format!("package `{}` is in the file `{}`", package.path.value, relative.display());
    let help = format!("name the file `{}.yaml`", write::stem(&package.path.value));
    diagnostics.push(Diagnostic::new(&codes::FILE_NAME, package.path.span, message).help(help));
}

/// The keys of each mapping, to hold that schema against.
#[cfg(test)]
pub(crate) mod keys {
    pub(crate) use super::action::ACTION;
    pub(crate) use super::class::KEYS as CLASS;
    pub(crate) use super::header::{INFO, KEYS as MODEL};
    pub(crate) use super::member::{ATTRIBUTE, INVERSE, RELATION};
    pub(crate) use super::package::KEYS as PACKAGE;
}
