mod retained;
mod slow;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};

use super::*;
use crate::entity::Entity;
use crate::index::EntityId;
use crate::store::*;
use crate::testing::{entity, schema};
use crate::validate::Validator;
use slow::Slow;

const SKOLE: &str = "utdanning-elev.skole";
const FORHOLD: &str = "utdanning-elev.elevforhold";

struct World {
    ledger: Arc<Ledger>,
    validator: Validator,
    tenant: TenantName,
}

impl World {
    fn over(store: impl Store + 'static) -> Self {
        Self::of(schema(), store)
    }

    fn of(schema: Arc<Schema>, store: impl Store + 'static) -> Self {
        let validator = Validator::new(&schema).unwrap();
        let ledger = Arc::new(Ledger::open(schema, Box::new(store), Box::new(NoEvents)).unwrap());
        Self { ledger, validator, tenant: TenantName::default() }
    }

    /// Where a link that leads nowhere is refused.
    fn strict() -> Self {
        let mut strict = Schema::clone(&schema());
        strict.profile.dangling_links = smie_wire::profile::Dangling::Refuse;
        Self::of(Arc::new(strict), MemoryStore::default())
    }

    fn entity(&self, file: &str, text: &str) -> Arc<Entity> {
        entity(&self.ledger.schema, &self.validator, file, text)
    }

