//! `smie upgrade` and `smie template`: what a newer smie means for a workspace that is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HEADER: &str = "model: test\nversion: 1.2.3\nprofile: fint\nlanguages: [nb]\n";
const PACKAGE: &str =
    "package: a/b\nclasses:\n  Elev: {is: hovedklasse, docs: Elev, attributes: {systemId: {type: Identifikator, docs: Id}}}\n";

fn smie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).output().expect("the command starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A model and a workspace generated from it.
struct Case {
    _folder: tempfile::TempDir,
    model: PathBuf,
    api: PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (model, api) = (folder.path().join("modell"), folder.path().join("api"));
        fs::create_dir(&model).expect("the folder is writable");
        fs::write(model.join("model.yaml"), HEADER).expect("the folder is writable");
        fs::write(model.join("a.b.yaml"), PACKAGE).expect("the folder is writable");
        let case = Self { _folder: folder, model, api };
        let generated = case.run("generate", &[]);
        assert_eq!(generated.status.code(), Some(0), "{}", said(&generated));
        case
    }

    fn run(&self, command: &str, more: &[&str]) -> Output {
        let (model, api) = (self.model.to_string_lossy(), self.api.to_string_lossy());
        let mut arguments = vec![command, &*model, "--out", &*api];
        arguments.extend(more);
        smie(&arguments)
    }

    fn change(&self, path: &str, change: impl Fn(String) -> String) {
        let place = self.api.join(path);
        let text = fs::read_to_string(&place).expect("it is there");
        fs::write(place, change(text)).expect("it is writable");
    }

    /// As if an older smie had written the workspace.
    fn age(&self) {
        let this = format!("tool = \"{}\"", env!("CARGO_PKG_VERSION"));
        self.change("smie.lock", |text| text.replace(&this, "tool = \"0.0.1\""));
    }
}

#[test]
fn an_upgrade_tells_what_it_means_and_writes_only_when_told_to() {
    let case = Case::new();
    let nothing = case.run("upgrade", &[]);
    assert_eq!(nothing.status.code(), Some(0), "{}", said(&nothing));
    assert!(out(&nothing).contains("generated files: all up to date") && out(&nothing).contains("your own files: as in a new workspace"));

    case.age();
    case.change("server/Cargo.toml", |text| text.replace("version = \"0.1.0\"", "version = \"7.0.0\""));
    let told = case.run("upgrade", &[]);
    assert_eq!(told.status.code(), Some(3));
    let text = out(&told);
    assert!(text.starts_with(&format!("written by smie 0.0.1, this is smie {}\n", env!("CARGO_PKG_VERSION"))), "{text}");
    assert!(text.contains("generated files written: 1\n  smie.lock\n"), "{text}");
    assert!(text.contains("-version = \"7.0.0\"\n+version = \"0.1.0\"\n"), "{text}");
    let lock = || fs::read_to_string(case.api.join("smie.lock")).expect("it is there");
    assert!(lock().contains("0.0.1"), "nothing is written without `--write`");

    let written = case.run("upgrade", &["--write"]);
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    assert!(!lock().contains("0.0.1"));
    let own = fs::read_to_string(case.api.join("server/Cargo.toml")).expect("it is there");
    assert!(own.contains("7.0.0"), "what is the user's stays the user's");
}

#[test]
fn a_folder_that_smie_did_not_write_is_no_workspace() {
    let case = Case::new();
    let empty = tempfile::tempdir().expect("a folder");
    let output = smie(&["upgrade", &case.model.to_string_lossy(), "--out", &empty.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("help: `smie generate"), "{}", said(&output));
}

#[test]
fn a_lock_of_another_version_explains_itself() {
    let case = Case::new();
    case.age();
    let note = case.run("generate", &[]);
    assert_eq!(note.status.code(), Some(0));
    assert!(said(&note).contains("note: smie 0.0.1 wrote this folder") && said(&note).contains("`smie upgrade`"), "{}", said(&note));

    case.change("smie.lock", |text| text.replace("format = 1", "format = 9").replace("tool = \"", "tool = \"9."));
    let newer = case.run("generate", &[]);
    assert_eq!(newer.status.code(), Some(2));
    let expected = format!("smie 9.{0} wrote the lock in format 9, and this is smie {0}", env!("CARGO_PKG_VERSION"));
    assert!(said(&newer).contains(&expected), "{}", said(&newer));
    assert!(said(&newer).contains("help: install smie 9."), "{}", said(&newer));
}

fn put(case: &Case, path: &str, text: &str) {
    let place = case.model.join("templates").join(path);
    fs::create_dir_all(place.parent().unwrap_or(Path::new("."))).expect("the folder is writable");
    fs::write(place, text).expect("the folder is writable");
}

#[test]
fn a_template_of_ones_own_stands_in_while_it_fits() {
    let case = Case::new();
    let listed = out(&smie(&["template"]));
    assert!(listed.contains("README.md") && listed.contains("yours: written once"), "{listed}");
    let template = out(&smie(&["template", "README.md"]));
    let (mark, _) = template.split_once('\n').expect("it has lines");

    put(&case, "README.md.tera", &format!("{mark}\n# Vårt API {{{{ version }}}}\n"));
    let generated = case.run("generate", &[]);
    assert_eq!(generated.status.code(), Some(0), "{}", said(&generated));
    assert_eq!(fs::read_to_string(case.api.join("README.md")).expect("it is there"), "# Vårt API 1.2.3\n");

    put(&case, "README.md.tera", "{# smie: in place of README.md of smie 0.0.1 (0123456789ab) #}\n# Vårt API\n");
    let outdated = case.run("generate", &[]);
    assert_eq!(outdated.status.code(), Some(1));
    assert!(said(&outdated).contains("was written for README.md of smie 0.0.1"), "{}", said(&outdated));

    put(&case, "README.md.tera", &format!("{mark}\n{{{{ nothing_of_this_name }}}}\n"));
    let wrong = case.run("generate", &[]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("the template of `README.md` does not fit its data"), "{}", said(&wrong));

    assert_eq!(smie(&["template", "READM.md"]).status.code(), Some(2));
}
