//! Links inside datatypes: they stand in the body as text, since they are part of a value and nobody shows their other end.
//!
//! Where links must lead somewhere they count all the same: what they lead to must be there, and is let go of before it is deleted. So they are read back from
//! the canonical text, which is compact and whose links have the base before their path. Nothing but such a profile comes here.

use std::ops::Range;

use smie_wire::model::Type;
use smie_wire::schema::{Class, Schema};

use super::href::parse_path;
use super::{Entity, MemberRange, Spliced, Splicing, Target};

/// The links of one relation of a datatype.
#[derive(Debug)]
pub(crate) struct Nested {
    /// How many there must be.
    pub(crate) lower: u32,
    /// `"name":[`
    opening: Range<usize>,
    /// Each link object, with what it leads to when that is served here.
    links: Vec<(Range<usize>, Option<Target>)>,
}

/// The `_links` of one datatype, with the comma before it.
#[derive(Debug)]
struct Object {
    at: Range<usize>,
    relations: Vec<Nested>,
}

impl Nested {
    /// What its links lead to.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.links.iter().filter_map(|(_, target)| target.as_ref())
    }
}

/// True when values of a class can have links inside datatypes.
pub(crate) fn has_nested(schema: &Schema, class: &Class) -> bool {
    fn inside(schema: &Schema, class: &Class, depth: usize) -> bool {
        let below = class.attributes.iter().filter_map(|attribute| match attribute.ty {
            Type::Class(id) => Some(schema.class(id)),
            _ => None,
        });
        // A datatype may hold itself; deeper than bodies may be nested nobody needs to look.
        depth < 64 && below.into_iter().any(|class| !class.relations.is_empty() || inside(schema, class, depth + 1))
    }
    inside(schema, class, 0)
}

/// Every relation inside datatypes of an entity that has links.
pub(crate) fn nested(schema: &Schema, entity: &Entity) -> Vec<Nested> {
    scan(schema, entity).into_iter().flat_map(|object| object.relations).collect()
}

/// The entity without links inside datatypes that lead to what is gone; `None` = it has none.
pub(crate) fn without(schema: &Schema, entity: &Entity, gone: &dyn Fn(&Target) -> bool) -> Option<Entity> {
    let mut objects = scan(schema, entity);
    let leads = |(_, target): &(Range<usize>, Option<Target>)| target.as_ref().is_some_and(gone);
    objects.retain(|object| object.relations.iter().any(|relation| relation.links.iter().any(leads)));
    if objects.is_empty() {
        return None;
    }
    let body = entity.body();
    let (mut out, mut from) = (Splicing::default(), 0);
    // Where a stretch of the old text ends, and how much shorter the text is from there on.
    let mut shorter: Vec<(usize, usize)> = Vec::new();
    for object in objects {
        copy(body, from..object.at.start, &mut out);
        let begin = out.text.len();
        object.write(body, &leads, &mut out);
        from = object.at.end;
        let before = shorter.last().map_or(0, |(_, by)| *by);
        shorter.push((from, before + object.at.len() - (out.text.len() - begin)));
    }
    copy(body, from..body.text().len(), &mut out);
    let moved = |at: u32| {
        let by = shorter.iter().rev().find(|(end, _)| at as usize >= *end).map_or(0, |(_, by)| *by);
        at - by as u32
    };
    let member = |member: &MemberRange| MemberRange { attribute: member.attribute, start: moved(member.start), end: moved(member.end) };
    let members = entity.members().iter().map(member).collect();
    Some(Entity::new(entity.collection(), out.to_spliced(), members, entity.links().into(), entity.identifiers().into()))
}

impl Object {
    /// What is left of it, with its comma; nothing when nothing is left.
    fn write(&self, body: &Spliced, gone: &impl Fn(&(Range<usize>, Option<Target>)) -> bool, out: &mut Splicing) {
        let mut first = true;
        for relation in &self.relations {
            let mut none = true;
            for link in relation.links.iter().filter(|link| !gone(link)) {
                if std::mem::replace(&mut none, false) {
                    if std::mem::replace(&mut first, false) {
                        let opening = if body.text().get(self.at.start) == Some(&b',') { &b",\"_links\":{"[..] } else { b"\"_links\":{" };
                        out.push(opening);
                    } else {
                        out.push(b",");
                    }
                    copy(body, relation.opening.clone(), out);
                } else {
                    out.push(b",");
                }
                copy(body, link.0.clone(), out);
            }
            if !none {
                out.push(b"]");
            }
        }
        if !first {
            out.push(b"}");
        }
    }
}

/// Appends a stretch of a text with its splice points.
fn copy(body: &Spliced, stretch: Range<usize>, out: &mut Splicing) {
    let mut from = stretch.start;
    for place in body.places().iter().map(|at| *at as usize).filter(|at| stretch.contains(at)) {
        out.push(&body.text()[from..place]);
        out.base();
        from = place;
    }
    out.push(&body.text()[from..stretch.end]);
}

fn scan(schema: &Schema, entity: &Entity) -> Vec<Object> {
    let class = schema.class(schema.collection(entity.collection()).class);
    let mut scanner = Scanner { schema, text: entity.body().text(), places: entity.body().places(), at: 0, found: Vec::new() };
    // A body without its end: whatever stops the scan, all that could be read was.
    let _ = scanner.value(Some(class));
    scanner.found
}

