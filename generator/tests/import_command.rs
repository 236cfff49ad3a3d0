//! `smie import` as a user runs it: what it writes, what it says, and when it writes nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use smie::pipeline;

const XMI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/skole-v2.1.0.xml");
const LINKML: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/linkml");

fn import(form: &str, model: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(["import", form]).arg(model).arg("--out").arg(out).args(more).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Imports a model and compares what was written with what was read, member by member.
fn survives(form: &str, model: &Path) {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("model");
    let output = import(form, model, &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (before, after) = (pipeline::compile(model).unwrap(), pipeline::compile(&out).unwrap());
    assert!(!after.diagnostics.has_errors());
    assert_eq!(before.resolved.model.classes.len(), after.resolved.model.classes.len());
    for ((id, class), (_, again)) in before.resolved.model.classes().zip(after.resolved.model.classes()) {
        assert_eq!(class, again, "{}", before.resolved.model.qualified(id));
    }
    assert!(before.resolved.model == after.resolved.model, "something beside the classes differs");
}

#[test]
fn a_model_that_is_imported_and_read_back_is_the_same_model() {
    survives("xmi", Path::new(XMI));
    survives("linkml", Path::new(LINKML));
}

#[test]
fn the_published_releases_are_the_same_after_import() {
    let releases = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fint"));
    if !releases.is_dir() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is missing", releases.display());
        eprintln!("notice: skipped, {} is missing", releases.display());
        return;
    }
    for version in ["3.21.10", "4.0.0", "4.1.0"] {
        survives("xmi", &releases.join(format!("FINT-informasjonsmodell-v{version}.xml")));
    }
    survives("linkml", &releases.join("linkml-v4.0.30"));
}

#[test]
fn the_numbers_go_to_stdout_and_the_findings_to_stderr() {
    let place = tempfile::tempdir().unwrap();
    let output = import("xmi", Path::new(XMI), &place.path().join("model"), &[]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.starts_with("fint 2.1.0"), "{stdout}");
    assert!(stdout.contains("14 classes; "), "{stdout}");
    assert!(stderr(&output).contains("warning[W1504]"), "{}", stderr(&output));
    assert!(stderr(&output).contains("8 files written"), "{}", stderr(&output));
}

#[test]
fn documentation_is_dropped_on_request_and_advice_kept() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("model");
    assert_eq!(import("xmi", Path::new(XMI), &out, &["--docs", "drop"]).status.code(), Some(0));
    let elev = std::fs::read_to_string(out.join("utdanning/elev.yaml")).unwrap();
    assert!(!elev.contains("docs:") && elev.contains("Bruk språk."), "{elev}");
}

/// The fixture with a relation that leads nowhere.
fn broken(place: &Path) -> PathBuf {
    let path = place.join("skole-v2.1.0.xml");
    let text = std::fs::read_to_string(XMI).unwrap();
    std::fs::write(&path, text.replace("target xmi:idref=\"EAID_C_Grep\"", "target xmi:idref=\"EAID_C_Borte\"")).unwrap();
    path
}

#[test]
fn nothing_is_written_while_the_model_has_errors() {
    let place = tempfile::tempdir().unwrap();
    let output = import("xmi", &broken(place.path()), &place.path().join("model"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[E0505]") && stderr(&output).contains("nothing was written"), "{}", stderr(&output));
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1, "only the input is there");
}

#[test]
fn a_folder_that_holds_something_is_left_alone_unless_forced() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("README.md"), "mine").unwrap();
    let refused = import("xmi", Path::new(XMI), place.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("is not empty") && stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert!(!place.path().join("model.yaml").exists());
    assert_eq!(import("xmi", Path::new(XMI), place.path(), &["--force"]).status.code(), Some(0));
    assert!(place.path().join("model.yaml").exists());
    assert_eq!(std::fs::read_to_string(place.path().join("README.md")).unwrap(), "mine");
}

#[test]
fn a_model_in_another_form_is_refused_with_the_right_command() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("model");
    for (form, model, help) in [("xmi", LINKML, "smie import linkml"), ("linkml", XMI, "smie import xmi")] {
        let output = import(form, Path::new(model), &out, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(help), "{}", stderr(&output));
    }
    let missing = import("xmi", &place.path().join("borte.xml"), &out, &[]);
    assert_eq!(missing.status.code(), Some(2), "{}", stderr(&missing));
    assert!(!out.exists());
}
