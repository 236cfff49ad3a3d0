//! The rules of writing, each on a real folder.

mod drift;
#[cfg(unix)]
mod links;

use std::fs::{self, File as Handle, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::*;
use crate::emit::File;
use crate::model::Model;

fn model(version: &str) -> Model {
    Model { name: "fint".into(), version: version.into(), ..Model::default() }
}

/// Two generated files in a folder each, and one that the user keeps.
fn files() -> Vec<File> {
    vec![
        File::generated("server/src/generated/elev.rs", "pub struct Elev;\n"),
        File::generated("server/src/generated/mod.rs", "pub mod elev;\n"),
        File::owned("server/src/main.rs", "fn main() {}\n"),
        File::generated("README.md", "# fint\n"),
    ]
}

/// The files after a change of the model that touches one of them.
fn changed() -> Vec<File> {
    let mut files = files();
    files[0].contents = b"pub struct Elev { navn: String }\n".to_vec();
    files
}

fn plan_of(folder: &Path, files: Vec<File>) -> Plan {
    plan(folder, files, Stamp::of(&model("1.0.0"))).unwrap()
}

fn write(folder: &Path, files: Vec<File>) -> Summary {
    plan_of(folder, files).apply(folder, Force::No).unwrap()
}

fn refused(folder: &Path, files: Vec<File>) -> Vec<(String, Reason)> {
    match plan_of(folder, files).apply(folder, Force::No) {
        Err(ApplyError::Refused(refused)) => refused.into_iter().map(|drift| (drift.file, drift.reason)).collect(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn reasons(plan: &Plan) -> Vec<(String, Reason)> {
    plan.drift().into_iter().map(|d| (d.file, d.reason)).collect()
}

fn reason(file: &str, reason: Reason) -> (String, Reason) {
    (file.to_owned(), reason)
}

/// Every file below a folder with its content, sorted.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Makes every file look old, so that any write shows.
fn age(folder: &Path) -> SystemTime {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (path, _) in tree(folder) {
        Handle::options().write(true).open(folder.join(path)).unwrap().set_times(FileTimes::new().set_modified(then)).unwrap();
    }
    then
}

/// The files written since [`age`].
fn touched(folder: &Path, then: SystemTime) -> Vec<String> {
    let modified = |path: &Path| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
    tree(folder).into_iter().filter(|(path, _)| modified(path) != then).map(|(path, _)| path.to_string_lossy().replace('\\', "/")).collect()
}

#[test]
fn a_first_run_writes_everything_and_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made/on/the/way");
    assert_eq!(write(&out, files()), Summary { written: 5, unchanged: 0, removed: 0 });
    let paths: Vec<_> = tree(&out).into_iter().map(|(path, _)| path.to_string_lossy().replace('\\', "/")).collect();
    let expected = ["README.md", "server/src/generated/elev.rs", "server/src/generated/mod.rs", "server/src/main.rs", "smie.lock"];
    assert_eq!(paths, expected);
    let lock = Lock::parse(&fs::read_to_string(out.join("smie.lock")).unwrap()).unwrap();
    assert_eq!(lock.files.len(), 3, "the user's own file is not in the lock");
    assert_eq!(lock.stamp, Stamp::of(&model("1.0.0")));
}

#[test]
fn a_second_run_changes_no_byte_and_touches_no_mtime() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let before = tree(folder.path());
    let then = age(folder.path());
    assert_eq!(write(folder.path(), files()), Summary { written: 0, unchanged: 5, removed: 0 });
    assert_eq!(tree(folder.path()), before);
    assert_eq!(touched(folder.path(), then), [""; 0]);
    assert!(reasons(&plan_of(folder.path(), files())).is_empty());
    assert_eq!(plan_of(folder.path(), files()).diff(), "");
}

#[test]
fn a_model_change_touches_only_the_files_that_it_affects() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let then = age(folder.path());
    assert_eq!(write(folder.path(), changed()), Summary { written: 2, unchanged: 3, removed: 0 });
    assert_eq!(touched(folder.path(), then), ["server/src/generated/elev.rs", "smie.lock"]);
}

#[test]
fn a_model_change_that_shows_in_no_file_touches_only_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let then = age(folder.path());
    plan(folder.path(), files(), Stamp::of(&model("1.0.1"))).unwrap().apply(folder.path(), Force::No).unwrap();
    assert_eq!(touched(folder.path(), then), ["smie.lock"]);
}

