//! What this server does beyond its model. This file is yours.
//!
//! A file a service. Services reach into each other only where one transaction needs it (an admission makes a participation); everything else they
//! learn from each other's feeds, see `follow`.

mod examenshantering;
mod resultat;
mod studentuppgifter;
mod studiedeltagande;
mod uppfoljning;
mod utbildningsinformation;

use smie_server::Builder;

use crate::generated;

/// Does the actions of all services. It keeps nothing: what it decides by is in the resources.
#[derive(Clone, Copy, Debug)]
pub struct Handlers;

/// Adds the handlers to the API before it starts.
pub fn register(api: Builder) -> Builder {
    generated::handle(api, Handlers)
}

/// A key that nobody has: of a new resource that has no natural one.
fn new_key() -> String {
    uuid::Uuid::new_v4().to_string()
}
