//! A server of a generated model with one class beside it that no model has: a workshop, linked to a generated school.

#![deny(missing_docs)]

// Generated from `models/fint`, and committed as the example of a generated server.
#[rustfmt::skip]
#[path = "../../../generated-example/fint/server/src/generated/mod.rs"]
mod generated;

use std::process::ExitCode;

use generated::utdanning_utdanningsprogram::Skole;
use smie_server::{Api, Hovedklasse, Identifikator, Link};

/// Et verksted på en skole
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/verksted")]
pub struct Verksted {
    /// Kildesystemets nøkkel
    #[identifikator]
    pub system_id: Identifikator,
    /// Skolen som eier verkstedet
    #[relation(to = Skole, inverse = "verksted", many)]
    pub skole: Link<Skole>,
}

fn main() -> ExitCode {
    smie_server::main(Api::builder().model(&generated::MODEL).class::<Verksted>())
}
