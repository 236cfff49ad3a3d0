//! Lines of one collection as they come in, held against what is there.

use std::io;
use std::sync::Arc;

use smie_wire::schema::{CollectionId, Schema};

use super::stage::Stage;
use super::{Finding, SyncMode, identity};
use crate::commit::Ledger;
use crate::entity::Entity;
use crate::index::{EntityId, Tenant};
use crate::store::TenantName;
use crate::validate::{Scratch, Validator, Violation};

/// Where an entity stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// Pointer to the entity inside its document; empty for a line of its own.
    pub(crate) pointer: String,
}

impl Place {
    /// Something wrong with the entity as a whole.
    pub(crate) fn finding(&self, message: String) -> Finding {
        Finding { line: self.line, pointer: self.pointer.clone(), message }
    }

    fn violation(&self, text: &[u8], violation: &Violation) -> Finding {
        let before = &text[..violation.offset.min(text.len())];
        let line = self.line + before.iter().filter(|b| **b == b'\n').count() as u64;
        Finding { line, pointer: format!("{}{}", self.pointer, violation.pointer), message: violation.problem.to_string() }
    }
}

/// Findings, of which only the first are kept.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) kept: Vec<Finding>,
    /// Entities that are wrong.
    pub(crate) rejected: u64,
    most: usize,
}

impl Findings {
    pub(super) fn reject(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.rejected += 1;
        let room = self.most.saturating_sub(self.kept.len());
        self.kept.extend(findings.into_iter().take(room));
    }
}

/// Lines of one collection on their way in.
#[derive(Debug)]
pub(crate) struct Intake {
    schema: Arc<Schema>,
    validator: Arc<Validator>,
    /// What the lines are lines of, for messages; empty = what came with the request.
    pub(crate) source: String,
    pub(super) collection: CollectionId,
    pub(super) mode: SyncMode,
    /// The data as it was when the first line came.
    pub(super) began: Arc<Tenant>,
    /// By row of that data: the line that was about it; zero = none yet.
    pub(super) seen: Vec<u32>,
    pub(super) stage: Stage,
    /// What lines of a delta remove.
    pub(super) removed: Vec<(u64, EntityId)>,
    pub(super) entries: u64,
    pub(super) unchanged: u64,
    /// True when a wrong line could have been about anybody, so that nobody may be missed.
    pub(super) blurred: bool,
    pub(crate) findings: Findings,
    scratch: Scratch,
}

impl Intake {
    /// Begins with the data as it is now. `room` is how many bytes of text may wait in memory, `most` how many findings are kept.
    pub(crate) fn new(
        ledger: &Ledger,
        validator: &Arc<Validator>,
        tenant: &TenantName,
        collection: CollectionId,
        mode: SyncMode,
        (room, most): (usize, usize),
    ) -> Self {
        let began = ledger.snapshot(tenant).unwrap_or_else(|| Arc::new(Tenant::new(ledger.schema.collections.len())));
        Self {
            schema: ledger.schema.clone(),
            source: String::new(),
            validator: validator.clone(),
            collection,
            mode,
            seen: vec![0; began.collection(collection).next_row() as usize],
            began,
            stage: Stage::new(room),
            removed: Vec::new(),
            entries: 0,
            unchanged: 0,
            blurred: false,
            findings: Findings { kept: Vec::new(), rejected: 0, most },
            scratch: Scratch::default(),
        }
    }

    /// Takes one entity, or one removal.
    ///
    /// # Errors
    /// The staging area cannot be written.
    pub(crate) fn entry(&mut self, place: &Place, text: &[u8]) -> io::Result<()> {
        self.entries += 1;
        if let Some(href) = std::str::from_utf8(text).ok().and_then(identity::removal) {
            self.remove(place, &href);
            return Ok(());
        }
        match self.validator.read(&self.schema, self.collection, text, &mut self.scratch) {
            Ok(entity) => self.keep(place, entity, text),
            Err(violations) => {
                self.findings.reject(violations.iter().map(|v| place.violation(text, v)));
                self.protect(text);
                Ok(())
            }
        }
    }

    /// How many entities came and were right.
    pub(crate) fn entries(&self) -> usize {
        self.entries.saturating_sub(self.findings.rejected) as usize
    }

    /// Takes something that is no entity at all.
    pub(crate) fn unreadable(&mut self, finding: Finding) {
        self.entries += 1;
        self.blurred = true;
        self.findings.reject([finding]);
    }

    fn keep(&mut self, place: &Place, entity: Entity, text: &[u8]) -> io::Result<()> {
        if let Some(id) = self.known(&entity) {
            if !self.tick(place, id) {
                return Ok(());
            }
            if self.began.get(id).is_some_and(|r| r.entity().hash() == entity.hash()) {
                self.unchanged += 1;
                return Ok(());
            }
        }
        self.stage.push(place, entity, text)
    }

    /// The entity that this one replaces; the canonical identifier tells first.
    fn known(&self, entity: &Entity) -> Option<EntityId> {
        let canonical = self.schema.collection(self.collection).canonical;
        let find = |i: usize| self.began.find(self.collection, i as u16, entity.identifiers()[i].as_deref()?);
        find(canonical).or_else(|| (0..entity.identifiers().len()).find_map(find))
    }

    /// Ticks an entity off; false when another line has done so.
    fn tick(&mut self, place: &Place, id: EntityId) -> bool {
        let seen = &mut self.seen[id.row as usize];
        if *seen > 0 {
            let message = format!("it is about the same entity as line {seen}");
            self.findings.reject([place.finding(message)]);
            return false;
        }
        *seen = u32::try_from(place.line).unwrap_or(u32::MAX).max(1);
        true
    }

    fn remove(&mut self, place: &Place, href: &str) {
        if self.mode == SyncMode::Full {
            let message = "a full synchronisation removes what does not come; `$delete` is for a delta".to_owned();
            self.findings.reject([place.finding(message)]);
            return;
        }
        match identity::named(&self.schema, &self.began, self.collection, href) {
            Ok(Some(id)) => {
                if self.tick(place, id) {
                    self.removed.push((place.line, id));
                }
            }
            // What is gone already is as it should be.
            Ok(None) => self.unchanged += 1,
            Err(message) => self.findings.reject([Finding { pointer: format!("{}/$delete", place.pointer), ..place.finding(message) }]),
        }
    }

    /// What a wrong line is about is not missing.
    fn protect(&mut self, text: &[u8]) {
        match identity::meant(&self.schema, &self.began, self.collection, text) {
            Some(ids) => ids.into_iter().for_each(|id| self.seen[id.row as usize] = self.seen[id.row as usize].max(1)),
            None => self.blurred = true,
        }
    }

    /// The entities that differ, each with its place.
    pub(super) fn staged(&mut self) -> io::Result<Vec<(Place, Arc<Entity>)>> {
        let stage = std::mem::replace(&mut self.stage, Stage::new(0));
        stage.all(|text| self.validator.read(&self.schema, self.collection, text, &mut self.scratch).ok())
    }
}
