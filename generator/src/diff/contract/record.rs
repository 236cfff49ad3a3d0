//! A contract from a trace: the requests that a consumer really made → what it uses.
//!
//! A line is a JSON object, `{"method":"GET","path":"/administrasjon/personal/fastlonn/systemid/1","members":["prosent","_links.arbeidsforhold"]}`, or a
//! line of an access log with the request in quotes. `members` are the members that the consumer touched, by wire name; without them (and without
//! `fields=` in the query) it is taken to use all. `events` names events of the feed that it acted on. What cannot be told is returned, not guessed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use smie_wire::schema::{Collection, Schema};

use super::super::view::View;
use crate::model::{ClassId, Operation, Type};
use crate::source::contract::{Contract, Members, Use};
use crate::source::{Span, Spanned};
use crate::syntax::Text;

/// A line of a trace.
#[derive(Debug, Default, Deserialize)]
struct Line {
    method: String,
    #[serde(alias = "url", alias = "uri")]
    path: String,
    #[serde(alias = "fields")]
    members: Option<Vec<String>>,
    #[serde(default)]
    events: Vec<String>,
}

/// What came of a trace.
#[derive(Debug)]
pub struct Recorded {
    /// The contract.
    pub contract: Contract,
    /// Lines that were requests to the API.
    pub requests: usize,
    /// Line numbers with the reason why they, or a part of them, could not be told.
    pub ignored: Vec<(usize, String)>,
}

/// Records the contract of `consumer` from the lines of a trace.
#[must_use]
pub fn record(consumer: &str, trace: &str, view: View<'_>) -> Recorded {
    let mut recorder = Recorder { view, classes: BTreeMap::new(), ignored: Vec::new(), line: 0 };
    let mut requests = 0;
    for (at, text) in trace.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        recorder.line = at + 1;
        match parse(text.trim()) {
            Some(line) => requests += usize::from(recorder.request(&line)),
            None => recorder.ignore("this is neither JSON with `method` and `path` nor a line of an access log".to_owned()),
        }
    }
    let uses = recorder.classes.into_iter().map(|(id, seen)| seen.into_use(view.model.qualified(id))).collect();
    let contract = Contract { name: text(consumer.to_owned()), uses, ..Contract::default() };
    Recorded { contract, requests, ignored: recorder.ignored }
}

fn text(value: String) -> Text {
    Text::new(value, Span::default())
}

fn parse(line: &str) -> Option<Line> {
    if line.starts_with('{') {
        return serde_json::from_str(line).ok();
    }
    // `… "GET /path HTTP/1.1" 200 …`
    let request =
        line.split('"').find(|part| part.contains(" HTTP/") || part.split(' ').nth(1).is_some_and(|path| path.starts_with('/')))?;
    let mut words = request.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Line { method, path, ..Line::default() })
}

/// What was seen of a class.
#[derive(Debug, Default)]
struct Seen {
    by: BTreeSet<String>,
    operations: BTreeSet<Operation>,
    reads: Option<Names>,
    writes: Option<Names>,
    actions: BTreeSet<String>,
    events: BTreeSet<String>,
}

/// Members that were touched.
#[derive(Debug, Default)]
struct Names {
    all: bool,
    names: BTreeSet<String>,
}

impl Names {
    fn members(this: Option<Self>) -> Members {
        let Some(names) = this else { return Members::default() };
        Members { all: names.all, names: if names.all { Vec::new() } else { names.names.into_iter().map(text).collect() } }
    }
}

impl Seen {
    fn into_use(self, class: String) -> Use {
        let list = |names: BTreeSet<String>| names.into_iter().map(text).collect();
        Use {
            class: text(class),
            by: list(self.by),
            operations: self.operations.into_iter().map(|operation| Spanned::new(operation, Span::default())).collect(),
            reads: Names::members(self.reads),
            writes: Names::members(self.writes),
            actions: list(self.actions),
            events: list(self.events),
        }
    }
}

