use smie_wire::macros::WireHovedklasse;
use smie_wire::value::Identifikator;

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
struct Rom {
    #[identifikator]
    navn: String,
    system_id: Identifikator,
    #[identifikator(primary)]
    flere: Vec<Identifikator>,
}

fn main() {}
