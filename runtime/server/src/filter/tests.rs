mod oracle;

use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use serde_json::Value;
use smie_wire::model::{Bounds, Model, Scalar, Stereotype};
use smie_wire::schema::{self, CollectionId, Schema};
use smie_wire::table::{AboutTable, AttributeTable, ClassTable, FORMAT, ModelTable, PackageTable, RelationTable, TypeTable};

use super::*;
use crate::entity::Entity;
use crate::validate::{Scratch, Validator};

const fn scalar(name: &'static str, ty: Scalar, bounds: Bounds) -> AttributeTable {
    AttributeTable { name, ty: TypeTable::Scalar(ty), bounds, ..AttributeTable::EMPTY }
}

const fn class(name: &'static str, ty: fn() -> &'static ClassTable, bounds: Bounds) -> AttributeTable {
    AttributeTable { name, ty: TypeTable::Class(ty), bounds, ..AttributeTable::EMPTY }
}

const fn relation(name: &'static str) -> RelationTable {
    RelationTable { name, target: Some(ting), bounds: Bounds::MANY, ..RelationTable::EMPTY }
}

const OPTIONAL: Bounds = Bounds::OPTIONAL;
const MANY: Bounds = Bounds::MANY;

fn periode() -> &'static ClassTable {
    static TABLE: ClassTable = ClassTable {
        package: "a/b",
        name: "Periode",
        stereotype: Stereotype::Datatype,
        attributes: &[scalar("start", Scalar::DateTime, OPTIONAL), scalar("beskrivelse", Scalar::String, OPTIONAL)],
        ..ClassTable::EMPTY
    };
    &TABLE
}

fn adresse() -> &'static ClassTable {
    static TABLE: ClassTable = ClassTable {
        package: "a/b",
        name: "Adresse",
        stereotype: Stereotype::Datatype,
        attributes: &[
            scalar("poststed", Scalar::String, OPTIONAL),
            scalar("linjer", Scalar::String, MANY),
            scalar("nummer", Scalar::Int, OPTIONAL),
        ],
        relations: &[relation("kommune")],
        ..ClassTable::EMPTY
    };
    &TABLE
}

fn ting() -> &'static ClassTable {
    static TABLE: ClassTable = ClassTable {
        package: "a/b",
        name: "Ting",
        attributes: &[
            AttributeTable { name: "systemId", ty: TypeTable::Identifikator, bounds: Bounds::ONE, ..AttributeTable::EMPTY },
            scalar("navn", Scalar::String, OPTIONAL),
            scalar("aktiv", Scalar::Boolean, OPTIONAL),
            scalar("antall", Scalar::Long, OPTIONAL),
            scalar("vekt", Scalar::Double, OPTIONAL),
            scalar("pris", Scalar::Decimal, OPTIONAL),
            scalar("dato", Scalar::Date, OPTIONAL),
            scalar("opprettet", Scalar::DateTime, OPTIONAL),
            scalar("kjønnsord", Scalar::String, MANY),
            class("periode", periode, OPTIONAL),
            class("adresser", adresse, MANY),
            class("kjernehus", adresse, OPTIONAL),
        ],
        relations: &[relation("deler"), relation("eier")],
        ..ClassTable::EMPTY
    };
    &TABLE
}

static MODEL: ModelTable = ModelTable {
    format: FORMAT,
    name: "filter",
    version: "1.0.0",
    profile: "fint",
    profile_version: None,
    languages: &["nb"],
    about: AboutTable::EMPTY,
    overrides: &[],
    packages: &[PackageTable {
        path: "a/b",
        docs: "",
        common: false,
        read_scope: None,
        write_scope: None,
        feed_page_size: None,
        classes: &[periode, adresse, ting],
        enums: &[],
        impediments: &[],
    }],
};

struct World {
    schema: Arc<Schema>,
    validator: Validator,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let schema = Arc::new(schema::compile(&Model::from_tables(&MODEL).unwrap()).unwrap());
        let validator = Validator::new(&schema).unwrap();
        World { schema, validator }
    })
}

const BASE: &[u8] = b"http://h";

impl World {
    fn read(&self, text: &str) -> Result<Option<Filter>, FilterError> {
        Filter::read(text, &self.schema, self.validator.shapes(), CollectionId(0), 100_000)
    }

