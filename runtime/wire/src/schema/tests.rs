//! What the compiler makes of small models, rule by rule.

use super::*;
use crate::model::Stereotype::{Abstrakt, Datatype, Hovedklasse, Referanse};
use crate::sketch::Sketch;

fn conflicts(sketch: &Sketch) -> Vec<Conflict> {
    compile(&sketch.0).expect_err("a model in conflict")
}

fn only(sketch: &Sketch) -> Conflict {
    let all = conflicts(sketch);
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().expect("one conflict")
}

fn paths(schema: &Schema) -> Vec<&str> {
    schema.collections.iter().map(|collection| collection.path.as_str()).collect()
}

#[test]
fn fint_names_are_folded_and_paths_are_lower_case() {
    let mut sketch = Sketch::new("fint");
    let personal = sketch.package("Økonomi/Komplekse datatyper");
    let lonn = sketch.main(personal, "FastLønn");
    sketch.text(lonn, "tospråkligFagopplæring");
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(schema.packages[0].path, "/okonomi/kompleksedatatyper");
    assert_eq!(schema.packages[0].component, "okonomi-kompleksedatatyper");
    assert_eq!(schema.class(lonn).wire, "FastLonn");
    assert_eq!(schema.class(lonn).attributes[1].wire, "tosprakligFagopplaring");
    let collection = &schema.collections[0];
    assert_eq!(
        (collection.path.as_str(), collection.file.as_str()),
        ("/okonomi/kompleksedatatyper/fastlonn", "okonomi-kompleksedatatyper.fastlonn")
    );
    assert_eq!(
        collection.identifiers,
        [Identifier {
            attribute: 0,
            segment: "systemid".to_owned(),
            stems: vec!["/okonomi/kompleksedatatyper/fastlonn/systemid/".to_owned()]
        }]
    );
}

#[test]
fn decomposed_names_fold_like_composed_ones() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    sketch.main(package, "A\u{30a}rstrinn");
    assert_eq!(paths(&compile(&sketch.0).expect("a schema")), ["/a/arstrinn"]);
}

#[test]
fn rest_se_paths_are_plural_kebab_with_one_versioned_segment_before() {
    let mut sketch = Sketch::new("rest-se");
    let package = sketch.package("utbildning/kursInfo");
    let kurs = sketch.main(package, "KursTillfälle");
    sketch.identifier(kurs, "kod", Bounds::ONE).primary = true;
    sketch.text(kurs, "Antal_platser");
    sketch.edit(kurs).collection = Some("KursTillfällen".to_owned());
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(paths(&schema), ["/utbildning-kurs-info/v4/kurs-tillfallen"]);
    assert_eq!(schema.class(kurs).attributes[2].wire, "antalPlatser");
    let routes: Vec<String> = schema.routes().map(|route| route.path).collect();
    assert_eq!(
        routes,
        [
            "/",
            "/utbildning-kurs-info/v4",
            "/utbildning-kurs-info/v4/api-info",
            "/utbildning-kurs-info/v4/kurs-tillfallen",
            "/utbildning-kurs-info/v4/kurs-tillfallen/{kod}",
            "/utbildning-kurs-info/v4/kurs-tillfallen/synkronisering",
            "/utbildning-kurs-info/v4/kurs-tillfallen/sok"
        ]
    );
}

#[test]
fn ladok_members_are_pascal_case_and_enum_codes_keep_theirs() {
    let mut sketch = Sketch::new("ladok");
    let package = sketch.package("");
    let deltagande = sketch.main(package, "Studiedeltagande");
    sketch.text(deltagande, "senastSparad");
    sketch.0.enums.push(crate::model::Enum {
        package,
        name: "Studietillstånd".to_owned(),
        docs: Docs::default(),
        values: vec![crate::model::EnumValue { name: "ej_påbörjat".to_owned(), docs: Docs::default() }],
    });
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(schema.class(deltagande).attributes[1].wire, "SenastSparad");
    assert_eq!(schema.enums[0].values[0].wire, "ej_paborjat");
    assert_eq!(paths(&schema), ["/studiedeltagande"]);
    assert_eq!(schema.collections[0].file, "skisse.studiedeltagande");
}

