//! `smie run`.

use super::Exit;

/// Generates, builds and starts the server with sample data
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
