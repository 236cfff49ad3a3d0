//! Positions and copies in SQLite, beside a program's own tables.
#![cfg(feature = "sqlite")]

use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use smie_client::feed::{CheckpointStore, Parked, Position, SqliteCheckpoints};
use smie_client::mirror::{Changed, MirrorState, MirrorStore, SqliteMirror};

fn position(entry: &str) -> Position {
    Position { page: Some("https://h/f/1".to_owned()), entry: Some(entry.to_owned()), sequence: Some(7) }
}

#[tokio::test]
async fn positions_and_parked_events_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("æ.db");
    let parked =
        Parked { position: position("b"), document: "<feed/>".to_owned(), reason: "nei".to_owned(), tries: 5, at: "2026-01-01".to_owned() };
    {
        let store = SqliteCheckpoints::open(&file).unwrap();
        assert_eq!(store.load("x").await.unwrap(), None);
        store.save("x", &position("a")).await.unwrap();
        store.save("x", &position("b")).await.unwrap();
        store.park("x", &parked).await.unwrap();
    }
    let store = SqliteCheckpoints::open(&file).unwrap();
    assert_eq!(store.load("x").await.unwrap(), Some(position("b")));
    assert_eq!(store.parked("x").await.unwrap(), [parked]);
    store.release("x", "b").await.unwrap();
    assert!(store.parked("x").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_position_in_ones_own_transaction_comes_and_goes_with_it() {
    let connection = Arc::new(Mutex::new(rusqlite::Connection::open_in_memory().unwrap()));
    let store = SqliteCheckpoints::with(connection.clone()).unwrap();
    {
        let mut connection = connection.lock().unwrap();
        connection.execute_batch("create table effect (entry text)").unwrap();
        for (entry, commits) in [("a", true), ("b", false)] {
            let transaction = connection.transaction().unwrap();
            transaction.execute("insert into effect values (?1)", [entry]).unwrap();
            SqliteCheckpoints::keep(&transaction, "x", &position(entry)).unwrap();
            if commits { transaction.commit() } else { transaction.rollback() }.unwrap();
        }
    }
    assert_eq!(store.load("x").await.unwrap(), Some(position("a")));
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Bok {
    tittel: String,
}

#[tokio::test]
async fn a_copy_outlives_the_program_and_is_found_by_any_address() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    let put = |href: &str, alias: &str, tittel: &str| Changed::Put {
        href: href.to_owned(),
        aliases: vec![alias.to_owned()],
        value: Bok { tittel: tittel.to_owned() },
    };
    let state = MirrorState { since: Some(17), position: Some(position("a")) };
    {
        let mut copy = SqliteMirror::<Bok>::open(&file, "bøker").unwrap();
        copy.apply(vec![put("/b/1", "/b/nr/1", "A"), put("/b/2", "/b/nr/2", "B")], None).await.unwrap();
        assert_eq!(copy.state().await.unwrap(), None, "not whole yet");
        copy.apply(vec![put("/b/1", "/b/nr/9", "Ø"), Changed::Removed { href: "/b/nr/2".to_owned() }], Some(&state)).await.unwrap();
    }
    let mut copy = SqliteMirror::<Bok>::open(&file, "bøker").unwrap();
    assert_eq!((copy.state().await.unwrap(), copy.count().unwrap()), (Some(state), 1));
    assert_eq!(copy.get("/b/nr/9").unwrap(), Some(Bok { tittel: "Ø".to_owned() }));
    assert_eq!((copy.get("/b/nr/1").unwrap(), copy.get("/b/2").unwrap()), (None, None));
    assert_eq!(copy.hrefs().await.unwrap(), ["/b/1".to_owned()].into());
}
