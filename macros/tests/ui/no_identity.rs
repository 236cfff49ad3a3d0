use smie_wire::macros::WireHovedklasse;

#[derive(WireHovedklasse)]
#[smie(package = "utdanning/rom")]
struct Rom {
    navn: String,
}

fn main() {}
