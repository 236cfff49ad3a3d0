//! The engine of a generated client: typed access to a hypermedia API, and links that are followed by type.
//!
//! What lives here: one [`Client`] for the connection, a [`Collection`] for each class, a [`Resource`] for each answer, and one [`Error`].
//! A generated client adds types and accessors and depends on nothing else, so what it needs of the shared words is re-exported.
//! Reading is lenient, because real servers prune members, write nulls and begin with a byte order mark.
//!
//! What does not: the names of any model, and what a program does with what it reads.

mod address;
mod client;
mod collection;
mod counters;
mod decode;
mod error;
mod exchange;
pub mod feed;
mod handles;
mod manners;
mod resource;
mod settings;
mod together;

pub use client::Client;
pub use collection::Collection;
pub use error::{Error, Optional};
pub use exchange::{ClientCredentials, Retry, TokenError, TokenFuture, TokenSource};
pub use manners::{FilterForm, Manners, Paging, Since};
pub use resource::Resource;
pub use settings::ClientBuilder;

/// The derives in their lenient flavour: what they read may be pruned, null or single where a list is meant.
pub use smie_wire::macros::{
    LenientAbstrakt as Abstrakt, LenientDatatype as Datatype, LenientHovedklasse as Hovedklasse, LenientKodeverk as Kodeverk,
    LenientReferanse as Referanse,
};
pub use smie_wire::table::{Described, ModelTable, PackageTable, Valued};
pub use smie_wire::value::{
    Binary, Date, DateTime, Decimal, Duration, Foreign, Identifikator, Link, Links, NonEmpty, Page, Periode, Problem, Uri, Uuid,
};
pub use smie_wire::{model, table, value};
