//! A transaction whose events are too many to hold, and feeds in which nothing has happened.

use std::ops::ControlFlow;
use std::sync::Mutex;

use super::*;
use crate::store::{StoreError, Told, Transaction};
use crate::testing::by_inner;

const MANY: u64 = 5_000;

fn many(world: &World) -> Batch {
    let put = |i: u64| Put {
        entity: world.entity(GRUPPE, &format!(r#"{{"systemId":{{"identifikatorverdi":"{i}"}},"navn":"Æ{i}"}}"#)),
        expects: Expects::Anything,
    };
    Batch { puts: (0..MANY).map(put).collect(), ..Batch::default() }
}

#[test]
fn a_large_transaction_tells_the_same_as_many_small_ones() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let open = || if on_disk { World::on_disk(7, &[], folder.path()) } else { World::new(7, &[]) };
        let large = open();
        large.gruppe("x", "a");
        let done = large.ledger.submit(&large.tenant, many(&large)).unwrap();
        assert_eq!(done.created as u64, MANY);
        let small = World::new(7, &[]);
        small.gruppe("x", "a");
        let mut puts = many(&small).puts.into_iter();
        while puts.len() > 0 {
            small.ledger.submit(&small.tenant, Batch { puts: puts.by_ref().take(1000).collect(), ..Batch::default() }).unwrap();
        }
        let (large_head, small_head) = (large.elev().head, small.elev().head);
        assert_eq!((large_head.last, large_head.page, large_head.first), (small_head.last, small_head.page, small_head.first));
        assert!(forward(&large.elev(), 1).into_iter().eq(1..=MANY + 1));
        for number in [1, 2, 300, large_head.page - 1, large_head.page] {
            assert_eq!(steady(&page(&large.elev(), number).unwrap()), steady(&page(&small.elev(), number).unwrap()), "{number}");
        }
        let rows = large.store.events(&large.tenant, "utdanning/elev", 2, MANY as usize).unwrap();
        assert!(rows.iter().all(|row| row.seq == done.at.seq && row.stamp == done.at.stamp));
        if on_disk {
            drop(large);
            let again = open();
            assert_eq!(again.elev().head, large_head);
            again.gruppe("y", "a");
            assert_eq!(again.elev().head.last, MANY + 2);
        }
    }
    let reports = SqliteStore::check(folder.path(), &schema_with_feeds(7, &[])).unwrap();
    assert!(reports.iter().all(|report| report.wrong.is_empty()), "{reports:?}");
}

/// Watches how many events a transaction has in it, how many it would hand over, and that it stops when the store has enough.
#[derive(Debug, Default)]
struct Watching {
    inner: MemoryStore,
    seen: Mutex<Vec<(usize, u64, u64)>>,
}

impl Store for Watching {
    by_inner!();

    fn commit(&self, _: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        for transaction in group {
            let Some(later) = &transaction.later else { continue };
            let mut pages = 0;
            later.tell(&mut |told| {
                pages += u64::from(matches!(told, Told::Page(_)));
                if pages < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            self.seen.lock().unwrap().push((transaction.events.len(), later.events(), pages));
        }
        Ok(())
    }
}

#[test]
fn the_events_of_a_large_transaction_are_never_held_together() {
    let world = World::new(100, &[]);
    let watching = Arc::new(Watching::default());
    let renderer = Renderer::new(world.feeds.clone(), [0; 32]);
    let ledger = Ledger::open(world.schema.clone(), Box::new(watching.clone()), Box::new(renderer)).unwrap();
    ledger.submit(&world.tenant, many(&world)).unwrap();
    assert_eq!(*watching.seen.lock().unwrap(), [(0, MANY, 3)]);
}

#[test]
fn a_feed_in_which_nothing_happened_began_once_and_for_all() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let open = || if on_disk { World::on_disk(2, &[], folder.path()) } else { World::new(2, &[]) };
        let world = open();
        let updated = |text: &str| text.split("<updated>").nth(1).unwrap()[..24].to_owned();
        let empty = page(&world.elev(), 1).unwrap();
        assert!(updated(&empty).starts_with("20"), "{empty}");
        let cursor = Cursor { this: "?after=0", next: "?after=0" };
        let stretch = world.elev().after(Some(0), &Filter::default(), 10).unwrap();
        assert_eq!(updated(&text(&world.elev().stretch(&stretch, cursor).unwrap())), updated(&empty));
        std::thread::sleep(std::time::Duration::from_millis(5));
        let world = if on_disk { (drop(world), open()).1 } else { World::over(2, &[], world.store) };
        assert_eq!(page(&world.elev(), 1).unwrap(), empty);
        // A stretch without events is as new as the last event.
        world.gruppe("1", "a");
        let stretch = world.elev().after(Some(1), &Filter::default(), 10).unwrap();
        let last = updated(&page(&world.elev(), 1).unwrap());
        assert_eq!(updated(&text(&world.elev().stretch(&stretch, cursor).unwrap())), last);
        assert!(last > updated(&empty));
    }
}
