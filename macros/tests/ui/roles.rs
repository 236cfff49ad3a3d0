use smie_wire::macros::{WireDatatype, WireHovedklasse};
use smie_wire::value::{Identifikator, Link};

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Periode {
    start: String,
}

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom", extends = Bygning, within = Periode)]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
    periode: Link<Periode>,
}

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
struct Bygning {
    #[identifikator]
    system_id: Identifikator,
}

fn main() {}
