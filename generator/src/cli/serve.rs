//! `smie serve`.

use super::Exit;

/// Serves a model at once, without compiling anything
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