    fn skole(&self, id: &str, navn: &str) -> Arc<Entity> {
        self.entity(SKOLE, &format!(r#"{{"systemId":"{id}","navn":"{navn}"}}"#))
    }

    fn put(&self, entity: Arc<Entity>, expects: Expects) -> Result<Committed, CommitError> {
        self.ledger.submit(&self.tenant, Batch { puts: vec![Put { entity, expects }], ..Batch::default() })
    }

    fn delete(&self, id: EntityId, content: Option<crate::entity::ContentHash>) -> Result<Committed, CommitError> {
        self.ledger.submit(&self.tenant, Batch { deletes: vec![Delete { id, content }], ..Batch::default() })
    }

    fn now(&self) -> Arc<Tenant> {
        self.ledger.snapshot(&self.tenant).unwrap()
    }
}

fn reasons(result: Result<Committed, CommitError>) -> Vec<Reason> {
    match result {
        Err(CommitError::Refused(refusals)) => refusals.into_iter().map(|r| r.reason).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_caller_expects_is_checked_when_it_is_committed() {
    let world = World::over(MemoryStore::default());
    let (a, b) = (world.skole("1", "a"), world.skole("1", "b"));
    let id = world.put(a.clone(), Expects::New).unwrap().ids[0];
    assert_eq!(reasons(world.put(b.clone(), Expects::New)), [Reason::Unmet(Unmet::Exists(id))]);
    assert_eq!(reasons(world.put(b.clone(), Expects::Content(id, b.hash()))), [Reason::Unmet(Unmet::Changed(id))]);
    assert_eq!(world.put(b.clone(), Expects::Content(id, a.hash())).unwrap().updated, 1);
    // On its own path an entity may take another identifier.
    let renamed = world.skole("2", "b");
    assert_eq!(world.put(renamed, Expects::Existing(id)).unwrap().ids, [id]);
    assert_eq!(world.now().find(id.collection, 0, "2"), Some(id));
    assert_eq!(world.now().find(id.collection, 0, "1"), None);
    assert_eq!(reasons(world.delete(id, Some(a.hash()))), [Reason::Unmet(Unmet::Changed(id))]);
    assert_eq!(world.delete(id, None).unwrap().deleted, 1);
    assert_eq!(reasons(world.delete(id, None)), [Reason::Unmet(Unmet::Gone)]);
    assert_eq!(reasons(world.put(a.clone(), Expects::Existing(id))), [Reason::Unmet(Unmet::Gone)]);
    // What comes again is another entity, after the first.
    assert_eq!(world.put(a, Expects::New).unwrap().ids[0].row, id.row + 1);
}

#[test]
fn a_batch_is_all_or_nothing_and_one_transaction() {
    let world = World::over(MemoryStore::default());
    let id = world.put(world.skole("1", "a"), Expects::New).unwrap().ids[0];
    let put = |entity| Put { entity, expects: Expects::Anything };
    let batch = |deletes| Batch { puts: vec![put(world.skole("2", "b")), put(world.skole("3", "c"))], deletes, ..Batch::default() };
    let gone = EntityId { row: 77, ..id };
    let refused = world.ledger.submit(&world.tenant, batch(vec![Delete { id, content: None }, Delete { id: gone, content: None }]));
    assert_eq!(reasons(refused), [Reason::Unmet(Unmet::Gone)]);
    assert_eq!(world.now().collection(id.collection).size(), 1);
    let done = world.ledger.submit(&world.tenant, batch(vec![Delete { id, content: None }])).unwrap();
    assert_eq!((done.created, done.deleted, done.at.seq), (2, 1, Seq(2)));
    let kinds: Vec<_> = world.ledger.store().log(&world.tenant, Seq(1), 10).unwrap().iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [ChangeKind::Created, ChangeKind::Created, ChangeKind::Deleted]);
    // Nothing new: no transaction.
    assert_eq!(world.put(world.skole("2", "b"), Expects::Anything).unwrap().at, done.at);
}

#[test]
fn an_identifier_may_come_from_what_the_batch_deletes_or_renames() {
    let world = World::over(MemoryStore::default());
    let numbered = |id: &str, number: &str| world.entity(SKOLE, &format!(r#"{{"systemId":"{id}","skolenummer":"{number}"}}"#));
    let first = world.put(numbered("1", "A"), Expects::New).unwrap().ids[0];
    assert_eq!(reasons(world.put(numbered("2", "A"), Expects::New)), [Reason::Unmet(Unmet::Exists(first))]);
    let put = |entity, expects| Put { entity, expects };
    let batch =
        Batch { puts: vec![put(numbered("2", "A"), Expects::New)], deletes: vec![Delete { id: first, content: None }], ..Batch::default() };
    let second = world.ledger.submit(&world.tenant, batch).unwrap().ids[0];
    assert_eq!(world.now().find(first.collection, 1, "A"), Some(second));
    let batch =
        Batch { puts: vec![put(numbered("3", "A"), Expects::New), put(numbered("2", "B"), Expects::Existing(second))], ..Batch::default() };
    let ids = world.ledger.submit(&world.tenant, batch).unwrap().ids;
    assert_eq!(world.now().find(first.collection, 1, "A"), Some(ids[0]));
    assert_eq!(world.now().find(first.collection, 1, "B"), Some(second));
    let batch = Batch {
        puts: vec![put(numbered("9", "X"), Expects::Existing(second)), put(numbered("2", "B"), Expects::Anything)],
        ..Batch::default()
    };
    assert_eq!(reasons(world.ledger.submit(&world.tenant, batch)), [Reason::TwiceMeant]);
}

#[test]
fn where_links_must_lead_somewhere_a_deletion_releases_them_or_is_refused() {
    let world = World::strict();
    let person = world.put(world.entity("utdanning-elev.person", r#"{"fodselsnummer":"1"}"#), Expects::New).unwrap().ids[0];
    let elev = r#"{"systemId":"E","_links":{"person":[{"href":"fodselsnummer/1"}]}}"#;
    let elev = world.put(world.entity("utdanning-elev.elev", elev), Expects::New).unwrap().ids[0];
    let skole = world.put(world.skole("S", "a"), Expects::New).unwrap().ids[0];
    let forhold = r#"{"systemId":"F","_links":{"elev":[{"href":"systemid/E"}],"skole":[{"href":"systemid/S"}]}}"#;
    let forhold = world.put(world.entity(FORHOLD, forhold), Expects::New).unwrap().ids[0];
    assert_eq!(reasons(world.delete(person, None)), [Reason::Needed("/utdanning/elev/elev/systemid/E".to_owned())]);
    let done = world.delete(skole, None).unwrap();
    assert_eq!((done.deleted, done.updated), (1, 1));
    assert_eq!(world.now().get(forhold).unwrap().entity().links().len(), 1);
    // Together they may go.
    let deletes = [person, elev].map(|id| Delete { id, content: None }).to_vec();
    assert_eq!(world.ledger.submit(&world.tenant, Batch { deletes, ..Batch::default() }).unwrap().deleted, 2);
    let dangling = world.put(world.entity(FORHOLD, r#"{"systemId":"G","_links":{"skole":[{"href":"systemid/S"}]}}"#), Expects::New);
    assert_eq!(reasons(dangling), [Reason::Dangling("/utdanning/elev/skole/systemid/S".to_owned())]);
}

#[test]
fn links_inside_datatypes_are_released_or_hold_too() {
    let world = World::strict();
    let home =
        world.ledger.schema.collections().find(|(_, home)| home.file.ends_with(".ansvar")).map(|(_, home)| home.file.clone()).unwrap();
    let ansvar = |id: &str| world.put(world.entity(&home, &format!(r#"{{"systemId":"{id}"}}"#)), Expects::New).unwrap().ids[0];
    let text = |links: &str| {
        format!(
            r#"{{"systemId":"L","beskrivelse":"x","prosent":1,"periode":{{"start":"2024-08-01"}},"kontostreng":{{"_links":{{{links}}}}}}}"#
        )
    };
    let fastlonn = |links: &str| world.entity("administrasjon-personal.fastlonn", &text(links));
    let both = r#""ansvar":[{"href":"systemid/Å"}],"formal":[{"href":"systemid/F"}]"#;
    let dangling = world.put(fastlonn(both), Expects::New);
    assert_eq!(reasons(dangling), [Reason::Dangling("/administrasjon/kodeverk/ansvar/systemid/%C3%85".to_owned())]);
    let (mandatory, optional) = (ansvar("Å"), ansvar("F"));
    let lonn = world.put(fastlonn(both), Expects::New).unwrap().ids[0];
    assert_eq!(reasons(world.delete(mandatory, None)), [Reason::Needed("/administrasjon/personal/fastlonn/systemid/L".to_owned())]);
    let done = world.delete(optional, None).unwrap();
    assert_eq!((done.deleted, done.updated), (1, 1));
    let left = fastlonn(r#""ansvar":[{"href":"systemid/Å"}]"#);
    assert_eq!(world.now().get(lonn).unwrap().entity(), &left);
    // What was let go of is not held any more.
    world.put(fastlonn(r#""ansvar":[{"href":"systemid/Å"}]"#), Expects::Anything).unwrap();
    let deletes = [mandatory, lonn].map(|id| Delete { id, content: None }).to_vec();
    assert_eq!(world.ledger.submit(&world.tenant, Batch { deletes, ..Batch::default() }).unwrap().deleted, 2);
}

#[test]
fn a_deleted_entity_leaves_a_tombstone_in_its_place_and_in_time() {
    let world = World::over(MemoryStore::default());
    let ids: Vec<_> = (0..3).map(|i| world.put(world.skole(&i.to_string(), "a"), Expects::New).unwrap().ids[0]).collect();
    let before = world.now().position().stamp;
    let done = world.delete(ids[1], None).unwrap();
    let now = world.now();
    let home = now.collection(ids[1].collection);
    assert_eq!((home.size(), home.last_updated()), (2, done.at.stamp));
    let grave = home.graves().get(1).unwrap();
    assert_eq!((grave.identifiers[0].as_deref(), grave.at), (Some("1"), done.at));
    assert_eq!(home.unburied_since(before), 0);
    assert_eq!(home.buried().nth(0).map(|(_, c)| c.row), Some(1));
}

#[test]
fn the_same_idempotency_key_has_one_effect() {
    let world = World::over(MemoryStore::default());
    let record = || IdempotencyRecord { key: "k".into(), digest: [7; 32], answer: Arc::from(*b"done"), stamp: Stamp(0) };
    let batch = |name| Batch {
        puts: vec![Put { entity: world.skole("1", name), expects: Expects::Anything }],
        idempotency: Some(record()),
        ..Batch::default()
    };
    let first = world.ledger.submit(&world.tenant, batch("a")).unwrap();
    match world.ledger.submit(&world.tenant, batch("b")) {
        Err(CommitError::Repeated(found)) => assert_eq!((&*found.answer, found.stamp), (&b"done"[..], first.at.stamp)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.now().position(), first.at);
}

/// Keeps whom declared events are about.
#[derive(Clone, Debug, Default)]
struct Listening(Arc<Mutex<Vec<(EntityId, EventDraft)>>>);

impl EventRenderer for Listening {
    fn tell(&self, happened: &Happened<'_>, _: &mut Heads, _: &mut dyn Sink) {
        self.0.lock().unwrap().extend_from_slice(happened.drafts);
    }
}

#[test]
fn a_declared_event_may_be_about_what_its_batch_creates() {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let heard = Listening::default();
    let ledger = Ledger::open(schema, Box::new(MemoryStore::default()), Box::new(heard.clone())).unwrap();
    let world = World { ledger: Arc::new(ledger), validator, tenant: TenantName::default() };
    let old = world.put(world.skole("1", "a"), Expects::New).unwrap().ids[0];
    let draft = |subject| EventDraft { subject, event: "åpnet".into(), input: Box::default() };
    let puts = vec![Put { entity: world.skole("2", "b"), expects: Expects::New }];
    let events = vec![draft(Subject::Put(0)), draft(Subject::Entity(old))];
    let new = world.ledger.submit(&world.tenant, Batch { puts, events, ..Batch::default() }).unwrap().ids[0];
    assert_eq!(heard.0.lock().unwrap().iter().map(|(id, _)| *id).collect::<Vec<_>>(), [new, old]);
}

/// Numbers events and closes a page every three.
#[derive(Debug)]
struct Counting;

impl EventRenderer for Counting {
    fn tell(&self, happened: &Happened<'_>, heads: &mut Heads, to: &mut dyn Sink) {
        let head = heads.entry("utdanning/elev".into()).or_default();
        for write in happened.writes {
            head.last += 1;
            let number = head.last;
            let _ = to.event(&mut || EventRow {
                feed: "utdanning/elev".into(),
                number,
                id: Uuid::now_v7(),
                seq: happened.at.seq,
                stamp: happened.at.stamp,
                kind: EventKind::Change(write.kind),
                class: "Skole".into(),
                entry: Arc::from(*b"<entry/>"),
            });
            if head.last + 1 == head.first + 3 {
                let (number, first, last) = (head.page, head.first, head.last);
                let closed = happened.at.stamp;
                let frame = || Arc::from(*b"<feed/>");
                let _ =
                    to.page(&mut || PageRow { feed: "utdanning/elev".into(), number, first, last, closed, revision: 0, frame: frame() });
                (head.page, head.first, head.opened) = (number + 1, last + 1, Stamp(0));
            } else if head.opened == Stamp(0) {
                head.opened = happened.at.stamp;
            }
        }
    }
}

fn reopened(folder: &std::path::Path) -> World {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let store = SqliteStore::open(folder, &schema, &validator).unwrap();
    let ledger = Ledger::open(schema, Box::new(store), Box::new(Counting)).unwrap();
    World { ledger: Arc::new(ledger), validator, tenant: TenantName::default() }
}

/// Everything that readers can see.
fn seen(world: &World) -> String {
    let now = world.now();
    let mut out = format!("{:?} {:?}\n", now.position(), now.heads());
    for (id, home) in world.ledger.schema.collections() {
        let collection = now.collection(id);
        out += &format!("{} {:?} {}\n", home.file, collection.last_updated(), collection.next_row());
        collection.rows().visit(0, &mut |row, resource| {
            let mut text = Vec::new();
            resource.render(b"", &mut text);
            out += &format!("{row} {:?} {}\n", resource.at(), String::from_utf8_lossy(&text));
            std::ops::ControlFlow::Continue(())
        });
        collection.graves().visit(0, &mut |row, grave| {
            out += &format!("{row} {grave:?}\n");
            std::ops::ControlFlow::Continue(())
        });
        collection.changed().visit(0, &mut |_, change| {
            out += &format!("{change:?}\n");
            std::ops::ControlFlow::Continue(())
        });
        collection.buried().visit(0, &mut |_, change| {
            out += &format!("{change:?}\n");
            std::ops::ControlFlow::Continue(())
        });
    }
    out
}

#[test]
fn a_restart_shows_what_was_there_and_makes_nothing_new() {
    let folder = tempfile::tempdir().unwrap();
    let world = reopened(folder.path());
    let mut last = None;
    for i in 0..5 {
        let link = format!(r#"{{"systemId":"{i}","_links":{{"skole":[{{"href":"systemid/{}"}}],"ukjent":[{{"href":"x"}}]}}}}"#, i % 2);
        world.put(world.skole(&i.to_string(), "æøå"), Expects::New).unwrap();
        last = Some(world.put(world.entity(FORHOLD, &link), Expects::New).unwrap().ids[0]);
    }
    world.put(world.skole("0", "ny"), Expects::Anything).unwrap();
    world.delete(last.unwrap(), None).unwrap();
    let record = IdempotencyRecord { key: "k".into(), digest: [1; 32], answer: Arc::from(*b"a"), stamp: Stamp(0) };
    world.ledger.submit(&world.tenant, Batch { idempotency: Some(record), ..Batch::default() }).unwrap();
    let other = TenantName::new("fylke.no").unwrap();
    world.ledger.put(&other, vec![world.skole("9", "b")]).unwrap();
    let before = seen(&world);
    let events = world.ledger.store().events(&world.tenant, "utdanning/elev", 1, 100).unwrap();
    assert_eq!(events.iter().map(|e| e.number).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    drop(world);

    let world = reopened(folder.path());
    assert_eq!(seen(&world), before);
    assert_eq!(world.ledger.tenants(), [TenantName::default(), other.clone()]);
    assert_eq!(world.ledger.snapshot(&other).unwrap().position().seq, Seq(1));
    let store = world.ledger.store();
    assert_eq!(store.events(&world.tenant, "utdanning/elev", 1, 100).unwrap(), events);
    assert_eq!(store.events(&world.tenant, "utdanning/elev", 12, 100).unwrap(), events[11..]);
    assert_eq!(store.event(&world.tenant, events[4].id).unwrap().as_ref(), Some(&events[4]));
    let page = store.page(&world.tenant, "utdanning/elev", 2).unwrap().unwrap();
    assert_eq!((page.first, page.last), (4, 6));
    assert_eq!(store.page(&world.tenant, "utdanning/elev", 5).unwrap(), None);
    let found = store.idempotency(&world.tenant, "k").unwrap().unwrap();
    assert_eq!((found.digest, &*found.answer), ([1; 32], &b"a"[..]));
    // A row that was deleted last is not given again.
    let fresh = world.put(world.entity(FORHOLD, r#"{"systemId":"x"}"#), Expects::New).unwrap();
    assert_eq!((fresh.ids[0].row, fresh.at.seq), (5, Seq(14)));
    let wrong = SqliteStore::check(folder.path(), &world.ledger.schema).unwrap().into_iter().flat_map(|report| report.wrong);
    // The entries here are none that feeds would render, which is told.
    assert_eq!(wrong.filter(|line| !line.ends_with("is not what was kept")).collect::<Vec<_>>(), [""; 0]);
}

/// Runs writers that each put their own schools, one after the other; gives back what was acknowledged.
fn write_together(world: &World, writers: usize, each: usize) -> Vec<(String, Result<Committed, String>)> {
    let barrier = Barrier::new(writers);
    std::thread::scope(|scope| {
        let writer = |w: usize| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                let one = |i: usize| {
                    let id = format!("{w}-{i}");
                    let done = world.put(world.skole(&id, "a"), Expects::New).map_err(|e| e.to_string());
                    if let Ok(done) = &done {
                        // What is acknowledged can be read at once.
                        assert!(world.now().position() >= done.at);
                        assert!(world.now().get(done.ids[0]).is_some());
                    }
                    (id, done)
                };
                (0..each).map(one).collect::<Vec<_>>()
            })
        };
        let handles: Vec<_> = (0..writers).map(writer).collect();
        handles.into_iter().flat_map(|h| h.join().unwrap()).collect()
    })
}

#[test]
fn writers_who_wait_share_one_commit_and_keep_their_own_numbers() {
    let store = Arc::new(Slow::default());
    let world = World::over(store.clone());
    let outcomes = write_together(&world, 32, 10);
    let mut seqs: Vec<_> = outcomes.iter().map(|(_, done)| done.as_ref().unwrap().at.seq.0).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=320).collect::<Vec<_>>());
    let commits = store.commits.load(Ordering::Relaxed);
    assert!(commits <= 40, "{commits} commits of {:?}", store.sizes.lock().unwrap());
    let stamps = |at: &Position| (at.seq, at.stamp);
    let mut positions: Vec<_> = outcomes.iter().map(|(_, done)| done.as_ref().unwrap().at).collect();
    positions.sort_unstable();
    assert!(positions.is_sorted_by_key(|at| stamps(at).1));
}

#[test]
fn a_store_that_fails_commits_nothing_and_the_next_commit_goes_on() {
    let store = Arc::new(Slow::default());
    store.broken.store(3, Ordering::Relaxed);
    let world = World::over(store.clone());
    let outcomes = write_together(&world, 16, 6);
    let (kept, lost): (Vec<_>, Vec<_>) = outcomes.iter().partition(|(_, done)| done.is_ok());
    assert!(!kept.is_empty() && !lost.is_empty());
    assert!(lost.iter().all(|(_, done)| done.as_ref().unwrap_err().contains("the disk is full")));
    let home = world.now();
    let home = home.collection(kept[0].1.as_ref().unwrap().ids[0].collection);
    assert_eq!(home.size(), kept.len() as u64);
    let rows: Vec<_> = store.log(&world.tenant, Seq(0), 1000).unwrap().iter().map(|row| row.seq.0).collect();
    assert_eq!(rows, (1..=kept.len() as u64).collect::<Vec<_>>());
}

/// Panics once.
#[derive(Debug)]
struct Clumsy(AtomicUsize);

impl EventRenderer for Clumsy {
    fn tell(&self, _: &Happened<'_>, _: &mut Heads, _: &mut dyn Sink) {
        assert_ne!(self.0.fetch_add(1, Ordering::Relaxed), 2, "dropped it");
    }
}

#[test]
fn a_panic_in_the_writer_leaves_nobody_waiting() {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let ledger = Ledger::open(schema, Box::new(Arc::new(Slow::default())), Box::new(Clumsy(AtomicUsize::new(0)))).unwrap();
    let world = World { ledger: Arc::new(ledger), validator, tenant: TenantName::default() };
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let world = &world;
        let handles: Vec<_> = (0..16).map(|i| scope.spawn(move || world.put(world.skole(&i.to_string(), "a"), Expects::New))).collect();
        handles.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
    });
    assert_eq!(outcomes.iter().filter(|o| o.is_err()).count(), 1);
    assert!(world.put(world.skole("x", "a"), Expects::New).is_ok());
    let done = outcomes.iter().filter(|o| matches!(o, Ok(Ok(_)))).count();
    assert_eq!(world.now().position().seq, Seq(done as u64 + 1));
}
