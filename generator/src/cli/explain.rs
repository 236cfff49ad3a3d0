//! `smie explain`.

use super::Exit;

/// Explains a finding's code
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
