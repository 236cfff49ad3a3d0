//! Rooms and buildings: the types that the tutorial in `docs/handwritten.md` writes.

#![deny(missing_docs)]

use smie_server::{Datatype, Date, Hovedklasse, Identifikator, Kodeverk, Link, NonEmpty};

/// Et bygg med rom
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/rom")]
pub struct Bygning {
    /// Byggets nummer i matrikkelen
    #[identifikator]
    pub bygningsnummer: Identifikator,
    /// Navnet som står på veggen
    #[smie(writable, max = "80")]
    pub navn: String,
    /// Når bygget ble tatt i bruk
    pub tatt_i_bruk: Option<Date>,
    /// Tegninger i et annet arkiv
    #[referanse]
    pub tegninger: Vec<Link>,
}

/// Et rom der det kan undervises
///
/// Et rom hører til ett bygg.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/rom", since = "1.1.0")]
pub struct Rom {
    /// Kildesystemets nøkkel
    #[identifikator(primary)]
    pub system_id: Identifikator,
    /// Nummeret på døren
    #[identifikator]
    pub romnummer: Option<Identifikator>,
    /// Hva rommet brukes til
    pub bruk: NonEmpty<Bruk>,
    /// Plassene i rommet
    #[smie(writable)]
    pub plasser: Option<Plasser>,
    /// Bygget som rommet ligger i
    #[relation(inverse = "rom", many)]
    pub bygning: Link<Bygning>,
    /// Rom som det er dør til
    #[relation(to = Rom, inverse = "dørFra", many)]
    #[smie(name = "dørTil")]
    pub dor_til: Vec<Link>,
}

/// Hvor mange det er plass til
#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "utdanning/rom")]
pub struct Plasser {
    /// Ved bord
    #[smie(min = "0", max = "1000")]
    pub sitteplasser: i32,
    /// Etter branninstruksen
    #[smie(name = "høyst", min = "0")]
    pub hoyst: Option<i32>,
}

/// Det et rom brukes til
#[derive(Clone, Copy, Debug, PartialEq, Eq, Kodeverk)]
#[smie(package = "utdanning/rom")]
pub enum Bruk {
    /// Vanlig undervisning
    #[smie(name = "undervisning")]
    Undervisning,
    /// Naturfag med avtrekk
    #[smie(name = "laboratorium")]
    Laboratorium,
    /// Kroppsøving
    #[smie(name = "gymsal")]
    Gymsal,
}
