//! What can be done with a resource or a collection, decided and written: `_actions`, and links to what is allowed.
//!
//! An impeded action stands in `_actions` alone, so that a client that only follows links sees nothing but what is possible. On a page only the state is looked at
//! unless `actions=true` asks for more; an action whose impediments nobody was asked of then says so with `unchecked`, and has no link.

use std::sync::Arc;

use smie_wire::model::{Docs, ImpedimentId};
use smie_wire::schema::{Action, CollectionId, Schema};
use smie_wire::value::DateTime;

use super::links::{Link, LinkShape, LinksWriter};
use crate::action::{Actions, Caller, Decision, Depth, Found};
use crate::entity::{Entity, resource_path};
use crate::index::Tenant;
use crate::validate::quote;

/// What decides on actions for one request.
#[derive(Clone, Debug)]
pub(in crate::http) struct Offering {
    actions: Arc<Actions>,
    tenant: Arc<Tenant>,
    caller: Arc<Caller>,
    now: DateTime,
    depth: Depth,
}

/// An action with what is decided of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Offered {
    /// Position in the class's actions.
    pub(in crate::http) action: usize,
    /// Its address, without the base.
    pub(in crate::http) path: String,
    pub(in crate::http) decision: Decision,
}

impl Offered {
    /// True when it can be done, as far as anybody knows.
    pub(in crate::http) fn is_linked(&self) -> bool {
        matches!(&self.decision, Decision::Allowed { unchecked, .. } if unchecked.is_empty())
    }
}

/// The actions of one resource or collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::http) struct Possible {
    pub(in crate::http) offered: Vec<Offered>,
    /// When something may be decided otherwise although nothing is written.
    pub(in crate::http) until: Option<DateTime>,
}

impl Offering {
    /// `None` where nothing can be done.
    pub(in crate::http) fn new(actions: &Arc<Actions>, tenant: &Arc<Tenant>, collection: CollectionId, depth: Depth) -> Option<Self> {
        let offering = || Self { actions: actions.clone(), tenant: tenant.clone(), caller: Arc::default(), now: actions.now(), depth };
        actions.has_any(collection).then(offering)
    }

    /// The same over newer data.
    pub(in crate::http) fn over(&self, tenant: &Arc<Tenant>) -> Self {
        Self { tenant: tenant.clone(), ..self.clone() }
    }

    /// What else than content decides a page that shows actions: with verdicts, the time and all the data that a handler may look at.
    pub(in crate::http) fn digest(&self) -> u64 {
        match self.depth {
            Depth::State => 0,
            Depth::Named => self.tenant.position().seq.0 ^ (self.now.timestamp().as_second() as u64) << 20 ^ 1 << 63,
        }
    }

    /// What can be done with an entity; nothing with one that is not kept yet.
    pub(in crate::http) fn of(&self, collection: CollectionId, entity: &Entity) -> Possible {
        let schema = self.actions.schema();
        let named = entity.self_identifier(schema.collection(collection).canonical);
        let Some((identifier, value)) = named else { return Possible::default() };
        let Some(id) = self.tenant.find(collection, identifier as u16, value) else { return Possible::default() };
        let world = self.actions.world(&self.tenant, collection, self.now, &self.caller);
        let decided = self.actions.decide_all(&world, collection, Some(id), self.depth);
        self.possible(collection, decided, &resource_path(schema.collection(collection), identifier, value))
    }

    /// What can be done with the collection itself.
    pub(in crate::http) fn of_collection(&self, collection: CollectionId) -> Possible {
        let world = self.actions.world(&self.tenant, collection, self.now, &self.caller);
        let decided = self.actions.decide_all(&world, collection, None, Depth::Named);
        self.possible(collection, decided, &self.actions.schema().collection(collection).path)
    }

    fn possible(&self, collection: CollectionId, decided: Vec<(usize, crate::action::Decided)>, address: &str) -> Possible {
        let schema = self.actions.schema();
        let actions = &schema.class(schema.collection(collection).class).actions;
        let until = decided.iter().filter_map(|(_, decided)| decided.until).min();
        let offered = |(at, decided): (usize, crate::action::Decided)| Offered {
            action: at,
            path: format!("{address}/{}", actions[at].segment),
            decision: decided.decision,
        };
        Possible { offered: decided.into_iter().map(offered).collect(), until }
    }

    /// How long an answer that shows this stays true, in seconds; `None` = until something is written.
    pub(in crate::http) fn fresh_for(&self, possible: &Possible) -> Option<i64> {
        let until = possible.until?;
        Some((until.timestamp().as_second() - self.now.timestamp().as_second()).max(0))
    }
}

