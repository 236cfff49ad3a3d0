//! One relation of a resource: the links that it tells of itself, and those that others tell of it.
//!
//! A school has 50,000 enrolments. Where the profile says that so many are not shown in the school, one link stands for them, which says how many they are and
//! leads to pages of them; this is where both the decision and the pages come from.

use smie_wire::model::Side;
use smie_wire::profile::PagingStyle;
use smie_wire::schema::{Relation, Schema};

use super::list::LinkList;
use super::resource::write_source;
use super::{EntityId, Tenant};
use crate::entity::{Entity, Link, Splicing, Target, write_link, write_path};

/// What a relation shows.
pub(super) struct Shown<'l> {
    pub(super) own: Vec<&'l Link>,
    /// Never empty.
    pub(super) list: Option<&'l LinkList>,
}

impl<'l> Shown<'l> {
    pub(super) fn new(tenant: &Tenant, relation: &Relation, own: &'l [Link], list: Option<&'l LinkList>) -> Self {
        let single = relation.side == Side::Storing && relation.bounds.upper == Some(1);
        // What a to-one end says itself counts more than what others say of it.
        let list = list.filter(|list| !list.is_empty() && (!single || own.is_empty()));
        // A pair that both ends tell of is shown once.
        let told = |link: &&Link| list.is_none_or(|list| tenant.target(&link.target).is_none_or(|id| !list.contains(id)));
        Self { own: own.iter().filter(told).collect(), list }
    }

    pub(super) fn count(&self) -> usize {
        self.own.len() + self.list.map_or(0, LinkList::len)
    }

    /// True when one link stands for all.
    pub(super) fn is_paged(&self, schema: &Schema) -> bool {
        let most = schema.profile.kept_links_max as usize;
        most > 0 && self.list.is_some() && self.count() > most
    }
}

/// Writes the link that stands for many: to their first page, with their number.
pub(super) fn write_count_link(schema: &Schema, entity: &Entity, relation: &str, count: usize, out: &mut Splicing) {
    let home = schema.collection(entity.collection());
    out.push(b"{\"href\":\"");
    out.base();
    if let Some((identifier, value)) = entity.self_identifier(home.canonical) {
        write_path(home, identifier, value, &mut out.text);
    }
    let most = schema.profile.kept_links_max;
    let first = match schema.profile.paging.style {
        PagingStyle::SizeOffset => format!("size={most}&offset=0"),
        PagingStyle::PageLimit => format!("page=1&limit={most}"),
    };
    out.push(format!("/{relation}?{first}\",\"count\":{count}}}").as_bytes());
}

/// A relation with its links, to be shown in pages.
#[derive(Debug)]
pub(crate) struct Related {
    own: Vec<Link>,
    list: LinkList,
}

/// Where a page of links begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Offset(u64),
    After(EntityId),
}

impl Tenant {
    /// A relation of a resource.
    pub(crate) fn related(&self, schema: &Schema, id: EntityId, relation: u16) -> Option<Related> {
        let entity = self.get(id)?.entity();
        let class = schema.class(schema.collection(id.collection).class);
        let own: Vec<Link> = entity.links().iter().filter(|link| link.relation == Some(relation)).cloned().collect();
        let incoming = self.incoming(entity);
        let list = incoming.iter().find(|(r, _)| *r == relation).map(|(_, list)| list);
        let shown = Shown::new(self, class.relations.get(usize::from(relation))?, &own, list);
        let list = shown.list.cloned().unwrap_or_default();
        let own = shown.own.into_iter().cloned().collect();
        Some(Related { own, list })
    }
}

impl Tenant {
    /// What a relation of an entity leads to, its own links and those of others; nothing where one link would stand for too many.
    pub(crate) fn targets(&self, schema: &Schema, id: EntityId, relation: u16) -> Vec<Target> {
        let most = schema.profile.kept_links_max as usize;
        let Some(Related { own, list }) = self.related(schema, id, relation) else { return Vec::new() };
        if most > 0 && own.len() + list.len() > most {
            return Vec::new();
        }
        let source = |source: EntityId| {
            let canonical = schema.collection(source.collection).canonical;
            let (identifier, value) = self.get(source)?.entity().self_identifier(canonical)?;
            Some(Target::Entity { collection: source.collection, identifier: identifier as u16, value: value.into() })
        };
        own.into_iter().map(|link| link.target).chain(list.sources().filter_map(source)).collect()
    }
}

impl Related {
    /// The rows of the sources, in order of creation.
    pub(crate) fn rows(&self) -> Vec<u32> {
        self.list.sources().map(|source| source.row).collect()
    }

    pub(crate) fn count(&self) -> u64 {
        (self.own.len() + self.list.len()) as u64
    }

    /// How many links stand before the beginning.
    pub(crate) fn before(&self, from: Start) -> u64 {
        match from {
            Start::Offset(offset) => offset.min(self.count()),
            Start::After(source) => (self.own.len() + self.list.rank(source)) as u64,
        }
    }

    /// Writes links, joined by commas. Returns the last source, after which to go on.
    pub(crate) fn write(&self, schema: &Schema, tenant: &Tenant, skip: u64, count: u64, out: &mut Splicing) -> Option<EntityId> {
        let (skip, count) = (skip as usize, count as usize);
        let own: Vec<&Link> = self.own.iter().skip(skip).take(count).collect();
        let sources = self.list.after(skip.saturating_sub(self.own.len())).take(count - own.len());
        let mut last = None;
        for (i, link) in own.iter().enumerate() {
            if i > 0 {
                out.push(b",");
            }
            write_link(schema, &link.target, out);
        }
        for (i, source) in sources.enumerate() {
            if i > 0 || !own.is_empty() {
                out.push(b",");
            }
            write_source(schema, tenant, source, out);
            last = Some(source);
        }
        last
    }
}
