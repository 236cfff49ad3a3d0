use smie_wire::macros::WireHovedklasse;
use smie_wire::value::{Identifikator, Link};

#[derive(WireHovedklasse)]
#[smie = "utdanning/rom"]
#[smie(package = "utdanning/rom", extends = "Bygning", within(Bygning), allow = read, deprecated = "nei", since = 3)]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
    #[smie(gdpr = "personal")]
    navn: String,
    #[relation(inverse = "rom", bounds = "1..2")]
    #[smie(bounds = "1..2")]
    bygning: Vec<Link<Rom>>,
    #[identifikator(first)]
    nummer: Identifikator,
}

fn main() {}
