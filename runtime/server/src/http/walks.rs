//! Walks through a collection while others write: nothing that was there all the time is missed, and every walk ends.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use http::{HeaderMap, Response};
use http_body::Body as _;
use proptest::prelude::*;
use serde_json::Value;
use smie_wire::schema::{CollectionId, Schema};

use super::body::Body;
use super::collection::{self, Pages, Wanted};
use super::narrow::Narrow;
use super::negotiate::Media;
use super::paging::Query;
use super::render::Renderer;
use super::render::dap::Words;
use crate::commit::{Batch, Delete, Ledger, NoEvents};
use crate::index::Stamp;
use crate::store::{MemoryStore, TenantName, now};
use crate::testing;
use crate::validate::Validator;

const FILE: &str = "utdanning-elev.person";
const BASE: &str = "http://h";

pub(super) struct World {
    schema: Arc<Schema>,
    validator: Arc<Validator>,
    words: Arc<Words>,
    pub(super) ledger: Ledger,
    pub(super) pages: Pages,
    id: CollectionId,
}

impl World {
    pub(super) fn new() -> Self {
        let schema = testing::schema();
        let validator = Arc::new(Validator::new(&schema).unwrap());
        let ledger = Ledger::open(schema.clone(), Box::new(MemoryStore::default()), Box::new(NoEvents)).unwrap();
        let words = Arc::new(Words::new(&schema, validator.shapes()));
        let (pages, id) = (Pages::new(&schema), testing::collection(&schema, FILE));
        Self { schema, validator, words, ledger, pages, id }
    }

    /// The same when every walk that runs now has ended.
    fn later(mut self) -> Self {
        self.pages.clock = || Stamp(now().0 + 2 * 60 * 60 * 1000);
        self
    }

    pub(super) fn put(&self, people: &[(u32, &str)]) {
        let entity = |(id, name): &(u32, &str)| {
            let text = format!(r#"{{"fodselsnummer":"{id}","navn":"{name}"}}"#);
            testing::entity(&self.schema, &self.validator, FILE, &text)
        };
        self.ledger.put(&TenantName::default(), people.iter().map(entity).collect()).unwrap();
    }

    pub(super) fn delete(&self, id: u32) {
        let tenant = self.ledger.snapshot(&TenantName::default()).unwrap();
        if let Some(id) = tenant.find(self.id, 0, &id.to_string()) {
            let batch = Batch { deletes: vec![Delete { id, content: None }], ..Batch::default() };
            self.ledger.submit(&TenantName::default(), batch).unwrap();
        }
    }

    pub(super) fn stamp(&self) -> u64 {
        self.ledger.snapshot(&TenantName::default()).unwrap().collection(self.id).last_updated().0
    }

    pub(super) fn respond(&self, media: Media, query: &str, headers: &HeaderMap) -> Response<Body> {
        let home = self.schema.collection(self.id);
        let query = Query::parse(query.strip_prefix('?'), &self.schema.profile, &home.path).unwrap();
        let narrow = Narrow::read(&query, &self.schema, self.validator.shapes(), self.id, 100).unwrap();
        let renderer = Renderer::new(media.into(), BASE.as_bytes().into(), self.id, &self.schema, &self.validator, &self.words);
        let tenant = self.ledger.snapshot(&TenantName::default()).unwrap();
        collection::page(&tenant, (self.id, &self.schema), Wanted { query, narrow, parent: None }, renderer, headers, &self.pages)
    }

    pub(super) fn get(&self, query: &str) -> Value {
        let text = read(self.respond(Media::Native, query, &HeaderMap::new()));
        serde_json::from_slice(&text).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&text)))
    }

    /// The query of a page's link.
    pub(super) fn link(&self, page: &Value, name: &str) -> Option<String> {
        let start = format!("{BASE}{}", self.schema.collection(self.id).path);
        page["_links"][name][0]["href"].as_str().map(|href| href.strip_prefix(&start).unwrap().to_owned())
    }
}

fn read(response: Response<Body>) -> Vec<u8> {
    let told = response.headers().get("content-length").map(|l| l.to_str().unwrap().parse::<usize>().unwrap());
    let mut body = response.into_body();
    let mut context = Context::from_waker(Waker::noop());
    let mut out = Vec::new();
    loop {
        match Pin::new(&mut body).poll_frame(&mut context) {
            Poll::Ready(Some(frame)) => out.extend_from_slice(frame.unwrap().data_ref().unwrap()),
            Poll::Ready(None) => break,
            Poll::Pending => {}
        }
    }
    assert!(told.is_none_or(|told| told == out.len()));
    out
}

