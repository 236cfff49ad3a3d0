//! Writes class names as a person would: short where the language's look-up finds the right class, with the package where it would not.
//!
//! Readers of UML and LinkML know exactly which class is meant, so they write every reference as `package/Class` (`/Class` for the package
//! without a path) and leave it to this pass to shorten them and to fill `uses`. What is not found here is left as written, for `resolve`.

use std::collections::{BTreeSet, HashMap, HashSet};

use smie_wire::model::Scalar;

use crate::source::{Span, Spanned};
use crate::syntax::{Package, Text, Tree};

/// Shortens every reference of the tree and fills `uses`.
pub(crate) fn shorten(tree: &mut Tree) {
    let mut owners: HashMap<String, BTreeSet<String>> = HashMap::new();
    for package in &tree.packages {
        for class in &package.classes {
            owners.entry(class.name.value.clone()).or_default().insert(package.path.value.clone());
        }
    }
    for package in &mut tree.packages {
        shorten_package(package, &owners);
    }
}

fn shorten_package(package: &mut Package, owners: &HashMap<String, BTreeSet<String>>) {
    let own = package.path.value.clone();
    let known = |path: &str, name: &str| owners.get(name).is_some_and(|paths| paths.contains(path));
    let mut referenced = BTreeSet::new();
    each_reference(package, |text| {
        if let Some((path, name)) = text.value.rsplit_once('/').filter(|&(path, name)| path != own && known(path, name)) {
            referenced.insert((path.to_owned(), name.to_owned()));
        }
    });
    let paths: HashSet<&String> = referenced.iter().map(|(path, _)| path).collect();
    let candidates = |name: &str| owners.get(name).map_or(0, |all| all.iter().filter(|path| paths.contains(path) || **path == own).count());
    let is_word = |name: &str| Scalar::from_word(name).is_some() || matches!(name, "Identifikator" | "Referanse");
    // Where a short name could mean two classes, every use of it is written in full; the packages that remain are used.
    let short: BTreeSet<_> =
        referenced.iter().filter(|(path, name)| candidates(name) == 1 && (path.is_empty() || !is_word(name))).cloned().collect();
    each_reference(package, |text| {
        let Some((path, name)) = text.value.rsplit_once('/') else { return };
        let is_own = path == own && known(path, name) && !is_word(name);
        if path.is_empty() || is_own || short.contains(&(path.to_owned(), name.to_owned())) {
            text.value = name.to_owned();
        }
    });
    let span = Span { end: package.path.span.start, ..package.path.span };
    let uses: BTreeSet<_> = short.into_iter().map(|(path, _)| path).collect();
    package.uses = uses.into_iter().map(|path| Spanned::new(path, span)).collect();
}

/// Calls `visit` with every place of a package where a class can be named.
fn each_reference(package: &mut Package, mut visit: impl FnMut(&mut Text)) {
    for class in &mut package.classes {
        class.extends.iter_mut().for_each(&mut visit);
        class.attributes.iter_mut().for_each(|attribute| visit(&mut attribute.ty.name));
        class.relations.iter_mut().for_each(|relation| visit(&mut relation.to.name));
    }
}
