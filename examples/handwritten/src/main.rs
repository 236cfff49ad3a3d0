//! A server without any model: the types are the model.

#![deny(missing_docs)]

use std::process::ExitCode;

use rom::{Bygning, Rom};
use smie_server::Api;

fn main() -> ExitCode {
    smie_server::main(Api::builder().name("rom").version("1.1.0").profile("fint").class::<Bygning>().class::<Rom>())
}
