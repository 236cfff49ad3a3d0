//! `smie diff` and `smie contract` as commands: exit codes, git, options.

use std::path::Path;
use std::process::{Command, Output};

use super::support::header;

const OLD: &str = "package: a\nclasses:\n  Elev: {is: hovedklasse, docs: En elev, attributes: {systemId: Identifikator, navn: string?}}\n";
const LESS: &str = "package: a\nclasses:\n  Elev: {is: hovedklasse, docs: En elev, attributes: {systemId: Identifikator}}\n";

fn write(folder: &Path, version: &str, package: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("model.yaml"), header(&format!("version: {version}\n"))).expect("a header");
    std::fs::write(folder.join("a.yaml"), package).expect("a package");
}

fn smie(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).current_dir(folder).args(arguments).output().expect("smie runs")
}

fn code(out: &Output) -> Option<i32> {
    out.status.code()
}

fn stdout(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn stderr(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

fn pair(from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("old"), from, OLD);
    write(&folder.path().join("new"), to, LESS);
    folder
}

#[test]
fn a_breaking_change_fails_unless_the_version_says_major() {
    let small = pair("1.0.0", "1.1.0");
    let out = smie(small.path(), &["diff", "old", "new"]);
    assert_eq!(code(&out), Some(4), "{}", stderr(&out));
    assert!(stderr(&out).contains("`smie explain D0201`") && stderr(&out).contains("version: 2.0.0"), "{}", stderr(&out));
    let major = pair("1.0.0", "2.0.0");
    assert_eq!(code(&smie(major.path(), &["diff", "old", "new"])), Some(0));
    assert_eq!(code(&smie(major.path(), &["diff", "old", "new", "--fail-on", "breaking"])), Some(4));
    assert_eq!(code(&smie(small.path(), &["diff", "old", "new", "--fail-on", "never"])), Some(0));
    assert_eq!(code(&smie(small.path(), &["diff", "old", "new", "--accept", "D0201:Elev.navn"])), Some(0));
    assert_eq!(code(&smie(small.path(), &["diff", "new", "old", "--fail-on", "dangerous"])), Some(0));
}

#[test]
fn output_without_a_terminal_has_no_colour() {
    let folder = pair("1.0.0", "1.1.0");
    let text = stdout(&smie(folder.path(), &["diff", "old", "new"]));
    assert!(!text.contains('\x1b'), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn wrong_usage_tells_the_next_step() {
    let folder = pair("1.0.0", "1.1.0");
    let help = |arguments: &[&str]| {
        let out = smie(folder.path(), arguments);
        assert_eq!(code(&out), Some(2), "{arguments:?}");
        stderr(&out)
    };
    assert!(help(&["diff", "old", "new", "--accept", "D021:x"]).contains("did you mean"));
    assert!(help(&["diff", "old", "new", "--profile", "fynt"]).contains("did you mean `fint`?"));
    assert!(help(&["diff", "old", "new", "--fail-on", "consumers"]).contains("--consumers DIR"));
    assert!(help(&["diff", "old", "nowhere"]).contains("nowhere"));
    assert!(help(&["diff", "old", "new", "--consumers", "nowhere"]).contains("nowhere"));
    assert!(help(&["diff", "git:main", "new"]).contains("help:"));
}

#[test]
fn a_new_model_with_errors_is_refused_and_an_old_one_compared_as_it_was_released() {
    let folder = pair("1.0.0", "1.1.0");
    let wrong = "package: a\nclasses:\n  Elev: {is: hovedklasse, docs: En elev, attributes: {systemId: Identifikator, navn: {type: string?, min: z}}}\n";
    write(&folder.path().join("wrong"), "1.0.0", wrong);
    let out = smie(folder.path(), &["diff", "old", "wrong"]);
    assert_eq!(code(&out), Some(1), "{}", stderr(&out));
    let out = smie(folder.path(), &["diff", "wrong", "new"]);
    assert_eq!(code(&out), Some(4), "{}", stderr(&out));
    assert!(stderr(&out).contains("compared as it was released"), "{}", stderr(&out));
}

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.no", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"];
    Command::new("git").current_dir(folder).args(identity).args(arguments).output().is_ok_and(|out| out.status.success())
}

/// A repository with two versions of a model in `modeller/å`; `None` without git.
fn repository() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    if !git(folder.path(), &["init", "--quiet"]) {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "git is missing");
        eprintln!("notice: skipped, git is missing");
        return None;
    }
    let model = folder.path().join("modeller/å");
    write(&model, "1.0.0", OLD);
    assert!(
        git(folder.path(), &["add", "."]) && git(folder.path(), &["commit", "--quiet", "-m", "one"]) && git(folder.path(), &["tag", "v1"])
    );
    write(&model, "1.0.0", LESS);
    Some(folder)
}

