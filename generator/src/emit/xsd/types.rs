//! Values as types: primitives with their limits, enums, and every class that a package's documents hold.
//!
//! Patterns are left out: XML Schema has a regular expression language of its own, in which the model's would mean something else.

use std::collections::{BTreeMap, BTreeSet};

use smie_wire::model::{Bounds, ClassId, EnumId, Scalar, Type};
use smie_wire::profile::DateForm;
use smie_wire::schema::{Attribute, Schema};

use super::tag::Page;

/// A type of a package's schema. The order is that in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A class as resources hold it.
    Class(ClassId),
    /// A class as events hold it: without links, identities as plain text.
    Value(ClassId),
    Enum(EnumId),
    /// An identity, where the model has no class for it.
    Identity,
    /// The period of an identity, where the model has no class for it.
    Period,
}

/// The types of one package's schema.
pub(super) struct Types<'a> {
    pub(super) schema: &'a Schema,
    names: BTreeMap<Key, String>,
    taken: BTreeSet<String>,
    written: BTreeSet<Key>,
}

impl<'a> Types<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self { schema, names: BTreeMap::new(), taken: BTreeSet::new(), written: BTreeSet::new() }
    }

    /// The type's name with its prefix. Classes of other packages that bear a name of this one get their package's before it.
    pub(super) fn reference(&mut self, key: Key) -> String {
        format!("m:{}", self.name(key))
    }

    fn name(&mut self, key: Key) -> String {
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let (plain, package) = match key {
            Key::Class(id) => (self.schema.class(id).wire.clone(), Some(self.schema.class(id).package)),
            Key::Value(id) => (format!("{}.value", self.schema.class(id).wire), Some(self.schema.class(id).package)),
            Key::Enum(id) => {
                let declared = self.schema.enumeration(id);
                (self.schema.profile.folding.fold(&declared.name).unwrap_or_else(|_| format!("enum{}", id.0)), Some(declared.package))
            }
            Key::Identity => ("Identifikator".to_owned(), None),
            Key::Period => ("Periode".to_owned(), None),
        };
        let mut name = plain.clone();
        if self.taken.contains(&name) {
            let component = package.map_or("smie", |id| &self.schema.package(id).component);
            name = format!("{component}.{plain}");
        }
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        self.names.insert(key, name.clone());
        name
    }

    /// Keeps a name for something that is no type of a value.
    pub(super) fn reserve(&mut self, name: &str) -> String {
        let mut name = name.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// Writes every type that was referred to and those that they refer to, each once.
    pub(super) fn write(&mut self, page: &mut Page) {
        while let Some(key) = self.names.keys().find(|key| !self.written.contains(key)).copied() {
            self.written.insert(key);
            let name = self.name(key);
            match key {
                Key::Class(id) => self.class(page, &name, id),
                Key::Value(id) => self.value_class(page, &name, id),
                Key::Enum(id) => self.enumeration(page, &name, id),
                Key::Identity => {
                    let period = self.reference(Key::Period);
                    sequence(page, &name, |page| {
                        page.empty("xs:element", &[("name", "identifikatorverdi"), ("type", "xs:string"), ("minOccurs", "0")]);
                        page.empty("xs:element", &[("name", "gyldighetsperiode"), ("type", &period), ("minOccurs", "0")]);
                    });
                }
                Key::Period => sequence(page, &name, |page| {
                    page.empty("xs:element", &[("name", "start"), ("type", "xs:dateTime")]);
                    page.empty("xs:element", &[("name", "slutt"), ("type", "xs:dateTime"), ("minOccurs", "0")]);
                    page.empty("xs:element", &[("name", "beskrivelse"), ("type", "xs:string"), ("minOccurs", "0")]);
                }),
            }
        }
    }

    fn class(&mut self, page: &mut Page, name: &str, id: ClassId) {
        let schema = self.schema;
        let class = schema.class(id);
        page.with("xs:complexType", &[("name", name)], |page| {
            page.docs(&class.docs);
            page.with("xs:sequence", &[], |page| {
                if class.has_links() {
                    page.empty("xs:element", &[("ref", "dap:link"), ("minOccurs", "0"), ("maxOccurs", "unbounded")]);
                }
                if !class.actions.is_empty() && schema.profile.dap.compat != smie_wire::profile::DapForm::Ladok {
                    page.empty("xs:element", &[("ref", "dap:action"), ("minOccurs", "0"), ("maxOccurs", "unbounded")]);
                }
                let is_identity = is_identity(schema, id);
                for attribute in &class.attributes {
                    let element = schema.profile.dap.element(&attribute.name, &attribute.wire);
                    // The text of an identity may be absent: whether that is allowed, the attribute that holds it says.
                    let bounds = if is_identity && attribute.wire == "identifikatorverdi" { Bounds::OPTIONAL } else { attribute.bounds };
                    self.element(page, &element, bounds, attribute, Holder::Resource);
                }
            });
        });
    }

    fn value_class(&mut self, page: &mut Page, name: &str, id: ClassId) {
        let schema = self.schema;
        let class = schema.class(id);
        sequence(page, name, |page| {
            for attribute in &class.attributes {
                let element = schema.profile.dap.content((&class.name, &class.wire), &attribute.name, &attribute.wire);
                self.element(page, &element, attribute.bounds, attribute, Holder::Event);
            }
        });
    }

    fn enumeration(&self, page: &mut Page, name: &str, id: EnumId) {
        let dap = &self.schema.profile.dap;
        page.with("xs:simpleType", &[("name", name)], |page| {
            page.with("xs:restriction", &[("base", "xs:string")], |page| {
                for value in &self.schema.enumeration(id).values {
                    let code = dap.word(&value.name, &value.wire);
                    page.with("xs:enumeration", &[("value", code)], |page| page.docs(&value.docs));
                }
            });
        });
    }

    /// A member as an element, so many times.
    pub(super) fn element(&mut self, page: &mut Page, name: &str, bounds: Bounds, attribute: &Attribute, holder: Holder) {
        let (ty, facets) = (self.of(attribute.ty, holder), facets(attribute));
        let occurs = Occurs::of(bounds);
        let mut attributes = vec![("name", name)];
        if facets.is_empty() {
            attributes.push(("type", &ty));
        }
        occurs.add_to(&mut attributes);
        page.with("xs:element", &attributes, |page| {
            page.docs(&attribute.docs);
            if !facets.is_empty() {
                page.with("xs:simpleType", &[], |page| {
                    page.with("xs:restriction", &[("base", &ty)], |page| {
                        for (facet, value) in &facets {
                            page.empty(facet, &[("value", value)]);
                        }
                    });
                });
            }
        });
    }

    /// The type of a value.
    pub(super) fn of(&mut self, ty: Type, holder: Holder) -> String {
        let schema = self.schema;
        match ty {
            Type::Scalar(scalar) => primitive(scalar, schema.profile.dates).to_owned(),
            Type::Enum(id) => self.reference(Key::Enum(id)),
            Type::Class(id) => self.reference(match holder {
                Holder::Resource => Key::Class(id),
                Holder::Event => Key::Value(id),
            }),
            Type::Identifikator if holder == Holder::Event || !schema.profile.identifier_objects => "xs:string".to_owned(),
            Type::Identifikator => self.reference(match identity(schema) {
                Some(id) => Key::Class(id),
                None => Key::Identity,
            }),
        }
    }
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    Resource,
    Event,
}

