use smie_wire::macros::{WireDatatype, WireHovedklasse};
use smie_wire::value::{Identifikator, Link};

struct Person;

#[derive(WireDatatype)]
#[smie(package = "felles", extends = Person)]
struct Verdi {
    person: Link<Person>,
}

#[derive(WireHovedklasse)]
#[smie(package = "felles")]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
    areal: char,
    annen: Link,
}

fn main() {}
