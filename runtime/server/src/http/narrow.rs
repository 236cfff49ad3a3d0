//! Which rows of a collection a query wants: a filter expression, and `name=value` by attribute or relation.
//!
//! A value is brought into the form in which values are kept, once, and compared as bytes: no entity is parsed. Names are those of the wire. What is sensitive is no
//! parameter, because addresses end up in logs.

use smie_wire::model::{Gdpr, Side, Type};
use smie_wire::schema::{CollectionId, Schema};

use super::paging::Query;
use super::problem::Problem;
use super::render::Renderer;
use crate::entity::{Entity, Target, own_value};
use crate::filter::{Filter, Subject};
use crate::index::Row;
use crate::validate::{Shapes, canonical};

/// What a row must satisfy.
#[derive(Debug, Default)]
pub(super) struct Narrow {
    filter: Option<Filter>,
    equals: Vec<Equal>,
}

/// A member with one value.
#[derive(Debug)]
enum Equal {
    /// An attribute: bytes of its name, the value in the form in which it is kept, and whether it is one of a list.
    Attribute { at: u16, key: usize, wanted: Box<[u8]>, listed: bool },
    /// A relation to a resource of this value.
    Relation { at: u16, wanted: Box<str> },
}

impl Narrow {
    /// Reads what a query narrows by.
    ///
    /// # Errors
    /// A filter that cannot be read, a parameter that nobody knows, a value that is none of its type.
    pub(super) fn read(query: &Query, schema: &Schema, shapes: &Shapes, id: CollectionId, most: u32) -> Result<Self, Problem> {
        let filter = match &query.filter {
            Some(text) => Filter::read(text, schema, shapes, id, most).map_err(|error| Problem::Filter(error.to_string()))?,
            None => None,
        };
        let equal = |(name, value): &(String, String)| Equal::read(name, value, schema, shapes, id);
        Ok(Self { filter, equals: query.attributes.iter().map(equal).collect::<Result<_, _>>()? })
    }

    /// True when every row is wanted.
    pub(super) fn is_none(&self) -> bool {
        self.filter.is_none() && self.equals.is_empty()
    }

    /// Tells apart what is asked for.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.filter.as_ref().map_or([0; 32], Filter::digest));
        for equal in &self.equals {
            let (at, wanted) = match equal {
                Equal::Attribute { at, wanted, .. } => (u32::from(*at), &**wanted),
                Equal::Relation { at, wanted } => (u32::from(*at) | 1 << 16, wanted.as_bytes()),
            };
            hasher.update(&at.to_le_bytes()).update(&(wanted.len() as u64).to_le_bytes()).update(wanted);
        }
        *hasher.finalize().as_bytes()
    }

    /// Whether a row is wanted.
    pub(super) fn matches(&self, row: Row<'_>, renderer: &Renderer) -> bool {
        match row {
            Row::Living(resource) => {
                let links = |out: &mut Vec<u8>| resource.render_links(renderer.base(), out);
                self.holds(resource.entity(), renderer.base(), &links)
            }
            // Of a deleted entity only its identifiers are known.
            Row::Gone(grave) => {
                let remains = renderer.remains(grave);
                let links = |out: &mut Vec<u8>| renderer.render_selves(&remains, out);
                self.holds(&remains, renderer.base(), &links)
            }
        }
    }

    fn holds(&self, entity: &Entity, base: &[u8], links: &dyn Fn(&mut Vec<u8>)) -> bool {
        self.equals.iter().all(|equal| equal.holds(entity))
            && self.filter.as_ref().is_none_or(|filter| filter.matches(&Subject::new(entity, base, links)))
    }
}

impl Equal {
    fn read(name: &str, value: &str, schema: &Schema, shapes: &Shapes, id: CollectionId) -> Result<Self, Problem> {
        let class = schema.class(schema.collection(id).class);
        let shape = shapes.class(schema.collection(id).class);
        let hidden = |at: usize| class.attributes[at].sensitive || class.attributes[at].gdpr == Some(Gdpr::NationalId);
        if let Some(at) = shape.member(name, 0).filter(|at| !hidden(usize::from(*at))) {
            let member = &shape.members[usize::from(at)];
            let wanted = canonical(shapes, member.value, value);
            let wanted = wanted.map_err(|problem| Problem::Query(format!("`{name}`: {problem}")))?;
            return Ok(Self::Attribute { at, key: member.key.len(), wanted: wanted.into(), listed: member.bounds.is_list() });
        }
        if let Some(at) = shape.relation(name).filter(|at| class.relations[usize::from(*at)].side == Side::Storing) {
            return Ok(Self::Relation { at, wanted: value.into() });
        }
        let asked = |(at, a): &(usize, &smie_wire::schema::Attribute)| !hidden(*at) && !matches!(a.ty, Type::Class(_));
        let attributes = class.attributes.iter().enumerate().filter(asked).map(|(_, a)| &a.wire);
        let relations = class.relations.iter().filter(|r| r.side == Side::Storing).map(|r| &r.wire);
        let known: Vec<String> = attributes.chain(relations).map(|wire| format!("`{wire}`")).collect();
        let name: String = name.chars().take(40).collect();
        Err(Problem::Query(format!("`{name}` is no parameter here; resources are selected by {}", known.join(", "))))
    }

    fn holds(&self, entity: &Entity) -> bool {
        match self {
            Self::Relation { at, wanted } => {
                entity.links().iter().filter(|link| link.relation == Some(*at)).any(|link| match &link.target {
                    Target::Entity { value, .. } => **value == **wanted || own_value(value) == &**wanted,
                    Target::Foreign(quoted) => quoted.trim_matches('"') == &**wanted,
                    _ => false,
                })
            }
            Self::Attribute { at, key, wanted, listed } => {
                let Some(value) = entity.member(*at).and_then(|member| member.get(*key..)) else { return false };
                if *listed { elements(value, |element| is(element, wanted)) } else { is(value, wanted) }
            }
        }
    }
}

/// Compares a value; of an identity that is an object, its text.
fn is(value: &[u8], wanted: &[u8]) -> bool {
    const IDENTITY: &[u8] = b"{\"identifikatorverdi\":";
    match value.strip_prefix(IDENTITY) {
        Some(rest) => rest.strip_prefix(wanted).is_some_and(|after| matches!(after.first(), Some(b',' | b'}'))),
        None => value == wanted,
    }
}

/// True when any element of a list is one.
fn elements(list: &[u8], is: impl Fn(&[u8]) -> bool) -> bool {
    let Ok(text) = std::str::from_utf8(list) else { return false };
    let mut cursor = crate::validate::Cursor::new(text);
    let mut any = || {
        cursor.peek()?;
        cursor.open()?;
        let mut first = true;
        while cursor.element(std::mem::take(&mut first))? {
            cursor.peek()?;
            let start = cursor.at();
            cursor.skip()?;
            if is(cursor.since(start).as_bytes()) {
                return Ok(true);
            }
        }
        Ok::<_, crate::validate::Syntax>(false)
    };
    any().unwrap_or(false)
}
