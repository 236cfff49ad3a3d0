//! `smie check`, `explain`, `sample` and `serve` as commands: exit codes, and what goes to which stream.

use std::path::Path;
use std::process::{Command, Output};

const HEADER: &str = "model: test\nversion: 1.0.0\nprofile: fint\nlanguages: [nb]\n";
const CLEAN: &str =
    "package: a/b\nclasses:\n  Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: {type: Identifikator, docs: Id}}}\n";
const WARNED: &str = "package: a/b\nclasses:\n  Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: Identifikator}}\n";
const WRONG: &str = "package: a/b\nclasses:\n  Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: Identifikator, navn: strng}}\n";

fn smie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).output().expect("the command starts")
}

/// A folder with one package.
fn model(package: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.yaml"), HEADER).expect("the folder is writable");
    std::fs::write(folder.path().join("a.b.yaml"), package).expect("the folder is writable");
    folder
}

fn check(package: &str, options: &[&str]) -> Output {
    let folder = model(package);
    let path = folder.path().to_string_lossy().into_owned();
    smie(&[&["check", path.as_str()], options].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_clean_model_ends_with_0_and_says_so() {
    let output = check(CLEAN, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert_eq!((text(&output.stdout).as_str(), text(&output.stderr).as_str()), ("", "ok: no findings\n"));
}

#[test]
fn errors_end_with_1_findings_on_stdout_and_the_next_command_on_stderr() {
    let output = check(WRONG, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("error[E0201]: no type or class is called `strng`"));
    assert!(!text(&output.stdout).contains('\u{1b}'), "no colour where nobody sees it");
    assert_eq!(text(&output.stderr), "error: 1 error, 1 warning\nhelp: `smie explain E0201` tells more about the first kind\n");
}

#[test]
fn warnings_fail_only_when_denied_and_can_be_allowed_away() {
    assert_eq!(check(WARNED, &[]).status.code(), Some(0));
    assert_eq!(check(WARNED, &["--deny", "warnings"]).status.code(), Some(1));
    assert_eq!(check(WARNED, &["--deny", "W1308"]).status.code(), Some(1));
    assert_eq!(check(WARNED, &["--deny", "W1301"]).status.code(), Some(0));
    assert_eq!(check(WARNED, &["--deny", "warnings", "--allow", "w1308"]).status.code(), Some(0));
}

#[test]
fn what_cannot_be_allowed_or_read_ends_with_2() {
    let output = check(WARNED, &["--allow", "E0201"]);
    assert_eq!(output.status.code(), Some(2));
    let output = check(WARNED, &["--allow", "W1380"]);
    assert_eq!((output.status.code(), text(&output.stderr).contains("did you mean `W1308`?")), (Some(2), true), "{}", text(&output.stderr));
    let output = smie(&["check", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: "), "{}", text(&output.stderr));
}

#[test]
fn json_names_the_place_the_class_and_the_member() {
    let output = check(WRONG, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("stdout is JSON alone");
    let error = report["findings"].as_array().and_then(|f| f.iter().find(|f| f["severity"] == "error")).expect("an error").clone();
    assert!(error["file"].as_str().is_some_and(|file| Path::new(file).ends_with("a.b.yaml")));
    assert_eq!((error["line"].as_u64(), error["class"].as_str(), error["member"].as_str()), (Some(3), Some("a/b/Elev"), Some("navn")));
    assert_eq!(error["help"], "did you mean `string`?");
}

#[test]
fn explain_takes_a_code_in_any_case_lists_all_and_knows_what_was_meant() {
    let output = smie(&["explain", "e0201"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("E0201 (error): a type or class must exist\n\n"));
    let output = smie(&["explain"]);
    assert!(text(&output.stdout).lines().any(|line| line.trim_start().starts_with("W1304  ")));
    let output = smie(&["explain", "E0210"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("help: did you mean `E0"), "{}", text(&output.stderr));
}

#[test]
fn a_sample_is_not_written_beside_data_of_another_model_unless_told_to() {
    let (folder, data) = (model(CLEAN), tempfile::tempdir().expect("a folder"));
    let (path, out) = (folder.path().to_string_lossy().into_owned(), data.path().to_string_lossy().into_owned());
    let sample = |options: &[&str]| smie(&[&["sample", &path, "--count", "2", "--out", &out], options].concat());
    let files = || {
        let mut names: Vec<_> = std::fs::read_dir(data.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
        names.sort();
        names
    };
    assert_eq!((sample(&[]).status.code(), sample(&[]).status.code()), (Some(0), Some(0)), "its own files are written anew");
    for name in ["x-y.annen.ndjson", "mine.ndjson", "README.md"] {
        std::fs::write(data.path().join(name), "").expect("the folder is writable");
    }
    let refused = sample(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("are not of this model: `mine.ndjson`, `x-y.annen.ndjson`\n"), "{}", text(&refused.stderr));
    assert_eq!(sample(&["--force"]).status.code(), Some(0));
    assert_eq!(files(), ["README.md", "a-b.elev.ndjson", "mine.ndjson"], "what no sample is called stays");
}

#[cfg(feature = "serve")]
#[test]
fn what_cannot_be_loaded_or_listened_on_ends_with_2() {
    let folder = model(CLEAN);
    let path = folder.path().to_string_lossy().into_owned();
    let missing = smie(&["serve", &path, "--load", "nope"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("error: cannot read `nope`: "), "{}", text(&missing.stderr));
    let nowhere = smie(&["serve", &path, "--listen", "example.no:80"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("such as 127.0.0.1:8080 or localhost:8080, or a port"), "{}", text(&nowhere.stderr));
}
