//! Parameters in paths: whose identifier each stands for.

use super::Context;
use super::node::{Map, Node};
use super::voice;
use crate::schema::{Attribute, CollectionId, Route, RouteKind};

impl Context<'_> {
    /// A parameter for every `{name}` in the path, in order.
    pub(super) fn path_parameters(&self, route: &Route) -> Vec<Node> {
        let names: Vec<&str> = route.path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
        let mut owners = self.owners(route).into_iter();
        let is_status = matches!(route.kind, RouteKind::Status(_));
        let mut parameters: Vec<Node> = Vec::with_capacity(names.len());
        for (i, name) in names.iter().enumerate().rev() {
            let last = i + 1 == names.len();
            let parameter = match route.kind {
                RouteKind::Feed(_) if *name == "page" => {
                    plain(name, self.voice.say(voice::P_FEED_PAGE), Map::new().with("type", "integer").with("minimum", 1_u32), 1_u32)
                }
                RouteKind::Feed(_) => plain(name, self.voice.say(voice::P_EVENT_ID), uuid(), EXAMPLE),
                _ if is_status && last => plain(name, self.voice.say(voice::P_STATUS_ID), uuid(), EXAMPLE),
                _ => self.identifier(name, owners.next()),
            };
            parameters.push(parameter.into());
        }
        parameters.reverse();
        parameters
    }

    /// Whose identifiers the parameters are, the last one's first: the resource's own, then those of the resources that it is nested in.
    fn owners(&self, route: &Route) -> Vec<&Attribute> {
        let attribute = |id: CollectionId, at: usize| {
            let collection = self.schema.collection(id);
            collection.identifiers.get(at).map(|identifier| &self.schema.class(collection.class).attributes[identifier.attribute])
        };
        let own = match route.kind {
            RouteKind::Resource(id, at) | RouteKind::Links(id, at, _) => attribute(id, at),
            RouteKind::Action(id, _) if route.path.rsplit_once('/').is_some_and(|(before, _)| before.ends_with('}')) => {
                attribute(id, self.schema.collection(id).canonical)
            }
            _ => None,
        };
        let parents = std::iter::successors(route.collection().and_then(|id| self.schema.collection(id).parent), |id| {
            self.schema.collection(*id).parent
        });
        let parents = parents.take(self.schema.collections.len()).filter_map(|id| attribute(id, self.schema.collection(id).canonical));
        own.into_iter().chain(parents).collect()
    }

    fn identifier(&self, name: &str, attribute: Option<&Attribute>) -> Map {
        let example = attribute.and_then(|attribute| self.identity(attribute)).unwrap_or_else(|| "1001".to_owned());
        plain(name, self.voice.about(voice::P_ID, name), Map::new().with("type", "string").with("minLength", 1_u32), example)
    }
}

const EXAMPLE: &str = "0b1f6c1e-1111-8c5e-9f6e-000000000001";

fn uuid() -> Map {
    Map::new().with("type", "string").with("format", "uuid")
}

fn plain(name: &str, docs: impl Into<Node>, schema: Map, example: impl Into<Node>) -> Map {
    Map::new()
        .with("name", name.to_owned())
        .with("in", "path")
        .with("description", docs)
        .with("required", true)
        .with("schema", schema)
        .with("example", example)
}