/// The model's own class of identities.
fn identity(schema: &Schema) -> Option<ClassId> {
    (0..).map(ClassId).take(schema.classes.len()).find(|&id| is_identity(schema, id))
}

fn is_identity(schema: &Schema, id: ClassId) -> bool {
    let class = schema.class(id);
    class.name == "Identifikator" && class.attributes.iter().any(|attribute| attribute.wire == "identifikatorverdi")
}

pub(super) fn sequence(page: &mut Page, name: &str, fill: impl FnOnce(&mut Page)) {
    page.with("xs:complexType", &[("name", name)], |page| page.with("xs:sequence", &[], fill));
}

/// `minOccurs` and `maxOccurs` as text.
pub(super) struct Occurs {
    least: String,
    most: String,
}

impl Occurs {
    pub(super) fn of(bounds: Bounds) -> Self {
        let most =
            if bounds.is_list() { bounds.upper.map_or_else(|| "unbounded".to_owned(), |most| most.to_string()) } else { "1".to_owned() };
        Self { least: bounds.lower.min(bounds.upper.unwrap_or(u32::MAX)).to_string(), most }
    }

    pub(super) fn add_to<'a>(&'a self, attributes: &mut Vec<(&'a str, &'a str)>) {
        attributes.extend((self.least != "1").then_some(("minOccurs", self.least.as_str())));
        attributes.extend((self.most != "1").then_some(("maxOccurs", self.most.as_str())));
    }
}

fn primitive(scalar: Scalar, dates: DateForm) -> &'static str {
    match scalar {
        Scalar::Boolean => "xs:boolean",
        Scalar::Int => "xs:int",
        Scalar::Long => "xs:long",
        Scalar::Float => "xs:float",
        Scalar::Double => "xs:double",
        Scalar::Decimal => "xs:decimal",
        Scalar::Date if dates == DateForm::Date => "xs:date",
        Scalar::Date | Scalar::DateTime => "xs:dateTime",
        Scalar::Uri => "xs:anyURI",
        Scalar::Binary => "xs:base64Binary",
        // ISO 8601 knows weeks and fractions that `xs:duration` does not.
        Scalar::Duration | Scalar::String | Scalar::Uuid => "xs:string",
    }
}

/// The limits of a primitive.
fn facets(attribute: &Attribute) -> Vec<(&'static str, String)> {
    let Type::Scalar(scalar) = attribute.ty else { return Vec::new() };
    let (least, most) = match scalar {
        Scalar::String => ("xs:minLength", "xs:maxLength"),
        Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal => ("xs:minInclusive", "xs:maxInclusive"),
        Scalar::Uuid => return vec![("xs:pattern", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}".to_owned())],
        Scalar::Duration => return vec![("xs:pattern", "-?P.+".to_owned())],
        _ => return Vec::new(),
    };
    let bounds = [(least, &attribute.min), (most, &attribute.max)];
    bounds.into_iter().filter_map(|(facet, bound)| Some((facet, bound.as_deref()?.trim().to_owned()))).collect()
}
