//! Printing a command's own output: to stdout, whole, with a closed pipe taken for what it is.

use std::error::Error;
use std::io::{self, Write};

use serde::Serialize;

use super::Exit;

/// Form of a command's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For tools.
    Json,
}

/// Prints text as it is.
pub(super) fn text(text: &str) -> Exit {
    finish(io::stdout().lock().write_all(text.as_bytes()))
}

/// Prints text with escape codes for colour, which are dropped where no colour is wanted.
pub(super) fn styled(text: &str) -> Exit {
    finish(anstream::stdout().lock().write_all(text.as_bytes()))
}

/// Prints a document as indented JSON.
pub(super) fn json(document: &impl Serialize) -> Exit {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, document).map_err(io::Error::from);
    finish(written.and_then(|()| writeln!(out)).and_then(|()| out.flush()))
}

/// Tells what keeps a command from going on, with its causes.
pub(super) fn failure(error: &dyn Error) -> Exit {
    anstream::eprintln!("error: {error}");
    for cause in std::iter::successors(error.source(), |&cause| cause.source()) {
        anstream::eprintln!("  caused by: {cause}");
    }
    Exit::Usage
}

/// A reader that has seen enough (`smie routes … | head`) is no error.
fn finish(written: io::Result<()>) -> Exit {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            anstream::eprintln!("error: cannot write the output: {error}");
            Exit::Usage
        }
        _ => Exit::Ok,
    }
}