#[test]
fn an_orphan_is_removed_and_so_are_the_folders_that_it_leaves_empty() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let rest: Vec<_> = files().into_iter().filter(|file| !file.path.starts_with("server/src/generated")).collect();
    let plan = plan_of(folder.path(), rest);
    let expected = ["server/src/generated/elev.rs", "server/src/generated/mod.rs"].map(|file| reason(file, Reason::Orphan));
    assert_eq!(reasons(&plan)[..2], expected);
    assert_eq!(plan.apply(folder.path(), Force::No).unwrap(), Summary { written: 1, unchanged: 2, removed: 2 });
    assert!(!folder.path().join("server/src/generated").exists());
    assert!(folder.path().join("server/src/main.rs").exists());
}

#[test]
fn a_folder_that_holds_something_else_stays_when_its_orphans_go() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("server/src/generated/notes.txt"), "mine").unwrap();
    write(folder.path(), vec![]);
    assert!(folder.path().join("server/src/generated/notes.txt").exists());
    assert!(!folder.path().join("server/src/generated/mod.rs").exists());
}

#[test]
fn an_orphan_that_is_gone_already_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::remove_dir_all(folder.path().join("server/src/generated")).unwrap();
    let rest = files().into_iter().filter(|file| !file.path.starts_with("server/src/generated")).collect();
    assert_eq!(write(folder.path(), rest), Summary { written: 1, unchanged: 2, removed: 0 });
}

#[test]
fn an_owned_file_is_written_once_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let main = folder.path().join("server/src/main.rs");
    fs::write(&main, "fn main() { mine() }\n").unwrap();
    for force in [Force::No, Force::Yes] {
        let mut files = files();
        files[2].contents = b"fn main() { theirs() }\n".to_vec();
        let plan = plan_of(folder.path(), files);
        assert!(plan.drift().is_empty());
        plan.apply(folder.path(), force).unwrap();
        assert_eq!(fs::read_to_string(&main).unwrap(), "fn main() { mine() }\n");
    }
    write(folder.path(), vec![]);
    assert!(main.exists(), "a file that the user keeps is never an orphan");
}

#[test]
fn an_owned_file_that_was_there_before_the_first_run_stays() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("server/src")).unwrap();
    fs::write(folder.path().join("server/src/main.rs"), "mine").unwrap();
    write(folder.path(), files());
    assert_eq!(fs::read_to_string(folder.path().join("server/src/main.rs")).unwrap(), "mine");
}

#[test]
fn a_file_that_becomes_the_users_is_left_to_them() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    let mut files = files();
    files[3] = File::owned("README.md", "# theirs\n");
    write(folder.path(), files);
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
}

#[test]
fn hand_edited_files_are_refused_all_at_once_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("README.md"), "edited").unwrap();
    fs::write(folder.path().join("server/src/generated/mod.rs"), "edited").unwrap();
    let before = tree(folder.path());
    let expected = ["README.md", "server/src/generated/mod.rs"].map(|file| reason(file, Reason::HandEdited));
    assert_eq!(refused(folder.path(), changed()), expected);
    assert_eq!(tree(folder.path()), before);
    plan_of(folder.path(), changed()).apply(folder.path(), Force::Yes).unwrap();
    assert!(plan_of(folder.path(), changed()).drift().is_empty());
}

#[test]
fn a_hand_edited_orphan_is_removed_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("README.md"), "edited").unwrap();
    let rest = || files().into_iter().take(3).collect();
    assert_eq!(refused(folder.path(), rest()), [reason("README.md", Reason::HandEdited)]);
    plan_of(folder.path(), rest()).apply(folder.path(), Force::Yes).unwrap();
    assert!(!folder.path().join("README.md").exists());
}

#[test]
fn an_edit_that_is_just_what_the_model_now_gives_is_no_edit() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("server/src/generated/elev.rs"), &changed()[0].contents).unwrap();
    let then = age(folder.path());
    write(folder.path(), changed());
    assert_eq!(touched(folder.path(), then), ["smie.lock"]);
}

#[test]
fn a_strangers_file_is_overwritten_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    assert_eq!(refused(folder.path(), files()), [reason("README.md", Reason::Unmanaged)]);
    assert_eq!(tree(folder.path()).len(), 1);
    plan_of(folder.path(), files()).apply(folder.path(), Force::Yes).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "# fint\n");
}

