//! The server of the ladok API.
//!
//! This file is yours. It joins the generated model, your handlers and the readers of other services' feeds, and gives all to the runtime's command line.

mod follow;
// Generated code keeps the generator's own layout.
#[rustfmt::skip]
mod generated;
mod handlers;

use std::process::ExitCode;

use smie_server::{Api, Builder};

fn main() -> ExitCode {
    smie_server::main(clock(follow::register(handlers::register(Api::builder().model(&generated::MODEL)))))
}

/// `LADOK_NU` stops the clock, so that what depends on time can be shown: `LADOK_NU=2012-01-17T14:00:00Z`.
fn clock(api: Builder) -> Builder {
    match std::env::var("LADOK_NU").map(|time| time.parse()) {
        Ok(Ok(now)) => api.clock(move || now),
        Ok(Err(error)) => {
            eprintln!("LADOK_NU: {error}");
            api
        }
        Err(_) => api,
    }
}
