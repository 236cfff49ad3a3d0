//! `smie man`: the command line as manual pages, made from the same texts as `--help`.

use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Exit, args, print};
use crate::output::replace;

/// Prints the manual page, or writes one for each command
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie man | man -l -
  smie man --out ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// Folder to write smie.1, smie-check.1 and the others to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut command = args::Arguments::command();
    // `smie help COMMAND` needs no page of its own.
    command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = &arguments.out else {
        return match page(command) {
            Ok(page) => print::text(&String::from_utf8_lossy(&page)),
            Err(error) => print::failure(&error),
        };
    };
    match pages(command, folder) {
        Ok(count) => {
            anstream::eprintln!("{}: {count} pages written", folder.display());
            Exit::Ok
        }
        Err(error) => {
            anstream::eprintln!("error: cannot write `{}`", folder.display());
            print::failure(&error)
        }
    }
}

fn page(command: clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

/// Writes the pages of a command and of all below it.
fn pages(command: clap::Command, folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        open.extend(command.get_subcommands().filter(|command| !command.is_hide_set()).cloned());
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        replace::put(&folder.join(format!("{name}.1")), &page(command)?)?;
        count += 1;
    }
    Ok(count)
}
