//! What the tests of YAML share: reading texts without a disk, comparing trees without places, and arbitrary trees.

use smie::diagnostic::Diagnostics;
use smie::source::{Sources, write, yaml};
use smie::syntax::Tree;

/// Writes a tree and reads the texts again; also the texts, and what was found.
pub(crate) fn reread(tree: &Tree) -> (Tree, String, Vec<String>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut again = Tree::default();
    let mut texts = String::new();
    for (path, text) in write::files(tree) {
        let file = sources.add(&path, text.clone());
        texts.push_str(&format!("==== {}\n{text}", path.display()));
        if path.as_os_str() == "model.yaml" {
            again.header = yaml::read_header(file, &text, &mut diagnostics);
        } else {
            again.packages.push(yaml::read_package(file, &text, "?", &mut diagnostics));
        }
    }
    let found = diagnostics
        .iter()
        .map(|d| format!("{} {} ({:?})", d.code.id, d.message, sources.get(d.span.file).map(|f| f.position(d.span.start))))
        .collect();
    (again, texts, found)
}

/// The tree as text, without places.
pub(crate) fn shape(tree: &Tree) -> String {
    let text = format!("{tree:#?}");
    let mut lines = text.lines();
    let mut kept = String::new();
    while let Some(line) = lines.next() {
        if line.trim_end().ends_with("Span {") {
            let depth = line.len() - line.trim_start().len();
            for inner in lines.by_ref() {
                if inner.len() - inner.trim_start().len() == depth {
                    break;
                }
            }
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
