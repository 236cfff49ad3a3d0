//! Consumer-driven contracts: which changes concern a consumer, by what it says it uses.
//!
//! A contract is resolved against the old model, for that is what the consumer was built for ([`usage`]); each change is then held
//! against it. What a consumer does not use cannot break it. [`record`] writes a contract from a trace of real requests.

pub mod codes;
pub mod record;
mod usage;

use super::change::{Change, Group, Severity};
use super::compare::Report;
use super::view::View;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::source::contract::Contract;

pub use usage::{Role, Usage};

/// What a comparison means to a consumer.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Who.
    pub consumer: String,
    /// The contract's file.
    pub file: String,
    /// How many classes it uses.
    pub classes: usize,
    /// The breaking and dangerous changes that concern it, in the report's order.
    pub hits: Vec<Hit>,
}

/// A change that concerns a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Position in [`Report::changes`].
    pub change: usize,
    /// How grave it is for what the consumer does.
    pub severity: Severity,
    /// What the consumer does with it.
    pub role: Role,
}

impl Outcome {
    /// The gravest that hits it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.hits.iter().map(|hit| hit.severity).max().unwrap_or_default()
    }

    /// True when something that it uses breaks.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.severity() == Severity::Breaking
    }

    /// Why it breaks, or why not.
    #[must_use]
    pub fn why(&self, report: &Report) -> String {
        let number = |severity| self.hits.iter().filter(|hit| hit.severity == severity).count();
        let (breaking, dangerous) = (number(Severity::Breaking), number(Severity::Dangerous));
        let uses = super::render::count(self.classes, "class", "classes");
        let changes = |n| super::render::count(n, "breaking change", "breaking changes");
        match (breaking, dangerous) {
            (0, 0) => match report.count(Group::Breaking) {
                0 => format!("nothing breaks; it uses {uses}"),
                n => format!("it uses {uses}, and of {} none concerns what it uses", changes(n)),
            },
            (0, n) => format!("nothing that it uses breaks, but {n} dangerous to look at"),
            (n, _) => format!("{} to what it uses", changes(n)),
        }
    }
}

/// Holds every contract against a report. What contracts say wrongly goes to `diagnostics`.
pub fn judge(
    report: &Report,
    contracts: &[Contract],
    (old, new): (View<'_>, View<'_>),
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Outcome> {
    let outcome = |contract: &Contract| {
        let usage = Usage::resolve(contract, old, new, diagnostics);
        let concerns = |(at, change): (usize, &Change)| {
            let (role, severity) = usage.concern(change).filter(|&(_, severity)| severity > Severity::Compatible)?;
            Some(Hit { change: at, severity, role })
        };
        let hits = report.changes.iter().enumerate().filter(|(_, change)| !change.accepted).filter_map(concerns).collect();
        let file = sources.get(contract.span.file).map(|file| file.path.clone()).unwrap_or_default();
        Outcome { consumer: contract.name.value.clone(), file, classes: contract.uses.len(), hits }
    };
    contracts.iter().map(outcome).collect()
}
