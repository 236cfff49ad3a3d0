use std::path::Path;

use super::super::codes::{names, warnings};
use super::super::{Diagnostic, Diagnostics};
use super::{Format, render, summary};
use crate::source::{Sources, Span};

const YAML: &str = "package: utdanning/elev\nclasses:\n  Elev:\n    is: hovedklasse\n    attributes: {fødselsår: itn, navn: string}\n";

/// A model of one file with an error, related to a place far away, and a warning without a place.
fn findings() -> (Sources, Diagnostics) {
    let mut sources = Sources::default();
    let file = sources.add(Path::new("modell æ/elev, 1.yaml"), YAML.to_owned());
    let other = sources.add(Path::new("b.yaml"), "package: b\n".repeat(30));
    let at = |text: &str| {
        let start = YAML.find(text).expect("the text is there");
        Span { file, start: u32::try_from(start).expect("short"), end: u32::try_from(start + text.len()).expect("short") }
    };
    let mut diagnostics = Diagnostics::default();
    let error = Diagnostic::new(&names::UNKNOWN_NAME, at("itn"), "no type or class is called `itn`, 100% sure");
    let error = error.label("not known").related(at("Elev:"), "in this class").related(Span { file: other, start: 9, end: 10 }, "not here");
    diagnostics.push(error.class("utdanning/elev/Elev").member("fødselsår").id(Some("EAID_1")).help("did you mean `int`?"));
    let nowhere = Span { file: crate::source::FileId(9), start: 4, end: 7 };
    diagnostics.push(Diagnostic::new(&warnings::UNUSED_ENUM, nowhere, "line one\nline two"));
    (sources, diagnostics)
}

fn rendered(format: Format) -> String {
    let (sources, diagnostics) = findings();
    anstream::adapter::strip_str(&render(format, &sources, &diagnostics)).to_string()
}

#[test]
fn people_see_the_line_with_marks_and_the_help() {
    insta::assert_snapshot!(rendered(Format::Human));
}

#[test]
fn json_has_every_key_and_null_for_what_is_absent() {
    insta::assert_snapshot!(rendered(Format::Json));
}

#[test]
fn github_commands_escape_what_would_end_them() {
    insta::assert_snapshot!(rendered(Format::Github));
}

#[test]
fn sarif_has_rules_results_and_encoded_addresses() {
    let text = rendered(Format::Sarif).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let log: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "modell%20%C3%A6/elev%2C%201.yaml"
    );
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let at = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
    let explained = &log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"];
    assert_eq!(explained.as_str(), Some(names::UNKNOWN_NAME.explanation));
}

#[test]
fn the_summary_counts_and_names_the_next_command() {
    let (_, diagnostics) = findings();
    assert_eq!(summary(&diagnostics), "error: 1 error, 1 warning\nhelp: `smie explain E0201` tells more about the first kind");
    assert_eq!(summary(&Diagnostics::default()), "ok: no findings");
}

#[test]
fn spans_beyond_the_text_and_inside_a_letter_are_shown_somewhere() {
    for text in ["", "æøå", "a\r\nb", "\n\n", "\t\u{0}\u{1b}[31m"] {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("x.yaml"), text.to_owned());
        for start in 0..9 {
            for end in 0..12 {
                let mut diagnostics = Diagnostics::default();
                let span = Span { file, start, end };
                diagnostics.push(Diagnostic::new(&names::UNKNOWN_NAME, span, "x").related(Span { file, start: end, end: start }, "y"));
                for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
                    assert!(render(format, &sources, &diagnostics).contains("E0201"));
                }
            }
        }
    }
}
