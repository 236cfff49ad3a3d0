//! Schemas of classes and enums, in the forms in which they are asked for.
//!
//! A class has up to four: as it is read, as HAL reads it where that differs, as it is written whole, and as a part of it is changed. Only what an operation
//! refers to is made, and what that refers to in turn.

use std::borrow::Cow;

use super::node::{Map, Node};
use super::{Context, values, voice};
use crate::model::{ClassId, EnumId, Side, Stereotype, Type};
use crate::profile::{HalLinks, KeptEnds, LinkForm};
use crate::schema::{Class, Collection, Relation};

/// A form of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// The profile's own form.
    Read,
    /// HAL by the model's multiplicities.
    Hal,
    /// A whole resource from a client.
    Write,
    /// A part of a resource from a client.
    Patch,
}

impl Form {
    /// True for what clients send.
    pub(super) fn is_written(self) -> bool {
        matches!(self, Self::Write | Self::Patch)
    }

    /// True when null may stand for nothing.
    pub(super) fn takes_null(self, mandatory: bool) -> bool {
        self.is_written() && !mandatory
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Read => "",
            Self::Hal => ".hal",
            Self::Write => ".write",
            Self::Patch => ".patch",
        }
    }
}

/// `{"$ref": "#/components/KIND/NAME"}`.
pub(super) fn reference(kind: &str, name: &str) -> Map {
    Map::new().with("$ref", format!("#/components/{kind}/{name}"))
}

