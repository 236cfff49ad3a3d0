use smie_wire::macros::WireHovedklasse;
use smie_wire::value::Link;

#[derive(WireHovedklasse)]
#[smie(collection = rom, subject = true, allow(read, destroy), name)]
struct Rom {
    #[smie(bounds = "5..1", name = "a", name = "b", extends = "Rom")]
    plasser: Vec<i32>,
    #[smie(bounds = "0..1")]
    etasjer: Vec<i32>,
    #[smie(deprecated(sinse = "1.0.0"))]
    bygning: Option<Link<Rom>>,
}

fn main() {}