#[test]
fn a_lost_lock_is_made_again_from_files_that_are_as_they_should_be() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let before = tree(folder.path());
    fs::remove_file(folder.path().join("smie.lock")).unwrap();
    assert_eq!(reasons(&plan_of(folder.path(), files())), [reason("smie.lock", Reason::Missing)]);
    write(folder.path(), files());
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_damaged_lock_stops_everything_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("smie.lock"), "<<<<<<< ours\n").unwrap();
    let error = plan(folder.path(), files(), Stamp::of(&model("1.0.0"))).unwrap_err();
    assert!(matches!(&error, PlanError::Lock { path, source: LockError::Damaged(_) } if path.ends_with("smie.lock")), "{error:?}");
}

#[test]
fn a_lock_that_lists_a_path_outside_removes_nothing_there() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write(&out, files());
    let lock = fs::read_to_string(out.join("smie.lock")).unwrap();
    fs::write(folder.path().join("README.md"), "# fint\n").unwrap();
    fs::write(out.join("smie.lock"), lock.replace("README.md", "../README.md")).unwrap();
    let error = plan(&out, vec![], Stamp::of(&model("1.0.0"))).unwrap_err();
    assert!(matches!(error, PlanError::Lock { source: LockError::Path(_), .. }));
}

#[test]
fn a_checkout_with_crlf_is_not_hand_edited() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    for (path, contents) in tree(folder.path()) {
        fs::write(folder.path().join(path), String::from_utf8(contents).unwrap().replace('\n', "\r\n")).unwrap();
    }
    let then = age(folder.path());
    assert!(plan_of(folder.path(), files()).drift().is_empty());
    write(folder.path(), files());
    assert_eq!(touched(folder.path(), then), [""; 0]);
    assert!(!plan_of(folder.path(), changed()).diff().contains("pub mod elev"), "line ends are no difference");
    write(folder.path(), changed());
    assert_eq!(touched(folder.path(), then), ["server/src/generated/elev.rs", "smie.lock"]);
}

#[test]
fn two_folders_hold_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&one.path().join("a"), files());
    let mut reversed = files();
    reversed.reverse();
    write(&other.path().join("b/c"), reversed);
    assert_eq!(tree(&one.path().join("a")), tree(&other.path().join("b/c")));
}

#[test]
fn an_interrupted_run_leaves_the_old_lock_and_the_next_one_finishes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    let lock = fs::read(folder.path().join("smie.lock")).unwrap();
    let with_more = || {
        let mut files = changed();
        files.push(File::generated("server/src/generated/skole.rs", "pub struct Skole;\n"));
        files
    };
    let plan = plan_of(folder.path(), with_more());
    // What comes between plan and write: a folder in the place of a file that is written late.
    fs::create_dir(folder.path().join("server/src/generated/skole.rs")).unwrap();
    assert!(matches!(plan.apply(folder.path(), Force::No), Err(ApplyError::Io { path, .. }) if path.ends_with("skole.rs")));
    assert_eq!(fs::read(folder.path().join("smie.lock")).unwrap(), lock, "the old lock still stands");
    assert!(tree(folder.path()).iter().all(|(path, _)| !path.to_string_lossy().contains("smie-tmp")), "nothing half-written is left");
    fs::remove_dir(folder.path().join("server/src/generated/skole.rs")).unwrap();
    assert_eq!(write(folder.path(), with_more()), Summary { written: 2, unchanged: 4, removed: 0 });
}

#[test]
fn what_a_killed_run_left_beside_a_file_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files());
    fs::write(folder.path().join("server/src/generated/.elev.rs.smie-tmp"), "half").unwrap();
    write(folder.path(), changed());
    assert_eq!(tree(folder.path()).len(), 5);
}

#[test]
fn files_that_are_one_on_some_systems_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (first, second) in [("a/Mod.rs", "a/mod.rs"), ("x", "x"), ("smie.lock", "y")] {
        let files = vec![File::generated(first, ""), File::generated(second, "")];
        let error = plan(folder.path(), files, Stamp::of(&model("1.0.0"))).unwrap_err();
        assert!(matches!(error, PlanError::Twice { .. }), "{error}");
    }
}
