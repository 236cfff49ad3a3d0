//! Every route of the API, in one enumeration for the engine, the command line and the documents.
//!
//! What lives here: which paths there are and which methods they take, which follows from what a class allows and how the profile answers writes. What
//! does not: matching a request, which the engine does on its own tables. A route that the engine does not answer has no place here.

use super::{Collection, CollectionId, HttpMethod, Methods, Relation, Schema};
use crate::model::{ActionTarget, Operation, PackageId};
use crate::profile::Writes;

/// What a route answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// The list of packages.
    Root,
    /// The list of a package's collections.
    Package(PackageId),
    /// What a package's API is: name, version, date, documentation, status.
    ApiInfo(PackageId),
    /// The state of a package's data.
    Health(PackageId),
    /// The events of a package: its pages, its entries, and reading from a number on.
    Feed(PackageId),
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
    /// What became of a write that was accepted.
    Status(CollectionId),
    /// Where a data provider brings the collection up to date.
    Sync(CollectionId),
    /// The collection under a filter that comes in the body.
    Query(CollectionId),
    /// Pages of links of a resource by an identifier, of the relation at this position in the class's; only where the profile limits how many are shown.
    Links(CollectionId, usize, usize),
    /// Where an action is invoked: the one at this position in [`Class::actions`](super::Class::actions).
    Action(CollectionId, usize),
}

impl RouteKind {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Package(_) => "package",
            Self::ApiInfo(_) => "api-info",
            Self::Health(_) => "health",
            Self::Feed(_) => "feed",
            Self::CacheStatus(_) => "cache-status",
            Self::Collection(_) => "collection",
            Self::Resource(..) => "resource",
            Self::LastUpdated(_) => "last-updated",
            Self::CacheSize(_) => "cache-size",
            Self::Status(_) => "status",
            Self::Sync(_) => "sync",
            Self::Query(_) => "query",
            Self::Links(..) => "links",
            Self::Action(..) => "action",
        }
    }
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What it takes.
    pub methods: Methods,
    /// Path from the base, parameters in braces: `/utdanning/elev/elev/systemid/{systemId}`.
    pub path: String,
    /// What it answers with.
    pub kind: RouteKind,
}

impl Route {
    /// The collection that it belongs to.
    #[must_use]
    pub fn collection(&self) -> Option<CollectionId> {
        match self.kind {
            RouteKind::Collection(id)
            | RouteKind::Resource(id, _)
            | RouteKind::LastUpdated(id)
            | RouteKind::CacheSize(id)
            | RouteKind::Status(id)
            | RouteKind::Sync(id)
            | RouteKind::Query(id)
            | RouteKind::Links(id, ..)
            | RouteKind::Action(id, _) => Some(id),
            RouteKind::Root
            | RouteKind::Package(_)
            | RouteKind::ApiInfo(_)
            | RouteKind::Health(_)
            | RouteKind::CacheStatus(_)
            | RouteKind::Feed(_) => None,
        }
    }
}

/// One line for people: methods and path.
impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let methods: Vec<&str> = self.methods.iter().map(HttpMethod::word).collect();
        write!(f, "{} {}", methods.join(","), self.path)
    }
}

