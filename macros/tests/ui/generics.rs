use smie_wire::macros::{WireDatatype, WireKodeverk};

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Verdi<T> {
    verdi: T,
}

#[derive(WireKodeverk)]
#[smie(package = "felles")]
enum Tom<'a> {
    Ingen,
}

fn main() {}
