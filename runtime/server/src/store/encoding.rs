//! An entity as bytes in a row: everything that the index needs, so that opening a store parses no JSON and hashes nothing.
//!
//! Numbers are LEB128, texts have their length before them. Positions of members, relations and identifiers are those of the model that the store
//! describes; collections have numbers of their own there. Reading trusts nothing: bytes that were damaged are an error, never a panic.

use smie_wire::schema::CollectionId;

use crate::entity::{ContentHash, Entity, Link, MemberRange, Spliced, Target};

/// Bytes that are no entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no entity")]
pub(crate) struct Malformed;

/// Appends an entity. `number` is the store's number of a collection.
pub(crate) fn encode(entity: &Entity, number: impl Fn(CollectionId) -> u32, out: &mut Vec<u8>) {
    text(entity.body().text(), out);
    list(entity.body().places(), out, |at, out| count(*at, out));
    list(entity.members(), out, |member, out| {
        count(u32::from(member.attribute), out);
        count(member.start, out);
        count(member.end, out);
    });
    identifiers(entity.identifiers(), out);
    list(entity.links(), out, |link, out| {
        count(link.relation.map_or(0, |r| u32::from(r) + 1), out);
        match &link.target {
            Target::Entity { collection, identifier, value } => {
                out.push(0);
                count(number(*collection), out);
                count(u32::from(*identifier), out);
                text(value.as_bytes(), out);
            }
            Target::Path(path) => tagged(1, path, out),
            Target::Foreign(quoted) => tagged(2, quoted, out),
            Target::Unknown(member) => tagged(3, member, out),
        }
    });
}

/// Appends identifier values.
pub(crate) fn identifiers(values: &[Option<Box<str>>], out: &mut Vec<u8>) {
    list(values, out, |value, out| match value {
        None => out.push(0),
        Some(value) => tagged(1, value, out),
    });
}

fn count(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(text: &[u8], out: &mut Vec<u8>) {
    count(text.len() as u32, out);
    out.extend_from_slice(text);
}

fn tagged(tag: u8, value: &str, out: &mut Vec<u8>) {
    out.push(tag);
    text(value.as_bytes(), out);
}

fn list<T>(items: &[T], out: &mut Vec<u8>, item: impl Fn(&T, &mut Vec<u8>)) {
    count(items.len() as u32, out);
    items.iter().for_each(|i| item(i, out));
}

/// Reads an entity back. `collection` is the schema's id of a number; its content hash is taken as given.
pub(crate) fn decode(
    bytes: &[u8],
    home: CollectionId,
    hash: ContentHash,
    collection: impl Fn(u32) -> Option<CollectionId>,
) -> Result<Entity, Malformed> {
    let mut reader = Reader(bytes);
    let body = reader.text()?.into();
    let places = reader.list(Reader::count)?;
    let body = Spliced::restore(body, places).ok_or(Malformed)?;
    let members = reader.list(|r| {
        let member = MemberRange { attribute: r.short()?, start: r.count()?, end: r.count()? };
        let fits = member.start <= member.end && member.end as usize <= body.text().len();
        fits.then_some(member).ok_or(Malformed)
    })?;
    let identifiers = reader.list(Reader::identifier)?;
    let links = reader.list(|r| {
        let relation = match r.count()? {
            0 => None,
            n => Some(u16::try_from(n - 1).map_err(|_| Malformed)?),
        };
        let target = match r.byte()? {
            0 => {
                let collection = collection(r.count()?).ok_or(Malformed)?;
                Target::Entity { collection, identifier: r.short()?, value: r.string()? }
            }
            1 => Target::Path(r.string()?),
            2 => Target::Foreign(r.string()?),
            3 => Target::Unknown(r.string()?),
            _ => return Err(Malformed),
        };
        Ok(Link { relation, target })
    })?;
    reader.0.is_empty().then(|| Entity::restore(home, body, members, links, identifiers, hash)).ok_or(Malformed)
}

/// Reads identifier values back.
pub(crate) fn decode_identifiers(bytes: &[u8]) -> Result<Box<[Option<Box<str>>]>, Malformed> {
    let mut reader = Reader(bytes);
    let values = reader.list(Reader::identifier)?;
    reader.0.is_empty().then_some(values).ok_or(Malformed)
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn count(&mut self) -> Result<u32, Malformed> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value).map_err(|_| Malformed);
            }
        }
        Err(Malformed)
    }

    fn short(&mut self) -> Result<u16, Malformed> {
        u16::try_from(self.count()?).map_err(|_| Malformed)
    }

    fn text(&mut self) -> Result<&'b [u8], Malformed> {
        let length = self.count()? as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(text)
    }

    fn string(&mut self) -> Result<Box<str>, Malformed> {
        std::str::from_utf8(self.text()?).map(Into::into).map_err(|_| Malformed)
    }

    fn identifier(&mut self) -> Result<Option<Box<str>>, Malformed> {
        match self.byte()? {
            0 => Ok(None),
            1 => self.string().map(Some),
            _ => Err(Malformed),
        }
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, Malformed>) -> Result<Box<[T]>, Malformed> {
        let length = self.count()? as usize;
        // Each item takes a byte at least, so a length that was damaged asks for no more memory than there are bytes.
        if length > self.0.len() {
            return Err(Malformed);
        }
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(item(self)?);
        }
        Ok(items.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity, schema};
    use crate::validate::Validator;
    use proptest::prelude::*;

    fn sample() -> Entity {
        let schema = schema();
        let validator = Validator::new(&schema).unwrap();
        let text = r#"{"systemId":"Å/1","beskrivelse":"fast lønn","prosent":10000,"periode":{"start":"2024-01-01T00:00:00Z"},
            "kontostreng":{"_links":{"ansvar":[{"href":"systemid/A"}]}},"koder":["ÆØ"],
            "_links":{"arbeidsforhold":[{"href":"systemid/é"}],"annet":[{"href":"https://x.no/1"}]}}"#;
        Entity::clone(&entity(&schema, &validator, "administrasjon-personal.fastlonn", text))
    }

    fn bytes(entity: &Entity) -> Vec<u8> {
        let mut out = Vec::new();
        encode(entity, |c| c.0 + 7, &mut out);
        out
    }

    fn back(entity: &Entity, bytes: &[u8]) -> Result<Entity, Malformed> {
        decode(bytes, entity.collection(), entity.hash(), |n| Some(CollectionId(n.checked_sub(7)?)))
    }

    #[test]
    fn an_entity_comes_back_as_it_was() {
        let entity = sample();
        assert_eq!(back(&entity, &bytes(&entity)).as_ref(), Ok(&entity));
        assert_eq!(entity.clone().rehashed(), entity.hash());
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_an_error_or_another_entity_but_never_a_panic(at in 0usize..400, to: u8, cut in 0usize..500) {
            let entity = sample();
            let mut damaged = bytes(&entity);
            let at = at % damaged.len();
            damaged[at] = to;
            damaged.truncate(cut.max(1));
            if let Ok(other) = back(&entity, &damaged) {
                let mut out = Vec::new();
                other.body().render(b"http://h", &mut out);
                let _ = (0..20).map(|i| other.member(i)).collect::<Vec<_>>();
            }
        }
    }
}
