//! A page of a collection: its entries, then the links around it and the counts, which are known when the last entry is.

use super::View;
use super::resource::{Done, Link};
use crate::xml::{Value, Xml};

/// The element of a page.
const COLLECTION: &str = "dap:collection";

/// What stands before the entries.
pub(in crate::http) fn open(view: &View<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.declare();
    xml.open(COLLECTION, &view.namespaces());
    xml.finish()
}

/// What stands after them: links by relation and whole address, what can be done with the collection, and counts by name.
pub(in crate::http) fn close(view: &View<'_>, links: &[(&str, String)], done: Done<'_>, counts: &[(&str, u64)]) -> Vec<u8> {
    let mut xml = Xml::new();
    let media = view.media();
    for (rel, uri) in links {
        view.link(&Link { rel, uri, method: "GET", media: Some(media), count: None }, &mut xml);
    }
    if let Some((writer, possible)) = done {
        view.actions(writer, possible, &mut xml);
    }
    let texts: Vec<_> = counts.iter().map(|(name, count)| (*name, count.to_string())).collect();
    let attributes: Vec<_> = texts.iter().map(|(name, count)| (*name, Value::Text(count))).collect();
    xml.empty("dap:page", &attributes);
    xml.close(COLLECTION);
    xml.finish()
}
