//! `smie explain`.

use std::fmt::Write as _;

use super::{Exit, check};
use crate::diagnostic::Code;
use crate::diagnostic::codes;
use crate::diff::{codes as changes, contract};
use crate::lint::{self, rules};

/// Explains a finding's or a change's code
///
/// Prints why the rule is there, an example that breaks it, and how it is mended; of a change (`smie diff`) what it means and what to do. Without a code,
/// lists them all.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie explain E0201
  smie explain w1304
  smie explain relation-removed
  smie explain RES.02
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
    let finding = codes::find(id).or_else(|| contract_code(id)).map(explanation);
    let told = finding.or_else(|| changes::find(id).map(change)).or_else(|| rules::find(id).map(|rule| lint::render::explain(rule) + "\n"));
    match told {
        Some(text) => {
            anstream::print!("{text}");
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

/// Findings about contracts are no rules of models, so they stand in a table of their own.
fn contract_code(id: &str) -> Option<&'static Code> {
    contract::codes::ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
}

fn change(code: &changes::Code) -> String {
    format!("{} ({}): {}\n\n{}\n", code.id, code.name, code.title, code.explanation.trim())
}

/// Every code with its title, by group.
fn list() -> String {
    let mut text = String::new();
    for (title, group) in codes::groups() {
        if group.is_empty() {
            continue;
        }
        section(&mut text, title, group.iter().map(|code| (code.id, code.title)));
    }
    let contracts = contract::codes::ALL.iter().map(|code| (code.id, code.title));
    section(&mut text, "Contracts of consumers", contracts);
    for (title, group) in changes::groups() {
        section(&mut text, title, group.iter().map(|code| (code.id, code.title)));
    }
    section(
        &mut text,
        "Rules of the Swedish REST API profile (`smie lint`, `smie conform`)",
        rules::ALL.iter().map(|rule| (rule.id, rule.title)),
    );
    text + "`smie explain CODE` tells why, with an example\n"
}

fn section<'a>(text: &mut String, title: &str, codes: impl Iterator<Item = (&'a str, &'a str)>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{title}");
    for (id, title) in codes {
        let _ = writeln!(text, "  {id}  {title}");
    }
    text.push('\n');
}
