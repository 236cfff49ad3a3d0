//! A feed that grows: pages of three entries, as a server writes them.

use std::collections::BTreeSet;

use smie_client::Client;
use smie_client::feed::{Entry, Feed, FeedError, Reader, Unknown};

use super::common::{Answer, Server};

/// How a server writes its feed.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) newest_first: bool,
    /// A closed page links to the next though that is still open.
    pub(crate) eager: bool,
    /// Entries have numbers.
    pub(crate) numbered: bool,
    /// As real Ladok pages: no title, bare ids, no archive mark.
    pub(crate) bare: bool,
    pub(crate) etags: bool,
}

pub(crate) const MANNER: Manner = Manner { newest_first: true, eager: true, numbered: true, bare: false, etags: true };

pub(crate) struct Shelf {
    pub(crate) server: Server,
    pub(crate) manner: Manner,
    pub(crate) count: usize,
    /// Pages that are no longer kept.
    pub(crate) purged: BTreeSet<usize>,
}

const PAGE: usize = 3;

impl Shelf {
    pub(crate) async fn new(manner: Manner, count: usize) -> Self {
        let shelf = Self { server: Server::start([]).await, manner, count, purged: BTreeSet::new() };
        shelf.write();
        shelf
    }

    pub(crate) fn grow(&mut self, by: usize) {
        self.count += by;
        self.write();
    }

    fn pages(&self) -> usize {
        self.count / PAGE + 1
    }

    pub(crate) fn write(&self) {
        let pages = self.pages();
        for page in 1..=pages {
            let path = format!("/x/feed/{page}");
            if self.purged.contains(&page) {
                let gone = Answer::new(410, "application/problem+json", r#"{"title":"The events are no longer kept"}"#);
                self.server.set(&path, gone);
            } else {
                self.server.set(&path, self.page(page, &format!("{page}")));
            }
        }
        self.server.set("/x/feed/recent", self.page(pages, "recent"));
        let first = (1..=pages).find(|page| !self.purged.contains(page)).unwrap();
        self.server.set("/x/feed/first", self.page(first, &format!("{first}")));
    }

    fn page(&self, page: usize, this: &str) -> Answer {
        let (pages, manner) = (self.pages(), self.manner);
        let closed = page < pages;
        let link = |rel: &str, to: &str| format!("<link rel='{rel}' href='BASE/x/feed/{to}'/>");
        let mut links = link("self", this) + &link("via", &page.to_string()) + &link("current", "recent");
        if page > 1 {
            links += &link("prev-archive", &(page - 1).to_string());
        }
        if closed && (manner.eager || page + 1 < pages) {
            links += &link("next-archive", &(page + 1).to_string());
        }
        let mut numbers: Vec<usize> = ((page - 1) * PAGE + 1..=self.count.min(page * PAGE)).collect();
        if manner.newest_first {
            numbers.reverse();
        }
        let entries: String = numbers.into_iter().map(|number| self.entry(number)).collect();
        let mark = if closed && !manner.bare { "<fh:archive/>" } else { "" };
        let head = if manner.bare { "<id>urn:id:1</id>".to_owned() } else { "<id>tag:x,2026:x</id><title>X</title>".to_owned() };
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:fh='http://purl.org/syndication/history/1.0'>{mark}{head}{links}{entries}</feed>"
        );
        let answer = Answer::new(200, "application/atom+xml", text);
        match (manner.etags, closed) {
            (false, _) => answer,
            (true, true) => answer.header("etag", &format!("\"{page}\"")).header("cache-control", "max-age=31536000, immutable"),
            (true, false) => answer.header("etag", &format!("\"{page}-{}\"", self.count)).header("cache-control", "no-cache"),
        }
    }

    fn entry(&self, number: usize) -> String {
        let id = if self.manner.bare { format!("id-{number}") } else { format!("urn:uuid:{number}") };
        let title = if self.manner.bare { "" } else { "<title>Elev endret</title>" };
        let told = if self.manner.numbered { format!("<e:Nummer>{number}</e:Nummer>") } else { String::new() };
        format!(
            "<entry><category term='http://x/ElevChanged'/><id>{id}</id>{title}<updated>2026-01-01T00:{:02}:{:02}.5Z</updated>\
             <link rel='related' href='BASE/x/elev/systemid/{number}'/><content type='application/vnd.x+xml'><m:ElevChanged xmlns:m='urn:x' \
             xmlns:e='urn:e'><e:HandelseUID>{number}</e:HandelseUID>{told}<m:systemId>{number}</m:systemId></m:ElevChanged></content></entry>",
            number / 60,
            number % 60
        )
    }

    pub(crate) fn feed(&self) -> Feed<Unknown> {
        Feed::new(Client::new(&self.server.base).unwrap(), "/x/feed")
    }
}

/// The number of an entry.
pub(crate) fn number(entry: &Entry) -> usize {
    entry.content.element.as_ref().unwrap().one("systemId").unwrap().unwrap()
}

/// Everything that there is now.
pub(crate) async fn all(reader: &mut Reader<Unknown>) -> Result<Vec<usize>, FeedError> {
    let mut numbers = Vec::new();
    while let Some(delivery) = reader.next().await? {
        numbers.push(number(&delivery.entry));
    }
    Ok(numbers)
}

pub(crate) fn range(from: usize, to: usize) -> Vec<usize> {
    (from..=to).collect()
}
