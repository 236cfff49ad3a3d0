//! A store whose commits can be held back or made to fail.

use std::sync::{Condvar, Mutex};

use crate::store::{MemoryStore, Store, StoreError, TenantName, Transaction};
use crate::testing::by_inner;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Open,
    Closed,
    Broken,
}

#[derive(Debug, Default)]
pub(super) struct Gate {
    inner: MemoryStore,
    state: Mutex<State>,
    changed: Condvar,
}

impl Gate {
    pub(super) fn set(&self, state: State) {
        *self.state.lock().unwrap() = state;
        self.changed.notify_all();
    }
}

impl Store for Gate {
    by_inner!();

    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        let closed = |state: &mut State| *state == State::Closed;
        let state = *self.changed.wait_while(self.state.lock().unwrap(), closed).unwrap();
        if state == State::Broken {
            return Err(StoreError::Unavailable("the disk is full".to_owned()));
        }
        self.inner.commit(tenant, group)
    }
}
