//! Everything after the entries of a page: the links to the pages around, and the counts.

use smie_wire::profile::Counts;
use smie_wire::schema::{Schema, UP};

use super::paging::{Cursor, Place, Query};
use super::render::actions::Possible;
use super::render::links::{Link, LinksWriter};
use super::render::{Renderer, dap};

/// What is known of a page before its entries are.
#[derive(Debug)]
pub(super) struct Tail {
    /// The collection's path.
    pub(super) path: Box<str>,
    pub(super) query: Query,
    /// Resources of the collection.
    pub(super) total: u64,
    /// The path of the resource that the collection is nested in.
    pub(super) parent: Option<String>,
    /// Whether resources can be created.
    pub(super) creates: bool,
    /// Whether `next` says after which row to go on.
    pub(super) cursors: bool,
}

/// What the entries came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) count: u64,
    /// Rows that the query matches, where it is not the whole collection.
    pub(super) matching: Option<u64>,
    pub(super) more: bool,
    /// The place of the last entry.
    pub(super) last: Option<Place>,
}

impl Tail {
    pub(super) fn write(&self, told: &Told, renderer: &Renderer) -> Vec<u8> {
        let profile = &renderer.schema().profile;
        let matching = told.matching.unwrap_or(self.total);
        if let Some(view) = renderer.xml() {
            return self.write_xml(told, matching, &view, renderer);
        }
        let mut out = if profile.lists.embedded { b"]}".to_vec() } else { b"]".to_vec() };
        out.extend_from_slice(format!(",\"{}\":", renderer.shape().member()).as_bytes());
        let possible = renderer.collection_possible();
        self.links(told, matching, renderer, possible.as_ref(), &mut out);
        self.counts(told, matching, profile.lists.counts, &mut out);
        if let Some((writer, possible)) = renderer.actions().zip(possible) {
            out.push(b',');
            writer.member(&possible, &mut out);
            out.push(b'}');
            renderer.templates(&writer, &possible, &mut out);
        } else {
            out.push(b'}');
        }
        out
    }

    /// The pages around, by relation.
    fn pages(&self, told: &Told, matching: u64) -> impl Iterator<Item = (&'static str, String)> {
        let next = (told.more && self.query.size > 0).then(|| {
            let cursor = told.last.filter(|_| self.cursors).map(|place| Cursor::new(place, &self.path));
            self.query.next(cursor.as_ref())
        });
        let [first, last] = self.query.ends(matching).map_or([None, None], |ends| ends.map(Some));
        let pages =
            [("self", Some(self.query.this())), ("first", first), ("prev", self.query.prev(matching)), ("next", next), ("last", last)];
        pages.into_iter().filter_map(|(rel, link)| Some((rel, link?)))
    }

    fn write_xml(&self, told: &Told, matching: u64, view: &dap::View<'_>, renderer: &Renderer) -> Vec<u8> {
        let base = String::from_utf8_lossy(renderer.base());
        let pages = self.pages(told, matching).map(|(name, link)| (name, format!("{base}{}{link}", self.path)));
        let links: Vec<_> = pages.chain(self.parent.as_ref().map(|parent| (UP, format!("{base}{parent}")))).collect();
        let mut counts = vec![("total", self.total)];
        counts.extend(told.matching.map(|matching| ("matching", matching)));
        counts.extend([("size", told.count), ("offset", self.query.offset)]);
        let possible = renderer.collection_possible();
        dap::close(view, &links, renderer.actions().as_ref().zip(possible.as_ref()), &counts)
    }

    fn links(&self, told: &Told, matching: u64, renderer: &Renderer, possible: Option<&Possible>, out: &mut Vec<u8>) {
        let base = String::from_utf8_lossy(renderer.base());
        let mut links = LinksWriter::new(renderer.shape(), out);
        for (rel, link) in self.pages(told, matching) {
            links.one(rel, Link::get(&format!("\"{base}{}{link}\"", self.path)));
        }
        if let Some(parent) = &self.parent {
            links.one(UP, Link::get(&format!("\"{base}{parent}\"")));
        }
        if self.creates && renderer.schema().profile.operation_links {
            links.one("create", Link { method: "POST", ..Link::get(&format!("\"{base}{}\"", self.path)) });
        }
        if let Some((writer, possible)) = renderer.actions().zip(possible) {
            writer.links(possible, &mut links);
        }
        links.end();
    }

    fn counts(&self, told: &Told, matching: u64, form: Counts, out: &mut Vec<u8>) {
        let Self { total, query, .. } = self;
        let text = match form {
            Counts::Items => {
                let narrowed = told.matching.map_or_else(String::new, |matching| format!("\"matching_items\":{matching},"));
                format!(",\"total_items\":{total},{narrowed}\"size\":{},\"offset\":{}", told.count, query.offset)
            }
            Counts::Meta => {
                let place = query.number().map_or_else(|| format!("\"offset\":{}", query.offset), |page| format!("\"page\":{page}"));
                let limit = if query.size == 0 { matching } else { query.size };
                format!(",\"_meta\":{{\"totalRecords\":{matching},{place},\"limit\":{limit},\"count\":{}}}", told.count)
            }
            Counts::Total => format!(",\"TotaltAntalPoster\":{matching}"),
        };
        out.extend_from_slice(text.as_bytes());
    }
}

/// What a page begins with.
pub(super) fn head(schema: &Schema, list: &str) -> Vec<u8> {
    let open = if schema.profile.lists.embedded { "{\"_embedded\":{" } else { "{" };
    format!("{open}\"{list}\":[").into_bytes()
}
