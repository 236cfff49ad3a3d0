//! `smie show`.

use super::Exit;

/// Prints the resolved model
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
