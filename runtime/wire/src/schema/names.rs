//! From a name in the model's letters to a name on the wire, with what stands in its way.
//!
//! Every name passes here, so that a letter that cannot be folded is found wherever it stands, and once: an inherited member is
//! reported in the class that declares it. After a conflict the name goes on as it is, so that the rules that follow still run.

use super::{Conflict, ConflictKind};
use crate::model::{ClassId, Model, PackageId};
use crate::profile::{Case, WireProfile};

/// What every step of the compiler shares: what it reads, and what it has found.
pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    pub(super) profile: &'a WireProfile,
    pub(super) conflicts: Vec<Conflict>,
}

/// Whose name it is.
#[derive(Clone, Copy, Default)]
pub(super) struct Site<'a> {
    pub(super) class: Option<ClassId>,
    pub(super) package: Option<PackageId>,
    pub(super) member: Option<&'a str>,
    /// Set where the name only repeats one that is judged elsewhere.
    pub(super) silent: bool,
}

impl Site<'_> {
    /// The class itself.
    pub(super) fn class(class: ClassId) -> Self {
        Self { class: Some(class), ..Self::default() }
    }

    /// A package's path.
    pub(super) fn package(package: PackageId) -> Self {
        Self { package: Some(package), ..Self::default() }
    }
}

impl<'a> Site<'a> {
    /// A member of a class, judged in the class that declares it.
    pub(super) fn member(class: ClassId, name: &'a str, origin: ClassId) -> Self {
        Self { class: Some(class), member: Some(name), silent: origin != class, ..Self::default() }
    }
}

impl Context<'_> {
    pub(super) fn report(&mut self, site: Site<'_>, kind: ConflictKind) {
        if !site.silent {
            let Site { class, package, member, .. } = site;
            self.conflicts.push(Conflict { kind, class, package, member: member.map(str::to_owned) });
        }
    }

    /// Folds a name; a letter without a place is reported and kept.
    pub(super) fn fold(&mut self, site: Site<'_>, name: &str) -> String {
        self.profile.folding.fold(name).unwrap_or_else(|error| {
            self.report(site, ConflictKind::Letter { letter: error.letter, name: name.to_owned() });
            name.to_owned()
        })
    }

    /// Folds a name of the model, or takes the wire name that the model gives, and checks its letters.
    pub(super) fn name(&mut self, site: Site<'_>, name: &str, given: Option<&str>, case: Case) -> String {
        let wire = given.map_or_else(|| case.apply(&self.fold(site, name)), str::to_owned);
        // A letter that could not be folded is reported already.
        if !is_name(&wire) && (wire.is_ascii() || given.is_some()) {
            self.report(site, ConflictKind::Name { wire: wire.clone() });
        }
        wire
    }
}

fn is_name(wire: &str) -> bool {
    wire.starts_with(|c: char| c.is_ascii_alphabetic()) && wire.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
