//! Mirrors: whole, kept by what changed, mending themselves.

use smie_client::mirror::{Local, MirrorStore};
use smie_client::{Client, Collection};

use crate::Elev;
use crate::common::{Answer, Server};

/// A collection that can change, with its counters.
struct School {
    server: Server,
    pupils: Vec<(u32, &'static str)>,
    at: u64,
}

impl School {
    async fn new(pupils: &[(u32, &'static str)]) -> Self {
        let school = Self { server: Server::start([]).await, pupils: pupils.to_vec(), at: 100 };
        school.write(&[]);
        school
    }

    fn entity(&(id, name): &(u32, &'static str)) -> String {
        format!(r#"{{"navn":"{name}","_links":{{"self":[{{"href":"BASE/e/id/{id}"}},{{"href":"BASE/e/nr/{id}"}}]}}}}"#)
    }

    fn page(entries: &[String]) -> Answer {
        Answer::json(format!(r#"{{"_embedded":{{"_entries":[{}]}},"total_items":{}}}"#, entries.join(","), entries.len()))
    }

    /// Writes everything, and what changed since the last time.
    fn write(&self, changed: &[String]) {
        let all: Vec<String> = self.pupils.iter().map(Self::entity).collect();
        self.server.set("/e?size=1000&offset=0", Self::page(&all));
        self.server.set("/e/last-updated", Answer::json(format!(r#"{{"lastUpdated":"{}"}}"#, self.at)));
        self.server.set("/e/cache/size", Answer::json(format!(r#"{{"size":{}}}"#, self.pupils.len())));
        let since = format!("/e?size=1000&offset=0&sinceTimeStamp={}&includeDeleted=true", self.at.saturating_sub(1));
        self.server.set(&since, Self::page(changed));
        for pupil in &self.pupils {
            self.server.set(&format!("/e/id/{}", pupil.0), Answer::json(Self::entity(pupil)));
        }
    }

    fn change(&mut self, pupils: &[(u32, &'static str)], changed: &[String]) {
        for (id, _) in &self.pupils {
            self.server.remove(&format!("/e/id/{id}"));
        }
        self.pupils = pupils.to_vec();
        self.at += 1;
        self.write(changed);
    }

    fn collection(&self) -> Collection<Elev> {
        Client::new(&self.server.base).unwrap().collection("/e")
    }

    fn names(&self, local: &Local<Elev>) -> String {
        let mut names: Vec<String> = local.values().iter().filter_map(|elev| elev.navn.clone()).collect();
        names.sort();
        names.concat()
    }
}

#[tokio::test]
async fn a_copy_asks_what_changed_and_loads_anew_when_that_is_not_all() {
    let mut school = School::new(&[(1, "A"), (2, "B"), (3, "C")]).await;
    let mut local = Local::new();
    let mirror = school.collection().mirror();
    assert_eq!(mirror.refresh(&mut local).await.unwrap(), 3);
    assert!(local.is_whole());
    assert_eq!(local.get(&format!("{}/e/nr/2", school.server.base)).unwrap().navn.as_deref(), Some("B"));
    school.server.news();
    assert_eq!(mirror.refresh(&mut local).await.unwrap(), 0);
    assert!(!school.server.news().contains(&"/e?size=1000&offset=0".to_owned()), "what is known is not loaded again");

    let gone = r#"{"_deleted":true,"_links":{"self":[{"href":"BASE/e/nr/1"}]}}"#.to_owned();
    school.change(&[(2, "Ø"), (3, "C"), (4, "D")], &[gone, School::entity(&(2, "Ø")), School::entity(&(4, "D"))]);
    assert_eq!(mirror.refresh(&mut local).await.unwrap(), 3);
    assert_eq!(school.names(&local), "CDØ");

    // Deleted without a word, as servers do that keep no count of it.
    school.change(&[(2, "Ø")], &[]);
    mirror.refresh(&mut local).await.unwrap();
    assert_eq!(school.names(&local), "Ø");
    assert_eq!(local.find(|elev| elev.navn.as_deref() == Some("Ø")).map(|_| local.len()), Some(1));
}

fn feed(events: &[(u32, &str, u32)]) -> Answer {
    let entries: String = events
        .iter()
        .rev()
        .map(|(number, kind, id)| {
            let link = if *id == 0 { String::new() } else { format!("<link rel='related' href='BASE/e/id/{id}'/>") };
            format!(
                "<entry><id>{number}</id>{link}<content type='a/b+xml'><m:Elev{kind} xmlns:m='urn:m' xmlns:e='urn:e'><e:Nummer>{number}</e:Nummer>\
                 </m:Elev{kind}></content></entry>"
            )
        })
        .collect();
    Answer::new(
        200,
        "application/atom+xml",
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><link rel='via' href='BASE/f/1'/>{entries}</feed>"),
    )
}

fn tell(school: &School, events: &[(u32, &str, u32)]) {
    for path in ["/f/recent", "/f/1", "/f/first"] {
        school.server.set(path, feed(events));
    }
}

#[tokio::test]
async fn a_copy_follows_a_feed_and_fetches_each_changed_resource_once() {
    let mut school = School::new(&[(1, "A"), (2, "B")]).await;
    tell(&school, &[(1, "Created", 1)]);
    let client = school.collection().client().clone();
    let mirror = school.collection().mirror().feed(smie_client::feed::Feed::<smie_client::feed::Unknown>::new(client, "/f"));
    let mut local = Local::new();
    mirror.refresh(&mut local).await.unwrap();
    assert_eq!(school.names(&local), "AB");

    school.change(&[(2, "Ø"), (3, "C")], &[]);
    tell(&school, &[(1, "Created", 1), (2, "Changed", 2), (3, "Changed", 2), (4, "Deleted", 1), (5, "Created", 3)]);
    school.server.news();
    assert_eq!(mirror.refresh(&mut local).await.unwrap(), 3);
    assert_eq!(school.names(&local), "CØ");
    let asked = school.server.news();
    assert_eq!(asked.iter().filter(|path| *path == "/e/id/2").count(), 1, "{asked:?}");
    assert!(!asked.contains(&"/e/id/1".to_owned()), "what is deleted is not asked for");

    // An event that does not say of whom: the collection tells.
    school.change(&[(2, "Ø"), (3, "Å")], &[School::entity(&(3, "Å"))]);
    school
        .server
        .set(&format!("/e?size=1000&offset=0&sinceTimeStamp={}&includeDeleted=true", 100), School::page(&[School::entity(&(3, "Å"))]));
    tell(&school, &[(5, "Created", 3), (6, "Changed", 0)]);
    mirror.refresh(&mut local).await.unwrap();
    assert_eq!(school.names(&local), "ØÅ".chars().rev().collect::<String>());

    // Events are missing: everything is compared again.
    school.change(&[(9, "X")], &[]);
    tell(&school, &[(9, "Created", 9)]);
    mirror.refresh(&mut local).await.unwrap();
    assert_eq!(school.names(&local), "X");
    assert!(local.state().await.unwrap().unwrap().position.is_some());
}