/// Two packages that reach Person, one through Kontaktperson's own relation; one that does so through a datatype only.
fn with_common_classes() -> (Sketch, [ClassId; 2]) {
    let mut sketch = Sketch::new("fint");
    let [elev, faktura, felles, ot] = [sketch.package("elev"), sketch.package("faktura"), sketch.common("felles"), sketch.package("ot")];
    let elevforhold = sketch.main(elev, "Elev");
    let kontering = sketch.main(faktura, "Faktura");
    let mottaker = sketch.class(faktura, "Fakturamottaker", Datatype);
    let [kontakt, person, virksomhet] = ["Kontaktperson", "Person", "Virksomhet"].map(|name| sketch.main(felles, name));
    let ungdom = sketch.main(ot, "OtUngdom");
    sketch.relate(elevforhold, "person", person, Bounds::ONE, Some(("elev", Bounds::OPTIONAL)));
    sketch.relate(kontakt, "kontaktperson", person, Bounds::MANY, None);
    sketch.relate(ungdom, "kontakt", kontakt, Bounds::ONE, None);
    sketch.relate(mottaker, "person", person, Bounds::OPTIONAL, None);
    sketch.attribute(kontering, "mottaker", Type::Class(mottaker), Bounds::ONE);
    (sketch, [person, virksomhet])
}

#[test]
fn common_classes_are_served_in_every_package_that_reaches_them() {
    let (sketch, [person, virksomhet]) = with_common_classes();
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(paths(&schema), ["/elev/elev", "/elev/person", "/faktura/faktura", "/ot/otungdom", "/ot/kontaktperson", "/ot/person"]);
    assert_eq!(schema.served(PackageId(0), person), Some(CollectionId(1)));
    assert_eq!(schema.served(PackageId(3), person), Some(CollectionId(5)));
    assert_eq!(schema.served(PackageId(1), person), None);
    assert_eq!(schema.served(PackageId(0), virksomhet), None);
    assert_eq!(schema.served(PackageId(3), ClassId(0)), Some(CollectionId(0)), "a class of a package is served for everybody");
}

#[test]
fn relations_of_nested_datatypes_reach_common_classes_when_the_setting_says_so() {
    let (mut sketch, [person, _]) = with_common_classes();
    sketch.0.overrides.insert("common.nested_relations".to_owned(), "true".to_owned());
    let schema = compile(&sketch.0).expect("a schema");
    assert!(paths(&schema).contains(&"/faktura/person"));
    assert_eq!(schema.served(PackageId(1), person), Some(CollectionId(3)));
}

#[test]
fn both_ends_know_each_other_and_referanse_has_no_target() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let [elev, person] = ["Elev", "Person"].map(|name| sketch.main(package, name));
    let grep = sketch.class(package, "Grepreferanse", Referanse);
    sketch.relate(person, "annet", elev, Bounds::MANY, None);
    sketch.relate(elev, "person", person, Bounds::ONE, Some(("elev", Bounds::OPTIONAL)));
    sketch.relate(elev, "grepreferanse", grep, Bounds::OPTIONAL, None);
    let schema = compile(&sketch.0).expect("a schema");
    let relation = &schema.class(elev).relations[0];
    assert_eq!((relation.target, relation.inverse), (Some(person), Some(1)));
    assert_eq!(schema.class(person).relations[1].inverse, Some(0));
    assert_eq!((schema.class(elev).relations[1].target, schema.class(elev).relations[1].inverse), (None, None));
}

