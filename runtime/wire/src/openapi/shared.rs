//! What operations share: parameters, headers, problems, links. Each is made when the first operation asks for it.

use super::Context;
use super::node::{Map, Node};
use super::schemas::{Form, reference};
use super::values;
use super::voice::{self, Phrase};
use crate::model::{ActionTarget, Docs, Gdpr, Operation, Scalar, Status, Type};
use crate::profile::{LinkForm, PagingStyle, Word};
use crate::schema::{Attribute, Class, Collection};

/// Parameters by key.
pub(super) const TRACEPARENT: &str = "Traceparent";
pub(super) const IF_NONE_MATCH: &str = "IfNoneMatch";
pub(super) const IF_MATCH: &str = "IfMatch";
/// The same where nothing is changed without it.
pub(super) const IF_MATCH_REQUIRED: &str = "IfMatchRequired";
pub(super) const KEY: &str = "IdempotencyKey";
pub(super) const VALIDATE: &str = "Validate";

/// Responses that are the same everywhere: status, key, what it means.
const PROBLEMS: &[(u16, &str, Phrase, &str, &str)] = &[
    (400, "BadRequest", voice::R_400, "invalid", "The body is not what the model says"),
    (401, "Unauthorized", voice::R_401, "unauthorized", "The client is not known"),
    (403, "Forbidden", voice::R_403, "forbidden", "The client may not do this"),
    (404, "NotFound", voice::R_404, "not-found", "There is nothing here"),
    (406, "NotAcceptable", voice::R_406, "not-acceptable", "No acceptable representation"),
    (408, "RequestTimeout", voice::R_408, "slow-body", "The body did not come in time"),
    (409, "Conflict", voice::R_409, "conflict", "It cannot be done with what is there"),
    (410, "Gone", voice::R_410, "gone", "It is not here any more"),
    (412, "PreconditionFailed", voice::R_412, "precondition-failed", "The resource is not in the state that the request requires"),
    (413, "ContentTooLarge", voice::R_413, "too-large", "The body is too large"),
    (414, "UriTooLong", voice::R_414, "url-too-long", "The URL is too long"),
    (415, "UnsupportedMediaType", voice::R_415, "media-type", "The body is in another form"),
    (422, "UnprocessableContent", voice::R_422, "other-request", "The idempotency key belongs to another request"),
    (428, "PreconditionRequired", voice::R_428, "precondition-required", "The request must say which state it changes"),
    (431, "HeadersTooLarge", voice::R_431, "headers-too-large", "The headers are too large"),
    (503, "ServiceUnavailable", voice::R_503, "busy", "The server is busy"),
];

/// Key of the answer to everything else.
const DEFAULT: &str = "Problem";
/// Key of the answer to an action that cannot be done now.
pub(super) const IMPEDED: &str = "Impeded";

