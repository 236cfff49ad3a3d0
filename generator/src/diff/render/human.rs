//! For people: gravest first, inherited changes once, the verdict last. Coloured by escape codes, which the printer drops where no colour is wanted.

use std::fmt::Write as _;

use super::super::change::{Change, Group};
use super::super::compare::Report;
use super::super::contract::Outcome;
use super::{Extras, Folded, count, fold, remarks, sentence, spelled, whom};

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const GREEN: &str = "\x1b[1;32m";
const BLUE: &str = "\x1b[1;34m";
const RESET: &str = "\x1b[0m";

fn colour(group: Group) -> &'static str {
    match group {
        Group::Breaking => RED,
        Group::Dangerous => YELLOW,
        Group::Additive => GREEN,
        Group::Information | Group::Documentation => BLUE,
    }
}

/// The report as text.
#[must_use]
pub fn human(report: &Report, extras: Extras<'_>) -> String {
    let mut text = String::new();
    for &group in Group::ALL.iter().filter(|&&group| extras.docs || group != Group::Documentation) {
        for folded in fold(report.changes.iter().filter(|change| change.group() == group)) {
            change(&mut text, group, &folded);
        }
    }
    if let Some(outcomes) = extras.consumers {
        consumers(&mut text, report, outcomes);
    }
    summary(&mut text, report, extras.docs);
    text
}

// Writing to a string cannot fail, here and below.
fn change(text: &mut String, group: Group, folded: &Folded<'_>) {
    let change = folded.change;
    let remarks: String = remarks(change).iter().map(|remark| format!(" ({remark})")).collect();
    let (code, subject, word) = (change.code.id, folded.subject(), group.word());
    let _ = writeln!(text, "{}{word}[{code}]{RESET}{BOLD}: {subject}: {}{RESET}{remarks}", colour(group), change.message);
    if let Some(places) = places(change) {
        let _ = writeln!(text, "  {BLUE}-->{RESET} {places}");
    }
    if group <= Group::Dangerous {
        let _ = writeln!(text, "  {BLUE}={RESET} {}: {}", whom(change), change.reason);
    }
    if let Some(other) = by_profile(change) {
        let _ = writeln!(text, "  {BLUE}={RESET} {other}");
    }
    if !folded.inherited_by.is_empty() {
        let classes = count(folded.inherited_by.len(), "class", "classes");
        let _ = writeln!(text, "  {BLUE}={RESET} inherited by {classes}: {}", folded.inherited_by.join(", "));
    }
}

/// Both places; the one that the part is not in is left out.
fn places(change: &Change) -> Option<String> {
    let exact = |place: &Option<_>| spelled(place.as_ref().filter(|place: &&super::Location| place.exact));
    match (exact(&change.old), exact(&change.new)) {
        (Some(old), Some(new)) => Some(format!("{old} -> {new}")),
        (Some(old), None) => Some(format!("{old} (old)")),
        (None, Some(new)) => Some(format!("{new} (new)")),
        (None, None) => spelled(change.new.as_ref().or(change.old.as_ref())),
    }
}

/// Under which profiles it is something else; `None` when it is the same under all.
fn by_profile(change: &Change) -> Option<String> {
    let (_, first) = change.profiles.first()?;
    if change.profiles.iter().all(|(_, severity)| severity == first) {
        return None;
    }
    let each: Vec<String> = change.profiles.iter().map(|(name, severity)| format!("{} under `{name}`", severity.word())).collect();
    Some(each.join(", "))
}

fn consumers(text: &mut String, report: &Report, outcomes: &[Outcome]) {
    for outcome in outcomes {
        let (colour, word) = if outcome.breaks() { (RED, "breaks") } else { (GREEN, "does not break") };
        let _ = writeln!(text, "{BOLD}{}{RESET} {colour}{word}{RESET}: {}", outcome.consumer, outcome.why(report));
        for hit in &outcome.hits {
            let Some(change) = report.changes.get(hit.change) else { continue };
            let _ = writeln!(
                text,
                "  {BLUE}={RESET} {} {}: {} [{}], which it {}",
                hit.severity.word(),
                change.subject(),
                change.message,
                change.code.id,
                hit.role.word()
            );
        }
    }
    if !outcomes.is_empty() {
        text.push('\n');
    }
}

fn summary(text: &mut String, report: &Report, docs: bool) {
    let counts: Vec<String> = Group::ALL
        .iter()
        .map(|&group| (group, report.count(group)))
        .filter(|&(_, n)| n > 0)
        .map(|(group, n)| format!("{}{n} {}{RESET}", colour(group), group.word()))
        .collect();
    let accepted = report.changes.iter().filter(|change| change.accepted).count();
    let accepted = if accepted > 0 { format!(", {accepted} accepted") } else { String::new() };
    if counts.is_empty() && accepted.is_empty() {
        text.push_str("no changes\n");
    } else {
        let _ = writeln!(text, "{}{accepted}", counts.join(", "));
    }
    if !docs && report.count(Group::Documentation) > 0 {
        text.push_str("note: `--docs` lists changes of documentation too\n");
    }
    let verdict = report.verdict();
    let colour = if verdict.honest { GREEN } else { RED };
    let _ = writeln!(text, "{colour}verdict{RESET}: {}", sentence(report, &verdict));
}
