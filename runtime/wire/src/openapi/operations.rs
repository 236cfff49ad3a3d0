//! Operations: what each route takes and gives, method by method.
//!
//! HEAD and OPTIONS go without saying: HEAD is GET without a body, OPTIONS tells the methods, and HTTP defines both.

use super::Context;
use super::node::{Map, Node};
use super::schemas::{Form, reference};
use super::shared::{IF_MATCH, IF_MATCH_REQUIRED, IF_NONE_MATCH, KEY, TRACEPARENT, VALIDATE, content};
use super::voice::{self, Phrase};
use crate::model::{PackageId, Status};
use crate::profile::{Case, Writes};
use crate::schema::{CollectionId, HttpMethod, Route, RouteKind};

/// What is told of every operation.
pub(super) struct Told {
    id: String,
    summary: String,
    description: String,
}

/// What an operation needs to be let in.
#[derive(Clone, Copy)]
pub(super) enum Access {
    Open,
    Read,
    Write,
}

/// Statuses of reading anything.
const READ: &[u16] = &[404, 406, 414, 503];
/// Statuses of reading what takes parameters.
const LISTED: &[u16] = &[400, 404, 406, 414, 503];

impl Context<'_> {
    /// The path item of a route.
    pub(super) fn path(&self, route: &Route) -> Map {
        let methods = route.methods.iter().filter(|method| !matches!(method, HttpMethod::Head | HttpMethod::Options));
        methods.map(|method| (method.word().to_ascii_lowercase(), Node::Map(self.operation(route, method)))).collect()
    }

    fn operation(&self, route: &Route, method: HttpMethod) -> Map {
        match (route.kind, method) {
            (RouteKind::Collection(id), HttpMethod::Post) => self.create(id, route),
            (RouteKind::Resource(id, at), HttpMethod::Put) => self.write(id, at, route, Change::Replace),
            (RouteKind::Resource(id, at), HttpMethod::Patch) => self.write(id, at, route, Change::Update),
            (RouteKind::Resource(id, at), HttpMethod::Delete) => self.write(id, at, route, Change::Delete),
            (RouteKind::Collection(id), _) => self.list(id, route),
            (RouteKind::Resource(id, at), _) => self.get(id, at, route),
            (RouteKind::Status(id), _) => self.status(id, route),
            (RouteKind::Sync(id), _) => self.sync(id, route),
            (RouteKind::Query(id), _) => self.query(id, route),
            (RouteKind::Links(id, at, relation), _) => self.links(id, at, relation, route),
            (RouteKind::Feed(package), _) => self.feed(package, route),
            (RouteKind::Action(id, at), _) => self.action(id, at, route),
            (kind, _) => self.document(kind, route),
        }
    }

    /// The beginning of every operation: names, texts, place, parameters.
    pub(super) fn begin(&self, told: Told, route: &Route, parameters: Vec<Node>) -> Map {
        let (package, deprecated) = self.belongs(route);
        let mut map = Map::new().with("operationId", told.id).with("summary", told.summary).with("description", told.description);
        let tag = package.map_or_else(|| self.schema.model.clone(), |id| self.schema.package(id).component.clone());
        map.put("tags", Node::texts([tag]));
        if deprecated {
            map.put("deprecated", true);
        }
        let path = self.path_parameters(route);
        let all: Vec<Node> = path.into_iter().chain(parameters).chain([self.parameter(TRACEPARENT)]).collect();
        map.with("parameters", all)
    }

    pub(super) fn end(&self, map: Map, route: &Route, access: Access, responses: Map) -> Map {
        let map = map.with("responses", responses);
        match self.security(self.belongs(route).0, access) {
            Some((name, needed)) => map.with(name, needed),
            None => map,
        }
    }

    /// The package of a route, and whether its class is on its way out.
    fn belongs(&self, route: &Route) -> (Option<PackageId>, bool) {
        let collection = route.collection().map(|id| self.schema.collection(id));
        let package = match route.kind {
            RouteKind::Package(id) | RouteKind::ApiInfo(id) | RouteKind::Health(id) | RouteKind::CacheStatus(id) | RouteKind::Feed(id) => {
                Some(id)
            }
            _ => collection.map(|collection| collection.package),
        };
        (package, collection.is_some_and(|collection| self.schema.class(collection.class).deprecated.is_some()))
    }

    pub(super) fn told(&self, id: String, summary: Phrase, what: &str, description: String) -> Told {
        Told { id, summary: self.voice.about(summary, what), description }
    }

    /// The description of an operation on a class: what it does, then what the class is.
    fn with_class(&self, phrase: Phrase, what: &str, id: CollectionId) -> String {
        let class = self.schema.class(self.schema.collection(id).class);
        let text = self.voice.about(phrase, what);
        self.docs(&class.docs).map_or_else(|| text.clone(), |docs| format!("{text}\n\n{docs}"))
    }

    fn class_name(&self, id: CollectionId) -> &str {
        &self.schema.class(self.schema.collection(id).class).name
    }

    fn list(&self, id: CollectionId, route: &Route) -> Map {
        let (name, class) = (self.names.collection(id), self.class_name(id));
        let collection = self.schema.collection(id);
        let told = self.told(format!("list{name}"), voice::LIST, class, self.with_class(voice::LIST_LONG, "", id));
        let mut parameters = self.paging(collection);
        parameters.push(self.parameter(IF_NONE_MATCH));
        let responses = Map::new().with("200", self.page_ref(id)).with("304", self.not_modified()).and(self.problems(LISTED));
        self.end(self.begin(told, route, parameters), route, Access::Read, responses)
    }

    pub(super) fn page_response(&self, id: CollectionId) -> Map {
        Map::new()
            .with("description", self.voice.say(voice::R_PAGE))
            .with("headers", self.headers(&["ETag"]))
            .with("content", self.page_content(id))
            .with_some("links", self.page_links(id))
    }

    pub(super) fn resource_response(&self, id: CollectionId) -> Map {
        Map::new()
            .with("description", self.voice.say(voice::R_RESOURCE))
            .with("headers", self.headers(&["ETag"]))
            .with("content", self.resource_content(id))
    }

    fn get(&self, id: CollectionId, at: usize, route: &Route) -> Map {
        let (class, what) = (self.class_name(id), self.attribute_name(id, at));
        let told = self.told(self.by_id("get", id, at), voice::GET, class, self.with_class(voice::GET_LONG, &what, id));
        let chosen = self.schema.profile.parameters.attributes;
        let mut parameters = if chosen { self.chosen(self.schema.class(self.schema.collection(id).class)) } else { Vec::new() };
        // Of one resource only `fields` is asked.
        parameters.retain(|parameter| matches!(parameter, Node::Map(map) if map.get("name") == Some(&"fields".into())));
        parameters.push(self.parameter(IF_NONE_MATCH));
        let statuses = if chosen { LISTED } else { READ };
        let responses = Map::new().with("200", self.resource_ref(id)).with("304", self.not_modified()).and(self.problems(statuses));
        self.end(self.begin(told, route, parameters), route, Access::Read, responses)
    }

    /// Reference to the response that is a page of the collection.
    fn page_ref(&self, id: CollectionId) -> Map {
        self.asked.borrow_mut().pages.insert(id);
        reference("responses", &format!("{}.page", self.names.collection(id)))
    }

    /// Reference to the response that is a resource of the collection.
    pub(super) fn resource_ref(&self, id: CollectionId) -> Map {
        self.asked.borrow_mut().resources.insert(id);
        reference("responses", &format!("{}.resource", self.names.collection(id)))
    }

    /// The part of an operation's id that says by which identifier; nothing where there is only one.
    fn by(&self, id: CollectionId, at: usize) -> String {
        let collection = self.schema.collection(id);
        if collection.identifiers.len() < 2 {
            return String::new();
        }
        let wire = &self.schema.class(collection.class).attributes[collection.identifiers[at].attribute].wire;
        format!("By{}", Case::Pascal.apply(wire))
    }

    pub(super) fn by_id(&self, verb: &str, id: CollectionId, at: usize) -> String {
        format!("{verb}{}{}", self.names.collection(id), self.by(id, at))
    }

    fn attribute_name(&self, id: CollectionId, at: usize) -> String {
        let collection = self.schema.collection(id);
        self.schema.class(collection.class).attributes[collection.identifiers[at].attribute].wire.clone()
    }

    fn is_direct(&self) -> bool {
        self.schema.profile.writes == Writes::Direct
    }

    /// What is accepted and done later, or done at once.
    fn written(&self, id: CollectionId, done: (&'static str, Phrase)) -> Map {
        if !self.is_direct() {
            let accepted = Map::new().with("description", self.voice.say(voice::R_ACCEPTED)).with("headers", self.headers(&["Location"]));
            return Map::new().with("202", accepted);
        }
        let (status, phrase) = done;
        let headers: &[&'static str] = if status == "201" { &["ETag", "Location"] } else { &["ETag"] };
        let response = Map::new()
            .with("description", self.voice.say(phrase))
            .with("headers", self.headers(headers))
            .with("content", self.resource_content(id))
            .with_some("links", (status == "201").then(|| self.created_links(id)).flatten());
        Map::new().with(status, response)
    }

    /// Reference to the request body that is a resource of the collection.
    fn body_ref(&self, id: CollectionId) -> Map {
        self.asked.borrow_mut().bodies.insert(id);
        reference("requestBodies", self.names.collection(id))
    }

    pub(super) fn body(&self, id: CollectionId) -> Map {
        let class = self.schema.collection(id).class;
        let example = self.resource(id, Form::Write).map(Node::Map);
        let schema = || self.class_ref(class, Form::Write);
        let bodies = content("application/json", schema(), example).and(content("application/hal+json", schema(), None));
        Map::new().with("required", true).with("content", bodies)
    }

    fn create(&self, id: CollectionId, route: &Route) -> Map {
        let (name, class) = (self.names.collection(id), self.class_name(id));
        let told = self.told(format!("create{name}"), voice::CREATE, class, self.with_class(voice::CREATE_LONG, "", id));
        let map = self.begin(told, route, vec![self.parameter(VALIDATE), self.parameter(KEY)]).with("requestBody", self.body_ref(id));
        let valid = self.is_direct().then(|| self.resource_ref(id));
        let responses = Map::new().with_some("200", valid).and(self.written(id, ("201", voice::R_CREATED)));
        let responses = responses.and(self.problems(&[400, 404, 406, 408, 409, 412, 413, 414, 415, 422, 503]));
        self.end(map, route, Access::Write, responses)
    }

    fn write(&self, id: CollectionId, at: usize, route: &Route, change: Change) -> Map {
        let class = self.class_name(id);
        let (verb, short, long) = change.words();
        let told = self.told(self.by_id(verb, id, at), short, class, self.voice.say(long).to_owned());
        // A replacement may say `If-None-Match: *` instead.
        let required = self.schema.profile.requires_if_match && change != Change::Replace;
        let mut parameters = vec![self.parameter(if required { IF_MATCH_REQUIRED } else { IF_MATCH })];
        if change != Change::Delete {
            parameters.insert(0, self.parameter(VALIDATE));
        }
        let mut map = self.begin(told, route, parameters);
        let mut statuses = vec![400, 404, 406, 409, 412, 414, 503];
        if self.schema.profile.requires_if_match {
            statuses.push(428);
        }
        match change {
            Change::Replace => map.put("requestBody", self.body_ref(id)),
            Change::Update => {
                let schema = self.class_ref(self.schema.collection(id).class, Form::Patch);
                let content = content("application/merge-patch+json", schema, Some(self.change(id).into()));
                map.put("requestBody", Map::new().with("required", true).with("content", content));
            }
            Change::Delete => {}
        }
        if change != Change::Delete {
            statuses.extend([408, 413, 415]);
        }
        let done = match change {
            Change::Delete if self.is_direct() => {
                Map::new().with("204", Map::new().with("description", self.voice.say(voice::R_DELETED)).with("headers", self.headers(&[])))
            }
            // A replacement may create what is not there, when the client says so by `If-None-Match: *`.
            _ => self.written(id, ("200", voice::R_DONE)),
        };
        self.end(map, route, Access::Write, done.and(self.problems(&statuses)))
    }

    fn status(&self, id: CollectionId, route: &Route) -> Map {
        let (name, class) = (self.names.collection(id), self.class_name(id));
        let told = self.told(format!("get{name}Status"), voice::STATUS, class, self.voice.say(voice::STATUS_LONG).to_owned());
        let plain = |phrase| Map::new().with("description", self.voice.say(phrase)).with("headers", self.headers(&[]));
        // FINT's clients read a report; who asks for problems gets them instead.
        let reported = |phrase| {
            let report = content("application/json", self.our_ref("WriteReport"), None);
            let problem = content("application/problem+json", self.our_ref("Problem"), None);
            Map::new().with("description", self.voice.say(phrase)).with("headers", self.headers(&[])).with("content", report.and(problem))
        };
        let class = self.schema.collection(id).class;
        let either = Map::new().with("anyOf", vec![self.class_ref(class, Form::Read).into(), self.our_ref("WriteReport").into()]);
        let conflict = content("application/json", either, None)
            .and(content("application/hal+json", Map::new().with("type", "object"), None))
            .and(content("application/problem+json", self.our_ref("Problem"), None));
        let conflict =
            Map::new().with("description", self.voice.say(voice::R_409)).with("headers", self.headers(&[])).with("content", conflict);
        let responses = Map::new()
            .with("200", self.resource_ref(id))
            .with("201", self.resource_ref(id))
            .with("202", plain(voice::R_PENDING))
            .with("204", plain(voice::R_DELETED))
            .with("400", reported(voice::R_400))
            .and(self.problems(&[404, 406, 410, 414, 503]).iter().fold(Map::new(), |map, (name, value)| {
                let map = if name == "410" { map.with("409", conflict.clone()) } else { map };
                let map = map.with(name.to_owned(), value.clone());
                if name == "414" { map.with("500", reported(voice::R_DEFAULT)) } else { map }
            }));
        self.end(self.begin(told, route, Vec::new()), route, Access::Read, responses)
    }

    fn sync(&self, id: CollectionId, route: &Route) -> Map {
        let (name, class) = (self.names.collection(id), self.class_name(id));
        let told = self.told(format!("sync{name}"), voice::SYNC, class, self.voice.say(voice::SYNC_LONG).to_owned());
        let parameters = ["Mode", "Expect", "Force", "Partial"].map(|key| self.parameter(key)).to_vec();
        let line = self.resource(id, Form::Write).map(|resource| {
            let text = Node::Map(resource).to_value().to_string();
            Node::from(text + "\n")
        });
        let lines = content("application/x-ndjson", Map::new().with("type", "string").with("format", "ndjson"), line);
        let map = self.begin(told, route, parameters).with("requestBody", Map::new().with("required", true).with("content", lines));
        let counts = ["created", "updated", "unchanged", "deleted", "kept", "rejected"];
        let report = counts.iter().fold(Map::new().with("mode", "delta"), |map, name| map.with(*name, u32::from(*name == "created")));
        let done = Map::new()
            .with("description", self.voice.say(voice::R_SYNCED))
            .with("headers", self.headers(&[]))
            .with("content", content("application/json", self.our_ref("SyncReport"), Some(report.into())));
        let responses = Map::new().with("200", done).and(self.problems(&[400, 404, 406, 408, 409, 414, 415, 503]));
        self.end(map, route, Access::Write, responses)
    }

    fn query(&self, id: CollectionId, route: &Route) -> Map {
        let (name, class) = (self.names.collection(id), self.class_name(id));
        let told = self.told(format!("query{name}"), voice::QUERY, class, self.voice.say(voice::QUERY_LONG).to_owned());
        let text = content("text/plain", Map::new().with("type", "string").with("format", "filter"), Some("".into()));
        let mut parameters = self.paging(self.schema.collection(id));
        // The filter is the body.
        parameters.retain(|parameter| *parameter != Node::Map(reference("parameters", "Filter")));
        let map = self.begin(told, route, parameters);
        let map = map.with("requestBody", Map::new().with("required", true).with("content", text));
        let responses = Map::new().with("200", self.page_ref(id)).and(self.problems(&[400, 404, 406, 408, 413, 414, 415, 503]));
        self.end(map, route, Access::Read, responses)
    }

    fn links(&self, id: CollectionId, at: usize, relation: usize, route: &Route) -> Map {
        let class = self.schema.class(self.schema.collection(id).class);
        let wire = &class.relations[relation].wire;
        let name = format!("{}{}", self.by_id("list", id, at), Case::Pascal.apply(wire));
        let told = self.told(name, voice::LINKS, &class.name, self.voice.say(voice::LINKS_LONG).to_owned());
        let parameters = self.paging(self.schema.collection(id)).into_iter().take(3).chain([self.parameter(IF_NONE_MATCH)]).collect();
        let one = |mime: &'static str| content(mime, self.our_ref("LinkPage"), None);
        let ok = Map::new()
            .with("description", self.voice.say(voice::R_PAGE))
            .with("headers", self.headers(&["ETag"]))
            .with("content", one("application/json").and(one("application/hal+json")));
        let responses = Map::new().with("200", ok).with("304", self.not_modified()).and(self.problems(LISTED));
        self.end(self.begin(told, route, parameters), route, Access::Read, responses)
    }

    fn feed(&self, package: PackageId, route: &Route) -> Map {
        let name = Case::Pascal.apply(&self.schema.package(package).component);
        let place = &self.schema.package(package).name;
        let rest = route.path.rsplit_once("/feed").map_or("", |(_, rest)| rest);
        let (verb, phrase) = match rest {
            "" => ("follow", voice::FEED),
            "/recent" => ("recent", voice::FEED),
            "/first" => ("first", voice::FEED),
            "/{page}" => ("page", voice::FEED),
            _ => ("event", voice::EVENT),
        };
        let told = self.told(format!("{verb}{name}Feed"), phrase, place, self.voice.say(voice::FEED_LONG).to_owned());
        let mut parameters = Vec::new();
        let text = || Map::new().with("type", "string");
        if rest.is_empty() {
            parameters.extend(["After", "FeedLimit", "Prefer"].map(|key| self.parameter(key)));
        }
        parameters.push(self.parameter(IF_NONE_MATCH));
        let atom = content("application/atom+xml", text(), None).and(content("application/xml", text(), None)).and(content(
            "text/xml",
            text(),
            None,
        ));
        let events = Map::new().with("type", "array").with("items", self.our_ref("CloudEvent"));
        let bodies = match rest {
            "" => atom.and(content("application/cloudevents-batch+json", events.clone(), None)).and(content(
                "application/json",
                events,
                Some(Vec::new().into()),
            )),
            "/recent" | "/first" | "/{page}" => atom,
            _ => atom.and(content("application/cloudevents+json", self.our_ref("CloudEvent"), None)),
        };
        let ok =
            Map::new().with("description", self.voice.say(voice::R_FEED)).with("headers", self.headers(&["ETag"])).with("content", bodies);
        let statuses: &[u16] = if rest.is_empty() { &[400, 404, 406, 410, 414, 503] } else { &[404, 406, 410, 414, 503] };
        let responses = Map::new().with("200", ok).with("304", self.not_modified()).and(self.problems(statuses));
        self.end(self.begin(told, route, parameters), route, Access::Read, responses)
    }

    /// What is no resource: the root, a package, what is known of a collection.
    fn document(&self, kind: RouteKind, route: &Route) -> Map {
        let package = |id: PackageId| (Case::Pascal.apply(&self.schema.package(id).component), self.schema.package(id).name.clone());
        let collection = |id: CollectionId| (self.names.collection(id).to_owned(), self.class_name(id).to_owned());
        let (id, what, short, long, schema, access) = match kind {
            RouteKind::Root => ("getStart".to_owned(), String::new(), voice::START, voice::START_LONG, "Start", Access::Open),
            RouteKind::Package(id) => {
                let (name, what) = package(id);
                (format!("get{name}Package"), what, voice::PACKAGE, voice::PACKAGE_LONG, "Package", Access::Open)
            }
            RouteKind::ApiInfo(id) => {
                let (name, what) = package(id);
                (format!("get{name}ApiInfo"), what, voice::API_INFO, voice::API_INFO_LONG, "ApiInfo", Access::Open)
            }
            RouteKind::Health(id) => {
                let (name, what) = package(id);
                (format!("get{name}Health"), what, voice::HEALTH, voice::HEALTH_LONG, "Health", Access::Open)
            }
            RouteKind::CacheStatus(id) => {
                let (name, what) = package(id);
                (format!("get{name}CacheStatus"), what, voice::CACHE_STATUS, voice::CACHE_STATUS_LONG, "CacheStatus", Access::Read)
            }
            RouteKind::LastUpdated(id) => {
                let (name, what) = collection(id);
                (format!("get{name}LastUpdated"), what, voice::LAST_UPDATED, voice::LAST_UPDATED_LONG, "LastUpdated", Access::Read)
            }
            RouteKind::CacheSize(id) => {
                let (name, what) = collection(id);
                (format!("get{name}CacheSize"), what, voice::CACHE_SIZE, voice::CACHE_SIZE_LONG, "CacheSize", Access::Read)
            }
            other => {
                let name = Case::Pascal.apply(other.word());
                (format!("get{name}"), route.path.clone(), voice::OTHER, voice::OTHER, "Document", Access::Read)
            }
        };
        let told = self.told(id, short, &what, self.voice.about(long, &what));
        self.asked.borrow_mut().documents.entry(schema).or_insert(kind);
        let responses = Map::new().with("200", reference("responses", schema)).and(self.problems(READ));
        self.end(self.begin(told, route, Vec::new()), route, access, responses)
    }

    /// The response that is a document of a kind; the example is that of the first one.
    pub(super) fn document_response(&self, schema: &'static str, kind: RouteKind) -> Map {
        let example = self.document_example(kind);
        let one = |mime: &'static str| content(mime, self.our_ref(schema), example.clone());
        Map::new()
            .with("description", self.voice.say(voice::R_OK))
            .with("headers", self.headers(&[]))
            .with("content", one("application/json").and(one("application/hal+json")))
    }

    fn document_example(&self, kind: RouteKind) -> Option<Node> {
        let own = |path: &str| {
            Map::new().with("_links", Map::new().with("self", self.shown_link("self", path, crate::model::Bounds::ONE, Form::Hal)))
        };
        Some(match kind {
            RouteKind::Root => own("/").into(),
            RouteKind::Package(id) => own(&self.schema.package(id).path).into(),
            RouteKind::ApiInfo(id) => {
                let released = self.schema.about.info.as_ref().and_then(|info| info.released.clone());
                let path = &self.schema.package(id).path;
                Map::new()
                    .with("apiName", self.schema.model.clone())
                    .with("apiVersion", self.schema.version.clone())
                    .with_some("apiReleased", released)
                    .with("apiDocumentation", format!("{}{path}/openapi.json", self.base))
                    .with("apiStatus", self.schema.about.info.as_ref().and_then(|info| info.status).unwrap_or(Status::Active).word())
                    .and(own(&format!("{path}/api-info")))
                    .into()
            }
            RouteKind::Health(_) => Map::new().with("status", "ok").into(),
            RouteKind::LastUpdated(_) => Map::new().with("lastUpdated", "1768809600000").into(),
            RouteKind::CacheSize(_) => Map::new().with("size", 1_u32).into(),
            RouteKind::CacheStatus(id) => {
                let first = self.schema.collections.iter().find(|collection| collection.package == id)?;
                Map::new().with(first.segment.clone(), Map::new().with("size", 1_u32)).into()
            }
            _ => return None,
        })
    }
}

/// A change of a resource that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Replace,
    Update,
    Delete,
}

impl Change {
    fn words(self) -> (&'static str, Phrase, Phrase) {
        match self {
            Self::Replace => ("replace", voice::REPLACE, voice::REPLACE_LONG),
            Self::Update => ("update", voice::UPDATE, voice::UPDATE_LONG),
            Self::Delete => ("delete", voice::DELETE, voice::DELETE_LONG),
        }
    }
}
