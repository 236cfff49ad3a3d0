//! Reading: what is rendered reads back, and hostile text ends in a message.

use std::sync::Arc;

use proptest::prelude::*;
use smie_wire::model::PackageId;

use super::*;
use crate::entity::Entity;
use crate::http::render::dap::tests::{FASTLONN, LONN, World};
use crate::testing::{collection, entity};
use crate::validate::Scratch;

impl World {
    fn form(&self, file: &str) -> (Form<'_>, ShapeId) {
        let home = self.schema.collection(collection(&self.schema, file));
        let form = Form { schema: &self.schema, shapes: self.validator.shapes(), words: &self.words, package: home.package };
        (form, ShapeId(home.class.index()))
    }

    fn read(&self, file: &str, xml: &str) -> Result<Entity, Vec<Violation>> {
        let (form, shape) = self.form(file);
        let json = form.read(shape, xml.as_bytes())?;
        self.validator.read(&self.schema, collection(&self.schema, file), &json, &mut Scratch::default())
    }

    fn returns(&self, file: &str, entity: &Arc<Entity>) {
        let xml = self.xml(file, entity.clone());
        let read = self.read(file, &xml).unwrap_or_else(|wrong| panic!("{xml}: {wrong:?}"));
        assert_eq!(read.hash(), entity.hash(), "{xml}");
    }
}

/// Without what XML cannot say: control characters, and relations that the model does not know.
fn plain() -> String {
    LONN.replace("\\u0001", "").replace(r#","ukjent":[{"href":"http://x"}]"#, "")
}

const PM: &[(&str, &str)] =
    &[("dap.compat", "pm"), ("feed.namespace", "http://schemas.{package}.se"), ("dap.relations", "http://relations.{package}.se/")];

#[test]
fn what_is_rendered_reads_back_as_the_same_entity() {
    for overrides in [&[][..], PM, &[("dap.compat", "ladok")], &[("identifiers.objects", "false"), ("dap.case", "pascal")]] {
        let world = World::new(overrides);
        world.returns(FASTLONN, &entity(&world.schema, &world.validator, FASTLONN, &plain()));
    }
}

#[test]
fn names_are_read_however_they_are_spelled() {
    let world = World::new(&[]);
    let xml = r#"<?xml version="1.0"?><x:Fastlønn xmlns:x="urn:a" xmlns:d="http://schemas.ladok.se/dap" xmlns:xsi="urn:xsi">
        <d:link REL="http://r.se/Arbeidsforhold" Uri="systemid/9" mediatype="a/b"/><d:action rel="x"><d:impediment>y</d:impediment></d:action>
        <d:link rel="self" uri="http://h/"/><x:system_id>1</x:system_id><x:ukjent><x:a/></x:ukjent>
        <beskrivelse><![CDATA[<a>]]>&#x41;&amp;</beskrivelse><prosent> 100 </prosent><koder>ABC</koder><koder>DE</koder>
        <periode><start>2024-08-01T12:00:00+02:00</start><slutt xsi:nil="true"/></periode></x:Fastlønn>"#;
    let read = world.read(FASTLONN, xml).unwrap();
    let same = r#"{"systemId":"1","beskrivelse":"<a>A&","prosent":100,"koder":["ABC","DE"],
        "periode":{"start":"2024-08-01T10:00:00Z"},"_links":{"arbeidsforhold":[{"href":"systemid/9"}]}}"#;
    assert_eq!(read.hash(), entity(&world.schema, &world.validator, FASTLONN, same).hash());
}

#[test]
fn what_is_wrong_is_told_as_in_json() {
    let world = World::new(&[]);
    let xml = "<fastlonn><systemId>1</systemId><systemId>2</systemId><prosent>mye</prosent><koder>a</koder></fastlonn>";
    let told: Vec<_> = world.read(FASTLONN, xml).unwrap_err().iter().map(ToString::to_string).collect();
    assert!(told.contains(&"/systemId: given more than once".to_owned()), "{told:?}");
    assert!(told.contains(&"/prosent: expected a whole number of 64 bits, found a text".to_owned()), "{told:?}");
    assert!(told.contains(&"/beskrivelse: mandatory, but missing".to_owned()), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("/koder/0: `a` does not match")), "{told:?}");
}

