//! What this server does beyond its model. This file is yours.

use smie_server::Builder;
use smie_server::axum::Router;
use smie_server::axum::routing::get;

/// Adds your own to the API before it starts, for example routes beside the generated ones.
pub fn register(api: Builder) -> Builder {
    api.routes(Router::new().route("/om", get(about)))
}

/// A page for people who come by with a browser.
async fn about() -> &'static str {
    "Eksempel på en server laget av smie fra models/fint.\n"
}
