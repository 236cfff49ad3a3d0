//! Readers that walk a feed: forward and backward, beginning and resuming anywhere, while others write and across restarts.

use proptest::prelude::*;

use super::*;

#[test]
fn readers_see_each_event_once_and_in_order_while_eight_write() {
    let world = World::new(7, &[]);
    let (writers, each) = (8, 40);
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let world = &world;
            scope.spawn(move || world.grupper((0..each).map(|i| format!("{writer}-{i}"))));
        }
        for limit in [1, 3, 50] {
            let world = &world;
            scope.spawn(move || {
                let (mut after, mut seen) = (0, Vec::new());
                while seen.len() < writers * each {
                    let stretch = world.elev().after(Some(after), &Filter::default(), limit).unwrap();
                    seen.extend(stretch.rows.iter().map(|row| row.number));
                    assert!(stretch.upto >= after && stretch.rows.windows(2).all(|w| w[0].stamp <= w[1].stamp));
                    after = stretch.upto;
                }
                assert!(seen.iter().copied().eq(1..=(writers * each) as u64));
            });
        }
        // A page walker: closed pages are read once, the open one again and again; a closed page never changes.
        let world = &world;
        scope.spawn(move || {
            let (mut at, mut closed) = (1, Vec::new());
            while closed.len() < writers * each / 7 {
                let reading = world.elev();
                while at < reading.head.page {
                    closed.push(page(&reading, at).unwrap());
                    at += 1;
                }
            }
            let numbers: Vec<u64> = closed.iter().flat_map(|text| numbers(text).into_iter().rev()).collect();
            assert!(numbers.iter().copied().eq(1..=numbers.len() as u64));
            for (number, text) in (1..).zip(closed) {
                assert_eq!(page(&world.elev(), number).unwrap(), text);
            }
        });
    });
    assert!(forward(&world.elev(), 1).into_iter().eq(1..=(writers * each) as u64));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Walks that begin or resume anywhere, forward or backward, with restarts between the batches, agree with what was done.
    #[test]
    fn every_walk_sees_each_event_exactly_once(
        size in 1u32..6,
        batches in prop::collection::vec(prop::collection::vec((0u8..6, 0u8..3), 0..9), 1..12),
        restart in any::<prop::sample::Index>(),
        resume in any::<prop::sample::Index>(),
        limit in 1usize..5,
    ) {
        let mut world = World::new(size, &[]);
        let restart = restart.index(batches.len());
        let mut told = 0;
        for (i, batch) in batches.into_iter().enumerate() {
            if i == restart {
                world = World::over(size, &[], world.store.clone());
            }
            let latest: std::collections::BTreeMap<u8, u8> = batch.into_iter().collect();
            let text = |id, navn| format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}},"navn":"{navn}"}}"#);
            let puts = latest.iter().map(|(id, navn)| Put { entity: world.entity(GRUPPE, &text(id, navn)), expects: Expects::Anything });
            let done = world.ledger.submit(&world.tenant, Batch { puts: puts.collect(), ..Batch::default() }).unwrap();
            told += (done.created + done.updated) as u64;
        }
        let reading = world.elev();
        prop_assert_eq!(reading.head.last, told);
        prop_assert!(forward(&reading, 1).into_iter().eq(1..=told));
        // Backward from the open page: entries stand newest first, so the pages read on in one falling line.
        let backward: Vec<u64> = (1..=reading.head.page).rev().flat_map(|n| numbers(&page(&reading, n).unwrap())).collect();
        prop_assert!(backward.into_iter().eq((1..=told).rev()));
        // Every closed page is full, none is empty, and the open one is not full.
        for n in 1..reading.head.page {
            prop_assert_eq!(numbers(&page(&reading, n).unwrap()).len(), size as usize);
        }
        prop_assert!(numbers(&page(&reading, reading.head.page).unwrap()).len() < size as usize);
        // Resuming after any event.
        let mut after = resume.index(told as usize + 1) as u64;
        let mut rest = Vec::new();
        let from = after;
        loop {
            let stretch = reading.after(Some(after), &Filter::default(), limit).unwrap();
            rest.extend(stretch.rows.iter().map(|row| row.number));
            if stretch.upto == after { break; }
            after = stretch.upto;
        }
        prop_assert!(rest.into_iter().eq(from + 1..=told));
    }
}

