//! What is left of a deleted resource: `dap:deleted` with the time and where it was.

use smie_wire::schema::Schema;

use super::View;
use super::resource::Link;
use crate::entity::{Entity, resource_path};
use crate::store::Tombstone;
use crate::validate::utc;
use crate::xml::{Value, Xml};

/// Appends the entry.
pub(in crate::http) fn gone(view: &View<'_>, remains: &Entity, grave: &Tombstone, base: &[u8], out: &mut Vec<u8>) {
    let mut xml = Xml::after(std::mem::take(out));
    let at = utc(grave.at.stamp.0).unwrap_or_default();
    let time = [("at", Value::Text(&at))];
    xml.open("dap:deleted", if at.is_empty() { &[] } else { &time });
    if let Some(uri) = uri(view.schema, remains, base) {
        view.link(&Link { rel: "self", uri: &uri, method: "GET", media: Some(view.media()), count: None }, &mut xml);
    }
    xml.close("dap:deleted");
    *out = xml.finish();
}

fn uri(schema: &Schema, remains: &Entity, base: &[u8]) -> Option<String> {
    let home = schema.collection(remains.collection());
    let (identifier, value) = remains.self_identifier(home.canonical)?;
    Some(format!("{}{}", String::from_utf8_lossy(base), resource_path(home, identifier, value)))
}
