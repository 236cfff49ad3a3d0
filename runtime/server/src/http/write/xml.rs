//! A body in XML: read to the JSON that says the same, which is then validated as any other.
//!
//! So there is one judge of what is right, and a violation has the same pointer in both forms. The reader is tolerant of what it does not know, of prefixes,
//! and of how a name is spelled; it is strict about XML itself: no document type, hence no entities of the sender's, no depth without end, UTF-8 alone.

use std::sync::Arc;

use bytes::Bytes;
use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use smie_wire::model::{PackageId, Scalar};
use smie_wire::schema::Schema;

use super::apart;
use super::intake::Written;
use crate::http::problem::Problem;
use crate::http::render::dap::Words;
use crate::validate::{self, Cursor, Kind, MAX_DEPTH, Shape, ShapeId, Shapes, Validator, Value, Violation, quote};
use crate::xml::is_character;

/// What reading needs.
#[derive(Clone, Copy)]
pub(in crate::http) struct Form<'a> {
    pub(in crate::http) schema: &'a Schema,
    pub(in crate::http) shapes: &'a Shapes,
    pub(in crate::http) words: &'a Words,
    /// Where the document is read.
    pub(in crate::http) package: PackageId,
}

/// Why a text is not read, and where.
struct Wrong(usize, &'static str);

type Step<T> = Result<T, Wrong>;

impl Form<'_> {
    /// The object that a document's element holds, as JSON.
    ///
    /// # Errors
    /// The text is no XML, or XML that is not read here.
    pub(in crate::http) fn read(&self, shape: ShapeId, text: &[u8]) -> Result<Vec<u8>, Vec<Violation>> {
        let told = |offset, problem| vec![Violation { pointer: String::new(), offset, problem }];
        let text = std::str::from_utf8(text).map_err(|e| told(e.valid_up_to(), validate::Problem::Encoding))?;
        let mut reader = NsReader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        reader.resolver_mut().set_max_namespace_bindings(64);
        let mut walk = Walk { form: *self, reader };
        walk.document(shape).map_err(|Wrong(at, reason)| told(at, validate::Problem::Xml(reason)))
    }
}

/// A body as JSON, whichever way it is written.
pub(in crate::http) async fn json(
    written: Written,
    (schema, validator, words): (&Arc<Schema>, &Arc<Validator>, &Arc<Words>),
    package: PackageId,
    shape: ShapeId,
    body: Bytes,
) -> Result<Bytes, Problem> {
    if written == Written::Json {
        return Ok(body);
    }
    let (schema, validator, words) = (schema.clone(), validator.clone(), words.clone());
    let read = apart(move || Form { schema: &schema, shapes: validator.shapes(), words: &words, package }.read(shape, &body));
    read.await?.map(Bytes::from).map_err(Problem::Violations)
}

struct Walk<'a, 't> {
    form: Form<'a>,
    reader: NsReader<&'t [u8]>,
}

/// What stands inside an element.
#[derive(Default)]
struct Inside {
    /// Values by member, in the order of the text.
    values: Vec<(u16, Vec<u8>)>,
    /// Links: the relation's wire name and the address.
    links: Vec<(String, String)>,
    text: String,
}

/// What an element is to the reader.
enum Child {
    /// A link to what a relation's word names.
    Link(String, String),
    Member(u16),
    Null(u16),
    /// Nothing that is known here.
    Other,
}

