//! smie turns an information model into a running, typed hypermedia API.
//!
//! ```text
//! source ─► syntax ─► resolve, check ─► model ─► schema ─► emit ─► output
//!    └──────── diagnostic ────────┘     (smie-wire)
//! ```
//!
//! Each arrow is a function from values to values; only [`source`] reads files and only [`output`] writes them.

pub mod check;
pub mod cli;
pub mod conform;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod init;
pub mod json_schema;
pub mod lint;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod resolve;
pub mod sample;
pub mod show;
pub mod site;
pub mod source;
pub mod syntax;
pub mod version;
pub mod watch;
