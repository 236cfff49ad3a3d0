//! A bounded number of requests runs at once; each has a place for as long as it does.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;

/// A request's place among those that run. Whoever waits for something to happen gives it back meanwhile.
#[derive(Debug)]
pub(super) struct Place<'s> {
    semaphore: &'s Arc<Semaphore>,
    permit: Option<OwnedSemaphorePermit>,
}

impl<'s> Place<'s> {
    /// A place that was given already.
    pub(super) fn new(semaphore: &'s Arc<Semaphore>, permit: OwnedSemaphorePermit) -> Self {
        Self { semaphore, permit: Some(permit) }
    }

    /// What keeps the place, if it was not given back.
    pub(super) fn into_permit(self) -> Option<OwnedSemaphorePermit> {
        self.permit
    }

    pub(super) fn leave(&mut self) {
        self.permit = None;
    }

    pub(super) fn enter(&mut self) -> Result<(), Problem> {
        if self.permit.is_none() {
            self.permit = Some(self.semaphore.clone().try_acquire_owned().map_err(|_| Problem::Busy)?);
        }
        Ok(())
    }
}
