use smie_wire::macros::{WireDatatype, WireKodeverk};

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Verdi {
    #[smie(name = "kår")]
    a: String,
    #[smie(name = "kær")]
    b: String,
    #[smie(wire = "_links")]
    c: String,
}

#[derive(WireKodeverk)]
#[smie(package = "felles")]
enum Tilstand {
    #[smie(name = "på")]
    Paa,
    #[smie(name = "pa")]
    Pa,
}

fn main() {}
