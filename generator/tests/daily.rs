//! The small daily commands: `new-version`, `watch`, `completions`, `man`, and the help of them all.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

const HEADER: &str =
    "# The model.\nmodel: test\nversion: '1.2.3'   # raised by hand until now\nprofile: fint\nlanguages:\n  - nb # bokmål\n";
const PACKAGE: &str =
    "package: a/b\nclasses:\n  Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: {type: Identifikator, docs: Id}}}\n";

fn smie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).output().expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn model() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.yaml"), HEADER).expect("the folder is writable");
    fs::write(folder.path().join("a.b.yaml"), PACKAGE).expect("the folder is writable");
    let path = folder.path().to_string_lossy().into_owned();
    (folder, path)
}

#[test]
fn a_new_version_changes_the_version_and_nothing_else() {
    let (folder, path) = model();
    for (step, version) in [("patch", "1.2.4"), ("minor", "1.3.0"), ("major", "2.0.0"), ("2.1.0-rc.1", "2.1.0-rc.1"), ("minor", "2.1.0")] {
        let output = smie(&["new-version", &path, step]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).ends_with(&format!(" -> {version}\n")), "{}", text(&output.stdout));
        let written = fs::read_to_string(folder.path().join("model.yaml")).expect("it is there");
        assert_eq!(written, HEADER.replace("'1.2.3'", version));
    }
}

#[test]
fn a_version_never_goes_back() {
    let (folder, path) = model();
    for version in ["1.2.3", "1.2.3-rc.1", "0.9.0"] {
        let output = smie(&["new-version", &path, version]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("help: `smie new-version"), "{}", text(&output.stderr));
    }
    assert_eq!(smie(&["new-version", &path, "4.1"]).status.code(), Some(2));
    fs::write(folder.path().join("model.yaml"), "model: test\nversion: 4.1\n").expect("the folder is writable");
    assert_eq!(smie(&["new-version", &path, "patch"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("model.yaml")).expect("it is there"), "model: test\nversion: 4.1\n");
}

/// A process that is ended when the test is, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `smie watch`, and what it prints line by line.
fn watch(arguments: &[&str]) -> (Running, Receiver<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smie"));
    let mut child = command.arg("watch").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the command starts");
    let out = child.stdout.take().expect("stdout is piped");
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
    (Running(child), lines)
}

fn next(lines: &Receiver<String>) -> String {
    lines.recv_timeout(Duration::from_secs(20)).expect("a run within twenty seconds")
}

#[test]
fn watch_tells_each_save_in_one_line_and_generates_when_all_is_well() {
    let (folder, path) = model();
    let out = folder.path().join("api");
    let (mut running, lines) = watch(&[&path, "--out", &out.to_string_lossy(), "--runs", "3"]);
    let first = next(&lines);
    assert!(first.contains("ok: no findings; test 1.2.3, 1 classes; ") && first.ends_with(" ms)"), "{first}");
    assert!(out.join("smie.lock").is_file());
    let package = folder.path().join("a.b.yaml");
    fs::write(&package, PACKAGE.replace("Identifikator", "Identifikatr")).expect("the folder is writable");
    let second = next(&lines);
    assert!(second.contains("a.b.yaml:3:") && second.contains("[E0201]"), "{second}");
    // As editors do: beside it, then over it.
    fs::write(folder.path().join(".a.b.yaml.swp"), PACKAGE).expect("the folder is writable");
    fs::rename(folder.path().join(".a.b.yaml.swp"), &package).expect("the folder is writable");
    let third = next(&lines);
    assert!(third.contains("0 files written"), "{third}");
    assert_eq!(running.0.wait().expect("it ends by itself").code(), Some(0));
}

#[test]
fn what_cannot_be_watched_ends_with_2() {
    assert_eq!(smie(&["watch", "no-such-folder"]).status.code(), Some(2));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = smie(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("new-version"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let page = text(&smie(&["man"]).stdout);
    assert!(page.contains(".TH smie 1") && page.contains("smie check models/fint"), "{page}");
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("man1");
    assert_eq!(smie(&["man", "--out", &place.to_string_lossy()]).status.code(), Some(0));
    for name in ["smie.1", "smie-check.1", "smie-fmt.1", "smie-import-xmi.1"] {
        assert!(fs::read_to_string(place.join(name)).is_ok_and(|page| page.contains(".SH SYNOPSIS")), "{name}");
    }
}

#[test]
fn help_tells_each_command_with_an_example() {
    for command in ["fmt", "init", "schema", "completions", "man", "new-version", "watch"] {
        let output = smie(&[command, "--help"]);
        assert!(text(&output.stdout).contains("Examples:\n"), "{command}");
        insta::assert_snapshot!(format!("help_{command}"), text(&output.stdout));
    }
}
