//! An entity as a line of JSON.
//!
//! Mandatory members and the canonical identifier are always there; others by chance, the rarer the deeper they are nested, so that a
//! datatype that may hold itself comes to an end.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use smie_wire::model::{Bounds, ClassId, Stereotype, Type};
use smie_wire::schema::{Attribute, CollectionId, Relation};

use super::plan::{self, Plan, is_written};
use super::rng::{Rng, word};
use super::values::{self, Owner};
use super::{identity, links};

/// What may stand in a segment of a path as it is (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Nesting beyond which even mandatory values are left out: a datatype that must hold itself has no end.
const DEEPEST: usize = 12;

/// Writes the entities of one collection, one after the other.
pub(super) struct Writer<'a> {
    plan: &'a Plan<'a>,
    id: CollectionId,
    class: ClassId,
    class_word: u64,
    line: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, id: CollectionId) -> Self {
        let class = plan.schema.collection(id).class;
        let declared = plan.schema.class(class);
        let class_word = word(&format!("{}/{}", plan.schema.package(declared.package).name, declared.name));
        Self { plan, id, class, class_word, line: String::new() }
    }

    /// The entity of this index, with its line end.
    pub(super) fn line(&mut self, index: u64) -> &[u8] {
        self.line.clear();
        // Copies of a common class tell of the same things, so values follow the class; links follow the collection.
        let mut rng = Rng::new(&[self.plan.seed, self.class_word, index]);
        let mut line = std::mem::take(&mut self.line);
        self.object(&mut line, self.class, index, 0, &mut rng);
        line.push('\n');
        self.line = line;
        self.line.as_bytes()
    }

    fn object(&self, line: &mut String, class: ClassId, index: u64, depth: usize, rng: &mut Rng) {
        let shape = self.plan.schema.class(class);
        let canonical = (depth == 0).then(|| {
            let collection = self.plan.schema.collection(self.id);
            collection.identifiers[collection.canonical].attribute
        });
        let mut members = Members::open(line);
        for (at, attribute) in shape.attributes.iter().enumerate() {
            let chance =
                if attribute.ty == Type::Identifikator && depth == 0 { 85 } else { [75, 60, 25, 10].get(depth).copied().unwrap_or(0) };
            let optional = Some(at) == canonical || rng.percent(chance);
            let present = if attribute.bounds.is_mandatory() { depth < DEEPEST } else { optional };
            if present {
                let before = members.mark();
                self.attribute(members.member(&attribute.wire), class, attribute, index, depth, rng);
                if !attribute.bounds.is_mandatory() && members.line.ends_with(":{}") {
                    members.undo(before);
                }
            }
        }
        self.links(&mut members, class, index, depth, rng);
        members.close();
    }

    fn attribute(&self, line: &mut String, class: ClassId, attribute: &Attribute, index: u64, depth: usize, rng: &mut Rng) {
        if !attribute.bounds.is_list() {
            self.value(line, class, attribute, (index, 0), depth, rng);
            return;
        }
        line.push('[');
        // Deep down a list is as short as it may be, so that lists in lists do not multiply.
        let count = if depth > 1 { u64::from(attribute.bounds.lower.max(1)) } else { length(attribute.bounds, rng) };
        for position in 0..count {
            if position > 0 {
                line.push(',');
            }
            self.value(line, class, attribute, (index, position), depth, rng);
        }
        line.push(']');
    }

    fn value(&self, line: &mut String, class: ClassId, attribute: &Attribute, (index, position): (u64, u64), depth: usize, rng: &mut Rng) {
        let (schema, seed) = (self.plan.schema, self.plan.seed);
        match attribute.ty {
            Type::Scalar(scalar) => {
                let index = other(index, position);
                let owner = Owner { seed, class: &schema.class(self.class).wire, index, dates: schema.profile.dates };
                line.push_str(&values::scalar(&owner, attribute, scalar, position, rng));
            }
            Type::Identifikator => {
                let value = quoted(&identity::value(schema, seed, class, attribute, index));
                if schema.profile.identifier_objects {
                    let _ = write!(line, "{{\"identifikatorverdi\":{value}}}");
                } else {
                    line.push_str(&value);
                }
            }
            Type::Class(inner) => {
                // A hovedklasse kept as a nested resource has identifiers of its own: one for each place in the list.
                let is_resource = schema.class(inner).stereotype == Stereotype::Hovedklasse;
                let index = if is_resource { index.wrapping_mul(8).wrapping_add(position) } else { other(index, position) };
                self.object(line, inner, index, depth + 1, rng);
            }
            Type::Enum(id) => {
                let values = &schema.enumeration(id).values;
                let at = usize::try_from(rng.below(values.len() as u64)).unwrap_or_default();
                line.push_str(&quoted(values.get(at).map_or("", |value| &value.wire)));
            }
        }
    }

    fn links(&self, members: &mut Members<'_>, class: ClassId, index: u64, depth: usize, rng: &mut Rng) {
        let relations = self.plan.schema.class(class).relations.iter().enumerate().filter(|(_, relation)| is_written(relation));
        let hrefs = relations.map(|(at, relation)| (relation, self.hrefs(relation, at, index, depth, rng)));
        let found: Vec<(&Relation, Vec<String>)> = hrefs.filter(|(_, hrefs)| !hrefs.is_empty()).collect();
        if found.is_empty() {
            return;
        }
        let mut links = Members::open(members.member("_links"));
        for (relation, hrefs) in found {
            let line = links.member(&relation.wire);
            for (nth, href) in hrefs.iter().enumerate() {
                let _ = write!(line, "{}{{\"href\":{}}}", if nth == 0 { '[' } else { ',' }, quoted(href));
            }
            line.push(']');
        }
        links.close();
    }

    fn hrefs(&self, relation: &Relation, at: usize, index: u64, depth: usize, values: &mut Rng) -> Vec<String> {
        let package = self.plan.schema.collection(self.id).package;
        if relation.target.is_none() {
            let count = length(relation.bounds, values);
            let present = relation.bounds.is_mandatory() || values.percent(60);
            let href = |nth| format!("https://data.example.no/{}/{}", relation.wire.to_ascii_lowercase(), (index + nth) % 50 + 1);
            return (0..if present { count } else { 0 }).map(href).collect();
        }
        let home = self.plan.schema.collection(self.id);
        if depth == 0
            && let Some(parent) = home.parent.filter(|_| self.plan.schema.class(home.class).parent == Some(at))
        {
            return self.resolve(vec![(parent, self.parent(parent, index))]);
        }
        let mut rng = Rng::new(&[self.plan.seed, word(&self.plan.schema.collection(self.id).path), index, at as u64, values.next()]);
        if depth == 0 {
            return self.resolve(links::chosen(self.plan, self.id, relation, self.plan.edge(self.id, at), index, &mut rng));
        }
        let targets = plan::targets(self.plan.schema, package, relation);
        self.resolve(links::any(self.plan, relation, &targets, &mut rng))
    }

    fn resolve(&self, targets: Vec<(CollectionId, u64)>) -> Vec<String> {
        let schema = self.plan.schema;
        let href = |(id, index): (CollectionId, u64)| {
            let collection = schema.collection(id);
            let stems = &collection.identifiers[collection.canonical].stems;
            stems
                .iter()
                .zip(self.values(id, index))
                .map(|(stem, value)| format!("{stem}{}", utf8_percent_encode(&value, SEGMENT)))
                .collect()
        };
        targets.into_iter().map(href).collect()
    }

    /// The values in the path of an entity, those of the parents that it is nested in first.
    fn values(&self, id: CollectionId, index: u64) -> Vec<String> {
        let schema = self.plan.schema;
        let collection = schema.collection(id);
        let attribute = &schema.class(collection.class).attributes[collection.identifiers[collection.canonical].attribute];
        let mut values = collection.parent.map_or_else(Vec::new, |parent| self.values(parent, self.parent(parent, index)));
        values.push(identity::value(schema, self.plan.seed, collection.class, attribute, index));
        values
    }

    /// The parents have their children in turn.
    fn parent(&self, parent: CollectionId, index: u64) -> u64 {
        index % self.plan.count(parent).max(1)
    }
}

