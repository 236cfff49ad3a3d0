//! From a path to what it names, by one table over the schema.
//!
//! The longest beginning of the path that is a package or a collection decides; the rest is one of a handful of words, or an identifier and its value. Paths and
//! identifier names are compared without case, a trailing slash is accepted, and a value is exactly one segment.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use smie_wire::model::{ActionTarget, PackageId};
use smie_wire::schema::{CollectionId, RouteKind, Schema};

use super::feed::FeedPath;
use crate::entity::WITHIN;

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target<'p> {
    Root,
    Package(PackageId),
    ApiInfo(PackageId),
    Health(PackageId),
    /// The state of every collection of a package.
    CacheStatus(PackageId),
    Collection(CollectionId),
    /// A nested collection, in the parent of this key.
    Members(CollectionId, Cow<'p, str>),
    Resource(CollectionId, u16, Cow<'p, str>),
    LastUpdated(CollectionId),
    CacheSize(CollectionId),
    /// What became of a write, by its id.
    Status(CollectionId, Cow<'p, str>),
    Sync(CollectionId),
    Query(CollectionId),
    /// A relation of a resource, link by link.
    Links(CollectionId, u16, Cow<'p, str>, u16),
    Feed(PackageId, FeedPath),
    /// An action, by its position in the class's, of a resource or of the collection.
    Action(CollectionId, u16, Option<(u16, Cow<'p, str>)>),
}

impl Target<'_> {
    /// The route of the schema that it belongs to.
    pub(super) fn route(&self) -> RouteKind {
        match *self {
            Self::Root => RouteKind::Root,
            Self::Package(id) => RouteKind::Package(id),
            Self::ApiInfo(id) => RouteKind::ApiInfo(id),
            Self::Health(id) => RouteKind::Health(id),
            Self::CacheStatus(id) => RouteKind::CacheStatus(id),
            Self::Collection(id) | Self::Members(id, _) => RouteKind::Collection(id),
            Self::Resource(id, identifier, _) => RouteKind::Resource(id, usize::from(identifier)),
            Self::LastUpdated(id) => RouteKind::LastUpdated(id),
            Self::CacheSize(id) => RouteKind::CacheSize(id),
            Self::Status(id, _) => RouteKind::Status(id),
            Self::Sync(id) => RouteKind::Sync(id),
            Self::Query(id) => RouteKind::Query(id),
            Self::Links(id, identifier, _, relation) => RouteKind::Links(id, usize::from(identifier), usize::from(relation)),
            Self::Feed(id, _) => RouteKind::Feed(id),
            Self::Action(id, action, _) => RouteKind::Action(id, usize::from(action)),
        }
    }
}

impl<'p> Target<'p> {
    /// What is meant by who comes with this method: where values of identifiers stand in the place of the collection's actions, an action is only meant by
    /// its own method.
    pub(super) fn meant(self, schema: &Schema, method: &str, path: &'p str) -> Self {
        let Self::Action(id, at, None) = self else { return self };
        let home = schema.collection(id);
        let own = schema.class(home.class).actions[usize::from(at)].method.word();
        if !schema.profile.canonical_route_only || method == own || method == "OPTIONS" {
            return self;
        }
        let value = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        Self::Resource(id, home.canonical as u16, value.into())
    }
}

impl Target<'_> {
    /// The collection that it is of.
    pub(super) fn collection(&self) -> Option<CollectionId> {
        match *self {
            Self::Collection(id)
            | Self::Members(id, _)
            | Self::Resource(id, ..)
            | Self::LastUpdated(id)
            | Self::CacheSize(id)
            | Self::Status(id, _)
            | Self::Sync(id)
            | Self::Query(id)
            | Self::Links(id, ..)
            | Self::Action(id, ..) => Some(id),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Root,
    Package(PackageId),
    Collection(CollectionId),
}

/// The table.
#[derive(Debug)]
pub(super) struct Router {
    /// By path in lower case, without the first slash.
    nodes: HashMap<Box<[u8]>, Node>,
    deepest: usize,
    longest: usize,
    /// By parent, the segments and ids of what is nested in it.
    nested: HashMap<CollectionId, Vec<(Box<str>, CollectionId)>>,
}

impl Router {
    pub(super) fn new(schema: &Schema) -> Self {
        let mut nodes: HashMap<Box<[u8]>, Node> = HashMap::new();
        let key = |path: &str| path.trim_matches('/').to_lowercase().into_bytes().into_boxed_slice();
        nodes.insert(Box::default(), Node::Root);
        let mut nested: HashMap<CollectionId, Vec<(Box<str>, CollectionId)>> = HashMap::new();
        for (id, home) in schema.collections() {
            if let Some(parent) = home.parent {
                nested.entry(parent).or_default().push((home.segment.as_str().into(), id));
            }
        }
        for route in schema.routes().filter(|route| route.collection().is_none_or(|id| schema.collection(id).parent.is_none())) {
            match route.kind {
                RouteKind::Root => nodes.insert(key(&route.path), Node::Root),
                RouteKind::Package(id) => nodes.insert(key(&route.path), Node::Package(id)),
                RouteKind::Collection(id) => nodes.insert(key(&route.path), Node::Collection(id)),
                _ => None,
            };
        }
        // The package without a path is served at the root itself; its own words still work there.
        let depth = |path: &[u8]| path.iter().filter(|b| **b == b'/').count() + usize::from(!path.is_empty());
        Self {
            deepest: nodes.keys().map(|k| depth(k)).max().unwrap_or(0),
            longest: nodes.keys().map(|k| k.len()).max().unwrap_or(0),
            nodes,
            nested,
        }
    }

    /// What the path names; `None` = nothing that takes any method.
    pub(super) fn route<'p>(&self, schema: &Schema, path: &'p str) -> Option<Target<'p>> {
        self.named(schema, path).filter(|target| !schema.methods(target.route()).is_empty())
    }

    fn named<'p>(&self, schema: &Schema, path: &'p str) -> Option<Target<'p>> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.starts_with('/') {
            return None;
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let (node, rest) = self.longest(path)?;
        match node {
            Node::Root if rest.is_empty() => Some(Target::Root),
            Node::Root => self.package_word(
                schema,
                *schema.serving().find(|id| schema.package(*id).path.trim_matches('/') == schema.profile.root).as_ref()?,
                rest,
            ),
            Node::Package(id) if rest.is_empty() => Some(Target::Package(id)),
            Node::Package(id) => self.package_word(schema, id, rest),
            Node::Collection(id) if rest.is_empty() => Some(Target::Collection(id)),
            Node::Collection(id) => self.collection_word(schema, id, None, rest),
        }
    }

    fn package_word<'p>(&self, schema: &Schema, id: PackageId, rest: &str) -> Option<Target<'p>> {
        match rest {
            "feed" if schema.package(id).feed.is_some() => Some(Target::Feed(id, FeedPath::Cursor)),
            _ if rest.starts_with("feed/") && schema.package(id).feed.is_some() => {
                FeedPath::read(rest.strip_prefix("feed/")?).map(|path| Target::Feed(id, path))
            }
            "api-info" if schema.profile.api_info => Some(Target::ApiInfo(id)),
            "admin/health" if schema.profile.service_routes => Some(Target::Health(id)),
            "admin/cache/status" if schema.profile.service_routes => Some(Target::CacheStatus(id)),
            _ => None,
        }
    }

    /// What stands after a collection; of a nested one, in the parent of this key.
    fn collection_word<'p>(&self, schema: &Schema, id: CollectionId, parent: Option<&str>, rest: &'p str) -> Option<Target<'p>> {
        let profile = &schema.profile;
        match rest {
            "last-updated" if profile.service_routes => return Some(Target::LastUpdated(id)),
            "cache/size" if profile.service_routes => return Some(Target::CacheSize(id)),
            word if parent.is_none() && is_word(word, &profile.sync_segment) => return Some(Target::Sync(id)),
            word if parent.is_none() && is_word(word, &profile.search_segment) => return Some(Target::Query(id)),
            _ => {}
        }
        if let Some(status) = rest.strip_prefix("status/").filter(|id| !id.is_empty() && !id.contains('/'))
            && !schema.methods(RouteKind::Status(id)).is_empty()
        {
            return Some(Target::Status(id, status.into()));
        }
        if parent.is_none()
            && let Some(action) = action(schema, id, ActionTarget::Collection, rest)
        {
            return Some(Target::Action(id, action, None));
        }
        let home = schema.collection(id);
        let (identifier, rest) = if profile.canonical_route_only {
            (home.canonical, rest)
        } else {
            let (name, rest) = rest.split_once('/')?;
            (home.identifiers.iter().position(|i| i.segment.eq_ignore_ascii_case(name))?, rest)
        };
        let (value, rest) = rest.split_once('/').map_or((rest, None), |(value, rest)| (value, Some(rest)));
        if value.is_empty() {
            return None;
        }
        let value = percent_decode_str(value).decode_utf8().ok().filter(|value| !value.contains(WITHIN))?;
        let key = match parent {
            Some(parent) => Cow::Owned(format!("{parent}{WITHIN}{value}")),
            None => value,
        };
        match rest {
            None => Some(Target::Resource(id, identifier as u16, key)),
            Some(rest) => self.resource_word(schema, id, identifier, key, rest),
        }
    }

    /// What stands after a resource: what is nested in it, or the links of a relation.
    fn resource_word<'p>(
        &self,
        schema: &Schema,
        id: CollectionId,
        identifier: usize,
        key: Cow<'p, str>,
        rest: &'p str,
    ) -> Option<Target<'p>> {
        let home = schema.collection(id);
        let (word, after) = rest.split_once('/').map_or((rest, ""), |(word, after)| (word, after));
        let nested = self.nested.get(&id).into_iter().flatten().find(|(segment, _)| segment.eq_ignore_ascii_case(word));
        if let Some(&(_, child)) = nested.filter(|_| identifier == home.canonical) {
            return if after.is_empty() {
                Some(Target::Members(child, key))
            } else {
                self.collection_word(schema, child, Some(&key), after)
            };
        }
        if let Some(action) = action(schema, id, ActionTarget::Resource, rest) {
            return Some(Target::Action(id, action, Some((identifier as u16, key))));
        }
        let relations = &schema.class(home.class).relations;
        let relation = relations.iter().position(|r| r.inverse.is_some() && r.wire.eq_ignore_ascii_case(rest))?;
        Some(Target::Links(id, identifier as u16, key, relation as u16))
    }

    /// The longest beginning that is in the table, and the rest without its slash.
    fn longest<'p>(&self, path: &'p str) -> Option<(Node, &'p str)> {
        const MOST: usize = 256;
        let mut lower = [0; MOST];
        let head = &path.as_bytes()[..path.len().min(MOST).min(self.longest + 1)];
        lower[..head.len()].copy_from_slice(head);
        lower[..head.len()].make_ascii_lowercase();
        // Where each of the first segments ends, the deepest that can be in the table last.
        let mut ends = [0; 16];
        let mut found = 1;
        for (i, _) in head.iter().enumerate().filter(|(_, b)| **b == b'/').take(self.deepest.min(15)) {
            ends[found] = i;
            found += 1;
        }
        if found <= self.deepest.min(15) && head.len() == path.len() && !path.is_empty() {
            ends[found] = path.len();
            found += 1;
        }
        ends[..found].iter().rev().find_map(|&end| {
            let node = self.nodes.get(&lower[..end])?;
            Some((*node, path[end..].strip_prefix('/').unwrap_or(&path[end..])))
        })
    }
}

