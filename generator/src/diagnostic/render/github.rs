//! Workflow commands of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
//!
//! Values are escaped as the runner unescapes them: `%`, carriage return and line feed everywhere, and in properties `:` and `,` too.

use std::fmt::Write as _;

use super::super::Diagnostics;
use super::place;
use crate::source::Sources;

/// All findings, a line each.
pub(super) fn github(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for finding in diagnostics.sorted() {
        let mut properties = Vec::new();
        if let Some((file, region)) = place(sources, finding) {
            properties.push(format!("file={}", property(&file.path)));
            properties.push(format!("line={}", region.start.0));
            properties.push(format!("col={}", region.start.1));
        }
        properties.push(format!("title={}", property(&format!("{} {}", finding.code.id, finding.code.title))));
        let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = data(&format!("{}{help}", finding.message));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "::{} {}::{message}", finding.code.severity().word(), properties.join(","));
    }
    text
}

pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
