//! Findings by rule as text for people and machines, in the same four forms as findings of `smie check`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Finding, rules};
use crate::diagnostic::Severity;
use crate::diagnostic::render::{github, to_json};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A line each, for people
    #[default]
    Human,
    /// One JSON object: {"findings":[…]}
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

/// What was judged, and what was found.
#[derive(Debug)]
pub struct Report<'a> {
    /// The file's path, or the server's address.
    pub subject: &'a str,
    /// The text of the file, to tell lines.
    pub text: Option<&'a str>,
    /// What was found.
    pub findings: &'a [Finding],
}

impl Report<'_> {
    /// Line and column of a byte, from 1.
    fn position(&self, at: Option<usize>) -> Option<(usize, usize)> {
        let before = self.text?.get(..at?)?;
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some((line, column))
    }

    /// The findings in a format.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human => self.human(),
            Format::Json => to_json(&json!({ "findings": self.findings.iter().map(|f| self.row(f)).collect::<Vec<_>>() })),
            Format::Github => self.github(),
            Format::Sarif => to_json(&self.sarif()),
        }
    }

    /// Numbers of errors and warnings that no exception covers.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let open = self.findings.iter().filter(|finding| finding.excepted.is_none());
        let errors = open.clone().filter(|finding| finding.rule.level.severity() == Severity::Error).count();
        (errors, open.count() - errors)
    }

    /// A line that counts.
    #[must_use]
    pub fn summary(&self) -> String {
        let (errors, warnings) = self.counts();
        let excepted = self.findings.iter().filter(|finding| finding.excepted.is_some()).count();
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let aside = if excepted > 0 { format!(", {} by exception of the model", count(excepted, "finding")) } else { String::new() };
        let first = self.findings.iter().find(|finding| finding.excepted.is_none());
        let help = first.map_or_else(String::new, |finding| format!("\nhelp: `smie explain {}` tells more", finding.rule.id));
        match (errors, warnings) {
            (0, 0) => format!("ok: no findings{aside}"),
            (0, _) => format!("warning: {}{aside}{help}", count(warnings, "warning")),
            _ => format!("error: {}, {}{aside}{help}", count(errors, "error"), count(warnings, "warning")),
        }
    }

    fn human(&self) -> String {
        let mut text = String::new();
        for finding in self.findings {
            let place = match self.position(finding.at) {
                Some((line, column)) => format!("{}:{line}:{column}", self.subject),
                None => finding.place.clone(),
            };
            let level = match &finding.excepted {
                Some(_) => "note",
                None => finding.rule.level.severity().word(),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{place}: {level}[{}]: {}", finding.rule.id, finding.message);
            if finding.at.is_some() {
                let _ = writeln!(text, "  at {}", finding.place);
            }
            if let Some(reason) = &finding.excepted {
                let _ = writeln!(text, "  exception: {reason}");
            }
        }
        text
    }

    fn row(&self, finding: &Finding) -> Value {
        let position = self.position(finding.at);
        json!({
            "rule": finding.rule.id,
            "level": finding.rule.level.word(),
            "severity": finding.rule.level.severity().word(),
            "message": finding.message,
            "place": finding.place,
            "file": self.text.map(|_| self.subject),
            "line": position.map(|p| p.0),
            "column": position.map(|p| p.1),
            "exception": finding.excepted,
        })
    }

    fn github(&self) -> String {
        let mut text = String::new();
        for finding in self.findings {
            let mut properties = Vec::new();
            if let Some((line, column)) = self.position(finding.at) {
                properties.extend([format!("file={}", github::property(self.subject)), format!("line={line}"), format!("col={column}")]);
            }
            properties.push(format!("title={}", github::property(&format!("{} {}", finding.rule.id, finding.rule.title))));
            let word = if finding.excepted.is_some() { "notice" } else { finding.rule.level.severity().word() };
            let message = github::data(&format!("{} ({})", finding.message, finding.place));
            let _ = writeln!(text, "::{word} {}::{message}", properties.join(","));
        }
        text
    }

    fn sarif(&self) -> Value {
        let mut used: Vec<&'static rules::Rule> = Vec::new();
        for finding in self.findings {
            if !used.iter().any(|rule| rule.id == finding.rule.id) {
                used.push(finding.rule);
            }
        }
        let rows: Vec<Value> = used
            .iter()
            .map(|rule| json!({"id": rule.id, "shortDescription": {"text": rule.title}, "help": {"text": explain(rule)}}))
            .collect();
        let result = |finding: &Finding| {
            let mut location = json!({"logicalLocations": [{"fullyQualifiedName": finding.place}]});
            if let Some((line, column)) = self.position(finding.at) {
                location["physicalLocation"] = json!({
                    "artifactLocation": {"uri": uri(self.subject)},
                    "region": {"startLine": line, "startColumn": column},
                });
            }
            let mut result = json!({
                "ruleId": finding.rule.id,
                "ruleIndex": used.iter().position(|rule| rule.id == finding.rule.id),
                "level": finding.rule.level.severity().word(),
                "message": {"text": finding.message},
                "locations": [location],
            });
            if let Some(reason) = &finding.excepted {
                result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
            }
            result
        };
        json!({
            "version": "2.1.0",
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "runs": [{
                "tool": {"driver": {"name": "smie", "version": env!("CARGO_PKG_VERSION"), "rules": rows}},
                "results": self.findings.iter().map(result).collect::<Vec<_>>(),
            }],
        })
    }
}

/// The long text of a rule.
#[must_use]
pub fn explain(rule: &rules::Rule) -> String {
    let checked = if super::checked().any(|id| id == rule.id) { "\n\n`smie lint` checks it in an OpenAPI document." } else { "" };
    let conform = if crate::conform::CHECKED.contains(&rule.id) { "\n\n`smie conform` checks it on a running server." } else { "" };
    format!(
        "{} ({} of the Swedish REST API profile): {}\n\nWhat smie does for it: {}.{checked}{conform}\n\nA model that knowingly does not meet it says so, with the reason: `exceptions: {{{}: …}}`.",
        rule.id,
        rule.level.word(),
        rule.title,
        rule.note,
        rule.id
    )
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, URI).to_string()
}

/// What is no sign of a URI's path.
const URI: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');
