//! From all lines to one commit.
//!
//! Who wrote while the data came in is newer than the data: a full synchronisation neither deletes nor overwrites what changed after its first line.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use smie_wire::schema::Schema;

use super::intake::Findings;
use super::{Finding, Intake, Place, SyncMode};
use crate::commit::{Batch, CommitError, Committed, Delete, Expects, Ledger, Put, Reason, Refusal, Unmet};
use crate::entity::{Entity, Segment};
use crate::index::{EntityId, Tenant};
use crate::store::{StoreError, TenantName};

/// One tenth may be deleted without being asked again.
const GUARD: u64 = 10;
/// How often a commit is planned anew because somebody deleted what it deletes.
const ATTEMPTS: usize = 16;

/// What is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many entities must have come.
    pub(crate) expect: Option<u64>,
    /// Delete however much is missing.
    pub(crate) force: bool,
    /// Bring in what is right although something is wrong.
    pub(crate) partial: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Done {
    pub(crate) committed: Committed,
    /// Entities that were written by others meanwhile, and stay so.
    pub(crate) kept: u64,
    /// Entities that were wrong and left out.
    pub(crate) rejected: u64,
}

/// Why nothing was brought in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{expected} were expected and {found} came; nothing was brought in")]
    Expected { expected: u64, found: u64 },
    #[error("{0} of the entities are wrong; nothing was brought in")]
    Wrong(u64),
    #[error("{deletes} of {present} would be deleted, which is more than one in ten; nothing was brought in, and `force=true` would do it")]
    Guard { deletes: u64, present: u64 },
    #[error("the staging area cannot be used: {0}")]
    Stage(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An entity that differs: its intake, its place there.
struct Difference {
    intake: usize,
    place: Place,
    entity: Arc<Entity>,
}

/// Commits what came in, of all intakes together.
pub(crate) fn finish(ledger: &Ledger, tenant: &TenantName, intakes: &mut [Intake], options: Options) -> Result<Done, Refused> {
    let found: u64 = intakes.iter().map(|i| i.entries).sum();
    if let Some(expected) = options.expect.filter(|expected| *expected != found) {
        return Err(Refused::Expected { expected, found });
    }
    let mut differences = Vec::new();
    for (at, intake) in intakes.iter_mut().enumerate() {
        differences.extend(intake.staged()?.into_iter().map(|(place, entity)| Difference { intake: at, place, entity }));
    }
    for _ in 0..ATTEMPTS {
        check(intakes, options)?;
        let current = ledger.snapshot(tenant).unwrap_or_else(|| Arc::new(Tenant::new(ledger.schema.collections.len())));
        let (deletes, mut kept) = deletes(&current, intakes, options)?;
        let puts: Vec<&Difference> = differences.iter().filter(|d| !overtaken(&current, &intakes[d.intake], &d.entity)).collect();
        kept += (differences.len() - puts.len()) as u64;
        let batch = Batch {
            puts: puts.iter().map(|d| Put { entity: d.entity.clone(), expects: Expects::Anything }).collect(),
            deletes: deletes.iter().map(|(id, _)| Delete { id: *id, content: None }).collect(),
            ..Batch::default()
        };
        match ledger.submit(tenant, batch) {
            Ok(mut committed) => {
                committed.unchanged += intakes.iter().map(|i| i.unchanged as usize).sum::<usize>();
                let rejected = intakes.iter().map(|i| i.findings.rejected).sum();
                return Ok(Done { committed, kept, rejected });
            }
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::Repeated(_) | CommitError::Declined(_)) => {
                return Err(StoreError::Unavailable("an answer came to what was not asked".to_owned()).into());
            }
            Err(CommitError::Refused(refusals)) => {
                let gone = refuse(ledger, intakes, &puts, &deletes, refusals);
                differences.retain(|d| !gone.contains(&Arc::as_ptr(&d.entity)));
            }
        }
    }
    Err(StoreError::Unavailable("the data changes faster than it can be brought in".to_owned()).into())
}

fn check(intakes: &[Intake], options: Options) -> Result<(), Refused> {
    let wrong: u64 = intakes.iter().map(|i| i.findings.rejected).sum();
    if wrong > 0 && !options.partial { Err(Refused::Wrong(wrong)) } else { Ok(()) }
}

/// An entity to delete, with the intake and line that say so; a full synchronisation says so by saying nothing.
type Doomed = (EntityId, Option<(usize, u64)>);

