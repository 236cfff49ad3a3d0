//! Every route of the API, in one enumeration for the engine, the command line and the documents.
//!
//! What lives here: which paths there are and which methods they take. What does not: matching a request, which the engine does on its
//! own tables. Only reading is listed; a route that the engine does not answer has no place here.

use super::{Collection, CollectionId, Schema};
use crate::model::{Operation, PackageId};

/// A method of HTTP (RFC 9110, RFC 5789).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HttpMethod {
    /// Read.
    Get,
    /// Read without the body.
    Head,
    /// Ask which methods there are.
    Options,
}

impl HttpMethod {
    /// The method's token.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }
}

/// What a route answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// The list of packages.
    Root,
    /// The list of a package's collections.
    Package(PackageId),
    /// The state of a package's data.
    Health(PackageId),
    /// Size and time of every collection of a package.
    CacheStatus(PackageId),
    /// A collection.
    Collection(CollectionId),
    /// A resource, by the identifier at this position in [`Collection::identifiers`].
    Resource(CollectionId, usize),
    /// When the collection last changed.
    LastUpdated(CollectionId),
    /// How many resources the collection has.
    CacheSize(CollectionId),
}

impl RouteKind {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Package(_) => "package",
            Self::Health(_) => "health",
            Self::CacheStatus(_) => "cache-status",
            Self::Collection(_) => "collection",
            Self::Resource(..) => "resource",
            Self::LastUpdated(_) => "last-updated",
            Self::CacheSize(_) => "cache-size",
        }
    }
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What it takes.
    pub methods: &'static [HttpMethod],
    /// Path from the base, parameters in braces: `/utdanning/elev/elev/systemid/{systemId}`.
    pub path: String,
    /// What it answers with.
    pub kind: RouteKind,
}

impl Route {
    fn reading(path: String, kind: RouteKind) -> Self {
        Self { methods: &[HttpMethod::Get, HttpMethod::Head, HttpMethod::Options], path, kind }
    }

    /// The collection that it belongs to.
    #[must_use]
    pub fn collection(&self) -> Option<CollectionId> {
        match self.kind {
            RouteKind::Collection(id) | RouteKind::Resource(id, _) | RouteKind::LastUpdated(id) | RouteKind::CacheSize(id) => Some(id),
            RouteKind::Root | RouteKind::Package(_) | RouteKind::Health(_) | RouteKind::CacheStatus(_) => None,
        }
    }
}

/// One line for people: methods and path.
impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let methods: Vec<&str> = self.methods.iter().map(|method| method.word()).collect();
        write!(f, "{} {}", methods.join(","), self.path)
    }
}

impl Schema {
    /// Every route: the root, the packages that serve anything, then the collections, each with its own.
    pub fn routes(&self) -> impl Iterator<Item = Route> + '_ {
        let root = Route::reading(format!("/{}", self.profile.root), RouteKind::Root);
        std::iter::once(root).chain(self.serving().flat_map(|id| self.package_routes(id))).chain(self.collection_routes())
    }

    /// The packages that serve anything, in model order.
    pub fn serving(&self) -> impl Iterator<Item = PackageId> + '_ {
        // Collections are grouped by package.
        let packages = self.collections.chunk_by(|a, b| a.package == b.package);
        packages.filter_map(|group| group.first()).map(|collection| collection.package)
    }

    fn package_routes(&self, id: PackageId) -> impl Iterator<Item = Route> + '_ {
        let path = &self.package(id).path;
        // The package without a path has the root for its index.
        let index = (*path != prefixed(&self.profile.root)).then(|| Route::reading(path.clone(), RouteKind::Package(id)));
        let service = || {
            let health = Route::reading(format!("{path}/admin/health"), RouteKind::Health(id));
            [health, Route::reading(format!("{path}/admin/cache/status"), RouteKind::CacheStatus(id))]
        };
        index.into_iter().chain(self.profile.service_routes.then(service).into_iter().flatten())
    }

    fn collection_routes(&self) -> impl Iterator<Item = Route> + '_ {
        let readable = self.collections().filter(|(_, collection)| collection.operations.contains(&Operation::Read));
        readable.flat_map(|(id, collection)| {
            let path = &collection.path;
            let resource = |at: usize| Route::reading(self.resource_path(collection, at), RouteKind::Resource(id, at));
            let resources = (0..collection.identifiers.len()).map(resource);
            let service = || {
                let last_updated = Route::reading(format!("{path}/last-updated"), RouteKind::LastUpdated(id));
                [last_updated, Route::reading(format!("{path}/cache/size"), RouteKind::CacheSize(id))]
            };
            let service = self.profile.service_routes.then(service);
            let own = Route::reading(path.clone(), RouteKind::Collection(id));
            std::iter::once(own).chain(resources).chain(service.into_iter().flatten()).collect::<Vec<_>>()
        })
    }

    fn resource_path(&self, collection: &Collection, at: usize) -> String {
        let identifier = &collection.identifiers[at];
        let parameter = &self.class(collection.class).attributes[identifier.attribute].wire;
        if self.profile.canonical_route_only {
            return format!("{}/{{{parameter}}}", collection.path);
        }
        format!("{}/{}/{{{parameter}}}", collection.path, identifier.segment)
    }
}

fn prefixed(root: &str) -> String {
    if root.is_empty() { String::new() } else { format!("/{root}") }
}
