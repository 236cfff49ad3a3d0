use smie_wire::macros::WireHovedklasse;
use smie_wire::value::{Identifikator, Link};

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
struct Bygning {
    #[identifikator]
    system_id: Identifikator,
}

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
    #[relation(to = Rom)]
    bygning: Link<Bygning>,
    #[referanse]
    kart: Link<Bygning>,
}

fn main() {}
