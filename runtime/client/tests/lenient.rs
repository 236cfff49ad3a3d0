//! What the lenient flavour reads: whatever has been seen of real servers.

use serde_json::{Value, json};
use smie_client::{Datatype, DateTime, Foreign, Hovedklasse, Identifikator, Link, Links, NonEmpty, Page, Problem};

#[derive(Clone, Debug, Default, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/elev")]
struct Elev {
    system_id: Option<Identifikator>,
    navn: Option<String>,
    fodselsdato: Option<DateTime>,
    adresser: Vec<Adresse>,
    tall: Vec<i64>,
    skole: Option<Link<Elev>>,
    kontakt: Vec<Link<Foreign>>,
}

#[derive(Clone, Debug, Default, PartialEq, Datatype)]
#[smie(package = "felles")]
struct Adresse {
    adresselinje: Vec<String>,
    land: Option<Link<Foreign>>,
}

#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "felles")]
struct Streng {
    kode: String,
    deler: NonEmpty<String>,
}

fn elev(json: &Value) -> Elev {
    serde_json::from_str(&json.to_string()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn everything_may_be_absent_null_or_unknown() {
    for json in [
        json!({}),
        json!({"systemId": null, "navn": null, "adresser": null, "tall": [null], "_links": null}),
        json!({"_links": {"skole": null, "kontakt": [null], "annet": [{"href": "x"}]}, "annet": {"x": [1]}}),
        json!({"_links": {"skole": [], "kontakt": [{"title": "no href"}, {"href": null}]}}),
        json!({"_links": []}),
    ] {
        assert_eq!(elev(&json), Elev::default(), "{json}");
    }
}

#[test]
fn single_values_are_lists_of_one() {
    let single = elev(&json!({"tall": 7, "adresser": {"adresselinje": "Gata 1", "_links": {"land": {"href": "no"}}}}));
    let list = elev(&json!({"tall": [7, null], "adresser": [{"adresselinje": ["Gata 1", null], "_links": {"land": [{"href": "no"}]}}]}));
    assert_eq!(single, list);
    assert_eq!(single.adresser.first().and_then(|a| a.land.as_ref()).map(Link::href), Some("no"));
}

#[test]
fn links_are_read_in_every_form() {
    for json in [
        json!({"_links": {"skole": [{"href": "s"}], "kontakt": [{"href": "k"}]}}),
        json!({"_links": {"skole": {"href": "s"}, "kontakt": {"href": "k", "rel": "x"}}}),
        json!({"_links": [{"rel": "skole", "href": "s"}, null, {"rel": "kontakt", "href": "k"}, {"rel": "annet", "href": "a"}]}),
        json!({"_links": {"skole": [{"href": "s"}, {"href": "s2"}], "kontakt": [null, {"href": "k"}]}}),
        json!({"link": [{"rel": "self", "uri": "e", "method": "GET"}, {"rel": "skole", "uri": "s"}, 7, {"uri": "no rel"}, {"rel": "kontakt", "uri": "k"}]}),
        json!({"link": {"rel": "skole"}, "links": [{"rel": "kontakt", "href": "k"}, {"rel": "skole", "href": "s"}]}),
        json!({"link": "a page", "links": [[], "x"], "_links": {"skole": {"href": "s"}, "kontakt": {"href": "k"}}}),
    ] {
        let elev = elev(&json);
        assert_eq!((elev.skole, elev.kontakt), (Some(Link::to("s")), vec![Link::to("k")]), "{json}");
    }
}

#[test]
fn the_last_of_two_members_of_one_name_wins() {
    let elev: Elev = serde_json::from_str(r#"{"navn":"a","navn":"b"}"#).expect("it should be read");
    assert_eq!(elev.navn.as_deref(), Some("b"));
}

#[test]
fn dates_and_identities_are_read_in_odd_forms() {
    let elev = elev(&json!({"systemId": "E-1", "fodselsdato": -459_133_200_000_i64}));
    assert_eq!(elev.system_id, Some(Identifikator::new("E-1")));
    assert_eq!(elev.fodselsdato.map(|t| t.to_string()).as_deref(), Some("1955-06-14T23:00:00Z"));
    let json = serde_json::to_value(&elev).expect("it should be written");
    assert_eq!(json, json!({"systemId": {"identifikatorverdi": "E-1"}, "fodselsdato": "1955-06-14T23:00:00Z", "_links": {}}));
}

#[test]
fn a_member_that_the_type_demands_is_demanded_all_the_same() {
    let error = |json: Value| serde_json::from_value::<Streng>(json).expect_err("it should be refused").to_string();
    assert_eq!(error(json!({"kode": null, "deler": ["x"]})), "missing member `kode`");
    assert_eq!(error(json!({"kode": "k", "deler": [null]})), "missing member `deler`");
    assert!(error(json!({"kode": 1})).starts_with("invalid type: integer"));
}

#[test]
fn a_page_is_read_with_or_without_its_members() {
    let page: Page<Elev> = serde_json::from_value(json!({
        "_embedded": {"_entries": [{"navn": "a"}, null, {"navn": "b"}]},
        "_links": {"self": [{"href": "/x?size=2&offset=0"}], "next": [{"href": "/x?size=2&offset=2"}]},
        "total_items": 5, "size": 2, "offset": 0,
    }))
    .expect("it should be read");
    assert_eq!((page.entries.len(), page.total_items, page.next(), page.prev()), (2, 5, Some("/x?size=2&offset=2"), None));
    let again = serde_json::to_value(&page).and_then(serde_json::from_value::<Page<Elev>>).expect("it should go round");
    assert_eq!(again, page);
    let empty: Page<Elev> = serde_json::from_value(json!({"_embedded": {"_entries": null}, "_links": null})).expect("it should be read");
    assert_eq!(empty, Page::default());
}

#[test]
fn links_without_a_class_keep_every_relation() {
    let links: Links =
        serde_json::from_value(json!({"self": [{"href": "a"}, {"href": "b"}], "x": {"href": "c"}, "y": null})).expect("links");
    assert_eq!((links.get("self"), links.all("self").len(), links.get("x"), links.get("y")), (Some("a"), 2, Some("c"), None));
    assert_eq!(links.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["self", "x"]);
    let written = serde_json::to_value(&links).expect("it should be written");
    assert_eq!(written, json!({"self": [{"href": "a"}, {"href": "b"}], "x": [{"href": "c"}]}));
}

#[test]
fn a_problem_keeps_members_that_nobody_foresaw() {
    let problem = Problem::new(409, "Conflict").detail("two entities").with("violations", json!([{"pointer": "/a"}]));
    let json = serde_json::to_value(&problem).expect("it should be written");
    assert_eq!(json, json!({"title": "Conflict", "status": 409, "detail": "two entities", "violations": [{"pointer": "/a"}]}));
    assert_eq!(serde_json::from_value::<Problem>(json).expect("it should be read"), problem);
    assert_eq!(problem.to_string(), "Conflict (409): two entities");
}
