//! The published FINT releases, read from XMI and from LinkML: exact counts of what is declared, and no finding that the files do not deserve.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use smie::diagnostic::Diagnostics;
use smie::source::{Sources, linkml, xmi};
use smie::syntax::{Attribute, Class, Is, Relation, Tree};
use smie_wire::model::Bounds;

/// The folder of releases, when it is there.
fn releases() -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fint"));
    if path.is_dir() {
        return Some(path.to_owned());
    }
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is missing", path.display());
    eprintln!("notice: skipped, {} is missing", path.display());
    None
}

/// What a tree declares.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    packages: usize,
    /// hovedklasse, abstrakt, datatype, referanse
    classes: [usize; 4],
    attributes: usize,
    /// 1, 0..1, 0..*, 1..*
    attribute_bounds: [usize; 4],
    writable: usize,
    identifiers: usize,
    generalizations: usize,
    relations: usize,
    /// 1, 0..1, 0..*, 1..*
    relation_bounds: [usize; 4],
    pairs: usize,
    on_datatypes: usize,
    to_referanse: usize,
    /// classes, attributes, relations
    deprecated: [usize; 3],
}

fn classes(tree: &Tree) -> impl Iterator<Item = (&str, &Class)> {
    tree.packages.iter().flat_map(|package| package.classes.iter().map(|class| (package.path.value.as_str(), class)))
}

fn attributes(tree: &Tree) -> impl Iterator<Item = &Attribute> {
    classes(tree).flat_map(|(_, class)| &class.attributes)
}

fn relations(tree: &Tree) -> impl Iterator<Item = &Relation> {
    classes(tree).flat_map(|(_, class)| &class.relations)
}

fn tally(bounds: impl Iterator<Item = Bounds>) -> [usize; 4] {
    let mut tally = [0; 4];
    for bounds in bounds {
        let at = [Bounds::ONE, Bounds::OPTIONAL, Bounds::MANY, Bounds::SOME].iter().position(|&known| known == bounds);
        tally[at.unwrap_or_else(|| panic!("{bounds:?}"))] += 1;
    }
    tally
}

/// Looks a name up as the language does: own package, `uses`, else written in full.
fn lookup<'t>(tree: &'t Tree, from: &str, name: &str) -> Vec<(&'t str, &'t Class)> {
    let in_package = |path: &str, name: &str| classes(tree).filter(|(p, c)| *p == path && c.name.value == name).collect::<Vec<_>>();
    if let Some((path, name)) = name.rsplit_once('/') {
        return in_package(path, name);
    }
    let own = in_package(from, name);
    if !own.is_empty() {
        return own;
    }
    let package = tree.packages.iter().find(|package| package.path.value == from).unwrap();
    package.uses.iter().flat_map(|path| in_package(&path.value, name)).collect()
}

fn count(tree: &Tree) -> Counts {
    let is = |class: &Class| class.is.as_ref().unwrap().value;
    let kind = |wanted| classes(tree).filter(|(_, class)| is(class) == wanted).count();
    let ends = |relation: &Relation| 1 + usize::from(relation.inverse.is_some());
    let both = |relation: &Relation| [Some(relation.to.bounds.clone()), relation.inverse.as_ref().map(|i| i.bounds.clone())];
    let to_referanse = |(path, class): (&str, &Class)| {
        let target = |relation: &&Relation| lookup(tree, path, &relation.to.name.value)[0].1;
        class.relations.iter().filter(|relation| is(target(relation)) == Is::Referanse).count()
    };
    Counts {
        packages: tree.packages.len(),
        classes: [Is::Hovedklasse, Is::Abstrakt, Is::Datatype, Is::Referanse].map(kind),
        attributes: attributes(tree).count(),
        attribute_bounds: tally(attributes(tree).map(|a| a.ty.bounds.as_ref().unwrap().value)),
        writable: attributes(tree).filter(|a| a.common.writable).count(),
        identifiers: attributes(tree).filter(|a| a.ty.name.value == "Identifikator").count(),
        generalizations: classes(tree).map(|(_, class)| class.extends.len()).sum(),
        relations: relations(tree).map(ends).sum(),
        relation_bounds: tally(relations(tree).flat_map(both).flatten().map(|bounds| bounds.unwrap().value)),
        pairs: relations(tree).filter(|relation| relation.inverse.is_some()).count(),
        on_datatypes: classes(tree).filter(|(_, class)| is(class) == Is::Datatype).map(|(_, class)| class.relations.len()).sum(),
        to_referanse: classes(tree).map(to_referanse).sum(),
        deprecated: [
            classes(tree).filter(|(_, class)| class.deprecated.is_some()).count(),
            attributes(tree).filter(|a| a.common.deprecated.is_some()).count(),
            relations(tree).filter(|r| r.common.deprecated.is_some()).map(ends).sum(),
        ],
    }
}