#[test]
fn a_model_comes_out_of_git_in_every_way_that_it_can_be_named() {
    let Some(folder) = repository() else { return };
    let ways: [(&str, &[&str]); 5] = [
        ("", &["diff", "git:v1", "modeller/å"]),
        ("", &["diff", "git:v1:modeller/å"]),
        ("modeller", &["diff", "git:v1:modeller/å", "å"]),
        ("modeller/å", &["diff", "git:v1"]),
        ("modeller/å", &["diff", "git:HEAD", "."]),
    ];
    for (below, arguments) in ways {
        let out = smie(&folder.path().join(below), arguments);
        assert_eq!(code(&out), Some(4), "{arguments:?}: {}", stderr(&out));
        assert!(stdout(&out).contains(":modeller/å/a.yaml:3 (old)"), "{}", stdout(&out));
        assert!(!stdout(&out).contains("smie-diff-"), "{}", stdout(&out));
    }
    let same = smie(folder.path(), &["diff", "git:v1:modeller/å", "git:HEAD"]);
    assert_eq!((code(&same), stdout(&same).lines().next()), (Some(0), Some("no changes")));
}

#[test]
fn what_git_does_not_know_is_named() {
    let Some(folder) = repository() else { return };
    for (arguments, words) in [
        (["diff", "git:v9", "modeller/å"], "git knows no `v9`"),
        (["diff", "git:--help", "modeller/å"], "git knows no `--help`"),
        (["diff", "git:v1:nowhere", "modeller/å"], "`nowhere` does not exist in `v1`"),
    ] {
        let out = smie(folder.path(), &arguments);
        assert_eq!(code(&out), Some(2), "{arguments:?}");
        assert!(stderr(&out).contains(words) && stderr(&out).contains("help:"), "{}", stderr(&out));
    }
}

#[test]
fn consumers_decide_when_asked_to() {
    let folder = pair("1.0.0", "1.1.0");
    let trace = folder.path().join("trace.ndjson");
    std::fs::write(&trace, "{\"method\":\"GET\",\"path\":\"/a/elev\",\"members\":[\"systemId\"]}\n").expect("a trace");
    let record = ["contract", "record", "old", "--trace", "trace.ndjson", "--out", "old/consumers/lærebok.yaml"];
    let out = smie(folder.path(), &record);
    assert_eq!(code(&out), Some(0), "{}", stderr(&out));
    assert_eq!(code(&smie(folder.path(), &record)), Some(2), "a contract is not overwritten");
    // A contract in the model's folder is no package of the model.
    assert_eq!(code(&smie(folder.path(), &["check", "old"])), Some(0));
    let with = ["diff", "old", "new", "--consumers", "old/consumers", "--fail-on", "consumers"];
    let out = smie(folder.path(), &with);
    assert_eq!(code(&out), Some(0), "{}", stdout(&out));
    assert!(stdout(&out).contains("lærebok does not break"), "{}", stdout(&out));
    std::fs::write(folder.path().join("old/consumers/b.yaml"), "consumer: fylket\nuses: {Elev: {reads: [navn]}}\n").expect("a contract");
    let out = smie(folder.path(), &with);
    assert_eq!(code(&out), Some(4), "{}", stdout(&out));
    assert!(stdout(&out).contains("fylket breaks"), "{}", stdout(&out));
    std::fs::write(folder.path().join("old/consumers/b.yaml"), "consumer: fylket\nuses: {Elev: {reads: [nvn]}}\n").expect("a contract");
    let out = smie(folder.path(), &with);
    assert_eq!(code(&out), Some(1));
    assert!(stderr(&out).contains("E0602") && stderr(&out).contains("did you mean `navn`?"), "{}", stderr(&out));
}

#[test]
fn changes_are_explained_by_code_and_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let explained = |word: &str| stdout(&smie(folder.path(), &["explain", word]));
    assert_eq!(explained("D0207"), explained("attribute-optional"));
    assert!(explained("d0207").starts_with("D0207 (attribute-optional): "));
    assert!(explained("e0601").starts_with("E0601 (error): "));
    let list = stdout(&smie(folder.path(), &["explain"]));
    assert!(list.contains("D0101  a class is gone") && list.contains("E0602"), "{list}");
}
