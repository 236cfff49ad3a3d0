//! Workflow commands of GitHub Actions, beside the lines of the new model: errors for what breaks, warnings for what is dangerous,
//! notices for what is new. What is accepted or was announced is a notice too. Information and documentation would drown the rest.

use std::fmt::Write as _;

use super::super::change::Group;
use super::super::compare::Report;
use super::{Extras, fold, remarks, sentence, whom};
use crate::diagnostic::render::github::{data, property};

/// The report, a line each change, and the verdict.
#[must_use]
pub fn github(report: &Report, extras: Extras<'_>) -> String {
    let mut text = String::new();
    for folded in fold(report.changes.iter().filter(|change| change.group() <= Group::Additive)) {
        let change = folded.change;
        let level = match change.group() {
            _ if change.accepted || change.expected => "notice",
            Group::Breaking => "error",
            Group::Dangerous => "warning",
            _ => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = &change.new {
            properties.push(format!("file={}", property(&place.file)));
            properties.push(format!("line={}", place.line));
            properties.push(format!("col={}", place.column));
        }
        properties.push(format!("title={}", property(&format!("{} {}", change.code.id, change.code.title))));
        let remarks: String = remarks(change).iter().map(|remark| format!(" ({remark})")).collect();
        let message = format!("{}: {}{remarks}\n{}: {}", folded.subject(), change.message, whom(change), change.reason);
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(text, "::{level} {}::{}", properties.join(","), data(&message));
    }
    for outcome in extras.consumers.into_iter().flatten() {
        let level = if outcome.breaks() { "error" } else { "notice" };
        let word = if outcome.breaks() { "breaks" } else { "does not break" };
        let title = property(&format!("consumer {}", outcome.consumer));
        let message = data(&format!("{} {word}: {}", outcome.consumer, outcome.why(report)));
        let _ = writeln!(text, "::{level} file={},title={title}::{message}", property(&outcome.file));
    }
    let verdict = report.verdict();
    let level = match (verdict.honest, verdict.breaks_promise) {
        (true, _) => "notice",
        (false, true) => "error",
        (false, false) => "warning",
    };
    let _ = writeln!(text, "::{level} title=version::{}", data(&sentence(report, &verdict)));
    text
}