/// What is to be deleted, and how many stay because they are newer than the data.
fn deletes(current: &Tenant, intakes: &[Intake], options: Options) -> Result<(Vec<Doomed>, u64), Refused> {
    let (mut doomed, mut kept) = (Vec::new(), 0);
    for (at, intake) in intakes.iter().enumerate() {
        doomed.extend(intake.removed.iter().filter(|(_, id)| current.get(*id).is_some()).map(|(line, id)| (*id, Some((at, *line)))));
        if intake.mode == SyncMode::Delta || intake.blurred {
            continue;
        }
        let before = doomed.len();
        let rows = current.collection(intake.collection).rows();
        let since = intake.began.position().stamp;
        rows.visit(0, &mut |row, resource| {
            match intake.seen.get(row) {
                // It came after the first line did.
                None => return ControlFlow::Break(()),
                Some(0) if resource.stamp() > since => kept += 1,
                Some(0) => doomed.push((EntityId { collection: intake.collection, row: row as u32 }, None)),
                Some(_) => {}
            }
            ControlFlow::Continue(())
        });
        let (deletes, present) = ((doomed.len() - before) as u64, current.collection(intake.collection).size());
        if deletes * GUARD > present && !options.force {
            return Err(Refused::Guard { deletes, present });
        }
    }
    Ok((doomed, kept))
}

/// True when somebody wrote the entity after a full synchronisation began.
fn overtaken(current: &Tenant, intake: &Intake, entity: &Entity) -> bool {
    let since = intake.began.position().stamp;
    let newer = |(i, value): (u16, &Option<Box<str>>)| {
        let id = current.find(intake.collection, i, value.as_deref()?)?;
        Some(current.get(id)?.stamp() > since)
    };
    intake.mode == SyncMode::Full && current.position().stamp > since && (0u16..).zip(entity.identifiers()).any(|e| newer(e) == Some(true))
}

/// Turns refusals into findings; returns the entities that are refused.
fn refuse(
    ledger: &Ledger,
    intakes: &mut [Intake],
    puts: &[&Difference],
    deletes: &[Doomed],
    refusals: Vec<Refusal>,
) -> HashSet<*const Entity> {
    let mut gone = HashSet::new();
    for Refusal { entity, reason } in refusals {
        let message = match &reason {
            // Somebody else deleted it meanwhile; the next attempt sees that.
            Reason::Unmet(Unmet::Gone) => continue,
            Reason::Twice { first, .. } => {
                let first = puts.get(*first).map(|d| (&intakes[d.intake].source, d.place.line));
                let first = first.map_or_else(String::new, |(source, line)| match source.as_str() {
                    "" => format!("; the first is in line {line}"),
                    source => format!("; the first is at {source}:{line}"),
                });
                format!("{reason}{first}")
            }
            _ => reason.to_string(),
        };
        if let Some(difference) = puts.get(entity) {
            gone.insert(Arc::as_ptr(&difference.entity));
            let mut finding = difference.place.finding(message);
            if let Reason::Twice { identifier, .. } = &reason {
                finding.pointer.push_str(&identifier_pointer(&ledger.schema, &difference.entity, identifier));
            }
            intakes[difference.intake].findings.reject([finding]);
        } else if let Some((id, said)) = entity.checked_sub(puts.len()).and_then(|at| deletes.get(at)) {
            spare(ledger, intakes, *id, *said, &message);
        }
    }
    gone
}

/// Where in an entity the value of an identifier stands, in the form of the profile.
fn identifier_pointer(schema: &Schema, entity: &Entity, segment: &str) -> String {
    let home = schema.collection(entity.collection());
    let Some(identifier) = home.identifiers.iter().find(|i| i.segment == segment) else { return String::new() };
    let member = &schema.class(home.class).attributes[identifier.attribute].wire;
    let value = if schema.profile.identifier_objects { "/identifikatorverdi" } else { "" };
    format!("/{member}{value}")
}

/// Notes that an entity cannot be deleted, and does not try again.
fn spare(ledger: &Ledger, intakes: &mut [Intake], id: EntityId, said: Option<(usize, u64)>, message: &str) {
    let silent = || intakes.iter().position(|i| i.mode == SyncMode::Full && i.collection == id.collection).map(|at| (at, 0));
    let Some((at, line)) = said.or_else(silent) else { return };
    let name = intakes[at].began.get(id).and_then(|resource| {
        let home = ledger.schema.collection(id.collection);
        let (identifier, value) = resource.entity().self_identifier(home.canonical)?;
        Some(format!("{}/{}", home.identifiers[identifier].segment, Segment(value)))
    });
    let message = format!("`{}` cannot be deleted: {message}", name.unwrap_or_default());
    let Intake { findings, removed, seen, .. } = &mut intakes[at];
    findings.reject([Finding { line, pointer: String::new(), message }]);
    removed.retain(|(_, other)| *other != id);
    if let Some(seen) = seen.get_mut(id.row as usize) {
        *seen = (*seen).max(1);
    }
}

impl Findings {
    /// In the order of lines.
    pub(crate) fn sorted(&self) -> Vec<&Finding> {
        let mut sorted: Vec<_> = self.kept.iter().collect();
        sorted.sort();
        sorted
    }
}
