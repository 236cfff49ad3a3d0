//! What the content of a package's events may be: an element for each declared event, and three for each class.

use smie_wire::model::{Bounds, Carried, Docs, Gdpr, Type};
use smie_wire::profile::DapForm;
use smie_wire::schema::{Attribute, Class, Collection, Event, Relation, Schema};

use super::tag::Page;
use super::types::{Holder, Occurs, Types};

/// The ends of the terms of changes.
const CHANGES: [&str; 3] = ["Created", "Changed", "Deleted"];

/// Writes the elements of a class's events.
pub(super) fn events(types: &mut Types<'_>, page: &mut Page, collection: &Collection, elements: &mut super::package::Elements) {
    let schema = types.schema;
    let class = schema.class(collection.class);
    let dap = &schema.profile.dap;
    for event in &class.events {
        let name = dap.event(&event.name, &event.wire);
        elements.declare(&name, |name| {
            page.with("xs:element", &[("name", name)], |page| {
                page.docs(&event.docs);
                told(schema, page, |page| event.carries.iter().for_each(|carried| carry(types, page, class, event, carried)));
            });
        });
    }
    let written = if dap.compat == DapForm::Pm { &class.name } else { &class.wire };
    for change in CHANGES {
        elements.declare(&format!("{written}{change}"), |name| {
            page.with("xs:element", &[("name", name)], |page| {
                told(schema, page, |page| keys(types, page, class, collection));
            });
        });
    }
}

/// The event's id and number, then what it carries, or since when nobody may know.
fn told(schema: &Schema, page: &mut Page, members: impl FnOnce(&mut Page)) {
    page.with("xs:complexType", &[], |page| {
        page.with("xs:sequence", &[], |page| {
            if schema.profile.dap.compat != DapForm::Pm {
                page.empty("xs:element", &[("ref", "e:HandelseUID")]);
                page.empty("xs:element", &[("ref", "e:Nummer")]);
            }
            page.with("xs:choice", &[], |page| {
                page.empty("xs:element", &[("ref", "e:Redacted")]);
                page.with("xs:sequence", &[], members);
            });
        });
    });
}

fn keys(types: &mut Types<'_>, page: &mut Page, class: &Class, collection: &Collection) {
    for identifier in &collection.identifiers {
        let attribute = &class.attributes[identifier.attribute];
        let plain = Attribute { docs: Docs::default(), ..attribute.clone() };
        types.element(page, &name(types.schema, class, attribute), Bounds::OPTIONAL, &plain, Holder::Event);
    }
    page.empty("xs:element", &[("ref", "e:OpaqueId"), ("minOccurs", "0")]);
}

fn name(schema: &Schema, class: &Class, attribute: &Attribute) -> String {
    schema.profile.dap.content((&class.name, &class.wire), &attribute.name, &attribute.wire)
}

fn carry(types: &mut Types<'_>, page: &mut Page, class: &Class, event: &Event, carried: &Carried) {
    match carried {
        Carried::Attribute(at) => {
            let Some(attribute) = class.attributes.get(*at) else { return };
            let name = name(types.schema, class, attribute);
            if attribute.ty == Type::Identifikator && attribute.gdpr == Some(Gdpr::NationalId) {
                return key(page, &name, attribute.bounds, &attribute.docs);
            }
            types.element(page, &name, attribute.bounds, attribute, Holder::Event);
        }
        Carried::Relation(at) => {
            let Some(relation) = class.relations.get(*at) else { return };
            link(types.schema, page, class, relation);
        }
        Carried::Input(input) => {
            let at = class.events.iter().position(|declared| declared.name == event.name);
            let emitting = class.actions.iter().filter(|action| at.is_some_and(|at| action.emits.contains(&at)));
            let declared = emitting.flat_map(|action| &action.input).chain(class.actions.iter().flat_map(|action| &action.input));
            let Some(declared) = declared.into_iter().find(|declared| declared.name == *input) else { return };
            // Not every action that emits the event need have it.
            let bounds = Bounds { lower: 0, ..declared.bounds };
            types.element(page, &name(types.schema, class, declared), bounds, declared, Holder::Event);
        }
    }
}

fn link(schema: &Schema, page: &mut Page, class: &Class, relation: &Relation) {
    let element = schema.profile.dap.content_link((&class.name, &class.wire), &relation.name, &relation.wire);
    // Others may not have told of it yet, and the end that they tell of is never mandatory here.
    let bounds = Bounds { lower: 0, ..relation.bounds };
    key(page, &element, bounds, &relation.docs);
}

/// The key of a resource, with its address where that may be told.
fn key(page: &mut Page, name: &str, bounds: Bounds, docs: &Docs) {
    let occurs = Occurs::of(bounds);
    let mut attributes = vec![("name", name)];
    occurs.add_to(&mut attributes);
    page.with("xs:element", &attributes, |page| {
        page.docs(docs);
        page.with("xs:complexType", &[], |page| {
            page.with("xs:simpleContent", &[], |page| {
                page.with("xs:extension", &[("base", "xs:string")], |page| {
                    page.empty("xs:attribute", &[("name", "identifier"), ("type", "xs:string")]);
                    page.empty("xs:attribute", &[("name", "href"), ("type", "xs:anyURI")]);
                });
            });
        });
    });
}
