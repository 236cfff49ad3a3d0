//! Data from files: NDJSON or FINT collection JSON, a file a collection, all or nothing.
//!
//! Everything is read and checked first, every violation with file, line and pointer; then one commit brings in what differs, as `$sync` does. What is there
//! already with the same content stays untouched, so loading the same files again changes nothing. The name of a file says its collection:
//! `utdanning-elev.person.ndjson`.

mod entries;
mod files;
mod report;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use report::{Finding, LoadReport};

use crate::commit::Ledger;
use crate::store::TenantName;
use crate::sync::{self, Intake, Place, Refused, SyncMode};
use crate::validate::Validator;
use entries::Unreadable;

/// What happens to the right entities when others are wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is loaded when anything is wrong.
    #[default]
    All,
    /// What is right is loaded.
    Partial,
}

/// What happens to entities that are there and do not come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// They stay: the files say what changed.
    #[default]
    Stay,
    /// They are deleted, of each collection that has a file, unless that would be more than one in ten.
    Delete,
    /// They are deleted, however many they are.
    DeleteAll,
}

/// Reads a file or a folder and commits it to a tenant. `tell` hears after each entity how many were read.
pub(crate) fn load(
    ledger: &Ledger,
    validator: &Arc<Validator>,
    tenant: &TenantName,
    path: &Path,
    (mode, missing): (Mode, Missing),
    tell: &mut dyn FnMut(u64),
) -> LoadReport {
    let mut report = LoadReport::default();
    let mut count = 0;
    if let Err(error) = files::readable(path) {
        report.unreadable = true;
        report.findings.push(Finding::failure(path, error.to_string()));
        return report;
    }
    let mut intakes = Vec::new();
    let sync_mode = if missing == Missing::Stay { SyncMode::Delta } else { SyncMode::Full };
    for file in files::find(&ledger.schema, path, &mut report) {
        // The entities go to the index next, so nothing is gained by letting them wait on disk.
        let mut intake = Intake::new(ledger, validator, tenant, file.collection, sync_mode, (usize::MAX, usize::MAX));
        intake.source = file.path.display().to_string();
        let read = entries::each(&file.path, &mut |place, text| {
            count += 1;
            tell(count);
            intake.entry(place, text)
        });
        match read {
            Ok(()) => {}
            Err(Unreadable::Data(finding)) => intake.unreadable(finding),
            Err(Unreadable::Io(error)) => intake.unreadable(Place::default().finding(error.to_string())),
        }
        report.files.push((file.path, intake.entries()));
        intakes.push(intake);
    }
    if let Some(twice) = twice(&report.files).filter(|_| sync_mode == SyncMode::Full) {
        let message = "another file is of the same collection, and each would delete what the other brings".to_owned();
        report.findings.push(Finding::failure(&twice, message));
        return report;
    }
    if report.findings.is_empty() || mode == Mode::Partial {
        let options = sync::Options { expect: None, force: missing == Missing::DeleteAll, partial: mode == Mode::Partial };
        match sync::finish(ledger, tenant, &mut intakes, options) {
            Ok(done) => report.committed = Some(done.committed),
            // Each of them is told below.
            Err(Refused::Wrong(_)) => {}
            Err(refused) => report.findings.push(Finding::failure(path, refused.to_string())),
        }
    }
    let files = report.files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    for (path, intake) in files.iter().zip(&intakes) {
        report.findings.extend(intake.findings.kept.iter().map(|finding| Finding::of(path, finding)));
    }
    report.findings.sort();
    report
}

/// A file whose name, but for the ending, another one has.
fn twice(files: &[(PathBuf, usize)]) -> Option<PathBuf> {
    let mut seen = HashSet::new();
    files.iter().map(|(path, _)| path).find(|path| !seen.insert(path.with_extension(""))).cloned()
}

#[cfg(test)]
mod tests;
