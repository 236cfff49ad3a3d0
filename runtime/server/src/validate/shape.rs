//! The tables that the walk runs over: each class with its members by wire name, each value with its type.
//!
//! The schema is made for reading by people and by many stages; these tables are made for one loop. They are built once per server.

use smie_wire::model::{Bounds, ClassId, EnumId, Scalar, Side, Stereotype, Type};
use smie_wire::profile::DateForm;
use smie_wire::schema::{Action, Attribute, Class, Relation, Schema};

use super::limits::Limits;
use super::resolve::Addresses;

/// A class or a built-in datatype, by its position in [`Shapes::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShapeId(pub(crate) usize);

/// Every class of a schema, made ready.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// Classes by their id, then the built-in ones.
    pub(crate) all: Vec<Shape>,
    pub(crate) enums: Vec<Vec<(Box<str>, Box<str>)>>,
    /// What actions take, by class and by position in its actions.
    inputs: Vec<Vec<ShapeId>>,
    pub(crate) identifier: ShapeId,
    pub(crate) identifier_objects: bool,
    pub(crate) dates: DateForm,
    pub(crate) addresses: Addresses,
}

/// The members of a class.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) members: Vec<Member>,
    pub(crate) relations: Vec<Ends>,
    by_name: Vec<u16>,
    by_relation: Vec<u16>,
}

/// An attribute.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) wire: Box<str>,
    /// `"wire":`
    pub(crate) key: Box<[u8]>,
    pub(crate) value: Value,
    pub(crate) bounds: Bounds,
    pub(crate) limits: Option<Box<Limits>>,
}

/// The type of each value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Scalar(Scalar),
    /// An identity.
    Identifier,
    /// The text inside an identity.
    IdentifierText,
    Object(ShapeId),
    Enum(EnumId),
}

/// A relation.
#[derive(Debug)]
pub(crate) struct Ends {
    pub(crate) wire: Box<str>,
    /// What it is for people, in each language of the model: the beginning of its documentation, else its name.
    pub(crate) titles: Box<[Box<str>]>,
    /// True for the end that leads to a nested collection, which is shown as one link.
    pub(crate) nested: bool,
    /// `None` = outside the model.
    pub(crate) target: Option<ClassId>,
    pub(crate) bounds: Bounds,
    pub(crate) side: Side,
}

impl Shape {
    fn new(members: Vec<Member>, relations: Vec<Ends>) -> Self {
        let mut by_name: Vec<u16> = (0..members.len() as u16).collect();
        by_name.sort_by_key(|&i| &members[usize::from(i)].wire);
        let mut by_relation: Vec<u16> = (0..relations.len() as u16).collect();
        by_relation.sort_by_key(|&i| &relations[usize::from(i)].wire);
        Self { members, relations, by_name, by_relation }
    }

    /// The member of this wire name. Members mostly come in model order, so the one after the last is tried first.
    pub(crate) fn member(&self, name: &str, expected: u16) -> Option<u16> {
        if self.members.get(usize::from(expected)).is_some_and(|m| *m.wire == *name) {
            return Some(expected);
        }
        let at = self.by_name.binary_search_by_key(&name, |&i| &self.members[usize::from(i)].wire).ok()?;
        Some(self.by_name[at])
    }

    /// The relation of this wire name.
    pub(crate) fn relation(&self, name: &str) -> Option<u16> {
        let at = self.by_relation.binary_search_by_key(&name, |&i| &self.relations[usize::from(i)].wire).ok()?;
        Some(self.by_relation[at])
    }
}

impl Shapes {
    /// Makes the tables of a schema.
    pub(super) fn compile(schema: &Schema) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let mut all: Vec<Shape> = schema.classes.iter().map(|class| shape(schema, class, &mut wrong)).collect();
        let identifier = identifier(schema, &mut all);
        let inputs = schema.classes.iter().map(|class| inputs(class, &mut all, &mut wrong)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let values = |e: &smie_wire::schema::Enum| e.values.iter().map(|v| (v.wire.as_str().into(), v.name.as_str().into())).collect();
        Ok(Self {
            all,
            enums: schema.enums.iter().map(values).collect(),
            inputs,
            identifier,
            identifier_objects: schema.profile.identifier_objects,
            dates: schema.profile.dates,
            addresses: Addresses::compile(schema),
        })
    }