/// Numbers of findings by code.
fn findings(diagnostics: &Diagnostics) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        *found.entry(diagnostic.code.id).or_default() += 1;
    }
    found
}

fn read_xmi(version: &str) -> Option<(Tree, Sources, Diagnostics)> {
    let path = releases()?.join(format!("FINT-informasjonsmodell-v{version}.xml"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = xmi::read(&path, &mut sources, &mut diagnostics).unwrap();
    Some((tree, sources, diagnostics))
}

#[test]
fn the_xmi_of_v4_1_0_declares_what_was_published() {
    let Some((tree, _, diagnostics)) = read_xmi("4.1.0") else { return };
    let expected = Counts {
        packages: 32,
        classes: [167, 13, 20, 2],
        attributes: 378,
        attribute_bounds: [177, 179, 20, 2],
        writable: 156,
        identifiers: 81,
        generalizations: 122,
        relations: 434,
        relation_bounds: [126, 167, 129, 12],
        pairs: 107,
        on_datatypes: 36,
        to_referanse: 10,
        deprecated: [0, 0, 1],
    };
    assert_eq!(count(&tree), expected);
    assert_eq!(findings(&diagnostics), BTreeMap::from([("W1503", 1), ("W1504", 3)]));
    assert_eq!(tree.header.name.unwrap().value, "fint");
    assert_eq!(tree.header.version.unwrap().value, "4.1.0");
    let common: Vec<_> = tree.packages.iter().filter(|package| package.common).map(|package| package.path.value.as_str()).collect();
    assert_eq!(common, ["felles"]);
}

#[test]
fn the_xmi_of_v4_0_0_declares_what_was_published() {
    let Some((tree, _, diagnostics)) = read_xmi("4.0.0") else { return };
    let expected = Counts {
        packages: 32,
        classes: [166, 13, 20, 2],
        attributes: 372,
        attribute_bounds: [174, 176, 20, 2],
        writable: 156,
        identifiers: 80,
        generalizations: 122,
        relations: 427,
        relation_bounds: [122, 165, 128, 12],
        pairs: 103,
        on_datatypes: 36,
        to_referanse: 10,
        deprecated: [0, 0, 1],
    };
    assert_eq!(count(&tree), expected);
    assert_eq!(findings(&diagnostics), BTreeMap::from([("W1502", 3), ("W1503", 1), ("W1504", 3)]));
}

#[test]
fn the_xmi_of_v3_21_10_declares_what_was_published() {
    let Some((tree, _, diagnostics)) = read_xmi("3.21.10") else { return };
    let expected = Counts {
        packages: 32,
        classes: [169, 13, 20, 2],
        attributes: 385,
        attribute_bounds: [182, 179, 22, 2],
        writable: 159,
        identifiers: 83,
        generalizations: 122,
        relations: 471,
        relation_bounds: [133, 171, 155, 12],
        pairs: 121,
        on_datatypes: 36,
        to_referanse: 4,
        deprecated: [3, 5, 42],
    };
    assert_eq!(count(&tree), expected);
    assert_eq!(findings(&diagnostics), BTreeMap::from([("W1502", 3), ("W1503", 1), ("W1504", 3)]));
    assert_eq!(tree.header.version.unwrap().value, "3.21.10");
}

/// Every name that a release writes is found by the language's look-up, and is one class.
fn names_resolve(tree: &Tree) {
    for (path, class) in classes(tree) {
        let types = class.attributes.iter().map(|attribute| &attribute.ty.name);
        let classes = types.filter(|name| name.value != "Identifikator" && smie_wire::model::Scalar::from_word(&name.value).is_none());
        let targets = class.relations.iter().map(|relation| &relation.to.name);
        for name in classes.chain(targets).chain(&class.extends) {
            assert_eq!(lookup(tree, path, &name.value).len(), 1, "{path}/{}: `{}`", class.name.value, name.value);
        }
    }
}

#[test]
fn every_name_of_every_release_is_found_by_the_lookup_of_the_language() {
    for version in ["3.21.10", "4.0.0", "4.1.0"] {
        if let Some((tree, ..)) = read_xmi(version) {
            names_resolve(&tree);
        }
    }
}

#[test]
fn places_are_those_of_the_decoded_text() {
    let Some((tree, sources, _)) = read_xmi("4.1.0") else { return };
    for (_, class) in classes(&tree) {
        let names = class.attributes.iter().map(|a| &a.name).chain(class.relations.iter().map(|r| &r.name)).chain([&class.name]);
        for name in names {
            let file = sources.get(name.span.file).unwrap();
            assert_eq!(file.text[name.span.start as usize..name.span.end as usize].trim(), name.value);
        }
    }
    let fravær = classes(&tree).find(|(path, class)| *path == "administrasjon/personal" && class.name.value == "Fravær").unwrap().1;
    let file = sources.get(fravær.name.span.file).unwrap();
    let (line, _) = file.position(fravær.name.span.start);
    assert!(file.text.lines().nth(line - 1).unwrap().contains("name=\"Fravær\""));
}

#[test]
fn the_linkml_of_v4_0_30_declares_what_was_published() {
    let Some(path) = releases() else { return };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = linkml::read(&path.join("linkml-v4.0.30"), &mut sources, &mut diagnostics).unwrap();
    let expected = Counts {
        packages: 32,
        classes: [166, 13, 20, 2],
        attributes: 371,
        attribute_bounds: [174, 176, 19, 2],
        writable: 156,
        identifiers: 80,
        generalizations: 122,
        relations: 426,
        relation_bounds: [122, 163, 129, 12],
        pairs: 106,
        on_datatypes: 36,
        to_referanse: 10,
        deprecated: [0, 0, 1],
    };
    assert_eq!(count(&tree), expected);
    names_resolve(&tree);
    assert_eq!(findings(&diagnostics), BTreeMap::from([("W1521", 1), ("W1525", 1)]));
    assert_eq!(tree.header.name.as_ref().unwrap().value, "fint");
    assert_eq!(tree.header.version.as_ref().unwrap().value, "4.0.30");
    assert!(tree.packages.iter().any(|package| package.path.value == "administrasjon/kompleksedatatyper"));
    let common: Vec<_> = tree.packages.iter().filter(|package| package.common).map(|package| package.path.value.as_str()).collect();
    assert_eq!(common, ["felles"]);
}

/// The rules of which a release is known to break some, by code, and how often each release does.
const PUBLISHED: [(&str, [usize; 3]); 9] = [
    ("W1301", [6, 0, 0]),
    ("W1302", [1, 1, 1]),
    ("W1305", [10, 9, 9]),
    ("W1306", [6, 6, 6]),
    ("W1307", [1, 1, 1]),
    ("W1308", [0, 3, 0]),
    ("W1502", [3, 3, 0]),
    ("W1503", [1, 1, 1]),
    ("W1504", [3, 3, 3]),
];

#[test]
fn the_releases_have_the_findings_that_they_are_known_for_and_no_error() {
    let Some(folder) = releases() else { return };
    for (at, version) in ["3.21.10", "4.0.0", "4.1.0"].into_iter().enumerate() {
        let compiled = smie::pipeline::compile(&folder.join(format!("FINT-informasjonsmodell-v{version}.xml"))).unwrap();
        assert_eq!(compiled.diagnostics.counts().0, 0, "{version}");
        let found = findings(&compiled.diagnostics);
        for (code, counts) in PUBLISHED {
            assert_eq!(found.get(code).copied().unwrap_or(0), counts[at], "{code} in {version}");
        }
    }
}
