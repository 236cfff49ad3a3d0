//! What the strict flavour reads and writes.

use serde_json::{Value, json};
use smie_wire::value::{Link, NonEmpty};

use crate::model::{Arbeidsforhold, Art, Fastlonn, Kontostreng, Lonn, Periode, Primitiver, Tilstand};

fn whole() -> Value {
    json!({
        "beskrivelse": "Fast lønn",
        "kontostreng": {"_links": {"art": [{"href": "a/1"}], "ansvar": [{"href": "b/1"}, {"href": "b/2"}]}},
        "kildesystemId": {"identifikatorverdi": "19/00094"},
        "systemId": {"identifikatorverdi": "FL-1", "gyldighetsperiode": {"start": "2024-08-01T12:00:00Z"}},
        "andel": 10000,
        "tilstand": "ej_paborjat",
        "type": ["x"],
        "satser": ["12.50"],
        "perioder": [{"start": "2024-08-01T12:00:00Z"}, {"start": "2025-08-01T12:00:00Z", "slutt": "2026-08-01T12:00:00Z"}],
        "koder": [1, 2],
        "_links": {
            "anviser": [{"href": "c/1"}],
            "forhold": [{"href": "d/1"}],
            "bilag": [{"href": "https://example.no/1"}],
            "vedtak": [{"href": "https://example.no/2"}],
            "neste": [{"href": "e/1"}],
        },
    })
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|error| error.to_string().split(" at line").next().unwrap_or_default().to_owned())
}

/// The error after taking a member away, or setting it.
fn refused(pointer: &str, member: &str, value: Option<Value>) -> String {
    let mut whole = whole();
    let object = whole.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
    match value {
        Some(value) => drop(object.insert(member.to_owned(), value)),
        None => drop(object.remove(member)),
    }
    read::<Fastlonn>(&whole).expect_err("it should be refused")
}

#[test]
fn an_object_goes_through_a_struct_unchanged() {
    let pay: Fastlonn = read(&whole()).expect("it should be read");
    assert_eq!(serde_json::to_value(&pay).expect("it should be written"), whole());
    assert_eq!(pay.system_id.identifikatorverdi, "FL-1");
    assert_eq!(pay.arbeidsforhold, Link::to("d/1"));
    assert_eq!(pay.kontostreng.ansvar.iter().map(Link::href).collect::<Vec<_>>(), ["b/1", "b/2"]);
    assert_eq!(pay.tilstand, Some(Tilstand::EjPaborjat));
    let again: Fastlonn = serde_json::from_value(whole()).expect("a value tree reads like text");
    assert_eq!(again, pay);
}

#[test]
fn members_are_written_in_the_order_of_the_class_and_links_last() {
    let pay: Fastlonn = read(&whole()).expect("it should be read");
    let json = serde_json::to_string(&pay).expect("it should be written");
    let places: Vec<_> = ["\"beskrivelse\"", "\"kildesystemId\"", "\"andel\"", "\"koder\"", "\"forhold\""].map(|m| json.find(m)).into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{json}");
}

#[test]
fn what_is_absent_is_not_written() {
    let work = Arbeidsforhold { system_id: "1".into(), ..Arbeidsforhold::default() };
    let json = json!({"systemId": {"identifikatorverdi": "1"}, "_links": {}});
    assert_eq!(serde_json::to_value(&work).expect("it should be written"), json);
    assert_eq!(serde_json::to_value(Kontostreng::default()).expect("it should be written"), json!({}));
    assert_eq!(read::<Arbeidsforhold>(&json), Ok(work));
}

#[test]
fn each_missing_member_is_named() {
    for member in ["beskrivelse", "kontostreng", "systemId", "andel", "satser", "perioder", "koder"] {
        assert_eq!(refused("", member, None), format!("missing member `{member}`"));
    }
    for relation in ["forhold", "vedtak"] {
        assert_eq!(refused("/_links", relation, None), format!("missing relation `{relation}` in `_links`"));
    }
    assert_eq!(refused("", "_links", None), "missing relation `forhold` in `_links`");
    assert_eq!(refused("/systemId", "identifikatorverdi", None), "missing member `identifikatorverdi`");
}

