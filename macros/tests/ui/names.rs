use smie_wire::macros::{WireAbstrakt, WireDatatype, WireHovedklasse, WireKodeverk};
use smie_wire::value::{Identifikator, Link};

#[derive(WireDatatype)]
#[smie(package = "utdanning//rom", name = "string")]
struct Tekst {
    #[smie(name = "1a")]
    a: String,
    #[smie(wire = "b-c")]
    b: String,
    #[smie(name = "дом")]
    c: String,
    d: String,
    #[smie(name = "d")]
    e: String,
}

#[derive(WireAbstrakt)]
#[smie(package = "", within = Referanse)]
struct Referanse {
    tekst: String,
}

#[derive(WireKodeverk)]
#[smie(package = "felles")]
enum Farge {
    #[smie(name = "красный")]
    Rod,
}

#[derive(WireKodeverk)]
#[smie(package = "felles")]
enum Tom {}

#[derive(WireHovedklasse)]
#[smie(package = "felles")]
struct Rom {
    #[identifikator(primary)]
    system_id: Identifikator,
    #[identifikator(primary)]
    nummer: Identifikator,
    #[smie(name = "self")]
    selv: Link<Rom>,
}

fn main() {}