struct Recorder<'v> {
    view: View<'v>,
    classes: BTreeMap<ClassId, Seen>,
    ignored: Vec<(usize, String)>,
    line: usize,
}

/// What a path below a collection is.
enum Below<'a> {
    /// The collection, or a resource by an identifier.
    Resources(Option<&'a str>),
    /// An action.
    Action(&'a str),
    /// A route of the server's own, that says nothing of the class's members.
    Service,
    /// The adapters' bulk write.
    Sync,
    Unknown,
}

impl Recorder<'_> {
    fn ignore(&mut self, why: String) {
        self.ignored.push((self.line, why));
    }

    /// Takes a request; true when it is one to the API.
    fn request(&mut self, line: &Line) -> bool {
        for event in &line.events {
            self.event(event);
        }
        let schema = self.view.schema;
        let (path, query) = split(&line.path);
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let Some((collection, rest)) = locate(schema, &segments) else {
            if line.events.is_empty() {
                self.ignore(format!("`{path}` is in no collection of the model"));
            }
            return !line.events.is_empty();
        };
        let id = collection.class;
        let below = below(schema, collection, rest);
        match below {
            Below::Resources(by) => {
                let seen = self.classes.entry(id).or_default();
                seen.by.extend(by.and_then(|segment| identifier(schema, collection, segment)));
                self.method(id, line, query);
            }
            Below::Action(segment) => self.action(id, segment),
            Below::Service => {
                self.classes.entry(id).or_default().operations.insert(Operation::Read);
            }
            Below::Sync => {
                let seen = self.classes.entry(id).or_default();
                seen.operations.extend([Operation::Create, Operation::Replace]);
                seen.writes.get_or_insert_default().all = true;
            }
            Below::Unknown => self.ignore(format!("`{path}` is no route of its collection")),
        }
        true
    }

    fn method(&mut self, id: ClassId, line: &Line, query: &str) {
        let operation = match line.method.to_ascii_uppercase().as_str() {
            "GET" | "HEAD" => Operation::Read,
            "POST" => Operation::Create,
            "PUT" => Operation::Replace,
            "PATCH" => Operation::Update,
            "DELETE" => Operation::Delete,
            "OPTIONS" => return,
            other => return self.ignore(format!("`{other}` is no method of a resource")),
        };
        let asked = || fields(query).map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>());
        let wires = line.members.clone().or_else(asked);
        let names: Option<Vec<String>> = wires.map(|wires| wires.iter().filter_map(|wire| self.member(id, wire)).collect());
        let seen = self.classes.entry(id).or_default();
        seen.operations.insert(operation);
        let place = match operation {
            Operation::Read => &mut seen.reads,
            Operation::Create | Operation::Replace | Operation::Update => &mut seen.writes,
            Operation::Delete => return,
        };
        let touched = place.get_or_insert_default();
        match names {
            Some(names) => touched.names.extend(names),
            None => touched.all = true,
        }
    }

    /// The model's name of a member, from its wire name: `periode.start`, `_links.person`, `kontostreng/_links/ansvar`.
    fn member(&mut self, id: ClassId, wire: &str) -> Option<String> {
        let schema = self.view.schema;
        let parts: Vec<&str> = wire.split(['.', '/']).filter(|part| !part.is_empty() && *part != "_links").collect();
        let mut names = Vec::new();
        let mut class = Some(id);
        for part in &parts {
            let here = class.map(|id| schema.class(id))?;
            let alike = |wire: &str, name: &str| wire == *part || name == *part;
            if let Some(attribute) = here.attributes.iter().find(|attribute| alike(&attribute.wire, &attribute.name)) {
                names.push(attribute.name.clone());
                class = match attribute.ty {
                    Type::Class(inner) => Some(inner),
                    _ => None,
                };
                // Inside an identity there is nothing to tell apart.
                if attribute.ty == Type::Identifikator {
                    break;
                }
            } else if let Some(relation) = here.relations.iter().find(|relation| alike(&relation.wire, &relation.name)) {
                names.push(relation.name.clone());
                class = None;
            } else if *part == "self" {
                return None;
            } else {
                self.ignore(format!("`{}` has no member `{wire}`", self.view.model.qualified(id)));
                return None;
            }
        }
        (!names.is_empty()).then(|| names.join("."))
    }

    fn action(&mut self, id: ClassId, segment: &str) {
        let folding = &self.view.schema.profile.folding;
        let actions = &self.view.model.class(id).actions;
        let alike = |name: &str| name == segment || folding.fold(name).is_ok_and(|wire| wire.eq_ignore_ascii_case(segment));
        match actions.iter().find(|action| alike(&action.name)) {
            Some(action) => {
                self.classes.entry(id).or_default().actions.insert(action.name.clone());
            }
            None => self.ignore(format!("`{}` has no action `{segment}`", self.view.model.qualified(id))),
        }
    }

    fn event(&mut self, name: &str) {
        let folding = &self.view.schema.profile.folding;
        let alike = |event: &str| event == name || folding.fold(event).is_ok_and(|wire| wire.eq_ignore_ascii_case(name));
        let model = self.view.model;
        let found = model.classes().find_map(|(id, class)| Some((id, class.events.iter().find(|event| alike(&event.name))?)));
        match found {
            Some((id, event)) => {
                self.classes.entry(id).or_default().events.insert(event.name.clone());
            }
            None => self.ignore(format!("the model has no event `{name}`")),
        }
    }
}

