//! A filter's tree against a class: names become places, values become what the type compares with.
//!
//! All that can be wrong with a filter is found here, before any entity is looked at: properties that do not exist, lists asked as single values, numbers that
//! are none. What remains is a tree of checks that cannot fail.

use smie_wire::model::{ClassId, Scalar};
use smie_wire::schema::Schema;

use super::error::{Fault, FilterError, excerpt, near};
use super::eval::fold;
use super::number;
use super::parse::{Form, Literal, Name, Op, Path, Tree};
use crate::validate::{ShapeId, Shapes, Value, canonical_time};

/// A part of a filter, made ready.
#[derive(Debug)]
pub(super) enum Node {
    All(Box<[Node]>),
    Any(Box<[Node]>),
    Not(Box<Node>),
    Test(Way, Check),
    /// One element of a list passes, or every one of a list that is not empty.
    Each {
        way: Way,
        every: bool,
        inner: Box<Node>,
    },
}

/// How a value is reached.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) start: Start,
    /// Members from there on.
    pub(super) steps: Box<[Box<str>]>,
}

/// Where the way to a value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// At an attribute of the entity; `key` bytes are its name, and `based` says that addresses in it are compared.
    Attribute { index: u16, key: usize, based: bool },
    /// At the entity's links.
    Links,
    /// At the element of the list that is looked through.
    Element,
}

/// What a value must satisfy.
#[derive(Debug)]
pub(super) enum Check {
    /// A text, without case; the other side has none already.
    Text(Op, Box<str>),
    /// A part of a text, as written.
    Part(Op, Box<str>),
    Number(Op, Box<str>),
    /// A time, both in the one form in which times are kept.
    Time(Op, Box<str>),
    Boolean(bool),
}

impl Node {
    /// In comparisons of a value; a list counts for several.
    pub(super) fn cost(&self) -> u32 {
        const LIST: u32 = 4;
        let sum = |nodes: &[Self]| nodes.iter().fold(0, |sum: u32, node| sum.saturating_add(node.cost()));
        let way = |way: &Way| 1 + u32::from(way.start == Start::Links);
        match self {
            Self::All(nodes) | Self::Any(nodes) => sum(nodes),
            Self::Not(node) => node.cost(),
            Self::Test(place, _) => way(place),
            Self::Each { way: place, inner, .. } => inner.cost().saturating_mul(LIST).saturating_add(way(place)),
        }
    }
}

/// Compiles a filter for the resources of a class.
pub(super) fn compile(tree: &Tree<'_>, schema: &Schema, shapes: &Shapes, class: ClassId) -> Result<Node, FilterError> {
    let compiler = Compiler { schema, shapes };
    compiler.node(tree, Scope { variable: None, what: What::Value(Value::Object(ShapeId(class.index()))) })
}

/// What stands at the end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Value(Value),
    Link,
    /// The text of a link.
    Href,
}

/// What paths begin at.
#[derive(Clone, Copy)]
struct Scope<'t> {
    /// `None` = the entity itself.
    variable: Option<&'t str>,
    what: What,
}

/// A place on the way.
struct Reached {
    /// `None` = at the entity itself.
    start: Option<Start>,
    steps: Vec<Box<str>>,
    what: What,
    list: bool,
}

impl Reached {
    fn way(self) -> Way {
        Way { start: self.start.unwrap_or(Start::Element), steps: self.steps.into() }
    }
}

fn unknown<'n>(name: &Name<'_>, class: &str, names: impl Iterator<Item = &'n str>) -> FilterError {
    let fault = Fault::Property { name: excerpt(name.1), class: class.to_owned(), help: near(name.1, names) };
    FilterError::new(name.0, fault)
}

/// The kinds of values, as a client knows them.
enum Kind {
    Text,
    Number,
    Boolean,
    Time(Scalar),
}

impl Kind {
    fn describe(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time(_) => "a time such as 2024-08-01T12:00:00Z",
        }
    }
}

struct Compiler<'s> {
    schema: &'s Schema,
    shapes: &'s Shapes,
}

