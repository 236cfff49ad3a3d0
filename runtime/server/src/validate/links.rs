//! `_links` of an entity or of a datatype inside it: read to values, checked against the relations, written back for datatypes.

use std::borrow::Cow;
use std::collections::HashSet;

use smie_wire::model::Side;
use smie_wire::profile::{KeptEnds, LinkForm};
use smie_wire::schema::OPERATION_RELATIONS;

use super::Problem;
use super::json::{Cursor, Kind, Syntax};
use super::object::Walk;
use super::shape::Shape;
use super::violation::Step;
use crate::entity::{Link, Target, write_link, write_relations};

impl<'a> Walk<'a> {
    /// Reads the object; the cursor is at it.
    pub(super) fn links(&mut self, shape: &'a Shape, links: &mut Vec<Link>) -> Result<(), Syntax> {
        let kind = self.cursor.peek()?;
        if kind == Kind::Array && self.schema.profile.links == LinkForm::Array {
            return self.listed(shape, links);
        }
        if kind != Kind::Object {
            if kind != Kind::Null {
                let at = self.cursor.at();
                self.violate(at, Problem::Type { expected: "an object", found: kind.describe() });
            }
            return self.cursor.skip();
        }
        self.cursor.open()?;
        let mut first = true;
        let mut seen = vec![false; shape.relations.len()];
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            let known = name.decode();
            match shape.relation(&known) {
                _ if self.is_own(&known) => self.cursor.skip()?,
                Some(relation) if shape.relations[usize::from(relation)].nested => self.cursor.skip()?,
                Some(relation) => {
                    let repeated = std::mem::replace(&mut seen[usize::from(relation)], true);
                    self.relation(shape, relation, repeated, links)?;
                }
                None => self.unknown(name.raw, links)?,
            }
        }
        Ok(())
    }

    /// The server knows what a resource is called, and what can be done with it.
    fn is_own(&self, relation: &str) -> bool {
        let actions = || self.schema.class(self.schema.collection(self.collection).class).actions.iter();
        let told = self.schema.profile.operation_links && OPERATION_RELATIONS.contains(&relation);
        relation == "self" || told || actions().any(|action| action.wire == relation)
    }

    /// Links in a list, each with its `rel`; the cursor is at it. A relation that the model does not know has no place there.
    fn listed(&mut self, shape: &'a Shape, links: &mut Vec<Link>) -> Result<(), Syntax> {
        self.cursor.open()?;
        let mut index = 0;
        while self.cursor.element(index == 0)? {
            self.path.enter(Step::Element(index));
            index += 1;
            let kind = self.cursor.peek()?;
            let at = self.cursor.at();
            self.cursor.skip()?;
            if kind == Kind::Object {
                let (rel, href) = rel_and_href(self.cursor.since(at))?;
                if let Some((relation, quoted)) = rel.filter(|rel| !self.is_own(rel)).and_then(|rel| shape.relation(&rel)).zip(href) {
                    let ends = &shape.relations[usize::from(relation)];
                    let kept = ends.side == Side::Maintained && self.schema.profile.kept_ends == KeptEnds::Refuse;
                    if kept && !ends.nested {
                        self.violate(at, Problem::KeptEnd);
                    }
                    if !ends.nested {
                        let text = Cursor::new(quoted).string()?.decode();
                        self.lead(shape, relation, &text, quoted, at, links);
                    }
                }
            } else {
                self.violate(at, Problem::Type { expected: "a link object", found: kind.describe() });
            }
            self.path.leave();
        }
        Ok(())
    }

    /// A relation that the model does not know is kept as it came.
    fn unknown(&mut self, name: &str, links: &mut Vec<Link>) -> Result<(), Syntax> {
        let mut text = format!("\"{name}\":").into_bytes();
        let kind = self.cursor.peek()?;
        self.cursor.compact(&mut text)?;
        let empty = kind == Kind::Null || text.ends_with(b":[]") || text.ends_with(b":{}");
        if let (false, Ok(text)) = (empty, String::from_utf8(text)) {
            links.push(Link { relation: None, target: Target::Unknown(text.into()) });
        }
        Ok(())
    }

    fn relation(&mut self, shape: &'a Shape, relation: u16, repeated: bool, links: &mut Vec<Link>) -> Result<(), Syntax> {
        self.path.enter(Step::Member(&shape.relations[usize::from(relation)].wire));
        let kind = self.cursor.peek()?;
        let at = self.cursor.at();
        if repeated {
            self.violate(at, Problem::Repeated);
        }
        if shape.relations[usize::from(relation)].side == Side::Maintained && self.schema.profile.kept_ends == KeptEnds::Refuse {
            self.violate(at, Problem::KeptEnd);
        }
        match kind {
            Kind::Null => self.cursor.skip()?,
            Kind::Object => self.link(shape, relation, links)?,
            Kind::Array => {
                self.cursor.open()?;
                let mut index = 0;
                while self.cursor.element(index == 0)? {
                    self.path.enter(Step::Element(index));
                    index += 1;
                    self.link(shape, relation, links)?;
                    self.path.leave();
                }
            }
            _ => {
                self.violate(at, Problem::Type { expected: "a list of links", found: kind.describe() });
                self.cursor.skip()?;
            }
        }
        self.path.leave();
        Ok(())
    }

    /// One link object; without an href it is dropped.
    fn link(&mut self, shape: &'a Shape, relation: u16, links: &mut Vec<Link>) -> Result<(), Syntax> {
        match self.cursor.peek()? {
            Kind::Null => return self.cursor.skip(),
            Kind::Object => self.cursor.open()?,
            kind => {
                let at = self.cursor.at();
                self.violate(at, Problem::Type { expected: "a link object", found: kind.describe() });
                return self.cursor.skip();
            }
        }
        let mut first = true;
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            if name.decode() != "href" {
                self.cursor.skip()?;
                continue;
            }
            match self.cursor.peek()? {
                Kind::Null => self.cursor.skip()?,
                Kind::String => self.href(shape, relation, links)?,
                kind => {
                    let at = self.cursor.at();
                    self.violate_at("href", at, Problem::Type { expected: "a text", found: kind.describe() });
                    self.cursor.skip()?;
                }
            }
        }
        Ok(())
    }

    fn href(&mut self, shape: &'a Shape, relation: u16, links: &mut Vec<Link>) -> Result<(), Syntax> {
        let at = self.cursor.at();
        let text = self.cursor.string()?;
        let quoted = self.cursor.since(at);
        let href: Cow<'_, str> = text.decode();
        self.lead(shape, relation, &href, quoted, at, links);
        Ok(())
    }

    /// What an href means, as a link.
    fn lead(&mut self, shape: &'a Shape, relation: u16, href: &str, quoted: &str, at: usize, links: &mut Vec<Link>) {
        if href.trim().is_empty() {
            return;
        }
        let resolved = match shape.relations[usize::from(relation)].target {
            Some(class) => self.shapes.addresses.resolve(self.schema, href.trim(), quoted, class, self.package),
            None => Ok(Target::Foreign(quoted.into())),
        };
        match resolved {
            Ok(target) => links.push(Link { relation: Some(relation), target }),
            Err(problem) => {
                self.violate_at("href", at, problem);
                // It counts as given, so that what was wrong is not also missing.
                links.push(Link { relation: Some(relation), target: Target::Foreign(quoted.into()) });
            }
        }
    }

    /// Drops repeated links and counts the others, after all were read; the server-kept ends are not the sender's duty.
    pub(super) fn check_links(&mut self, shape: &'a Shape, links: &mut Vec<Link>, begins: usize) {
        if links.len() > 1 {
            links.sort_by_key(|l| l.relation.unwrap_or(u16::MAX));
            let mut seen = HashSet::with_capacity(links.len());
            let repeated: Vec<bool> = links.iter().map(|link| !seen.insert(link)).collect();
            let mut repeated = repeated.into_iter();
            links.retain(|_| !repeated.next().unwrap_or_default());
        }
        for (relation, ends) in (0u16..).zip(&shape.relations) {
            if ends.side == Side::Maintained {
                continue;
            }
            let found = links.iter().filter(|l| l.relation == Some(relation)).count() as u32;
            let bounds = ends.bounds;
            let problem = match bounds.upper {
                _ if found == 0 && bounds.is_mandatory() => Problem::Missing,
                _ if found < bounds.lower => Problem::TooFew { least: bounds.lower, found },
                Some(most) if found > most => Problem::TooMany { most, found },
                _ => continue,
            };
            self.path.enter(Step::Member("_links"));
            self.violate_at(&ends.wire, begins, problem);
            self.path.leave();
        }
    }

    /// Writes `_links` of a datatype after its members, when it has any.
    pub(super) fn write_links(&mut self, shape: &Shape, links: &[Link]) {
        if links.is_empty() {
            return;
        }
        if !self.out.text.ends_with(b"{") {
            self.out.push(b",");
        }
        self.out.push(b"\"_links\":{");
        let schema = self.schema;
        write_relations(links, |r| &shape.relations[usize::from(r)].wire, |link, out| write_link(schema, &link.target, out), self.out);
        self.out.push(b"}");
    }
}

/// The relation that a link object names, and its href with its quotes.
fn rel_and_href(object: &str) -> Result<(Option<String>, Option<&str>), Syntax> {
    let mut cursor = Cursor::new(object);
    let (mut rel, mut href, mut first) = (None, None, true);
    cursor.peek()?;
    cursor.open()?;
    while let Some(name) = cursor.member(std::mem::take(&mut first))? {
        let name = name.decode();
        let kind = cursor.peek()?;
        let at = cursor.at();
        match &*name {
            "rel" if kind == Kind::String => rel = Some(cursor.string()?.decode().into_owned()),
            "href" if kind == Kind::String => {
                cursor.skip()?;
                href = Some(cursor.since(at));
            }
            _ => cursor.skip()?,
        }
    }
    Ok((rel, href))
}
