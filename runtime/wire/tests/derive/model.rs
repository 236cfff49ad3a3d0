//! A small model that uses each thing once.

use smie_wire::macros::{
    WireAbstrakt as Abstrakt, WireDatatype as Datatype, WireHovedklasse as Hovedklasse, WireKodeverk as Kodeverk,
    WireReferanse as Referanse,
};
use smie_wire::value::{Binary, Date, DateTime, Decimal, Duration, Foreign, Identifikator, Link, NonEmpty, Uri, Uuid};

/// Common members of each pay.
#[derive(Clone, Debug, PartialEq, Abstrakt)]
#[smie(package = "administrasjon/personal", name = "Lønn")]
pub(crate) struct Lonn {
    /// What it is for.
    pub(crate) beskrivelse: String,
    pub(crate) kontostreng: Kontostreng,
    pub(crate) anviser: Option<Link<Arbeidsforhold>>,
}

/// Fixed pay.
///
/// Paid each month.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(
    package = "administrasjon/personal",
    name = "Fastlønn",
    extends = Lonn,
    subject,
    collection = "fastlønner",
    within = Arbeidsforhold,
    allow(read, create),
    state = "tilstand",
    since = "3.0.0",
    deprecated(since = "4.0.0", use = "Lønn", docs = "Too narrow"),
    wire = "FastLonn",
    scope = "fint.lonn"
)]
pub(crate) struct Fastlonn {
    pub(crate) beskrivelse: String,
    pub(crate) kontostreng: Kontostreng,
    #[identifikator]
    pub(crate) kildesystem_id: Option<Identifikator>,
    #[identifikator(primary)]
    pub(crate) system_id: Identifikator,
    /// How much of a full position,
    ///   in hundredths of a percent.
    #[smie(
        name = "andelÅrsverk",
        writable,
        sensitive,
        gdpr = special,
        since = "3.1.0",
        deprecated,
        min = "0",
        max = "10000",
        wire = "andel",
        scope = "fint.andel"
    )]
    pub(crate) andel: i64,
    pub(crate) tilstand: Option<Tilstand>,
    #[smie(pattern = "[0-9]+")]
    pub(crate) r#type: Vec<String>,
    #[smie(bounds = "1..5")]
    pub(crate) satser: Vec<Decimal>,
    #[smie(bounds = "2..*")]
    pub(crate) perioder: Vec<Periode>,
    pub(crate) koder: NonEmpty<i32>,
    pub(crate) anviser: Option<Link<Arbeidsforhold>>,
    /// The employment that it is paid for.
    #[relation(inverse = "fastlønn", many)]
    #[smie(writable, sensitive, gdpr = national_id, since = "3.2.0", deprecated(use = "stilling"), wire = "forhold", scope = "fint.forhold")]
    pub(crate) arbeidsforhold: Link<Arbeidsforhold>,
    pub(crate) bilag: Vec<Link<Foreign>>,
    #[relation(to = Arbeidsforhold, inverse = "tillegg", many)]
    pub(crate) tillegg_til: Vec<Link>,
    #[referanse]
    pub(crate) arkiv: Option<Link>,
    #[relation(to = Vedtak)]
    pub(crate) klage: Option<Link<Vedtak>>,
    #[referanse]
    pub(crate) anke: Option<Link<Vedtak>>,
    pub(crate) vedtak: NonEmpty<Link<Vedtak>>,
    #[relation(inverse = "forrige", one)]
    pub(crate) neste: Option<Link<Self>>,
}

/// An employment.
#[derive(Clone, Debug, Default, PartialEq, Hovedklasse)]
#[smie(package = "administrasjon/personal")]
pub(crate) struct Arbeidsforhold {
    #[identifikator]
    pub(crate) system_id: Identifikator,
    pub(crate) anmerkning: Option<Box<Arbeidsforhold>>,
    #[relation(inverse = "arbeidsforhold", one, maintained)]
    pub(crate) fastlønn: Vec<Link<Fastlonn>>,
    #[relation(inverse = "øverste", some)]
    pub(crate) underordnede: Vec<Link<Arbeidsforhold>>,
}

/// A string of accounts: a datatype with links.
#[derive(Clone, Debug, Default, PartialEq, Datatype)]
#[smie(package = "administrasjon")]
pub(crate) struct Kontostreng {
    pub(crate) art: Option<Link<Vedtak>>,
    pub(crate) ansvar: Vec<Link<Arbeidsforhold>>,
}

#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "felles")]
pub(crate) struct Periode {
    pub(crate) start: DateTime,
    pub(crate) slutt: Option<DateTime>,
}

/// Outside the model.
#[derive(Clone, Debug, PartialEq, Referanse)]
#[smie(package = "felles")]
pub(crate) struct Vedtak;

#[derive(Clone, Debug, PartialEq, Abstrakt)]
#[smie(package = "felles")]
pub(crate) struct Begrep {
    #[identifikator]
    pub(crate) system_id: Identifikator,
}

#[derive(Clone, Debug, PartialEq, Kodeverk)]
#[smie(package = "felles", extends = Begrep)]
pub(crate) struct Art {
    #[identifikator]
    pub(crate) system_id: Identifikator,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Kodeverk)]
#[smie(package = "felles", name = "Studietillstånd")]
pub(crate) enum Tilstand {
    /// Not begun.
    #[smie(name = "ej_påbörjat")]
    EjPaborjat,
    #[smie(name = "pågående")]
    Pagaende,
    Avbrott,
}

/// One of each primitive.
#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "felles")]
pub(crate) struct Primitiver {
    pub(crate) tekst: String,
    pub(crate) sann: bool,
    pub(crate) heltall: i32,
    pub(crate) langt: i64,
    pub(crate) flyt: f32,
    pub(crate) dobbelt: f64,
    pub(crate) desimal: Decimal,
    pub(crate) dato: Date,
    pub(crate) tidspunkt: DateTime,
    pub(crate) varighet: Duration,
    pub(crate) adresse: Uri,
    pub(crate) uuid: Uuid,
    pub(crate) bytes: Binary,
}
