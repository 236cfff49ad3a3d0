//! What a model says of the API as a whole, as constant data.

use std::collections::BTreeMap;

use crate::model::{Contact, Docs, Info, License, Retirement, Sla, Status};
use crate::schema::About;

/// Texts per language.
type Texts = &'static [(&'static str, &'static str)];
type Text = Option<&'static str>;

/// What documents tell of the API as a whole.
#[derive(Clone, Copy, Debug)]
pub struct AboutTable {
    /// Public address, for documents.
    pub base_url: Text,
    /// What a catalogue wants to know.
    pub info: Option<InfoTable>,
    /// Rules knowingly not met, with the reason.
    pub exceptions: Texts,
}

impl AboutTable {
    /// Nothing said.
    pub const EMPTY: Self = Self { base_url: None, info: None, exceptions: &[] };
}

/// What a catalogue wants to know of the API; see [`Info`].
#[derive(Clone, Copy, Debug)]
pub struct InfoTable {
    /// Title per language.
    pub title: Texts,
    /// Life cycle.
    pub status: Option<Status>,
    /// Release date.
    pub released: Text,
    /// Who answers questions: name, email and page.
    pub contact: [Text; 3],
    /// Licence: name and address.
    pub license: [Text; 2],
    /// Address of the terms of use.
    pub terms: Text,
    /// Service level: availability, response time and support.
    pub sla: [Text; 3],
    /// Known limitations per language.
    pub limitations: Texts,
    /// When this version goes: date, sunset and successor.
    pub deprecated: [Text; 3],
}

impl InfoTable {
    /// Nothing said, to fill in with struct update syntax.
    pub const EMPTY: Self = Self {
        title: &[],
        status: None,
        released: None,
        contact: [None; 3],
        license: [None; 2],
        terms: None,
        sla: [None; 3],
        limitations: &[],
        deprecated: [None; 3],
    };
}

impl From<&AboutTable> for About {
    fn from(table: &AboutTable) -> Self {
        Self {
            base_url: owned(table.base_url),
            info: table.info.as_ref().map(Info::from),
            exceptions: BTreeMap::from_iter(pairs(table.exceptions)),
        }
    }
}

impl From<&InfoTable> for Info {
    fn from(table: &InfoTable) -> Self {
        let [name, email, url] = table.contact.map(owned);
        let contact = Contact { name, email, url };
        let [name, url] = table.license.map(owned);
        let license = License { name, url };
        let [availability, response_time, support] = table.sla.map(owned);
        let sla = Sla { availability, response_time, support };
        let [date, sunset, successor] = table.deprecated.map(owned);
        Self {
            title: Docs(pairs(table.title)),
            status: table.status,
            released: owned(table.released),
            contact: said(contact),
            license: said(license),
            terms: owned(table.terms),
            sla: said(sla),
            limitations: Docs(pairs(table.limitations)),
            deprecated: said(Retirement { date, sunset, successor }),
        }
    }
}

fn owned(text: Text) -> Option<String> {
    text.map(str::to_owned)
}

fn pairs(texts: Texts) -> Vec<(String, String)> {
    texts.iter().map(|&(key, text)| (key.to_owned(), text.to_owned())).collect()
}

/// A part of which nothing is said is not there.
fn said<T: Default + PartialEq>(part: T) -> Option<T> {
    (part != T::default()).then_some(part)
}
