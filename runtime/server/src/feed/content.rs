//! What an event carries, before it takes a form: keys of a changed entity, or what the model declares for an event.
//!
//! Changes carry keys only. A key that a person could be known by is left out where another identifies the entity; a national id never stands in a
//! feed: a keyed digest takes its place, the same for the same person, of which nobody without the key can find the number.

use serde_json::Value as Json;
use smie_wire::model::{Carried, Gdpr, Scalar, Type};
use smie_wire::schema::{Attribute, Class, CollectionId, Event, Relation, Schema};
use uuid::Uuid;

use crate::entity::{Entity, Target, own_value, resource_path};
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
    /// A code of an enum: as JSON has it, and as XML has it.
    Code(String, String),
    Object(Vec<Member>),
}

/// A value with its names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) json: String,
    /// The element, in the package's namespace.
    pub(super) xml: String,
    pub(super) value: Value,
}

/// What an event carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    pub(super) members: Vec<Member>,
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
        return Content {
            members: vec![Member { json: OPAQUE.to_owned(), xml: OPAQUE.to_owned(), value: Value::Opaque(id) }],
            path: None,
            subject: id.to_string(),
        };
    };
    let path = resource_path(home, at, value);
    let class = schema.class(home.class);
    let text = |value: &str| Value::Text(own_value(value).to_owned());
    let members = told.iter().map(|(at, value)| member(schema, class, attribute(*at), text(value))).collect();
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
        let found = match carried {
            Carried::Attribute(at) => class.attributes.get(*at).and_then(|attribute| {
                let value = attribute_value(schema, opaque, entity, *at)?;
                Some(member(schema, class, attribute, value))
            }),
            Carried::Relation(at) => class.relations.get(*at).and_then(|relation| {
                // Those that it tells of itself, and those that others tell of it. Of what is gone only its own are known.
                let own = || entity.links().iter().filter(|link| link.relation.is_some_and(|r| usize::from(r) == *at));
                let targets = match after.get(subject) {
                    Some(_) => after.targets(schema, subject, *at as u16),
                    None => own().map(|link| link.target.clone()).collect(),
                };
                let mut values: Vec<Value> = targets.iter().filter_map(|target| target_value(schema, opaque, target)).collect();
                let value = if relation.bounds.is_list() { Value::List(values) } else { values.pop()? };
                Some(link(schema, class, relation, value))
            }),
            Carried::Input(name) => input_value(schema, class, name, input),
        };
        content.members.extend(found);
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
    json_value(schema, attribute.ty, &serde_json::from_slice(value).ok()?)
}

/// An input of the actions that emit the event. One that no action declares is told as it came, where its name can be written.
fn input_value(schema: &Schema, class: &Class, name: &str, input: &Json) -> Option<Member> {
    let mut inputs = class.actions.iter().flat_map(|action| &action.input);
    if let Some(declared) = inputs.find(|input| input.name == name) {
        let value = json_value(schema, declared.ty, input.get(&declared.wire).or_else(|| input.get(name))?)?;
        return Some(member(schema, class, declared, value));
    }
    let folded = schema.profile.folding.fold(name).ok().filter(|folded| folded.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))?;
    let json = schema.profile.member_case.apply(&folded);
    let xml = schema.profile.dap.content((&class.name, &class.wire), name, &json);
    Some(Member { xml, value: json_value(schema, Type::Scalar(Scalar::String), input.get(name)?)?, json })
}

/// An attribute's value under its names.
fn member(schema: &Schema, class: &Class, attribute: &Attribute, value: Value) -> Member {
    let xml = schema.profile.dap.content((&class.name, &class.wire), &attribute.name, &attribute.wire);
    Member { json: attribute.wire.clone(), xml, value }
}

fn link(schema: &Schema, class: &Class, relation: &Relation, value: Value) -> Member {
    let xml = schema.profile.dap.content_link((&class.name, &class.wire), &relation.name, &relation.wire);
    Member { json: relation.wire.clone(), xml, value }
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
            let path = resource_path(home, at, value);
            Value::Link { identifier: named.segment.clone(), value: own_value(value).to_owned(), path }
        }
        Target::Path(path) => Value::Path(path.to_string()),
        Target::Foreign(quoted) => Value::Foreign(serde_json::from_str(quoted).ok()?),
        Target::Unknown(_) => return None,
    })
}

/// A JSON value of a type; identities as their value, links of nested values left out, since they have no address of their own here.
fn json_value(schema: &Schema, ty: Type, json: &Json) -> Option<Value> {
    Some(match (json, ty) {
        (Json::Null, _) => return None,
        (Json::Bool(_) | Json::Number(_), _) => Value::Plain(json.to_string()),
        (Json::Array(items), _) => Value::List(items.iter().filter_map(|item| json_value(schema, ty, item)).collect()),
        (Json::String(code), Type::Enum(id)) => match schema.enumeration(id).values.iter().find(|value| value.wire == *code) {
            Some(value) => Value::Code(code.clone(), schema.profile.dap.word(&value.name, &value.wire).to_owned()),
            None => Value::Text(code.clone()),
        },
        (Json::String(text), _) => Value::Text(text.clone()),
        (Json::Object(members), Type::Class(id)) => {
            let class = schema.class(id);
            let value = |attribute: &Attribute| {
                let value = json_value(schema, attribute.ty, members.get(&attribute.wire)?)?;
                Some(member(schema, class, attribute, value))
            };
            Value::Object(class.attributes.iter().filter_map(value).collect())
        }
        (Json::Object(members), _) => Value::Text(members.get("identifikatorverdi")?.as_str()?.to_owned()),
    })
}