impl Schema {
    /// Every route: the root, the packages that serve anything, then the collections, each with its own.
    pub fn routes(&self) -> impl Iterator<Item = Route> + '_ {
        let root = self.route(format!("/{}", self.profile.root), RouteKind::Root);
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
        let index = (*path != prefixed(&self.profile.root)).then(|| self.route(path.clone(), RouteKind::Package(id)));
        let service = || {
            let health = self.route(format!("{path}/admin/health"), RouteKind::Health(id));
            [health, self.route(format!("{path}/admin/cache/status"), RouteKind::CacheStatus(id))]
        };
        let info = self.profile.api_info.then(|| self.route(format!("{path}/api-info"), RouteKind::ApiInfo(id)));
        let feed = self.package(id).feed.is_some().then_some(["", "/recent", "/first", "/{page}", "/entry/{id}"]);
        let feed = feed.into_iter().flatten().map(move |rest| self.route(format!("{path}/feed{rest}"), RouteKind::Feed(id)));
        index.into_iter().chain(info).chain(self.profile.service_routes.then(service).into_iter().flatten()).chain(feed)
    }

    fn collection_routes(&self) -> impl Iterator<Item = Route> + '_ {
        let reached = self.collections().filter(|(_, collection)| !collection.operations.is_empty());
        reached.flat_map(|(id, collection)| {
            let path = &collection.path;
            let own = self.route(path.clone(), RouteKind::Collection(id));
            let resource = |at: usize| self.route(self.resource_path(collection, at), RouteKind::Resource(id, at));
            let resources = (0..collection.identifiers.len()).map(resource);
            let served: [(_, &str); 5] = [
                (RouteKind::LastUpdated(id), "last-updated"),
                (RouteKind::CacheSize(id), "cache/size"),
                (RouteKind::Status(id), "status/{id}"),
                (RouteKind::Sync(id), &self.profile.sync_segment),
                (RouteKind::Query(id), &self.profile.search_segment),
            ];
            let service = served.into_iter().map(|(kind, word)| self.route(format!("{path}/{word}"), kind));
            let links = (0..collection.identifiers.len()).flat_map(|at| self.link_routes(id, collection, at));
            let actions = (0..self.class(collection.class).actions.len()).map(|at| self.action_route(id, collection, at));
            std::iter::once(own)
                .chain(resources)
                .chain(service)
                .chain(links)
                .chain(actions)
                .filter(|route| !route.methods.is_empty())
                .collect::<Vec<_>>()
        })
    }

    /// Relations that others tell of may grow without limit.
    fn link_routes(&self, id: CollectionId, collection: &Collection, at: usize) -> impl Iterator<Item = Route> {
        let path = self.resource_path(collection, at);
        let relations = self.class(collection.class).relations.iter().enumerate().filter(|(_, relation)| relation.inverse.is_some());
        let route = |(i, relation): (usize, &Relation)| self.route(format!("{path}/{}", relation.wire), RouteKind::Links(id, at, i));
        relations.map(route).collect::<Vec<_>>().into_iter()
    }

    /// An action lies under its resource's canonical address, or under the collection.
    fn action_route(&self, id: CollectionId, collection: &Collection, at: usize) -> Route {
        let action = &self.class(collection.class).actions[at];
        let owner = match action.on {
            ActionTarget::Resource => self.resource_path(collection, collection.canonical),
            ActionTarget::Collection => collection.path.clone(),
        };
        self.route(format!("{owner}/{}", action.segment), RouteKind::Action(id, at))
    }

    fn route(&self, path: String, kind: RouteKind) -> Route {
        Route { methods: self.methods(kind), path, kind }
    }

    /// The methods that a route of this kind takes; none = there is no such route.
    #[must_use]
    pub fn methods(&self, kind: RouteKind) -> Methods {
        let reading = [HttpMethod::Get, HttpMethod::Head, HttpMethod::Options];
        let direct = self.profile.writes == Writes::Direct;
        let table: &[(Operation, HttpMethod)] = match kind {
            RouteKind::Root
            | RouteKind::Package(_)
            | RouteKind::ApiInfo(_)
            | RouteKind::Health(_)
            | RouteKind::CacheStatus(_)
            | RouteKind::Feed(_) => {
                return Methods::of(&reading);
            }
            // What is nested has no address without its parent.
            RouteKind::Sync(id) | RouteKind::Query(id) if self.collection(id).parent.is_some() => return Methods::default(),
            RouteKind::Sync(_) => return Methods::of(&[HttpMethod::Post, HttpMethod::Options]),
            RouteKind::Status(id) if direct || !self.collection(id).is_written() => return Methods::default(),
            RouteKind::Status(_) => return Methods::of(&reading),
            RouteKind::LastUpdated(_) | RouteKind::CacheSize(_) if !self.profile.service_routes => return Methods::default(),
            RouteKind::LastUpdated(_) | RouteKind::CacheSize(_) => &[],
            RouteKind::Query(id) if self.collection(id).operations.contains(&Operation::Read) => {
                return Methods::of(&[HttpMethod::Post, HttpMethod::Options]);
            }
            RouteKind::Query(_) => return Methods::default(),
            RouteKind::Links(id, ..) if self.profile.kept_links_max == 0 || !self.collection(id).operations.contains(&Operation::Read) => {
                return Methods::default();
            }
            RouteKind::Links(..) => return Methods::of(&reading),
            RouteKind::Action(id, at) => {
                let action = self.class(self.collection(id).class).actions.get(at);
                return action.map(|action| Methods::of(&[action.method, HttpMethod::Options])).unwrap_or_default();
            }
            RouteKind::Collection(_) => &[(Operation::Create, HttpMethod::Post)],
            RouteKind::Resource(..) if direct => {
                &[(Operation::Replace, HttpMethod::Put), (Operation::Update, HttpMethod::Patch), (Operation::Delete, HttpMethod::Delete)]
            }
            // A part of a resource has no deferred answer in FINT.
            RouteKind::Resource(..) => &[(Operation::Replace, HttpMethod::Put), (Operation::Delete, HttpMethod::Delete)],
        };
        let (RouteKind::Collection(id) | RouteKind::Resource(id, _) | RouteKind::LastUpdated(id) | RouteKind::CacheSize(id)) = kind else {
            return Methods::of(&reading);
        };
        let allowed = &self.collection(id).operations;
        let mut methods = Methods::of(if allowed.contains(&Operation::Read) { &reading } else { &[] });
        methods.extend(table.iter().filter(|(operation, _)| allowed.contains(operation)).map(|(_, method)| *method));
        if !methods.is_empty() {
            methods.extend([HttpMethod::Options]);
        }
        methods
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