impl Context<'_> {
    /// A parameter that several operations take.
    pub(super) fn parameter(&self, key: &'static str) -> Node {
        self.asked.borrow_mut().parameters.insert(key);
        reference("parameters", key).into()
    }

    /// The key of a schema that is ours and not the model's.
    pub(super) fn ours(&self, key: &'static str) -> &'static str {
        self.asked.borrow_mut().ours.insert(key);
        key
    }

    /// Reference to a schema that is ours.
    pub(super) fn our_ref(&self, key: &'static str) -> Map {
        reference("schemas", self.ours(key))
    }

    /// The responses with these statuses, and the one for everything else.
    pub(super) fn problems(&self, statuses: &[u16]) -> Map {
        let mut map = Map::new();
        for &(status, key, ..) in PROBLEMS.iter().filter(|(status, ..)| statuses.contains(status)) {
            self.asked.borrow_mut().responses.insert(key);
            map.put(status.to_string(), reference("responses", key));
        }
        self.asked.borrow_mut().responses.insert(DEFAULT);
        map.with("default", reference("responses", DEFAULT))
    }

    /// 304.
    pub(super) fn not_modified(&self) -> Map {
        self.asked.borrow_mut().responses.insert("NotModified");
        reference("responses", "NotModified")
    }

    /// Headers of a response: the trace always, and these.
    pub(super) fn headers(&self, keys: &[&'static str]) -> Map {
        let all = std::iter::once("traceparent").chain(keys.iter().copied());
        all.map(|key| {
            self.asked.borrow_mut().headers.insert(key);
            (key, reference("headers", &key.replace('-', "")).into())
        })
        .collect()
    }

    /// The query parameters of a collection's pages, in the order in which they are listed.
    pub(super) fn paging(&self, collection: &Collection) -> Vec<Node> {
        let names: [&'static str; 2] = match self.schema.profile.paging.style {
            PagingStyle::SizeOffset => ["Size", "Offset"],
            PagingStyle::PageLimit => ["Page", "Limit"],
        };
        let shared = names.into_iter().chain(["Cursor", "Since", "Filter", "Deleted"]).map(|name| self.parameter(name));
        let class = self.schema.class(collection.class);
        let acts = class.actions.iter().any(|action| action.on == ActionTarget::Resource);
        let mut all: Vec<Node> = shared.chain(acts.then(|| self.parameter("Actions"))).collect();
        if self.schema.profile.parameters.attributes && collection.operations.contains(&Operation::Read) {
            all.extend(self.chosen(class));
        }
        all
    }

    /// The order of a page, the members that it shows, and what it is narrowed by.
    pub(super) fn chosen(&self, class: &Class) -> Vec<Node> {
        let plain = |a: &&Attribute| !a.bounds.is_list() && !matches!(a.ty, Type::Class(_) | Type::Scalar(Scalar::Binary));
        let names: Vec<&str> = class.attributes.iter().map(|a| a.wire.as_str()).collect();
        let sorted: Vec<&str> = class.attributes.iter().filter(plain).map(|a| a.wire.as_str()).collect();
        let of = |name: String, docs: Node, schema: Map| {
            Map::new().with("name", name).with("in", "query").with("description", docs).with("required", false).with("schema", schema)
        };
        let listed = |sign: &str, names: &[&str]| {
            let one = format!("{sign}({})", names.join("|"));
            Map::new().with("type", "string").with("pattern", format!("^{one}(,{one})*$"))
        };
        let mut all: Vec<Node> = Vec::new();
        if !sorted.is_empty() {
            all.push(of("sort".to_owned(), self.voice.say(voice::P_SORT).into(), listed("-?", &sorted)).into());
        }
        all.push(of("fields".to_owned(), self.voice.say(voice::P_FIELDS).into(), listed("", &names)).into());
        let open = |a: &&Attribute| plain(a) && !a.sensitive && a.gdpr != Some(Gdpr::NationalId);
        for attribute in class.attributes.iter().filter(open) {
            let schema = match attribute.ty {
                // What no resource can have finds none; that is no fault.
                Type::Identifikator | Type::Scalar(Scalar::String) => Map::new().with("type", "string"),
                _ => values::attribute(self, &bare(attribute), Form::Read),
            };
            let docs = self.voice.about(voice::P_ATTRIBUTE, &attribute.wire);
            all.push(of(attribute.wire.clone(), docs.into(), schema).into());
        }
        all
    }

    pub(super) fn make_parameter(&self, key: &str) -> Map {
        let say = |phrase| self.voice.say(phrase);
        let of = |name: &'static str, place: &'static str, docs: &'static str, schema: Map| {
            Map::new().with("name", name).with("in", place).with("description", docs).with("required", false).with("schema", schema)
        };
        let text = || Map::new().with("type", "string");
        let whole = || Map::new().with("type", "integer");
        let flag = || Map::new().with("type", "boolean");
        let paging = &self.schema.profile.paging;
        let most = (paging.max > 0).then_some(paging.max);
        match key {
            TRACEPARENT => of("traceparent", "header", say(voice::P_TRACE), text()),
            IF_NONE_MATCH => of("If-None-Match", "header", say(voice::P_IF_NONE_MATCH), text()),
            IF_MATCH => of("If-Match", "header", say(voice::P_IF_MATCH), text()),
            IF_MATCH_REQUIRED => {
                let parameter = of("If-Match", "header", say(voice::P_IF_MATCH), text());
                let known = |(name, value): (&str, &Node)| (name.to_owned(), if name == "required" { true.into() } else { value.clone() });
                parameter.iter().map(known).collect()
            }
            // Visible letters, and no quotes, which may stand around a key and are no part of it.
            KEY => {
                let schema = text().with("minLength", 1_u32).with("maxLength", 255_u32).with("pattern", "^[!#-~]+$");
                of("Idempotency-Key", "header", say(voice::P_KEY), schema)
            }
            VALIDATE => of("validate", "query", say(voice::P_VALIDATE), flag().with("default", false)),
            "Size" => of("size", "query", say(voice::P_SIZE), whole().with("default", paging.default)),
            "Offset" => of("offset", "query", say(voice::P_OFFSET), whole().with("default", 0_u32)),
            // A page that is not there is empty, also one before the first (FNS.14), and a limit beyond the greatest is the greatest.
            "Page" => of("page", "query", say(voice::P_PAGE), whole().with("default", 1_u32)),
            "Limit" => {
                let schema = whole().with("minimum", 1_u32).with_some("x-maximum", most).with("default", paging.default);
                of("limit", "query", say(voice::P_LIMIT), schema)
            }
            "Cursor" => of("cursor", "query", say(voice::P_CURSOR), text().with("format", "cursor")),
            "Since" => {
                let times = vec![text().with("format", "date-time").into(), text().with("format", "date").into(), whole().into()];
                named(&self.schema.profile.parameters.since, say(voice::P_SINCE), Map::new().with("anyOf", times))
            }
            "Filter" => named(&self.schema.profile.parameters.filter, say(voice::P_FILTER), text().with("format", "filter")),
            "Deleted" => named(&self.schema.profile.parameters.deleted, say(voice::P_DELETED), flag().with("default", false)),
            "Actions" => of("actions", "query", say(voice::P_ACTIONS), flag().with("default", false)),
            "After" => of("after", "query", say(voice::P_AFTER), whole().with("minimum", 0_u32)),
            "FeedLimit" => {
                let schema = whole().with("minimum", 1_u32).with("x-maximum", 1000_u32).with("default", 100_u32);
                of("limit", "query", say(voice::P_LIMIT), schema)
            }
            "Prefer" => of("Prefer", "header", say(voice::P_PREFER), text()),
            "Mode" => of("mode", "query", say(voice::P_MODE), text().with("enum", Node::texts(["full", "delta"])).with("default", "delta")),
            "Expect" => of("expect", "query", say(voice::P_EXPECT), whole().with("minimum", 0_u32)),
            "Force" => of("force", "query", say(voice::P_FORCE), flag().with("default", false)),
            _ => of("partial", "query", say(voice::P_PARTIAL), flag().with("default", false)),
        }
    }

    pub(super) fn make_header(&self, key: &str) -> Map {
        let text = || Map::new().with("type", "string");
        let of = |phrase, schema: Map| Map::new().with("description", self.voice.say(phrase)).with("schema", schema);
        match key {
            "traceparent" => of(voice::P_TRACE, text()).with("example", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            "Location" => of(voice::H_LOCATION, text().with("format", "uri")),
            "Allow" => of(voice::H_ALLOW, text()),
            "Retry-After" => of(voice::H_RETRY, Map::new().with("type", "integer")),
            _ => of(voice::H_ETAG, text()),
        }
    }

    pub(super) fn make_response(&self, key: &str) -> Map {
        if key == "NotModified" {
            return Map::new().with("description", self.voice.say(voice::R_304)).with("headers", self.headers(&["ETag"]));
        }
        let row = PROBLEMS.iter().find(|(_, known, ..)| *known == key);
        let (status, phrase, kind, title) =
            row.map_or((500, voice::R_DEFAULT, "failed", "The write could not be kept"), |r| (r.0, r.2, r.3, r.4));
        let (status, kind) = if key == IMPEDED { (409, "impeded") } else { (status, kind) };
        let phrase = if key == IMPEDED { voice::R_409 } else { phrase };
        let schema = match status {
            400 => self.our_ref("ValidationProblem"),
            _ if key == IMPEDED => self.our_ref("ImpedimentProblem"),
            _ => self.our_ref("Problem"),
        };
        let mut example = Map::new()
            .with("type", format!("urn:smie:problem:{kind}"))
            .with("title", title)
            .with("status", status)
            .with("detail", self.voice.say(phrase))
            .with("instance", self.schema.collections.first().map_or("/", |c| &c.path).to_owned());
        if status == 400 {
            let row = Map::new().with("pointer", "/").with("detail", self.voice.say(voice::S_VIOLATION));
            example.put("violations", Vec::from([Node::Map(row)]));
        }
        let headers = if status == 503 { self.headers(&["Retry-After"]) } else { self.headers(&[]) };
        Map::new()
            .with("description", self.voice.say(phrase))
            .with("headers", headers)
            .with("content", content("application/problem+json", schema, Some(example.into())))
    }

    pub(super) fn make_ours(&self, key: &str) -> Map {
        let object = |docs: Option<Phrase>, required: &[&'static str], properties: Map| {
            let mut map = Map::new().with("type", "object").with_some("description", docs.map(|docs| self.voice.say(docs)));
            if !required.is_empty() {
                map.put("required", Node::texts(required.iter().copied()));
            }
            map.with("properties", properties)
        };
        let text = || Map::new().with("type", "string");
        let whole = || Map::new().with("type", "integer");
        match key {
            "Problem" => object(Some(voice::S_PROBLEM), &PROBLEM, problem()),
            "ValidationProblem" => {
                let rows = Map::new().with("type", "array").with("items", self.our_ref("Violation"));
                object(Some(voice::S_PROBLEM), &PROBLEM, problem().with("violations", rows))
            }
            "ImpedimentProblem" => {
                let rows = Map::new().with("type", "array").with("items", self.our_ref("Impediment"));
                object(Some(voice::S_PROBLEM), &PROBLEM, problem().with("impediments", rows))
            }
            "Violation" => {
                let properties = Map::new().with("pointer", text()).with("detail", text()).with("line", whole());
                object(Some(voice::S_VIOLATION), &["pointer", "detail"], properties)
            }
            "Impediment" => {
                let texts = Map::new().with("type", "object").with("additionalProperties", text());
                let time = || text().with("format", "date-time").with("example", NOW);
                let properties = Map::new().with("code", text()).with("text", texts).with("from", time()).with("until", time());
                object(Some(voice::S_IMPEDIMENT), &["code"], properties)
            }
            "Link" => self.link(),
            "LinkList" => Map::new().with("type", "array").with("items", self.our_ref("Link")),
            "Links" => {
                let one_or_many = Map::new().with("anyOf", vec![self.our_ref("Link").into(), self.our_ref("LinkList").into()]);
                let docs = self.voice.say(voice::S_LINKS);
                Map::new().with("type", "object").with("description", docs).with("additionalProperties", one_or_many)
            }
            "Tombstone" => {
                let properties = Map::new()
                    .with("_deleted", Map::new().with("type", "boolean").with("enum", vec![true.into()]))
                    .with("_deletedAt", text().with("format", "date-time").with("example", NOW))
                    .with("_links", self.our_ref("Links"));
                object(Some(voice::S_TOMBSTONE), &["_deleted", "_links"], properties)
            }
            "Start" => {
                let properties = Map::new().with("model", text()).with("version", text()).with("_links", self.our_ref("Links"));
                object(None, &["_links"], properties)
            }
            "Package" => object(None, &["_links"], Map::new().with("_links", self.our_ref("Links"))),
            "ApiInfo" => {
                let status = text().with("enum", Node::texts(Status::ALL.iter().map(|status| status.word())));
                let properties = Map::new()
                    .with("apiName", text())
                    .with("apiVersion", text())
                    .with("apiReleased", text().with("format", "date").with("example", "2026-01-19"))
                    .with("apiDocumentation", text().with("format", "uri"))
                    .with("apiStatus", status)
                    .with("_links", self.our_ref("Links"));
                object(None, &["apiName", "apiVersion", "apiDocumentation", "apiStatus"], properties)
            }
            "Meta" => {
                let counts = ["totalRecords", "page", "offset", "limit", "count"].map(|name| (name, Node::Map(whole())));
                object(None, &["totalRecords", "limit", "count"], counts.into_iter().collect())
            }
            "Health" => object(None, &["status"], Map::new().with("status", text())),
            "LastUpdated" => object(None, &["lastUpdated"], Map::new().with("lastUpdated", text())),
            "CacheSize" => object(None, &["size"], Map::new().with("size", whole())),
            "CacheStatus" => {
                let row = object(
                    None,
                    &["size"],
                    Map::new().with("lastUpdated", text().with("format", "date-time").with("example", NOW)).with("size", whole()),
                );
                Map::new().with("type", "object").with("additionalProperties", row)
            }
            "LinkPage" => self.page_of(self.our_ref("Link"), "_entries", None),
            "Identifier" => object(None, &[], Map::new().with("identifikatorverdi", text().with("pattern", values::UNCONTROLLED))),
            "WriteReport" => {
                let properties = Map::new().with("message", text()).with("statusCode", text()).with("responseStatus", text());
                object(None, &["message"], properties)
            }
            "SyncReport" => {
                let counts = ["created", "updated", "unchanged", "deleted", "kept", "rejected"].map(|name| (name, Node::Map(whole())));
                let rows = Map::new().with("type", "array").with("items", self.our_ref("Violation"));
                let properties = Map::new().with("mode", text()).and(counts.into_iter().collect()).with("violations", rows);
                object(None, &["mode"], properties)
            }
            "CloudEvent" => {
                let names = ["specversion", "id", "source", "type", "time", "subject"].map(|name| (name, Node::Map(text())));
                object(None, &["specversion", "id", "source", "type"], names.into_iter().collect())
            }
            _ => Map::new().with("type", "object"),
        }
    }

    fn link(&self) -> Map {
        let text = || Map::new().with("type", "string");
        let methods = Node::texts(["GET", "POST", "PUT", "PATCH", "DELETE"]);
        let required: &[&'static str] =
            if self.schema.profile.links == LinkForm::ObjectOfArrays { &["href"] } else { &["href", "rel", "method"] };
        let properties = Map::new()
            .with("href", text().with("format", "uri"))
            .with("rel", text())
            .with("method", text().with("enum", methods))
            .with("title", text())
            .with("count", Map::new().with("type", "integer"));
        Map::new()
            .with("type", "object")
            .with("description", self.voice.say(voice::S_LINK))
            .with("required", Node::texts(required.iter().copied()))
            .with("properties", properties)
    }
}

/// An attribute without what belongs to a member.
fn bare(attribute: &Attribute) -> Attribute {
    Attribute { docs: Docs::default(), deprecated: None, ..attribute.clone() }
}

fn named(name: &Word, docs: &'static str, schema: Map) -> Map {
    let name = name.as_str().to_owned();
    Map::new().with("name", name).with("in", "query").with("description", docs).with("required", false).with("schema", schema)
}

/// A point in time for examples.
const NOW: &str = "2026-01-19T08:00:00Z";

/// Members that every problem has.
const PROBLEM: [&str; 5] = ["type", "title", "status", "detail", "instance"];

fn problem() -> Map {
    let text = || Map::new().with("type", "string");
    Map::new()
        .with("type", text().with("format", "uri-reference"))
        .with("title", text())
        .with("status", Map::new().with("type", "integer"))
        .with("detail", text())
        .with("instance", text().with("format", "uri-reference"))
}

/// One representation of a body.
pub(super) fn content(mime: impl Into<super::node::Text>, schema: Map, example: Option<Node>) -> Map {
    Map::new().with(mime, Map::new().with("schema", schema).with_some("example", example))
}
