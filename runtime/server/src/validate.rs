//! JSON text against a class of the schema, in one pass: all that is wrong, or the entity at rest.
//!
//! One walk over the tokens checks, canonicalises and splices: members come out in model order, nulls and empties are dropped, times become UTC,
//! links become values. Unknown members are passed over (a tolerant reader). Nothing here asks whether other entities exist; that is the
//! index's business, under its own lock.

mod json;
mod limits;
mod links;
mod object;
mod resolve;
mod scalar;
mod shape;
mod time;
mod violation;

pub(crate) use json::{Cursor, Kind, MAX_DEPTH, Syntax, quote};
pub(crate) use shape::{Shape, ShapeId, Shapes, Value};
pub use violation::{Problem, Violation};

use smie_wire::model::{ClassId, Scalar};
use smie_wire::profile::DateForm;
use smie_wire::schema::{CollectionId, Schema};

use crate::entity::{Entity, MemberRange, Splicing};
use object::Walk;

/// Checks entities against a schema.
#[derive(Debug)]
pub struct Validator {
    shapes: Shapes,
}

impl Validator {
    /// Prepares the tables.
    ///
    /// # Errors
    /// Patterns of the model that are no regular expressions, each with its class and member.
    pub fn new(schema: &Schema) -> Result<Self, Vec<String>> {
        Shapes::compile(schema).map(|shapes| Self { shapes })
    }

    pub(crate) fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// Reads one entity of a collection.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub fn read(&self, schema: &Schema, collection: CollectionId, text: &[u8], scratch: &mut Scratch) -> Result<Entity, Vec<Violation>> {
        self.read_within(schema, collection, None, text, scratch)
    }

    /// Reads one entity of a nested collection, in the parent that has this key unless it names one itself.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text; also another parent than this one.
    pub(crate) fn read_within(
        &self,
        schema: &Schema,
        collection: CollectionId,
        parent: Option<&str>,
        text: &[u8],
        scratch: &mut Scratch,
    ) -> Result<Entity, Vec<Violation>> {
        let (entity, violations) = self.walk(schema, collection, parent, text, scratch)?;
        if violations.is_empty() { Ok(entity) } else { Err(violations) }
    }

    /// Reads the input of an action of this class that is invoked on this collection: canonical JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub(crate) fn input(
        &self,
        schema: &Schema,
        (class, action): (ClassId, usize),
        collection: CollectionId,
        text: &[u8],
    ) -> Result<Vec<u8>, Vec<Violation>> {
        let text = std::str::from_utf8(text)
            .map_err(|e| vec![Violation { pointer: String::new(), offset: e.valid_up_to(), problem: Problem::Encoding }])?;
        let Some(shape) = self.shapes.input(class, action) else { return Ok(b"{}".to_vec()) };
        let mut scratch = Scratch::default();
        let violations = Walk::new(&self.shapes, schema, collection, text, &mut scratch).input(shape);
        if !violations.is_empty() {
            return Err(violations);
        }
        let mut out = Vec::new();
        scratch.out.to_spliced().render(b"", &mut out);
        Ok(out)
    }

    /// Reads an entity that was right once, perhaps under another model: what it lacks or has too much of is told, but does not keep it from being read.
    ///
    /// # Errors
    /// Everything that is wrong with it, when something in it cannot be read as the model says.
    pub(crate) fn read_stored(
        &self,
        schema: &Schema,
        collection: CollectionId,
        text: &[u8],
        scratch: &mut Scratch,
    ) -> Result<(Entity, Vec<Violation>), Vec<Violation>> {
        self.walk(schema, collection, None, text, scratch)
    }

    fn walk(
        &self,
        schema: &Schema,
        collection: CollectionId,
        parent: Option<&str>,
        text: &[u8],
        scratch: &mut Scratch,
    ) -> Result<(Entity, Vec<Violation>), Vec<Violation>> {
        let text = std::str::from_utf8(text)
            .map_err(|e| vec![Violation { pointer: String::new(), offset: e.valid_up_to(), problem: Problem::Encoding }])?;
        scratch.out.clear();
        scratch.parts.clear();
        let walk = Walk::new(&self.shapes, schema, collection, text, scratch).within(parent);
        let (read, violations) = walk.entity();
        if violations.iter().any(|v| !v.problem.is_about_bounds()) {
            return Err(violations);
        }
        let members = ranges(scratch);
        Ok((Entity::new(collection, scratch.out.to_spliced(), members, read.links, read.identifiers), violations))
    }
}

/// Memory that is used again from entity to entity.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) out: Splicing,
    pub(crate) parts: Vec<object::Part>,
}

/// The offset table of the body that was just written.
fn ranges(scratch: &Scratch) -> Box<[MemberRange]> {
    let range = |part: &object::Part| MemberRange { attribute: part.member, start: part.from as u32, end: part.to as u32 };
    scratch.parts.iter().map(range).collect()
}

/// Epoch milliseconds as RFC 3339 in UTC.
pub(crate) fn utc(millis: u64) -> Option<String> {
    let instant = time::Instant::from_millis(i64::try_from(millis).ok()?)?;
    let mut out = Vec::with_capacity(20);
    instant.write(&mut out);
    String::from_utf8(out).ok()
}

/// A date or time as it would be kept, from a text or from epoch milliseconds.
pub(crate) fn canonical_time(scalar: Scalar, dates: DateForm, text: &str, millis: bool) -> Option<String> {
    let written = if millis {
        let instant = time::Instant::from_millis(text.parse().ok()?)?;
        time::Written::Time(instant, instant.date())
    } else {
        time::parse(text)?
    };
    let mut quoted = Vec::with_capacity(22);
    scalar::moment(scalar, dates, written, &mut quoted);
    String::from_utf8(quoted).ok().map(|quoted| quoted.trim_matches('"').to_owned())
}

/// A time of RFC 3339 in epoch milliseconds; `None` = it is none, or before 1970.
pub(crate) fn millis(text: &str) -> Option<u64> {
    let time: smie_wire::value::DateTime = text.parse().ok()?;
    // Nothing was changed before 1970: what was since then is everything.
    Some(u64::try_from(time.timestamp().as_millisecond()).unwrap_or(0))
}

/// A value as it would be kept, from the text of a query.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn canonical(shapes: &Shapes, value: Value, text: &str) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    let bare = matches!(value, Value::Scalar(Scalar::Boolean | Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double));
    let mut json = Vec::new();
    if bare {
        json.extend_from_slice(text.as_bytes());
    } else {
        quote(text, &mut json);
    }
    let json = String::from_utf8_lossy(&json);
    let mut cursor = Cursor::new(&json);
    let syntax = |_: Syntax| Problem::Value { value: Problem::excerpt(text), expected: "a value of its type".to_owned() };
    match value {
        Value::Scalar(scalar) => scalar::scalar(scalar, None, shapes.dates, &mut cursor, &mut out).map_err(syntax)??,
        Value::Enum(id) => scalar::code(shapes, id, &mut cursor, &mut out).map_err(syntax)??,
        Value::Identifier | Value::IdentifierText => out.extend_from_slice(json.as_bytes()),
        Value::Object(_) => return Err(Problem::Type { expected: "a single value", found: "an object" }),
    }
    cursor.end().or_else(|e| if matches!(value, Value::Identifier | Value::IdentifierText) { Ok(()) } else { Err(syntax(e)) })?;
    Ok(out)
}

#[cfg(test)]
mod tests;