impl Compiler<'_> {
    fn node<'t>(&self, tree: &Tree<'t>, scope: Scope<'t>) -> Result<Node, FilterError> {
        let all = |trees: &[Tree<'t>]| trees.iter().map(|tree| self.node(tree, scope)).collect::<Result<Box<[_]>, _>>();
        match tree {
            Tree::And(trees) => all(trees).map(Node::All),
            Tree::Or(trees) => all(trees).map(Node::Any),
            Tree::Not(tree) => Ok(Node::Not(Box::new(self.node(tree, scope)?))),
            Tree::Compare { path, op, value } => {
                let mut reached = self.reach(path, scope)?;
                if reached.list {
                    return Err(FilterError::new(path.at(), Fault::List { path: path.text() }));
                }
                let kind = self.kind(path, &mut reached)?;
                Ok(Node::Test(reached.way(), check(self.shapes, path, &kind, *op, value)?))
            }
            Tree::Each { path, every, variable, inner } => {
                let reached = self.reach(path, scope)?;
                if !reached.list {
                    return Err(FilterError::new(path.at(), Fault::Single { path: path.text() }));
                }
                let inner = self.node(inner, Scope { variable: Some(variable), what: reached.what })?;
                Ok(Node::Each { way: reached.way(), every: *every, inner: Box::new(inner) })
            }
        }
    }

    /// The place that a path leads to.
    fn reach(&self, path: &Path<'_>, scope: Scope<'_>) -> Result<Reached, FilterError> {
        let names = match (scope.variable, path.0.as_slice()) {
            (Some(variable), [(at, name), ..]) if *name != variable => {
                let fault = Fault::Variable { name: excerpt(name), variable: excerpt(variable) };
                return Err(FilterError::new(*at, fault));
            }
            (Some(_), [_, rest @ ..]) => rest,
            (_, all) => all,
        };
        let start = scope.variable.map(|_| Start::Element);
        let mut reached = Reached { start, steps: Vec::new(), what: scope.what, list: false };
        let mut left = names;
        while let [name, rest @ ..] = left {
            let before = || Path(path.0[..path.0.len() - rest.len() - 1].to_vec()).text();
            if reached.list {
                return Err(FilterError::new(path.at(), Fault::List { path: before() }));
            }
            left = match reached.what {
                What::Value(Value::Object(id)) => self.enter(&mut reached, id, name, rest, path)?,
                What::Value(Value::Identifier) if self.shapes.identifier_objects => {
                    self.enter(&mut reached, self.shapes.identifier, name, rest, path)?
                }
                What::Link if name.1 == "href" => {
                    reached.steps.push(name.1.into());
                    reached.what = What::Href;
                    rest
                }
                What::Link => return Err(unknown(name, "a link", ["href"].into_iter())),
                What::Value(_) | What::Href => return Err(FilterError::new(name.0, Fault::Leaf { path: before() })),
            };
        }
        Ok(reached)
    }

    /// One step into an object: to a member, or with the name after it to a relation. Returns the names that are left.
    fn enter<'p, 't>(
        &self,
        reached: &mut Reached,
        id: ShapeId,
        name: &Name<'t>,
        rest: &'p [Name<'t>],
        path: &Path<'t>,
    ) -> Result<&'p [Name<'t>], FilterError> {
        let shape = &self.shapes.all[id.0];
        if let Some(index) = self.member(id, name.1) {
            let member = &shape.members[usize::from(index)];
            (reached.what, reached.list) = (What::Value(member.value), member.bounds.is_list());
            match reached.start {
                Some(_) => reached.steps.push(member.wire.clone()),
                None => reached.start = Some(Start::Attribute { index, key: member.key.len(), based: false }),
            }
            return Ok(rest);
        }
        let top = reached.start.is_none();
        let linked = top || !shape.relations.is_empty();
        if !linked || !matches!(name.1, "links" | "_links") {
            let names = shape.members.iter().map(|m| &*m.wire).chain(linked.then_some("links"));
            return Err(unknown(name, &self.class_name(id), names));
        }
        let [relation, rest @ ..] = rest else {
            let help = format!(", such as `{}`", self.relations(id, top).next().unwrap_or("self"));
            return Err(FilterError::new(name.0, Fault::Object { path: path.text(), help }));
        };
        match &mut reached.start {
            None => reached.start = Some(Start::Links),
            Some(start) => {
                if let Start::Attribute { based, .. } = start {
                    *based = true;
                }
                reached.steps.push("_links".into());
            }
        }
        reached.steps.push(self.relation(id, relation, top)?);
        (reached.what, reached.list) = (What::Link, true);
        Ok(rest)
    }

    /// The member of this name, in the letters of the wire or of the model.
    fn member(&self, id: ShapeId, name: &str) -> Option<u16> {
        let shape = &self.shapes.all[id.0];
        shape.member(name, 0).or_else(|| shape.member(&self.schema.profile.folding.fold(name).ok()?, 0))
    }

    fn relations(&self, id: ShapeId, top: bool) -> impl Iterator<Item = &str> {
        let own = self.shapes.all[id.0].relations.iter().map(|r| &*r.wire);
        own.chain(top.then_some("self"))
    }

    fn relation(&self, id: ShapeId, name: &Name<'_>, top: bool) -> Result<Box<str>, FilterError> {
        let folded = self.schema.profile.folding.fold(name.1).ok();
        let known = |wire: &&str| *wire == name.1 || Some(*wire) == folded.as_deref();
        self.relations(id, top).find(known).map(Into::into).ok_or_else(|| {
            let help = near(name.1, self.relations(id, top));
            FilterError::new(name.0, Fault::Relation { name: excerpt(name.1), class: self.class_name(id), help })
        })
    }

    fn class_name(&self, id: ShapeId) -> String {
        match self.schema.classes.get(id.0) {
            Some(class) => class.name.clone(),
            None if id == self.shapes.identifier => "Identifikator".to_owned(),
            None => "Periode".to_owned(),
        }
    }

    /// What is compared at the end of a way. An identity stands for its text.
    fn kind(&self, path: &Path<'_>, reached: &mut Reached) -> Result<Kind, FilterError> {
        let object = |help: String| FilterError::new(path.at(), Fault::Object { path: path.text(), help });
        match reached.what {
            What::Href => Ok(Kind::Text),
            What::Link => Err(object(", `href`".to_owned())),
            What::Value(Value::Object(id)) => {
                let first = self.shapes.all[id.0].members.first().map(|m| format!(", such as `{}/{}`", path.text(), m.wire));
                Err(object(first.unwrap_or_default()))
            }
            What::Value(Value::Identifier) => {
                if self.shapes.identifier_objects {
                    reached.steps.push("identifikatorverdi".into());
                }
                Ok(Kind::Text)
            }
            What::Value(Value::IdentifierText | Value::Enum(_)) => Ok(Kind::Text),
            What::Value(Value::Scalar(scalar)) => Ok(match scalar {
                Scalar::Boolean => Kind::Boolean,
                Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal => Kind::Number,
                Scalar::Date | Scalar::DateTime => Kind::Time(scalar),
                Scalar::String | Scalar::Duration | Scalar::Uri | Scalar::Uuid | Scalar::Binary => Kind::Text,
            }),
        }
    }
}

