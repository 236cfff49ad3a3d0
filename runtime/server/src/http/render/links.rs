//! `_links` in the shapes that profiles know, link by link.
//!
//! One place writes every `_links` that is not copied from the index: of resources, pages and start documents. The shape of a relation is decided by who
//! calls (the model's maximum), never by how many links there happen to be.

use smie_wire::profile::{HalLinks, LinkForm, WireProfile};

use crate::http::negotiate::Media;
use crate::validate::quote;

/// How `_links` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum LinkShape {
    /// An object, every relation a list of `{"href"}`.
    Lists,
    /// HAL: an object, a relation one link or a list of links as the model says; links with `rel`, `method` and `title`.
    Objects,
    /// The same, every relation a list.
    AlwaysLists,
    /// A list of links, each with its `rel`.
    Array,
    /// Ladok's list `link`: each with `rel`, `uri`, `method` and `mediaType`.
    Ladok,
}

impl LinkShape {
    /// The shape that a profile gives to a representation.
    pub(in crate::http) fn of(profile: &WireProfile, media: Media) -> Self {
        let hal = if profile.hal_links == HalLinks::AlwaysArray { Self::AlwaysLists } else { Self::Objects };
        match (media, profile.links) {
            (Media::Native, LinkForm::ObjectOfArrays) => Self::Lists,
            (Media::Native, LinkForm::Array) => Self::Array,
            (Media::Vendor, _) => Self::Ladok,
            _ => hal,
        }
    }

    /// The member that holds the links.
    pub(in crate::http) const fn member(self) -> &'static str {
        match self {
            Self::Ladok => "link",
            _ => "_links",
        }
    }

    /// True when links stand in one list, whatever their relation.
    pub(in crate::http) const fn is_list(self) -> bool {
        matches!(self, Self::Array | Self::Ladok)
    }
}

/// A link.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Link<'a> {
    /// The address as a JSON string, with its quotes.
    pub(in crate::http) href: &'a str,
    pub(in crate::http) method: &'a str,
    /// Empty = none.
    pub(in crate::http) title: &'a str,
    /// The media type of what it leads to; empty = not said.
    pub(in crate::http) media: &'a str,
    /// How many links it stands for, as JSON.
    pub(in crate::http) count: Option<&'a str>,
}

impl<'a> Link<'a> {
    pub(in crate::http) fn get(href: &'a str) -> Self {
        Self { href, method: "GET", title: "", media: "", count: None }
    }
}

/// `_links` while it is written.
pub(in crate::http) struct LinksWriter<'o> {
    out: &'o mut Vec<u8>,
    shape: LinkShape,
    first: bool,
}

impl<'o> LinksWriter<'o> {
    /// Begins the value of `_links`.
    pub(in crate::http) fn new(shape: LinkShape, out: &'o mut Vec<u8>) -> Self {
        out.push(if shape.is_list() { b'[' } else { b'{' });
        Self { out, shape, first: true }
    }

    /// Goes on with a value of `_links` that was ended, of which the last byte is taken away.
    pub(in crate::http) fn resume(shape: LinkShape, out: &'o mut Vec<u8>) -> Self {
        out.pop();
        let first = matches!(out.last(), Some(b'{' | b'['));
        Self { out, shape, first }
    }

    /// A relation that is at most one link.
    pub(in crate::http) fn one(&mut self, rel: &str, link: Link<'_>) {
        self.relation(rel, false, &[link]);
    }

