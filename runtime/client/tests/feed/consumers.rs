//! Consumers: at least once with a store, once with a transaction of one's own, poison put aside, breaks waited out.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use smie_client::feed::{
    BoxError, CheckpointStore, Consumer, Delivery, FeedError, FileCheckpoints, MemoryCheckpoints, Parked, Poison, Position, Unknown, handle,
};

use super::common::Answer;
use super::shelf::{MANNER, Shelf, number, range};

type Applied = Arc<Mutex<Vec<usize>>>;

/// A handler that keeps what it was given, and refuses some.
fn recorder(
    applied: &Applied,
    refused: &'static [usize],
) -> impl FnMut(Arc<Delivery<Unknown>>) -> std::future::Ready<Result<(), BoxError>> + Send + use<> {
    let applied = applied.clone();
    move |delivery| {
        let number = number(&delivery.entry);
        if refused.contains(&number) {
            return std::future::ready(Err(format!("{number} cannot be").into()));
        }
        applied.lock().unwrap().push(number);
        std::future::ready(Ok(()))
    }
}

#[tokio::test]
async fn a_program_that_is_started_again_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut shelf = Shelf::new(MANNER, 5).await;
    let applied = Applied::default();
    for (grown, expected) in [(0, 5), (0, 0), (4, 4), (1, 1)] {
        shelf.grow(grown);
        let mut consumer = handle(FileCheckpoints::new(folder.path()), "x/æ", recorder(&applied, &[]));
        assert_eq!(shelf.feed().catch_up(&mut consumer).await.unwrap(), expected);
    }
    assert_eq!(*applied.lock().unwrap(), range(1, 10));
}

#[tokio::test]
async fn poison_is_put_aside_and_can_be_tried_again() {
    let shelf = Shelf::new(MANNER, 6).await;
    let feed = shelf.feed().tries(3).backoff(Duration::from_millis(1), Duration::from_millis(2));
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(FileCheckpoints::new(folder.path()));
    let applied = Applied::default();
    let tried = Arc::new(Mutex::new(0));
    let (counter, mut record) = (tried.clone(), recorder(&applied, &[2, 4]));
    let mut consumer = handle(store.clone(), "x", move |delivery| {
        *counter.lock().unwrap() += 1;
        record(delivery)
    });
    assert_eq!(feed.catch_up(&mut consumer).await.unwrap(), 6);
    assert_eq!((*tried.lock().unwrap(), applied.lock().unwrap().clone()), (4 + 2 * 3, vec![1, 3, 5, 6]));
    let parked = store.parked("x").await.unwrap();
    let told: Vec<_> = parked.iter().map(|parked| (parked.reason.as_str(), parked.tries, parked.entry())).collect();
    assert_eq!(told, [("2 cannot be", 3, "urn:uuid:2"), ("4 cannot be", 3, "urn:uuid:4")]);
    assert!(parked[0].position.page.as_deref().unwrap().ends_with("/x/feed/1"));

    let mut mended = handle(store.clone(), "x", recorder(&applied, &[4]));
    assert_eq!(mended.replay().await.unwrap(), 1);
    assert_eq!(applied.lock().unwrap().last(), Some(&2));
    assert_eq!(store.parked("x").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_run_can_stop_at_poison_with_the_position_before_it() {
    let shelf = Shelf::new(MANNER, 6).await;
    let feed = shelf.feed().tries(2).backoff(Duration::from_millis(1), Duration::from_millis(1)).poison(Poison::Stop);
    let store = Arc::new(MemoryCheckpoints::default());
    let applied = Applied::default();
    let stopped = feed.catch_up(&mut handle(store.clone(), "x", recorder(&applied, &[5]))).await;
    assert!(matches!(&stopped, Err(FeedError::Poison { entry, .. }) if entry == "urn:uuid:5"), "{stopped:?}");
    assert_eq!(store.load("x").await.unwrap().unwrap().sequence, Some(4));
    feed.catch_up(&mut handle(store, "x", recorder(&applied, &[]))).await.unwrap();
    assert_eq!(*applied.lock().unwrap(), range(1, 6));
}

/// Effects and position in one place, changed together or not at all: a table and a transaction, in short.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<(Vec<usize>, Option<Position>)>>);

impl Consumer<Unknown> for Ledger {
    async fn position(&mut self) -> Result<Option<Position>, BoxError> {
        Ok(self.0.lock().unwrap().1.clone())
    }

    async fn apply(&mut self, delivery: &Arc<Delivery<Unknown>>) -> Result<(), BoxError> {
        // The program dies here, before or after its commit; the two are one.
        tokio::task::yield_now().await;
        {
            let mut both = self.0.lock().unwrap();
            both.0.push(number(&delivery.entry));
            both.1 = Some(delivery.position.clone());
        }
        tokio::task::yield_now().await;
        Ok(())
    }

    async fn park(&mut self, _: &Parked) -> Result<(), BoxError> {
        Err("nothing is put aside here".into())
    }
}

#[tokio::test]
async fn a_position_in_the_transaction_of_the_effect_makes_each_event_count_once_however_often_the_program_dies() {
    let shelf = Shelf::new(MANNER, 40).await;
    let mut ledger = Ledger::default();
    for microseconds in (0..).step_by(700) {
        let run = tokio::time::timeout(Duration::from_micros(microseconds), shelf.feed().run(&mut ledger)).await;
        assert!(run.is_err(), "{run:?}");
        if ledger.0.lock().unwrap().0.len() >= 40 {
            break;
        }
    }
    assert_eq!(ledger.0.lock().unwrap().0, range(1, 40));
}

#[tokio::test]
async fn a_run_waits_out_a_server_that_is_down_and_takes_up_what_came_meanwhile() {
    let mut shelf = Shelf::new(MANNER, 2).await;
    let feed = shelf.feed().poll_every(Duration::from_millis(5)).backoff(Duration::from_millis(1), Duration::from_millis(5));
    let applied = Applied::default();
    let mut consumer = handle(MemoryCheckpoints::default(), "x", recorder(&applied, &[])).checkpoint_every(100);
    let run = tokio::spawn(async move { feed.run(&mut consumer).await });
    let reach = async |count: usize| {
        for _ in 0..1000 {
            if applied.lock().unwrap().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{count} events do not come");
    };
    reach(2).await;
    shelf.server.set("/x/feed/recent", Answer::new(500, "text/plain", "down"));
    tokio::time::sleep(Duration::from_millis(30)).await;
    shelf.grow(5);
    reach(7).await;
    run.abort();
    assert_eq!(*applied.lock().unwrap(), range(1, 7));
}
