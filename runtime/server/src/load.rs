//! Data from files: NDJSON or FINT collection JSON, a file a collection, all or nothing.
//!
//! Everything is read and checked first, every violation with file, line and pointer; then one commit brings it in. What is there already with the
//! same content stays untouched, so loading the same files again changes nothing. The name of a file says its collection: `utdanning-elev.person.ndjson`.

mod entries;
mod files;
mod report;

use std::path::Path;
use std::sync::Arc;

pub use report::{Finding, LoadReport};

use smie_wire::schema::Schema;

use crate::commit::{CommitError, Ledger, Reason};
use crate::entity::Entity;
use crate::store::TenantName;
use crate::validate::{Scratch, Validator};
use entries::Place;

/// What happens to the right entities when others are wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is loaded when anything is wrong.
    #[default]
    All,
    /// What is right is loaded.
    Partial,
}

/// Reads a file or a folder and commits it to a tenant.
pub(crate) fn load(ledger: &Ledger, validator: &Validator, tenant: &TenantName, path: &Path, mode: Mode) -> LoadReport {
    let mut report = LoadReport::default();
    let mut batch = Batch::default();
    for file in files::find(&ledger.schema, path, &mut report) {
        let before = batch.entities.len();
        batch.read(&ledger.schema, validator, &file, &mut report);
        report.files.push((file.path.clone(), batch.entities.len() - before));
    }
    if report.findings.is_empty() || mode == Mode::Partial {
        batch.commit(ledger, tenant, mode, &mut report);
    }
    report.findings.sort();
    report
}

/// Entities with the places that they came from.
#[derive(Default)]
struct Batch {
    entities: Vec<Arc<Entity>>,
    places: Vec<Place>,
    scratch: Scratch,
}

impl Batch {
    fn read(&mut self, schema: &Schema, validator: &Validator, file: &files::DataFile, report: &mut LoadReport) {
        let mut findings = Vec::new();
        let read = entries::each(&file.path, &mut |place, text| match validator.read(schema, file.collection, text, &mut self.scratch) {
            Ok(entity) => {
                self.entities.push(Arc::new(entity));
                self.places.push(place.clone());
            }
            Err(violations) => findings.extend(violations.iter().map(|v| place.finding(text, v))),
        });
        report.findings.append(&mut findings);
        if let Err(finding) = read {
            report.findings.push(finding);
        }
    }

    fn commit(mut self, ledger: &Ledger, tenant: &TenantName, mode: Mode, report: &mut LoadReport) {
        loop {
            match ledger.put(tenant, self.entities.clone()) {
                Ok(committed) => {
                    report.committed = Some(committed);
                    return;
                }
                Err(CommitError::Refused(refusals)) => {
                    for refusal in &refusals {
                        let first = match &refusal.reason {
                            Reason::Twice { first, .. } => format!("; the first is at {}", self.places[*first]),
                            _ => String::new(),
                        };
                        report.findings.push(self.places[refusal.entity].refused(format!("{}{first}", refusal.reason)));
                    }
                    if mode == Mode::All {
                        return;
                    }
                    // Each round leaves fewer, so this ends.
                    let mut gone = vec![false; self.entities.len()];
                    refusals.iter().for_each(|r| gone[r.entity] = true);
                    let mut at = gone.iter();
                    self.entities.retain(|_| !at.next().copied().unwrap_or_default());
                    let mut at = gone.iter();
                    self.places.retain(|_| !at.next().copied().unwrap_or_default());
                }
                Err(error) => {
                    report.findings.push(Finding::failure(Path::new(""), error.to_string()));
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