/// The action of this segment.
fn action(schema: &Schema, id: CollectionId, on: ActionTarget, segment: &str) -> Option<u16> {
    let actions = &schema.class(schema.collection(id).class).actions;
    actions.iter().position(|action| action.on == on && action.segment.eq_ignore_ascii_case(segment)).map(|at| at as u16)
}

/// True for a word of the profile, `$` encoded or not.
fn is_word(given: &str, word: &str) -> bool {
    given == word || (word.starts_with('$') && given.strip_prefix("%24") == word.get(1..))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{collection, schema};

    #[test]
    fn paths_lead_where_the_schema_says_whatever_their_case() {
        let schema = schema();
        let router = Router::new(&schema);
        let elev = collection(&schema, "utdanning-elev.elev");
        let route = |path| router.route(&schema, path);
        assert_eq!(route("/"), Some(Target::Root));
        assert_eq!(route("/utdanning/elev/elev"), Some(Target::Collection(elev)));
        assert_eq!(route("/utdanning/elev/Elev/"), Some(Target::Collection(elev)));
        assert_eq!(route("/utdanning/elev/elev/last-updated"), Some(Target::LastUpdated(elev)));
        assert_eq!(route("/utdanning/elev/elev/cache/size"), Some(Target::CacheSize(elev)));
        let package = schema.collection(elev).package;
        assert_eq!(route("/utdanning/elev"), Some(Target::Package(package)));
        assert_eq!(route("/utdanning/elev/admin/health/"), Some(Target::Health(package)));
        assert_eq!(route("/utdanning/elev/elev/FeideNavn/ola%40f.no%2F1%25"), Some(Target::Resource(elev, 1, "ola@f.no/1%".into())));
        for nothing in [
            "/x",
            "/utdanning",
            "/utdanning/elev/x",
            "/utdanning/elev/elev/x",
            "/utdanning/elev/elev/x/1",
            "/utdanning/elev/elev/systemid/",
            "/utdanning/elev/elev/systemid/1/2",
            "/utdanning/elev/elev/systemid/%ff",
            "//",
            "/utdanning//elev/elev",
            "/utdanning/elev/elevx",
            &"/a".repeat(900),
            "/æøå",
        ] {
            assert_eq!(route(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn every_route_of_the_schema_is_routed() {
        let schema = schema();
        let router = Router::new(&schema);
        for route in schema.routes() {
            let path = route.path.replace(['{', '}'], "");
            assert!(router.route(&schema, &path).is_some(), "{path}");
        }
    }
}
