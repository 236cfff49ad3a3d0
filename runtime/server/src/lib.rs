//! The engine of a generated server: an information model in, a hypermedia API out.
//!
//! ```text
//! api, cli ─► http ─► index ─► entity ─► smie-wire
//!      │      └─► feed ─┴─┐    │
//!      └─► load ─► validate    │
//!             └─► commit ──────┴─► store
//! ```
//!
//! Reads copy stored bytes and touch no serde type; the only way in is [`commit`]. Generated crates depend on this crate alone, so it also re-exports
//! the words and derives that they are written in.

pub mod action;
mod api;
mod cli;
pub mod commit;
mod config;
pub mod entity;
mod explorer;
mod export;
mod feed;
mod filter;
mod http;
pub mod index;
mod load;
mod simulate;
pub mod store;
mod suggest;
mod sync;
pub mod test_kit;
#[cfg(test)]
mod testing;
pub mod validate;
mod xml;

pub use action::{Asked, Effects, Refused, Verdict};
pub use api::{Api, BuildError, Builder, Edit, EditError, RedactError, ServeError, Server};
pub use cli::main;
pub use config::{Config, ConfigError, Limits};
pub use export::{ExportError, ExportReport};
pub use feed::{Erase, EraseError, Erased};
pub use load::{Finding, LoadReport, Missing, Mode};

pub use simulate::{Failures, Latency, Simulate};

pub use smie_wire::macros::{Abstrakt, Datatype, Hovedklasse, Kodeverk, Referanse, actions};
pub use smie_wire::table::{Described, ModelTable, PackageTable, Valued};
pub use smie_wire::value::{
    Binary, Date, DateTime, Decimal, Duration, Foreign, Identifikator, Link, Links, NonEmpty, Page, Periode, Problem, Uri, Uuid,
};
pub use smie_wire::{model, profile, schema, table, value};

/// For routes of your own, in the version that the engine takes.
pub use axum;
