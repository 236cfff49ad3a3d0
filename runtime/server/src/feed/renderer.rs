//! From a transaction to events: numbered, rendered, and put into pages, all inside the one writer.
//!
//! The numbers of a feed and the ends of its pages are decided here and kept; nobody derives them later. A page closes when it is full, or when its
//! first event is old enough; the next one exists at once.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::Value as Json;
use smie_wire::schema::{Event, Schema};
use uuid::Uuid;

use super::content::{self, Opaque};
use super::entry::{Told, pack_entry};
use super::frame;
use super::names::{Feed, Feeds};
use super::words;
use crate::commit::{EventDraft, EventRenderer, Happened, Heads, Sink};
use crate::entity::Entity;
use crate::index::{EntityId, Stamp};
use crate::store::{EventKind, EventRow, Head, PageRow, Write};

/// Makes events of transactions.
#[derive(Debug)]
pub(crate) struct Renderer {
    feeds: Arc<Feeds>,
    /// Keys the ids that stand for national ids.
    secret: [u8; 32],
}

impl Renderer {
    pub(crate) fn new(feeds: Arc<Feeds>, secret: [u8; 32]) -> Self {
        Self { feeds, secret }
    }
}

impl EventRenderer for Renderer {
    fn tell(&self, happened: &Happened<'_>, heads: &mut Heads, to: &mut dyn Sink) {
        let opaque = Opaque { secret: &self.secret, tenant: happened.tenant };
        let mut work = Work { happened, opaque, heads, to };
        let _ = self.all(&mut work);
    }
}

impl Renderer {
    /// Everything, until the sink has enough.
    fn all(&self, work: &mut Work<'_>) -> ControlFlow<()> {
        self.feeds.iter().try_for_each(|feed| work.close_by_age(feed))?;
        let happened = work.happened;
        for write in happened.writes {
            let Some(feed) = self.feeds.get(happened.schema.collection(write.id.collection).package) else { continue };
            work.change(feed, write)?;
        }
        for (id, draft) in happened.drafts {
            let home = happened.schema.collection(id.collection);
            // What the same transaction deletes is told of as it was last.
            let last = || happened.writes.iter().find(|write| write.id == *id).map(|write| &write.entity);
            let subject = happened.after.get(*id).map(|resource| resource.entity()).or_else(last);
            let (Some(feed), Some(subject)) = (self.feeds.get(home.package), subject) else { continue };
            let events = &happened.schema.class(home.class).events;
            let Some(event) = events.iter().find(|event| *event.name == *draft.event) else {
                tracing::error!(event = %draft.event, "an event that the model does not declare was left out");
                continue;
            };
            work.declared(feed, (*id, subject), event, draft)?;
        }
        ControlFlow::Continue(())
    }
}

/// Folded and written name of an entity's class.
fn class_names<'s>(schema: &'s Schema, entity: &Entity) -> (&'s str, &'s str) {
    let class = schema.class(schema.collection(entity.collection()).class);
    (&class.wire, &class.name)
}

struct Work<'w> {
    happened: &'w Happened<'w>,
    opaque: Opaque<'w>,
    heads: &'w mut Heads,
    to: &'w mut dyn Sink,
}

impl Work<'_> {
    /// An entity was created, changed or deleted.
    fn change(&mut self, feed: &Feed, write: &Write) -> ControlFlow<()> {
        let (happened, opaque) = (self.happened, self.opaque);
        let (class, label) = class_names(happened.schema, &write.entity);
        self.tell(feed, &mut |id, number| {
            let content = content::keys(happened.schema, &opaque, &write.entity);
            let title = words::change_title(label, write.kind, &feed.shared.language);
            let term = words::change_term(class, write.kind);
            let element = if feed.shared.plain { words::change_term(label, write.kind) } else { term.clone() };
            let stamp = happened.at.stamp;
            let told = Told {
                feed,
                id,
                number,
                stamp,
                term: &term,
                element: &element,
                title: &title,
                class,
                label,
                content: &content,
                redacted: None,
            };
            (EventKind::Change(write.kind), class.into(), pack_entry(&told))
        })
    }

    /// What the model declares happened.
    fn declared(&mut self, feed: &Feed, (subject, entity): (EntityId, &Entity), event: &Event, draft: &EventDraft) -> ControlFlow<()> {
        let (happened, opaque) = (self.happened, self.opaque);
        let (class, label) = class_names(happened.schema, entity);
        self.tell(feed, &mut |id, number| {
            let input = serde_json::from_slice(&draft.input).unwrap_or(Json::Null);
            let content = content::declared(happened.schema, &opaque, (happened.after, subject, entity), event, &input);
            let (term, title, stamp) = (&*event.wire, &*event.name, happened.at.stamp);
            let element = happened.schema.profile.dap.event(&event.name, &event.wire);
            let told = Told { feed, id, number, stamp, term, element: &element, title, class, label, content: &content, redacted: None };
            (EventKind::Domain(draft.event.clone()), class.into(), pack_entry(&told))
        })
    }

    /// Gives the next number of the feed to an event, and closes the page when that fills it.
    fn tell(&mut self, feed: &Feed, make: &mut dyn FnMut(Uuid, u64) -> (EventKind, Box<str>, Arc<[u8]>)) -> ControlFlow<()> {
        let at = self.happened.at;
        let mut head = self.heads.get(&feed.key).copied().unwrap_or_default();
        head.last += 1;
        if head.opened == Stamp(0) {
            head.opened = at.stamp;
        }
        let number = head.last;
        let told = self.to.event(&mut || {
            let id = Uuid::now_v7();
            let (kind, class, entry) = make(id, number);
            EventRow { feed: feed.key.clone(), number, id, seq: at.seq, stamp: at.stamp, kind, class, entry }
        });
        let closed = if number + 1 - head.first >= feed.page_size() { self.close(feed, &mut head) } else { ControlFlow::Continue(()) };
        self.heads.insert(feed.key.clone(), head);
        told?;
        closed
    }

    fn close_by_age(&mut self, feed: &Feed) -> ControlFlow<()> {
        let Some(mut head) = self.heads.get(&feed.key).copied() else { return ControlFlow::Continue(()) };
        if !is_due(&head, feed, self.happened.at.stamp) {
            return ControlFlow::Continue(());
        }
        let closed = self.close(feed, &mut head);
        self.heads.insert(feed.key.clone(), head);
        closed
    }

    fn close(&mut self, feed: &Feed, head: &mut Head) -> ControlFlow<()> {
        let (closed, before, tenant) = (self.happened.at.stamp, *head, self.happened.tenant);
        *head = Head { page: head.page + 1, first: head.last + 1, opened: Stamp(0), ..*head };
        self.to.page(&mut || PageRow {
            feed: feed.key.clone(),
            number: before.page,
            first: before.first,
            last: before.last,
            closed,
            revision: 0,
            frame: frame::closed(feed, tenant, before.page, closed),
        })
    }
}

/// True when the open page is to close by age.
pub(super) fn is_due(head: &Head, feed: &Feed, now: Stamp) -> bool {
    feed.page_age() > 0 && head.opened > Stamp(0) && now.0.saturating_sub(head.opened.0) >= feed.page_age()
}
