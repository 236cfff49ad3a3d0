use smie_wire::macros::{WireDatatype, WireHovedklasse};
use smie_wire::value::{Identifikator, Link};

#[derive(WireHovedklasse)]
#[smie(package = "felles", pattern = "[a-z]+", state = "tilstnd")]
#[relation]
struct Person {
    #[identifikator]
    system_id: Identifikator,
    tilstand: String,
    #[smie(max = "3", extends = Person)]
    annen: Option<Link<Person>>,
}

#[derive(WireDatatype)]
#[smie(package = "felles", collection = "verdier")]
struct Verdi {
    verdi: String,
}

fn main() {}