impl<'t> Walk<'_, 't> {
    fn fail<T>(&self, reason: &'static str) -> Step<T> {
        Err(Wrong(usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX), reason))
    }

    fn next(&mut self) -> Step<Event<'t>> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => self.fail("a document type is not read"),
            Ok(event) => Ok(event),
            Err(_) => self.fail("the markup is not well-formed"),
        }
    }

    fn document(&mut self, shape: ShapeId) -> Step<Vec<u8>> {
        let object = loop {
            match self.next()? {
                Event::Start(_) => {
                    let inside = self.inside(shape, 1)?;
                    break self.object(shape, &inside);
                }
                Event::Decl(declaration) => match declaration.encoding() {
                    Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("us-ascii") => {
                        return self.fail("only UTF-8 is read");
                    }
                    Some(Err(_)) => return self.fail("the declaration is not well-formed"),
                    _ => {}
                },
                Event::Eof => return self.fail("there is no element"),
                Event::Text(text) if !text.xml10_content().trim().is_empty() => return self.fail("text outside the element"),
                Event::CData(_) | Event::GeneralRef(_) => return self.fail("text outside the element"),
                _ => {}
            }
        };
        loop {
            match self.next()? {
                Event::Eof => return Ok(object),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.xml10_content().trim().is_empty() => {}
                _ => return self.fail("more after the end of the element"),
            }
        }
    }

    /// Reads what stands inside an element, whose start has been read, and its end.
    fn inside(&mut self, id: ShapeId, depth: u32) -> Step<Inside> {
        if depth >= MAX_DEPTH {
            return self.fail("nested deeper than 64 levels");
        }
        let mut inside = Inside::default();
        loop {
            match self.next()? {
                Event::Start(start) => match self.child(id, &start)? {
                    Child::Link(relation, uri) => {
                        inside.links.push((relation, uri));
                        self.pass(&start)?;
                    }
                    Child::Member(at) => {
                        let value = self.value(self.form.shapes.all[id.0].members[usize::from(at)].value, depth)?;
                        inside.values.push((at, value));
                    }
                    Child::Null(at) => {
                        inside.values.push((at, b"null".to_vec()));
                        self.pass(&start)?;
                    }
                    Child::Other => self.pass(&start)?,
                },
                Event::End(_) => return Ok(inside),
                Event::Eof => return self.fail("the text ends inside an element"),
                event => self.text(event, &mut inside.text)?,
            }
        }
    }

    /// Passes an element that is not read.
    fn pass(&mut self, start: &BytesStart<'_>) -> Step<()> {
        match self.reader.read_to_end(start.name()) {
            Ok(_) => Ok(()),
            Err(_) => self.fail("the markup is not well-formed"),
        }
    }

    fn text(&self, event: Event<'_>, out: &mut String) -> Step<()> {
        let from = out.len();
        match event {
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::CData(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => out.push(self.reference(&reference)?),
            _ => {}
        }
        if out[from..].chars().all(is_character) { Ok(()) } else { self.fail("a character that XML does not know") }
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Step<char> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => return Ok(character),
            Err(_) => return self.fail("a reference to no character"),
            Ok(None) => {}
        }
        match &*reference.xml10_content() {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => self.fail("an entity that XML itself does not know"),
        }
    }

    /// What an element is, by its name and its attributes.
    fn child(&self, id: ShapeId, start: &BytesStart<'_>) -> Step<Child> {
        let name = start.name();
        let (namespace, local) = self.reader.resolver().resolve_element(name);
        let is_dap = match namespace {
            ResolveResult::Bound(namespace) => {
                let namespace = namespace.as_ref();
                *namespace == *self.form.words.package(self.form.package).dap || namespace.ends_with("/dap")
            }
            ResolveResult::Unknown(_) => return self.fail("a prefix without a namespace"),
            ResolveResult::Unbound => false,
        };
        let local = local.into_inner();
        let (mut rel, mut uri, mut null) = (None, None, false);
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { return self.fail("the attributes are not well-formed") };
            let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else {
                return self.fail("an attribute's value is not well-formed");
            };
            if !value.chars().all(is_character) {
                return self.fail("a character that XML does not know");
            }
            match attribute.key.local_name().into_inner() {
                word if word.eq_ignore_ascii_case("rel") => rel = Some(value.into_owned()),
                word if word.eq_ignore_ascii_case("uri") || word.eq_ignore_ascii_case("href") => uri = Some(value.into_owned()),
                "nil" => null = matches!(value.trim(), "true" | "1"),
                _ => {}
            }
        }
        if is_dap {
            let link = (local == "link").then(|| rel.zip(uri)).flatten();
            return Ok(link.and_then(|(rel, uri)| Some(Child::Link(self.relation(id, &rel)?, uri))).unwrap_or(Child::Other));
        }
        Ok(match self.member(id, local) {
            Some(at) if null => Child::Null(at),
            Some(at) => Child::Member(at),
            None => Child::Other,
        })
    }

    fn member(&self, id: ShapeId, local: &str) -> Option<u16> {
        let Form { shapes, words, schema, .. } = self.form;
        let shape = &shapes.all[id.0];
        let named = words.shape(id).members.iter().position(|element| element == local);
        let named = named.map(|at| at as u16).or_else(|| shape.member(local, 0));
        named.or_else(|| {
            let folded = folded(schema, local);
            (0u16..).zip(&shape.members).find(|(_, member)| folded.eq_ignore_ascii_case(&spoken(&member.wire))).map(|(at, _)| at)
        })
    }

    /// The wire name of the relation that a URI, or a bare word, means; none for the resource itself and what the server tells.
    fn relation(&self, id: ShapeId, rel: &str) -> Option<String> {
        let Form { shapes, words, schema, package, .. } = self.form;
        let word = words.package(package).word(rel);
        if matches!(word, "self" | "alternate") {
            return None;
        }
        let shape = &shapes.all[id.0];
        let named = words.shape(id).relations.iter().position(|known| known == word).or_else(|| {
            let folded = folded(schema, word);
            shape.relations.iter().position(|ends| folded.eq_ignore_ascii_case(&spoken(&ends.wire)))
        });
        // An action's link has a method of its own, and is nothing that the resource holds.
        named.map(|at| shape.relations[at].wire.to_string())
    }

    /// A value, after its element's start.
    fn value(&mut self, value: Value, depth: u32) -> Step<Vec<u8>> {
        match value {
            Value::Object(id) => {
                let inside = self.inside(id, depth + 1)?;
                Ok(self.object(id, &inside))
            }
            Value::Identifier => {
                let id = self.form.shapes.identifier;
                let inside = self.inside(id, depth + 1)?;
                Ok(if inside.values.is_empty() { quoted(inside.text.trim()) } else { self.object(id, &inside) })
            }
            Value::Scalar(scalar) => {
                let text = self.leaf()?;
                Ok(written(scalar, &text))
            }
            Value::Enum(_) => Ok(quoted(self.leaf()?.trim())),
            Value::IdentifierText => Ok(quoted(&self.leaf()?)),
        }
    }

    /// The text of an element that holds nothing else.
    fn leaf(&mut self) -> Step<String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Start(_) => return self.fail("an element where only text can stand"),
                Event::End(_) => return Ok(text),
                Event::Eof => return self.fail("the text ends inside an element"),
                event => self.text(event, &mut text)?,
            }
        }
    }

    /// The JSON object; members in model order.
    fn object(&self, id: ShapeId, inside: &Inside) -> Vec<u8> {
        let shape: &Shape = &self.form.shapes.all[id.0];
        let mut out = Vec::from(b"{");
        for (at, member) in (0u16..).zip(&shape.members) {
            let mut values = inside.values.iter().filter(|(member, _)| *member == at).map(|(_, value)| value.as_slice()).peekable();
            if values.peek().is_none() {
                continue;
            }
            if member.bounds.is_list() {
                comma(&mut out);
                out.extend_from_slice(&member.key);
                out.push(b'[');
                out.extend_from_slice(&values.collect::<Vec<_>>().join(&b","[..]));
                out.push(b']');
            } else {
                // A repeated value stays repeated: the validator says what is wrong with that.
                for value in values {
                    comma(&mut out);
                    out.extend_from_slice(&member.key);
                    out.extend_from_slice(value);
                }
            }
        }
        if !inside.links.is_empty() {
            comma(&mut out);
            out.extend_from_slice(b"\"_links\":{");
            for (at, ends) in shape.relations.iter().filter(|ends| inside.links.iter().any(|(name, _)| **name == *ends.wire)).enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                quote(&ends.wire, &mut out);
                out.extend_from_slice(b":[");
                for (at, (_, uri)) in inside.links.iter().filter(|(name, _)| **name == *ends.wire).enumerate() {
                    out.extend_from_slice(if at > 0 { b",{\"href\":" } else { b"{\"href\":" });
                    quote(uri, &mut out);
                    out.push(b'}');
                }
                out.push(b']');
            }
            out.push(b'}');
        }
        out.push(b'}');
        out
    }
}

fn comma(out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
}

fn quoted(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

/// A primitive as JSON. What is none of its type stays text, and the validator says so.
fn written(scalar: Scalar, text: &str) -> Vec<u8> {
    let trimmed = text.trim();
    match scalar {
        Scalar::String => quoted(text),
        Scalar::Boolean => match trimmed {
            "true" | "1" => b"true".to_vec(),
            "false" | "0" => b"false".to_vec(),
            other => quoted(other),
        },
        Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double if is_number(trimmed) => trimmed.as_bytes().to_vec(),
        _ => quoted(trimmed),
    }
}

fn is_number(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    matches!(cursor.peek(), Ok(Kind::Number)) && cursor.number().is_ok() && cursor.end().is_ok()
}

/// A name as it is compared: folded, without what joins its words.
fn folded(schema: &Schema, name: &str) -> String {
    spoken(&schema.profile.folding.fold(name).unwrap_or_else(|_| name.to_owned()))
}

fn spoken(name: &str) -> String {
    name.replace(['_', '-'], "")
}

#[cfg(test)]
mod tests;
