//! `fields`: which attributes of a resource a client wants to see. Its links always come along: without `self` it would be nobody.

use smie_wire::schema::{CollectionId, Schema};
use std::sync::Arc;

use super::problem::Problem;

/// Reads `fields`: names of attributes separated by commas. `None` = all.
///
/// # Errors
/// A name that is no attribute.
pub(super) fn read(text: Option<&str>, schema: &Schema, id: CollectionId) -> Result<Option<Arc<[bool]>>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let class = schema.class(schema.collection(id).class);
    let mut shown = vec![false; class.attributes.len()];
    for name in text.split(',').map(str::trim).filter(|name| *name != "_links") {
        let Some(at) = class.attributes.iter().position(|attribute| attribute.wire == name) else {
            let name: String = name.chars().take(40).collect();
            let known: Vec<String> = class.attributes.iter().map(|a| format!("`{}`", a.wire)).collect();
            return Err(Problem::Query(format!("`fields`: there is no `{name}`; there are {}", known.join(", "))));
        };
        shown[at] = true;
    }
    Ok(Some(shown.into()))
}
