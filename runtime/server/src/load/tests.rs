use std::path::PathBuf;

use super::*;
use crate::Api;
use crate::testing::MODEL;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Findings with the folder left out.
    fn told(&self, report: &LoadReport) -> Vec<String> {
        let prefix = format!("{}/", self.0.path().display());
        report.findings.iter().map(|f| f.to_string().replace(&prefix, "")).collect()
    }
}

fn api() -> Api {
    Api::builder().model(&MODEL).build().unwrap()
}

fn counts(report: &LoadReport) -> (usize, usize, usize) {
    let done = report.committed.clone().unwrap_or_else(|| panic!("{report}"));
    (done.created, done.updated, done.unchanged)
}

#[test]
fn loading_the_same_again_changes_nothing() {
    let folder = Folder::new(&[
        ("utdanning-elev.person.ndjson", "\u{feff}{\"fodselsnummer\":\"1\"}\r\n\n{\"fodselsnummer\":\"2\",\"navn\":\"B\"}"),
        ("utdanning-elev.skole.json", r#"{"total_items":1, "_embedded": {"x": 1, "_entries": [ {"systemId":"S"} ]}}"#),
        ("README.md", "not data"),
    ]);
    let api = api();
    assert_eq!(counts(&api.load(folder.path())), (3, 0, 0));
    assert_eq!(counts(&api.load(folder.path())), (0, 0, 3));
    folder.write(
        "utdanning-elev.person.ndjson",
        "{\"fodselsnummer\":\"2\",\"navn\":\"C\"}\n{\"navn\":null,\"fodselsnummer\":\"1\"}\n{\"fodselsnummer\":\"3\"}",
    );
    assert_eq!(counts(&api.load(folder.path())), (1, 1, 2));
}

#[test]
fn everything_wrong_is_told_with_file_line_and_pointer_and_nothing_is_loaded() {
    let folder = Folder::new(&[
        ("utdanning-elev.elev.ndjson", "{\"systemId\":\"1\",\"_links\":{\"person\":[{\"href\":\"systemid/1\"}]}}\n\n{\"systemId\":7}\n{\n"),
        ("utdanning-elev.person.ndjson", "{\"fodselsnummer\":\"1\"}\n"),
        ("utdanning-elev.skole.json", "{\"_embedded\":{\"_entries\":[\n{\"systemId\":\"S\"},\n{\"navn\":\n3}]}}"),
        ("utdanning-elev.grupe.ndjson", ""),
        ("utdanning-elev.gruppe.json", "{\"_entries\":[]}"),
    ]);
    let api = api();
    let report = api.load(folder.path());
    assert_eq!(
        folder.told(&report),
        [
            "utdanning-elev.elev.ndjson:1: /_links/person/0/href: `Person` has no identifier `systemid`; it has `fodselsnummer`",
            "utdanning-elev.elev.ndjson:3: /_links/person: mandatory, but missing",
            "utdanning-elev.elev.ndjson:3: /systemId: expected an object, found a number",
            "utdanning-elev.elev.ndjson:4: not JSON: expected a member's name in quotes",
            "utdanning-elev.grupe.ndjson: no collection has the file name `utdanning-elev.grupe`; did you mean `utdanning-elev.gruppe`?",
            "utdanning-elev.gruppe.json:1: expected `_embedded` with a list `_entries`",
            "utdanning-elev.skole.json:3: /_embedded/_entries/1/systemId: mandatory, but missing",
            "utdanning-elev.skole.json:4: /_embedded/_entries/1/navn: expected a text, found a number",
        ]
    );
    assert!(report.committed.is_none() && report.to_string().ends_with("nothing loaded: 8 violations"));
    let partial = api.load_for(&TenantName::default(), folder.path(), Mode::Partial);
    assert_eq!((counts(&partial), partial.findings.len()), ((2, 0, 0), 8));
}

#[test]
fn an_identifier_that_is_given_twice_is_told_with_both_places() {
    let folder = Folder::new(&[(
        "utdanning-elev.skole.ndjson",
        "{\"systemId\":\"1\",\"skolenummer\":\"a\"}\n{\"systemId\":\"2\"}\n{\"systemId\":\"3\",\"skolenummer\":\"a\"}\n",
    )]);
    let report = api().load(folder.path());
    assert_eq!(
        folder.told(&report).join("").replace(&format!("{}/", folder.path().display()), ""),
        "utdanning-elev.skole.ndjson:3: `skolenummer` `a` is given twice; the first is at utdanning-elev.skole.ndjson:1"
    );
}

#[test]
fn identifiers_may_be_handed_on_in_one_load_but_not_taken() {
    let folder = Folder::new(&[(
        "utdanning-elev.skole.ndjson",
        "{\"systemId\":\"1\",\"skolenummer\":\"a\"}\n{\"systemId\":\"2\",\"skolenummer\":\"b\"}\n",
    )]);
    let api = api();
    assert_eq!(counts(&api.load(folder.path())), (2, 0, 0));
    folder.write("utdanning-elev.skole.ndjson", "{\"systemId\":\"1\",\"skolenummer\":\"b\"}\n");
    let taken = api.load(folder.path());
    assert_eq!(folder.told(&taken), ["utdanning-elev.skole.ndjson:1: its identifiers belong to different entities that exist"]);
    folder.write("utdanning-elev.skole.ndjson", "{\"systemId\":\"1\",\"skolenummer\":\"b\"}\n{\"systemId\":\"2\",\"skolenummer\":\"a\"}\n");
    assert_eq!(counts(&api.load(folder.path())), (0, 2, 0));
    // A changed canonical identifier is still the same school.
    folder.write("utdanning-elev.skole.ndjson", "{\"systemId\":\"9\",\"skolenummer\":\"a\"}\n");
    assert_eq!(counts(&api.load(folder.path())), (0, 1, 0));
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let folder = Folder::new(&[("utdanning-elev.skole.json", "[1"), ("utdanning-elev.gruppe.json", "\u{e6}")]);
    std::fs::write(folder.path().join("utdanning-elev.elev.json"), b"\xff").unwrap();
    let told = folder.told(&api().load(folder.path())).join("\n");
    assert!(
        told.contains("skole.json:1: not JSON") && told.contains("gruppe.json:1: not JSON") && told.contains("elev.json:1: not UTF-8"),
        "{told}"
    );
    let missing = api().load(folder.path().join("utdanning-elev.elevforhold.ndjson"));
    assert_eq!(missing.findings.len(), 1);
    let empty = tempfile::tempdir().unwrap();
    assert!(api().load(empty.path()).to_string().contains("no data files here"));
}

#[test]
fn files_that_are_all_there_is_delete_the_rest_but_not_too_much() {
    let schools = |range: std::ops::Range<u32>| range.map(|i| format!("{{\"systemId\":\"{i}\"}}\n")).collect::<String>();
    let folder = Folder::new(&[("utdanning-elev.skole.ndjson", &schools(0..20)), ("utdanning-elev.gruppe.ndjson", "{\"systemId\":\"g\"}")]);
    let api = api();
    let load = |missing| api.load_with(&TenantName::default(), folder.path(), Mode::All, missing);
    assert_eq!(counts(&load(Missing::Delete)), (21, 0, 0));
    folder.write("utdanning-elev.skole.ndjson", &schools(1..20));
    std::fs::remove_file(folder.path().join("utdanning-elev.gruppe.ndjson")).unwrap();
    assert_eq!(counts(&load(Missing::Stay)), (0, 0, 19));
    // A collection without a file is not meant.
    assert_eq!(load(Missing::Delete).committed.unwrap().deleted, 1);
    folder.write("utdanning-elev.skole.ndjson", &schools(1..5));
    let refused = load(Missing::Delete);
    assert!(refused.committed.is_none() && refused.to_string().contains("15 of 19 would be deleted"), "{refused}");
    assert_eq!(load(Missing::DeleteAll).committed.unwrap().deleted, 15);
    folder.write("utdanning-elev.skole.json", "{\"_embedded\":{\"_entries\":[]}}");
    let twice = load(Missing::DeleteAll);
    assert!(twice.committed.is_none() && twice.to_string().contains("another file is of the same collection"), "{twice}");
}

#[test]
fn what_is_exported_is_loaded_again_as_it_was() {
    let folder = Folder::new(&[
        ("utdanning-elev.person.ndjson", "{\"fodselsnummer\":\"1/2 \u{e6}\",\"navn\":\"A\u{30a}s\",\"fodselsdato\":\"2001-02-03\"}"),
        (
            "utdanning-elev.elev.ndjson",
            "{\"systemId\":\"E\",\"_links\":{\"person\":[{\"href\":\"fodselsnummer/1%2F2%20%C3%A6\"}],\"x\":[{\"href\":\"y\"}]}}",
        ),
        (
            "utdanning-elev.skole.ndjson",
            "{\"systemId\":\"1\"}\n{\"systemId\":\"0\",\"_links\":{\"elevforhold\":[{\"href\":\"systemid/9\"}]}}\n",
        ),
    ]);
    let one = api();
    assert_eq!(counts(&one.load(folder.path())), (4, 0, 0));
    let out = tempfile::tempdir().unwrap();
    let report = one.export(&TenantName::default(), out.path()).unwrap();
    assert_eq!((report.files.len(), report.to_string().as_str()), (3, "exported 4 entities in 3 files"));
    assert_eq!(counts(&one.load(out.path())), (0, 0, 4));
    let other = api();
    assert_eq!(counts(&other.load(out.path())), (4, 0, 0));
    let again = tempfile::tempdir().unwrap();
    other.export(&TenantName::default(), again.path()).unwrap();
    for (file, _) in &report.files {
        let name = file.file_name().unwrap();
        assert_eq!(std::fs::read(file).unwrap(), std::fs::read(again.path().join(name)).unwrap());
    }
    let refused = one.export(&TenantName::default(), out.path()).unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
    assert!(one.export(&TenantName::new("annet.no").unwrap(), again.path().join("x")).is_err());
}

#[test]
fn a_store_gives_back_what_was_loaded() {
    use crate::store::{MemoryStore, Seq, Store};
    let store = Arc::new(MemoryStore::default());
    let folder = Folder::new(&[("utdanning-elev.skole.ndjson", "{\"systemId\":\"1\"}\n{\"systemId\":\"2\"}\n")]);
    let open = || Api::builder().model(&MODEL).store(store.clone()).build().unwrap();
    assert_eq!(counts(&open().load(folder.path())), (2, 0, 0));
    let again = open();
    assert_eq!(counts(&again.load(folder.path())), (0, 0, 2));
    folder.write("utdanning-elev.skole.ndjson", "{\"systemId\":\"2\",\"navn\":\"B\"}\n");
    assert_eq!(counts(&again.load(folder.path())), (0, 1, 0));
    let seqs: Vec<_> = store.log(&TenantName::default(), Seq(0), 10).unwrap().iter().map(|row| row.seq.0).collect();
    assert_eq!(seqs, [1, 1, 2]);
    assert_eq!(store.log(&TenantName::default(), Seq(1), 10).unwrap().len(), 1);
}
