//! Findings as text for people and machines: one file a format.

use super::Diagnostics;
use crate::source::Sources;

/// Every finding as text for people, in order of file and place.
#[must_use]
pub fn human(_sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.sorted().iter().map(|d| format!("{}[{}]: {}\n", d.code.severity().word(), d.code.id, d.message)).collect()
}

/// One line that counts the findings.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let (errors, warnings) = diagnostics.counts();
    format!("error: {errors} errors, {warnings} warnings")
}
