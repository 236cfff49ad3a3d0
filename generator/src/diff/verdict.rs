//! The semver verdict: which step the changes ask for, which the version says, and whether that is honest.
//!
//! Breaking asks for a major step, anything more or dangerous (and a deprecation, so that its users see it) for a minor one, the rest for a
//! patch. Before 1.0 a minor step may break and a patch may add, as semantic versioning has it.

use super::change::Group;
use super::codes::surroundings::DEPRECATED;
use super::compare::Report;

/// A step from a version to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A lower version than before.
    Backwards,
    /// The same version.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Step {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Backwards => "backwards",
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What the version should be, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The step that the changes ask for.
    pub needs: Step,
    /// The step that the version says.
    pub says: Step,
    /// The lowest version that would be honest; `None` when the old version is none.
    pub least: Option<String>,
    /// True when the version says at least what the changes ask for.
    pub honest: bool,
    /// True when something breaks and the version does not say so.
    pub breaks_promise: bool,
}

impl Verdict {
    pub(super) fn new(report: &Report) -> Self {
        let (old, new) = (parse(&report.old.version), parse(&report.new.version));
        let early = old.is_some_and(|(major, ..)| major == 0);
        let needs = lowered(asked(report), early);
        let says = step(old, new);
        let breaks = report.count(Group::Breaking) > 0;
        Self {
            needs,
            says,
            least: old.map(|old| raised(old, needs)),
            honest: says >= needs && says != Step::Backwards,
            breaks_promise: breaks && says < needs,
        }
    }
}

fn asked(report: &Report) -> Step {
    let is = |group| report.count(group) > 0;
    if is(Group::Breaking) {
        Step::Major
    } else if is(Group::Dangerous) || is(Group::Additive) || report.open().any(|change| *change.code == DEPRECATED) {
        Step::Minor
    } else if report.open().next().is_some() {
        Step::Patch
    } else {
        Step::None
    }
}

/// Before 1.0 each step is worth one more.
fn lowered(step: Step, early: bool) -> Step {
    match step {
        Step::Major if early => Step::Minor,
        Step::Minor if early => Step::Patch,
        step => step,
    }
}

type Version = (u64, u64, u64);

/// Three numbers; what follows a `-` or `+` does not count.
fn parse(version: &str) -> Option<Version> {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    let mut parts = core.split('.').map(|part| part.parse::<u64>().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

/// The first number of a version.
pub(super) fn major(version: &str) -> Option<u64> {
    version.split('.').next()?.parse().ok()
}

fn step(old: Option<Version>, new: Option<Version>) -> Step {
    let (Some(old), Some(new)) = (old, new) else { return Step::None };
    if new < old {
        Step::Backwards
    } else if new.0 > old.0 {
        Step::Major
    } else if new.1 > old.1 {
        Step::Minor
    } else if new.2 > old.2 {
        Step::Patch
    } else {
        Step::None
    }
}

fn raised((major, minor, patch): Version, step: Step) -> String {
    let (major, minor, patch) = match step {
        Step::Major => (major.saturating_add(1), 0, 0),
        Step::Minor => (major, minor.saturating_add(1), 0),
        Step::Patch => (major, minor, patch.saturating_add(1)),
        Step::None | Step::Backwards => (major, minor, patch),
    };
    format!("{major}.{minor}.{patch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_three_numbers_whatever_follows() {
        assert_eq!(parse("4.1.0"), Some((4, 1, 0)));
        assert_eq!(parse("4.1.0-rc.1+5"), Some((4, 1, 0)));
        assert_eq!(parse("4.1"), None);
        assert_eq!(parse("4.1.0.0"), None);
        assert_eq!(parse("99999999999999999999.0.0"), None);
    }

    #[test]
    fn steps_are_told_by_the_first_number_that_grows() {
        let step = |old, new| step(parse(old), parse(new));
        assert_eq!(step("3.21.10", "4.0.0"), Step::Major);
        assert_eq!(step("4.0.0", "4.1.0"), Step::Minor);
        assert_eq!(step("4.0.0", "4.0.30"), Step::Patch);
        assert_eq!(step("4.0.0", "4.0.0"), Step::None);
        assert_eq!(step("4.1.0", "4.0.30"), Step::Backwards);
    }

    #[test]
    fn before_one_a_minor_step_may_break() {
        assert_eq!(lowered(Step::Major, true), Step::Minor);
        assert_eq!(lowered(Step::Minor, true), Step::Patch);
        assert_eq!(raised((0, 4, 2), Step::Minor), "0.5.0");
    }
}
