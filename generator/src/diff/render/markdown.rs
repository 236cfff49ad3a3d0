//! A page for release notes and migration guides.

use std::fmt::Write as _;

use super::super::change::{Change, Group};
use super::super::compare::Report;
use super::super::contract::Outcome;
use super::{Extras, count, fold, remarks, sentence, spelled, whom};

/// The report as Markdown (CommonMark with tables).
#[must_use]
pub fn markdown(report: &Report, extras: Extras<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(text, "# {} {} → {}\n", escaped(&report.new.model), report.old.version, report.new.version);
    let _ = writeln!(text, "**Verdict:** {}.\n", escaped(&sentence(report, &report.verdict())));
    text.push_str("| breaking | dangerous | additive | information | documentation |\n|---:|---:|---:|---:|---:|\n");
    let counts: Vec<String> = Group::ALL.iter().map(|&group| report.count(group).to_string()).collect();
    let _ = writeln!(text, "| {} |", counts.join(" | "));
    for &group in Group::ALL {
        section(&mut text, report, group);
    }
    if let Some(outcomes) = extras.consumers {
        consumers(&mut text, report, outcomes);
    }
    text
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Breaking => "Breaking",
        Group::Dangerous => "Dangerous",
        Group::Additive => "Added",
        Group::Information => "For information",
        Group::Documentation => "Documentation",
    }
}

fn section(text: &mut String, report: &Report, group: Group) {
    let changes = fold(report.changes.iter().filter(|change| change.group() == group));
    if changes.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {}\n\n| what | change | why | where |\n|---|---|---|---|\n", title(group));
    for folded in changes {
        let change = folded.change;
        let remarks: String = remarks(change).iter().map(|remark| format!(" *({remark})*")).collect();
        let classes = match folded.inherited_by.len() {
            0 | 1 => String::new(),
            n => format!(" ({})", count(n, "class", "classes")),
        };
        let why = if group <= Group::Dangerous { format!("{}: {}", whom(change), change.reason) } else { change.reason.clone() };
        let _ = writeln!(
            text,
            "| `{}`{classes} | {}{remarks} `{}` | {} | {} |",
            folded.subject(),
            cell(&change.message),
            change.code.id,
            cell(&why),
            place(change)
        );
    }
}

fn consumers(text: &mut String, report: &Report, outcomes: &[Outcome]) {
    text.push_str("\n## Consumers\n\n| consumer | breaks | why |\n|---|---|---|\n");
    for outcome in outcomes {
        let word = if outcome.breaks() { "**yes**" } else { "no" };
        let list: String = outcome
            .hits
            .iter()
            .filter_map(|hit| Some((hit, report.changes.get(hit.change)?)))
            .map(|(hit, change)| {
                format!("<br>{} `{}`, which it {}: {}", hit.severity.word(), change.subject(), hit.role.word(), cell(&change.message))
            })
            .collect();
        let _ = writeln!(text, "| {} | {word} | {}{list} |", cell(&outcome.consumer), cell(&outcome.why(report)));
    }
}

fn place(change: &Change) -> String {
    let place = [&change.new, &change.old].into_iter().flatten().find(|place| place.exact);
    spelled(place).map(|place| format!("`{place}`")).unwrap_or_default()
}

/// Text in a table: a bar would end the cell, a line break the row.
fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|").replace(['\r', '\n'], " ")
}

/// What a name may hold and Markdown would take for its own. Backticks stay, as they are ours.
fn escaped(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*")
}
