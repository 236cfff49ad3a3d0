//! Feeds from the ledger's side: what is told, in which order, in which pages.

mod erasure;
mod large;
mod walks;

use std::sync::Arc;

use smie_wire::schema::Schema;

use super::page::PageRead;
use super::*;
use crate::commit::{Batch, Delete, EventDraft, Expects, Ledger, Put, Subject};
use crate::entity::Entity;
use crate::index::Stamp;
use crate::store::{EventKind, Head, MemoryStore, SqliteStore, Store, TenantName};
use crate::testing::{entity, schema_with_feeds};
use crate::validate::Validator;

const ELEV: &str = "utdanning-elev.elev";
const GRUPPE: &str = "utdanning-elev.gruppe";
const PERSON: &str = "utdanning-elev.person";
const FASTLONN: &str = "administrasjon-personal.fastlonn";

/// A ledger whose packages have feeds.
struct World {
    schema: Arc<Schema>,
    validator: Validator,
    feeds: Arc<Feeds>,
    store: Arc<dyn Store>,
    ledger: Ledger,
    tenant: TenantName,
}

impl World {
    fn new(page_size: u32, overrides: &[(&str, &str)]) -> Self {
        Self::over(page_size, overrides, Arc::new(MemoryStore::default()))
    }

    /// Its data in a folder.
    fn on_disk(page_size: u32, overrides: &[(&str, &str)], folder: &std::path::Path) -> Self {
        let schema = schema_with_feeds(page_size, overrides);
        let store = SqliteStore::open(folder, &schema, &Validator::new(&schema).unwrap()).unwrap();
        Self::over(page_size, overrides, Arc::new(store))
    }

    fn over(page_size: u32, overrides: &[(&str, &str)], store: Arc<dyn Store>) -> Self {
        let schema = schema_with_feeds(page_size, overrides);
        let feeds = Arc::new(Feeds::new(&schema));
        let renderer = Renderer::new(feeds.clone(), store.secret().unwrap());
        let ledger = Ledger::open(schema.clone(), Box::new(store.clone()), Box::new(renderer)).unwrap();
        Self { validator: Validator::new(&schema).unwrap(), schema, feeds, store, ledger, tenant: TenantName::default() }
    }

    fn entity(&self, file: &str, text: &str) -> Arc<Entity> {
        entity(&self.schema, &self.validator, file, text)
    }

    fn put(&self, file: &str, text: &str) -> crate::index::EntityId {
        let put = Put { entity: self.entity(file, text), expects: Expects::Anything };
        self.ledger.submit(&self.tenant, Batch { puts: vec![put], ..Batch::default() }).unwrap().ids[0]
    }

    fn gruppe(&self, id: &str, navn: &str) -> crate::index::EntityId {
        self.put(GRUPPE, &format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}},"navn":"{navn}"}}"#))
    }

    /// Creates groups, each by a commit of its own.
    fn grupper<T: ToString>(&self, ids: impl IntoIterator<Item = T>) {
        for id in ids {
            self.gruppe(&id.to_string(), "a");
        }
    }

    fn delete(&self, id: crate::index::EntityId) {
        let batch = Batch { deletes: vec![Delete { id, content: None }], ..Batch::default() };
        self.ledger.submit(&self.tenant, batch).unwrap();
    }

    fn feed(&self, key: &str) -> &Feed {
        self.feeds.iter().find(|feed| *feed.key == *key).unwrap()
    }

    fn reading<'w>(&'w self, feed: &'w Feed) -> Reading<'w> {
        let snapshot = self.ledger.snapshot(&self.tenant).unwrap();
        let head = snapshot.heads().get(&feed.key).copied().unwrap_or_default();
        Reading { store: self.ledger.store(), tenant: &self.tenant, feed, head }
    }

    fn elev(&self) -> Reading<'_> {
        self.reading(self.feed("utdanning/elev"))
    }
}

fn text(document: &Document) -> String {
    let mut out = Vec::new();
    document.text.render(b"https://h", &mut out);
    String::from_utf8(out).unwrap()
}

fn page(reading: &Reading<'_>, number: u64) -> Option<String> {
    match reading.page(number).unwrap() {
        PageRead::Found(document) => Some(text(&document)),
        PageRead::Beyond | PageRead::Purged => None,
    }
}

