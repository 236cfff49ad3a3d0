//! The comparison as a whole: every step in order, and what comes out.

use super::change::{Change, Group, Severity};
use super::comparison::Comparison;
use super::verdict::Verdict;
use super::view::View;
use super::{classes, enums, model, packages};

/// What a comparison found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The old model's name and version.
    pub old: Release,
    /// The new model's name and version.
    pub new: Release,
    /// Name of the profile under which changes are judged: the new model's.
    pub profile: String,
    /// Every change: of the model, of packages, then by class and member.
    pub changes: Vec<Change>,
}

/// A model as a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Name of the model.
    pub model: String,
    /// Its version.
    pub version: String,
}

impl Release {
    fn of(view: View<'_>) -> Self {
        Self { model: view.model.name.clone(), version: view.model.version.clone() }
    }
}

impl Report {
    /// The changes that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !change.accepted)
    }

    /// How many changes are in this group, accepted ones not counted.
    #[must_use]
    pub fn count(&self, group: Group) -> usize {
        self.open().filter(|change| change.group() == group).count()
    }

    /// True when a change that nobody accepted is at least as grave.
    #[must_use]
    pub fn has(&self, severity: Severity) -> bool {
        self.open().any(|change| change.severity() >= severity)
    }

    /// Which version step the changes ask for, and whether the version tells it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::new(self)
    }
}

/// Compares two compiled models.
#[must_use]
pub fn compare(old: View<'_>, new: View<'_>) -> Report {
    let mut comparison = Comparison::new(old, new);
    model::model(&mut comparison);
    packages::packages(&mut comparison);
    enums::enums(&mut comparison);
    classes::classes(&mut comparison);
    let mut changes = comparison.changes;
    // Stable: changes of one member stay in the order of the rules.
    changes.sort_by(|a, b| key(a).cmp(&key(b)));
    Report { old: Release::of(old), new: Release::of(new), profile: new.schema.profile.name.clone(), changes }
}

fn key(change: &Change) -> (&Option<String>, &Option<String>, &Option<String>) {
    (&change.class, &change.package, &change.member)
}
