//! `smie fmt` as a command: what is written, what is left alone, and that the meaning stays.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

use smie::pipeline;
use smie::show::json;

const HEADER: &str = "# The model.\nversion: 1.0.0\nmodel: test\nprofile: fint\nlanguages: [nb]\n";
const PACKAGE: &str =
    "package: a/b # path\nclasses:\n    Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: {type: Identifikator, docs: Id}}}\n";

fn smie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).output().expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn model() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.yaml"), HEADER).expect("the folder is writable");
    fs::write(folder.path().join("a.b.yaml"), PACKAGE).expect("the folder is writable");
    folder
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

/// Everything that a model means, as one document.
fn meaning(folder: &Path) -> String {
    let compiled = pipeline::compile(folder).expect("the model is read");
    let schema = compiled.schema.expect("the model has no errors");
    serde_json::to_string(&json::document(&compiled.resolved.model, &schema)).expect("a model is JSON")
}

#[test]
fn files_are_brought_into_form_and_then_stay() {
    let folder = model();
    let path = folder.path().to_string_lossy().into_owned();
    let output = smie(&["fmt", &path]);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), "2 files formatted, 0 canonical already\n"));
    assert_eq!(
        fs::read_to_string(folder.path().join("model.yaml")).expect("it is there"),
        "# The model.\nmodel: test\nversion: 1.0.0\nprofile: fint\nlanguages: [nb]\n"
    );
    let output = smie(&["fmt", "--check", &path]);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), "ok: 2 files canonical\n"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[test]
fn check_writes_nothing_lists_the_files_and_ends_with_3() {
    let folder = model();
    let path = folder.path().to_string_lossy().into_owned();
    let output = smie(&["fmt", "--check", &path]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(3), format!("{path}/model.yaml\n{path}/a.b.yaml\n")));
    assert!(text(&output.stderr).contains(&format!("help: run `smie fmt {path}`")), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("model.yaml")).expect("it is there"), HEADER);
    let output = smie(&["fmt", "--diff", &path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("-package: a/b # path\n+package: a/b  # path\n"), "{}", text(&output.stdout));
}

#[test]
fn one_file_can_be_named() {
    let folder = model();
    let file = folder.path().join("a.b.yaml").to_string_lossy().into_owned();
    assert_eq!(smie(&["fmt", &file]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("model.yaml")).expect("it is there"), HEADER);
    assert_ne!(fs::read_to_string(&file).expect("it is there"), PACKAGE);
}

#[test]
fn syntax_errors_are_told_and_nothing_is_written() {
    let folder = model();
    fs::write(folder.path().join("c.yaml"), "package: c\nclases: {}\n").expect("the folder is writable");
    let output = smie(&["fmt", &folder.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("did you mean `classes`?"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("model.yaml")).expect("it is there"), HEADER);
}

#[test]
fn what_is_no_model_ends_with_2_and_the_next_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = smie(&["fmt", &folder.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`smie init` begins a new one"), "{}", text(&output.stderr));
}

#[test]
fn real_models_mean_the_same_afterwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let models: [PathBuf; 2] = [root.join("../models/fint"), root.join("tests/models/everything")];
    for model in models {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&model, folder.path()).expect("the model is copied");
        let before = meaning(folder.path());
        let path = folder.path().to_string_lossy().into_owned();
        assert_eq!(smie(&["fmt", &path]).status.code(), Some(0));
        assert_eq!(meaning(folder.path()), before, "{}", model.display());
        assert_eq!(smie(&["fmt", "--check", &path]).status.code(), Some(0));
    }
}

#[test]
fn the_models_of_the_repository_are_in_canonical_form() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    let mut folders = vec![models];
    let mut checked = 0;
    while let Some(folder) = folders.pop() {
        if folder.join("model.yaml").is_file() {
            let output = Command::new(env!("CARGO_BIN_EXE_smie")).args(["fmt", "--check"]).arg(&folder).output().expect("smie runs");
            assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            checked += 1;
            continue;
        }
        let entries = fs::read_dir(&folder).expect("the folder can be read");
        folders.extend(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    assert!(checked > 1, "{checked}");
}
