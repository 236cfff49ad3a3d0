//! What this server does beyond its model. This file is yours.

mod bank;
mod money;

use smie_server::Builder;

use crate::generated;

/// Does the actions: a trait a class, in the modules beside. It keeps nothing: what it decides by is in the resources.
pub struct Handlers;

/// Adds your own to the API before it starts: the handlers, and routes beside the generated ones.
pub fn register(api: Builder) -> Builder {
    generated::handle(api, Handlers)
}
