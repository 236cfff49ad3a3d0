//! The committed examples under `generated-example`: what their models give; and the first of them holds its own tests.

use std::fs;
use std::path::Path;

use smie_tests::{cargo, repository, smie};

/// Models and the folders that are generated from them, with handlers filled in where the model has actions.
const EXAMPLES: &[(&str, &str)] = &[
    ("models/bank", "generated-example/bank"),
    ("models/fint", "generated-example/fint"),
    ("models/ladok", "generated-example/ladok"),
    ("models/studentportal/fs", "generated-example/studentportal/fs"),
    ("models/studentportal/kalender", "generated-example/studentportal/kalender"),
    ("models/studentportal/leselister", "generated-example/studentportal/leselister"),
    ("models/studentportal/lms", "generated-example/studentportal/lms"),
    ("models/studentportal/rombestilling", "generated-example/studentportal/rombestilling"),
];

/// `SMIE_UPDATE_EXAMPLES=1` writes them anew.
#[test]
fn every_committed_example_is_what_its_model_gives() {
    for (model, folder) in EXAMPLES {
        let generate = ["generate", model, "--out", folder, "--runtime", "path:."];
        if std::env::var_os("SMIE_UPDATE_EXAMPLES").is_some() {
            smie(&repository(), generate).ok();
        }
        let ended = smie(&repository(), generate.into_iter().chain(["--check"]));
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (0, ""),
            "{}\nor `SMIE_UPDATE_EXAMPLES=1 cargo test -p smie-tests --test example`",
            ended.stderr
        );
    }
}

#[test]
fn the_committed_sample_data_is_what_its_seed_gives() {
    let fresh = tempfile::tempdir().expect("a folder");
    smie(&repository(), ["sample", "models/fint", "--count", "3", "--seed", "2026", "--out", fresh.path().to_str().expect("UTF-8")]).ok();
    let read = |folder: &Path| {
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("a folder")
            .flatten()
            .map(|entry| (entry.file_name(), fs::read_to_string(entry.path()).expect("UTF-8")))
            .collect();
        files.sort();
        files
    };
    assert_eq!(read(fresh.path()), read(&repository().join("generated-example/fint/sample")));
}

#[test]
fn the_example_passes_its_own_tests_without_a_warning() {
    let folder = repository().join("generated-example/fint");
    cargo(&folder, ["test", "--locked", "--quiet"]).ok();
    cargo(&folder, ["clippy", "--locked", "--quiet", "--all-targets", "--", "-D", "warnings"]).ok();
    cargo(&folder, ["fmt", "--all", "--check"]).ok();
}

#[test]
fn the_examples_with_handlers_pass_their_own_tests() {
    for example in ["bank", "ladok"] {
        let folder = repository().join("generated-example").join(example);
        cargo(&folder, ["test", "--locked", "--quiet"]).ok();
        cargo(&folder, ["fmt", "--all", "--check"]).ok();
    }
}