/// Path and query of an address, without scheme and host.
fn split(address: &str) -> (&str, &str) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => path,
    };
    (path, query)
}

fn fields(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("fields="))
}

/// The collection with the longest path that the segments begin with, and the segments after it. A parameter in a path fits any segment.
fn locate<'s, 'p>(schema: &'s Schema, segments: &'p [&'p str]) -> Option<(&'s Collection, &'p [&'p str])> {
    let fits = |collection: &&'s Collection| {
        let own: Vec<&str> = collection.path.split('/').filter(|segment| !segment.is_empty()).collect();
        let alike = |(own, given): (&&str, &&str)| own == given || own.starts_with('{');
        (own.len() <= segments.len() && own.iter().zip(segments).all(alike)).then_some(own.len())
    };
    let best =
        schema.collections.iter().filter_map(|collection| Some((fits(&collection)?, collection))).max_by_key(|(length, _)| *length)?;
    Some((best.1, &segments[best.0..]))
}

fn below<'a>(schema: &Schema, collection: &Collection, rest: &[&'a str]) -> Below<'a> {
    let one_route = schema.profile.canonical_route_only;
    let on_collection = |segment: &str| {
        let identifiers = &collection.identifiers;
        identifiers.iter().all(|identifier| !identifier.segment.eq_ignore_ascii_case(segment))
    };
    match rest {
        [] => Below::Resources(None),
        ["last-updated" | "$query"] | ["cache", "size"] | ["status", _] => Below::Service,
        ["$sync"] => Below::Sync,
        [_] if one_route => Below::Resources(Some("")),
        [_, action] if one_route => Below::Action(action),
        [action] if on_collection(action) => Below::Action(action),
        [identifier, _] => Below::Resources(Some(identifier)),
        [_, _, action] => Below::Action(action),
        _ => Below::Unknown,
    }
}

/// The model's name of an identifier, from its segment; of the canonical one when the address tells none.
fn identifier(schema: &Schema, collection: &Collection, segment: &str) -> Option<String> {
    let found = if segment.is_empty() {
        collection.identifiers.get(collection.canonical)
    } else {
        collection.identifiers.iter().find(|identifier| identifier.segment.eq_ignore_ascii_case(segment))
    };
    found.and_then(|identifier| schema.class(collection.class).attributes.get(identifier.attribute)).map(|attribute| attribute.name.clone())
}
