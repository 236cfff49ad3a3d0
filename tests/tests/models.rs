//! The models that come with smie are what they ask of others: without findings, canonical, and full enough to make data of.

use std::path::PathBuf;

use smie_tests::{repository, smie};

/// Every folder under `models` that has a `model.yaml`, as the command takes it.
fn models() -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![repository().join("models")];
    while let Some(folder) = open.pop() {
        let inside: Vec<PathBuf> = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        if inside.iter().any(|path| path.ends_with("model.yaml")) {
            found.push(folder.strip_prefix(repository()).expect("inside").to_str().expect("UTF-8").to_owned());
        } else {
            open.extend(inside.into_iter().filter(|path| path.is_dir()));
        }
    }
    found.sort();
    assert!(found.len() >= 8, "{found:?}");
    found
}

#[test]
fn every_model_is_without_findings_and_canonical() {
    for model in models() {
        let checked = smie(&repository(), ["check", &model]);
        assert_eq!(checked.code, 0, "{model}\n{}", checked.stdout);
        // The excerpt of FINT keeps FINT's own shapes and the layout that it was written in.
        if model != "models/fint" {
            assert_eq!(checked.stderr.trim(), "ok: no findings", "{model}\n{}", checked.stdout);
            smie(&repository(), ["fmt", "--check", &model]).ok();
        }
    }
}

#[test]
fn every_model_gives_sample_data_for_each_class() {
    for model in models() {
        let data = tempfile::tempdir().expect("a folder");
        smie(&repository(), ["sample", &model, "--count", "2", "--seed", "7", "--out", data.path().to_str().expect("UTF-8")]).ok();
        let files = std::fs::read_dir(data.path()).expect("a folder");
        let lines: Vec<usize> =
            files.map(|file| std::fs::read_to_string(file.expect("an entry").path()).expect("text").lines().count()).collect();
        assert!(!lines.is_empty() && lines.iter().all(|&lines| lines > 0), "{model}: {lines:?}");
    }
}
