//! One fixture or more for every rule, in `rules/CODE/`, each with a snapshot of what `smie check` says.
//!
//! A fixture is a model's folder in one file: a line `#@ path` begins each file of it. Without `model.yaml` it has the header below.

use std::collections::HashSet;
use std::path::Path;

use smie::diagnostic::codes;
use smie::diagnostic::render::{Format, render};
use smie::pipeline::{self, Compiled};

const HEADER: &str = "model: test\nversion: 1.0.0\nprofile: fint\nlanguages: [nb]\n";

/// Groups whose codes have their fixtures here; the readers' own are beside their tests.
const GROUPS: &[&str] = &["Names", "Structure", "Wire profile", "Warnings"];

/// Codes that only XMI can trigger: YAML has no words for what they refuse.
const XMI_ONLY: &[&str] = &["E0316"];

/// Writes a fixture's files to a folder of its own and compiles them.
fn compiled(fixture: &Path) -> (tempfile::TempDir, Compiled) {
    let folder = tempfile::tempdir().expect("a folder for the fixture");
    let text = std::fs::read_to_string(fixture).expect("the fixture is readable");
    std::fs::write(folder.path().join("model.yaml"), HEADER).expect("the folder is writable");
    for part in text.split("#@ ").filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('\n').expect("a file's name is a line");
        std::fs::write(folder.path().join(name), text).expect("the folder is writable");
    }
    let compiled = pipeline::compile(folder.path()).expect("the folder is readable");
    (folder, compiled)
}

#[test]
fn every_rule_says_what_is_wrong_and_what_would_be_right() {
    insta::glob!("rules/*/*.yaml", |fixture| {
        let code = fixture.parent().and_then(Path::file_name).and_then(|name| name.to_str()).expect("the folder is named after a code");
        let (folder, mut compiled) = compiled(fixture);
        if code != "W1308" {
            compiled.diagnostics.forget(&codes::warnings::UNDOCUMENTED);
        }
        assert!(compiled.diagnostics.iter().any(|d| d.code.id == code), "{} does not trigger {code}", fixture.display());
        let text = render(Format::Human, &compiled.sources, &compiled.diagnostics);
        let text = anstream::adapter::strip_str(&text).to_string();
        insta::assert_snapshot!(text.replace(&format!("{}/", folder.path().display()), ""));
    });
}

#[test]
fn every_code_has_a_fixture_and_an_explanation() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let fixtures: HashSet<String> =
        std::fs::read_dir(rules).expect("the fixtures are there").flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let mut ids = HashSet::new();
    for (group, codes) in codes::groups() {
        for code in codes {
            assert!(ids.insert(code.id), "{} is given twice", code.id);
            assert!(code.explanation.trim().lines().count() >= 3, "{} needs a longer explanation", code.id);
            let wanted = GROUPS.contains(&group) && !XMI_ONLY.contains(&code.id);
            assert!(!wanted || fixtures.contains(code.id), "{} has no fixture", code.id);
        }
    }
}
