//! `smie import`.

use super::Exit;

/// Writes a UML (XMI) or LinkML model as a folder of YAML
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Exit {
    Exit::Usage
}
