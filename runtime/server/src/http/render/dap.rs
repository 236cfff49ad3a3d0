//! XML: Ladok's Domain Application Protocol. A resource is an element with its links (`dap:link`), what can be done with it (`dap:action`) and its values.
//!
//! Made on demand from the native text, as HAL is. A document has one namespace, that of the package that serves it, values inside included: what a service
//! tells of a class that others declare is its own to keep stable. Which spelling is used is a setting; the names are in [`Words`].

mod actions;
mod gone;
mod page;
mod resource;
mod words;

pub(in crate::http) use gone::gone;
pub(in crate::http) use page::{close, open};
pub(in crate::http) use resource::View;
pub(in crate::http) use words::Words;

#[cfg(test)]
pub(in crate::http) mod tests;
