//! The option `--listen`, as servers read it.

use std::net::SocketAddr;

/// An address with a port, or the port alone.
#[cfg(feature = "serve")]
pub(super) fn address(text: &str) -> Result<SocketAddr, &'static str> {
    smie_server::Config::listen_address(text)
}

/// Without the engine nothing listens, and the address is only told.
#[cfg(not(feature = "serve"))]
pub(super) fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "expected an address with a port, such as 127.0.0.1:8080")
}
