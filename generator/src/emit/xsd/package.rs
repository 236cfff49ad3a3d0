//! The schema of a package: an element for each class that it serves, for bodies of actions and for contents of events, then every type.

use std::collections::BTreeSet;

use smie_wire::model::PackageId;
use smie_wire::schema::{Collection, Schema};

use super::tag::Page;
use super::types::{Key, Types};
use super::{actions, content, shared_name};

/// Elements that a document may begin with.
#[derive(Debug, Default)]
pub(super) struct Elements(BTreeSet<String>);

impl Elements {
    /// Declares an element, unless one of this name is there.
    pub(super) fn declare(&mut self, name: &str, write: impl FnOnce(&str)) {
        if self.0.insert(name.to_owned()) {
            write(name);
        }
    }
}

/// The document.
pub(super) fn document(schema: &Schema, id: PackageId) -> String {
    let package = schema.package(id);
    let collections: Vec<&Collection> = schema.collections.iter().filter(|collection| collection.package == id).collect();
    let namespaces = Namespaces::of(schema, id);
    let mut page = Page::new();
    page.with("xs:schema", &namespaces.attributes(&schema.version), |page| {
        page.docs(&package.docs);
        for (namespace, what) in [(&namespaces.dap, "dap"), (&namespaces.events, "events")] {
            let location = format!("{}.xsd", shared_name(schema, id, what));
            page.empty("xs:import", &[("namespace", namespace), ("schemaLocation", &location)]);
        }
        let mut types = Types::new(schema);
        let mut elements = Elements::default();
        for collection in &collections {
            let class = schema.class(collection.class);
            let reference = types.reference(Key::Class(collection.class));
            elements.declare(&schema.profile.dap.element(&class.name, &class.wire), |name| {
                page.with("xs:element", &[("name", name), ("type", &reference)], |page| page.docs(&class.docs));
            });
        }
        for collection in &collections {
            actions::bodies(&mut types, page, collection, &mut elements);
        }
        if package.feed.is_some() {
            for collection in &collections {
                content::events(&mut types, page, collection, &mut elements);
            }
        }
        types.write(page);
        actions::impediments(&mut types, page, &collections);
    });
    page.finish()
}

/// The namespaces that a package's documents are written in.
pub(super) struct Namespaces {
    own: String,
    pub(super) dap: String,
    pub(super) events: String,
}

impl Namespaces {
    pub(super) fn of(schema: &Schema, id: PackageId) -> Self {
        Self { own: schema.namespace(id), dap: schema.shared_namespace(id, "dap"), events: schema.shared_namespace(id, "events") }
    }

    fn attributes<'a>(&'a self, version: &'a str) -> [(&'a str, &'a str); 7] {
        [
            ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
            ("xmlns:m", &self.own),
            ("xmlns:dap", &self.dap),
            ("xmlns:e", &self.events),
            ("targetNamespace", &self.own),
            ("elementFormDefault", "qualified"),
            ("version", version),
        ]
    }
}