#[test]
fn abstract_classes_know_the_served_classes_below_them() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let enhet = sketch.class(package, "Enhet", Abstrakt);
    let gruppe = sketch.class(package, "Gruppe", Abstrakt);
    sketch.extend(gruppe, enhet);
    let [skole, klasse] = ["Skole", "Klasse"].map(|name| sketch.main(package, name));
    sketch.extend(skole, enhet);
    sketch.extend(klasse, gruppe);
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(schema.class(enhet).descendants, [skole, klasse]);
    assert_eq!(schema.class(gruppe).descendants, [klasse]);
    assert_eq!(schema.served(package, enhet), None);
}

#[test]
fn the_canonical_identifier_is_mandatory_then_fixed_then_not_personal_then_first() {
    let canonical = |draw: &dyn Fn(&mut Sketch, ClassId)| {
        let mut sketch = Sketch::new("fint");
        let package = sketch.package("a");
        let class = sketch.class(package, "Elev", Hovedklasse);
        draw(&mut sketch, class);
        let schema = compile(&sketch.0).expect("a schema");
        let collection = &schema.collections[0];
        collection.identifiers[collection.canonical].segment.clone()
    };
    let three = |sketch: &mut Sketch, class| {
        sketch.identifier(class, "a", Bounds::OPTIONAL);
        sketch.identifier(class, "b", Bounds::ONE).writable = true;
        sketch.identifier(class, "c", Bounds::ONE).gdpr = Some(Gdpr::NationalId);
    };
    assert_eq!(canonical(&three), "c");
    let fourth = |sketch: &mut Sketch, class| {
        three(sketch, class);
        sketch.identifier(class, "d", Bounds::ONE);
        sketch.identifier(class, "e", Bounds::ONE);
    };
    assert_eq!(canonical(&fourth), "d");
    let marked = |sketch: &mut Sketch, class| {
        fourth(sketch, class);
        sketch.edit(class).attributes[0].primary = true;
    };
    assert_eq!(canonical(&marked), "a");
}

#[test]
fn sensitive_identifiers_have_no_route() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let person = sketch.main(package, "Person");
    sketch.identifier(person, "fødselsnummer", Bounds::ONE).sensitive = true;
    assert_eq!(compile(&sketch.0).expect("a schema").collections[0].identifiers.len(), 1);
    sketch.edit(person).attributes[0].sensitive = true;
    assert_eq!(only(&sketch), Conflict { kind: ConflictKind::NoRoute, class: Some(person), package: None, member: None });
}

#[test]
fn a_writable_attribute_adds_create_and_replace_in_fint_alone() {
    let operations = |profile: &str, allow: Option<Vec<Operation>>| {
        let mut sketch = Sketch::new(profile);
        let package = sketch.package("a");
        let parent = sketch.class(package, "Mappe", Abstrakt);
        sketch.text(parent, "tittel").writable = true;
        let child = sketch.main(package, "Sak");
        sketch.extend(child, parent);
        sketch.edit(child).allow = allow;
        compile(&sketch.0).expect("a schema").collections[0].operations.clone()
    };
    assert_eq!(operations("fint", None), [Operation::Read, Operation::Create, Operation::Replace]);
    assert_eq!(operations("ladok", None), [Operation::Read]);
    assert_eq!(operations("fint", Some(vec![Operation::Delete, Operation::Read])), [Operation::Read, Operation::Delete]);
}

#[test]
fn nested_resources_lie_under_their_parents() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let [kurs, tillfalle, deltaker] = ["Kurs", "Tilfelle", "Deltaker"].map(|name| sketch.main(package, name));
    sketch.edit(tillfalle).within = Some(kurs);
    sketch.edit(deltaker).within = Some(tillfalle);
    let schema = compile(&sketch.0).expect("a schema");
    assert_eq!(
        paths(&schema),
        ["/a/kurs", "/a/kurs/systemid/{kurs}/tilfelle", "/a/kurs/systemid/{kurs}/tilfelle/systemid/{tilfelle}/deltaker",]
    );
    assert_eq!(schema.collections[2].parent, Some(CollectionId(1)));
}

