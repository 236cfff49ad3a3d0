//! `smie explain`.

use std::fmt::Write as _;

use super::{Exit, check};
use crate::diagnostic::Code;
use crate::diagnostic::codes;

/// Explains a finding's code
///
/// Prints why the rule is there, an example that breaks it, and how it is mended. Without a code, lists them all.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie explain E0201
  smie explain w1304
  smie explain")]
pub(super) struct Arguments {
    /// A code such as E0201, in any case; none lists all
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some(id) = &arguments.code else {
        anstream::print!("{}", list());
        return Exit::Ok;
    };
    match codes::find(id) {
        Some(code) => {
            anstream::print!("{}", explanation(code));
            Exit::Ok
        }
        None => {
            anstream::eprintln!("{}", check::unknown(id));
            Exit::Usage
        }
    }
}

fn explanation(code: &Code) -> String {
    format!("{} ({}): {}\n\n{}\n", code.id, code.severity().word(), code.title, code.explanation.trim())
}

/// Every code with its title, by group.
fn list() -> String {
    let mut text = String::new();
    for (title, group) in codes::groups() {
        if group.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{title}");
        for code in group {
            let _ = writeln!(text, "  {}  {}", code.id, code.title);
        }
        text.push('\n');
    }
    text + "`smie explain CODE` tells why, with an example\n"
}