/// The first value of a list tells of the entity itself, the next of other people and places.
fn other(index: u64, position: u64) -> u64 {
    index.wrapping_add(position.wrapping_mul(37))
}

/// How many values of a list, or the one.
fn length(bounds: Bounds, rng: &mut Rng) -> u64 {
    let low = u64::from(bounds.lower.max(1));
    let most = bounds.upper.map_or(u64::MAX, u64::from);
    if bounds.is_list() { (1 + rng.below(3)).clamp(low, most.max(low)) } else { 1 }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Members of a JSON object, with their commas.
struct Members<'a> {
    line: &'a mut String,
    first: bool,
}

impl<'a> Members<'a> {
    fn open(line: &'a mut String) -> Self {
        line.push('{');
        Self { line, first: true }
    }

    /// Begins a member; its value is written to what is returned.
    fn member(&mut self, name: &str) -> &mut String {
        if !std::mem::replace(&mut self.first, false) {
            self.line.push(',');
        }
        let _ = write!(self.line, "{}:", quoted(name));
        self.line
    }

    /// Where the object stands now.
    fn mark(&self) -> (usize, bool) {
        (self.line.len(), self.first)
    }

    /// Takes back what was written since the mark: an optional object in which nothing stands is better left out.
    fn undo(&mut self, (length, first): (usize, bool)) {
        self.line.truncate(length);
        self.first = first;
    }

    fn close(self) {
        self.line.push('}');
    }
}
