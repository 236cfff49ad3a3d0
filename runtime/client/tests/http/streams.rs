//! Collections as streams, narrowed, and relations followed by name.

use smie_client::{Client, Error, Hovedklasse, Identifikator, Link, Manners, Optional, Paging};

use crate::common::{Answer, Server};

/// A class of the model.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "skole", new(NewRom, system_id, skole))]
pub(crate) struct Rom {
    /// The key.
    pub system_id: Option<Identifikator>,
    /// How many find a place.
    pub plasser: Option<i64>,
    /// Where it is.
    pub skole: Option<Link<Rom>>,
    /// What is beside it.
    pub nabo: Vec<Link<Rom>>,
}

fn page(ids: &[u32], next: &str) -> Answer {
    let entries: Vec<String> = ids.iter().map(|id| format!(r#"{{"systemId":{{"identifikatorverdi":"{id}"}}}}"#)).collect();
    let links = if next.is_empty() { "{}".to_owned() } else { format!(r#"{{"next":[{{"href":"BASE{next}"}}]}}"#) };
    Answer::json(format!(r#"{{"_embedded":{{"_entries":[{}]}},"_links":{links},"total_items":5,"size":2,"offset":0}}"#, entries.join(",")))
}

fn id(rom: &Rom) -> &str {
    rom.system_id.as_ref().unwrap().value()
}

#[tokio::test]
async fn a_stream_follows_the_servers_links_with_the_next_page_on_its_way() {
    let server = Server::start([
        ("/rom?size=2&offset=0", page(&[1, 2], "/rom?size=2&offset=2&cursor=x")),
        ("/rom?size=2&offset=2&cursor=x", page(&[3, 4], "/rom?size=2&offset=4&cursor=y")),
        ("/rom?size=2&offset=4&cursor=y", page(&[5], "")),
    ])
    .await;
    let rom = Client::new(&server.base).unwrap().collection::<Rom>("/rom");
    let mut stream = rom.query().page_size(2).stream();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!((id(&first), stream.total()), ("1", Some(5)));
    for _ in 0..200 {
        if server.paths().len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(server.paths().len(), 2, "the second page was asked for while the first is read, and the third not yet");
    let mut ids = Vec::new();
    while let Some(rom) = stream.next().await {
        ids.push(id(&rom.unwrap()).to_owned());
    }
    assert_eq!(ids, ["2", "3", "4", "5"]);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_stream_tells_a_broken_page_and_a_circle() {
    let server = Server::start([
        ("/rom?size=1000&offset=0", page(&[1], "/rom?again")),
        ("/rom?again", page(&[2], "/rom?again")),
        ("/gap?size=1000&offset=0", page(&[1], "/gap?missing")),
    ])
    .await;
    let client = Client::new(&server.base).unwrap();
    let ends = async |path: &'static str| {
        let mut stream = client.collection::<Rom>(path).stream();
        loop {
            match stream.next().await {
                Some(Ok(_)) => {}
                Some(Err(error)) => return error,
                None => panic!("no error"),
            }
        }
    };
    assert!(matches!(ends("/rom").await, Error::Circle { .. }));
    assert!(ends("/gap").await.is_not_found());
}

#[tokio::test]
async fn a_query_says_what_is_wanted_in_the_manners_of_the_api() {
    let server = Server::start([
        ("/rom?$filter=plasser%20ge%2030%20and%20systemId%20ne%20%27a%2F%C3%B8%27", page(&[1], "")),
        ("/rom?sinceTimeStamp=17&includeDeleted=true", page(&[2], "")),
        ("/rom/cache/size", Answer::json(r#"{"size":7}"#)),
        ("/r?page=1&limit=1&filter=plasser%20ge%2030", page(&[3], "")),
        ("/r?page=1&limit=1", page(&[3], "")),
        ("/r?page=3&limit=10", page(&[4], "")),
    ])
    .await;
    let client = Client::new(&server.base).unwrap();
    let rom = client.collection::<Rom>("/rom");
    let large = Rom::PLASSER.ge(30).and(Rom::SYSTEM_ID.ne("a/ø"));
    assert_eq!(id(&rom.filter(large).list().await.unwrap()[0]), "1");
    assert_eq!(id(&rom.since(17).with_deleted().list().await.unwrap()[0]), "2");
    assert_eq!(rom.count().await.unwrap(), 7);
    const MANNERS: &Manners = &Manners::new(Paging::PageLimit, ["andradEfter", "filter", "borttagna"], false, true);
    let other = client.with_manners(MANNERS).collection::<Rom>("/r");
    assert_eq!(other.filter(Rom::PLASSER.ge(30)).count().await.unwrap(), 5);
    assert_eq!(other.count().await.unwrap(), 5);
    assert_eq!(id(&other.page(10, 20).await.unwrap().entries[0]), "4");
}

#[tokio::test]
async fn relations_are_followed_by_name_each_address_once() {
    let link = |path: &str| format!(r#"{{"href":"BASE{path}"}}"#);
    let (a, b, c) = (link("/rom/id/a"), link("/rom/id/b"), link("/rom/id/c"));
    let all = format!(r#"{{"systemId":{{"identifikatorverdi":"1"}},"_links":{{"skole":[{a}],"nabo":[{b},{c},{b}]}}}}"#);
    let named = |id: &str| Answer::json(format!(r#"{{"systemId":"{id}","_links":{{"self":{{"href":"BASE/rom/id/{id}"}}}}}}"#));
    let server =
        Server::start([("/rom/id/1", Answer::json(all)), ("/rom/id/a", named("a")), ("/rom/id/b", named("b")), ("/rom/id/c", named("c"))])
            .await;
    let client = Client::builder(&server.base).cache(0).build().unwrap();
    let rom = client.collection::<Rom>("/rom").by("id", "1").await.unwrap();
    let school = rom.skole().await.unwrap();
    assert_eq!(id(&school), "a");
    let ids: Vec<String> = rom.nabo().await.unwrap().iter().map(|rom| id(rom).to_owned()).collect();
    assert_eq!(ids, ["b", "c", "b"]);
    assert_eq!(server.paths().iter().filter(|path| *path == "/rom/id/b").count(), 1);
    assert!(matches!(school.skole().await, Err(Error::NoLink { relation, .. }) if relation == "skole"));
    assert!(school.skole().await.optional().unwrap().is_none());
    assert!(school.nabo().await.unwrap().is_empty());
    server.remove("/rom/id/c");
    let each: Vec<bool> = rom.nabo().each().await.iter().map(Result::is_ok).collect();
    assert_eq!(each, [true, false, true]);
    // A value from a list is followed beside its client.
    assert_eq!(id(&client.on(&rom.value).skole().await.unwrap()), "a");
    assert_eq!(client.on(&rom.value).nabo().hrefs().count(), 3);
}

#[test]
fn a_new_value_has_what_it_must_have_and_nothing_else() {
    let rom = Rom::new(NewRom { system_id: Identifikator::new("ø 1"), skole: Link::to("https://h/skole/1") });
    assert_eq!(
        serde_json::to_value(&rom).unwrap(),
        serde_json::json!({"systemId": {"identifikatorverdi": "ø 1"}, "_links": {"skole": [{"href": "https://h/skole/1"}]}})
    );
}
