//! `smie generate`.

use super::Exit;

/// Writes the server crate and the client crate
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