#[test]
fn letters_are_reported_once_where_they_are_declared() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let parent = sketch.class(package, "Grund", Abstrakt);
    sketch.text(parent, "är");
    let [larare, elev] = ["Lärare", "Elev"].map(|name| sketch.main(package, name));
    sketch.extend(larare, parent);
    sketch.extend(elev, parent);
    let found: Vec<_> = conflicts(&sketch).into_iter().map(|c| (c.class, c.member, c.kind)).collect();
    let letter = |name: &str| ConflictKind::Letter { letter: 'ä', name: name.to_owned() };
    assert_eq!(found, [(Some(parent), Some("är".to_owned()), letter("är")), (Some(larare), None, letter("Lärare"))]);
}

#[test]
fn members_collide_when_they_fold_to_one_name_whatever_their_kind_and_case() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let båt = sketch.main(package, "Båt");
    let mål = sketch.main(package, "Mål");
    for name in ["låge", "lage", "Tak"] {
        sketch.text(båt, name);
    }
    for name in ["tak", "dør", "dor"] {
        sketch.relate(båt, name, mål, Bounds::MANY, None);
    }
    let found: Vec<_> = conflicts(&sketch).into_iter().map(|c| (c.member.unwrap_or_default(), c.kind)).collect();
    let wire = |other: &str, wire: &str| ConflictKind::MemberWire { other: other.to_owned(), wire: wire.to_owned() };
    assert_eq!(
        found,
        [("lage".to_owned(), wire("låge", "lage")), ("tak".to_owned(), wire("Tak", "tak")), ("dor".to_owned(), wire("dør", "dor"))]
    );
}

#[test]
fn an_inherited_collision_is_reported_in_the_ancestor_alone() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let parent = sketch.class(package, "Grunn", Abstrakt);
    for name in ["låge", "lage"] {
        sketch.text(parent, name);
    }
    let child = sketch.main(package, "Dør");
    sketch.extend(child, parent);
    assert_eq!(only(&sketch).class, Some(parent));
}

#[test]
fn classes_collide_by_path_in_their_package_and_beside_common_classes() {
    let (mut sketch, [person, _]) = with_common_classes();
    let package = PackageId(0);
    let own = sketch.main(package, "PERSON");
    let [båt, bat] = [sketch.class(package, "Båt", Datatype), sketch.main(package, "Bat")];
    let found: Vec<_> = conflicts(&sketch).into_iter().map(|c| (c.class, c.kind)).collect();
    let path = |other, path: &str| ConflictKind::ClassPath { other, path: path.to_owned() };
    assert_eq!(found, [(Some(own), path(person, "/elev/person")), (Some(bat), path(båt, "/elev/bat"))]);
}

#[test]
fn packages_collide_with_packages_and_with_classes() {
    let mut sketch = Sketch::new("fint");
    let [a, iso, a_b, å] = ["a", "a/iso", "a-b/c", "å"].map(|path| sketch.package(path));
    let a_b_c = sketch.package("a/b-c");
    let class = sketch.main(a, "ISO");
    for package in [iso, a_b, å, a_b_c] {
        sketch.main(package, "Land");
    }
    let kinds: Vec<_> = conflicts(&sketch).into_iter().map(|c| (c.class, c.kind)).collect();
    let land = ClassId(3);
    assert_eq!(
        kinds,
        [
            (None, ConflictKind::PackagePath { package: å, other: a, path: "/a".to_owned() }),
            (None, ConflictKind::PackagePath { package: a_b_c, other: a_b, path: "a-b-c".to_owned() }),
            (Some(class), ConflictKind::PackageUnderClass { package: iso, path: "/a/iso".to_owned() }),
        ]
    );
    assert_eq!(sketch.0.class(land).name, "Land");
}