/// Replaces what differs from run to run.
fn steady(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("urn:uuid:").map(|at| at + 9).or_else(|| rest.find("UID>").map(|at| at + 4)) {
        let next = rest.find("UID>").map_or(at, |uid| at.min(uid + 4));
        out.push_str(&rest[..next]);
        rest = &rest[next..];
        if rest.len() >= 36 && rest.as_bytes()[8] == b'-' {
            out.push_str("ID");
            rest = &rest[36..];
        }
    }
    out.push_str(rest);
    let mut steady = String::new();
    for part in out.split_inclusive('>') {
        let time = part.find('<').filter(|at| *at == 24 && part.as_bytes()[10] == b'T');
        steady.push_str(&time.map_or_else(|| part.to_owned(), |at| format!("TIME{}", &part[at..])));
    }
    steady.replace("><", ">\n<")
}

/// Numbers of the entries of a document, as they stand there.
fn numbers(text: &str) -> Vec<u64> {
    let parts = text.split("<e:Nummer>").skip(1);
    parts.map(|part| part.split('<').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn a_closed_page_and_the_open_one_look_like_this() {
    let world = World::new(3, &[("feed.authority", "api.example.no,2026")]);
    let gruppe = world.gruppe("1/A", "Ærlige & \\u0001<snille>");
    world.gruppe("1/A", "Ærlige");
    world.delete(gruppe);
    world.put(PERSON, r#"{"fodselsnummer":{"identifikatorverdi":"01019012345"}}"#);
    let reading = world.elev();
    let opaque = page(&reading, 2).unwrap();
    let id = opaque.split("<e:OpaqueId>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(id.len(), 36);
    assert!(!opaque.contains("01019012345") && !opaque.contains("rel=\"related\""), "{opaque}");
    insta::assert_snapshot!("closed", steady(&page(&reading, 1).unwrap()));
    insta::assert_snapshot!("open", steady(&opaque).replace(&id, "OPAQUE"));
    assert_eq!(page(&reading, 3), None);
    assert_eq!(numbers(&page(&reading, 1).unwrap()), [3, 2, 1]);
}

#[test]
fn a_page_closes_when_it_is_full_and_the_next_one_is_there_at_once() {
    let world = World::new(2, &[]);
    let empty = page(&world.elev(), 1).unwrap();
    assert!(!empty.contains("fh:archive/") && numbers(&empty).is_empty());
    world.gruppe("1", "a");
    world.gruppe("2", "a");
    let reading = world.elev();
    assert_eq!(reading.head, Head { last: 2, page: 2, first: 3, opened: Stamp(0) });
    let (closed, open) = (page(&reading, 1).unwrap(), page(&reading, 2).unwrap());
    assert!(
        closed.contains("<fh:archive/>") && closed.contains(r#"rel="next-archive""#) && closed.contains("https://h/utdanning/elev/feed/2")
    );
    assert!(!open.contains("fh:archive/") && open.contains(r#"rel="prev-archive""#) && !open.contains("next-archive"));
    // The page that a reader was told of keeps its time while it is empty.
    let updated = |text: &str| text.split("<updated>").nth(1).unwrap()[..24].to_owned();
    assert_eq!(updated(&open), updated(&closed));
    world.gruppe("3", "a");
    assert_eq!(page(&world.elev(), 1).unwrap(), closed);
}

#[test]
fn nothing_is_told_of_what_changes_nothing_or_of_packages_without_a_feed() {
    let world = World::new(10, &[]);
    world.gruppe("1", "a");
    world.gruppe("1", "a");
    world.put("administrasjon-kodeverk.ansvar", r#"{"systemId":{"identifikatorverdi":"1"}}"#);
    assert_eq!(world.elev().head.last, 1);
    assert_eq!(world.reading(world.feed("administrasjon/personal")).head.last, 0);
}

#[test]
fn a_page_closes_by_age_though_nothing_happens() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_disk(10, &[("feed.page_age", "1")], folder.path());
    world.gruppe("1", "a");
    let feed = world.feed("utdanning/elev");
    let head = world.elev().head;
    assert!(!renderer::is_due(&head, feed, Stamp(head.opened.0 + 999)));
    assert!(renderer::is_due(&head, feed, Stamp(head.opened.0 + 1000)));
    std::thread::sleep(std::time::Duration::from_millis(1050));
    tend(&world.ledger, &world.feeds, None);
    assert_eq!(world.elev().head.page, 2);
    let closed = page(&world.elev(), 1).unwrap();
    assert_eq!(numbers(&closed), [1]);
    // An empty page does not close.
    tend(&world.ledger, &world.feeds, None);
    assert_eq!(world.elev().head.page, 2);
    world.gruppe("2", "a");
    assert_eq!(numbers(&page(&world.elev(), 2).unwrap()), [2]);
    assert_eq!(page(&world.elev(), 1).unwrap(), closed);
    let reports = SqliteStore::check(folder.path(), &world.schema).unwrap();
    assert!(reports.iter().all(|report| report.wrong.is_empty()), "{reports:?}");
}

#[test]
fn purged_pages_are_gone_and_what_was_numbered_stays_numbered() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let open = || if on_disk { World::on_disk(2, &[], folder.path()) } else { World::new(2, &[]) };
        purged_pages(open(), |world| if on_disk { (drop(world), open()).1 } else { World::over(2, &[], world.store) });
    }
    let schema = schema_with_feeds(2, &[]);
    let reports = SqliteStore::check(folder.path(), &schema).unwrap();
    assert!(reports.iter().all(|report| report.wrong.is_empty()), "{reports:?}");
}

fn purged_pages(world: World, restart: impl FnOnce(World) -> World) {
    world.grupper(0..7);
    let kept = page(&world.elev(), 3).unwrap();
    let closed = world.store.page(&world.tenant, "utdanning/elev", 2).unwrap().unwrap().closed;
    assert!(tend(&world.ledger, &world.feeds, Some(Stamp(closed.0 + 1))));
    let reading = world.elev();
    assert!(matches!(reading.page(2).unwrap(), PageRead::Purged));
    assert!(matches!(reading.page(1).unwrap(), PageRead::Purged));
    assert!(matches!(reading.page(5).unwrap(), PageRead::Beyond));
    assert_eq!(reading.first().unwrap(), 3);
    assert_eq!(page(&reading, 3).unwrap(), kept);
    assert!(reading.after(Some(1), &Filter::default(), 10).unwrap().is_purged);
    assert_eq!(reading.after(None, &Filter::default(), 10).unwrap().rows[0].number, 5);
    assert!(!reading.after(Some(4), &Filter::default(), 10).unwrap().is_purged);
    // The rest may go too; the numbers go on after a restart.
    assert!(tend(&world.ledger, &world.feeds, Some(Stamp(u64::MAX))));
    assert_eq!(numbers(&page(&world.elev(), 4).unwrap()), [7]);
    let again = restart(world);
    again.gruppe("x", "a");
    assert_eq!((again.elev().head.last, again.elev().head.page), (8, 5));
    assert_eq!(numbers(&page(&again.elev(), 4).unwrap()), [8, 7]);
}

#[test]
fn a_reader_of_a_feed_of_which_nothing_is_kept_is_told_so_and_goes_on_from_its_end() {
    let world = World::new(2, &[]);
    world.grupper(0..4);
    assert!(tend(&world.ledger, &world.feeds, Some(Stamp(u64::MAX))));
    let reading = world.elev();
    assert!(reading.after(Some(1), &Filter::default(), 10).unwrap().is_purged);
    for after in [None, Some(4)] {
        let stretch = reading.after(after, &Filter::default(), 10).unwrap();
        assert_eq!((stretch.rows.len(), stretch.upto, stretch.is_purged), (0, 4, false));
    }
    assert_eq!(reading.first().unwrap(), 3);
}

#[test]
fn a_restart_from_disk_gives_the_same_bytes_and_the_same_opaque_ids() {
    let folder = tempfile::tempdir().unwrap();
    let read = |world: &World| (1..=3).map(|n| page(&world.elev(), n).unwrap()).collect::<Vec<_>>();
    let world = World::on_disk(2, &[], folder.path());
    for i in 0..5 {
        world.put(PERSON, &format!(r#"{{"fodselsnummer":{{"identifikatorverdi":"{i}"}}}}"#));
    }
    let before = read(&world);
    drop(world);
    let world = World::on_disk(2, &[], folder.path());
    assert_eq!(read(&world), before);
    world.put(PERSON, r#"{"fodselsnummer":{"identifikatorverdi":"4"},"navn":"x"}"#);
    let last = page(&world.elev(), 3).unwrap();
    let ids: Vec<&str> = last.split("<e:OpaqueId>").skip(1).map(|part| &part[..36]).collect();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_restart_with_another_page_size_moves_no_boundary() {
    let world = World::new(3, &[]);
    world.grupper(0..5);
    let before = page(&world.elev(), 1).unwrap();
    let again = World::over(10, &[("feed.authority", "other.no,2030")], world.store.clone());
    again.grupper(5..14);
    assert_eq!(page(&again.elev(), 1).unwrap(), before);
    assert_eq!(numbers(&page(&again.elev(), 2).unwrap()), (4..=13).rev().collect::<Vec<_>>());
}

#[test]
fn a_damaged_byte_is_an_error_and_never_an_answer() {
    let world = World::new(2, &[]);
    world.gruppe("1", "a");
    let mut row = world.store.events(&world.tenant, "utdanning/elev", 1, 1).unwrap().remove(0);
    let feed = world.feed("utdanning/elev");
    assert!(standalone(feed, &row, b"").is_ok());
    let mut bytes = row.entry.to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    row.entry = bytes.into();
    assert!(standalone(feed, &row, b"").is_err());
    assert!(cloud_event(feed, &world.tenant, &row, b"", &mut Vec::new()).is_err());
}

#[test]
fn an_opaque_id_is_the_same_for_the_same_person_and_means_nothing_elsewhere() {
    let opaque = |world: &World| {
        let rows = world.store.events(&world.tenant, "utdanning/elev", 1, 10).unwrap();
        let mut out = Vec::new();
        cloud_event(world.feed("utdanning/elev"), &world.tenant, rows.last().unwrap(), b"", &mut out).unwrap();
        serde_json::from_slice::<serde_json::Value>(&out).unwrap()["data"]["opaqueId"].as_str().unwrap().to_owned()
    };
    let person = |navn| format!(r#"{{"fodselsnummer":{{"identifikatorverdi":"01019012345"}},"navn":"{navn}"}}"#);
    let world = World::new(10, &[]);
    world.put(PERSON, &person("a"));
    let first = opaque(&world);
    world.put(PERSON, &person("b"));
    assert_eq!(opaque(&world), first);
    let other = World::new(10, &[]);
    other.put(PERSON, &person("a"));
    assert_ne!(opaque(&other), first);
}

#[test]
fn a_declared_event_carries_what_the_model_says_through_the_same_call() {
    let world = World::new(10, &[]);
    let put = Put {
        entity: world.entity(
            FASTLONN,
            r#"{"systemId":{"identifikatorverdi":"FL-1"},"beskrivelse":"b","prosent":5,"koder":["AB","ÆØ"],"periode":{"start":"2024-08-01T00:00:00Z"},
               "_links":{"arbeidsforhold":[{"href":"systemid/AF 1"}]}}"#,
        ),
        expects: Expects::New,
    };
    let event = |input: &[u8]| EventDraft { subject: Subject::Put(0), event: "lønn_økt_for_året".into(), input: input.into() };
    let events = vec![event("{\"årsak\":\"forhandling <b>\",\"annet\":1}".as_bytes())];
    world.ledger.submit(&world.tenant, Batch { puts: vec![put], events, ..Batch::default() }).unwrap();
    let feed = world.feed("administrasjon/personal");
    let rows = world.store.events(&world.tenant, &feed.key, 1, 10).unwrap();
    assert_eq!(rows[1].kind, EventKind::Domain("lønn_økt_for_året".into()));
    insta::assert_snapshot!("declared", steady(&String::from_utf8(standalone(feed, &rows[1], b"https://h").unwrap()).unwrap()));
    let mut out = Vec::new();
    cloud_event(feed, &world.tenant, &rows[1], b"https://h", &mut out).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(json["type"], "prove.administrasjon-personal.LonnOktForAret");
    assert_eq!(json["subject"], "administrasjon/personal/fastlonn/systemid/FL-1");
    assert_eq!(json["data"]["arbeidsforhold"]["href"], "https://h/administrasjon/personal/arbeidsforhold/systemid/AF%201");
    assert_eq!(json["data"]["koder"], serde_json::json!(["AB", "ÆØ"]));
    assert_eq!(json["sequence"], "00000000000000000002");
}

#[test]
fn a_declared_event_carries_what_others_tell_of_its_subject_and_is_told_also_of_what_is_deleted_with_it() {
    let world = World::new(10, &[]);
    let text = |id: &str, links: &str| format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}},"_links":{{{links}}}}}"#);
    let skole = world.put("utdanning-elev.skole", &text("S", ""));
    for id in ["F 1", "F2"] {
        world.put("utdanning-elev.elevforhold", &text(id, r#""skole":[{"href":"systemid/S"}]"#));
    }
    let input: &[u8] = "{\"grunn\":[\"snø\",7]}".as_bytes();
    let event = || EventDraft { subject: Subject::Entity(skole), event: "skole_varslet".into(), input: input.into() };
    world.ledger.submit(&world.tenant, Batch { events: vec![event()], ..Batch::default() }).unwrap();
    let deletes = vec![Delete { id: skole, content: None }];
    world.ledger.submit(&world.tenant, Batch { events: vec![event()], deletes, ..Batch::default() }).unwrap();
    let feed = world.feed("utdanning/elev");
    let rows = world.store.events(&world.tenant, &feed.key, 4, 10).unwrap();
    let told = |row| {
        let mut out = Vec::new();
        cloud_event(feed, &world.tenant, row, b"https://h", &mut out).unwrap();
        serde_json::from_slice::<serde_json::Value>(&out).unwrap()
    };
    let (first, last) = (told(&rows[0]), told(rows.last().unwrap()));
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 5, 6]);
    let hrefs: Vec<_> = first["data"]["elevforhold"].as_array().unwrap().iter().map(|link| link["href"].as_str().unwrap()).collect();
    assert_eq!(hrefs, ["F%201", "F2"].map(|id| format!("https://h/utdanning/elev/elevforhold/systemid/{id}")));
    assert_eq!(first["data"]["grunn"], serde_json::json!(["snø", 7]));
    assert_eq!((&last["subject"], &last["data"]["elevforhold"]), (&first["subject"], &serde_json::json!([])));
}

#[test]
fn a_filter_takes_names_in_any_spelling_and_helps_with_wrong_ones() {
    let world = World::new(100, &[]);
    let id = world.gruppe("1", "a");
    world.put(ELEV, r#"{"systemId":{"identifikatorverdi":"1"},"_links":{"person":[{"href":"fodselsnummer/1"}]}}"#);
    world.gruppe("1", "b");
    world.delete(id);
    let package = world.schema.collections.iter().find(|c| c.file == ELEV).unwrap().package;
    let read = |class: &str, kind: &str, limit| {
        let mut filter = Filter::default();
        if !class.is_empty() {
            filter.class(&world.schema, package, class).map_err(|e| e.to_string())?;
        }
        if !kind.is_empty() {
            filter.kind(&world.schema, package, kind).map_err(|e| e.to_string())?;
        }
        let stretch = world.elev().after(Some(0), &filter, limit).unwrap();
        Ok::<_, String>((stretch.rows.iter().map(|row| row.number).collect::<Vec<_>>(), stretch.upto))
    };
    assert_eq!(read("", "", 10), Ok((vec![1, 2, 3, 4], 4)));
    assert_eq!(read("Gruppe", "created,DELETED", 10), Ok((vec![1, 4], 4)));
    assert_eq!(read("elev", "", 10), Ok((vec![2], 4)));
    assert_eq!(read("", "ElevCreated,GruppeDeleted", 10), Ok((vec![2, 4], 4)));
    assert_eq!(read("elev", "deleted", 10), Ok((vec![], 4)));
    assert_eq!(read("", "", 2), Ok((vec![1, 2], 2)));
    assert_eq!(read("gruppa", "", 2).unwrap_err(), "`gruppa` is no class of this feed; did you mean `gruppe`?");
    assert_eq!(read("", "change", 2).unwrap_err(), "`change` is no type of this feed; did you mean `changed`?");
}

#[test]
fn ids_of_pages_and_organisations_are_what_the_settings_say() {
    let world =
        World::new(1, &[("feed.id", "per_page"), ("feed.authority", "host.se,2012"), ("feed.namespace", "http://schemas.host.se/")]);
    world.gruppe("1", "a");
    let text = page(&world.elev(), 1).unwrap();
    assert!(
        text.contains("<id>tag:host.se,2012:1:utdanning/elev</id>") && text.contains("xmlns:m=\"http://schemas.host.se/utdanning/elev\""),
        "{text}"
    );
    assert!(page(&world.elev(), 2).unwrap().contains("<id>tag:host.se,2012:2:utdanning/elev</id>"));
    let world = World { tenant: TenantName::new("fylke.no").unwrap(), ..World::new(1, &[]) };
    world.gruppe("1", "a");
    assert!(page(&world.elev(), 1).unwrap().contains("<id>tag:prove.invalid,2026:fylke.no/utdanning/elev</id>"));
}

/// Walks pages forward from one to the open one; each event once, oldest first.
fn forward(reading: &Reading<'_>, from: u64) -> Vec<u64> {
    (from..=reading.head.page).flat_map(|n| numbers(&page(reading, n).unwrap()).into_iter().rev().collect::<Vec<_>>()).collect()
}
