//! Examples: one resource of each class, made of what the schema says, so that it satisfies the schema by construction.
//!
//! Always the same for the same model. What cannot be made, because a pattern is not understood or two classes need each other for ever, is left out where it is
//! optional, and leaves no example where it is not.

use super::Context;
use super::node::{Map, Node};
use super::schemas::Form;
use super::voice;
use crate::model::{Bounds, ClassId, Limit, Scalar, Side, Stereotype, Type, matching_text};
use crate::profile::{DateForm, HalLinks, LinkForm};
use crate::schema::{Attribute, Class, Collection, CollectionId, Relation};

/// How deep values are shown.
const DEEP: usize = 4;

impl Context<'_> {
    /// A resource of a collection.
    pub(super) fn resource(&self, id: CollectionId, form: Form) -> Option<Map> {
        let collection = self.schema.collection(id);
        let class = self.schema.class(collection.class);
        let members = self.members(collection.class, form, &mut Vec::new())?;
        let links = if form.is_written() { self.sent_links(class, id, form) } else { Some(self.shown_links(collection, class, form)) };
        Some(match links {
            Some(links) => members.with("_links", links),
            None => members,
        })
    }

    /// A change of a part: one member that may be changed.
    pub(super) fn change(&self, id: CollectionId) -> Map {
        let class = self.schema.class(self.schema.collection(id).class);
        let identity = |attribute: &Attribute| attribute.ty == Type::Identifikator;
        let may = |attribute: &&Attribute| !identity(attribute) && (attribute.writable || !class.writable);
        let member = class.attributes.iter().filter(may).find_map(|a| Some((a.wire.clone(), self.value(a, Form::Patch, &mut Vec::new())?)));
        member.into_iter().collect()
    }

    /// The members of a class without its links.
    fn members(&self, id: ClassId, form: Form, above: &mut Vec<ClassId>) -> Option<Map> {
        if above.len() > DEEP || above.contains(&id) {
            return None;
        }
        above.push(id);
        let mut members = Map::new();
        let mut whole = true;
        for attribute in &self.schema.class(id).attributes {
            match self.value(attribute, form, above) {
                Some(value) => members.put(attribute.wire.clone(), value),
                None if attribute.bounds.is_mandatory() => whole = false,
                None => {}
            }
        }
        above.pop();
        whole.then_some(members)
    }

    pub(super) fn value(&self, attribute: &Attribute, form: Form, above: &mut Vec<ClassId>) -> Option<Node> {
        let one = match attribute.ty {
            Type::Scalar(scalar) => self.scalar(attribute, scalar)?,
            Type::Enum(id) => self.schema.enumeration(id).values.first()?.wire.clone().into(),
            Type::Identifikator if self.schema.profile.identifier_objects => {
                Map::new().with("identifikatorverdi", self.identity(attribute)?).into()
            }
            Type::Identifikator => self.identity(attribute)?.into(),
            Type::Class(id) => {
                let members = self.members(id, form, above)?;
                // A value with mandatory links of its own would need the addresses of others.
                let class = self.schema.class(id);
                let bound = class.relations.iter().any(|relation| relation.bounds.is_mandatory() && relation.side == Side::Storing);
                if form.is_written() && bound {
                    return None;
                }
                let linked = !form.is_written() && class.stereotype == Stereotype::Hovedklasse;
                if linked {
                    return None;
                }
                members.into()
            }
        };
        let times = attribute.bounds.lower.clamp(1, 16);
        Some(if attribute.bounds.is_list() { (0..times).map(|_| one.clone()).collect() } else { one })
    }

    /// The text of an identity.
    pub(super) fn identity(&self, attribute: &Attribute) -> Option<String> {
        match &attribute.pattern {
            Some(pattern) => matching(pattern),
            None => Some(fitted("1001", attribute, '0')),
        }
    }

    pub(super) fn scalar(&self, attribute: &Attribute, scalar: Scalar) -> Option<Node> {
        let limit = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<f64>().ok());
        let (least, most) = (limit(&attribute.min), limit(&attribute.max));
        let within = |value: f64| value.max(least.unwrap_or(f64::MIN)).min(most.unwrap_or(f64::MAX));
        Some(match scalar {
            Scalar::String => match &attribute.pattern {
                Some(pattern) => matching(pattern)?.into(),
                None => fitted(self.voice.say(voice::EXAMPLE), attribute, 'x').into(),
            },
            Scalar::Boolean => true.into(),
            #[expect(clippy::cast_possible_truncation, reason = "limits of whole numbers are whole")]
            Scalar::Int | Scalar::Long => (within(1.0) as i64).into(),
            Scalar::Float | Scalar::Double => serde_json::Number::from_f64(within(1.5)).map(Node::Number)?,
            Scalar::Decimal => format!("{:.2}", within(1.5)).into(),
            Scalar::Date if self.schema.profile.dates == DateForm::Date => moment(attribute, "2026-01-19").into(),
            Scalar::Date => format!("{}T12:00:00Z", moment(attribute, "2026-01-19")).into(),
            Scalar::DateTime => moment(attribute, "2026-01-19T08:00:00Z").into(),
            Scalar::Duration => "P1D".into(),
            Scalar::Uri => "https://example.org/1".into(),
            Scalar::Uuid => "0b1f6c1e-1111-8c5e-9f6e-000000000001".into(),
            Scalar::Binary => "U21pZQ==".into(),
        })
    }

    /// Where the resource of the examples is.
    pub(super) fn example_path(&self, collection: &Collection) -> String {
        let mut values = Vec::new();
        let mut home = Some(collection);
        while let Some(collection) = home.filter(|_| values.len() < self.schema.collections.len()) {
            let identifier = &collection.identifiers[collection.canonical];
            let attribute = &self.schema.class(collection.class).attributes[identifier.attribute];
            values.push(encoded(&self.identity(attribute).unwrap_or_else(|| "1001".to_owned())));
            home = collection.parent.map(|id| self.schema.collection(id));
        }
        let stems = &collection.identifiers[collection.canonical].stems;
        stems.iter().zip(values.iter().rev()).fold(String::new(), |path, (stem, value)| path + stem + value)
    }

    fn shown_links(&self, collection: &Collection, class: &Class, form: Form) -> Node {
        let own = self.example_path(collection);
        let mut links = Map::new().with("self", self.shown_link("self", &own, Bounds::ONE, form));
        for relation in class.relations.iter().filter(|relation| relation.bounds.is_mandatory()) {
            if let Some(target) = self.target(relation, collection) {
                links.put(relation.wire.clone(), self.shown_link(&relation.wire, &self.example_path(target), relation.bounds, form));
            }
        }
        if form == Form::Read && self.schema.profile.links == LinkForm::Array {
            return links.iter().map(|(_, link)| link.clone()).collect();
        }
        links.into()
    }

    /// A link as it is shown: by itself or in a list, as the profile has it.
    pub(super) fn shown_link(&self, relation: &str, path: &str, bounds: Bounds, form: Form) -> Node {
        let profile = &self.schema.profile;
        let href = format!("{}{path}", self.base);
        let hal = form == Form::Hal || profile.links != LinkForm::ObjectOfArrays;
        if !hal {
            return vec![Map::new().with("href", href).into()].into();
        }
        let link = Map::new().with("href", href).with("rel", relation.to_owned()).with("method", "GET");
        let list = profile.hal_links == HalLinks::AlwaysArray || bounds.is_list();
        if list && !(form == Form::Read && profile.links == LinkForm::Array) { vec![link.into()].into() } else { link.into() }
    }

    fn sent_links(&self, class: &Class, id: CollectionId, form: Form) -> Option<Node> {
        let home = self.schema.collection(id);
        let mandatory = |(at, relation): &(usize, &Relation)| {
            let stored = relation.bounds.is_mandatory() && relation.side == Side::Storing && form == Form::Write;
            stored && class.parent != Some(*at)
        };
        let links: Map = (class.relations.iter().enumerate().filter(mandatory))
            .map(|(_, relation)| {
                let path = self.target(relation, home).map(|target| self.example_path(target));
                let href = path.map_or_else(|| "https://example.org/1".to_owned(), |path| format!("{}{path}", self.base));
                (relation.wire.clone(), vec![Map::new().with("href", href).into()].into())
            })
            .collect();
        (!links.is_empty()).then(|| links.into())
    }

    /// The collection in which a relation of a resource finds its targets.
    fn target(&self, relation: &Relation, from: &Collection) -> Option<&Collection> {
        let target = relation.target?;
        let classes = std::iter::once(target).chain(self.schema.class(target).descendants.iter().copied());
        let mut homes = classes.filter_map(|class| {
            let own = self.schema.served(from.package, class).map(|id| self.schema.collection(id));
            own.or_else(|| self.schema.collections.iter().find(|collection| collection.class == class))
        });
        homes.next()
    }
}

/// A value as it stands in a path.
fn encoded(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string().replace("%2D", "-")
}

fn matching(pattern: &str) -> Option<String> {
    let mut turn = 0;
    matching_text(pattern, &mut |limit| {
        turn += 1;
        turn % limit
    })
}

/// A text of the length that the attribute asks for.
fn fitted(text: &str, attribute: &Attribute, fill: char) -> String {
    let length = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<usize>().ok());
    let least = length(&attribute.min).unwrap_or(0).min(1000);
    let most = length(&attribute.max).unwrap_or(usize::MAX).max(least);
    text.chars().chain(std::iter::repeat(fill)).take(text.chars().count().max(least).min(most)).collect()
}

/// The date or time itself when the limits allow it, else the limit.
fn moment(attribute: &Attribute, text: &'static str) -> String {
    let read = |text: &str| Limit::read(attribute.ty, text).ok();
    let Some(value) = read(text) else { return text.to_owned() };
    match (&attribute.min, &attribute.max) {
        (Some(least), _) if read(least).is_some_and(|least| value < least) => least.clone(),
        (_, Some(most)) if read(most).is_some_and(|most| value > most) => most.clone(),
        _ => text.to_owned(),
    }
}