#[test]
fn reserved_words_are_refused() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let admin = sketch.main(package, "Admin");
    let elev = sketch.main(package, "Elev");
    sketch.identifier(elev, "Status", Bounds::ONE);
    sketch.text(elev, "cache");
    sketch.relate(elev, "self", admin, Bounds::ONE, None);
    sketch.class(package, "Feed", Datatype);
    let kinds: Vec<_> = conflicts(&sketch).into_iter().map(|c| c.kind).collect();
    assert_eq!(
        kinds,
        [
            ConflictKind::ReservedClass { segment: "admin".to_owned() },
            ConflictKind::ReservedIdentifier { segment: "status".to_owned() },
            ConflictKind::ReservedRelation { wire: "self".to_owned() },
        ]
    );
}

#[test]
fn names_must_be_names_after_folding() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a//b");
    let class = sketch.main(package, "1Elev");
    sketch.text(class, "to ord");
    sketch.text(class, "ok").wire = Some("æ".to_owned());
    let kinds: Vec<_> = conflicts(&sketch).into_iter().map(|c| c.kind).collect();
    let name = |wire: &str| ConflictKind::Name { wire: wire.to_owned() };
    assert_eq!(kinds, [name("a//b"), name("1Elev"), name("to ord"), name("æ")]);
    assert_eq!(conflicts(&sketch)[0].package, Some(package));
}

#[test]
fn enum_codes_must_differ_on_the_wire() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let value = |name: &str| crate::model::EnumValue { name: name.to_owned(), docs: Docs::default() };
    let values = vec![value("på"), value("pa"), value("1")];
    sketch.0.enums.push(crate::model::Enum { package, name: "Tilstand".to_owned(), docs: Docs::default(), values });
    let (enumeration, other, value, wire) = (EnumId(0), "på".to_owned(), "pa".to_owned(), "pa".to_owned());
    assert_eq!(only(&sketch).kind, ConflictKind::EnumValue { enumeration, other, value, wire });
}

#[test]
fn profiles_and_settings_that_do_not_exist_are_named() {
    assert!(matches!(only(&Sketch::new("fynt")).kind, ConflictKind::Setting { key, .. } if key == "fynt"));
    let mut sketch = Sketch::new("fint");
    sketch.0.overrides.insert("paging.max".to_owned(), "mange".to_owned());
    assert!(matches!(only(&sketch).kind, ConflictKind::Setting { key, .. } if key == "paging.max"));
}

#[test]
fn a_cycle_of_parents_or_of_nesting_does_no_harm() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("a");
    let [a, b] = ["A", "B"].map(|name| sketch.main(package, name));
    for (class, other) in [(a, b), (b, a)] {
        sketch.edit(class).extends = Some(other);
        sketch.edit(class).within = Some(other);
    }
    let _ = compile(&sketch.0);
}

#[test]
fn every_route_of_a_fint_collection_is_listed() {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("utdanning/elev");
    sketch.package("tom");
    let elev = sketch.main(package, "Elev");
    sketch.identifier(elev, "brukernavn", Bounds::OPTIONAL);
    let schema = compile(&sketch.0).expect("a schema");
    let routes: Vec<_> = schema.routes().map(|route| (route.path, route.kind)).collect();
    let id = CollectionId(0);
    let expected = [
        ("/", RouteKind::Root),
        ("/utdanning/elev", RouteKind::Package(package)),
        ("/utdanning/elev/admin/health", RouteKind::Health(package)),
        ("/utdanning/elev/admin/cache/status", RouteKind::CacheStatus(package)),
        ("/utdanning/elev/elev", RouteKind::Collection(id)),
        ("/utdanning/elev/elev/systemid/{systemId}", RouteKind::Resource(id, 0)),
        ("/utdanning/elev/elev/brukernavn/{brukernavn}", RouteKind::Resource(id, 1)),
        ("/utdanning/elev/elev/last-updated", RouteKind::LastUpdated(id)),
        ("/utdanning/elev/elev/cache/size", RouteKind::CacheSize(id)),
        ("/utdanning/elev/elev/$sync", RouteKind::Sync(id)),
        ("/utdanning/elev/elev/$query", RouteKind::Query(id)),
    ];
    assert_eq!(routes, expected.map(|(path, kind)| (path.to_owned(), kind)));
}

