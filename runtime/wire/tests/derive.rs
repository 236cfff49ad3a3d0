//! x
use smie_wire::macros::{
    WireAbstrakt as Abstrakt, WireDatatype as Datatype, WireHovedklasse as Hovedklasse, WireKodeverk as Kodeverk,
    WireReferanse as Referanse,
};
use smie_wire::value::*;

/// Lønn.
#[derive(Clone, Debug, PartialEq, Abstrakt)]
#[smie(package = "a/b", name = "Lønn")]
struct Lonn {
    beskrivelse: String,
}
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "a/b", name = "Fastlønn", extends = Lonn)]
struct Fastlonn {
    beskrivelse: String,
    #[identifikator]
    system_id: Identifikator,
    streng: Option<Streng>,
    r#type: Vec<Art>,
    #[relation(inverse = "fastlønn", many)]
    lonn: Link<Lonn>,
    egen: Option<Link<Self>>,
}
#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "a/b")]
struct Streng {
    ansvar: Link<Ref>,
    bilag: Option<Link<Foreign>>,
}
#[derive(Clone, Debug, PartialEq, Referanse)]
#[smie(package = "a/b")]
struct Ref;
#[derive(Clone, Copy, Debug, PartialEq, Eq, Kodeverk)]
#[smie(package = "a/b")]
enum Art {
    #[smie(name = "ej_påbörjat")]
    EjPaborjat,
    B,
}

#[test]
fn x() {
    let json = r#"{"beskrivelse":"x","systemId":{"identifikatorverdi":"1"},"streng":{"_links":{"ansvar":[{"href":"r"}]}},"type":["ej_paborjat","B"],"_links":{"lonn":[{"href":"l"}],"egen":[{"href":"e"}]}}"#;
    let v: Fastlonn = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&v).unwrap(), json);
    println!("{:#?}", <Fastlonn as smie_wire::table::Described>::table());
}
