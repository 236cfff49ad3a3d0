use std::sync::Arc;

use smie_server::{Api, Effects, Hovedklasse, Identifikator, Refused, actions};

#[derive(Hovedklasse)]
#[smie(package = "utdanning/rom", actions = RomHandlers)]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
}

#[actions(Rom)]
trait RomHandlers {
    /// Vask rommet før det brukes igjen
    #[action]
    fn vask(&self, rom: &mut Rom, effects: &mut Effects<'_>) -> Result<(), Refused>;
}

#[derive(Hovedklasse)]
#[smie(package = "utdanning/rom", actions = Rom)]
struct Bygning {
    #[identifikator]
    system_id: Identifikator,
}

struct Ingen;

struct Halv;

impl RomHandlers for Halv {}

fn handle<H: RomHandlers + 'static>(handlers: H) {
    let _ = Api::builder().handlers::<dyn RomHandlers>(Arc::new(handlers));
}

fn main() {
    handle(Ingen);
    handle(Halv);
}
