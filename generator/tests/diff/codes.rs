//! A pair of models for every code, and what comes of it.
//!
//! `cases/CODE.txt` has sections `== old` and `== new` with packages parted by `---`, and where needed `== old model` and `== new model` with lines
//! of `model.yaml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use smie::diff::{codes, compare};
use smie::model::{Bounds, ClassId};

use super::support::{Compiled, compiled, found, line};

fn case(path: &Path) -> (Compiled, Compiled) {
    let text = std::fs::read_to_string(path).expect("a case");
    let mut sections: BTreeMap<&str, &str> = BTreeMap::new();
    for section in text.split("== ").skip(1) {
        let (name, body) = section.split_once('\n').expect("a section");
        sections.insert(name, body);
    }
    let side = |name: &str| {
        let header = sections.get(format!("{name} model").as_str()).copied().unwrap_or_default();
        compiled(name, header, sections[name])
    };
    (side("old"), side("new"))
}

fn cases() -> Vec<(String, Compiled, Compiled)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/cases"));
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let one = |path: &std::path::PathBuf| {
        let (old, new) = case(path);
        (path.file_stem().expect("a name").to_string_lossy().into_owned(), old, new)
    };
    paths.iter().map(one).collect()
}

#[test]
fn every_code_is_found_in_its_case() {
    let mut text = String::new();
    for (code, old, new) in cases() {
        let report = compare(old.view(), new.view());
        assert!(report.changes.iter().any(|change| change.code.id == code), "{code}: {:?}", found(&report));
        let _ = writeln!(text, "== {code}");
        for change in &report.changes {
            let _ = writeln!(text, "{}", line(change));
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_code_has_a_case() {
    let names: Vec<String> = cases().into_iter().map(|(name, ..)| name).collect();
    // A relation has one of four multiplicities in the language, none of which is a limit of another.
    let missing = codes::all().map(|code| code.id).filter(|id| *id != "D0408" && !names.contains(&(*id).to_owned()));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn other_limits_of_a_relation_are_found_in_models_that_have_them() {
    let text = "package: a\nclasses:\n  Elev: {is: hovedklasse, attributes: {id: Identifikator}, relations: {venner: Elev*}}\n";
    let old = compiled("old", "", text);
    let new = old.clone().with(|model| model.classes[ClassId(0).index()].relations[0].bounds = Bounds { lower: 0, upper: Some(3) });
    let report = compare(old.view(), new.view());
    assert_eq!(found(&report), [("relation-limits", "a/Elev.venner".to_owned())]);
    assert_eq!(report.changes[0].severity().word(), "breaking");
}

#[test]
fn a_model_differs_from_itself_in_nothing() {
    for (code, old, new) in cases() {
        for side in [&old, &new] {
            assert!(compare(side.view(), side.view()).changes.is_empty(), "{code}");
        }
    }
}

#[test]
fn every_case_backwards_is_a_change_too() {
    for (code, old, new) in cases() {
        assert!(!compare(new.view(), old.view()).changes.is_empty(), "{code}");
    }
}
