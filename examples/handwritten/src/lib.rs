//! Rooms and buildings: the types that the tutorial in `docs/handwritten.md` writes.

#![deny(missing_docs)]

use smie_server::{Asked, Datatype, Date, Effects, Hovedklasse, Identifikator, Kodeverk, Link, NonEmpty, Refused, Verdict, actions};

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
#[smie(package = "utdanning/rom", since = "1.1.0", state = "tilstand", actions = RomHandlers)]
#[event(name = "rommet_stengt", docs = "Et rom kan ikke brukes", carries("systemId", "grunn"))]
pub struct Rom {
    /// Kildesystemets nøkkel
    #[identifikator(primary)]
    pub system_id: Identifikator,
    /// Nummeret på døren
    #[identifikator]
    pub romnummer: Option<Identifikator>,
    /// Om rommet kan brukes
    pub tilstand: Tilstand,
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

/// Om et rom kan brukes
#[derive(Clone, Copy, Debug, PartialEq, Eq, Kodeverk)]
#[smie(package = "utdanning/rom")]
pub enum Tilstand {
    /// Rommet er åpent
    #[smie(name = "åpent")]
    Aapent,
    /// Rommet er stengt
    #[smie(name = "stengt")]
    Stengt,
}

/// Hvorfor et rom stenges
#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "utdanning/rom")]
pub struct Stenging {
    /// Grunnen, slik den står på døren
    #[smie(max = "80")]
    pub grunn: String,
}

/// Det som kan gjøres med et rom
#[actions(Rom)]
pub trait RomHandlers {
    /// Steng rommet
    #[action(from("åpent"), to = "stengt", impediments("eneste_rom"), emits("rommet_stengt"))]
    fn steng(&self, rom: &mut Rom, input: Stenging, effects: &mut Effects<'_>) -> Result<(), Refused>;

    /// Åpne rommet igjen
    #[action(name = "åpne", from("stengt"), to = "åpent")]
    fn aapne(&self, _rom: &mut Rom, _effects: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    /// Bygget har ingen andre åpne rom
    #[impediment]
    fn eneste_rom(&self, rom: &Rom, asked: &Asked<'_>) -> Verdict;
}

/// Den som åpner og stenger
pub struct Vaktmester;

impl RomHandlers for Vaktmester {
    fn steng(&self, rom: &mut Rom, input: Stenging, effects: &mut Effects<'_>) -> Result<(), Refused> {
        if input.grunn.trim().is_empty() {
            return Err(Refused::invalid("/grunn", "Det må stå noe på døren."));
        }
        // Nobody comes through a closed door.
        for dor in &rom.dor_til {
            let Some(mut nabo) = effects.follow::<Rom>(&dor.clone().cast()) else { continue };
            nabo.dor_til.retain(|vei| effects.follow::<Rom>(&vei.clone().cast()).is_some_and(|rommet| rommet.system_id != rom.system_id));
            effects.replace(&nabo)?;
        }
        Ok(())
    }

    fn eneste_rom(&self, rom: &Rom, asked: &Asked<'_>) -> Verdict {
        let andre = asked.all::<Rom>().filter(|annet| annet.bygning == rom.bygning && annet.system_id != rom.system_id);
        Verdict::blocked_if(andre.filter(|annet| annet.tilstand == Tilstand::Aapent).count() == 0)
    }
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
