//! What erasure takes from a feed, and what it leaves.

use super::*;

const OLA: &str = r#"{"systemId":{"identifikatorverdi":"Å/1"},"feidenavn":{"identifikatorverdi":"ola@f.no"},"_links":{"person":[{"href":"fodselsnummer/01019012345"}]}}"#;
const KARI: &str = r#"{"systemId":{"identifikatorverdi":"2"},"_links":{"person":[{"href":"fodselsnummer/02019012345"}]}}"#;

impl World {
    fn erase(&self, package: Option<&str>, what: Erase<'_>) -> Result<Erased, EraseError> {
        Eraser { store: &*self.store, schema: &self.schema, feeds: &self.feeds, tenant: &self.tenant }.erase(package, what)
    }

    fn cloud(&self, number: u64) -> serde_json::Value {
        let feed = self.feed("utdanning/elev");
        let row = self.store.events(&self.tenant, &feed.key, number, 1).unwrap().remove(0);
        let mut out = Vec::new();
        cloud_event(feed, &self.tenant, &row, b"https://h", &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }
}

/// Two people, a pupil of each, on two closed pages and an open one.
fn told(world: &World) {
    for number in ["01019012345", "02019012345"] {
        world.put(PERSON, &format!(r#"{{"fodselsnummer":{{"identifikatorverdi":"{number}"}}}}"#));
    }
    world.put(ELEV, OLA);
    world.put(ELEV, KARI);
    world.put(ELEV, &OLA.replace("ola@f.no", "ola.n@f.no"));
}

fn found(reading: &Reading<'_>, number: u64) -> Document {
    match reading.page(number).unwrap() {
        PageRead::Found(document) => document,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_erased_keeps_its_number_and_nothing_by_which_somebody_is_known() {
    let folder = tempfile::tempdir().unwrap();
    for on_disk in [false, true] {
        let world = if on_disk { World::on_disk(2, &[], folder.path()) } else { World::new(2, &[]) };
        told(&world);
        let before: Vec<_> = (1..=3).map(|number| found(&world.elev(), number)).collect();
        let id = world.cloud(3)["id"].as_str().unwrap().to_owned();
        assert!(before.iter().any(|page| text(page).contains("ola@f.no")));
        let erased = world.erase(None, Erase::Resource("/utdanning/elev/elev/systemid/%C3%85%2F1")).unwrap();
        assert_eq!(erased.events, [("utdanning/elev".to_owned(), vec![3, 5])]);
        let reading = world.elev();
        let after: Vec<_> = (1..=3).map(|number| found(&reading, number)).collect();
        let all: String = after.iter().map(text).collect();
        for known in ["ola@f.no", "ola.n@f.no", "%C3%85%2F1", "Å/1"] {
            assert!(!all.contains(known), "{known}");
        }
        assert_eq!(forward(&reading, 1), [1, 2, 3, 4, 5]);
        // Who was not meant is untouched, and so are its bytes and its tag.
        assert_eq!((text(&after[0]), after[0].digest), (text(&before[0]), before[0].digest));
        assert!(after[1].digest != before[1].digest && after[2].digest != before[2].digest);
        assert!(all.contains("<m:systemId>2</m:systemId>") && all.matches("<e:Redacted>").count() == 2);
        let (redacted, kept) = (world.cloud(3), world.cloud(4));
        assert_eq!(
            (redacted["id"].as_str(), redacted.get("subject"), redacted["type"].as_str()),
            (Some(&*id), None, kept["type"].as_str())
        );
        assert_eq!(redacted["data"].as_object().unwrap().keys().collect::<Vec<_>>(), ["redacted"]);
        let revision = |page| world.store.page(&world.tenant, "utdanning/elev", page).unwrap().unwrap().revision;
        assert_eq!((revision(1), revision(2), world.store.redactions(&world.tenant).unwrap()), (0, 1, 1));
        // The same again finds nothing more.
        let again = world.erase(None, Erase::Resource("/utdanning/elev/elev/systemid/%C3%85%2F1")).unwrap();
        assert_eq!((again.events.len(), again.to_string().as_str()), (0, "no event tells of it"));
        insta::assert_snapshot!(
            "redacted",
            steady(&text(&after[1])).split_once("<e:Redacted>").unwrap().1.split_once("</content>").unwrap().0
        );
    }
    let schema = schema_with_feeds(2, &[]);
    let reports = SqliteStore::check(folder.path(), &schema).unwrap();
    assert!(reports.iter().all(|report| report.wrong.is_empty()), "{reports:?}");
    for file in std::fs::read_dir(folder.path().join("default")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let has = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        // The first name is only in an event and in the log that SQLite writes ahead; both are gone.
        assert!(!has(b"ola@f.no"));
    }
}

#[test]
fn a_national_id_finds_the_events_that_tell_its_opaque_id() {
    let world = World::new(10, &[]);
    told(&world);
    let erased = world.erase(Some("utdanning/elev"), Erase::Resource("/utdanning/elev/person/fodselsnummer/01019012345")).unwrap();
    assert_eq!(erased.to_string(), "utdanning/elev: erased 1 events: 1");
    assert_eq!(world.cloud(1)["type"], world.cloud(2)["type"]);
    assert_eq!(world.cloud(2)["data"]["opaqueId"].as_str().unwrap().len(), 36);
}

#[test]
fn an_event_is_erased_by_its_id_and_what_cannot_be_is_refused() {
    let world = World::new(10, &[]);
    told(&world);
    let id: uuid::Uuid = world.cloud(4)["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(world.erase(None, Erase::Entry(id)).unwrap().events, [("utdanning/elev".to_owned(), vec![4])]);
    let refused = |package, what| world.erase(package, what).unwrap_err().to_string();
    assert!(refused(None, Erase::Entry(uuid::Uuid::nil())).starts_with("no event has the id 00000000"));
    assert!(refused(Some("administrasjon/personal"), Erase::Entry(id)).starts_with("no event has the id"));
    assert_eq!(
        refused(Some("utdanning/elv"), Erase::Entry(id)),
        "no package with a feed is called `utdanning/elv`; did you mean `utdanning/elev`?"
    );
    for path in [
        "",
        "/",
        "/utdanning/elev/elev",
        "/utdanning/elev/elev/systemid/",
        "/utdanning/elev/elev/feil/1",
        "/utdanning/elev/elev/systemid/%ff",
    ] {
        assert!(refused(None, Erase::Resource(path)).contains("is no path of a resource"), "{path}");
    }
    // What caches were told to keep for a year cannot be called back.
    world.put(
        FASTLONN,
        r#"{"systemId":{"identifikatorverdi":"1"},"beskrivelse":"b","prosent":5,"periode":{"start":"2024-08-01T00:00:00Z"}}"#,
    );
    let personal = &world.feed("administrasjon/personal").personal;
    let tried = world.erase(None, Erase::Resource("/administrasjon/personal/fastlonn/systemid/1"));
    assert_eq!(tried.is_ok(), *personal, "{tried:?}");
}

#[test]
fn a_file_is_erased_from_beside_the_process_that_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_disk(2, &[], folder.path());
    told(&world);
    let builder = crate::Api::builder().schema(world.schema.clone());
    let erased = builder.redact(folder.path(), &world.tenant, None, Erase::Resource("utdanning/elev/elev/systemid/2")).unwrap();
    assert_eq!(erased.events, [("utdanning/elev".to_owned(), vec![4])]);
    assert_eq!(numbers(&page(&world.elev(), 2).unwrap()), [4, 3]);
    assert!(!page(&world.elev(), 2).unwrap().contains("<m:systemId>2</m:systemId>"));
    world.gruppe("9", "a");
    assert_eq!(world.elev().head.last, 6);
    let nowhere = folder.path().join("ingen");
    let other = TenantName::new("fylke.no").unwrap();
    for (folder, tenant) in [(&*nowhere, &world.tenant), (folder.path(), &other)] {
        let refused = builder.redact(folder, tenant, None, Erase::Resource("utdanning/elev/elev/systemid/2")).unwrap_err().to_string();
        assert!(refused.contains(&format!("there is no data of `{tenant}` in `")), "{refused}");
    }
    assert!(!nowhere.exists());
}