    /// A relation; `many` says that the model lets it be several.
    pub(in crate::http) fn relation(&mut self, rel: &str, many: bool, links: &[Link<'_>]) {
        if self.shape.is_list() {
            for link in links {
                self.comma();
                self.link(rel, link);
            }
            return;
        }
        if links.is_empty() && !many {
            return;
        }
        self.name(rel);
        match links {
            [link, ..] if !many && self.shape == LinkShape::Objects => self.link(rel, link),
            links => {
                self.out.push(b'[');
                for (i, link) in links.iter().enumerate() {
                    if i > 0 {
                        self.out.push(b',');
                    }
                    self.link(rel, link);
                }
                self.out.push(b']');
            }
        }
    }

    /// A relation that the model does not know, as it came; the array has no place for it.
    pub(in crate::http) fn raw(&mut self, rel: &str, json: &[u8]) {
        if !self.shape.is_list() {
            self.name(rel);
            self.out.extend_from_slice(json);
        }
    }

    /// Ends it.
    pub(in crate::http) fn end(self) {
        self.out.push(if self.shape.is_list() { b']' } else { b'}' });
    }

    fn comma(&mut self) {
        if !std::mem::replace(&mut self.first, false) {
            self.out.push(b',');
        }
    }

    fn name(&mut self, rel: &str) {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(rel.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn link(&mut self, rel: &str, link: &Link<'_>) {
        if self.shape == LinkShape::Ladok {
            return self.ladok(rel, link);
        }
        self.out.extend_from_slice(b"{\"href\":");
        self.out.extend_from_slice(link.href.as_bytes());
        if self.shape != LinkShape::Lists {
            self.out.extend_from_slice(b",\"rel\":\"");
            self.out.extend_from_slice(rel.as_bytes());
            self.out.extend_from_slice(b"\",\"method\":\"");
            self.out.extend_from_slice(link.method.as_bytes());
            self.out.push(b'"');
            if !link.title.is_empty() {
                self.out.extend_from_slice(b",\"title\":");
                quote(link.title, self.out);
            }
        }
        if let Some(count) = link.count {
            self.out.extend_from_slice(b",\"count\":");
            self.out.extend_from_slice(count.as_bytes());
        }
        self.out.push(b'}');
    }
}

impl LinksWriter<'_> {
    fn ladok(&mut self, rel: &str, link: &Link<'_>) {
        let method = [(",\"method\":", link.method), (",\"mediaType\":", link.media)];
        self.out.extend_from_slice(b"{\"rel\":");
        quote(rel, self.out);
        self.out.extend_from_slice(b",\"uri\":");
        self.out.extend_from_slice(link.href.as_bytes());
        for (member, value) in method.into_iter().filter(|(_, value)| !value.is_empty()) {
            self.out.extend_from_slice(member.as_bytes());
            quote(value, self.out);
        }
        if let Some(count) = link.count {
            self.out.extend_from_slice(b",\"count\":");
            self.out.extend_from_slice(count.as_bytes());
        }
        self.out.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(shape: LinkShape) -> String {
        let mut out = Vec::new();
        let mut links = LinksWriter::new(shape, &mut out);
        links.one("self", Link::get("\"a\""));
        links.relation("larare", true, &[Link { title: "Lärare", ..Link::get("\"b\"") }]);
        links.relation("tomma", true, &[]);
        links.relation("ingen", false, &[]);
        links.end();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_shape_writes_the_same_links_its_own_way() {
        assert_eq!(written(LinkShape::Lists), r#"{"self":[{"href":"a"}],"larare":[{"href":"b"}],"tomma":[]}"#);
        let (a, b) = (r#"{"href":"a","rel":"self","method":"GET"}"#, r#"{"href":"b","rel":"larare","method":"GET","title":"Lärare"}"#);
        assert_eq!(written(LinkShape::Objects), format!(r#"{{"self":{a},"larare":[{b}],"tomma":[]}}"#));
        assert_eq!(written(LinkShape::AlwaysLists), format!(r#"{{"self":[{a}],"larare":[{b}],"tomma":[]}}"#));
        assert_eq!(written(LinkShape::Array), format!("[{a},{b}]"));
        let (a, b) = (r#"{"rel":"self","uri":"a","method":"GET"}"#, r#"{"rel":"larare","uri":"b","method":"GET"}"#);
        assert_eq!(written(LinkShape::Ladok), format!("[{a},{b}]"));
    }
}
