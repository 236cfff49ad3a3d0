//! What is forgotten in time, and what stays taken although it is.

use super::*;
use crate::commit::Kept;

const LATER: Stamp = Stamp(u64::MAX / 2);

fn forget(world: &World, before: Stamp) -> Committed {
    world.ledger.submit(&world.tenant, Batch { forget: Some(before), ..Batch::default() }).unwrap()
}

fn graves(world: &World, id: EntityId) -> Vec<u32> {
    let now = world.now();
    let mut rows = Vec::new();
    now.collection(id.collection).buried().visit(0, &mut |_, change| {
        rows.push(change.row);
        std::ops::ControlFlow::Continue(())
    });
    let home = now.collection(id.collection);
    assert_eq!(rows.len() as u64, home.graves().weight().rows);
    rows
}

#[test]
fn old_tombstones_are_forgotten_and_their_rows_are_not_given_again() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let store = Arc::new(MemoryStore::default());
        let open = || if on_disk { reopened(folder.path()) } else { World::over(store.clone()) };
        let world = open();
        let ids: Vec<_> = (0..5).map(|i| world.put(world.skole(&i.to_string(), "a"), Expects::New).unwrap().ids[0]).collect();
        let at: Vec<_> = [1, 4, 2].map(|row| world.delete(ids[row], None).unwrap().at).to_vec();
        assert_eq!(graves(&world, ids[0]), [1, 4, 2]);
        forget(&world, at[1].stamp);
        assert_eq!((graves(&world, ids[0]), world.now().forgotten()), (vec![2], at[1].stamp));
        drop(world);
        let world = open();
        assert_eq!((graves(&world, ids[0]), world.now().forgotten()), (vec![2], at[1].stamp));
        // The last row is one that was forgotten.
        assert_eq!(world.put(world.skole("ny", "a"), Expects::New).unwrap().ids[0].row, 5);
        world.delete(EntityId { row: 5, ..ids[0] }, None).unwrap();
        forget(&world, LATER);
        drop(world);
        let world = open();
        assert_eq!((graves(&world, ids[0]), world.now().collection(ids[0].collection).size()), (vec![], 2));
        assert_eq!(world.put(world.skole("enda en", "a"), Expects::New).unwrap().ids[0].row, 6);
    }
    let schema = schema();
    let wrong = SqliteStore::check(folder.path(), &schema).unwrap().into_iter().flat_map(|report| report.wrong);
    assert_eq!(wrong.filter(|line| !line.ends_with("is not what was kept")).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_log_is_shortened_from_its_beginning_and_a_gap_is_still_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let world = if on_disk { reopened(folder.path()) } else { World::over(MemoryStore::default()) };
        let stamps: Vec<_> = (0..6).map(|i| world.put(world.skole(&i.to_string(), "a"), Expects::New).unwrap().at.stamp).collect();
        let store = world.ledger.store();
        let left = || store.log(&world.tenant, Seq(0), 100).unwrap().iter().map(|row| row.seq.0).collect::<Vec<_>>();
        assert_eq!(store.forget_log(&world.tenant, stamps[0], 10).unwrap(), 0);
        assert_eq!((store.forget_log(&world.tenant, stamps[4], 2).unwrap(), left()), (2, vec![3, 4, 5, 6]));
        assert_eq!((store.forget_log(&world.tenant, stamps[4], 10).unwrap(), left()), (2, vec![5, 6]));
        // The last one tells where to go on, so it stays however old it is.
        assert_eq!((store.forget_log(&world.tenant, LATER, 10).unwrap(), left()), (1, vec![6]));
        assert_eq!(store.forget_log(&world.tenant, LATER, 10).unwrap(), 0);
    }
    let world = reopened(folder.path());
    assert_eq!(world.put(world.skole("x", "a"), Expects::New).unwrap().at.seq, Seq(7));
    assert_eq!(world.now().collection(crate::testing::collection(&world.ledger.schema, SKOLE)).size(), 7);
    let wrong = || {
        let reports = SqliteStore::check(folder.path(), &world.ledger.schema).unwrap();
        reports.into_iter().flat_map(|report| report.wrong).filter(|line| !line.ends_with("is not what was kept")).collect::<Vec<_>>()
    };
    assert_eq!(wrong(), [""; 0]);
    let connection = rusqlite::Connection::open(folder.path().join("default/smie.db")).unwrap();
    connection.execute_batch("DELETE FROM log WHERE seq = 6; DELETE FROM transactions WHERE seq = 6").unwrap();
    assert!(wrong().iter().any(|line| line.contains("transactions 6 to 6 are missing")), "{:?}", wrong());
}

#[test]
fn looking_after_forgets_by_the_hour_and_only_what_is_old() {
    let world = World::over(MemoryStore::default());
    let id = world.put(world.skole("1", "a"), Expects::New).unwrap().ids[0];
    world.put(world.skole("2", "a"), Expects::New).unwrap();
    let at = world.delete(id, None).unwrap().at;
    world.ledger.retain(Kept { log: Some(at.stamp), tombstones: Some(at.stamp) });
    world.ledger.retain(Kept::default());
    assert_eq!((graves(&world, id), world.now().position()), (vec![0], at));
    let two_hours = Stamp(at.stamp.0 + 2 * 60 * 60 * 1000);
    world.ledger.retain(Kept { log: Some(two_hours), tombstones: Some(two_hours) });
    assert_eq!((graves(&world, id), world.now().position().seq), (vec![], Seq(at.seq.0 + 1)));
    assert_eq!(world.ledger.store().log(&world.tenant, Seq(0), 10).unwrap().len(), 0);
    // Nothing more is due, so nothing more is written.
    let before = world.now().position();
    world.ledger.retain(Kept { log: Some(two_hours), tombstones: Some(two_hours) });
    assert_eq!(world.now().position(), before);
}

#[test]
fn answers_are_forgotten_in_time_also_when_nobody_writes() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let world = if on_disk { reopened(folder.path()) } else { World::over(MemoryStore::default()) };
        let (tenant, store, id) = (&world.tenant, world.ledger.store(), Uuid::now_v7());
        let key = IdempotencyRecord { key: "k".into(), digest: [7; 32], answer: Arc::from(*b"a"), stamp: Stamp(0) };
        let status = StatusRecord { id, answer: Arc::from(*b"b"), stamp: Stamp(0) };
        let batch = Batch { idempotency: Some(key), status: Some(status), ..Batch::default() };
        let at = world.ledger.submit(tenant, batch).unwrap().at.stamp;
        let left = |after: u64| {
            store.expire(tenant, Stamp(at.0 + after)).unwrap();
            (store.idempotency(tenant, "k").unwrap().is_some(), store.status(tenant, id).unwrap().is_some())
        };
        assert_eq!([0, StatusRecord::KEPT].map(left), [(true, true), (true, true)]);
        assert_eq!([StatusRecord::KEPT + 1, IdempotencyRecord::KEPT].map(left), [(true, false), (true, false)]);
        assert_eq!(left(IdempotencyRecord::KEPT + 1), (false, false));
    }
}
