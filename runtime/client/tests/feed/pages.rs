//! Walking pages: every event once, in order, from wherever the reader begins and however the server links.

use smie_client::feed::{Alarm, FeedError, Position, Reaction, Start};

use super::shelf::{MANNER, Manner, Shelf, all, number, range};

/// Every way in which a server may write the same feed.
fn manners() -> Vec<Manner> {
    let bools = [true, false];
    let mut manners = Vec::new();
    for newest_first in bools {
        for eager in bools {
            for numbered in bools {
                for (bare, etags) in [(false, true), (true, false)] {
                    manners.push(Manner { newest_first, eager, numbered, bare, etags });
                }
            }
        }
    }
    manners
}

#[tokio::test]
async fn a_growing_feed_gives_every_event_once_and_in_order_however_it_is_written() {
    for manner in manners() {
        let mut shelf = Shelf::new(manner, 7).await;
        let mut reader = shelf.feed().read();
        let mut numbers = all(&mut reader).await.unwrap();
        // Within a page, exactly to its end, over one end, over several.
        for by in [0, 1, 1, 1, 3, 5, 7] {
            shelf.grow(by);
            numbers.extend(all(&mut reader).await.unwrap());
        }
        assert_eq!(numbers, range(1, 25), "newest first {}, eager {}", manner.newest_first, manner.eager);
    }
}

#[tokio::test]
async fn a_reader_goes_on_after_any_event() {
    for manner in [MANNER, Manner { eager: false, numbered: false, ..MANNER }] {
        let mut shelf = Shelf::new(manner, 10).await;
        let mut reader = shelf.feed().read();
        let mut positions = Vec::new();
        while let Some(delivery) = reader.next().await.unwrap() {
            positions.push((number(&delivery.entry), delivery.position));
        }
        shelf.grow(4);
        for (number, position) in positions {
            let kept = serde_json::to_string(&position).unwrap();
            let position: Position = serde_json::from_str(&kept).unwrap();
            let numbers = all(&mut shelf.feed().after(position).read()).await.unwrap();
            assert_eq!(numbers, range(number + 1, 14), "after {number}");
        }
    }
}

#[tokio::test]
async fn a_reader_begins_with_what_comes_or_after_an_entry() {
    let mut shelf = Shelf::new(MANNER, 8).await;
    let mut reader = shelf.feed().start(Start::Recent).read();
    assert_eq!(all(&mut reader).await.unwrap(), [0_usize; 0]);
    shelf.grow(3);
    assert_eq!(all(&mut reader).await.unwrap(), range(9, 11));
    let mut reader = shelf.feed().start(Start::AfterEntry("urn:uuid:2".to_owned())).read();
    assert_eq!(all(&mut reader).await.unwrap(), range(3, 11));
    let missing = shelf.feed().start(Start::AfterEntry("urn:uuid:99".to_owned())).read().next().await;
    assert!(matches!(missing, Err(FeedError::NotFound { pages: 4, .. })), "{missing:?}");
    let far = shelf.feed().pages_back(1).start(Start::AfterEntry("urn:uuid:1".to_owned())).read().next().await;
    assert!(matches!(far, Err(FeedError::NotFound { .. })), "{far:?}");
}

#[tokio::test]
async fn an_empty_feed_has_nothing_until_it_has() {
    let mut shelf = Shelf::new(MANNER, 0).await;
    for start in [Start::First, Start::Recent] {
        let mut reader = shelf.feed().start(start).read();
        assert_eq!(all(&mut reader).await.unwrap(), [0_usize; 0]);
        let before = shelf.count;
        shelf.grow(1);
        assert_eq!(all(&mut reader).await.unwrap(), range(before + 1, shelf.count));
    }
}

#[tokio::test]
async fn closed_pages_are_fetched_once_and_the_open_one_is_asked_about() {
    let shelf = Shelf::new(MANNER, 7).await;
    let client = shelf.feed();
    all(&mut client.read()).await.unwrap();
    assert_eq!(shelf.server.news(), ["/x/feed/first", "/x/feed/2", "/x/feed/3", "/x/feed/recent"]);
    let mut reader = client.read();
    all(&mut reader).await.unwrap();
    // The first page and the second are kept; the open one, by either name, is asked about.
    assert_eq!(shelf.server.news(), ["/x/feed/3", "/x/feed/recent"]);
    all(&mut reader).await.unwrap();
    assert_eq!(shelf.server.news(), ["/x/feed/recent"]);
    let asked = shelf.server.seen.lock().unwrap().requests.last().unwrap().clone();
    assert!(asked.contains("if-none-match: \"3-7\""), "{asked}");
}

#[tokio::test]
async fn a_missing_archive_is_told_and_the_program_decides() {
    let mut shelf = Shelf::new(MANNER, 10).await;
    let mut reader = shelf.feed().read();
    let first = reader.next().await.unwrap().unwrap();
    shelf.purged = [1, 2].into();
    shelf.write();
    let mut resumed = shelf.feed().after(first.position.clone()).read();
    for _ in 0..2 {
        let stopped = resumed.next().await;
        assert!(matches!(&stopped, Err(FeedError::Alarm(Alarm::PageMissing { page })) if page.ends_with("/x/feed/1")), "{stopped:?}");
    }
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let alarms = told.clone();
    let feed = shelf.feed().after(first.position).on_alarm(move |alarm| {
        alarms.lock().unwrap().push(alarm.clone());
        Reaction::GoOn
    });
    assert_eq!(all(&mut feed.read()).await.unwrap(), range(7, 10));
    let told = told.lock().unwrap();
    assert!(matches!(told.as_slice(), [Alarm::PageMissing { .. }, Alarm::Gap { expected: 2, found: 7 }]), "{told:?}");
}

#[tokio::test]
async fn an_entry_that_vanished_is_told_and_nothing_is_skipped_or_repeated_in_silence() {
    let shelf = Shelf::new(Manner { numbered: false, ..MANNER }, 5).await;
    let mut reader = shelf.feed().read();
    let mut last = None;
    for _ in 0..4 {
        last = reader.next().await.unwrap();
    }
    let mut position = last.unwrap().position;
    position.entry = Some("urn:uuid:gone".to_owned());
    let stopped = shelf.feed().after(position.clone()).read().next().await;
    assert!(matches!(stopped, Err(FeedError::Alarm(Alarm::EntryMissing { .. }))), "{stopped:?}");
    let feed = shelf.feed().after(position).on_alarm(|_| Reaction::GoOn);
    assert_eq!(all(&mut feed.read()).await.unwrap(), range(4, 5), "the page again, from its beginning");
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_loses_nothing() {
    let shelf = Shelf::new(MANNER, 7).await;
    let pause = std::time::Duration::from_millis(30);
    for page in ["first", "2", "3", "recent"] {
        shelf.server.slow(&format!("/x/feed/{page}"), pause);
    }
    let mut reader = shelf.feed().read();
    let (mut numbers, mut dropped) = (Vec::new(), 0);
    while dropped < 5 {
        match tokio::time::timeout(pause / 3, reader.next()).await {
            Ok(delivery) => numbers.extend(delivery.unwrap().map(|delivery| number(&delivery.entry))),
            Err(_) => dropped += 1,
        }
    }
    numbers.extend(all(&mut reader).await.unwrap());
    assert_eq!(numbers, range(1, 7));
}
