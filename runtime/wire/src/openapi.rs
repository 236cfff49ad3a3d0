//! The OpenAPI 3.1 document of a schema, for the generator that writes it and the server that gives it: one implementation, so that the two cannot differ.
//!
//! ```text
//! Schema::routes ─► operations ─┬─► what they ask for: schemas, shared ─► document (node) ─► json, yaml
//!            voice, names, example ┘
//! ```
//!
//! The document tells what the engine does, in the language of the model. Two halves of a class are told apart: what a reader finds, and what the tolerant reader
//! of the server takes. A model with more than [`SPLIT`] collections has a document for each package beside the whole one, since few tools like
//! documents of many megabytes.

mod about;
mod actions;
mod example;
mod follow;
mod json;
mod names;
mod node;
mod operations;
mod pages;
mod path;
mod schemas;
mod shared;
#[cfg(test)]
mod tests;
mod values;
mod voice;
mod yaml;

pub use json::json;
pub use node::{Map, Node};
pub use yaml::yaml;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ClassId, EnumId, PackageId};
use crate::schema::{CollectionId, Route, RouteKind, Schema};
use names::Names;
use schemas::Form;
use voice::Voice;

/// Collections up to which one document is enough.
pub const SPLIT: usize = 60;

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole API.
    Whole,
    /// One package, with what its operations need.
    Package(PackageId),
}

/// The documents that a model has beside the whole one: name of the package, and the part. None for a model that is not large; where each package is an API
/// with a version of its own, each has its document.
#[must_use]
pub fn parts(schema: &Schema) -> Vec<(&str, Part)> {
    let apis = !schema.profile.version_segment.is_empty() && schema.serving().nth(1).is_some();
    if schema.collections.len() <= SPLIT && !apis {
        return Vec::new();
    }
    schema.serving().map(|id| (schema.package(id).component.as_str(), Part::Package(id))).collect()
}

/// The document of a schema, or of a part of it.
#[must_use]
pub fn document(schema: &Schema, part: Part) -> Node {
    let context = Context::new(schema);
    let routes: Vec<Route> = schema.routes().filter(|route| belongs(schema, route, part)).collect();
    let packages: Vec<PackageId> = schema.serving().filter(|id| part == Part::Whole || part == Part::Package(*id)).collect();
    let prefix = root(schema, &packages);
    let mut paths = Map::new();
    for route in &routes {
        let Some(path) = route.path.strip_prefix(prefix.as_str()) else { continue };
        let path = if path.is_empty() { "/" } else { path };
        let item = context.path(route);
        if !item.is_empty() && paths.get(path).is_none() {
            paths.put(path.to_owned(), item);
        }
    }
    let document = Map::new()
        .with("openapi", "3.1.0")
        .with("info", context.info(part))
        .with_some("externalDocs", context.external())
        .with("servers", vec![Map::new().with("url", format!("{}{prefix}", context.base)).into()])
        .with("security", Context::root_security())
        .with("tags", context.tags(&packages, prefix.is_empty() && part == Part::Whole))
        .with("paths", paths)
        .with("components", context.components());
    Node::Map(document)
}

/// Where the paths of a document begin: under the API's own version when the document is about one such API.
fn root(schema: &Schema, packages: &[PackageId]) -> String {
    match packages {
        [only] if !schema.profile.version_segment.is_empty() => schema.package(*only).path.clone(),
        _ => String::new(),
    }
}

/// True when a route belongs to a part: its own package's, or one of the whole.
fn belongs(schema: &Schema, route: &Route, part: Part) -> bool {
    let Part::Package(package) = part else { return true };
    match route.kind {
        RouteKind::Package(id) | RouteKind::ApiInfo(id) | RouteKind::Health(id) | RouteKind::CacheStatus(id) | RouteKind::Feed(id) => {
            id == package
        }
        _ => route.collection().is_some_and(|id| schema.collection(id).package == package),
    }
}

/// What was asked for so far, each kind in its own order.
#[derive(Debug, Default)]
struct Asked {
    classes: BTreeSet<(ClassId, Form)>,
    enums: BTreeSet<EnumId>,
    page_schemas: BTreeSet<(ClassId, Form)>,
    pages: BTreeSet<CollectionId>,
    resources: BTreeSet<CollectionId>,
    bodies: BTreeSet<CollectionId>,
    inputs: BTreeSet<(CollectionId, usize)>,
    documents: BTreeMap<&'static str, RouteKind>,
    parameters: BTreeSet<&'static str>,
    responses: BTreeSet<&'static str>,
    headers: BTreeSet<&'static str>,
    ours: BTreeSet<&'static str>,
}

