//! `smie init` as a command: each template is a model that every rule accepts, in canonical form, with what CI and editors need.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TEMPLATES: [&str; 4] = ["fint", "ladok", "rest-se", "blank"];

fn smie(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).current_dir(folder).output().expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(here).expect("a folder").flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(entry.path()).expect("text"));
            }
        }
    }
    found
}

#[test]
fn every_template_passes_every_rule_and_is_canonical() {
    let place = tempfile::tempdir().expect("a folder");
    for template in TEMPLATES {
        let output = smie(place.path(), &["init", template, "--template", template]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let output = smie(place.path(), &["check", template, "--deny", "warnings"]);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), "ok: no findings\n"), "{}", text(&output.stdout));
        let output = smie(place.path(), &["fmt", "--check", template]);
        assert_eq!(output.status.code(), Some(0), "{template}: {}", text(&output.stdout));
    }
}

#[test]
fn the_files_and_the_next_command_are_told() {
    let place = tempfile::tempdir().expect("a folder");
    let output = smie(place.path(), &["init", "skole"]);
    let listed = text(&output.stdout).replace('\\', "/");
    insta::assert_snapshot!("fint", format!("{listed}---\n{}", text(&output.stderr)));
    let written = files(place.path());
    assert_eq!(listed.lines().collect::<std::collections::BTreeSet<_>>(), written.keys().map(String::as_str).collect());
    assert!(written["skole/model.yaml"].contains("\nmodel: skole\n"));
}

#[test]
fn in_a_repository_the_workflow_goes_where_it_is_looked_for() {
    let place = tempfile::tempdir().expect("a folder");
    fs::create_dir(place.path().join(".git")).expect("the folder is writable");
    let output = smie(place.path(), &["init", "modeller/Lærling", "--template", "blank"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let workflow = fs::read_to_string(place.path().join(".github/workflows/larling.yml")).expect("the workflow is there");
    assert!(workflow.contains("MODEL: 'modeller/Lærling'"), "{workflow}");
    assert!(workflow.contains("smie check \"$MODEL\" --format github"), "{workflow}");
    assert!(workflow.contains("smie generate \"$MODEL\" --out \"$OUT\" --check --format github"), "{workflow}");
}

#[test]
fn nothing_is_overwritten() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("model.yaml"), "mine").expect("the folder is writable");
    let output = smie(place.path(), &["init", ".", "--name", "skole"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("help: choose another folder"), "{}", text(&output.stderr));
    assert_eq!(files(place.path()), BTreeMap::from([("model.yaml".to_owned(), "mine".to_owned())]));
}

#[test]
fn a_name_that_crates_cannot_have_is_refused_with_one_that_they_can() {
    let place = tempfile::tempdir().expect("a folder");
    let output = smie(place.path(), &["init", "x", "--name", "Økonomi Ny"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`okonomi-ny`"), "{}", text(&output.stderr));
}
