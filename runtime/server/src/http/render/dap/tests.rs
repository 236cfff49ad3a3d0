//! What resources look like in XML.

use std::sync::Arc;

use smie_wire::model::Model;
use smie_wire::schema::{self, Schema};

use super::*;
use crate::commit::{Ledger, NoEvents};
use crate::entity::Entity;
use crate::index::{Resource, preview};
use crate::store::{MemoryStore, TenantName};
use crate::testing::{MODEL, collection, entity};
use crate::validate::Validator;

/// An engine without HTTP, with what XML needs.
pub(in crate::http) struct World {
    pub(in crate::http) schema: Arc<Schema>,
    pub(in crate::http) validator: Validator,
    pub(in crate::http) words: Words,
    ledger: Ledger,
}

impl World {
    pub(in crate::http) fn new(overrides: &[(&str, &str)]) -> Self {
        let mut model = Model::from_tables(&MODEL).unwrap();
        model.overrides.extend(overrides.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let schema = Arc::new(schema::compile(&model).unwrap());
        let validator = Validator::new(&schema).unwrap();
        let words = Words::new(&schema, validator.shapes());
        let ledger = Ledger::open(schema.clone(), Box::new(MemoryStore::default()), Box::new(NoEvents)).unwrap();
        Self { schema, validator, words, ledger }
    }

    pub(in crate::http) fn view(&self, file: &str) -> View<'_> {
        View {
            schema: &self.schema,
            shapes: self.validator.shapes(),
            words: &self.words,
            collection: collection(&self.schema, file),
            fields: None,
        }
    }

    pub(in crate::http) fn resource(&self, entity: Arc<Entity>) -> Resource {
        preview(&self.schema, &self.ledger.snapshot(&TenantName::default()).unwrap(), entity)
    }

    pub(in crate::http) fn xml(&self, file: &str, entity: Arc<Entity>) -> String {
        let mut out = Vec::new();
        self.view(file).write(&self.resource(entity), None, true, b"http://h", &mut out);
        String::from_utf8(out).unwrap()
    }
}

pub(in crate::http) const FASTLONN: &str = "administrasjon-personal.fastlonn";
pub(in crate::http) const LONN: &str = r#"{"systemId":"19/0 ø","kildesystemId":"k","beskrivelse":"<Lønn> & \"tillegg\"\r\n\u0001é","prosent":100,
    "periode":{"start":"2024-08-01"},"koder":["ABC","ÆØÅ"],
    "kontostreng":{"_links":{"ansvar":[{"href":"https://a.no/administrasjon/kodeverk/ansvar/systemid/2"}]}},
    "_links":{"arbeidsforhold":[{"href":"systemid/9"}],"ukjent":[{"href":"http://x"}]}}"#;

/// The text with an element a line.
fn lines(xml: &str) -> String {
    xml.replace("><", ">\n<")
}

#[test]
fn a_resource_is_an_element_with_its_links_first() {
    let world = World::new(&[]);
    let lonn = entity(&world.schema, &world.validator, FASTLONN, LONN);
    insta::assert_snapshot!(lines(&world.xml(FASTLONN, lonn)));
}

#[test]
fn the_pms_form_keeps_the_models_letters_and_says_less_of_links() {
    let overrides =
        [("dap.compat", "pm"), ("feed.namespace", "http://schemas.{package}.se"), ("dap.relations", "http://relations.{package}.se/")];
    let world = World::new(&overrides);
    let lonn = entity(&world.schema, &world.validator, FASTLONN, LONN);
    insta::assert_snapshot!(lines(&world.xml(FASTLONN, lonn)));
}

#[test]
fn a_page_holds_entries_then_links_and_counts() {
    let world = World::new(&[]);
    let view = world.view(FASTLONN);
    let mut out = open(&view);
    out.extend_from_slice(&close(&view, &[("self", "http://h/a?x=1&y=2".to_owned())], None, &[("total", 0)]));
    insta::assert_snapshot!(lines(&String::from_utf8(out).unwrap()));
}
