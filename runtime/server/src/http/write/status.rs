//! Status resources: what became of each accepted write, for half an hour, in bounded memory.
//!
//! Here is what this process knows: what is still under way, and validations, of which nothing is stored. What became of a write is also kept beside the write
//! itself (`past`), so that its client hears it from the next process, too.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use smie_wire::schema::CollectionId;
use uuid::Uuid;

use super::outcome::Outcome;
use crate::store::{StatusRecord, TenantName};

/// How long a status is kept.
const KEPT: Duration = Duration::from_millis(StatusRecord::KEPT);
/// How many are kept; beyond it the oldest goes before its time.
const MOST: usize = 100_000;
/// Bytes of validated entities that are kept with them.
const HEAVIEST: usize = 64 * 1024 * 1024;

/// Where a status is asked for; it is nobody else's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ticket {
    pub(super) tenant: TenantName,
    pub(super) collection: CollectionId,
    pub(super) id: Uuid,
}

/// A write that was accepted.
#[derive(Debug)]
enum Status {
    Pending,
    Done(Box<Outcome>),
}

impl Status {
    /// Bytes that it keeps alive alone.
    fn weight(&self) -> usize {
        match self {
            Self::Done(outcome) => match &**outcome {
                Outcome::Valid(entity) => entity.body().text().len(),
                _ => 0,
            },
            Self::Pending => 0,
        }
    }
}

/// All that are remembered.
#[derive(Debug)]
pub(super) struct Statuses {
    kept: Mutex<Kept>,
    age: Duration,
    most: usize,
}

#[derive(Debug, Default)]
struct Kept {
    by_ticket: HashMap<Ticket, (Instant, Status)>,
    /// Oldest first.
    order: VecDeque<Ticket>,
    weight: usize,
}

impl Kept {
    /// Forgets the oldest until those that are left are few, light and young enough.
    fn shorten(&mut self, most: usize, age: Duration) {
        while let Some(oldest) = self.order.front()
            && let Some((since, status)) = self.by_ticket.get(oldest)
            && (self.order.len() > most || self.weight > HEAVIEST || since.elapsed() >= age)
        {
            self.weight -= status.weight();
            self.by_ticket.remove(oldest);
            self.order.pop_front();
        }
    }
}

/// A status whose write runs. Whatever ends the write, also a panic, the status knows it.
#[derive(Debug)]
pub(super) struct Running {
    statuses: Arc<Statuses>,
    ticket: Ticket,
    told: bool,
}

impl Default for Statuses {
    fn default() -> Self {
        Self { kept: Mutex::default(), age: KEPT, most: MOST }
    }
}

impl Statuses {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here can be left half done, so a panic elsewhere does not spoil it.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new status.
    pub(super) fn begin(self: &Arc<Self>, tenant: &TenantName, collection: CollectionId) -> Running {
        let ticket = Ticket { tenant: tenant.clone(), collection, id: Uuid::now_v7() };
        self.keep(ticket.clone(), Status::Pending);
        Running { statuses: self.clone(), ticket, told: false }
    }

    /// A status that was given out before, perhaps by a process that is no more.
    pub(super) fn restore(&self, ticket: Ticket, outcome: Outcome) {
        let known = self.kept().by_ticket.contains_key(&ticket);
        if !known {
            self.keep(ticket, Status::Done(Box::new(outcome)));
        }
    }

    fn keep(&self, ticket: Ticket, status: Status) {
        let mut kept = self.kept();
        kept.weight += status.weight();
        kept.order.push_back(ticket.clone());
        kept.by_ticket.insert(ticket, (Instant::now(), status));
        kept.shorten(self.most, self.age);
    }

    /// What became of a write; `None` = unknown or expired, `Some(None)` = not known yet.
    pub(super) fn get(&self, ticket: &Ticket) -> Option<Option<Outcome>> {
        match self.kept().by_ticket.get(ticket)? {
            (since, _) if since.elapsed() >= self.age => None,
            (_, Status::Pending) => Some(None),
            (_, Status::Done(outcome)) => Some(Some(Outcome::clone(outcome))),
        }
    }
}

impl Running {
    pub(super) fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// The write has ended.
    pub(super) fn tell(mut self, outcome: Outcome) {
        self.told = true;
        self.set(outcome);
    }

    fn set(&self, outcome: Outcome) {
        let mut kept = self.statuses.kept();
        if let Some((_, status)) = kept.by_ticket.get_mut(&self.ticket) {
            *status = Status::Done(Box::new(outcome));
            let weight = status.weight();
            kept.weight += weight;
            kept.shorten(self.statuses.most, self.statuses.age);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.told {
            self.set(Outcome::Failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(statuses: &Arc<Statuses>) -> Running {
        statuses.begin(&TenantName::default(), CollectionId(0))
    }

    #[test]
    fn a_status_is_pending_until_told_and_belongs_to_its_tenant_and_collection() {
        let statuses = Arc::new(Statuses::default());
        let running = begin(&statuses);
        let ticket = running.ticket().clone();
        assert_eq!(statuses.get(&ticket), Some(None));
        running.tell(Outcome::Deleted);
        assert_eq!(statuses.get(&ticket), Some(Some(Outcome::Deleted)));
        assert_eq!(statuses.get(&Ticket { collection: CollectionId(1), ..ticket.clone() }), None);
        assert_eq!(statuses.get(&Ticket { tenant: TenantName::new("annet").unwrap(), ..ticket }), None);
    }

    #[test]
    fn a_write_that_breaks_off_has_failed() {
        let statuses = Arc::new(Statuses::default());
        let running = begin(&statuses);
        let ticket = running.ticket().clone();
        drop(running);
        assert_eq!(statuses.get(&ticket), Some(Some(Outcome::Failed)));
    }

    #[test]
    fn statuses_end_by_age_and_by_number() {
        let few = Arc::new(Statuses { kept: Mutex::default(), age: KEPT, most: 2 });
        let tickets: Vec<_> = (0..3).map(|_| begin(&few).ticket().clone()).collect();
        assert_eq!(tickets.iter().map(|t| few.get(t).is_some()).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(few.kept().by_ticket.len(), 2);
        let short = Arc::new(Statuses { kept: Mutex::default(), age: Duration::ZERO, most: 2 });
        let ticket = begin(&short).ticket().clone();
        assert_eq!(short.get(&ticket), None);
    }
}