/// Walks compact JSON that was written here.
struct Scanner<'a> {
    schema: &'a Schema,
    text: &'a [u8],
    places: &'a [u32],
    at: usize,
    found: Vec<Object>,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// A string without its quotes, as it is written.
    fn string(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        let start = self.at;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        std::str::from_utf8(self.text.get(start..self.at - 1)?).ok()
    }

    /// Passes a value; `class` is what an object in it is, when that is known.
    fn value(&mut self, class: Option<&'a Class>) -> Option<()> {
        match self.peek()? {
            b'{' => self.object(class),
            b'[' => {
                self.at += 1;
                while self.peek()? != b']' {
                    self.value(class)?;
                    let _ = self.take(b',');
                }
                self.take(b']')
            }
            b'"' => self.string().map(drop),
            _ => {
                while !matches!(self.peek()?, b',' | b']' | b'}') {
                    self.at += 1;
                }
                Some(())
            }
        }
    }

    fn object(&mut self, class: Option<&'a Class>) -> Option<()> {
        self.take(b'{')?;
        while self.peek()? != b'}' {
            let start = self.at;
            let _ = self.take(b',');
            let name = self.string()?;
            self.take(b':')?;
            match class {
                Some(class) if name == "_links" => self.links(class, start)?,
                class => {
                    let attribute = class.and_then(|class| class.attributes.iter().find(|attribute| attribute.wire == name));
                    let below = attribute.and_then(|attribute| match attribute.ty {
                        Type::Class(id) => Some(self.schema.class(id)),
                        _ => None,
                    });
                    self.value(below)?;
                }
            }
        }
        self.take(b'}')
    }

    fn links(&mut self, class: &'a Class, start: usize) -> Option<()> {
        self.take(b'{')?;
        let mut relations = Vec::new();
        while self.peek()? != b'}' {
            let _ = self.take(b',');
            let opening = self.at;
            let name = self.string()?;
            self.take(b':')?;
            let relation = class.relations.iter().find(|relation| relation.wire == name);
            self.take(b'[')?;
            let mut nested = Nested { lower: relation.map_or(0, |r| r.bounds.lower), opening: opening..self.at, links: Vec::new() };
            while self.peek()? != b']' {
                let _ = self.take(b',');
                let from = self.at;
                let target = self.link()?;
                nested.links.push((from..self.at, target));
            }
            self.take(b']')?;
            relations.push(nested);
        }
        self.take(b'}')?;
        self.found.push(Object { at: start..self.at, relations });
        Some(())
    }

    /// `{"href":"…"}`; a path that the base stands before is one of ours.
    fn link(&mut self) -> Option<Option<Target>> {
        self.take(b'{')?;
        let mut target = None;
        while self.peek()? != b'}' {
            let _ = self.take(b',');
            let name = self.string()?;
            self.take(b':')?;
            let own = self.places.binary_search(&(self.at as u32 + 1)).is_ok();
            if name == "href" && own {
                let (collection, identifier, value) = match parse_path(self.schema, self.string()?) {
                    Some(found) => found,
                    None => continue,
                };
                target = Some(Target::Entity { collection, identifier, value: value.into() });
            } else {
                self.value(None)?;
            }
        }
        self.take(b'}')?;
        Some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity, schema};
    use crate::validate::Validator;

    const FASTLONN: &str = "administrasjon-personal.fastlonn";

    fn text(links: &str) -> String {
        format!(
            r#"{{"systemId":"1","beskrivelse":"x \"]}},","prosent":1,"periode":{{"start":"2024-08-01"}},"kontostreng":{{"_links":{{{links}}}}},"koder":["ÆØ"]}}"#
        )
    }

    fn to(values: &[&str]) -> String {
        let hrefs: Vec<_> = values.iter().map(|value| format!(r#"{{"href":"systemid/{value}"}}"#)).collect();
        format!("[{}]", hrefs.join(","))
    }

    #[test]
    fn what_is_left_is_the_entity_that_never_had_the_link() {
        let schema = schema();
        let validator = Validator::new(&schema).unwrap();
        let read = |links: &str| entity(&schema, &validator, FASTLONN, &text(links));
        let both = read(&format!(r#""ansvar":{},"formal":{}"#, to(&["%C3%85%2F1"]), to(&["2"])));
        let values = |entity: &Entity| -> Vec<String> {
            let found = nested(&schema, entity);
            let value = |target: &Target| match target {
                Target::Entity { value, .. } => value.to_string(),
                other => panic!("{other:?}"),
            };
            found.iter().flat_map(|n| n.targets().map(value).collect::<Vec<_>>()).collect()
        };
        assert_eq!(values(&both), ["Å/1", "2"]);
        assert_eq!(nested(&schema, &both).iter().map(|n| n.lower).collect::<Vec<_>>(), [1, 0]);
        let gone = |value: &'static str| move |target: &Target| matches!(target, Target::Entity { value: v, .. } if **v == *value);
        let one = without(&schema, &both, &gone("2")).unwrap();
        assert_eq!(one, *read(&format!(r#""ansvar":{}"#, to(&["%C3%85%2F1"]))));
        assert!(without(&schema, &one, &gone("2")).is_none());
        // Also when it is the first, or all of them.
        let other = without(&schema, &both, &gone("Å/1")).unwrap();
        assert_eq!(values(&other), ["2"]);
        assert_eq!(other.member(6), both.member(6));
        let none = without(&schema, &other, &gone("2")).unwrap();
        assert_eq!((values(&none).len(), none.member(5).map(<[u8]>::to_vec)), (0, Some(br#""kontostreng":{}"#.to_vec())));
        assert_eq!(none.member(6), both.member(6));
    }

    #[test]
    fn only_classes_with_such_datatypes_are_looked_into() {
        let schema = schema();
        let has = |file: &str| has_nested(&schema, schema.class(schema.collection(crate::testing::collection(&schema, file)).class));
        assert!(has(FASTLONN) && !has("utdanning-elev.skole"));
    }
}
