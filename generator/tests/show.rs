//! What `smie show` and `smie routes` print of a small model.

use std::fs;

use smie::pipeline::{self, Compiled};
use smie::show::{json, routes, summary};

const HEADER: &str = "model: skole
version: 2.1.0
profile: fint
languages: [nb, en]
";

const FELLES: &str = "package: felles
common: true
docs: {nb: Det felles, en: What is common}
classes:
  Begrep:
    is: abstrakt
    docs: {nb: Et begrep., en: A concept.}
    attributes: {systemId: {type: Identifikator, docs: Nøkkel.}, navn: {type: string, docs: Navn.}}
  Person:
    is: hovedklasse
    docs: {nb: Et menneske., en: A human being.}
    attributes:
      fødselsnummer: {type: Identifikator, gdpr: national_id, docs: Elleve sifre.}
      navn: {type: Navn, gdpr: personal, docs: Navnet.}
  Navn:
    is: datatype
    docs: Navnet på et menneske.
    attributes: {fornavn: {type: string, docs: Fornavn.}, etternavn: {type: 'string+', docs: Etternavn.}}
";

const ELEV: &str = "package: utdanning/elev
uses: [felles]
docs: {nb: Elever, en: Pupils}
enums:
  Tilstand: {påbegynt: {nb: Påbegynt}, sluttet: {nb: Sluttet}}
classes:
  Elev:
    is: hovedklasse
    docs: {nb: En elev., en: A pupil.}
    attributes:
      systemId: {type: Identifikator, docs: Nøkkel.}
      feidenavn: {type: 'Identifikator?', writable: true, docs: Brukernavn.}
      tilstand: {type: 'Tilstand?', deprecated: {since: 2.0.0, use: klasse, docs: Ikke brukt.}, docs: Tilstand.}
    relations:
      person: {to: Person, inverse: {name: elev, docs: Eleven.}, docs: Mennesket.}
      grepreferanse: {to: Referanse?, docs: Hos andre.}
  Årstrinn: {is: kodeverk, docs: Et trinn.}
";

fn compiled() -> Compiled {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("model.yaml", HEADER), ("felles.yaml", FELLES), ("utdanning.elev.yaml", ELEV)] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let compiled = pipeline::compile(folder.path()).expect("a readable model");
    assert!(!compiled.diagnostics.has_errors(), "{:#?}", compiled.diagnostics.sorted());
    compiled
}

#[test]
fn the_json_has_every_class_and_member_with_its_names_on_the_wire() {
    let compiled = compiled();
    let schema = compiled.schema.as_ref().expect("a schema");
    let document = json::document(&compiled.resolved.model, schema);
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).expect("JSON"));
}

#[test]
fn the_summary_counts_each_package_and_all_together() {
    let compiled = compiled();
    let schema = compiled.schema.as_ref().expect("a schema");
    insta::assert_snapshot!(summary::summary(&compiled.resolved.model, schema).to_string());
}

#[test]
fn the_routes_are_sorted_and_say_what_they_answer_with() {
    let compiled = compiled();
    let schema = compiled.schema.as_ref().expect("a schema");
    let sorted = routes::sorted(schema);
    let lines: String = sorted.iter().map(|route| format!("{route}\n")).collect();
    insta::assert_snapshot!(lines + &routes::count(&sorted));
    insta::assert_snapshot!("routes_json", serde_json::to_string_pretty(&routes::document(schema)).expect("JSON"));
}
