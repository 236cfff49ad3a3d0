//! `smie routes`.

use super::Exit;

/// Prints every route of the API
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
