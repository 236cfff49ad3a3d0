//! A copy in memory, shared by everybody who reads it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::store::{Changed, MirrorState, MirrorStore};
use crate::feed::BoxError;

/// A copy in memory. Clones are the same copy: one keeps it, others read it.
pub struct Local<T> {
    held: Arc<RwLock<Held<T>>>,
}

struct Held<T> {
    values: HashMap<String, Value<T>>,
    /// Further addresses, each with the first.
    aliases: HashMap<String, String>,
    state: Option<MirrorState>,
}

struct Value<T> {
    value: Arc<T>,
    aliases: Vec<String>,
}

impl<T> Local<T> {
    /// An empty copy.
    #[must_use]
    pub fn new() -> Self {
        let held = Held { values: HashMap::new(), aliases: HashMap::new(), state: None };
        Self { held: Arc::new(RwLock::new(held)) }
    }

    fn read(&self) -> RwLockReadGuard<'_, Held<T>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The resource at an address, by any of its identifiers.
    #[must_use]
    pub fn get(&self, href: &str) -> Option<Arc<T>> {
        let held = self.read();
        let first = held.aliases.get(href).map_or(href, String::as_str);
        held.values.get(first).map(|value| value.value.clone())
    }

    /// Every resource, in no order.
    #[must_use]
    pub fn values(&self) -> Vec<Arc<T>> {
        self.read().values.values().map(|value| value.value.clone()).collect()
    }

    /// The first resource that is so.
    pub fn find(&self, mut wanted: impl FnMut(&T) -> bool) -> Option<Arc<T>> {
        self.read().values.values().find(|value| wanted(&value.value)).map(|value| value.value.clone())
    }

    /// How many resources there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().values.len()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True once everything is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.read().state.is_some()
    }
}

impl<T> Held<T> {
    fn remove(&mut self, href: &str) {
        let first = self.aliases.get(href).cloned().unwrap_or_else(|| href.to_owned());
        if let Some(value) = self.values.remove(&first) {
            value.aliases.iter().for_each(|alias| drop(self.aliases.remove(alias)));
        }
    }
}

impl<T: Send + Sync> MirrorStore<T> for Local<T> {
    async fn state(&mut self) -> Result<Option<MirrorState>, BoxError> {
        Ok(self.read().state.clone())
    }

    async fn hrefs(&mut self) -> Result<HashSet<String>, BoxError> {
        Ok(self.read().values.keys().cloned().collect())
    }

    async fn apply(&mut self, changes: Vec<Changed<T>>, state: Option<&MirrorState>) -> Result<(), BoxError> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            // An identifier may have moved from one resource to another.
            change.hrefs().into_iter().for_each(|href| held.remove(href));
            if let Changed::Put { href, aliases, value } = change {
                held.aliases.extend(aliases.iter().map(|alias| (alias.clone(), href.clone())));
                held.values.insert(href, Value { value: Arc::new(value), aliases });
            }
        }
        if state.is_some() {
            held.state = state.cloned();
        }
        Ok(())
    }
}

impl<T> Default for Local<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        Self { held: self.held.clone() }
    }
}

impl<T> fmt::Debug for Local<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Local").field("len", &self.len()).field("whole", &self.is_whole()).finish()
    }
}
