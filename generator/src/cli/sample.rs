//! `smie sample`.

use super::Exit;

/// Writes sample data that fits the model
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