#[test]
fn the_pms_form_tells_members_only_by_the_models_letters() {
    let overrides = [("dap.compat", "pm"), ("feed.namespace", "http://schemas.{package}.se")];
    let world = World::new(10, &overrides);
    let lonn = r#"{"systemId":"19/1","beskrivelse":"x","prosent":1,"periode":{"start":"2024-08-01T00:00:00Z"},
        "_links":{"arbeidsforhold":[{"href":"systemid/9"}]}}"#;
    let put = Put { entity: world.entity(FASTLONN, lonn), expects: Expects::Anything };
    let event = EventDraft { subject: Subject::Put(0), event: "lønn_økt_for_året".into(), input: b"{}".as_slice().into() };
    world.ledger.submit(&world.tenant, Batch { puts: vec![put], events: vec![event], ..Batch::default() }).unwrap();
    let feed = world.feeds.iter().find(|feed| *feed.key == *"administrasjon/personal").unwrap();
    let head = world.ledger.snapshot(&world.tenant).unwrap().heads()[&feed.key];
    let reading = Reading { store: &*world.store, tenant: &world.tenant, feed, head };
    let text = page(&reading, 1).unwrap();
    let content = "<m:LønnØktForÅret xmlns:m=\"http://schemas.administrasjon-personal.se\" xmlns:e=\"http://schemas.administrasjon-personal.se/events\">\
                   <m:systemId>19/1</m:systemId><m:periode><m:start>2024-08-01T00:00:00Z</m:start></m:periode>\
                   <m:arbeidsforholdId>9</m:arbeidsforholdId></m:LønnØktForÅret>";
    assert!(text.contains(content), "{text}");
    assert!(text.contains("term=\"LønnØktForÅret\""), "{text}");
}

/// Where a link of a document leads, as the ending of the feed's path.
fn link(text: &str, rel: &str) -> Option<String> {
    let element = text.split("<link ").skip(1).map(|rest| rest.split("/>").next().unwrap_or_default());
    let element =
        element.into_iter().take_while(|link| !link.contains("rel=\"related\"")).find(|link| link.contains(&format!("rel=\"{rel}\"")))?;
    let href = element.split("href=\"").nth(1)?.split('"').next()?;
    Some(href.strip_prefix("https://h/utdanning/elev/feed/")?.to_owned())
}

fn at(world: &World, ending: &str) -> String {
    match ending {
        "recent" => text(&world.elev().open(true).unwrap()),
        number => page(&world.elev(), number.parse().unwrap()).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing but the links of what was read leads the reader, and something is written between every two looks.
    #[test]
    fn a_reader_who_follows_links_sees_each_event_once_while_others_write(
        size in 1u32..5,
        before in 0usize..14,
        start in any::<prop::sample::Index>(),
        meanwhile in prop::collection::vec(0usize..4, 1..20),
        restart in any::<prop::sample::Index>(),
    ) {
        let mut world = World::new(size, &[]);
        let mut told = 0;
        let write = |world: &World, told: &mut usize, count: usize| {
            world.grupper((*told..*told + count).map(|i| format!("g{i}")));
            *told += count;
        };
        write(&world, &mut told, before);
        let begin = start.index(world.elev().head.page as usize) as u64 + 1;
        let restart = restart.index(meanwhile.len());
        // Backward from any page to the first one.
        let mut seen = Vec::new();
        let mut next = Some(begin.to_string());
        let newest = numbers(&at(&world, &begin.to_string())).first().copied().unwrap_or((begin - 1) * u64::from(size));
        while let Some(ending) = next {
            let document = at(&world, &ending);
            // Of the page that was open, what came since is not asked for.
            seen.extend(numbers(&document).into_iter().filter(|number| *number <= newest));
            next = link(&document, "prev-archive");
            write(&world, &mut told, 1);
        }
        prop_assert!(seen.into_iter().eq((1..=newest).rev()));
        // Forward from there, and then again and again what is new.
        let (mut seen, mut place) = (Vec::new(), begin.to_string());
        let from = (begin - 1) * u64::from(size);
        for (i, count) in meanwhile.into_iter().enumerate() {
            write(&world, &mut told, count);
            if i == restart {
                world = World::over(size, &[], world.store.clone());
            }
            loop {
                let document = at(&world, &place);
                let last = seen.last().copied().unwrap_or(from);
                seen.extend(numbers(&document).into_iter().rev().filter(|number| *number > last));
                match link(&document, "next-archive") {
                    Some(next) => place = next,
                    None => break,
                }
            }
            prop_assert_eq!(seen.last().copied().unwrap_or(from), told as u64);
            let recent = at(&world, "recent");
            prop_assert_eq!(link(&recent, "via").unwrap(), world.elev().head.page.to_string());
            prop_assert_eq!(link(&recent, "current").unwrap(), "recent");
        }
        prop_assert!(seen.into_iter().eq(from + 1..=told as u64));
    }
}
