//! SARIF 2.1.0 (OASIS), the form of code scanning services and editors.
//!
//! Only the part of the format that findings need, as own types: the tool with its rules, and results with places. Columns count
//! Unicode characters, and the file says so.

use serde::Serialize;

use super::super::{Code, Diagnostic, Diagnostics};
use super::Region;
use crate::source::{SourceFile, Sources};

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    information_uri: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text<'a>,
    help: Text<'a>,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Text<'a>,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Range,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: String,
    kind: &'a str,
}

/// All findings as one SARIF log and a line break.
pub(super) fn sarif(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let sorted = diagnostics.sorted();
    let mut codes: Vec<&Code> = sorted.iter().map(|finding| finding.code).collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup();
    let results = sorted.iter().map(|finding| outcome(sources, finding, &codes)).collect();
    let driver = Driver {
        name: "smie",
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: codes.iter().map(|code| rule(code)).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    super::to_json(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

fn rule(code: &Code) -> Rule<'_> {
    Rule {
        id: code.id,
        short_description: Text { text: code.title.into() },
        help: Text { text: code.explanation.into() },
        default_configuration: Configuration { level: code.severity().word() },
    }
}

fn outcome<'a>(sources: &Sources, finding: &'a Diagnostic, codes: &[&Code]) -> Outcome<'a> {
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message).into(),
        None => finding.message.as_str().into(),
    };
    let related = finding.related.iter().enumerate().map(|(at, label)| Location {
        id: Some(at + 1),
        message: Some(Text { text: label.text.as_str().into() }),
        physical_location: Region::of(sources, label.span).map(physical),
        logical_locations: Vec::new(),
    });
    Outcome {
        rule_id: finding.code.id,
        rule_index: codes.iter().position(|code| *code == finding.code).unwrap_or_default(),
        level: finding.code.severity().word(),
        message: Text { text },
        locations: vec![Location {
            id: None,
            message: None,
            physical_location: Region::of(sources, finding.span).map(physical),
            logical_locations: logical(finding),
        }],
        related_locations: related.collect(),
    }
}

/// The class, and the member in it, for viewers that group by them.
fn logical(finding: &Diagnostic) -> Vec<Logical<'static>> {
    match (&finding.class, &finding.member) {
        (Some(class), Some(member)) => vec![Logical { fully_qualified_name: format!("{class}.{member}"), kind: "member" }],
        (Some(class), None) => vec![Logical { fully_qualified_name: class.clone(), kind: "type" }],
        _ => Vec::new(),
    }
}

fn physical((file, region): (&SourceFile, Region)) -> Physical {
    let range = Range { start_line: region.start.0, start_column: region.start.1, end_line: region.end.0, end_column: region.end.1 };
    Physical { artifact_location: Artifact { uri: uri(&file.path) }, region: range }
}

/// A path as a URI reference: relative as it is, absolute with the scheme; what is no URI character is percent-encoded.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let encoded = path.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    encoded.fold(scheme.to_owned(), |uri, part| uri + &part)
}
