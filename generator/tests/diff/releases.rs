//! The published FINT releases: exactly the changes that the reference counts, and nothing false.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

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

fn difference(old: &str, new: &str) -> Option<Value> {
    let folder = releases()?;
    let file = |version: &str| folder.join(format!("FINT-informasjonsmodell-v{version}.xml"));
    let out = Command::new(env!("CARGO_BIN_EXE_smie"))
        .args(["diff", "--format", "json"])
        .args([file(old), file(new)])
        .output()
        .expect("smie runs");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    Some(serde_json::from_slice(&out.stdout).expect("JSON"))
}

/// Numbers of changes by group and kind, documentation left out.
fn tally(report: &Value) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for change in report["changes"].as_array().expect("changes") {
        if change["group"] != "documentation" {
            let key = format!("{} {}", change["group"].as_str().expect("a group"), change["kind"].as_str().expect("a kind"));
            *tally.entry(key).or_default() += 1;
        }
    }
    tally
}

fn expected(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs.iter().map(|&(key, n)| (key.to_owned(), n)).collect()
}

fn with<'a>(report: &'a Value, key: &str, value: &str) -> Vec<&'a Value> {
    report["changes"].as_array().expect("changes").iter().filter(|change| change[key] == value).collect()
}

#[test]
fn from_3_21_10_to_4_0_0_there_are_97_breaking_changes_and_the_version_says_so() {
    let Some(report) = difference("3.21.10", "4.0.0") else { return };
    assert_eq!(
        tally(&report),
        expected(&[
            ("breaking relation-removed", 73),
            ("breaking attribute-removed", 17),
            ("breaking class-removed", 5),
            ("breaking attribute-required", 1),
            ("breaking relation-added-mandatory", 1),
            ("additive class-added", 2),
            ("additive relation-added", 4),
            ("information inverse-removed", 7),
        ])
    );
    assert_eq!(with(&report, "severity", "breaking").len(), 97);
    let verdict = &report["verdict"];
    assert_eq!(
        (verdict["needs"].as_str(), verdict["says"].as_str(), verdict["honest"].as_bool()),
        (Some("major"), Some("major"), Some(true))
    );
    assert_eq!((verdict["breaking"].as_u64(), verdict["additive"].as_u64()), (Some(97), Some(6)));
}

#[test]
fn basisgruppe_is_recognised_as_klasse() {
    let Some(report) = difference("3.21.10", "4.0.0") else { return };
    let renamed: Vec<_> = with(&report, "kind", "class-removed")
        .into_iter()
        .filter_map(|change| Some((change["class"].as_str()?, change["renamed"].as_str()?)))
        .collect();
    assert_eq!(
        renamed,
        [
            ("utdanning/elev/Basisgruppe", "utdanning/elev/Klasse"),
            ("utdanning/elev/Basisgruppemedlemskap", "utdanning/elev/Klassemedlemskap"),
        ]
    );
    let members = with(&report, "kind", "relation-removed").into_iter().filter(|change| !change["renamed"].is_null());
    assert!(members.clone().all(|change| change["member"] == "basisgruppe" || change["member"] == "basisgruppemedlemskap"));
    assert_eq!(members.count(), 5);
}

#[test]
fn removals_that_were_announced_are_expected() {
    let Some(report) = difference("3.21.10", "4.0.0") else { return };
    let expected = report["changes"].as_array().expect("changes").iter().filter(|change| change["expected"] == true);
    let by_kind = expected.fold(BTreeMap::new(), |mut tally: BTreeMap<&str, usize>, change| {
        *tally.entry(change["kind"].as_str().expect("a kind")).or_default() += 1;
        tally
    });
    // Three deprecated classes, and of the removed members those that are deprecated where they are declared.
    assert_eq!(by_kind["class-removed"], 3);
    assert_eq!(by_kind.values().sum::<usize>(), 70);
}

#[test]
fn from_4_0_0_to_4_1_0_nothing_breaks_and_the_minor_step_is_honest() {
    let Some(report) = difference("4.0.0", "4.1.0") else { return };
    assert_eq!(
        tally(&report),
        expected(&[
            ("additive class-added", 1),
            ("additive attribute-added", 2),
            ("additive relation-added", 2),
            ("information relation-side", 14),
            ("information inverse-set", 6),
        ])
    );
    let added: Vec<_> = with(&report, "group", "additive")
        .into_iter()
        .map(|change| format!("{} {}", change["class"].as_str().unwrap_or_default(), change["member"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        added,
        [
            "ressurs/datautstyr/Enhetsgruppe gyldighetsperiode",
            "ressurs/datautstyr/Enhetsgruppemedlemskap gyldighetsperiode",
            "utdanning/vurdering/Aktivitetsfravær ",
            "utdanning/vurdering/Elevfravær aktivitetsfravær",
            "utdanning/vurdering/Fraværsregistrering fag",
        ]
    );
    let verdict = &report["verdict"];
    assert_eq!((verdict["needs"].as_str(), verdict["honest"].as_bool()), (Some("minor"), Some(true)));
    assert!(report["changes"].as_array().expect("changes").iter().all(|change| change["severity"] == "compatible"));
}

#[test]
fn every_change_has_its_place_in_both_files() {
    let Some(report) = difference("3.21.10", "4.0.0") else { return };
    for change in report["changes"].as_array().expect("changes") {
        for side in ["old", "new"] {
            assert!(change[side]["line"].as_u64().is_some_and(|line| line > 0), "{change}");
        }
        let gone = change["kind"].as_str().is_some_and(|kind| kind.ends_with("-removed") && kind != "inverse-removed");
        assert_eq!(change["new"]["exact"], !gone, "{change}");
    }
}

#[test]
fn a_release_differs_from_itself_in_nothing() {
    for version in ["4.0.0", "4.1.0"] {
        let Some(report) = difference(version, version) else { return };
        assert_eq!(report["changes"].as_array().map(Vec::len), Some(0), "{version}");
        assert_eq!(report["verdict"]["needs"], "none");
    }
}
