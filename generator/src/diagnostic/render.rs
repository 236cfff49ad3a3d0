//! Findings as text for people and machines: one file a format.
//!
//! Every format says the same of a finding; they differ in who reads it. Rendering is pure: colours are always in the text for people, and the
//! stream that prints it takes them away where nobody can see them.

pub(crate) mod github;
mod human;
mod json;
mod sarif;

use super::{Diagnostic, Diagnostics};
use crate::source::{SourceFile, Sources};

pub use human::human;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Source lines with what is wrong marked, for people
    #[default]
    Human,
    /// One JSON object: {"findings":[…]}
    Json,
    /// Workflow commands of GitHub Actions: findings appear beside the changed lines
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

/// All findings in a format, in order of file and place.
#[must_use]
pub fn render(format: Format, sources: &Sources, diagnostics: &Diagnostics) -> String {
    match format {
        Format::Human => human(sources, diagnostics),
        Format::Json => json::json(sources, diagnostics),
        Format::Github => github::github(sources, diagnostics),
        Format::Sarif => sarif::sarif(sources, diagnostics),
    }
}

/// A line that counts the findings and one that names the next command; without findings, a line that says so.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let (errors, warnings) = diagnostics.counts();
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let line = match (errors, warnings) {
        (0, 0) => return "ok: no findings".to_owned(),
        (0, warnings) => format!("warning: {}", count(warnings, "warning")),
        (errors, 0) => format!("error: {}", count(errors, "error")),
        (errors, warnings) => format!("error: {}, {}", count(errors, "error"), count(warnings, "warning")),
    };
    let sorted = diagnostics.sorted();
    let first = sorted.iter().min_by_key(|d| d.code.severity());
    match first {
        Some(first) => format!(
            "{line}\nhelp: `smie explain {}` tells more about {}",
            first.code.id,
            if sorted.len() == 1 { "it" } else { "the first kind" }
        ),
        None => line,
    }
}

/// Indented JSON and a line break. Our own types always serialise; were one not to, an object that says so is better than a panic.
pub(crate) fn to_json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"error\": {:?}}}", error.to_string()));
    text + "\n"
}

/// Where a finding begins and ends: file, then line and column from 1; `None` when its file is not among the sources.
fn place<'a>(sources: &'a Sources, finding: &Diagnostic) -> Option<(&'a SourceFile, Region)> {
    Region::of(sources, finding.span)
}

/// A range in a file as people count: lines and columns from 1, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Region {
    start: (usize, usize),
    end: (usize, usize),
}

impl Region {
    fn of(sources: &Sources, span: crate::source::Span) -> Option<(&SourceFile, Self)> {
        let file = sources.get(span.file)?;
        Some((file, Self { start: file.position(span.start), end: file.position(span.end.max(span.start)) }))
    }
}

#[cfg(test)]
mod tests;