#[test]
fn what_is_of_the_wrong_form_is_refused() {
    assert!(refused("", "andel", Some(json!(null))).starts_with("invalid type: null"));
    assert!(refused("", "type", Some(json!("x"))).starts_with("invalid type: string"));
    assert!(refused("", "koder", Some(json!([]))).starts_with("an empty list"));
    assert!(refused("", "kontostreng", Some(json!([]))).contains("expected a `Kontostreng`"));
    assert_eq!(
        refused("", "tilstand", Some(json!("paa"))),
        "`paa` is no code of `Studietillstånd`; expected one of `ej_paborjat`, `pagaende`, `Avbrott`"
    );
    assert!(refused("", "_links", Some(json!([]))).contains("expected links: an object"));
    assert!(refused("/_links", "forhold", Some(json!({"href": "d/1"}))).contains("expected an array"));
    assert_eq!(refused("/_links", "forhold", Some(json!([{"hfer": "d/1"}]))), "a link without `href`");
    let two = json!([{"href": "d/1"}, {"href": "d/2"}]);
    assert_eq!(refused("/_links", "forhold", Some(two)), "`forhold` has 2 links where one is allowed");
    let twice = r#"{"start":"2024-08-01T12:00:00Z","start":"2024-08-01T12:00:00Z"}"#;
    let error = serde_json::from_str::<Periode>(twice).expect_err("it should be refused");
    assert!(error.to_string().starts_with("duplicate member `start`"), "{error}");
}

#[test]
fn unknown_members_and_relations_are_left_aside() {
    let json = json!({
        "ukjent": {"dyp": [1, {"x": null}]},
        "systemId": {"identifikatorverdi": "1", "annet": 1},
        "_links": {"self": [{"href": "x"}], "ukjent": {"href": "y"}, "fastlonn": [{"href": "z", "templated": false}]},
    });
    let work: Arbeidsforhold = read(&json).expect("it should be read");
    assert_eq!(work.fastlønn, [Link::to("z")]);
}

#[test]
fn members_are_found_in_any_order() {
    let json = r#"{"_links":{},"slutt":"2025-01-01T00:00:00Z","x":1,"start":"2024-01-01T00:00:00Z"}"#;
    let period: Periode = serde_json::from_str(json).expect("it should be read");
    assert_eq!(period.slutt.map(|t| t.to_string()).as_deref(), Some("2025-01-01T00:00:00Z"));
}

#[test]
fn boxes_lists_and_abstract_classes_are_read() {
    let nested = json!({"systemId": {"identifikatorverdi": "1"}, "anmerkning": {"systemId": {"identifikatorverdi": "2"}, "_links": {}}, "_links": {}});
    let work: Arbeidsforhold = read(&nested).expect("it should be read");
    assert_eq!(work.anmerkning.as_ref().map(|inner| inner.system_id.value()), Some("2"));
    assert_eq!(serde_json::to_value(&work).expect("it should be written"), nested);
    let pay: Lonn = read(&whole()).expect("a fixed pay is a pay");
    assert_eq!(pay.anviser, Some(Link::to("c/1")));
    let art: Art = read(&json!({"systemId": {"identifikatorverdi": "K"}})).expect("it should be read");
    assert_eq!(art.system_id.value(), "K");
}

#[test]
fn each_primitive_has_its_form_on_the_wire() {
    let json = json!({
        "tekst": "æøå", "sann": true, "heltall": -1, "langt": 9_007_199_254_740_993_i64, "flyt": 0.5, "dobbelt": 1e300,
        "desimal": "12.50", "dato": "2024-08-01", "tidspunkt": "2024-08-01T12:00:00Z", "varighet": "P1M",
        "adresse": "https://example.no/å", "uuid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "bytes": "AAH/",
    });
    let values: Primitiver = read(&json).expect("it should be read");
    assert_eq!(serde_json::to_value(&values).expect("it should be written"), json);
    assert_eq!(values.bytes.0, [0, 1, 255]);
}

#[test]
fn a_list_that_is_never_empty_cannot_be_made_empty() {
    assert!(NonEmpty::<i32>::try_from(Vec::new()).is_err());
    let mut list = NonEmpty::new(1);
    list.extend([2, 3]);
    assert_eq!((list.first(), list.len()), (Some(&1), 3));
    assert_eq!(list.into_vec(), [1, 2, 3]);
}