    /// What an action takes.
    pub(crate) fn input(&self, class: ClassId, action: usize) -> Option<ShapeId> {
        self.inputs.get(class.index())?.get(action).copied()
    }

    pub(crate) fn class(&self, class: ClassId) -> &Shape {
        &self.all[class.index()]
    }
}

fn shape(schema: &Schema, class: &Class, wrong: &mut Vec<String>) -> Shape {
    let members = class.attributes.iter().map(|attribute| member(class, attribute, wrong)).collect();
    Shape::new(members, class.relations.iter().map(|relation| ends(schema, relation)).collect())
}

/// One shape an action, after those of the classes.
fn inputs(class: &Class, all: &mut Vec<Shape>, wrong: &mut Vec<String>) -> Vec<ShapeId> {
    let mut input = |action: &Action| {
        let members = action.input.iter().map(|attribute| member(class, attribute, wrong)).collect();
        all.push(Shape::new(members, Vec::new()));
        ShapeId(all.len() - 1)
    };
    class.actions.iter().map(&mut input).collect()
}

fn member(class: &Class, attribute: &Attribute, wrong: &mut Vec<String>) -> Member {
    Member {
        value: match attribute.ty {
            Type::Scalar(scalar) => Value::Scalar(scalar),
            Type::Identifikator => Value::Identifier,
            Type::Class(id) => Value::Object(ShapeId(id.index())),
            Type::Enum(id) => Value::Enum(id),
        },
        bounds: attribute.bounds,
        limits: Limits::compile(attribute).unwrap_or_else(|reason| {
            wrong.push(format!("`{}` of `{}`: {reason}", attribute.name, class.name));
            None
        }),
        ..plain(&attribute.wire, Value::Identifier)
    }
}

fn ends(schema: &Schema, relation: &Relation) -> Ends {
    let inside = |class: &ClassId| schema.class(*class).stereotype != Stereotype::Referanse;
    Ends {
        wire: relation.wire.as_str().into(),
        titles: schema.languages.iter().map(|language| title(relation, language)).collect(),
        nested: relation.target.zip(relation.inverse).is_some_and(|(class, other)| schema.class(class).parent == Some(other)),
        target: relation.target.filter(inside),
        bounds: relation.bounds,
        side: relation.side,
    }
}

/// The first sentence of a relation's documentation in a language, without its full stop; else in any language, else its name.
fn title(relation: &Relation, language: &str) -> Box<str> {
    let text = relation.docs.best(&[language.to_owned()]).unwrap_or(&relation.name).trim();
    let sentence = text.split(". ").next().unwrap_or(text).lines().next().unwrap_or(text);
    sentence.trim_end_matches('.').into()
}

fn plain(wire: &str, value: Value) -> Member {
    Member { wire: wire.into(), key: format!("\"{wire}\":").into_bytes().into(), value, bounds: Bounds::OPTIONAL, limits: None }
}

/// The shape of an identity: the model's own class of that name, else the built-in one.
fn identifier(schema: &Schema, all: &mut Vec<Shape>) -> ShapeId {
    let text = |m: &Member| &*m.wire == "identifikatorverdi";
    let declared = (0..schema.classes.len()).find(|&i| schema.classes[i].name == "Identifikator" && all[i].members.iter().any(text));
    let id = declared.unwrap_or_else(|| {
        let time = Value::Scalar(Scalar::DateTime);
        let start = Member { bounds: Bounds::ONE, ..plain("start", time) };
        let description = plain("beskrivelse", Value::Scalar(Scalar::String));
        all.push(Shape::new(vec![start, plain("slutt", time), description], Vec::new()));
        let period = Value::Object(ShapeId(all.len() - 1));
        let value = plain("identifikatorverdi", Value::IdentifierText);
        all.push(Shape::new(vec![value, plain("gyldighetsperiode", period)], Vec::new()));
        all.len() - 1
    });
    for member in &mut all[id].members {
        if text(member) {
            // An empty identity counts as absent; whether that is allowed, the attribute that holds it says.
            member.value = Value::IdentifierText;
            member.bounds = Bounds::OPTIONAL;
        }
    }
    ShapeId(id)
}
