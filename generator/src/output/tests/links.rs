//! Symbolic links are seen and never followed.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn a_link_to_a_folder_is_not_followed_out_of_the_folder_even_by_force() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    symlink(outside.path(), folder.path().join("server")).unwrap();
    let blocked = refused(folder.path(), files());
    assert_eq!(blocked.len(), 3);
    assert!(blocked.iter().all(|(file, reason)| file.starts_with("server/") && *reason == Reason::Blocked));
    assert!(plan_of(folder.path(), files()).apply(folder.path(), Force::Yes).is_err());
    assert_eq!(tree(outside.path()), []);
}

#[test]
fn orphans_behind_a_link_are_forgotten_not_removed() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(folder.path(), files());
    fs::rename(folder.path().join("server"), outside.path().join("server")).unwrap();
    symlink(outside.path().join("server"), folder.path().join("server")).unwrap();
    let before = tree(outside.path());
    write(folder.path(), files().split_off(3));
    assert_eq!(tree(outside.path()), before);
}

#[test]
fn a_link_in_a_files_place_is_replaced_by_force_and_its_target_stays() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let target = outside.path().join("target");
    fs::write(&target, "theirs").unwrap();
    symlink(&target, folder.path().join("README.md")).unwrap();
    assert_eq!(refused(folder.path(), files()), [reason("README.md", Reason::Unmanaged)]);
    plan_of(folder.path(), files()).apply(folder.path(), Force::Yes).unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    assert!(!folder.path().join("README.md").is_symlink());
}

#[test]
fn a_link_that_comes_after_the_plan_is_not_followed_either() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = plan_of(folder.path(), files());
    symlink(outside.path(), folder.path().join("server")).unwrap();
    assert!(matches!(plan.apply(folder.path(), Force::No), Err(ApplyError::Io { .. })));
    assert_eq!(tree(outside.path()), []);
}

#[test]
fn the_lock_may_not_be_a_link() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    symlink(outside.path().join("lock"), folder.path().join("smie.lock")).unwrap();
    let error = plan(folder.path(), files(), Stamp::of(&model("1.0.0"))).unwrap_err();
    assert!(matches!(error, PlanError::LockObstacle { obstacle: Obstacle::Link, .. }));
}