impl Context<'_> {
    /// The key of a class's schema in a form, which is asked for by that.
    pub(super) fn class_key(&self, class: ClassId, form: Form) -> String {
        let form = if form == Form::Hal && !self.differs_in_hal(class) { Form::Read } else { form };
        self.asked.borrow_mut().classes.insert((class, form));
        format!("{}{}", self.names.class(class), form.suffix())
    }

    /// Reference to a class's schema.
    pub(super) fn class_ref(&self, class: ClassId, form: Form) -> Map {
        reference("schemas", &self.class_key(class, form))
    }

    /// True when HAL writes the class otherwise than the profile does: when it has links, or something inside it has.
    pub(super) fn differs_in_hal(&self, class: ClassId) -> bool {
        self.schema.profile.links != LinkForm::Hal && self.linked[class.index()]
    }

    /// The key of the schema of identities as objects.
    pub(super) fn identifier_key(&self, form: Form) -> String {
        match self.identifier {
            Some(class) => self.class_key(class, form),
            None => self.ours("Identifier").to_owned(),
        }
    }

    /// A code of an enum; a writer may also use the model's own letters.
    pub(super) fn code(&self, id: EnumId, form: Form) -> Map {
        let own = reference("schemas", self.names.enumeration(id));
        self.asked.borrow_mut().enums.insert(id);
        let names: Vec<_> = self.schema.enumeration(id).values.iter().filter(|v| v.name != v.wire).map(|v| v.name.clone()).collect();
        if !form.is_written() || names.is_empty() {
            return own;
        }
        let named = Map::new().with("type", "string").with("enum", Node::texts(names));
        Map::new().with("anyOf", vec![own.into(), named.into()])
    }

    /// The schema of an enum.
    pub(super) fn enumeration(&self, id: EnumId) -> Map {
        let e = self.schema.enumeration(id);
        let labels: Vec<_> = e.values.iter().filter_map(|value| Some(format!("- `{}`: {}", value.wire, self.docs(&value.docs)?))).collect();
        let docs = if labels.is_empty() { e.name.clone() } else { format!("{}\n\n{}", e.name, labels.join("\n")) };
        let codes = Node::texts(e.values.iter().map(|value| value.wire.clone()));
        Map::new().with("type", "string").with("description", docs).with("enum", codes)
    }

    /// The schema of a class in a form.
    pub(super) fn class(&self, id: ClassId, form: Form) -> Map {
        let class = self.schema.class(id);
        let docs = self.docs(&class.docs).unwrap_or_else(|| class.name.clone());
        let docs = match form {
            Form::Read => docs,
            Form::Hal => self.voice.about(voice::S_HAL, &class.name),
            Form::Write => self.voice.about(voice::S_WRITE, &class.name),
            Form::Patch => self.voice.about(voice::S_PATCH, &class.name),
        };
        let mut properties: Map = Map::new();
        let mut required: Vec<Cow<'static, str>> = Vec::new();
        let is_identifier = self.identifier == Some(id);
        for attribute in &class.attributes {
            let is_identity = is_identifier && attribute.wire == "identifikatorverdi";
            let schema =
                if is_identity && form.is_written() { values::identity_text(attribute) } else { values::attribute(self, attribute, form) };
            properties.put(attribute.wire.clone(), schema);
            // Where a reader may choose members, any of them may be left out.
            let chosen = self.schema.profile.parameters.attributes && !form.is_written();
            if attribute.bounds.is_mandatory() && form != Form::Patch && !chosen && !(is_identity && form.is_written()) {
                required.push(attribute.wire.clone().into());
            }
        }
        if class.has_links() {
            let (links, mandatory) = if form.is_written() { self.written_links(class, form) } else { self.read_links(class, form) };
            if let Some(links) = links {
                properties.put("_links", links);
                required.extend(mandatory.then_some("_links".into()));
            }
        }
        let mut schema = Map::new().with("type", "object").with("description", docs);
        if class.deprecated.is_some() {
            schema.put("deprecated", true);
        }
        if !required.is_empty() {
            schema.put("required", Node::texts(required));
        }
        if !properties.is_empty() {
            schema.put("properties", properties);
        }
        match self.identities(id, class, form) {
            Some(any) => schema.with("anyOf", any),
            None => schema,
        }
    }

    /// Where every identity is optional, one of them must be there all the same.
    fn identities(&self, id: ClassId, class: &Class, form: Form) -> Option<Node> {
        let home = self.schema.collections.iter().find(|collection| collection.class == id).filter(|_| form == Form::Write)?;
        let routed = || home.identifiers.iter().map(|identifier| &class.attributes[identifier.attribute]);
        let optional = !routed().any(|attribute| attribute.bounds.is_mandatory());
        optional.then(|| routed().map(|a| Node::Map(Map::new().with("required", Node::texts([a.wire.clone()])))).collect())
    }

    /// The links that a reader finds, and whether they are always there.
    fn read_links(&self, class: &Class, form: Form) -> (Option<Map>, bool) {
        let served = class.stereotype == Stereotype::Hovedklasse;
        let profile = &self.schema.profile;
        let hal = form == Form::Hal || profile.links == LinkForm::Hal;
        if !hal && profile.links == LinkForm::Array {
            return (Some(reference("schemas", self.ours("LinkList"))), served);
        }
        let always = hal && profile.hal_links == HalLinks::AlwaysArray;
        let one = || reference("schemas", self.ours("Link"));
        let many = || reference("schemas", self.ours("LinkList"));
        let mut properties = Map::new();
        let mut required = Vec::new();
        if served {
            properties.put("self", if hal && !always { one() } else { many().with("minItems", 1_u32) });
            required.push(Cow::from("self"));
        }
        for relation in &class.relations {
            let single = !relation.bounds.is_list() || self.leads_to_nested(relation);
            let link = if hal && !always && single { one() } else { many() };
            properties.put(relation.wire.clone(), described(link, self.docs(&relation.docs)));
        }
        let mut schema = Map::new().with("type", "object");
        if !required.is_empty() {
            schema.put("required", Node::texts(required));
        }
        (Some(schema.with("properties", properties)), served)
    }

    /// True for the relation to resources that are nested in this one: a single link to their collection.
    pub(super) fn leads_to_nested(&self, relation: &Relation) -> bool {
        let target = relation.target.map(|target| self.schema.class(target));
        target.is_some_and(|target| target.parent.is_some() && target.parent == relation.inverse)
    }

    /// The links that a writer sends, and whether any must be there.
    fn written_links(&self, class: &Class, form: Form) -> (Option<Map>, bool) {
        let mut properties = Map::new();
        let mut required: Vec<Cow<'static, str>> = Vec::new();
        for (at, relation) in class.relations.iter().enumerate() {
            // The parent of a nested resource stands in its address.
            if class.parent == Some(at) || (relation.side == Side::Maintained && self.schema.profile.kept_ends == KeptEnds::Refuse) {
                continue;
            }
            let mandatory = relation.bounds.is_mandatory() && relation.side == Side::Storing && form == Form::Write;
            properties.put(relation.wire.clone(), described(self.written_relation(relation, mandatory), self.docs(&relation.docs)));
            if mandatory {
                required.push(relation.wire.clone().into());
            }
        }
        if properties.is_empty() {
            return (None, false);
        }
        let mandatory = !required.is_empty();
        let ty = if mandatory { Node::from("object") } else { Node::texts(["object", "null"]) };
        let mut schema = Map::new().with("type", ty);
        if mandatory {
            schema.put("required", Node::texts(required));
        }
        (Some(schema.with("properties", properties)), mandatory)
    }

    /// A link or a list of links, as the tolerant reader takes them.
    fn written_relation(&self, relation: &Relation, mandatory: bool) -> Map {
        let href = self.href(relation);
        let href = if mandatory { href } else { href.iter().map(|(name, value)| (name.to_owned(), or_null(name, value))).collect() };
        let mut link = Map::new().with("type", "object");
        if mandatory {
            link.put("required", Node::texts(["href"]));
        }
        let link = link.with("properties", Map::new().with("href", href));
        let least = mandatory.then_some(relation.bounds.lower.max(1));
        // A null in a list is passed over, as long as something must not be there.
        let item = if mandatory { link.clone() } else { Map::new().with("anyOf", vec![link.clone().into(), null()]) };
        let list =
            Map::new().with("type", "array").with("items", item).with_some("minItems", least).with_some("maxItems", relation.bounds.upper);
        let mut forms = vec![Node::Map(link), Node::Map(list)];
        if !mandatory {
            forms.push(null());
        }
        Map::new().with("anyOf", forms)
    }

    /// An address that a link of this relation may have.
    fn href(&self, relation: &Relation) -> Map {
        let text = Map::new().with("type", "string");
        let Some(target) = relation.target else { return text.with("minLength", 1_u32).with("pattern", r"\S") };
        let served = |collection: &&Collection| {
            let class = collection.class;
            class == target || self.schema.class(target).descendants.contains(&class)
        };
        let homes: Vec<_> = self.schema.collections.iter().filter(served).map(address).collect();
        if homes.is_empty() {
            return text.with("minLength", 1_u32);
        }
        text.with("pattern", format!("^https?://[a-z0-9.-]+(:[0-9]+)?({})$", homes.join("|")))
    }

    /// For every class, whether it or something inside it has links.
    pub(super) fn linked(schema: &crate::schema::Schema) -> Vec<bool> {
        let mut linked: Vec<bool> = schema.classes.iter().map(Class::has_links).collect();
        // What holds something linked is linked; as many rounds as classes are nested.
        loop {
            let holds = |class: &Class| class.attributes.iter().any(|a| matches!(a.ty, Type::Class(id) if linked[id.index()]));
            let next: Vec<bool> = schema.classes.iter().zip(&linked).map(|(class, known)| *known || holds(class)).collect();
            if next == linked {
                return linked;
            }
            linked = next;
        }
    }
}

fn null() -> Node {
    Map::new().with("type", "null").into()
}

fn described(schema: Map, docs: Option<String>) -> Map {
    match docs {
        Some(docs) => Map::new().with("description", docs).and(schema),
        None => schema,
    }
}

/// The type of an href that may be null or empty, both of which are no link, and everything else as it is.
fn or_null(name: &str, value: &Node) -> Node {
    match value {
        Node::Text(ty) if name == "type" => Node::texts([ty.clone(), "null".into()]),
        Node::Text(pattern) if name == "pattern" && pattern.starts_with('^') => format!("^$|{pattern}").into(),
        other => other.clone(),
    }
}

/// Pattern of the addresses of a collection's resources.
fn address(collection: &Collection) -> String {
    const VALUE: &str = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*";
    let paths = collection
        .identifiers
        .iter()
        .map(|identifier| identifier.stems.iter().fold(String::new(), |path, stem| path + &stem.replace('.', r"\.") + VALUE));
    paths.collect::<Vec<_>>().join("|")
}
