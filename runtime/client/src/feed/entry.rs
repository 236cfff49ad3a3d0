//! An entry of a feed as it was read: what Atom says of it, and its content as a tree.

use std::ops::Range;
use std::sync::Arc;

use super::element::Element;

/// An entry.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Its id, compared character by character; some servers write a bare UUID. Empty when there was none.
    pub id: String,
    /// Its title; real Ladok entries have none.
    pub title: Option<String>,
    /// When it was last changed, as written.
    pub updated: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// What it is filed under.
    pub categories: Vec<Category>,
    /// Links as relation and address, in order.
    pub links: Vec<(String, String)>,
    /// What happened.
    pub content: Content,
    pub(super) source: Arc<str>,
    pub(super) range: Range<usize>,
    /// The start tag of the document, where its namespaces are declared.
    pub(super) root: Range<usize>,
}

/// A category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// The list that the term is from.
    pub scheme: Option<String>,
    /// The word for machines.
    pub term: String,
    /// The word for people.
    pub label: Option<String>,
}

/// The content of an entry.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Content {
    /// Its media type.
    pub media: Option<String>,
    /// Where it is, when it is elsewhere.
    pub src: Option<String>,
    /// The one element inside; its name is the type of the event.
    pub element: Option<Element>,
    /// Text in place of an element.
    pub text: String,
}

impl Entry {
    /// The first link of a relation.
    #[must_use]
    pub fn link(&self, relation: &str) -> Option<&str> {
        self.links.iter().find(|(rel, _)| rel == relation).map(|(_, href)| href.as_str())
    }

    /// The type of the event: the local name of its content, else the last part of its first category.
    #[must_use]
    pub fn kind(&self) -> &str {
        match &self.content.element {
            Some(element) => &element.name,
            None => self.categories.first().map_or("", |category| category.term.rsplit(['/', '.']).next().unwrap_or_default()),
        }
    }

    /// The number that the server gave the event in its feed, where it gives any.
    #[must_use]
    pub fn sequence(&self) -> Option<u64> {
        self.said("Nummer")?.parse().ok()
    }

    /// The event's own id, which may differ from the entry's.
    #[must_use]
    pub fn event_id(&self) -> Option<&str> {
        self.said("HandelseUID")
    }

    /// The entry as it was written.
    #[must_use]
    pub fn xml(&self) -> &str {
        self.source.get(self.range.clone()).unwrap_or_default()
    }

    /// A document of this entry alone, in the frame that it came in.
    pub(super) fn document(&self) -> String {
        let root = self.source.get(self.root.clone()).unwrap_or_default();
        let name = root.trim_start_matches('<').split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default();
        if self.root.start == self.range.start { self.xml().to_owned() } else { format!("{root}{}</{name}>", self.xml()) }
    }

    fn said(&self, name: &str) -> Option<&str> {
        self.content.element.as_ref()?.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }
}
