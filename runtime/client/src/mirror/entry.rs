//! A resource as it stands in a collection: its value, where it is, and whether it is still there.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use smie_wire::value::Links;

use super::store::Changed;
use crate::resource::About;

/// A resource with what is needed to find it again.
#[derive(Clone, Debug)]
pub(super) struct Kept<T> {
    value: T,
    links: Links,
    deleted: bool,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        let about: About = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        let value = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        Ok(Self { value, deleted: about.is_deleted(), links: about.links() })
    }
}

impl<T> Kept<T> {
    /// What it means for a copy; `None` when it does not say where it is.
    pub(super) fn change(self) -> Option<Changed<T>> {
        let mut hrefs = self.links.all("self").iter().cloned();
        let href = hrefs.next()?;
        if self.deleted {
            return Some(Changed::Removed { href });
        }
        Some(Changed::Put { aliases: hrefs.collect(), href, value: self.value })
    }
}
