//! Links into copies of common classes: what `smie sample` writes leads somewhere, wherever the class is served.

use std::fs;
use std::process::Command;

use smie_tests::{Server, collections, followed, get, smie, smie_binary};

/// A person is served in `personal` alone; a value inside an invoice of `faktura`, which serves no person, points to one all the same.
const MODEL: [(&str, &str); 4] = [
    ("model.yaml", "model: lenker\nversion: 1.0.0\nprofile: fint\nlanguages: [nb]\n"),
    (
        "felles.yaml",
        "package: felles
docs: Felles
common: true
classes:
  Person:
    is: hovedklasse
    docs: Et menneske
    attributes:
      fødselsnummer: {type: Identifikator, docs: Nummeret}
",
    ),
    (
        "administrasjon/personal.yaml",
        "package: administrasjon/personal
docs: Ansatte
uses: [felles]
classes:
  Ansatt:
    is: hovedklasse
    docs: En ansatt
    attributes:
      ansattnummer: {type: Identifikator, docs: Nummeret}
    relations:
      person: {to: Person, docs: Mennesket}
",
    ),
    (
        "økonomi/faktura.yaml",
        "package: økonomi/faktura
docs: Fakturaer
uses: [felles]
classes:
  Mottaker:
    is: datatype
    docs: Den som betaler
    relations:
      person: {to: Person, docs: Mennesket}
  Faktura:
    is: hovedklasse
    docs: En faktura
    attributes:
      fakturanummer: {type: Identifikator, docs: Nummeret}
      mottaker: {type: Mottaker, docs: Den som betaler}
",
    ),
];

#[test]
fn a_link_to_a_class_that_is_served_elsewhere_leads_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("modell");
    fs::create_dir_all(&model).expect("a folder");
    for (name, text) in MODEL {
        let path = model.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    smie(folder.path(), ["sample", "modell", "--count", "5", "--out", "data"]).ok();
    let server = Server::start(
        Command::new(smie_binary()).args(["serve", "modell", "--listen", "localhost:0", "--load", "data"]).current_dir(folder.path()),
    );
    let paths = collections(folder.path(), "modell");
    assert_eq!(paths, ["/administrasjon/personal/ansatt", "/administrasjon/personal/person", "/okonomi/faktura/faktura"]);
    let pages: Vec<_> = paths.iter().map(|path| get(&server.url(path)).json()).collect();
    let (links, dead) = followed(&server, &pages);
    assert!(links.len() > 10 && dead.is_empty(), "{dead:?} of {links:?}");
    let person = &pages[2]["_embedded"]["_entries"][0]["mottaker"]["_links"]["person"][0]["href"];
    let person = person.as_str().expect("an invoice has a receiver");
    assert!(person.starts_with(&server.url("/administrasjon/personal/person/fodselsnummer/")), "{person}");
}
