//! Feeds of the real world: host names that nobody knows outside, login pages, content of unknown types, numbers that jump.

use smie_client::feed::{Change, Feed, FeedError, FeedEvent, Keyed, Order, Start, Unknown};
use smie_client::{Client, Error, Identifikator, Link};

use super::common::{Answer, Server};
use super::shelf::{MANNER, Manner, Shelf, all, range};

/// A class of the feeds here.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Elev;

smie_client::event! {
    /// Someone left.
    pub struct Avbrott { id: one Identifikator = "studiedeltagandeId", student: one Link<Elev> = "student", grunn: many String = "grunn", poeng: one i64 = "poeng" }
}

smie_client::events! { Event { Elev: Elev = "Elev", Elevforhold: Elev = "Elevforhold" } { Avbrott: Avbrott = "Avbrott" } }

async fn event(root: &str) -> Event {
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='BASE/f/1'/><entry><id>1</id><link rel='related' href='BASE/elev/1'/>\
         <content type='application/x+xml'>{root}</content></entry></feed>"
    );
    let server = Server::start([("/f/first", Answer::new(200, "application/atom+xml", text))]).await;
    Feed::<Event>::new(Client::new(&server.base).unwrap(), "/f").read().next().await.unwrap().unwrap().event
}

#[tokio::test]
async fn events_are_typed_and_what_is_not_known_is_kept_as_it_came() {
    let created = event(
        "<m:ElevforholdCreated xmlns:m='urn:x' xmlns:e='urn:e'><e:Nummer>1</e:Nummer><m:systemId>æ/1</m:systemId></m:ElevforholdCreated>",
    )
    .await;
    let Event::Elevforhold(Change::Created(Keyed { link: Some(link), keys, .. })) = created else { panic!("{created:?}") };
    assert!(link.href().ends_with("/elev/1"));
    assert_eq!(keys, [("systemId".to_owned(), "æ/1".to_owned())]);

    let left = event(
        "<m:Avbrott xmlns:m='urn:x'><m:studiedeltagandeId>1</m:studiedeltagandeId><m:student href='http://h/s/2'>2</m:student>\
         <m:grunn>a</m:grunn><m:new>x</m:new><m:grunn>b</m:grunn></m:Avbrott>",
    )
    .await;
    let Event::Avbrott(avbrott) = left else { panic!("{left:?}") };
    assert_eq!((avbrott.id.unwrap().value(), avbrott.student.unwrap().href(), avbrott.poeng), ("1", "http://h/s/2", None));
    assert_eq!(avbrott.grunn, ["a", "b"]);

    let unknown = event("<m:KursTillStatusEvent xmlns:m='http://schemas.ladok.se/utbildningsinformation'/>").await;
    let Event::Unknown(unknown) = unknown else { panic!("{unknown:?}") };
    assert_eq!((unknown.name.as_str(), unknown.reason), ("KursTillStatusEvent", None));
    assert_eq!(unknown.namespace.as_deref(), Some("http://schemas.ladok.se/utbildningsinformation"));
    assert!(unknown.xml.starts_with("<entry><id>1</id>") && unknown.xml.ends_with("</entry>"), "{}", unknown.xml);

    let wrong = event("<m:Avbrott xmlns:m='urn:x'><m:poeng>mange</m:poeng></m:Avbrott>").await;
    let Event::Unknown(Unknown { reason: Some(reason), .. }) = wrong else { panic!("{wrong:?}") };
    assert!(reason.contains("poeng"), "{reason}");
}

