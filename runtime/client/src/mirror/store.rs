//! Where a copy is kept.

use std::collections::HashSet;
use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::feed::{BoxError, Position};

/// Keeps a copy, and how far it goes.
pub trait MirrorStore<T>: Send {
    /// How far the copy goes; `None` = it is not whole yet.
    fn state(&mut self) -> impl Future<Output = Result<Option<MirrorState>, BoxError>> + Send;

    /// The first address of every resource of the copy.
    fn hrefs(&mut self) -> impl Future<Output = Result<HashSet<String>, BoxError>> + Send;

    /// Applies changes and keeps the state, all in one transaction. Without a state the copy is on its way to be whole, and not before. The same
    /// change may come again.
    fn apply(&mut self, changes: Vec<Changed<T>>, state: Option<&MirrorState>) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// A change of a copy.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed<T> {
    /// This is what the resource is now.
    Put {
        /// Its first address.
        href: String,
        /// Its other addresses, one for each further identifier.
        aliases: Vec<String>,
        /// Its value.
        value: T,
    },
    /// The resource is no more.
    Removed {
        /// Any of its addresses.
        href: String,
    },
}

impl<T> Changed<T> {
    /// Every address that it tells of.
    #[must_use]
    pub fn hrefs(&self) -> Vec<&str> {
        match self {
            Self::Put { href, aliases, .. } => std::iter::once(href).chain(aliases).map(String::as_str).collect(),
            Self::Removed { href } => vec![href],
        }
    }
}

/// How far a copy goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MirrorState {
    /// Milliseconds since 1970: changes up to then are in it.
    pub since: Option<u64>,
    /// The last event of the feed that is in it.
    pub position: Option<Position>,
}
