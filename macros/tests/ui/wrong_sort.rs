use smie_wire::macros::{WireDatatype, WireHovedklasse, WireKodeverk, WireReferanse};

#[derive(WireHovedklasse)]
#[smie(package = "felles")]
union Begge {
    a: u32,
    b: f32,
}

#[derive(WireDatatype)]
#[smie(package = "felles")]
enum Liste {
    A,
}

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Par(String, String);

#[derive(WireKodeverk)]
#[smie(package = "felles")]
enum Verdier {
    Tall(u32),
}

#[derive(WireKodeverk)]
#[smie(package = "felles")]
struct Kode {
    kode: String,
}

#[derive(WireReferanse)]
#[smie(package = "felles")]
struct Utenfor {
    kode: String,
}

fn main() {}