/// A comparison with a value that fits the type.
fn check(shapes: &Shapes, path: &Path<'_>, kind: &Kind, op: Op, literal: &Literal<'_>) -> Result<Check, FilterError> {
    let Literal { at, text, form } = literal;
    let ordered = matches!(op, Op::Gt | Op::Lt | Op::Ge | Op::Le);
    let part = matches!(op, Op::StartsWith | Op::Contains | Op::EndsWith);
    let applies = match kind {
        Kind::Text => true,
        Kind::Number | Kind::Time(_) => !part,
        Kind::Boolean => !part && !ordered,
    };
    if !applies {
        let fault = Fault::Applies { op: op.word(), path: path.text(), kind: kind.describe() };
        return Err(FilterError::new(path.at(), fault));
    }
    let wrong = || FilterError::new(*at, Fault::Type { path: path.text(), kind: kind.describe(), value: excerpt(text) });
    match kind {
        Kind::Text if *form != Form::Quoted => Err(FilterError::new(*at, Fault::Unquoted { path: path.text(), value: excerpt(text) })),
        Kind::Text if part => Ok(Check::Part(op, text.as_ref().into())),
        Kind::Text => Ok(Check::Text(op, fold(text).collect::<String>().into())),
        Kind::Number if number::is_number(text) => Ok(Check::Number(op, text.as_ref().into())),
        Kind::Time(scalar) => {
            let time = canonical_time(*scalar, shapes.dates, text, *form == Form::Number).ok_or_else(wrong)?;
            Ok(Check::Time(op, time.into()))
        }
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Ok(Check::Boolean(op == Op::Eq)),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Ok(Check::Boolean(op == Op::Ne)),
        Kind::Number | Kind::Boolean => Err(wrong()),
    }
}
