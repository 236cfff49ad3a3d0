//! What stands in the tables.

use smie_wire::model::{Bounds, Gdpr, Operation, Scalar, Side, Stereotype};
use smie_wire::table::{AttributeTable, ClassTable, Described, Enumerated, RelationTable, TypeTable};

use crate::model::{Arbeidsforhold, Art, Fastlonn, Kontostreng, Lonn, Primitiver, Tilstand, Vedtak};

fn attribute(class: &ClassTable, name: &str) -> AttributeTable {
    *class.attributes.iter().find(|a| a.name == name).unwrap_or_else(|| panic!("no attribute {name}"))
}

fn relation(class: &ClassTable, name: &str) -> RelationTable {
    *class.relations.iter().find(|r| r.name == name).unwrap_or_else(|| panic!("no relation {name}"))
}

fn name_of(class: Option<fn() -> &'static ClassTable>) -> Option<&'static str> {
    class.map(|table| table().name)
}

#[test]
fn a_class_has_every_word_in_its_table() {
    let class = Fastlonn::table();
    assert_eq!((class.package, class.name), ("administrasjon/personal", "Fastlønn"));
    assert_eq!(class.docs, "Fixed pay.\n\nPaid each month.");
    assert_eq!(class.stereotype, Stereotype::Hovedklasse);
    assert_eq!((name_of(class.extends), name_of(class.within)), (Some("Lønn"), Some("Arbeidsforhold")));
    assert!(class.subject);
    assert_eq!(class.allow, Some(&[Operation::Read, Operation::Create][..]));
    assert_eq!((class.collection, class.state), (Some("fastlønner"), Some("tilstand")));
    assert_eq!((class.since, class.wire, class.scope), (Some("3.0.0"), Some("FastLonn"), Some("fint.lonn")));
    let deprecated = class.deprecated.expect("deprecated");
    assert_eq!((deprecated.since, deprecated.instead, deprecated.docs), (Some("4.0.0"), Some("Lønn"), "Too narrow"));
}

#[test]
fn a_class_that_says_nothing_has_an_empty_table_but_for_its_names() {
    let class = Vedtak::table();
    assert_eq!((class.package, class.name, class.docs), ("felles", "Vedtak", "Outside the model."));
    assert_eq!(class.stereotype, Stereotype::Referanse);
    assert!(class.extends.is_none() && class.allow.is_none() && class.deprecated.is_none() && !class.subject);
    assert!(class.attributes.is_empty() && class.relations.is_empty());
}

#[test]
fn each_derive_has_its_stereotype() {
    assert_eq!(Lonn::table().stereotype, Stereotype::Abstrakt);
    assert_eq!(Kontostreng::table().stereotype, Stereotype::Datatype);
    let kodeverk = Art::table();
    assert_eq!((kodeverk.stereotype, name_of(kodeverk.extends)), (Stereotype::Hovedklasse, Some("Begrep")));
}

#[test]
fn an_attribute_has_every_word_in_its_table() {
    let andel = attribute(Fastlonn::table(), "andelÅrsverk");
    assert_eq!(andel.docs, "How much of a full position,\n  in hundredths of a percent.");
    assert!(andel.writable && andel.sensitive && !andel.primary);
    assert_eq!((andel.gdpr, andel.bounds), (Some(Gdpr::Special), Bounds::ONE));
    assert_eq!((andel.pattern, andel.min, andel.max), (None, Some("0"), Some("10000")));
    assert_eq!(attribute(Fastlonn::table(), "type").pattern, Some("[0-9]+"));
    assert_eq!((andel.since, andel.wire, andel.scope), (Some("3.1.0"), Some("andel"), Some("fint.andel")));
    let deprecated = andel.deprecated.expect("deprecated");
    assert_eq!((deprecated.since, deprecated.instead, deprecated.docs), (None, None, ""));
}

#[test]
fn names_are_camel_case_and_raw_identifiers_are_names_like_others() {
    let names: Vec<_> = Fastlonn::table().attributes.iter().map(|a| a.name).collect();
    let expected =
        ["beskrivelse", "kontostreng", "kildesystemId", "systemId", "andelÅrsverk", "tilstand", "type", "satser", "perioder", "koder"];
    assert_eq!(names, expected);
}

#[test]
fn multiplicity_comes_from_the_type_or_from_bounds() {
    let class = Fastlonn::table();
    assert_eq!(attribute(class, "systemId").bounds, Bounds::ONE);
    assert_eq!(attribute(class, "kildesystemId").bounds, Bounds::OPTIONAL);
    assert_eq!(attribute(class, "type").bounds, Bounds::MANY);
    assert_eq!(attribute(class, "koder").bounds, Bounds::SOME);
    assert_eq!(attribute(class, "satser").bounds, Bounds { lower: 1, upper: Some(5) });
    assert_eq!(attribute(class, "perioder").bounds, Bounds { lower: 2, upper: None });
    assert_eq!(relation(class, "arbeidsforhold").bounds, Bounds::ONE);
    assert_eq!(relation(class, "anviser").bounds, Bounds::OPTIONAL);
    assert_eq!(relation(class, "bilag").bounds, Bounds::MANY);
    assert_eq!(relation(class, "vedtak").bounds, Bounds::SOME);
}

#[test]
fn types_are_scalars_identities_classes_and_enums() {
    let class = Fastlonn::table();
    let ty = |name| attribute(class, name).ty;
    assert!(matches!(ty("systemId"), TypeTable::Identifikator));
    assert!(attribute(class, "systemId").primary && !attribute(class, "kildesystemId").primary);
    assert!(matches!(ty("satser"), TypeTable::Scalar(Scalar::Decimal)));
    let boxed = attribute(Arbeidsforhold::table(), "anmerkning");
    assert!(matches!(boxed.ty, TypeTable::Class(table) if table().name == "Arbeidsforhold"), "a box is transparent");
    assert!(matches!(ty("kontostreng"), TypeTable::Class(table) if table().name == "Kontostreng"));
    assert!(matches!(ty("tilstand"), TypeTable::Enum(table) if table().name == "Studietillstånd"));
    let scalars = Primitiver::table().attributes.iter().map(|a| match a.ty {
        TypeTable::Scalar(scalar) => scalar,
        other => panic!("{other:?} is no scalar"),
    });
    assert!(scalars.eq(Scalar::ALL.iter().copied()));
}

#[test]
fn a_relation_has_every_word_in_its_table() {
    let relation = relation(Fastlonn::table(), "arbeidsforhold");
    assert_eq!(relation.docs, "The employment that it is paid for.");
    assert_eq!(name_of(relation.target), Some("Arbeidsforhold"));
    assert!(relation.writable && relation.sensitive);
    assert_eq!((relation.gdpr, relation.side), (Some(Gdpr::NationalId), Side::Storing));
    assert_eq!((relation.since, relation.wire, relation.scope), (Some("3.2.0"), Some("forhold"), Some("fint.forhold")));
    assert_eq!(relation.deprecated.and_then(|d| d.instead), Some("stilling"));
}

#[test]
fn the_other_end_has_a_name_and_bounds() {
    let end = |class: &ClassTable, name: &str| {
        let relation = relation(class, name);
        (relation.side, relation.inverse.map(|i| (i.name, i.bounds)))
    };
    let (pay, work) = (Fastlonn::table(), Arbeidsforhold::table());
    assert_eq!(end(pay, "arbeidsforhold"), (Side::Storing, Some(("fastlønn", Bounds::MANY))));
    assert_eq!(end(pay, "neste"), (Side::Storing, Some(("forrige", Bounds::ONE))));
    assert_eq!(end(pay, "anviser"), (Side::Storing, None));
    assert_eq!(end(work, "fastlønn"), (Side::Maintained, Some(("arbeidsforhold", Bounds::ONE))));
    assert_eq!(end(work, "underordnede"), (Side::Storing, Some(("øverste", Bounds::SOME))));
}

#[test]
fn links_lead_to_classes_to_the_class_itself_and_out_of_the_model() {
    let class = Fastlonn::table();
    assert_eq!(name_of(relation(class, "vedtak").target), Some("Vedtak"));
    assert_eq!(name_of(relation(class, "neste").target), Some("Fastlønn"));
    assert!(relation(class, "bilag").target.is_none());
    assert!(relation(class, "arkiv").target.is_none());
    assert_eq!(name_of(relation(class, "anke").target), Some("Vedtak"));
}

#[test]
fn a_plain_link_leads_where_its_relation_says() {
    let class = Fastlonn::table();
    assert_eq!(name_of(relation(class, "tilleggTil").target), Some("Arbeidsforhold"));
    assert_eq!(relation(class, "tilleggTil").inverse.map(|i| (i.name, i.bounds)), Some(("tillegg", Bounds::MANY)));
    assert_eq!(name_of(relation(class, "klage").target), Some("Vedtak"));
}

#[test]
fn an_enum_lists_its_codes_with_their_labels() {
    let table = Tilstand::table();
    assert_eq!((table.package, table.name, table.docs), ("felles", "Studietillstånd", "Where it stands."));
    assert_eq!(table.values, [("ej_påbörjat", "Not begun."), ("pågående", ""), ("Avbrott", "")]);
}