#[tokio::test]
async fn pages_are_looked_for_on_the_host_that_is_known() {
    let shelf = Shelf::new(MANNER, 7).await;
    let inside = |text: &str| text.replace("BASE", "https://internal.example:443");
    let page = |next: &str| {
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='via' href='BASE/x/feed/{}'/>{next}<entry><id>{}</id></entry></feed>",
            if next.is_empty() { 2 } else { 1 },
            if next.is_empty() { "b" } else { "a" },
        );
        Answer::new(200, "application/atom+xml", inside(&text))
    };
    shelf.server.set("/x/feed/first", page("<link rel='next-archive' href='BASE/x/feed/2'/>"));
    for path in ["/x/feed/2", "/x/feed/recent"] {
        shelf.server.set(path, page(""));
    }
    let mut reader = shelf.feed().same_host(true).read();
    assert_eq!(reader.next().await.unwrap().unwrap().entry.id, "a");
    assert_eq!(reader.next().await.unwrap().unwrap().entry.id, "b");
    assert!(reader.next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_login_page_is_no_feed_and_nothing_is_lost_by_it() {
    let shelf = Shelf::new(MANNER, 2).await;
    shelf.server.set("/x/feed/first", Answer::new(200, "text/html", "<html>logg inn</html>"));
    let mut reader = shelf.feed().read();
    let error = reader.next().await.unwrap_err();
    assert!(matches!(&error, FeedError::Fetch(Error::ContentType { found: Some(found), .. }) if found == "text/html"), "{error}");
    for wrong in ["<feed xmlns='http://www.w3.org/2005/Atom'>", "<html/>", "", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed>&a;</feed>"] {
        shelf.server.set("/x/feed/first", Answer::new(200, "text/xml", wrong));
        assert!(matches!(reader.next().await, Err(FeedError::Document { .. })), "{wrong}");
    }
    shelf.write();
    assert_eq!(all(&mut reader).await.unwrap(), range(1, 2));
}

#[tokio::test]
async fn the_order_within_a_page_can_be_said_where_times_lie() {
    let entry = |id: &str, time: &str| format!("<entry><id>{id}</id><updated>2026-01-01T00:00:{time}Z</updated></entry>");
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='BASE/f/1'/>{}{}</feed>",
        entry("second", "01"),
        entry("first", "02")
    );
    let server = Server::start([("/f/first", Answer::new(200, "application/atom+xml", text))]).await;
    let feed = Feed::<Unknown>::new(Client::new(&server.base).unwrap(), "/f").start(Start::First);
    let first = |feed: Feed<Unknown>| async move { feed.read().next().await.unwrap().unwrap().entry.id };
    assert_eq!(first(feed.clone()).await, "second");
    assert_eq!(first(feed.order(Order::NewestFirst)).await, "first");
}

#[tokio::test]
async fn numbers_are_read_in_batches_that_go_on_where_the_server_says() {
    let batch = |numbers: &[usize], next: &str| {
        let entries: String = numbers
            .iter()
            .map(|n| {
                format!(
                    "<entry><id>{n}</id><content type='a/b+xml'><m:ElevChanged xmlns:m='urn:x' xmlns:e='urn:e'><e:Nummer>{n}</e:Nummer>\
                     <m:systemId>{n}</m:systemId></m:ElevChanged></content></entry>"
                )
            })
            .collect();
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='BASE/f?{}'/>{entries}</feed>",
            next.replace('&', "&amp;")
        );
        Answer::new(200, "application/atom+xml", text)
    };
    let server = Server::start([
        ("/f?after=4&limit=2&class=Elev", batch(&[6, 7], "after=7&limit=2&class=Elev")),
        ("/f?after=7&limit=2&class=Elev", batch(&[], "after=10007&limit=2&class=Elev")),
        ("/f?after=10007&limit=2&class=Elev", batch(&[10008], "after=10008&limit=2&class=Elev")),
        ("/f?after=10008&limit=2&class=Elev", batch(&[], "after=10008&limit=2&class=Elev")),
    ])
    .await;
    let feed = Feed::<Unknown>::new(Client::new(&server.base).unwrap(), "/f").start(Start::AfterSequence(4)).batch(2).class("Elev");
    let mut reader = feed.read();
    assert_eq!(all(&mut reader).await.unwrap(), [6, 7, 10008]);
    let mut events = feed.events();
    for expected in [6, 7, 10008] {
        assert_eq!(events.next().await.unwrap().position.sequence, Some(expected));
    }
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(50), events.next()).await;
    assert!(waiting.is_err(), "there is nothing more");
    assert!(server.seen.lock().unwrap().requests.iter().any(|head| head.contains("prefer: wait=15\r\n")));
}

#[tokio::test]
async fn an_entry_with_nothing_in_it_is_unknown_and_no_crash() {
    let server = Server::start([(
        "/f/first",
        Answer::new(
            200,
            "application/atom+xml",
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry/><entry><content src='http://h/x' type='a/b'/></entry></feed>",
        ),
    )])
    .await;
    let feed = Feed::<Unknown>::new(Client::new(&server.base).unwrap(), "/f");
    let first = feed.read().next().await.unwrap().unwrap();
    assert_eq!((first.entry.id.as_str(), first.event.name.as_str()), ("", ""));
    let shelf = Shelf::new(Manner { bare: true, numbered: false, ..MANNER }, 1).await;
    let bare = shelf.feed().read().next().await.unwrap().unwrap();
    assert_eq!((bare.entry.title, Unknown::read(&shelf_entry()).name), (None, String::new()));
}

/// An entry without content.
fn shelf_entry() -> smie_client::feed::Entry {
    let parked = smie_client::feed::Parked {
        position: smie_client::feed::Position::default(),
        document: "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id></entry></feed>".to_owned(),
        reason: String::new(),
        tries: 1,
        at: String::new(),
    };
    parked.delivery::<Unknown>().unwrap().entry
}
