//! The committed example, `generated-example/fint`: what the model gives, and it holds its own tests.

use std::fs;
use std::path::Path;

use smie_tests::{cargo, repository, smie};

#[test]
fn the_committed_example_is_what_the_model_gives() {
    let ended = smie(&repository(), ["generate", "models/fint", "--out", "generated-example/fint", "--runtime", "path:.", "--check"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{}", ended.stderr);
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
