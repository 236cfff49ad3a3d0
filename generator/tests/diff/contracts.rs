//! Consumers' contracts: whom a change breaks, what a contract may say, and recording one.

use std::path::Path;

use smie::diagnostic::Diagnostics;
use smie::diff::contract::record::record;
use smie::diff::contract::{Outcome, judge};
use smie::diff::{Severity, compare};
use smie::source::yaml::read_contract;
use smie::source::{Sources, write};

use super::support::{Compiled, compiled};

const MODEL: &str = "package: skole
feed: true
enums: {Fase: {ny: Ny, slutt: Slutt}}
classes:
  Periode: {is: datatype, attributes: {start: datetime, slutt: datetime?}}
  Elev:
    is: hovedklasse
    state: fase
    allow: [read, create, replace]
    attributes: {systemId: Identifikator, elevnummer: Identifikator?, navn: string?, fødselsår: {type: int?, writable: true}, tid: Periode, fase: Fase}
    relations: {lærer: Lærer?}
    actions: {slutt: {to: slutt, emits: sluttet}}
    events: {sluttet: [systemId, navn]}
  Lærer: {is: hovedklasse, attributes: {systemId: Identifikator, alder: int}}
";

fn model(change: (&str, &str)) -> Compiled {
    assert!(MODEL.contains(change.0), "{}", change.0);
    compiled("m", "", &MODEL.replace(change.0, change.1))
}

/// The outcome for a consumer that uses `uses`, when `change` is made to the model.
fn outcome(uses: &str, change: (&str, &str)) -> Outcome {
    let (old, new) = (compiled("old", "", MODEL), model(change));
    let report = compare(old.view(), new.view());
    assert!(!report.changes.is_empty());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let text = format!("consumer: prøve\nuses:\n{uses}");
    let file = sources.add(Path::new("consumers/prøve.yaml"), text.clone());
    let contract = read_contract(file, &text, &mut diagnostics);
    let outcomes = judge(&report, &[contract], (old.view(), new.view()), &sources, &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().map(|d| d.message.clone()).collect();
    assert!(found.is_empty(), "{found:?}");
    outcomes.into_iter().next().expect("an outcome")
}

fn severity(uses: &str, change: (&str, &str)) -> Severity {
    outcome(uses, change).severity()
}

#[test]
fn a_member_that_is_gone_breaks_those_who_read_it_and_nobody_else() {
    let gone = (" navn: string?,", "");
    // The event carries it no more either, so the event's line goes with it.
    let change = |uses| {
        let new = MODEL.replace(gone.0, gone.1).replace("[systemId, navn]", "[systemId]");
        let (old, new) = (compiled("old", "", MODEL), compiled("new", "", &new));
        let report = compare(old.view(), new.view());
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let text = format!("consumer: x\nuses:\n{uses}");
        let file = sources.add(Path::new("x.yaml"), text.clone());
        let contract = read_contract(file, &text, &mut diagnostics);
        judge(&report, &[contract], (old.view(), new.view()), &sources, &mut diagnostics).remove(0).severity()
    };
    assert_eq!(change("  Elev: {reads: [navn]}\n"), Severity::Breaking);
    assert_eq!(change("  skole/Elev: {reads: all}\n"), Severity::Breaking);
    assert_eq!(change("  Elev: {events: [sluttet]}\n"), Severity::Breaking);
    assert_eq!(change("  Elev: {writes: [navn]}\n"), Severity::Dangerous);
    assert_eq!(change("  Elev: {by: [systemId], reads: [fødselsår, lærer]}\n"), Severity::Compatible);
    assert_eq!(change("  Lærer: {reads: all}\n"), Severity::Compatible);
}

#[test]
fn what_becomes_mandatory_breaks_those_who_send_whole_resources() {
    let required = ("navn: string?", "navn: string");
    assert_eq!(severity("  Elev: {operations: [create]}\n", required), Severity::Breaking);
    assert_eq!(severity("  Elev: {writes: [fødselsår]}\n", required), Severity::Breaking);
    assert_eq!(severity("  Elev: {operations: [read, update], writes: [fødselsår]}\n", required), Severity::Compatible);
    assert_eq!(severity("  Elev: {reads: all}\n", required), Severity::Compatible);
}

#[test]
fn members_of_datatypes_count_for_those_who_read_the_value() {
    let gone = (", slutt: datetime?}", "}");
    assert_eq!(severity("  Elev: {reads: [tid]}\n", gone), Severity::Breaking);
    assert_eq!(severity("  Elev: {reads: all}\n", gone), Severity::Breaking);
    assert_eq!(severity("  Elev: {reads: [tid.slutt]}\n", gone), Severity::Breaking);
    assert_eq!(severity("  Elev: {reads: [tid.start]}\n", gone), Severity::Compatible);
    assert_eq!(severity("  Elev: {reads: [navn]}\n", gone), Severity::Compatible);
}

#[test]
fn values_of_enums_count_for_those_who_read_or_write_them() {
    let more = ("{ny: Ny, slutt: Slutt}", "{ny: Ny, slutt: Slutt, pause: Pause}");
    assert_eq!(severity("  Elev: {reads: [fase]}\n", more), Severity::Dangerous);
    assert_eq!(severity("  Elev: {writes: [fase]}\n", more), Severity::Compatible);
}

#[test]
fn actions_count_for_callers_and_feeds_for_readers() {
    let method = ("{to: slutt, emits", "{to: slutt, method: POST, emits");
    assert_eq!(severity("  Elev: {actions: [slutt]}\n", method), Severity::Breaking);
    assert_eq!(severity("  Elev: {reads: all}\n", method), Severity::Compatible);
    let feed = ("feed: true\n", "");
    assert_eq!(severity("  Elev: {events: sluttet}\n", feed), Severity::Breaking);
}

#[test]
fn an_identifier_counts_for_those_who_find_by_it() {
    let gone = (" elevnummer: Identifikator?,", "");
    assert_eq!(severity("  Elev: {by: [elevnummer]}\n", gone), Severity::Breaking);
    assert_eq!(severity("  Elev: {by: [systemId]}\n", gone), Severity::Compatible);
    let why = outcome("  Elev: {by: [systemId]}\n", gone);
    assert_eq!((why.breaks(), why.classes), (false, 1));
}

fn findings(text: &str) -> Vec<String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let model = compiled("m", "", MODEL);
    let file = sources.add(Path::new("consumers/x.yaml"), text.to_owned());
    let contract = read_contract(file, text, &mut diagnostics);
    let report = compare(model.view(), model.view());
    judge(&report, &[contract], (model.view(), model.view()), &sources, &mut diagnostics);
    let place = |span: smie::source::Span| sources.get(span.file).map(|file| file.position(span.start)).unwrap_or_default();
    diagnostics
        .sorted()
        .iter()
        .map(|d| format!("{} {:?} {} ({})", d.code.id, place(d.span), d.message, d.help.as_deref().unwrap_or("-")))
        .collect()
}

