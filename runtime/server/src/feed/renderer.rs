//! From a transaction to events: numbered, rendered, and put into pages, all inside the one writer.
//!
//! The numbers of a feed and the ends of its pages are decided here and kept; nobody derives them later. A page closes when it is full, or when its
//! first event is old enough; the next one exists at once.

use std::sync::Arc;

use serde_json::Value as Json;
use smie_wire::schema::Schema;
use uuid::Uuid;

use super::content::{self, Content, Opaque};
use super::entry::{Told, pack_entry};
use super::frame;
use super::names::{Feed, Feeds};
use super::words;
use crate::commit::{EventRenderer, Happened, Heads, Rendered};
use crate::entity::Entity;
use crate::index::Stamp;
use crate::store::{EventKind, EventRow, Head, PageRow};

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
    fn render(&self, happened: &Happened<'_>, heads: &mut Heads) -> Rendered {
        let mut work = Work { happened, heads, rendered: Rendered::default() };
        for feed in self.feeds.iter() {
            work.close_by_age(feed);
        }
        let opaque = Opaque { secret: &self.secret, tenant: happened.tenant };
        for write in happened.writes {
            let Some(feed) = self.feeds.get(happened.schema.collection(write.id.collection).package) else { continue };
            let content = content::keys(happened.schema, &opaque, &write.entity);
            let (class, label) = class_names(happened.schema, &write.entity);
            let title = format!("{label} {}", words::title(write.kind, &feed.shared.language));
            let term = format!("{class}{}", words::ending(write.kind));
            work.tell(feed, &write.entity, (&term, &title), &content, EventKind::Change(write.kind));
        }
        for (id, draft) in happened.drafts {
            let home = happened.schema.collection(id.collection);
            let (Some(feed), Some(subject)) = (self.feeds.get(home.package), happened.after.get(*id)) else { continue };
            let events = &happened.schema.class(home.class).events;
            let Some(event) = events.iter().find(|event| *event.name == *draft.event) else {
                tracing::error!(event = %draft.event, "an event that the model does not declare was left out");
                continue;
            };
            let input = serde_json::from_slice(&draft.input).unwrap_or(Json::Null);
            let content = content::declared(happened.schema, &opaque, subject.entity(), event, &input);
            work.tell(feed, subject.entity(), (&event.wire, &event.name), &content, EventKind::Domain(draft.event.clone()));
        }
        work.rendered
    }
}

/// Folded and written name of an entity's class.
fn class_names<'s>(schema: &'s Schema, entity: &Entity) -> (&'s str, &'s str) {
    let class = schema.class(schema.collection(entity.collection()).class);
    (&class.wire, &class.name)
}

struct Work<'w> {
    happened: &'w Happened<'w>,
    heads: &'w mut Heads,
    rendered: Rendered,
}

impl Work<'_> {
    fn tell(&mut self, feed: &Feed, entity: &Entity, (term, title): (&str, &str), content: &Content, kind: EventKind) {
        let (class, label) = class_names(self.happened.schema, entity);
        let at = self.happened.at;
        let mut head = self.heads.get(&feed.key).copied().unwrap_or_default();
        head.last += 1;
        if head.opened == Stamp(0) {
            head.opened = at.stamp;
        }
        let (id, number) = (Uuid::now_v7(), head.last);
        let entry = pack_entry(&Told { feed, id, number, stamp: at.stamp, term, title, class, label, content });
        let row = EventRow { feed: feed.key.clone(), number, id, seq: at.seq, stamp: at.stamp, kind, class: class.into(), entry };
        self.rendered.events.push(row);
        if number + 1 - head.first >= feed.page_size() {
            self.close(feed, &mut head);
        }
        self.heads.insert(feed.key.clone(), head);
    }

    fn close_by_age(&mut self, feed: &Feed) {
        let Some(mut head) = self.heads.get(&feed.key).copied() else { return };
        if is_due(&head, feed, self.happened.at.stamp) {
            self.close(feed, &mut head);
            self.heads.insert(feed.key.clone(), head);
        }
    }

    fn close(&mut self, feed: &Feed, head: &mut Head) {
        let closed = self.happened.at.stamp;
        self.rendered.pages.push(PageRow {
            feed: feed.key.clone(),
            number: head.page,
            first: head.first,
            last: head.last,
            closed,
            revision: 0,
            frame: frame::closed(feed, self.happened.tenant, head.page, closed),
        });
        *head = Head { page: head.page + 1, first: head.last + 1, opened: Stamp(0), ..*head };
    }
}

/// True when the open page is to close by age.
pub(super) fn is_due(head: &Head, feed: &Feed, now: Stamp) -> bool {
    feed.page_age() > 0 && head.opened > Stamp(0) && now.0.saturating_sub(head.opened.0) >= feed.page_age()
}