    fn filter(&self, text: &str) -> Filter {
        self.read(text).unwrap_or_else(|e| panic!("{text}: {e}")).expect("a filter")
    }

    fn entity(&self, json: &Value) -> Entity {
        let text = json.to_string();
        let read = self.validator.read(&self.schema, CollectionId(0), text.as_bytes(), &mut Scratch::default());
        read.unwrap_or_else(|v| panic!("{text}: {v:?}"))
    }

    fn matches(&self, filter: &Filter, json: &Value) -> bool {
        let links = |out: &mut Vec<u8>| out.extend_from_slice(json["_links"].to_string().as_bytes());
        filter.matches(&Subject::new(&self.entity(json), BASE, &links))
    }

    fn says(&self, filter: &str, json: &Value) -> bool {
        self.matches(&self.filter(filter), json)
    }

    fn error(&self, text: &str) -> String {
        self.read(text).expect_err(text).to_string()
    }
}

fn thing() -> Value {
    serde_json::json!({
        "systemId": "A/1", "navn": "Åse \"O'Hara\" Ås", "aktiv": true, "antall": 9_007_199_254_740_993_i64, "vekt": 1.5, "pris": "10.50",
        "dato": "2024-08-01", "opprettet": "2020-11-25T10:30:30.9+01:00", "kjonnsord": ["han", "Ho"],
        "periode": {"start": "2024-01-01T00:00:00Z"},
        "adresser": [{"poststed": "Oslo", "nummer": 3, "linjer": ["a", "b"]}, {"poststed": "Bergen", "nummer": 30}],
        "kjernehus": {"_links": {"kommune": [{"href": "systemid/0301"}]}},
        "_links": {"deler": [{"href": "http://h/a/b/ting/systemid/2"}], "self": [{"href": "http://h/a/b/ting/systemid/A%2F1"}]},
    })
}

#[test]
fn fints_filters_and_ours_say_what_they_mean() {
    let thing = thing();
    let world = world();
    for (filter, expected) in [
        ("systemId/identifikatorverdi eq 'a/1'", true),
        ("systemId eq 'A/1'", true),
        ("systemId in ('x','A/1')", true),
        ("navn startswith 'Ås'", true),
        ("navn startswith 'ås'", false),
        ("navn endswith 's'", true),
        ("navn contains 'O''Hara'", true),
        ("navn contains '\"'", true),
        ("navn eq 'åSE \"o''hara\" ÅS'", true),
        ("navn ne 'x'", true),
        ("navn gt 'zzz'", true),
        ("aktiv eq 'true'", true),
        ("aktiv eq True or aktiv ne true", false),
        ("aktiv ne 'False'", true),
        ("antall eq 9007199254740993", true),
        ("antall eq '9007199254740993'", true),
        ("antall gt 9007199254740992", true),
        ("antall lt 1e20", true),
        ("vekt eq 1.50", true),
        ("vekt ge 15e-1 and vekt le '1.5'", true),
        ("pris eq 10.5", true),
        ("pris gt 9.99", true),
        ("dato eq '2024-08-01'", true),
        ("dato lt '2024-08-02T01:00:00+02:00'", true),
        ("opprettet eq '2020-11-25T09:30:30Z'", true),
        ("opprettet ge '2020-11-25T10:30:30Z'", false),
        ("opprettet gt 0", true),
        ("periode/start le '2024-01-01T00:00:00Z'", true),
        ("kjønnsord/any(o:o eq 'ho')", true),
        ("kjonnsord/all(o:o startswith 'h')", false),
        ("adresser/any(a:a/poststed eq 'oslo' and a/nummer gt 10)", false),
        ("adresser/any(a:a/poststed eq 'bergen' and (a/nummer gt 10 or a/nummer lt 1))", true),
        ("adresser/all(a:a/nummer ge 3)", true),
        ("adresser/any(a:a/linjer/any(l:l eq 'b'))", true),
        ("links/deler/any(p:p/href eq 'HTTP://h/a/b/ting/systemid/2')", true),
        ("links/self/any(p:p/href endswith 'A%2F1') and navn contains 'Å'", true),
        ("links/eier/any(p:p/href contains '')", false),
        ("links/eier/all(p:p/href contains '')", false),
        ("not links/eier/any(p:p/href contains '')", true),
        ("kjernehus/links/kommune/any(k:k/href eq 'http://h/a/b/ting/systemid/0301')", true),
        ("adresser/any(a:a/links/kommune/any(k:k/href contains 'x'))", false),
        ("periode/beskrivelse ne 'x'", false),
        ("not periode/beskrivelse ne 'x'", true),
        ("kjernehus/poststed eq 'x'", false),
        ("not not   ( aktiv eq true )", true),
        ("not navn eq 'A' and navn ne 'B'", true),
        ("aktiv eq true or navn eq 'x' and navn eq 'y'", true),
        ("(aktiv eq true or navn eq 'x') and navn eq 'y'", false),
    ] {
        let filter = match filter {
            "aktiv eq True or aktiv ne true" => "aktiv eq 'True' and aktiv ne true",
            other => other,
        };
        assert_eq!(world.says(filter, &thing), expected, "{filter}");
    }
    assert!(world.read(" \t\n").unwrap().is_none());
}

