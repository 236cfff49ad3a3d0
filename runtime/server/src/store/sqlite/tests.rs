use std::collections::BTreeMap;

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::testing::MODEL;
use crate::{Api, Edit};

const SKOLE: &str = "utdanning-elev.skole";
const FORHOLD: &str = "utdanning-elev.elevforhold";

fn open(folder: &Path) -> Result<Api, String> {
    Api::builder().model(&MODEL).data(folder).build().map_err(|error| error.to_string())
}

fn put<'e>(collection: &'e str, json: &'e str) -> Edit<'e> {
    Edit::Put { collection, json: json.as_bytes() }
}

/// A folder with three schools and a deleted one.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let api = open(folder.path()).unwrap();
    for id in ["1", "2", "3", "4"] {
        api.edit(&TenantName::default(), &[put(SKOLE, &format!(r#"{{"systemId":"{id}","navn":"Å"}}"#))]).unwrap();
    }
    api.edit(&TenantName::default(), &[Edit::Delete { collection: SKOLE, identifier: "systemid", value: "4" }]).unwrap();
    folder
}

fn sql(folder: &Path, statements: &str) {
    Connection::open(folder.join("default/smie.db")).unwrap().execute_batch(statements).unwrap();
}

fn wrong(folder: &Path) -> Vec<String> {
    let schema = crate::testing::schema();
    SqliteStore::check(folder, &schema).unwrap().into_iter().flat_map(|report| report.wrong).collect()
}

#[test]
fn a_file_of_another_format_or_program_is_refused_by_name() {
    let folder = folder();
    assert_eq!(wrong(folder.path()), [""; 0]);
    sql(folder.path(), "PRAGMA user_version = 99");
    let refused = open(folder.path()).unwrap_err();
    assert!(refused.contains("smie.db` has format 99; this version reads format 1\nhelp: "), "{refused}");
    sql(folder.path(), "PRAGMA application_id = 7");
    assert!(open(folder.path()).unwrap_err().contains("is a database of another program"));
    std::fs::write(folder.path().join("default/smie.db"), "no database at all, but long enough to look at").unwrap();
    let refused = open(folder.path()).unwrap_err();
    assert!(refused.contains("is damaged: ") && refused.contains("check-store"), "{refused}");
}

#[test]
fn one_process_at_a_time_has_a_folder() {
    let folder = folder();
    let first = open(folder.path()).unwrap();
    assert!(open(folder.path()).unwrap_err().contains("is in use by another process"));
    // Looking does not disturb.
    assert_eq!(wrong(folder.path()), [""; 0]);
    drop(first);
    open(folder.path()).unwrap();
}

#[test]
fn everything_that_is_wrong_with_a_file_is_told() {
    let damages = [
        ("UPDATE entities SET body = CAST(replace(CAST(body AS TEXT), 'navn', 'nawn') AS BLOB) WHERE id & 1", "is not what its hash says"),
        ("UPDATE entities SET body = x'ff' WHERE id & 1", "cannot be read"),
        ("DELETE FROM transactions WHERE seq = 2", "transactions 2 to 2 are missing"),
        ("DELETE FROM log WHERE seq = 3", "transaction 3 changed 1 entities, but the log has 0"),
        ("UPDATE transactions SET stamp = 1 WHERE seq = 3", "transaction 3 is older than the one before it"),
        ("UPDATE entities SET seq = 77 WHERE id & 1", "is of transaction 77, which the log has not"),
        (
            "INSERT INTO entities SELECT id + 100, seq, stamp, hash, body FROM entities LIMIT 1",
            "has an identifier value that another row has",
        ),
        ("UPDATE tombstones SET identifiers = x'ff'", "the tombstone of row 3"),
        ("INSERT INTO feeds (name, last) VALUES ('x', 4)", "x: the last event is number 0, and should be 4"),
        ("UPDATE meta SET value = 'no' WHERE key = 'layout'", "layout cannot be read"),
    ];
    for (damage, told) in damages {
        let folder = folder();
        sql(folder.path(), damage);
        let wrong = wrong(folder.path());
        assert!(wrong.iter().any(|line| line.contains(told)), "{damage}: {wrong:?}");
    }
}

#[test]
fn a_row_that_cannot_be_read_keeps_the_store_closed_and_is_not_dropped() {
    let folder = folder();
    sql(folder.path(), "UPDATE entities SET body = x'ff' WHERE id & 1");
    let refused = open(folder.path()).unwrap_err();
    assert!(refused.contains("smie.db` is damaged: "), "{refused}");
    let left: i64 = Connection::open(folder.path().join("default/smie.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM entities", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 3);
}

/// What a tenant's rows show, by collection and row.
fn shown(api: &Api, tenant: &TenantName) -> Vec<String> {
    let now = api.ledger().snapshot(tenant);
    let mut lines = Vec::new();
    for (id, home) in api.schema().collections() {
        let Some(collection) = now.as_ref().map(|now| now.collection(id).clone()) else { continue };
        collection.rows().visit(0, &mut |row, resource| {
            let mut text = Vec::new();
            resource.render(b"", &mut text);
            lines.push(format!("{} {row} {:?} {}", home.file, resource.at(), String::from_utf8_lossy(&text)));
            std::ops::ControlFlow::Continue(())
        });
        collection.graves().visit(0, &mut |row, grave| {
            lines.push(format!("{} {row} {grave:?}", home.file));
            std::ops::ControlFlow::Continue(())
        });
        lines.push(format!("{} {:?} {}", home.file, collection.last_updated(), collection.next_row()));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_written_a_restart_shows_the_same(
        steps in prop::collection::vec((0u8..10, 0u8..6, prop::option::of(0u8..6), any::<bool>()), 1..40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut api = open(folder.path()).unwrap();
        let tenants = [TenantName::default(), TenantName::new("fylke.no").unwrap()];
        let mut expected: BTreeMap<(bool, &str, u8), Option<u8>> = BTreeMap::new();
        for (what, id, link, other) in steps {
            let tenant = &tenants[usize::from(other)];
            let file = if what % 2 == 0 { SKOLE } else { FORHOLD };
            let value = id.to_string();
            match what {
                0 | 1 => {
                    let gone = api.edit(tenant, &[Edit::Delete { collection: file, identifier: "systemid", value: &value }]);
                    prop_assert_eq!(gone.is_ok(), expected.remove(&(other, file, id)).is_some());
                }
                2 => {
                    let before: Vec<_> = tenants.iter().map(|tenant| shown(&api, tenant)).collect();
                    drop(api);
                    api = open(folder.path()).unwrap();
                    let after: Vec<_> = tenants.iter().map(|tenant| shown(&api, tenant)).collect();
                    prop_assert_eq!(before, after);
                }
                _ => {
                    let named = link.map_or_else(String::new, |link| match file {
                        SKOLE => format!(r#","navn":"{link}""#),
                        _ => format!(r#","_links":{{"skole":[{{"href":"systemid/{link}"}}]}}"#),
                    });
                    let text = format!(r#"{{"systemId":"{id}"{named}}}"#);
                    api.edit(tenant, &[put(file, &text)]).unwrap();
                    expected.insert((other, file, id), link);
                }
            }
        }
        let living: u64 = tenants.iter().filter_map(|tenant| api.ledger().snapshot(tenant)).map(|now| {
            api.schema().collections().map(|(id, _)| now.collection(id).size()).sum::<u64>()
        }).sum();
        prop_assert_eq!(living, expected.len() as u64);
        drop(api);
        prop_assert_eq!(wrong(folder.path()), Vec::<String>::new());
    }
}
