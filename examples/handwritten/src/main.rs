//! A server without any model: the types are the model.

#![deny(missing_docs)]

use std::process::ExitCode;
use std::sync::Arc;

use rom::{Bygning, Rom, RomHandlers, Vaktmester};
use smie_server::Api;

fn main() -> ExitCode {
    let api = Api::builder().name("rom").version("1.1.0").profile("fint").class::<Bygning>().class::<Rom>();
    smie_server::main(api.handlers::<dyn RomHandlers>(Arc::new(Vaktmester)))
}
