//! The words that every part of smie shares: the model, the schema that it compiles to, and the values on the wire.
//!
//! What lives here: data and pure functions over it. What does not: input or output of any kind, and anything that
//! only one of generator, server or client needs. `wire` knows nobody; everybody knows `wire`.
//!
//! ```text
//! derive / generated code ─► table ─┐
//! YAML, XMI, LinkML (generator) ────┴─► model ─┬─► schema ─► engine, emitters, diff
//!                                    profile ──┘
//! ```

pub mod model;
pub mod openapi;
pub mod profile;
pub mod schema;
#[cfg(test)]
mod sketch;
pub mod table;
pub mod value;

/// The derive macros, for the facades to re-export.
#[doc(hidden)]
pub use smie_macros as macros;
