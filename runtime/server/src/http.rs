//! HTTP: from a connection to a representation of the index.
//!
//! One accept loop, one table-driven router, one function per kind of route; nothing here is specific to a class. A request takes one snapshot of the
//! index and is answered from it whole.

mod accept;
mod action;
mod answer;
mod base;
mod body;
mod chosen;
mod collection;
mod conditional;
mod cors;
mod counts;
mod example;
mod explore;
mod feed;
mod fields;
mod index_page;
mod language;
mod life;
mod narrow;
mod negotiate;
mod openapi;
mod own;
mod page;
mod paging;
mod place;
mod pool;
mod problem;
mod related;
mod render;
mod router;
mod scan;
mod service;
mod sync;
mod tail;
mod tend;
#[cfg(test)]
mod tests;
mod trace;
#[cfg(test)]
mod walks;
mod write;

pub(crate) use accept::run;
pub(crate) use base::valid_base;
pub(crate) use cors::valid_origin;
pub(crate) use example::examples;
pub(crate) use service::Service;
