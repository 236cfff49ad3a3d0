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
