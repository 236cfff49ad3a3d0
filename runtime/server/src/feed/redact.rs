//! Erasure: an event keeps its id, number, time, kind and class, and loses everything by which somebody could be known.
//!
//! Only feeds whose pages caches may keep no longer than a day take it: what was handed out as immutable cannot be called back. The entry says that it was
//! redacted and has a newer `updated`, so that readers that mirror a feed notice (RFC 4287, 4.2.15).

use std::fmt;

use serde_json::Value as Json;
use smie_wire::schema::{Class, CollectionId, Schema};
use uuid::Uuid;

use super::content::{Content, Opaque};
use super::entry::{Told, carried, pack_entry};
use super::names::{Feed, Feeds};
use super::packed::Damaged;
use super::words;
use crate::entity::{own_value, parse_path, resource_path};
use crate::index::Stamp;
use crate::store::{EventKind, EventRow, Store, StoreError, TenantName};

/// Which events are to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase<'e> {
    /// The event of this id.
    Entry(Uuid),
    /// Every event that tells of a resource or names it, by the path that the resource has or had: `/utdanning/elev/elev/elevnummer/1`, each value one
    /// encoded segment. A resource with several identifiers is named by each of them in turn.
    Resource(&'e str),
}

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Package of each feed, with the numbers of its events.
    pub events: Vec<(String, Vec<u64>)>,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EraseError {
    /// No package of this name has a feed.
    #[error("no package with a feed is called `{name}`{help}")]
    Package {
        /// The name.
        name: String,
        /// What was probably meant.
        help: String,
    },
    /// The path is none of a resource.
    #[error("`{0}` is no path of a resource: name the collection, an identifier and its value as one encoded segment")]
    Path(String),
    /// No event has this id.
    #[error("no event has the id {0}")]
    Unknown(Uuid),
    /// The feed's pages may be in caches for a year.
    #[error(
        "the feed of `{0}` has no class that is marked as personal data, so its pages were handed out as immutable and cannot be called back\nhelp: mark the attributes with `gdpr:` in the model, then erase"
    )]
    Immutable(String),
    /// What is kept cannot be read.
    #[error("event {number} of `{feed}` cannot be read: its bytes are damaged")]
    Damaged {
        /// The feed.
        feed: String,
        /// The event's number.
        number: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl fmt::Display for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.events.is_empty() {
            return f.write_str("no event tells of it");
        }
        for (i, (feed, numbers)) in self.events.iter().enumerate() {
            let numbers: Vec<_> = numbers.iter().map(u64::to_string).collect();
            write!(f, "{}{feed}: erased {} events: {}", if i > 0 { "\n" } else { "" }, numbers.len(), numbers.join(", "))?;
        }
        Ok(())
    }
}

/// Where events are erased.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Eraser<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) schema: &'a Schema,
    pub(crate) feeds: &'a Feeds,
    pub(crate) tenant: &'a TenantName,
}

/// Events that are read at once.
const STRETCH: usize = 1000;

