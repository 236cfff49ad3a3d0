//! The walk over one entity: objects, lists and identities; every violation with its place.

use smie_wire::model::PackageId;
use smie_wire::schema::{CollectionId, Schema};

use super::json::{Cursor, Kind, Syntax, quote};
use super::scalar;
use super::shape::{Member, Shape, ShapeId, Shapes, Value};
use super::violation::{Path, Step};
use super::{Problem, Scratch, Violation};
use crate::entity::{Link, Splicing, Target, WITHIN};

/// A member that was written, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) member: u16,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What the walk found beside the body.
pub(super) struct Read {
    pub(super) links: Box<[Link]>,
    pub(super) identifiers: Box<[Option<Box<str>>]>,
}

/// Whether a member counts as given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Null or empty, as if it were not there.
    Absent,
    /// Given, rightly or wrongly.
    Given,
}

/// One pass over one entity.
pub(super) struct Walk<'a> {
    pub(super) shapes: &'a Shapes,
    pub(super) schema: &'a Schema,
    pub(super) package: PackageId,
    pub(super) collection: CollectionId,
    pub(super) cursor: Cursor<'a>,
    pub(super) path: Path<'a>,
    pub(super) out: &'a mut Splicing,
    parts: &'a mut Vec<Part>,
    violations: Vec<Violation>,
    /// The text of the identity that was read last.
    identity: Option<Box<str>>,
    identifiers: Vec<Option<Box<str>>>,
    /// The link to the parent that a nested resource has without saying so.
    parent: Option<Link>,
    /// Members of the objects being read that are null or empty, and where their values stand.
    blank: Vec<(u16, usize)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(shapes: &'a Shapes, schema: &'a Schema, collection: CollectionId, text: &'a str, scratch: &'a mut Scratch) -> Self {
        let home = schema.collection(collection);
        Self {
            shapes,
            schema,
            package: home.package,
            collection,
            cursor: Cursor::new(text),
            path: Path::default(),
            out: &mut scratch.out,
            parts: &mut scratch.parts,
            violations: Vec::new(),
            identity: None,
            identifiers: vec![None; home.identifiers.len()],
            parent: None,
            blank: Vec::new(),
        }
    }

    /// Has the entity in the parent with this key, unless it names one itself.
    pub(super) fn within(mut self, parent: Option<&str>) -> Self {
        let home = self.schema.collection(self.collection);
        let up = self.schema.class(home.class).parent;
        self.parent = up.zip(home.parent).zip(parent).map(|((relation, collection), key)| {
            let identifier = self.schema.collection(collection).canonical as u16;
            Link { relation: Some(relation as u16), target: Target::Entity { collection, identifier, value: key.into() } }
        });
        self
    }

    /// Walks the whole text; what was read can be used when nothing is wrong with it, or nothing that leaves a hole in it.
    pub(super) fn entity(mut self) -> (Read, Vec<Violation>) {
        let mut links = Vec::new();
        let walked = self.top(&mut links);
        if let Err(Syntax { at, reason }) = walked {
            self.violations.push(Violation { pointer: self.path.pointer(), offset: at, problem: Problem::Syntax(reason) });
        }
        self.violations.sort_by_key(|v| v.offset);
        (Read { links: links.into(), identifiers: self.identifiers.into() }, self.violations)
    }

    /// Walks an action's input; what was written is right when nothing is wrong with it.
    pub(super) fn input(mut self, shape: ShapeId) -> Vec<Violation> {
        let mut unread = Vec::new();
        let mut walk = || {
            let kind = self.cursor.peek()?;
            if kind != Kind::Object {
                self.violate(0, Problem::Type { expected: "an object", found: kind.describe() });
                self.cursor.skip()?;
                return self.cursor.end();
            }
            self.members(shape, false, &mut unread)?;
            self.out.push(b"}");
            self.cursor.end()
        };
        if let Err(Syntax { at, reason }) = walk() {
            self.violations.push(Violation { pointer: self.path.pointer(), offset: at, problem: Problem::Syntax(reason) });
        }
        self.violations.sort_by_key(|v| v.offset);
        self.violations
    }

    fn top(&mut self, links: &mut Vec<Link>) -> Result<(), Syntax> {
        let kind = self.cursor.peek()?;
        if kind != Kind::Object {
            self.violate(0, Problem::Type { expected: "an object", found: kind.describe() });
            self.cursor.skip()?;
            return self.cursor.end();
        }
        let shape = ShapeId(self.schema.collection(self.collection).class.index());
        self.members(shape, true, links)?;
        self.cursor.end()?;
        self.nest(links);
        if self.violations.is_empty() && self.identifiers.iter().all(Option::is_none) {
            let home = self.schema.collection(self.collection);
            let names: Vec<_> =
                home.identifiers.iter().map(|i| format!("`{}`", self.shapes.class(home.class).members[i.attribute].wire)).collect();
            self.violate(0, Problem::NoIdentifier(names.join(", ")));
        }
        Ok(())
    }

    /// Puts the parent's key before the identifiers of a nested resource, which are unique in the parent only.
    fn nest(&mut self, links: &[Link]) {
        let home = self.schema.collection(self.collection);
        let Some(up) = self.schema.class(home.class).parent else { return };
        // Without a link to a parent there is a violation already.
        let Some(link) = links.iter().find(|link| link.relation == Some(up as u16)) else { return };
        let canonical = home.parent.map(|parent| self.schema.collection(parent).canonical);
        match &link.target {
            Target::Entity { collection, identifier, value }
                if Some(*collection) == home.parent && Some(usize::from(*identifier)) == canonical =>
            {
                for own in self.identifiers.iter_mut().flatten() {
                    *own = format!("{value}{WITHIN}{own}").into();
                }
            }
            _ => self.violate_at("_links", 0, Problem::Parent),
        }
    }

    pub(super) fn violate(&mut self, offset: usize, problem: Problem) {
        self.violations.push(Violation { pointer: self.path.pointer(), offset, problem });
    }

    pub(super) fn violate_at(&mut self, name: &'a str, offset: usize, problem: Problem) {
        self.path.enter(Step::Member(name));
        self.violate(offset, problem);
        self.path.leave();
    }

    /// Reads the members of an object and writes them in model order after `{`; the closing brace is left to the caller.
    fn members(&mut self, id: ShapeId, top: bool, links: &mut Vec<Link>) -> Result<(), Syntax> {
        let shapes = self.shapes;
        let shape = &shapes.all[id.0];
        let begins = self.cursor.at();
        self.cursor.open()?;
        self.out.push(b"{");
        let (start, mine, blank) = (self.out.text.len(), self.parts.len(), self.blank.len());
        let (mut first, mut expected, mut linked) = (true, 0, false);
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            let at = self.cursor.at();
            let name = name.decode();
            if name == "_links" {
                self.path.enter(Step::Member("_links"));
                if std::mem::replace(&mut linked, true) {
                    self.violate(at, Problem::Repeated);
                }
                self.links(shape, links)?;
                self.path.leave();
                continue;
            }
            let Some(member) = shape.member(&name, expected) else {
                self.cursor.skip()?;
                continue;
            };
            expected = member + 1;
            self.member(shape, member, mine, top)?;
        }
        self.missing(shape, begins, mine, blank);
        if top {
            self.take_parent(links);
        }
        self.check_links(shape, links, begins);
        self.arrange(start, mine);
        if !top {
            self.parts.truncate(mine);
        }
        Ok(())
    }

    /// Adds the link to the parent that the path names; another one is refused.
    fn take_parent(&mut self, links: &mut Vec<Link>) {
        let Some(parent) = self.parent.take() else { return };
        match links.iter().find(|link| link.relation == parent.relation) {
            Some(link) if *link != parent => self.violate_at("_links", 0, Problem::Parent),
            Some(_) => {}
            None => links.push(parent),
        }
    }

    /// Reads one known member; the cursor is at its value.
    fn member(&mut self, shape: &'a Shape, index: u16, mine: usize, top: bool) -> Result<(), Syntax> {
        let member = &shape.members[usize::from(index)];
        self.path.enter(Step::Member(&member.wire));
        if self.parts[mine..].iter().any(|p| p.member == index) {
            let at = self.cursor.at();
            self.violate(at, Problem::Repeated);
            self.cursor.skip()?;
        } else {
            let before = self.out.text.len();
            if self.parts.len() > mine {
                self.out.push(b",");
            }
            let from = self.out.text.len();
            self.out.push(&member.key);
            self.identity = None;
            self.cursor.peek()?;
            let at = self.cursor.at();
            match self.values(member)? {
                Presence::Absent => {
                    self.out.truncate(before);
                    self.blank.push((index, at));
                }
                Presence::Given => {
                    self.parts.push(Part { member: index, from, to: self.out.text.len() });
                    if top {
                        self.keep_identity(index);
                    }
                }
            }
        }
        self.path.leave();
        Ok(())
    }

    fn keep_identity(&mut self, attribute: u16) {
        let routes = &self.schema.collection(self.collection).identifiers;
        if let Some(i) = routes.iter().position(|r| r.attribute == usize::from(attribute)) {
            self.identifiers[i] = self.identity.take();
        }
    }

    /// One value or a list of them, as the model says.
    fn values(&mut self, member: &'a Member) -> Result<Presence, Syntax> {
        let kind = self.cursor.peek()?;
        let at = self.cursor.at();
        match kind {
            Kind::Null => {
                self.cursor.word()?;
                Ok(Presence::Absent)
            }
            Kind::Array if member.bounds.is_list() => self.list(member),
            _ if member.bounds.is_list() => {
                self.violate(at, Problem::Type { expected: "a list", found: kind.describe() });
                self.cursor.skip()?;
                Ok(Presence::Given)
            }
            Kind::Array => {
                self.violate(at, Problem::Type { expected: "a single value", found: "a list" });
                self.cursor.skip()?;
                Ok(Presence::Given)
            }
            _ => self.value(member),
        }
    }

    fn list(&mut self, member: &'a Member) -> Result<Presence, Syntax> {
        let at = self.cursor.at();
        self.cursor.open()?;
        self.out.push(b"[");
        let (mut count, mut index) = (0, 0);
        while self.cursor.element(index == 0)? {
            let before = self.out.text.len();
            self.path.enter(Step::Element(index));
            index += 1;
            if count > 0 {
                self.out.push(b",");
            }
            let presence =
                if self.cursor.peek()? == Kind::Null { self.cursor.word().map(|_| Presence::Absent)? } else { self.value(member)? };
            match presence {
                Presence::Absent => self.out.truncate(before),
                Presence::Given => count += 1,
            }
            self.path.leave();
        }
        self.out.push(b"]");
        if count == 0 {
            return Ok(Presence::Absent);
        }
        if count < member.bounds.lower {
            self.violate(at, Problem::TooFew { least: member.bounds.lower, found: count });
        }
        if let Some(most) = member.bounds.upper.filter(|&most| count > most) {
            self.violate(at, Problem::TooMany { most, found: count });
        }
        Ok(Presence::Given)
    }

    /// A single value of the member's type.
    fn value(&mut self, member: &'a Member) -> Result<Presence, Syntax> {
        let limits = member.limits.as_deref();
        self.cursor.peek()?;
        let at = self.cursor.at();
        let checked = match member.value {
            Value::Scalar(scalar) => scalar::scalar(scalar, limits, self.shapes.dates, &mut self.cursor, &mut self.out.text)?,
            Value::Enum(id) => scalar::code(self.shapes, id, &mut self.cursor, &mut self.out.text)?,
            Value::Object(id) => return self.nested(id),
            Value::Identifier => {
                let presence = self.identifier()?;
                let fits = self.identity.as_deref().zip(limits).map_or(Ok(()), |(text, limits)| limits.text(text));
                if let Err(problem) = fits {
                    self.violate(at, problem);
                }
                return Ok(presence);
            }
            Value::IdentifierText => return self.identifier_text(),
        };
        if let Err(problem) = checked {
            self.violate(at, problem);
        }
        Ok(Presence::Given)
    }

    /// A datatype, or a hovedklasse kept as a nested resource.
    fn nested(&mut self, id: ShapeId) -> Result<Presence, Syntax> {
        let kind = self.cursor.peek()?;
        if kind != Kind::Object {
            let at = self.cursor.at();
            self.violate(at, Problem::Type { expected: "an object", found: kind.describe() });
            self.cursor.skip()?;
            return Ok(Presence::Given);
        }
        let mut links = Vec::new();
        self.members(id, false, &mut links)?;
        self.write_links(&self.shapes.all[id.0], &links);
        self.out.push(b"}");
        Ok(Presence::Given)
    }

    /// An identity: an object in FINT's form, a plain text elsewhere; either is accepted.
    fn identifier(&mut self) -> Result<Presence, Syntax> {
        let start = self.out.text.len();
        self.identity = None;
        let presence = match self.cursor.peek()? {
            Kind::String => {
                let presence = self.identifier_text()?;
                self.out.truncate(start);
                presence
            }
            _ => self.nested(self.shapes.identifier)?,
        };
        let Some(text) = self.identity.as_deref() else {
            // A wrong value was reported and counts as given; an empty one does not.
            let reported = self.violations.last().is_some_and(|v| v.pointer.starts_with(&self.path.pointer()));
            return Ok(if reported && presence == Presence::Given { presence } else { Presence::Absent });
        };
        if !self.shapes.identifier_objects {
            self.out.truncate(start);
            quote(text, &mut self.out.text);
        } else if self.out.text.len() == start {
            self.out.push(b"{\"identifikatorverdi\":");
            quote(text, &mut self.out.text);
            self.out.push(b"}");
        }
        Ok(Presence::Given)
    }

    fn identifier_text(&mut self) -> Result<Presence, Syntax> {
        let kind = self.cursor.peek()?;
        let at = self.cursor.at();
        if kind != Kind::String {
            self.violate(at, Problem::Type { expected: "a text", found: kind.describe() });
            self.cursor.skip()?;
            return Ok(Presence::Given);
        }
        let text = self.cursor.string()?.decode();
        if text.is_empty() {
            return Ok(Presence::Absent);
        }
        if text == "." || text == ".." || text.chars().any(char::is_control) {
            self.violate(at, Problem::Identifier);
            return Ok(Presence::Given);
        }
        quote(&text, &mut self.out.text);
        self.identity = Some(text.into());
        Ok(Presence::Given)
    }

    /// Mandatory members that are not there, or are as good as not there: of those since `mine` and `blank`, which are this object's.
    fn missing(&mut self, shape: &'a Shape, begins: usize, mine: usize, blank: usize) {
        for (index, member) in (0u16..).zip(&shape.members) {
            if member.bounds.is_mandatory() && !self.parts[mine..].iter().any(|p| p.member == index) {
                match self.blank[blank..].iter().find(|(member, _)| *member == index) {
                    Some(&(_, at)) => self.violate_at(&member.wire, at, Problem::Empty),
                    None => self.violate_at(&member.wire, begins, Problem::Missing),
                }
            }
        }
        self.blank.truncate(blank);
    }

    /// Brings the members written since `start` into model order, when they are not.
    fn arrange(&mut self, start: usize, mine: usize) {
        let parts = &mut self.parts[mine..];
        if parts.is_sorted_by_key(|p| p.member) {
            return;
        }
        parts.sort_by_key(|p| p.member);
        let ranges: Vec<_> = parts.iter().map(|p| (p.from, p.to)).collect();
        self.out.rearrange(start, &ranges);
        let mut from = start;
        for part in parts {
            let to = from + part.to - part.from;
            (part.from, part.to) = (from, to);
            from = to + 1;
        }
    }
}