#[test]
fn what_a_contract_says_wrongly_is_found_with_its_place() {
    let text = "consumer: x
uses:
  Elv: {reads: all}
  Elev:
    by: [navn]
    reads: [nvn, tid.strat, navn.kort]
    operations: [lese]
    actions: [start]
    skriver: [navn]
";
    insta::assert_snapshot!(findings(text).join("\n"));
}

#[test]
fn broken_contracts_never_panic() {
    for text in [
        "",
        "x",
        "[]",
        "consumer:",
        "consumer: a\nuses: 1",
        "consumer: a\nuses: {Elev: 3}",
        "uses: {Elev: {reads: {a: b}}}",
        "consumer: [\n",
    ] {
        assert!(!findings(text).is_empty(), "{text}");
    }
    assert_eq!(findings("consumer: a\nuses: {Elev: }\n"), Vec::<String>::new());
}

#[test]
fn a_trace_becomes_a_contract_that_reads_back() {
    let trace = r#"{"method":"GET","path":"http://127.0.0.1:8080/skole/elev/elevnummer/7","members":["navn","fodselsar","tid.start","_links.larer","_links.self"]}
{"method":"GET","path":"/skole/larer?size=10&fields=alder"}
{"method":"POST","path":"/skole/elev","members":["navn","tid"]}
{"method":"PUT","path":"/skole/elev/systemid/1/slutt"}
{"method":"GET","path":"/skole/feed","events":["sluttet"]}
10.0.0.1 - - [01/Jan/2026:10:00:00 +0100] "GET /skole/larer/last-updated HTTP/1.1" 200 17

{"method":"GET","path":"/skole/elev/systemid/1","members":["finnesikke"]}
{"method":"GET","path":"/ukjent/ting"}
{"method":"BREW","path":"/skole/elev"}
tull
"#;
    let model = compiled("m", "", MODEL);
    let recorded = record("lærebok", trace, model.view());
    let text = write::contract(&recorded.contract);
    let ignored: Vec<_> = recorded.ignored.iter().map(|(line, why)| format!("line {line}: {why}")).collect();
    insta::assert_snapshot!(format!("{text}---\n{} requests\n{}\n", recorded.requests, ignored.join("\n")));
    assert_eq!(findings(&text), Vec::<String>::new());
}

#[test]
fn a_request_that_tells_no_members_uses_all() {
    let model = compiled("m", "", MODEL);
    let recorded = record(
        "x",
        "1.2.3.4 \"GET /skole/elev HTTP/1.1\" 200\n{\"method\":\"PUT\",\"path\":\"/skole/elev/systemid/%C3%A5\"}\n",
        model.view(),
    );
    let used = &recorded.contract.uses[0];
    assert!(used.reads.all && used.writes.all && recorded.ignored.is_empty());
}