impl Eraser<'_> {
    /// Erases events of one feed, or of all that may have them.
    pub(crate) fn erase(&self, package: Option<&str>, what: Erase<'_>) -> Result<Erased, EraseError> {
        let feeds = self.feeds(package)?;
        let mut erased = Erased::default();
        match what {
            Erase::Entry(id) => {
                let row = self.store.event(self.tenant, id)?.ok_or(EraseError::Unknown(id))?;
                let feed = feeds.iter().find(|feed| feed.key == row.feed).ok_or(EraseError::Unknown(id))?;
                erased.events.push(self.replace(feed, &[row])?);
            }
            Erase::Resource(path) => {
                let person = Named::read(self.schema, path).ok_or_else(|| EraseError::Path(path.to_owned()))?;
                let marks = person.marks(self.schema, &Opaque { secret: &self.store.secret()?, tenant: self.tenant });
                for feed in feeds {
                    let rows = self.find(feed, &marks)?;
                    if !rows.is_empty() {
                        erased.events.push(self.replace(feed, &rows)?);
                    }
                }
            }
        }
        Ok(erased)
    }

    fn feeds(&self, package: Option<&str>) -> Result<Vec<&Feed>, EraseError> {
        let all = || self.feeds.iter().map(|feed| &**feed);
        let Some(name) = package else { return Ok(all().collect()) };
        let is = |feed: &&Feed| *feed.key == *name || feed.path.trim_matches('/') == format!("{}/feed", name.trim_matches('/'));
        let found: Vec<_> = all().filter(is).collect();
        if found.is_empty() {
            let help = crate::suggest::closest(name, all().map(|feed| &*feed.key));
            let help = help.map_or_else(String::new, |h| format!("; did you mean `{h}`?"));
            return Err(EraseError::Package { name: name.to_owned(), help });
        }
        Ok(found)
    }

    /// Every event of a feed that has one of the marks.
    fn find(&self, feed: &Feed, marks: &Marks<'_>) -> Result<Vec<EventRow>, EraseError> {
        let mut found = Vec::new();
        let mut from = 0;
        loop {
            let rows = self.store.events(self.tenant, &feed.key, from, STRETCH)?;
            let Some(last) = rows.last() else { return Ok(found) };
            from = last.number + 1;
            for row in rows {
                let damaged = |Damaged| EraseError::Damaged { feed: feed.key.to_string(), number: row.number };
                let carried = carried(&row).map_err(damaged)?;
                if marks.are_in(&row, &carried) {
                    found.push(row);
                }
            }
        }
    }

    /// Puts what is left of events in their places.
    fn replace(&self, feed: &Feed, rows: &[EventRow]) -> Result<(String, Vec<u64>), EraseError> {
        if !feed.personal {
            return Err(EraseError::Immutable(feed.key.to_string()));
        }
        let now = crate::store::now();
        let entries: Vec<_> = rows.iter().map(|row| (row.number, self.rest(feed, row, now))).collect();
        self.store.redact(self.tenant, &feed.key, &entries)?;
        Ok((feed.key.to_string(), rows.iter().map(|row| row.number).collect()))
    }

    /// What is left of an event.
    fn rest(&self, feed: &Feed, row: &EventRow, now: Stamp) -> std::sync::Arc<[u8]> {
        let class = self.class(row);
        let label = class.map_or(&*row.class, |class| class.name.as_str());
        let (term, element, title) = match &row.kind {
            EventKind::Change(kind) => {
                let term = words::change_term(&row.class, *kind);
                let element = if feed.shared.plain { words::change_term(label, *kind) } else { term.clone() };
                (term, element, words::change_title(label, *kind, &feed.shared.language))
            }
            EventKind::Domain(name) => {
                let event = class.and_then(|class| class.events.iter().find(|event| *event.name == **name));
                let term = event.map_or_else(|| row.class.to_string(), |event| event.wire.clone());
                let element = self.schema.profile.dap.event(name, &term);
                (term, element, name.to_string())
            }
        };
        let content = Content::default();
        let (id, number, stamp) = (row.id, row.number, row.stamp);
        let told = Told {
            feed,
            id,
            number,
            stamp,
            term: &term,
            element: &element,
            title: &title,
            class: &row.class,
            label,
            content: &content,
            redacted: Some(now),
        };
        pack_entry(&told)
    }

    /// The class that an event is about, when the model still has it.
    fn class(&self, row: &EventRow) -> Option<&Class> {
        let served = self.schema.collections.iter().filter(|home| self.schema.package(home.package).name == *row.feed);
        served.map(|home| self.schema.class(home.class)).find(|class| class.wire == *row.class)
    }
}

/// A resource as its path names it.
struct Named<'s> {
    collection: CollectionId,
    identifier: usize,
    value: String,
    schema: &'s Schema,
}

/// By what an event can name a resource.
struct Marks<'s> {
    /// Its address without a base, and the same without its first slash.
    path: String,
    /// What stands for it where it may not be named.
    opaque: String,
    class: &'s str,
    /// The member that has the identifier, and its value.
    member: (&'s str, String),
}

impl<'s> Named<'s> {
    fn read(schema: &'s Schema, path: &str) -> Option<Self> {
        let (collection, identifier, value) = parse_path(schema, &format!("/{}", path.trim_matches('/')))?;
        Some(Self { collection, identifier: usize::from(identifier), value, schema })
    }

    fn marks(&self, schema: &Schema, opaque: &Opaque<'_>) -> Marks<'s> {
        let home = self.schema.collection(self.collection);
        let identifier = &home.identifiers[self.identifier];
        let class = self.schema.class(home.class);
        Marks {
            path: resource_path(home, self.identifier, &self.value),
            opaque: opaque.id(schema, self.collection, self.identifier, &self.value).to_string(),
            class: &class.wire,
            member: (&class.attributes[identifier.attribute].wire, own_value(&self.value).to_owned()),
        }
    }
}

impl Marks<'_> {
    fn are_in(&self, row: &EventRow, carried: &Json) -> bool {
        let is_subject = carried["subject"] == *self.path.trim_start_matches('/');
        let (member, value) = &self.member;
        let own = *row.class == *self.class && carried["data"][*member] == **value;
        is_subject || own || self.anywhere(carried)
    }

    fn anywhere(&self, json: &Json) -> bool {
        match json {
            Json::String(text) => *text == self.path || *text == self.opaque,
            Json::Array(items) => items.iter().any(|item| self.anywhere(item)),
            Json::Object(members) => members.values().any(|value| self.anywhere(value)),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        }
    }
}
