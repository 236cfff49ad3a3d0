//! What is said of a folder without changing it.

use super::*;

#[test]
fn drift_names_each_file_and_why() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::remove_file(folder.path().join("README.md")).unwrap();
    fs::write(folder.path().join("server/src/generated/mod.rs"), "edited").unwrap();
    fs::write(folder.path().join("client.rs"), "mine").unwrap();
    let mut files = changed();
    files.push(File::generated("client.rs", "theirs"));
    let expected = [
        reason("README.md", Reason::Missing),
        reason("client.rs", Reason::Unmanaged),
        reason("server/src/generated/elev.rs", Reason::Stale),
        reason("server/src/generated/mod.rs", Reason::HandEdited),
        reason("smie.lock", Reason::Stale),
    ];
    assert_eq!(reasons(&plan_of(folder.path(), files)), expected);
}

#[test]
fn drift_tells_another_tool_version_from_another_model() {
    let folder = tempfile::tempdir().unwrap();
    let older = Stamp { tool: "0.0.9".into(), ..Stamp::of(&model("1.0.0")) };
    plan(folder.path(), files(), older).unwrap().apply(folder.path(), Force::No).unwrap();
    let other_tool = ["server/src/generated/elev.rs", "smie.lock"].map(|file| reason(file, Reason::OtherToolVersion));
    assert_eq!(reasons(&plan_of(folder.path(), changed())), other_tool);
    let other_model = plan(folder.path(), changed(), Stamp::of(&model("1.1.0"))).unwrap();
    assert_eq!(reasons(&other_model)[0], reason("server/src/generated/elev.rs", Reason::Stale));
    assert!(other_model.drift()[0].message.contains("version 1.0.0 of the model, which is now 1.1.0"));
}

#[test]
fn drift_reads_the_same_to_people_programs_and_github() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("README.md"), "edited\n").unwrap();
    let plan = plan_of(folder.path(), files());
    let mut drift = plan.drift();
    let shown = |drift: &[Drift]| {
        [Format::Human, Format::Json, Format::Github].map(|format| format.render(Path::new("out, 1"), drift)).join("---\n")
    };
    let plain = shown(&drift);
    drift[0].diff = plan.steps[0].diff();
    insta::assert_snapshot!(format!("{plain}--- with the difference\n{}", shown(&drift)));
}

#[test]
fn a_diff_shows_what_a_run_would_change() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("server/src/main.rs"), "mine").unwrap();
    let mut files = changed();
    files.remove(3);
    files.push(File::generated("server/src/generated/skole.rs", "pub struct Skole;"));
    let before = tree(folder.path());
    let diff = plan_of(folder.path(), files).diff();
    let (files, _lock) = diff.split_once("--- a/smie.lock").unwrap();
    insta::assert_snapshot!(files);
    assert_eq!(tree(folder.path()), before);
}
