//! A report in one of four forms. What is told is the same in all; who reads it differs.

pub mod github;
pub mod human;
pub mod json;
pub mod markdown;

use super::change::{Change, Location};
use super::compare::Report;
use super::contract::Outcome;
use super::verdict::{Step, Verdict};

/// How a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// By gravity, for people
    #[default]
    Human,
    /// One JSON object: {"changes":[…],"verdict":{…}}
    Json,
    /// A page for release notes and migration guides
    Markdown,
    /// Workflow commands of GitHub Actions: changes appear beside the changed lines
    Github,
}

/// What else than the report is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'a> {
    /// Known consumers, when asked for.
    pub consumers: Option<&'a [Outcome]>,
    /// True when changes of documentation are listed one by one for people.
    pub docs: bool,
}

/// The report in a format.
#[must_use]
pub fn render(format: Format, report: &Report, extras: Extras<'_>) -> String {
    match format {
        Format::Human => human::human(report, extras),
        Format::Json => json::json(report, extras),
        Format::Markdown => markdown::markdown(report, extras),
        Format::Github => github::github(report, extras),
    }
}

/// The verdict as a sentence.
#[must_use]
pub fn sentence(report: &Report, verdict: &Verdict) -> String {
    let (old, new) = (&report.old.version, &report.new.version);
    let least = verdict.least.as_deref().unwrap_or("?");
    let says = match verdict.says {
        Step::Backwards => format!("{new} is lower than {old}"),
        Step::None if old == new => format!("the version is still {old}"),
        Step::None => format!("{old} -> {new} is no step"),
        step => format!("{old} -> {new} is {}", step.word()),
    };
    match (verdict.honest, verdict.needs) {
        (true, Step::None) => format!("nothing asks for a new version; {says}"),
        (true, needs) => format!("the changes ask for a {} version, {says}: honest", needs.word()),
        (false, Step::None | Step::Backwards) => format!("{says}: not honest"),
        (false, needs) => format!("the changes ask for a {} version, at least {least}; {says}: not honest", needs.word()),
    }
}

/// A change once, with all the classes that inherit it.
struct Folded<'a> {
    change: &'a Change,
    /// The declaring class, when the member is inherited, else the change's own.
    class: Option<&'a str>,
    /// The concrete classes, when there is more than the one named.
    inherited_by: Vec<&'a str>,
}

/// One change a declaring class and member: fourteen kodeverk that lose what their parent lost are one thing to people.
fn fold<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Folded<'a>> {
    let mut folded: Vec<Folded<'a>> = Vec::new();
    for change in changes {
        let alike = |other: &&mut Folded<'a>| {
            let other = other.change;
            change.origin.is_some()
                && other.origin == change.origin
                && (other.code, &other.member, &other.message) == (change.code, &change.member, &change.message)
                && (other.impact, other.expected, other.accepted) == (change.impact, change.expected, change.accepted)
        };
        match (folded.iter_mut().find(alike), change.class.as_deref()) {
            (Some(first), Some(class)) => first.inherited_by.push(class),
            _ => folded.push(Folded {
                change,
                class: change.origin.as_deref().or(change.class.as_deref()),
                inherited_by: change.origin.as_ref().and(change.class.as_deref()).into_iter().collect(),
            }),
        }
    }
    folded
}

impl Folded<'_> {
    /// `package/Class.member`, by the declaring class.
    fn subject(&self) -> String {
        match (self.class, &self.change.member) {
            (Some(class), Some(member)) => format!("{class}.{member}"),
            (Some(class), None) => class.to_owned(),
            (None, _) => self.change.subject(),
        }
    }
}

/// `file:line`, or nothing.
fn spelled(place: Option<&Location>) -> Option<String> {
    place.map(|place| format!("{}:{}", place.file, place.line))
}

/// `readers break, writers not`: for whom a change is what.
fn whom(change: &Change) -> String {
    let (readers, writers) = (change.impact.readers, change.impact.writers);
    if readers == writers {
        format!("{} for readers and writers", readers.word())
    } else {
        format!("{} for readers, {} for writers", readers.word(), writers.word())
    }
}

/// Remarks on a change: expected, accepted.
fn remarks(change: &Change) -> Vec<&'static str> {
    let expected = change.expected.then_some("expected: deprecated a major version ago");
    expected.into_iter().chain(change.accepted.then_some("accepted")).collect()
}

/// `1 change`, `2 changes`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
