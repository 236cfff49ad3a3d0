use super::*;
use crate::entity::Target;
use crate::testing::{collection, read, schema};

const FASTLONN: &str = "administrasjon-personal.fastlonn";
const PERSON: &str = "utdanning-elev.person";

fn violations(file: &str, text: &str) -> Vec<String> {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    read(&schema, &validator, file, text).unwrap_err().iter().map(ToString::to_string).collect()
}

fn body(file: &str, text: &str) -> String {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let entity = read(&schema, &validator, file, text).unwrap_or_else(|v| panic!("{text}: {v:?}"));
    let mut out = Vec::new();
    entity.body().render(b"http://h", &mut out);
    String::from_utf8(out).unwrap()
}

fn links(file: &str, text: &str) -> Vec<Target> {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    read(&schema, &validator, file, text).unwrap_or_else(|v| panic!("{text}: {v:?}")).links().iter().map(|l| l.target.clone()).collect()
}

#[test]
fn members_come_out_in_model_order_canonical_and_without_what_is_empty() {
    let text = r#" { "ukjent": {"a":[1]}, "prosent": 10000, "koder": ["AB", null, "ÆØ"], "systemId": "FL-1", "kildesystemId": {"identifikatorverdi": ""},
        "periode": {"slutt": null, "beskrivelse": "a\u00e6\/", "start": "2024-08-01"}, "beskrivelse": "Fast lønn",
        "kontostreng": {"_links": {"formal": [], "ansvar": [{"href": "systemid/200"}]}}, "_links": null } "#;
    assert_eq!(
        body(FASTLONN, text),
        r#"{"systemId":{"identifikatorverdi":"FL-1"},"beskrivelse":"Fast lønn","prosent":10000,"periode":{"start":"2024-08-01T12:00:00Z","beskrivelse":"aæ/"},"kontostreng":{"_links":{"ansvar":[{"href":"http://h/administrasjon/kodeverk/ansvar/systemid/200"}]}},"koder":["AB","ÆØ"]"#
    );
}

