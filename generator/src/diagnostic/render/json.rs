//! `{"findings":[…]}`: the form that scripts read. Keys are always there, `null` when there is nothing to say.

use serde::Serialize;

use super::super::Diagnostics;
use super::place;
use crate::source::Sources;

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    class: Option<&'a str>,
    member: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    /// Element or connector id: only XMI has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

/// All findings as one JSON object and a line break.
pub(super) fn json(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let sorted = diagnostics.sorted();
    let findings = sorted.iter().map(|d| {
        let place = place(sources, d);
        Finding {
            code: d.code.id,
            severity: d.code.severity().word(),
            file: place.map(|(file, _)| file.path.as_str()),
            line: place.map(|(_, region)| region.start.0),
            column: place.map(|(_, region)| region.start.1),
            class: d.class.as_deref(),
            member: d.member.as_deref(),
            message: &d.message,
            help: d.help.as_deref(),
            id: d.id.as_deref(),
        }
    });
    super::to_json(&Report { findings: findings.collect() })
}
