//! The server of the bank API.
//!
//! This file is yours. It joins the generated model and your handlers, and gives both to the runtime's command line.

// Generated code keeps the generator's own layout.
#[rustfmt::skip]
mod generated;
mod handlers;

use std::process::ExitCode;

use smie_server::Api;

fn main() -> ExitCode {
    smie_server::main(handlers::register(Api::builder().model(&generated::MODEL)))
}