impl Possible {
    /// Digest of all that is decided, for entity tags.
    pub(in crate::http) fn digest(&self) -> u64 {
        let mut hasher = blake3::Hasher::new();
        for one in &self.offered {
            hasher.update(format!("{one:?}\n").as_bytes());
        }
        let digest = hasher.finalize();
        digest.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Writes what is decided.
pub(in crate::http) struct Writer<'a> {
    pub(in crate::http) offering: &'a Offering,
    pub(in crate::http) collection: CollectionId,
    pub(in crate::http) base: &'a [u8],
    /// Position of the reader's language in the model's.
    pub(in crate::http) language: usize,
}

impl Writer<'_> {
    fn schema(&self) -> &Schema {
        self.offering.actions.schema()
    }

    pub(in crate::http) fn action(&self, at: usize) -> &Action {
        &self.schema().class(self.schema().collection(self.collection).class).actions[at]
    }

    /// Puts actions into an object that was just written and whose last member is its links.
    pub(in crate::http) fn insert(&self, possible: &Possible, shape: LinkShape, out: &mut Vec<u8>) {
        if !out.ends_with(if shape.is_list() { b"]}" } else { b"}}" }) {
            return;
        }
        out.pop();
        let mut links = LinksWriter::resume(shape, out);
        self.links(possible, &mut links);
        links.end();
        out.push(b',');
        self.member(possible, out);
        out.push(b'}');
    }

    /// Links of what is allowed.
    pub(in crate::http) fn links(&self, possible: &Possible, links: &mut LinksWriter<'_>) {
        for one in possible.offered.iter().filter(|one| one.is_linked()) {
            let action = self.action(one.action);
            let href = format!("\"{}{}\"", String::from_utf8_lossy(self.base), one.path);
            links.one(&action.wire, Link { method: action.method.word(), title: self.title(action), ..Link::get(&href) });
        }
    }

    /// `"_actions":{…}`.
    pub(in crate::http) fn member(&self, possible: &Possible, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"_actions\":{");
        for (at, one) in possible.offered.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            let action = self.action(one.action);
            quote(&action.wire, out);
            match &one.decision {
                Decision::Allowed { warnings, unchecked } => {
                    out.extend_from_slice(b":{\"allowed\":true,\"method\":");
                    quote(action.method.word(), out);
                    out.push(b',');
                    self.href(&one.path, out);
                    self.found("warnings", warnings, out);
                    self.unchecked(unchecked, out);
                }
                Decision::Impeded(impediments) => {
                    out.extend_from_slice(b":{\"allowed\":false");
                    self.found("impediments", impediments, out);
                }
            }
            out.push(b'}');
        }
        out.push(b'}');
    }

    /// What was found, as it is told.
    pub(in crate::http) fn told(&self, found: &[Found]) -> Vec<crate::action::Impediment> {
        found.iter().map(|one| one.told(&self.offering.actions)).collect()
    }

    fn unchecked(&self, unchecked: &[ImpedimentId], out: &mut Vec<u8>) {
        for (at, id) in unchecked.iter().enumerate() {
            out.extend_from_slice(if at == 0 { b",\"unchecked\":[" } else { b"," });
            quote(&self.schema().impediment(*id).wire, out);
        }
        if !unchecked.is_empty() {
            out.push(b']');
        }
    }

    fn found(&self, name: &str, found: &[Found], out: &mut Vec<u8>) {
        let told: Vec<_> = self.told(found).iter().map(impediment).collect();
        out.push(b',');
        quote(name, out);
        out.push(b':');
        out.extend_from_slice(serde_json::Value::from(told).to_string().as_bytes());
    }

    /// `"href":"…"`. A base needs no escaping, and a path has none.
    fn href(&self, path: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"href\":\"");
        out.extend_from_slice(self.base);
        out.extend_from_slice(path.as_bytes());
        out.push(b'"');
    }

    /// What an action is called for people: the first line of its documentation, else its name.
    pub(in crate::http) fn title<'t>(&'t self, action: &'t Action) -> &'t str {
        self.text(&action.docs).unwrap_or(&action.name)
    }

    /// The first line of a text in the reader's language, else in another.
    pub(in crate::http) fn text<'d>(&self, docs: &'d Docs) -> Option<&'d str> {
        let languages = &self.schema().languages;
        let own = languages.get(self.language).and_then(|language| docs.get(language));
        let text = own.or_else(|| docs.best(languages))?;
        text.lines().next().map(str::trim).filter(|line| !line.is_empty())
    }
}

/// An impediment as JSON, the same wherever it is told.
pub(in crate::http) fn impediment(told: &crate::action::Impediment) -> serde_json::Value {
    let texts = told.text.0.iter().map(|(language, text)| (language.clone(), text.as_str().into()));
    let mut object = serde_json::Map::new();
    object.insert("code".to_owned(), told.code.as_str().into());
    object.insert("text".to_owned(), serde_json::Value::Object(texts.collect()));
    for (name, time) in [("from", told.from), ("until", told.until)] {
        if let Some(time) = time {
            object.insert(name.to_owned(), time.to_string().into());
        }
    }
    object.into()
}
