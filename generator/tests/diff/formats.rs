//! Each format as it is printed.

use smie::diagnostic::Diagnostics;
use smie::diff::compare;
use smie::diff::contract::{Outcome, judge};
use smie::diff::render::{Extras, Format, render};
use smie::source::Sources;
use smie::source::yaml::read_contract;

use super::support::compiled;

const OLD: &str = "package: skole
docs: Skoler
classes:
  Gruppe: {is: abstrakt, attributes: {navn: string, periode: {type: string*, deprecated: true}}}
  Klasse: {is: hovedklasse, extends: Gruppe, attributes: {systemId: Identifikator}}
  Fag: {is: hovedklasse, extends: Gruppe, attributes: {systemId: Identifikator, kode: int}}
  Elev: {is: hovedklasse, attributes: {systemId: Identifikator}, relations: {klasse: Klasse?, fag: Fag*}}
";

const NEW: &str = "package: skole
docs: Skoler | og <annet>
classes:
  Gruppe: {is: abstrakt, attributes: {navn: string}}
  Klasse: {is: hovedklasse, extends: Gruppe, attributes: {systemId: Identifikator, trinn: string?}}
  Fag: {is: hovedklasse, extends: Gruppe, attributes: {systemId: Identifikator, kode: long}}
  Elev: {is: hovedklasse, attributes: {systemId: Identifikator}, relations: {klasse: Klasse*, fag: {to: Fag*, deprecated: true}}}
";

fn rendered(format: Format) -> String {
    let (old, new) = (compiled("old", "version: 1.4.0", OLD), compiled("new", "version: 1.5.0", NEW));
    let report = compare(old.view(), new.view());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let contracts: Vec<_> = [
        ("consumers/a.yaml", "consumer: timeplan\nuses:\n  Fag: {reads: [periode, kode]}\n"),
        ("consumers/b.yaml", "consumer: læringsbok\nuses:\n  skole/Elev: {by: systemId, reads: [klasse]}\n"),
    ]
    .iter()
    .map(|(path, text)| {
        let file = sources.add(std::path::Path::new(path), (*text).to_owned());
        read_contract(file, text, &mut diagnostics)
    })
    .collect();
    let outcomes: Vec<Outcome> = judge(&report, &contracts, (old.view(), new.view()), &sources, &mut diagnostics);
    assert_eq!(diagnostics.iter().count(), 0);
    render(format, &report, Extras { consumers: Some(&outcomes), docs: true })
}

/// Escape codes of colour as words, so that a snapshot can be read.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\x1b[") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = rest.find('m').map_or("", |end| &rest[end + 1..]);
    }
    plain + rest
}

#[test]
fn for_people() {
    insta::assert_snapshot!(plain(&rendered(Format::Human)));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(rendered(Format::Json));
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(rendered(Format::Markdown));
}

#[test]
fn for_github() {
    insta::assert_snapshot!(rendered(Format::Github));
}
