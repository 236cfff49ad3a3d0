use smie_wire::macros::{WireDatatype, WireHovedklasse};
use smie_wire::value::{Foreign, Identifikator, Link};

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
#[referanse]
struct Bygning {
    #[identifikator]
    system_id: Identifikator,
    #[relation(inverse = "bygning")]
    rom: Link,
    #[referanse(to = Bygning)]
    #[relation(inverse = "kart")]
    kart: Link,
    #[referanse]
    navn: String,
    #[relation(inverse = "bygning")]
    eier: Link<Foreign>,
    #[relation(to = Foreign, inverse = "bygning")]
    leier: Link,
    #[relation(inverse = "nabo", many)]
    nabo: Vec<Link<Bygning>>,
    #[relation(inverse = "selv", many)]
    selv: Vec<Link<Self>>,
    #[relation(to = "Bygning")]
    annen: Link,
}

#[derive(WireDatatype)]
#[smie(package = "utdanning/rom")]
struct Plassering {
    #[relation(inverse = "plassering")]
    bygning: Link<Bygning>,
}

fn main() {}
