//! The `smie` command: arguments in, exit code out, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(smie::cli::main() as u8)
}
