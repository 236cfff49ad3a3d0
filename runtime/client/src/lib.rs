//! The engine of a generated client: typed access to a hypermedia API, and links that are followed by type.
//!
//! What lives here: one [`Client`] for the connection, a [`Collection`] for each class, a [`Resource`] for each answer, and one [`Error`].
//! A generated client adds types and accessors and depends on nothing else, so what it needs of the shared words is re-exported.
//! Reading is lenient, because real servers prune members, write nulls and begin with a byte order mark.
//!
//! What does not: the names of any model, and what a program does with what it reads.

#[doc(hidden)]
pub mod action;
mod address;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod collection;
mod counters;
mod decode;
mod entities;
mod error;
mod exchange;
pub mod feed;
mod filter;
mod handles;
mod manners;
pub mod mirror;
mod query;
mod relation;
mod resource;
mod settings;
mod together;
mod write;

pub use action::{Acted, Availability, Impediment};
pub use client::Client;
pub use collection::Collection;
pub use entities::Entities;
pub use error::{Error, Optional};
pub use exchange::{ClientCredentials, Retry, TokenError, TokenFuture, TokenSource};
pub use filter::{Field, Fields, Filter, Literal};
pub use manners::{Manners, Paging};
pub use query::Query;
pub use relation::{Bound, On, ToMany, ToOne};
pub use resource::Resource;
pub use settings::ClientBuilder;
pub use write::{Pending, Rejection, Violation, Written};

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