#[test]
fn the_order_of_members_does_not_change_the_hash() {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let hash = |text| read(&schema, &validator, PERSON, text).unwrap().hash();
    let one = hash(r#"{"fodselsnummer":{"identifikatorverdi":"1"},"navn":"Kari","fodselsdato":-459133200000}"#);
    assert_eq!(one, hash(r#"{"fodselsdato":"1955-06-15T00:00:00+01:00","navn":"Kari","x":1,"fodselsnummer":"1"}"#));
    assert_ne!(one, hash(r#"{"fodselsdato":"1955-06-15","navn":"Kari","fodselsnummer":"1"}"#));
}

#[test]
fn a_member_is_read_without_the_rest() {
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let entity = read(&schema, &validator, PERSON, r#"{"navn":"Kari","fodselsnummer":"1"}"#).unwrap();
    assert_eq!(entity.member(1), Some(&br#""navn":"Kari""#[..]));
    assert_eq!(entity.member(2), None);
}

#[test]
fn every_violation_is_told_with_its_pointer() {
    let text = r#"{"systemId":{"identifikatorverdi":".."},"systemId":1,"beskrivelse":[],"prosent":"ti","koder":["AB","x","CD","EF"],
        "periode":{"start":"i går","slutt":7},"kontostreng":{"_links":{"ansvar":[{"href":"nr/1"},{"href":"systemid/a/b"}]}},
        "_links":{"arbeidsforhold":[{"href":1},{"href":"/utdanning/elev/elev/systemid/1"},"x"]}}"#;
    assert_eq!(
        violations(FASTLONN, text),
        [
            "/systemId/identifikatorverdi: an identifier must not be `.` or `..` or hold control characters",
            "/systemId: given more than once",
            "/beskrivelse: expected a single value, found a list",
            "/prosent: expected a whole number of 64 bits, found a text",
            "/koder: at most 3 may be present, found 4",
            "/koder/1: `x` does not match the pattern `[A-ZÆØÅ]{2,4}`",
            "/periode/start: `i går` is not a date and time with an offset",
            "/kontostreng/_links/ansvar: at most 1 may be present, found 2",
            "/kontostreng/_links/ansvar/0/href: `Ansvar` has no identifier `nr`; it has `systemid`",
            "/kontostreng/_links/ansvar/1/href: `systemid/a/b` is not a link to a `Ansvar`: the value must be one path segment; write `/` as `%2F`",
            "/_links/arbeidsforhold/0/href: expected a text, found a number",
            "/_links/arbeidsforhold/1/href: `/utdanning/elev/elev/systemid/1` does not lead to `Arbeidsforhold`",
            "/_links/arbeidsforhold/2: expected a link object, found a text",
        ]
    );
}

#[test]
fn what_is_missing_is_told_at_every_depth() {
    assert_eq!(
        violations(FASTLONN, r#"{"systemId":null,"prosent":10001,"periode":{},"kontostreng":{}}"#),
        [
            "/beskrivelse: mandatory, but missing",
            "/systemId: mandatory, but empty",
            "/prosent: the value must be at most 10000",
            "/periode/start: mandatory, but missing",
            "/kontostreng/_links/ansvar: mandatory, but missing",
        ]
    );
}

#[test]
fn text_that_is_not_json_is_told_with_its_place() {
    assert_eq!(violations(PERSON, r#"{"navn":"Kari" "x":1}"#)[0], "/: not JSON: expected `,` or `}`");
    assert_eq!(violations(PERSON, "[1]"), ["/: expected an object, found a list"]);
    assert!(violations(PERSON, &format!(r#"{{"x":{}"#, "[".repeat(1000)))[0].contains("nested deeper than 64 levels"));
    let schema = schema();
    let validator = Validator::new(&schema).unwrap();
    let found = validator.read(&schema, collection(&schema, PERSON), b"{\"navn\":\"\xe6\"}", &mut Scratch::default()).unwrap_err();
    assert_eq!((found[0].offset, &found[0].problem), (9, &Problem::Encoding));
}

#[test]
fn every_form_of_a_link_means_the_same_resource() {
    let schema = schema();
    let person = Target::Entity { collection: collection(&schema, PERSON), identifier: 0, value: "1/2 ø".into() };
    for href in [
        "fodselsnummer/1%2F2%20%C3%B8",
        "/Fodselsnummer/1%2F2%20ø",
        "/utdanning/elev/person/fodselsnummer/1%2F2 ø",
        "/felles/person/fodselsnummer/1%2F2 ø/",
        "/administrasjon/personal/person/fodselsnummer/1%2F2 ø",
        "${felles.person}/fodselsnummer/1%2F2 ø",
        "${utdanning.elev.Person}/fodselsnummer/1%2F2 ø",
        "https://api.felleskomponent.no/utdanning/elev/person/fodselsnummer/1%2F2%20%C3%B8",
        "HTTP://localhost:8080/bak/proxy/utdanning/elev/Person/Fodselsnummer/1%2f2%20%c3%b8?x=1",
    ] {
        let text = format!(r#"{{"systemId":"1","_links":{{"person":[{{"href":"{href}"}}]}}}}"#);
        assert_eq!(links("utdanning-elev.elev", &text), std::slice::from_ref(&person), "{href}");
    }
}

#[test]
fn foreign_links_and_unknown_relations_are_kept_as_they_are() {
    let text = r#"{"systemId":"1","_links":{"vigoreferanse":[{"href":"https:\/\/data.udir.no/kl06/x"}],"x æ": [ {"href" : "a b"} ],"self":[{"href":"z"}],"y":[],"elevforhold":[{}, {"href":null}]}}"#;
    let kept = links("utdanning-elev.skole", text);
    assert_eq!(kept, [Target::Foreign(r#""https:\/\/data.udir.no/kl06/x""#.into()), Target::Unknown(r#""x æ":[{"href":"a b"}]"#.into())]);
    let text = r#"{"systemId":"1","_links":{"person":[{"href":"https://folkeregisteret.no/p/1"}]}}"#;
    assert_eq!(links("utdanning-elev.elev", text), [Target::Foreign(r#""https://folkeregisteret.no/p/1""#.into())]);
}

#[test]
fn a_relation_has_as_many_links_as_the_model_says_repeated_ones_not_counted() {
    let elev = "utdanning-elev.elev";
    let with = |links: &str| format!(r#"{{"systemId":"1","_links":{{"person":{links}}}}}"#);
    let link = r#"{"href":"fodselsnummer/1"}"#;
    assert_eq!(violations(elev, &with("[]")), ["/_links/person: mandatory, but missing"]);
    assert_eq!(
        violations(elev, &with(&format!(r#"[{link},{{"href":"fodselsnummer/2"}}]"#))),
        ["/_links/person: at most 1 may be present, found 2"]
    );
    assert_eq!(links(elev, &with(&format!("[{link},{link}]"))).len(), 1);
    assert_eq!(links(elev, &with(link)).len(), 1);
}

mod never_panics {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_the_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let schema = schema();
            let validator = Validator::new(&schema).unwrap();
            let _ = validator.read(&schema, collection(&schema, FASTLONN), &bytes, &mut Scratch::default());
        }

        #[test]
        fn whatever_byte_of_a_right_entity_is_changed(at in 0usize..400, byte in any::<u8>(), href in ".{0,30}") {
            let schema = schema();
            let validator = Validator::new(&schema).unwrap();
            let text = format!(r#"{{"systemId":"FL-1","prosent":1,"periode":{{"start":"2024-08-01T12:00:00+02:00"}},"kontostreng":{{"_links":{{"ansvar":[{{"href":{}}}]}}}},"beskrivelse":"\u00e6\ud83d\ude00","_links":{{"arbeidsforhold":[{{"href":"https://a/administrasjon/personal/arbeidsforhold/systemid/1"}}]}}}}"#, serde_json::Value::from(href));
            let mut bytes = text.into_bytes();
            let length = bytes.len();
            bytes[at % length] = byte;
            if let Ok(entity) = validator.read(&schema, collection(&schema, FASTLONN), &bytes, &mut Scratch::default()) {
                let mut out = Vec::new();
                entity.body().render(b"http://h", &mut out);
                out.push(b'}');
                prop_assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
            }
        }
    }
}
