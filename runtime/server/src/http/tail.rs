//! Everything after the entries of a page: the links to the pages around, and the counts.

use super::paging::{Cursor, Place, Query};
use super::render::{Renderer, dap};

/// What is known of a page before its entries are.
#[derive(Debug)]
pub(super) struct Tail {
    /// The collection's path.
    pub(super) path: Box<str>,
    pub(super) query: Query,
    /// Resources of the collection.
    pub(super) total: u64,
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
        let next = (told.more && self.query.size > 0).then(|| {
            let cursor = told.last.filter(|_| self.cursors).map(|place| Cursor::new(place, &self.path));
            self.query.next(cursor.as_ref())
        });
        let links = [("self", Some(self.query.this())), ("prev", self.query.prev()), ("next", next)];
        let links = links.into_iter().filter_map(|(name, link)| Some((name, link?)));
        match renderer.xml() {
            Some(view) => self.write_xml(told, links, &view, renderer.base()),
            None => self.write_json(told, links, renderer),
        }
    }

    fn write_xml(&self, told: &Told, links: impl Iterator<Item = (&'static str, String)>, view: &dap::View<'_>, base: &[u8]) -> Vec<u8> {
        let begin = format!("{}{}", String::from_utf8_lossy(base), self.path);
        let links: Vec<_> = links.map(|(name, link)| (name, format!("{begin}{link}"))).collect();
        let mut counts = vec![("total", self.total)];
        counts.extend(told.matching.map(|matching| ("matching", matching)));
        counts.extend([("size", told.count), ("offset", self.query.offset)]);
        dap::close(view, &links, &counts)
    }

    fn write_json(&self, told: &Told, links: impl Iterator<Item = (&'static str, String)>, renderer: &Renderer) -> Vec<u8> {
        let mut out = b"]},\"_links\":{".to_vec();
        let (open, close): (&[u8], &[u8]) = if renderer.is_native() { (b"[{\"href\":\"", b"\"}]") } else { (b"{\"href\":\"", b"\"}") };
        for (i, (name, link)) in links.enumerate() {
            out.extend_from_slice(if i == 0 { b"\"" } else { b",\"" });
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            out.extend_from_slice(open);
            out.extend_from_slice(renderer.base());
            out.extend_from_slice(self.path.as_bytes());
            out.extend_from_slice(link.as_bytes());
            out.extend_from_slice(close);
        }
        let actions = renderer.collection_actions();
        out.extend_from_slice(actions.as_ref().map_or(&[], |actions| &actions.links));
        let matching = told.matching.map_or_else(String::new, |matching| format!("\"matching_items\":{matching},"));
        let Self { total, query, .. } = self;
        let counts = format!("}},\"total_items\":{total},{matching}\"size\":{},\"offset\":{}", told.count, query.offset);
        out.extend_from_slice(counts.as_bytes());
        out.extend_from_slice(actions.as_ref().map_or(&[], |actions| &actions.members));
        out.push(b'}');
        out
    }
}
