//! The routes of an API, sorted by path: as lines for people, as JSON for tools.
//!
//! ```json
//! {"routes":[{"methods":["GET","HEAD","OPTIONS"],"path":"/utdanning/elev/elev/systemid/{systemId}","kind":"resource",
//!             "package":"utdanning/elev","class":"utdanning/elev/Elev","identifier":"systemId"}]}
//! ```
//!
//! `kind` is `root`, `package`, `health`, `collection`, `resource`, `last-updated`, `cache-size`, `status` or `sync`; keys that do not apply are absent.

use serde::Serialize;
use smie_wire::schema::{HttpMethod, Route, RouteKind, Schema};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    routes: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    methods: Vec<&'static str>,
    path: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
}

/// Every route, sorted by path.
#[must_use]
pub fn sorted(schema: &Schema) -> Vec<Route> {
    let mut routes: Vec<Route> = schema.routes().collect();
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    routes
}

/// The routes as a document.
#[must_use]
pub fn document(schema: &Schema) -> Document<'_> {
    Document { routes: sorted(schema).into_iter().map(|route| entry(schema, route)).collect() }
}

fn entry(schema: &Schema, route: Route) -> Entry<'_> {
    let collection = route.collection().map(|id| schema.collection(id));
    let package = match route.kind {
        RouteKind::Package(id) | RouteKind::Health(id) | RouteKind::CacheStatus(id) | RouteKind::Feed(id) => Some(id),
        _ => collection.map(|collection| collection.package),
    };
    let identifier = match route.kind {
        RouteKind::Resource(id, at) => {
            let collection = schema.collection(id);
            Some(schema.class(collection.class).attributes[collection.identifiers[at].attribute].wire.as_str())
        }
        _ => None,
    };
    let qualified = |class: smie_wire::model::ClassId| {
        let class = schema.class(class);
        let package = &schema.package(class.package).name;
        if package.is_empty() { class.name.clone() } else { format!("{package}/{}", class.name) }
    };
    Entry {
        methods: route.methods.iter().map(HttpMethod::word).collect(),
        path: route.path,
        kind: route.kind.word(),
        package: package.map(|id| schema.package(id).name.as_str()),
        class: collection.map(|collection| qualified(collection.class)),
        identifier,
    }
}

/// How many routes there are, for people.
#[must_use]
pub fn count(routes: &[Route]) -> String {
    let of = |kind: &str| routes.iter().filter(|route| route.kind.word() == kind).count();
    format!("{} routes: {} collections, {} by identifier", routes.len(), of("collection"), of("resource"))
}
