//! What an event carries, before it takes a form: keys of a changed entity, or what the model declares for an event.
//!
//! Changes carry keys only. A key that a person could be known by is left out where another identifies the entity; a national id never stands in a
//! feed: a keyed digest takes its place, the same for the same person, of which nobody without the key can find the number.

use serde_json::Value as Json;
use smie_wire::model::{Carried, Gdpr, Type};
use smie_wire::schema::{CollectionId, Event, Schema};
use uuid::Uuid;

use crate::entity::{Entity, Segment, Target};
use crate::index::{EntityId, Tenant};
use crate::store::TenantName;

/// A value that an event carries.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// A number or a boolean, as JSON.
    Plain(String),
    /// A resource: its identifier's name in URLs, the value, and where it is.
    Link {
        identifier: String,
        value: String,
        path: String,
    },
    /// A path for which nothing is served here.
    Path(String),
    /// An address outside the model.
    Foreign(String),
    /// An entity that is not named.
    Opaque(Uuid),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// What an event carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    pub(super) members: Vec<(String, Value)>,
    /// Where the entity is, when its address may be told.
    pub(super) path: Option<String>,
    /// What stands for the entity where one word must.
    pub(super) subject: String,
}

/// Makes ids that stand for identifiers that must not be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opaque<'a> {
    pub(super) secret: &'a [u8; 32],
    pub(super) tenant: &'a TenantName,
}

impl Opaque<'_> {
    /// The id for a value of an identifier; the same in every package that serves the class.
    pub(super) fn id(&self, schema: &Schema, collection: CollectionId, identifier: usize, value: &str) -> Uuid {
        let home = schema.collection(collection);
        let class = schema.class(home.class);
        let mut hasher = blake3::Hasher::new_keyed(self.secret);
        let package = &schema.package(class.package).name;
        for part in [&self.tenant.to_string(), package, &class.name, &home.identifiers[identifier].segment, value] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// The member that holds an opaque id.
pub(super) const OPAQUE: &str = "opaqueId";

/// The keys of an entity: unmarked identifiers; else personal ones; else an opaque id.
pub(super) fn keys(schema: &Schema, opaque: &Opaque<'_>, entity: &Entity) -> Content {
    let collection = entity.collection();
    let home = schema.collection(collection);
    let attribute = |at: usize| &schema.class(home.class).attributes[home.identifiers[at].attribute];
    let with = |told: fn(Option<Gdpr>) -> bool| {
        let values = entity.identifiers().iter().enumerate();
        values.filter_map(|(at, value)| Some((at, value.as_deref()?))).filter(|(at, _)| told(attribute(*at).gdpr)).collect::<Vec<_>>()
    };
    let mut told = with(|gdpr| gdpr.is_none());
    if told.is_empty() {
        told = with(|gdpr| gdpr != Some(Gdpr::NationalId));
    }
    let Some(&(at, value)) = told.iter().find(|(at, _)| *at == home.canonical).or_else(|| told.first()) else {
        let Some((at, value)) = entity.self_identifier(home.canonical) else { return Content::default() };
        let id = opaque.id(schema, collection, at, value);
        return Content { members: vec![(OPAQUE.to_owned(), Value::Opaque(id))], path: None, subject: id.to_string() };
    };
    let path = format!("{}/{}/{}", home.path, home.identifiers[at].segment, Segment(value));
    let members = told.iter().map(|(at, value)| (attribute(*at).wire.clone(), Value::Text((*value).to_owned()))).collect();
    Content { members, subject: path.trim_start_matches('/').to_owned(), path: Some(path) }
}

/// What a declared event carries of the entity that it is about, and of the input of the action that emits it.
pub(super) fn declared(
    schema: &Schema,
    opaque: &Opaque<'_>,
    (after, subject, entity): (&Tenant, EntityId, &Entity),
    event: &Event,
    input: &Json,
) -> Content {
    let class = schema.class(schema.collection(entity.collection()).class);
    let mut content = Content { members: Vec::new(), ..keys(schema, opaque, entity) };
    for carried in &event.carries {
        let member = match carried {
            Carried::Attribute(at) => class.attributes.get(*at).and_then(|attribute| {
                let value = attribute_value(schema, opaque, entity, *at)?;
                Some((attribute.wire.clone(), value))
            }),
            Carried::Relation(at) => class.relations.get(*at).and_then(|relation| {
                // Those that it tells of itself, and those that others tell of it.
                let targets = after.targets(schema, subject, *at as u16);
                let mut values: Vec<Value> = targets.iter().filter_map(|target| target_value(schema, opaque, target)).collect();
                let value = if relation.bounds.is_list() { Value::List(values) } else { values.pop()? };
                Some((relation.wire.clone(), value))
            }),
            Carried::Input(name) => {
                let folded = schema.profile.folding.fold(name).ok().filter(|folded| is_name(folded));
                folded.zip(input.get(name).and_then(json_value)).map(|(folded, value)| (schema.profile.member_case.apply(&folded), value))
            }
        };
        content.members.extend(member);
    }
    content
}

fn attribute_value(schema: &Schema, opaque: &Opaque<'_>, entity: &Entity, at: usize) -> Option<Value> {
    let home = schema.collection(entity.collection());
    let attribute = schema.class(home.class).attributes.get(at)?;
    if attribute.ty == Type::Identifikator
        && attribute.gdpr == Some(Gdpr::NationalId)
        && let Some(identifier) = home.identifiers.iter().position(|i| i.attribute == at)
    {
        let value = entity.identifiers().get(identifier)?.as_deref()?;
        return Some(Value::Opaque(opaque.id(schema, entity.collection(), identifier, value)));
    }
    let member = entity.member(u16::try_from(at).ok()?)?;
    // `"name":value`; the name is a name of the schema, without escapes.
    let value = member.get(attribute.wire.len() + 3..)?;
    json_value(&serde_json::from_slice(value).ok()?)
}

fn target_value(schema: &Schema, opaque: &Opaque<'_>, target: &Target) -> Option<Value> {
    Some(match target {
        Target::Entity { collection, identifier, value } => {
            let home = schema.collection(*collection);
            let at = usize::from(*identifier);
            let named = home.identifiers.get(at)?;
            if schema.class(home.class).attributes[named.attribute].gdpr == Some(Gdpr::NationalId) {
                return Some(Value::Opaque(opaque.id(schema, *collection, at, value)));
            }
            let path = format!("{}/{}/{}", home.path, named.segment, Segment(value));
            Value::Link { identifier: named.segment.clone(), value: value.to_string(), path }
        }
        Target::Path(path) => Value::Path(path.to_string()),
        Target::Foreign(quoted) => Value::Foreign(serde_json::from_str(quoted).ok()?),
        Target::Unknown(_) => return None,
    })
}

/// A JSON value; identities as their value, links of nested values left out, since they have no address of their own here.
fn json_value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(_) | Json::Number(_) => Value::Plain(json.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().filter_map(json_value).collect()),
        Json::Object(members) => match members.get("identifikatorverdi") {
            Some(Json::String(value)) => Value::Text(value.clone()),
            _ => {
                let named = members.iter().filter(|(name, _)| is_name(name));
                Value::Object(named.filter_map(|(name, value)| Some((name.clone(), json_value(value)?))).collect())
            }
        },
    })
}

/// True for what can name an element too.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
