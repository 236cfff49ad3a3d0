use smie_wire::macros::WireDatatype;
use smie_wire::value::{Binary, Date, Uuid};

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Verdi {
    #[smie(pattern = "[0-9]+")]
    tall: i32,
    #[smie(min = "ti", max = "10")]
    antall: Option<i64>,
    #[smie(min = "10", max = "1")]
    plasser: Vec<i32>,
    #[smie(max = "-1")]
    navn: String,
    #[smie(min = "1.5")]
    bytes: Binary,
    #[smie(min = "1")]
    sann: bool,
    #[smie(pattern = "x", max = "1")]
    nokkel: Uuid,
    #[smie(min = "2020-01-01")]
    dato: Date,
    #[smie(bounds = "2..5")]
    grense: Option<i32>,
}

fn main() {}