#[test]
fn hostile_xml_ends_in_a_message() {
    let world = World::new(&[]);
    let deep = format!("<fastlonn>{}", "<periode><start>".repeat(100_000));
    let nested = format!("<fastlonn>{}{}</fastlonn>", "<kontostreng>".repeat(100), "</kontostreng>".repeat(100));
    for (xml, reason) in [
        ("", "there is no element"),
        ("nothing", "text outside the element"),
        ("<a", "the markup is not well-formed"),
        ("<fastlonn><prosent>1</fastlonn>", "the markup is not well-formed"),
        ("<fastlonn>", "the text ends inside an element"),
        ("<fastlonn/><x/>", "more after the end of the element"),
        (
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><fastlonn><beskrivelse>&b;</beskrivelse></fastlonn>",
            "a document type is not read",
        ),
        ("<fastlonn><beskrivelse>&b;</beskrivelse></fastlonn>", "an entity that XML itself does not know"),
        ("<fastlonn><beskrivelse>&#0;</beskrivelse></fastlonn>", "a reference to no character"),
        ("<fastlonn><beskrivelse>\u{1}</beskrivelse></fastlonn>", "a character that XML does not know"),
        ("<fastlonn><prosent><a/></prosent></fastlonn>", "an element where only text can stand"),
        ("<fastlonn><p:a/></fastlonn>", "a prefix without a namespace"),
        ("<?xml version=\"1.0\" encoding=\"latin1\"?><fastlonn/>", "only UTF-8 is read"),
        (&deep, "an element where only text can stand"),
    ] {
        let (form, shape) = world.form(FASTLONN);
        let told = form.read(shape, xml.as_bytes()).unwrap_err();
        assert_eq!(told[0].problem, validate::Problem::Xml(reason), "{}", &xml[..xml.len().min(200)]);
    }
    assert!(world.read(FASTLONN, &nested).is_err());
    let (form, shape) = world.form(FASTLONN);
    assert_eq!(form.read(shape, b"<a>\xff</a>").unwrap_err()[0].problem, validate::Problem::Encoding);
    assert_eq!(form.package, PackageId(1));
}

/// Text that XML can say: what it cannot is refused on the way in, and replaced on the way out.
fn text() -> impl Strategy<Value = String> {
    "[a-zæøåäöÉ é<>&\"'\\]\r\n\t\u{301}\u{1F600}-]{0,24}".prop_map(|text| text.replace("\r\n", "\n"))
}

proptest! {
    #[test]
    fn any_text_reads_back(beskrivelse in text(), id in "[a-zø /%&<\u{e5}]{1,8}", prosent in 0..10_000i64, koder in prop::collection::vec("[A-ZÆØÅ]{2,4}", 0..3)) {
        let world = World::new(&[]);
        let json = serde_json::json!({"systemId": id, "beskrivelse": beskrivelse, "prosent": prosent, "koder": koder,
            "periode": {"start": "2024-08-01", "beskrivelse": beskrivelse}});
        world.returns(FASTLONN, &entity(&world.schema, &world.validator, FASTLONN, &json.to_string()));
    }

    #[test]
    fn nothing_makes_the_reader_panic(xml in r#"(<fastlonn|<prosent|</fastlonn|/>|>|&amp;|&#1;|<!\[CDATA\[|\]\]>|<\?xml|<!DOCTYPE|<koder>| xmlns="a"| xmlns:a="|'|"|ø|<a:link rel="self"){0,40}"#) {
        let world = World::new(&[]);
        let (form, shape) = world.form(FASTLONN);
        let _ = form.read(shape, xml.as_bytes());
    }
}
