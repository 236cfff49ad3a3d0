//! The queue before a tenant's writer. Whoever finds nobody writing leads: takes along all who wait, commits for them, hands out the results and
//! hands on the lead. So a lone writer pays for one commit, and many share one, without a thread of their own.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use tokio::sync::watch;

use super::batch::{Batch, CommitError, Committed};
use crate::index::Tenant;
use crate::store::{Seq, StoreError};

/// Batches that are committed together at most.
const GROUP: usize = 256;

/// The longest wait for company.
const PATIENCE: Duration = Duration::from_millis(2);

type Outcome = Result<Committed, CommitError>;

/// A tenant's queue and its data.
#[derive(Debug)]
pub(super) struct Lane {
    snapshot: ArcSwap<Tenant>,
    queue: Mutex<Queue>,
    /// Told when as many wait as the leader hopes for.
    full: Condvar,
    seq: watch::Sender<Seq>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Arc<Job>>,
    /// True while somebody leads.
    led: bool,
    /// How many the leader hopes for.
    hoped: usize,
    /// How many the last group had, and how long it took.
    last: (usize, Duration),
}

#[derive(Debug)]
struct Job {
    batch: Mutex<Option<Batch>>,
    turn: Mutex<Turn>,
    told: Condvar,
}

#[derive(Debug)]
enum Turn {
    Wait,
    Lead,
    Done(Outcome),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is never left half done, so a panic elsewhere does not spoil it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    fn tell(&self, turn: Turn) {
        *lock(&self.turn) = turn;
        self.told.notify_one();
    }

    /// Waits for the outcome; `None` = it is this one's turn to lead.
    fn wait(&self) -> Option<Outcome> {
        let mut turn = lock(&self.turn);
        loop {
            match std::mem::replace(&mut *turn, Turn::Wait) {
                Turn::Done(outcome) => return Some(outcome),
                Turn::Lead => return None,
                Turn::Wait => turn = self.told.wait(turn).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

impl Lane {
    pub(super) fn new(tenant: Tenant) -> Self {
        let seq = watch::Sender::new(tenant.position().seq);
        Self { snapshot: ArcSwap::from_pointee(tenant), queue: Mutex::default(), full: Condvar::new(), seq }
    }

    pub(super) fn snapshot(&self) -> Arc<Tenant> {
        self.snapshot.load_full()
    }

    pub(super) fn watch(&self) -> watch::Receiver<Seq> {
        self.seq.subscribe()
    }

    /// Shows what was committed.
    pub(super) fn publish(&self, tenant: Tenant) {
        let seq = tenant.position().seq;
        self.snapshot.store(Arc::new(tenant));
        self.seq.send_replace(seq);
    }

    /// Has a batch committed, by this thread or by another.
    pub(super) fn submit(&self, batch: Batch, commit: &dyn Fn(Vec<Batch>) -> Vec<Outcome>) -> Outcome {
        let job = Arc::new(Job { batch: Mutex::new(Some(batch)), turn: Mutex::new(Turn::Wait), told: Condvar::new() });
        let leads = {
            let mut queue = lock(&self.queue);
            queue.waiting.push(job.clone());
            if queue.hoped > 0 && queue.waiting.len() >= queue.hoped {
                self.full.notify_one();
            }
            !std::mem::replace(&mut queue.led, true)
        };
        if leads {
            self.lead(commit);
        }
        loop {
            match job.wait() {
                Some(outcome) => return outcome,
                None => self.lead(commit),
            }
        }
    }

    /// Commits for all who wait, then hands on the lead. The leader's own batch is among them, or done.
    fn lead(&self, commit: &dyn Fn(Vec<Batch>) -> Vec<Outcome>) {
        let group = Group { lane: self, jobs: self.gather() };
        let began = Instant::now();
        let batches = group.jobs.iter().filter_map(|job| lock(&job.batch).take()).collect();
        let outcomes = commit(batches);
        lock(&self.queue).last = (group.jobs.len(), began.elapsed());
        for (job, outcome) in group.jobs.iter().zip(outcomes) {
            job.tell(Turn::Done(outcome));
        }
    }

    /// Takes all who wait. When there was company before, those who were just served are about to come again: a moment's wait saves them a whole commit.
    fn gather(&self) -> Vec<Arc<Job>> {
        let mut queue = lock(&self.queue);
        let (before, took) = queue.last;
        if before > 1 {
            let until = Instant::now() + (took / 4).min(PATIENCE);
            queue.hoped = (before - before / 8).min(GROUP);
            while queue.waiting.len() < queue.hoped {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                queue = self.full.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            queue.hoped = 0;
        }
        let count = queue.waiting.len().min(GROUP);
        queue.waiting.drain(..count).collect()
    }
}

/// Jobs that a leader took. When it is dropped, also by a panic, nobody waits in vain.
struct Group<'l> {
    lane: &'l Lane,
    jobs: Vec<Arc<Job>>,
}

impl Drop for Group<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for job in &self.jobs {
                job.tell(Turn::Done(Err(CommitError::Store(StoreError::Unavailable("the commit broke off".to_owned())))));
            }
        }
        let mut queue = lock(&self.lane.queue);
        match queue.waiting.first() {
            Some(next) => next.tell(Turn::Lead),
            None => queue.led = false,
        }
    }
}