#[test]
fn methods_follow_from_what_a_class_allows_and_how_the_profile_answers_writes() {
    let allow = [Operation::Read, Operation::Create, Operation::Replace, Operation::Update, Operation::Delete];
    let written = |answer: &str, allow: &[Operation]| {
        let mut sketch = Sketch::new("fint");
        sketch.0.overrides.insert("writes.answer".to_owned(), answer.to_owned());
        let package = sketch.package("utdanning/elev");
        let elev = sketch.main(package, "Elev");
        sketch.edit(elev).allow = Some(allow.to_vec());
        let schema = compile(&sketch.0).expect("a schema");
        let id = CollectionId(0);
        [RouteKind::Collection(id), RouteKind::Resource(id, 0), RouteKind::Status(id)].map(|kind| schema.methods(kind).to_string())
    };
    let reading = "GET, HEAD, OPTIONS";
    assert_eq!(written("deferred", &allow), ["GET, HEAD, POST, OPTIONS", "GET, HEAD, PUT, DELETE, OPTIONS", reading]);
    assert_eq!(written("direct", &allow), ["GET, HEAD, POST, OPTIONS", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", ""]);
    assert_eq!(written("deferred", &[Operation::Read]), [reading, reading, ""]);
    assert_eq!(written("deferred", &[Operation::Create]), ["POST, OPTIONS", "", reading]);
}

#[test]
fn a_package_with_a_feed_has_its_routes_and_knows_whether_it_tells_of_persons() {
    let mut sketch = Sketch::new("fint");
    let (told, silent, persons) =
        (sketch.package("utdanning/elev"), sketch.package("utdanning/vurdering"), sketch.package("felles/person"));
    for (package, name) in [(told, "Skole"), (silent, "Fag"), (persons, "Person")] {
        sketch.main(package, name);
    }
    sketch.0.packages[told.index()].feed = Some(crate::model::Feed { page_size: None });
    sketch.0.packages[persons.index()].feed = Some(crate::model::Feed { page_size: Some(7) });
    let subject = sketch.0.find("felles/person", "Person").expect("a class");
    sketch.edit(subject).subject = true;
    let schema = compile(&sketch.0).expect("compiles");
    assert_eq!(schema.package(told).feed, Some(Feed { page_size: 100, personal: false }));
    assert_eq!(schema.package(persons).feed, Some(Feed { page_size: 7, personal: true }));
    assert_eq!(schema.package(silent).feed, None);
    let paths: Vec<String> = schema.routes().filter(|r| r.kind == RouteKind::Feed(told)).map(|r| r.path).collect();
    assert_eq!(paths, ["", "/recent", "/first", "/{page}", "/entry/{id}"].map(|rest| format!("/utdanning/elev/feed{rest}")));
}

#[test]
fn a_national_id_as_the_only_key_makes_events_personal() {
    for (gdpr, other, personal) in [(true, false, true), (true, true, false), (false, false, false)] {
        let mut sketch = Sketch::new("fint");
        let package = sketch.package("utdanning/elev");
        let class = sketch.class(package, "Person", Hovedklasse);
        sketch.identifier(class, "fødselsnummer", Bounds::ONE).gdpr = gdpr.then_some(Gdpr::NationalId);
        if other {
            sketch.identifier(class, "systemId", Bounds::ONE);
        }
        sketch.0.packages[package.index()].feed = Some(crate::model::Feed::default());
        let schema = compile(&sketch.0).expect("compiles");
        assert_eq!(schema.package(package).feed.map(|f| f.personal), Some(personal), "{gdpr} {other}");
    }
}
