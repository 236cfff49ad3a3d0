use smie_wire::macros::WireDatatype;

#[derive(WireDatatype)]
#[smie(pakage = "felles", package = "felles", banana(1, 2), actions(Stenge))]
struct Verdi {
    #[smie(writeable, gdpr = persona)]
    verdi: String,
}

fn main() {}
