//! What the rules say of the published FINT releases: no error, and exactly the warnings that the files deserve.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use smie::model::Stereotype;
use smie::pipeline::{self, Compiled};

/// A release, when it is there.
fn release(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fint")).join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is missing", path.display());
    eprintln!("notice: skipped, {} is missing", path.display());
    None
}

fn compiled(version: &str) -> Option<Compiled> {
    let path = release(&format!("FINT-informasjonsmodell-v{version}.xml"))?;
    Some(pipeline::compile(&path).expect("the file is readable"))
}

/// Findings by code, those about the file itself left out.
fn counts(compiled: &Compiled) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for finding in compiled.diagnostics.sorted() {
        *counts.entry(finding.code.id).or_default() += 1;
    }
    counts.into_iter().filter(|(code, _)| !code.starts_with("W15")).collect()
}

/// Attributes and relations of all hovedklasser, inherited ones included.
fn flattened(compiled: &Compiled) -> (usize, usize) {
    let served = compiled.resolved.model.classes.iter().filter(|class| class.stereotype == Stereotype::Hovedklasse);
    served.fold((0, 0), |(attributes, relations), class| (attributes + class.attributes.len(), relations + class.relations.len()))
}

/// Served collections and routes by identifier.
fn served(compiled: &Compiled) -> (usize, usize) {
    let schema = compiled.schema.as_ref().expect("a release compiles");
    (schema.collections.len(), schema.collections.iter().map(|collection| collection.identifiers.len()).sum())
}

#[test]
fn version_3_21_10_has_relations_to_abstract_classes_and_deprecations() {
    let Some(compiled) = compiled("3.21.10") else { return };
    let expected = [("W1301", 6), ("W1302", 1), ("W1305", 10), ("W1306", 6), ("W1307", 1), ("W1312", 11), ("W1314", 1)];
    assert_eq!(counts(&compiled), expected);
    let found = compiled.diagnostics.sorted();
    let abstract_targets: Vec<_> = found.iter().filter(|d| d.code.id == "W1301").filter_map(|d| d.member.as_deref()).collect();
    for member in ["registrering", "mappe", "myndighet", "lønn", "medlem", "gruppe"] {
        assert!(abstract_targets.contains(&member), "{member} is not among {abstract_targets:?}");
    }
    assert_eq!(flattened(&compiled), (863, 538));
    assert_eq!(served(&compiled), (182, 212));
}

#[test]
fn version_4_0_0_lacks_documentation_of_three_classes() {
    let Some(compiled) = compiled("4.0.0") else { return };
    assert_eq!(counts(&compiled), [("W1302", 1), ("W1305", 9), ("W1306", 6), ("W1307", 1), ("W1308", 3)]);
    assert_eq!(flattened(&compiled), (837, 451));
    assert_eq!(served(&compiled), (179, 209));
}

#[test]
fn version_4_1_0_is_clean_but_for_the_known_habits() {
    let Some(compiled) = compiled("4.1.0") else { return };
    assert_eq!(counts(&compiled), [("W1302", 1), ("W1305", 9), ("W1306", 6), ("W1307", 1)]);
    for finding in compiled.diagnostics.sorted() {
        assert!(finding.id.as_ref().is_some_and(|id| id.starts_with("EAID")), "{} has no element", finding.message);
    }
    assert_eq!(flattened(&compiled), (843, 458));
    assert_eq!(served(&compiled), (180, 210));
}

#[test]
fn the_linkml_form_has_no_error_either() {
    let Some(path) = release("linkml-v4.0.30") else { return };
    let compiled = pipeline::compile(&path).expect("the folder is readable");
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.code.id.starts_with('E')).map(|d| &d.message).collect();
    assert!(errors.is_empty(), "{errors:?}");
}