/// What building a document knows.
struct Context<'s> {
    schema: &'s Schema,
    names: Names,
    voice: Voice,
    /// Where the examples are.
    base: String,
    /// By class, whether it or something inside it has links.
    linked: Vec<bool>,
    /// The class of identities, when the model has one.
    identifier: Option<ClassId>,
    asked: RefCell<Asked>,
}

impl<'s> Context<'s> {
    fn new(schema: &'s Schema) -> Self {
        let is_identifier = |class: &crate::schema::Class| {
            class.name == "Identifikator" && class.attributes.iter().any(|attribute| attribute.wire == "identifikatorverdi")
        };
        let base = schema.about.base_url.as_deref().unwrap_or(about::NOWHERE).trim_end_matches('/').to_owned();
        Self {
            schema,
            names: Names::new(schema),
            voice: Voice::of(&schema.languages),
            base,
            linked: Self::linked(schema),
            identifier: (0..).map(ClassId).zip(&schema.classes).find(|(_, class)| is_identifier(class)).map(|(id, _)| id),
            asked: RefCell::default(),
        }
    }

    /// Everything that was asked for, and what that asks for in turn.
    fn components(&self) -> Map {
        let asked = |take: fn(&Asked) -> &BTreeSet<CollectionId>| take(&self.asked.borrow()).clone();
        let mut responses = Map::new();
        for id in asked(|asked| &asked.resources) {
            responses.put(format!("{}.resource", self.names.collection(id)), self.resource_response(id));
        }
        for id in asked(|asked| &asked.pages) {
            responses.put(format!("{}.page", self.names.collection(id)), self.page_response(id));
        }
        let bodies: Map =
            asked(|asked| &asked.bodies).into_iter().map(|id| (self.names.collection(id).to_owned(), self.body(id).into())).collect();
        let documents = self.asked.borrow().documents.clone();
        for (schema, kind) in documents {
            responses.put(schema, self.document_response(schema, kind));
        }
        let keys = self.asked.borrow().responses.clone();
        for key in keys {
            responses.put(key, self.make_response(key));
        }
        let schemas = self.schemas();
        let parameters: Map = self.asked.borrow().parameters.iter().map(|key| (*key, self.make_parameter(key).into())).collect();
        let headers: Map = self.asked.borrow().headers.iter().map(|key| (key.replace('-', ""), self.make_header(key).into())).collect();
        let bodies = (!bodies.is_empty()).then_some(bodies);
        Map::new()
            .with("schemas", schemas)
            .with_some("requestBodies", bodies)
            .with("responses", responses)
            .with("parameters", parameters)
            .with("headers", headers)
            .with("securitySchemes", self.security_schemes())
    }

    /// Schemas in the model's order, then those that are ours.
    fn schemas(&self) -> Map {
        let mut pages = Map::new();
        let asked = self.asked.borrow().page_schemas.clone();
        for (class, form) in asked {
            pages.put(self.page_key(class, form), self.page(class, form));
        }
        let inputs = self.asked.borrow().inputs.clone();
        let inputs: Map = inputs.into_iter().map(|(id, at)| self.input(id, at)).map(|(key, schema)| (key, schema.into())).collect();
        let mut classes: BTreeMap<(ClassId, Form), Map> = BTreeMap::new();
        loop {
            let missing: Vec<_> = self.asked.borrow().classes.iter().filter(|key| !classes.contains_key(key)).copied().collect();
            if missing.is_empty() {
                break;
            }
            for (id, form) in missing {
                classes.insert((id, form), self.class(id, form));
            }
        }
        let mut schemas: Map = classes.into_iter().map(|((id, form), schema)| (self.class_key(id, form), schema.into())).collect();
        schemas = schemas.and(inputs).and(pages);
        let enums = self.asked.borrow().enums.clone();
        for id in enums {
            schemas.put(self.names.enumeration(id).to_owned(), self.enumeration(id));
        }
        let mut made = BTreeSet::new();
        loop {
            let missing: Vec<_> = self.asked.borrow().ours.iter().filter(|key| !made.contains(*key)).copied().collect();
            if missing.is_empty() {
                return schemas;
            }
            for key in missing {
                made.insert(key);
                schemas.put(key, self.make_ours(key));
            }
        }
    }
}
