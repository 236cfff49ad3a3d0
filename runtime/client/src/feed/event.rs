//! Events by type: what a generated enum is made of.

use smie_wire::value::Link;

use super::element::Element;
use super::entry::Entry;

/// An enum of events, made from an entry. Never fails: what is not known is a variant of its own.
pub trait FeedEvent: Sized {
    /// The event that an entry tells.
    fn read(entry: &Entry) -> Self;
}

/// An event as it came: for feeds of which no types are known.
impl FeedEvent for Unknown {
    fn read(entry: &Entry) -> Self {
        Self::new(entry, None)
    }
}

/// An event of a type that the model does not know, or not as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// Namespace of its content.
    pub namespace: Option<String>,
    /// Local name of its content: the event's type.
    pub name: String,
    /// The entry as it was written.
    pub xml: String,
    /// Why a known event could not be read as one.
    pub reason: Option<String>,
}

impl Unknown {
    /// What is known of it.
    #[must_use]
    pub fn new(entry: &Entry, reason: Option<String>) -> Self {
        let namespace = entry.content.element.as_ref().and_then(|element| element.namespace.clone());
        Self { namespace, name: entry.kind().to_owned(), xml: entry.xml().to_owned(), reason }
    }
}

/// A change of a resource, told by its keys; what it is now, a link tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// It is new.
    Created(Keyed<T>),
    /// It is another than it was.
    Changed(Keyed<T>),
    /// It is no more.
    Deleted(Keyed<T>),
}

impl<T> Change<T> {
    /// The resource, whatever happened to it.
    #[must_use]
    pub fn resource(&self) -> &Keyed<T> {
        match self {
            Self::Created(keyed) | Self::Changed(keyed) | Self::Deleted(keyed) => keyed,
        }
    }

    /// The change that an entry tells, when it is one of this class.
    #[doc(hidden)]
    #[must_use]
    pub fn read(class: &str, entry: &Entry) -> Option<Self> {
        let make = match entry.kind().strip_prefix(class)? {
            "Created" => Self::Created,
            "Changed" => Self::Changed,
            "Deleted" => Self::Deleted,
            _ => return None,
        };
        Some(make(Keyed::read(entry)))
    }
}

/// A resource by its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Keyed<T> {
    /// Where it is; absent when its address would tell who a person is.
    pub link: Option<Link<T>>,
    /// Identifiers with their values, by member name.
    pub keys: Vec<(String, String)>,
    /// What stands for a national id: the same for the same person, but not the number.
    pub opaque: Option<String>,
}

impl<T> Keyed<T> {
    /// The value of an identifier.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&str> {
        self.keys.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn read(entry: &Entry) -> Self {
        let root = entry.content.element.as_ref();
        let own = |child: &&Element| child.namespace == root.and_then(|root| root.namespace.clone()) && child.children.is_empty();
        let keys = root.map(|root| root.children.iter().filter(own).map(|c| (c.name.clone(), c.text.trim().to_owned())).collect());
        let opaque = root.and_then(|root| root.child("OpaqueId")).map(|child| child.text.trim().to_owned());
        Self { link: entry.link("related").map(Link::to), keys: keys.unwrap_or_default(), opaque }
    }
}
