//! Prints a syntax tree as canonical YAML: `model.yaml` and a file a package.
//!
//! Reading the text back gives an equal model, whatever the documentation holds. `shape` decides what is said (short forms where they
//! carry everything), `layout` how it stands on the page (flow when it fits a line), `scalar` how a text is quoted so that no reader
//! of YAML 1.1 or 1.2 takes it for something else. Nothing here touches the disk.

mod contract;
mod layout;
mod member;
mod notes;
mod scalar;
mod shape;

use std::collections::HashSet;
use std::path::PathBuf;

use crate::syntax::Tree;

pub use contract::contract;
pub(in crate::source) use layout::{Value, print};
pub(in crate::source) use notes::{Comment, Notes, Order, settle};
pub(in crate::source) use shape::{header, package};

/// The files of a model folder, relative to it, in the order of the tree.
#[must_use]
pub fn files(tree: &Tree) -> Vec<(PathBuf, String)> {
    let none = Notes::default();
    let mut files = vec![(PathBuf::from("model.yaml"), print(&header(&tree.header), &none))];
    let mut taken = HashSet::new();
    for package in &tree.packages {
        let stem = stem(&package.path.value);
        let mut name = stem.clone();
        let mut copy = 1;
        while !taken.insert(name.to_lowercase()) {
            copy += 1;
            name = format!("{stem}-{copy}");
        }
        files.push((PathBuf::from(format!("{name}.yaml")), print(&self::package(package, &tree.header.languages), &none)));
    }
    files
}

/// The file name of a package, without `.yaml`: its path, with what file systems or the reader stumble over put right.
///
/// The package without a path is `_`; `model` has the name of the header, so its file is `model_`.
#[must_use]
pub fn stem(path: &str) -> String {
    let mut parts: Vec<String> = path.split('/').map(segment).collect();
    if let Some(last) = parts.last_mut().filter(|last| last.eq_ignore_ascii_case("model")) {
        last.push('_');
    }
    parts.join("/")
}

fn segment(name: &str) -> String {
    let safe: String = name.chars().take(80).map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect();
    let inner = safe.trim_matches('.');
    let (before, after) = (safe.len() - safe.trim_start_matches('.').len(), safe.len() - safe.trim_end_matches('.').len());
    if inner.is_empty() { "_".to_owned() } else { format!("{}{inner}{}", "_".repeat(before), "_".repeat(after)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Package;

    #[test]
    fn a_package_has_a_file_name_that_every_file_system_and_the_reader_accept() {
        let names = [
            ("administrasjon/lønn", "administrasjon/lønn"),
            ("", "_"),
            ("model", "model_"),
            ("a/Model", "a/Model_"),
            ("a.b/c-d", "a.b/c-d"),
        ];
        let hostile = [("../x", "_/x"), (".skjult", "_skjult"), ("/a//b", "_/a/_/b"), ("a b:c", "a_b_c"), ("...", "_"), ("a.", "a_")];
        for (path, name) in names.into_iter().chain(hostile) {
            assert_eq!(stem(path), name, "{path}");
        }
    }

    #[test]
    fn no_two_packages_share_a_file_even_where_case_is_ignored() {
        let package =
            |path: &str| Package { path: crate::syntax::Text::new(path.to_owned(), crate::source::Span::default()), ..Package::default() };
        let tree = Tree { packages: ["a b", "a_b", "A_b"].map(package).into(), ..Tree::default() };
        let names: Vec<_> = files(&tree).into_iter().map(|(path, _)| path.display().to_string()).collect();
        assert_eq!(names, ["model.yaml", "a_b.yaml", "a_b-2.yaml", "A_b-3.yaml"]);
    }
}
