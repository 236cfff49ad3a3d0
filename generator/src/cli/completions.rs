//! `smie completions`: the command line, told to a shell.

use clap::CommandFactory as _;

use super::{Exit, args, print};

/// Prints the completion script for a shell
///
/// The script goes where the shell looks for one; the examples name the usual places.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie completions bash > ~/.local/share/bash-completion/completions/smie
  smie completions zsh > ~/.zfunc/_smie
  smie completions fish > ~/.config/fish/completions/smie.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut args::Arguments::command(), "smie", &mut script);
    print::text(&String::from_utf8_lossy(&script))
}