pub(super) fn names(page: &Value) -> Vec<u32> {
    let id = |entry: &Value| entry["fodselsnummer"]["identifikatorverdi"].as_str().unwrap().parse().unwrap();
    page["_embedded"]["_entries"].as_array().unwrap().iter().map(id).collect()
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Put(u32, &'static str),
    Delete(u32),
}

fn deeds(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    let deed = (0u32..40, prop::sample::select(&["Ola", "Kari", "Åse", "x"][..]), any::<bool>());
    prop::collection::vec(deed.prop_map(|(id, name, put)| if put { Deed::Put(id, name) } else { Deed::Delete(id) }), 0..most)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Since,
    Filter,
    SinceFilter,
    Deleted,
    SinceDeleted,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Plain, Self::Since, Self::Filter, Self::SinceFilter, Self::Deleted, Self::SinceDeleted];

    fn query(self, since: u64) -> String {
        match self {
            Self::Plain => String::new(),
            Self::Since => format!("&sinceTimeStamp={since}"),
            Self::Filter => "&$filter=navn%20eq%20'ola'".to_owned(),
            Self::SinceFilter => format!("&%24filter=navn+ne+'x'&sinceTimeStamp={since}"),
            Self::Deleted => "&includeDeleted=true".to_owned(),
            Self::SinceDeleted => format!("&includeDeleted=true&sinceTimeStamp={since}"),
        }
    }

    fn wants(self, person: &Person, since: u64) -> bool {
        let living = person.name.is_some();
        match self {
            Self::Plain => living,
            Self::Since => living && person.stamp > since,
            Self::Filter => person.name == Some("Ola"),
            Self::SinceFilter => living && person.name != Some("x") && person.stamp > since,
            Self::Deleted => true,
            Self::SinceDeleted => person.stamp > since,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Person {
    name: Option<&'static str>,
    stamp: u64,
}

/// What should be there, by the rows ever created: a name that comes again after a deletion is another row.
#[derive(Default)]
struct Model {
    rows: Vec<(u32, Person)>,
    living: BTreeMap<u32, usize>,
}

impl Model {
    fn does(&mut self, world: &World, deed: Deed) {
        let before = world.stamp();
        match deed {
            Deed::Put(id, name) => world.put(&[(id, name)]),
            Deed::Delete(id) => world.delete(id),
        }
        let stamp = world.stamp();
        if stamp == before {
            return;
        }
        match deed {
            Deed::Put(id, name) => {
                let rows = &mut self.rows;
                let row = *self.living.entry(id).or_insert_with(|| {
                    rows.push((id, Person { name: None, stamp }));
                    rows.len() - 1
                });
                rows[row].1 = Person { name: Some(name), stamp };
            }
            Deed::Delete(id) => {
                if let Some(row) = self.living.remove(&id) {
                    self.rows[row].1 = Person { name: None, stamp };
                }
            }
        }
    }

    fn wanted(&self, kind: Kind, since: u64) -> BTreeSet<usize> {
        (0..self.rows.len()).filter(|row| kind.wants(&self.rows[*row].1, since)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_walk_by_next_misses_nothing_that_was_there_all_the_time(
        kind in prop::sample::select(&Kind::ALL[..]),
        size in 1u32..6,
        first in deeds(60),
        middle in deeds(40),
        meanwhile in prop::collection::vec(deeds(4), 30),
    ) {
        let world = World::new();
        // As if a provider kept it: rows may leave at any time.
        world.pages.expect_losses(world.id);
        let mut model = Model::default();
        first.into_iter().for_each(|deed| model.does(&world, deed));
        let since = world.stamp().max(1);
        middle.into_iter().for_each(|deed| model.does(&world, deed));
        let mut always = model.wanted(kind, since);
        let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
        let mut next = Some(format!("?size={size}&offset=0{}", kind.query(since)));
        let mut meanwhile = meanwhile.into_iter();
        let mut pages = 0;
        while let Some(query) = next {
            let page = world.get(&query);
            prop_assert_eq!(page["total_items"].as_u64(), Some(model.living.len() as u64));
            let matching = model.wanted(kind, since).len() as u64;
            prop_assert_eq!(page.get("matching_items").and_then(Value::as_u64), (kind != Kind::Plain).then_some(matching), "{}", query);
            prop_assert_eq!(world.link(&page, "self"), Some(query));
            let names = names(&page);
            prop_assert_eq!(page["size"].as_u64(), Some(names.len() as u64));
            for name in names {
                *seen.entry(name).or_default() += 1;
            }
            pages += 1;
            prop_assert!(pages < 400, "the walk does not end");
            next = world.link(&page, "next");
            for deed in meanwhile.next().unwrap_or_default() {
                model.does(&world, deed);
            }
            always = always.intersection(&model.wanted(kind, since)).copied().collect();
        }
        for row in always {
            let name = model.rows[row].0;
            prop_assert!(seen.contains_key(&name), "{} is missing in {:?}", name, seen);
        }
        if matches!(kind, Kind::Plain | Kind::Filter) {
            // In order of creation a row is shown once, and a name has several rows only when it was deleted between.
            for (name, times) in seen {
                prop_assert!(times <= model.rows.iter().filter(|(id, _)| *id == name).count());
            }
        }
    }

    /// Nobody said that rows may leave, and they do while a walk with FINT's plain links runs, or one that counts its offsets itself.
    #[test]
    fn a_walk_that_runs_at_the_first_loss_misses_nothing(
        size in 1u32..6,
        count in 1u32..30,
        counting in any::<bool>(),
        meanwhile in prop::collection::vec(deeds(3), 30),
    ) {
        let world = World::new();
        world.put(&(0..count).map(|id| (id, "x")).collect::<Vec<_>>());
        let mut always: BTreeSet<u32> = (0..count).collect();
        let mut seen = BTreeSet::new();
        let (mut next, mut offset, mut pages) = (Some(format!("?size={size}&offset=0")), 0, 0);
        let mut meanwhile = meanwhile.into_iter();
        while let Some(query) = next {
            let page = world.get(&query);
            seen.extend(names(&page));
            pages += 1;
            prop_assert!(pages < 200, "the walk does not end");
            offset += size;
            let link = world.link(&page, "next");
            if pages == 1 && link.is_some() {
                prop_assert_eq!(link.as_ref(), Some(&format!("?size={size}&offset={size}")), "the seed's link");
            }
            // Who counts goes on for as long as there were rows when it began.
            next = if counting { (offset < count).then(|| format!("?size={size}&offset={offset}")) } else { link };
            for deed in meanwhile.next().unwrap_or_default() {
                // Deeds of the second half are about rows that are there already.
                match deed {
                    Deed::Put(id, _) if id >= count => {}
                    Deed::Put(id, name) => if always.contains(&id) { world.put(&[(id, name)]) },
                    Deed::Delete(id) => {
                        world.delete(id);
                        always.remove(&id);
                    }
                }
            }
        }
        for name in always {
            prop_assert!(seen.contains(&name), "{} is missing in {:?}", name, seen);
        }
    }

    #[test]
    fn pages_by_offset_are_the_pages_of_the_whole(kind in prop::sample::select(&Kind::ALL[..]), size in 1u64..7, first in deeds(60), middle in deeds(40)) {
        let world = World::new().later();
        let mut model = Model::default();
        first.into_iter().for_each(|deed| model.does(&world, deed));
        let since = world.stamp().max(1);
        middle.into_iter().for_each(|deed| model.does(&world, deed));
        let all = names(&world.get(&kind.query(since).replacen('&', "?", 1)));
        prop_assert_eq!(all.len(), model.wanted(kind, since).len());
        let mut walked = Vec::new();
        for page in 0..=all.len() as u64 / size {
            let query = format!("?size={size}&offset={}{}", page * size, kind.query(since));
            // Once counted, and once with the count remembered.
            let (fresh, again) = (world.get(&query), world.get(&query));
            prop_assert_eq!(&fresh, &again);
            prop_assert_eq!(fresh["_links"].get("next").is_some(), (page + 1) * size < all.len() as u64);
            walked.extend(names(&fresh));
        }
        prop_assert_eq!(walked, all);
    }
}

#[test]
fn the_deleted_are_shown_when_asked_for_with_what_is_left_of_them() {
    let world = World::new();
    world.put(&[(1, "Ola"), (2, "Kari"), (3, "Åse")]);
    let before = world.stamp();
    let tag = |query: &str| world.respond(Media::Native, query, &HeaderMap::new()).headers()["etag"].clone();
    let (plain, deleted) = (tag(""), tag("?includeDeleted=true"));
    world.delete(2);
    assert!(tag("") != plain && tag("?includeDeleted=true") != deleted);
    assert_eq!(names(&world.get("")), [1, 3]);
    let page = world.get("?includeDeleted=true");
    assert_eq!(names(&page), [1, 2, 3]);
    assert_eq!((&page["total_items"], &page["matching_items"], &page["size"]), (&2.into(), &3.into(), &3.into()));
    let gone = &page["_embedded"]["_entries"][1];
    let at = gone["_deletedAt"].as_str().unwrap();
    let path = "http://h/utdanning/elev/person/fodselsnummer/2";
    let expected = serde_json::json!({
        "fodselsnummer": {"identifikatorverdi": "2"}, "_deleted": true, "_deletedAt": at, "_links": {"self": [{"href": path}]},
    });
    assert_eq!((gone, at.len()), (&expected, 20));
    let hal: Value = serde_json::from_slice(&read(world.respond(Media::Hal, "?includeDeleted=true", &HeaderMap::new()))).unwrap();
    assert_eq!(hal["_embedded"]["_entries"][1]["_links"]["self"]["href"], path);
    // A deletion is news, and only for those who ask for deletions.
    assert_eq!(names(&world.get(&format!("?sinceTimeStamp={before}&includeDeleted=true"))), [2]);
    assert_eq!(world.get(&format!("?sinceTimeStamp={before}"))["size"], 0);
    // Of the deleted a filter knows the identifiers.
    assert_eq!(names(&world.get("?includeDeleted=true&$filter=fodselsnummer eq '2' or navn eq 'ola'")), [1, 2]);
    assert_eq!(names(&world.get("?includeDeleted=true&$filter=links/self/any(s:s/href endswith '/2')")), [2]);
    assert_eq!(names(&world.get("?includeDeleted=true&$filter=not navn contains 'a'")), [2, 3]);
    // The same person again is another row.
    world.put(&[(2, "Kari")]);
    assert_eq!(names(&world.get("?includeDeleted=true")), [1, 2, 3, 2]);
}

#[test]
fn links_are_the_seeds_until_rows_may_leave() {
    let world = World::new();
    world.put(&(0..6).map(|id| (id, "x")).collect::<Vec<_>>());
    let page = world.get("?size=2&offset=2");
    let links = ["self", "prev", "next"].map(|name| world.link(&page, name).unwrap());
    assert_eq!(links, ["?size=2&offset=2", "?size=2&offset=0", "?size=2&offset=4"]);
    let tag = world.respond(Media::Native, "?size=2&offset=2", &HeaderMap::new()).headers()["etag"].clone();
    world.pages.expect_losses(world.id);
    assert_ne!(world.respond(Media::Native, "?size=2&offset=2", &HeaderMap::new()).headers()["etag"], tag);
    let page = world.get("?size=2&offset=2");
    let links = ["self", "prev", "next"].map(|name| world.link(&page, name).unwrap());
    assert!(links[2].starts_with("?size=2&offset=4&cursor=") && links[..2] == ["?size=2&offset=2", "?size=2&offset=0"], "{links:?}");
    world.delete(0);
    world.delete(3);
    let page = world.get(&links[2]);
    assert_eq!((names(&page), &page["offset"], world.link(&page, "next")), (vec![4, 5], &4.into(), None));
    // By offset alone the rows have moved, which nobody is to miss who began before.
    let soon = world.respond(Media::Native, "?size=2&offset=4", &HeaderMap::new()).headers()["etag"].clone();
    assert_eq!((names(&world.get("?size=2&offset=2")), names(&world.get("?size=2&offset=4"))), (vec![2, 4, 5], vec![4, 5]));
    let world = world.later();
    assert_eq!((names(&world.get("?size=2&offset=2")), names(&world.get("?size=2&offset=4"))), (vec![4, 5], vec![]));
    assert_ne!(world.respond(Media::Native, "?size=2&offset=4", &HeaderMap::new()).headers()["etag"], soon);
}

#[test]
fn a_long_look_gives_others_their_turn() {
    let world = World::new();
    world.put(&(0..30_000).map(|id| (id, if id % 15_000 == 7 { "nål" } else { "høy" })).collect::<Vec<_>>());
    let mut body = world.respond(Media::Native, "?$filter=navn eq 'NÅL' and not navn contains 'x'", &HeaderMap::new()).into_body();
    let mut context = Context::from_waker(Waker::noop());
    let (mut rests, mut out) = (0, Vec::new());
    loop {
        match Pin::new(&mut body).poll_frame(&mut context) {
            Poll::Ready(Some(frame)) => out.extend_from_slice(frame.unwrap().data_ref().unwrap()),
            Poll::Ready(None) => break,
            Poll::Pending => rests += 1,
        }
    }
    let page: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(names(&page), [7, 15_007]);
    assert!(rests > 0);
}
