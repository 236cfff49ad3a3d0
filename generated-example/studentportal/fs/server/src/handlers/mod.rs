//! What this server does beyond its model. This file is yours.

use smie_server::Builder;

/// Adds your own to the API before it starts, for example routes beside the generated ones.
pub fn register(api: Builder) -> Builder {
    api
}
