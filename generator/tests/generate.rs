//! `smie generate` as users call it: exit codes, what is said where, and bytes that do not depend on the place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/fint");

fn smie(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smie"));
    command.current_dir(folder).arg("generate").args(arguments.split(' ')).env("NO_COLOR", "1").output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

/// A folder with a copy of the model in `model`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(MODEL), &folder.path().join("model"));
    folder
}

/// Every file below a folder with its content, sorted.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_run_says_what_it_did_and_a_second_does_nothing() {
    let folder = folder();
    let first = smie(folder.path(), "model --out out");
    assert_eq!((code(&first), stdout(&first).as_str()), (0, ""), "{}", stderr(&first));
    let files = tree(&folder.path().join("out")).len();
    assert!(stderr(&first).contains(&format!("out: {files} files written, 0 unchanged, 0 removed")), "{}", stderr(&first));
    let second = smie(folder.path(), "model --out out");
    assert!(stderr(&second).contains(&format!("out: 0 files written, {files} unchanged, 0 removed")), "{}", stderr(&second));
    assert_eq!(code(&smie(folder.path(), "model --out out --check")), 0);
}

#[test]
fn a_new_attribute_touches_its_classs_files_and_the_lock() {
    let folder = folder();
    smie(folder.path(), "model --out out");
    let before = tree(&folder.path().join("out"));
    edit(&folder.path().join("model/utdanning/elev.yaml"), "    attributes:\n", "    attributes:\n      nyttOgØdelagt: string?\n");
    assert_eq!(code(&smie(folder.path(), "model --out out")), 0);
    let after = tree(&folder.path().join("out"));
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0.to_str().unwrap()).collect();
    // And the documents that describe the class.
    let code = ["client/src/generated/utdanning_elev.rs"];
    let documents = ["openapi.json", "openapi.yaml", "schemas/utdanning-elev.xsd"];
    let rest = ["server/src/generated/utdanning_elev.rs", "smie.lock"];
    assert_eq!(changed, [&code[..], &documents, &rest].concat());
}

#[test]
fn a_comment_in_the_model_changes_nothing() {
    let folder = folder();
    smie(folder.path(), "model --out out");
    let model = folder.path().join("model/model.yaml");
    fs::write(&model, format!("# En merknad\n{}", fs::read_to_string(&model).unwrap())).unwrap();
    assert_eq!(code(&smie(folder.path(), "model --out out --check")), 0);
}

#[test]
fn drift_has_an_exit_code_of_its_own_and_three_forms() {
    let folder = folder();
    smie(folder.path(), "model --out out");
    fs::write(folder.path().join("out/README.md"), "mine\n").unwrap();
    fs::remove_file(folder.path().join("out/client/src/generated/felles.rs")).unwrap();
    let human = smie(folder.path(), "model --out out --check");
    assert_eq!(code(&human), 3);
    let lines = stdout(&human);
    assert!(lines.contains("out/README.md: hand-edited: ") && lines.contains("out/client/src/generated/felles.rs: missing: "), "{lines}");
    assert_eq!(lines.lines().count(), 2);
    assert!(stderr(&human).contains("help: run `smie generate model --out out --force`"), "{}", stderr(&human));
    let json = smie(folder.path(), "model --out out --check --diff --format json");
    assert_eq!(code(&json), 3);
    let json: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!((json["drift"][0]["file"].as_str(), json["drift"][0]["reason"].as_str()), (Some("README.md"), Some("hand-edited")));
    assert!(json["drift"][0]["diff"].as_str().unwrap().starts_with("--- a/README.md\n+++ b/README.md\n"));
    let github = smie(folder.path(), "model --out out --check --format github");
    assert!(stdout(&github).starts_with("::error file=out/README.md,title=smie drift%3A hand-edited::"));
}

#[test]
fn a_difference_is_shown_without_writing() {
    let folder = folder();
    smie(folder.path(), "model --out out");
    edit(&folder.path().join("model/model.yaml"), "version: ", "version: 9");
    let before = tree(&folder.path().join("out"));
    let diff = smie(folder.path(), "model --out out --diff");
    assert_eq!(code(&diff), 0);
    assert!(stdout(&diff).contains("--- a/smie.lock\n+++ b/smie.lock\n"), "{}", stdout(&diff));
    assert_eq!(tree(&folder.path().join("out")), before);
}

#[test]
fn hand_edits_are_refused_without_force() {
    let folder = folder();
    smie(folder.path(), "model --out out");
    fs::write(folder.path().join("out/README.md"), "mine\n").unwrap();
    let refused = smie(folder.path(), "model --out out");
    assert_eq!(code(&refused), 3);
    assert!(stderr(&refused).contains("out/README.md: hand-edited") && stderr(&refused).contains("`--force`"), "{}", stderr(&refused));
    assert_eq!(fs::read_to_string(folder.path().join("out/README.md")).unwrap(), "mine\n");
    assert_eq!(code(&smie(folder.path(), "model --out out --force")), 0);
    assert_eq!(code(&smie(folder.path(), "model --out out --check")), 0);
}

#[test]
fn two_checkouts_with_one_layout_get_the_same_bytes() {
    let (one, other) = (folder(), folder());
    let deeper = other.path().join("a/b");
    copy(&other.path().join("model"), &deeper.join("model"));
    let trees = [one.path(), &deeper].map(|root| {
        fs::create_dir_all(root.join("runtime/server")).unwrap();
        fs::write(root.join("runtime/server/Cargo.toml"), "").unwrap();
        assert_eq!(code(&smie(root, "model --out examples/fint --runtime path:.")), 0);
        tree(&root.join("examples/fint"))
    });
    assert_eq!(trees[0], trees[1]);
    let manifest = trees[0].iter().find(|(path, _)| path == Path::new("server/Cargo.toml")).unwrap();
    assert!(String::from_utf8_lossy(&manifest.1).contains("path = \"../../../runtime/server\""));
    assert!(!trees[0].iter().any(|(path, _)| path.starts_with("vendor")));
}

#[test]
fn every_profile_can_be_generated() {
    let folder = folder();
    edit(&folder.path().join("model/model.yaml"), "profile: fint", "profile: ladok");
    let generated = smie(folder.path(), "model --out out");
    assert_eq!(code(&generated), 0, "{}", stderr(&generated));
    assert!(folder.path().join("out/schemas/dap.xsd").exists());
}

#[test]
fn wrong_use_and_unreadable_files_exit_with_2() {
    let folder = folder();
    for arguments in [
        "model",
        "nothing --out out",
        "model --out out --force --check",
        "model --out out --runtime path:model",
        "model --out out --runtime x",
    ] {
        assert_eq!(code(&smie(folder.path(), arguments)), 2, "{arguments}");
    }
    assert!(!folder.path().join("out").exists());
    fs::create_dir(folder.path().join("out")).unwrap();
    fs::write(folder.path().join("out/smie.lock"), "format = 99\n").unwrap();
    let damaged = smie(folder.path(), "model --out out");
    assert_eq!(code(&damaged), 2);
    assert!(stderr(&damaged).contains("wrote the lock in format 99, and this is smie"), "{}", stderr(&damaged));
}