#[test]
fn what_is_wrong_with_a_filter_is_said_with_its_place() {
    let told = [
        "navnn eq 'x'",
        "aktiv eq true and periode/sart eq 'x'",
        "links/deller/any(p:p/href eq 'x')",
        "xyz eq 'x'",
        "navn equals 'x'",
        "navn start 'x'",
        "navn eq x",
        "navn eq 'x",
        "navn eq 1",
        "navn eq \"x\"",
        "antall eq 'mange'",
        "antall contains 1",
        "aktiv gt true",
        "aktiv eq 'ja'",
        "dato eq 'i dag'",
        "opprettet gt 99999999999999999999",
        "kjønnsord eq 'x'",
        "adresser/nummer eq 1",
        "periode eq 'x'",
        "periode/any(p:p/start eq 'x')",
        "links eq 'x'",
        "links/deler eq 'x'",
        "links/deler/any(p:p eq 'x')",
        "links/deler/any(p:q/href eq 'x')",
        "links/deler/any(p:p/hre eq 'x')",
        "navn/lengde eq 1",
        "adresser/any(a/nummer eq 1)",
        "adresser/any(:a eq 1)",
        "(navn eq 'x'",
        "navn eq 'x')",
        "navn eq 'x' navn eq 'y'",
        "navn in 'x'",
        "navn in ()",
        "navn",
        "and",
        "not",
        "navn eq 'x' and",
        "periode/links/x/any(p:p/href eq 'x')",
        "systemId/identifikator eq 'x'",
        "/navn eq 'x'",
        "navn eq 'x' & aktiv eq true",
    ]
    .map(|text| format!("{text}\n  {}\n", world().error(text)))
    .concat();
    insta::assert_snapshot!(told);
    assert_eq!(world().error(&"(".repeat(5000)), "at character 33 of the filter: nested deeper than 32 levels");
    assert_eq!(world().error(&"not ".repeat(4000)), "at character 129 of the filter: nested deeper than 32 levels");
    assert_eq!(world().error(&format!("navn eq '{}'", "x".repeat(20_000))), "the filter has more than 16384 bytes");
}

#[test]
fn a_filter_that_costs_too_much_is_refused() {
    let read = |text: &str| Filter::read(text, &world().schema, world().validator.shapes(), CollectionId(0), 20);
    assert!(read(&vec!["navn eq 'x'"; 20].join(" or ")).is_ok());
    let refused = read(&vec!["navn eq 'x'"; 21].join(" or ")).unwrap_err();
    assert_eq!(refused.to_string(), "the filter costs 21 for each entity, and at most 20 is allowed");
    assert!(read("adresser/any(a:a/linjer/any(l:l eq 'a' or l eq 'b' or l eq 'c' or l eq 'd'))").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_says_what_a_naive_evaluation_of_the_json_says(ask in oracle::ask(), things in prop::collection::vec(oracle::thing(), 1..6)) {
        let world = world();
        let text = ask.text();
        let filter = world.read(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        let filter = filter.expect("a filter");
        for thing in things {
            prop_assert_eq!(world.matches(&filter, &thing), ask.holds(&thing), "{} on {}", text, thing);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_reading_or_evaluating_panic(text in oracle::garbage()) {
        if let Ok(Some(filter)) = world().read(&text) {
            world().matches(&filter, &thing());
        }
    }
}
