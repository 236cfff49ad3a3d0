//! Who a line is about, even where the line is wrong, and which lines only say that somebody is gone.

use smie_wire::schema::{CollectionId, Schema};

use crate::index::{EntityId, Tenant};
use crate::validate::{Cursor, Kind, Syntax};

/// The member of a line that removes: `{"$delete":"systemid/1"}`.
const REMOVAL: &str = "$delete";

/// What a line that removes names, as identifier and value; `None` = the line is no removal.
pub(super) fn removal(text: &str) -> Option<String> {
    // Nearly every line is none, and its first bytes tell.
    if !text.trim_start_matches('{').trim_start().starts_with("\"$") {
        return None;
    }
    let mut cursor = Cursor::new(text);
    let read = |cursor: &mut Cursor<'_>| -> Result<Option<String>, Syntax> {
        if cursor.peek()? != Kind::Object {
            return Ok(None);
        }
        cursor.open()?;
        match cursor.member(true)? {
            Some(name) if name.decode() == REMOVAL && cursor.peek()? == Kind::String => Ok(Some(cursor.string()?.decode().into_owned())),
            _ => Ok(None),
        }
    };
    let href = read(&mut cursor).ok()??;
    let ends = cursor.member(false).is_ok_and(|member| member.is_none()) && cursor.end().is_ok();
    ends.then_some(href)
}

/// The entity that `identifier/value` names.
///
/// # Errors
/// It names nothing that the collection could have.
pub(super) fn named(schema: &Schema, tenant: &Tenant, collection: CollectionId, href: &str) -> Result<Option<EntityId>, String> {
    let identifiers = &schema.collection(collection).identifiers;
    let known = || identifiers.iter().map(|i| format!("`{}`", i.segment)).collect::<Vec<_>>().join(", ");
    let wrong = || format!("expected an identifier ({}), `/` and its value, encoded as one path segment", known());
    let (name, value) =
        href.trim_start_matches('/').split_once('/').filter(|(_, value)| !value.is_empty() && !value.contains('/')).ok_or_else(wrong)?;
    let identifier = identifiers.iter().position(|i| i.segment.eq_ignore_ascii_case(name)).ok_or_else(wrong)?;
    let value = percent_encoding::percent_decode_str(value).decode_utf8().map_err(|_| wrong())?;
    Ok(tenant.find(collection, identifier as u16, &value))
}

/// The entities that a wrong line is about, as far as it can be read; `None` = that cannot be told.
pub(super) fn meant(schema: &Schema, tenant: &Tenant, collection: CollectionId, text: &[u8]) -> Option<Vec<EntityId>> {
    let text = std::str::from_utf8(text).ok()?;
    let home = schema.collection(collection);
    let attributes = &schema.class(home.class).attributes;
    let mut found = Vec::new();
    let mut named = false;
    let walk = |cursor: &mut Cursor<'_>, found: &mut Vec<EntityId>, named: &mut bool| -> Result<(), Syntax> {
        let mut first = true;
        cursor.open()?;
        while let Some(name) = cursor.member(std::mem::take(&mut first))? {
            let name = name.decode();
            let identifier = home.identifiers.iter().position(|i| attributes[i.attribute].wire == *name);
            match (identifier, identity(cursor)?) {
                (Some(identifier), Some(value)) => {
                    *named = true;
                    found.extend(tenant.find(collection, identifier as u16, &value));
                }
                // A name that cannot be read could have been anybody's.
                (Some(identifier), None) if identifier == home.canonical => return Err(Syntax { at: cursor.at(), reason: "no identity" }),
                _ => {}
            }
        }
        cursor.end()
    };
    let mut cursor = Cursor::new(text);
    let read = cursor.peek().is_ok_and(|kind| kind == Kind::Object) && walk(&mut cursor, &mut found, &mut named).is_ok();
    (read && named).then_some(found)
}

/// The text of an identity, in either of its forms; anything else is passed.
fn identity(cursor: &mut Cursor<'_>) -> Result<Option<String>, Syntax> {
    match cursor.peek()? {
        Kind::String => Ok(Some(cursor.string()?.decode().into_owned())),
        Kind::Object => {
            let mut value = None;
            let mut first = true;
            cursor.open()?;
            while let Some(name) = cursor.member(std::mem::take(&mut first))? {
                if name.decode() == "identifikatorverdi" && cursor.peek()? == Kind::String {
                    value = Some(cursor.string()?.decode().into_owned());
                } else {
                    cursor.skip()?;
                }
            }
            Ok(value)
        }
        _ => cursor.skip().map(|()| None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removal_is_a_line_of_its_own_kind() {
        assert_eq!(removal(r#"{"$delete":"systemid/1%2F2"}"#).as_deref(), Some("systemid/1%2F2"));
        assert_eq!(removal(r#" { "$delete" : "a" } "#.trim()).as_deref(), Some("a"));
        for other in [r#"{"systemId":"1"}"#, r#"{"$delete":1}"#, r#"{"$delete":"a","x":1}"#, r#"{"$delete":"a"} x"#, "{", ""] {
            assert_eq!(removal(other), None, "{other}");
        }
    }
}
