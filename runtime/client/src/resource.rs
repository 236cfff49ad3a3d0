//! One resource as it was answered: its value, and what the answer said about it.

use std::ops::Deref;

use smie_wire::value::Links;

/// A resource. It dereferences to its value, so that members are read as if it were the value itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Resource<T> {
    /// The value.
    pub value: T,
    /// The version that was read, quotes included; for conditional requests.
    pub etag: Option<String>,
    /// The links as they came, `self` included.
    pub links: Links,
}

impl<T> Resource<T> {
    /// The value alone.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Resource<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
