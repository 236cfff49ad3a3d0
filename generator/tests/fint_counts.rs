//! The published FINT releases, compiled: what is served, by which paths and identifiers, and the numbers of each component.

use std::collections::BTreeMap;
use std::path::Path;

use smie::pipeline::{self, Compiled};
use smie::show::summary::{Counts, summary};
use smie_wire::model::{Class, ClassId, Model, Stereotype, Target, Type};
use smie_wire::schema::{self, RouteKind, Schema};

/// A release, compiled; `None` when it is not there.
fn release(version: &str) -> Option<(Model, Schema)> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fint")).join(format!("FINT-informasjonsmodell-v{version}.xml"));
    if !path.is_file() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is missing", path.display());
        eprintln!("notice: skipped, {} is missing", path.display());
        return None;
    }
    let Compiled { resolved, schema, diagnostics, .. } = pipeline::compile(&path).expect("a readable file");
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.code.id.starts_with('E')).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Some((resolved.model, schema.expect("a schema")))
}

/// What is counted of a release beyond what it declares.
#[derive(Debug, PartialEq, Eq)]
struct Served {
    /// Attributes and relations over the hovedklasser, inherited ones included.
    flattened: [usize; 2],
    /// Hovedklasser with a path of their own, and those of common packages.
    own_and_common: [usize; 2],
    copies: usize,
    collections: usize,
    /// Without and with the copies of common classes.
    resource_routes: [usize; 2],
    /// Served classes with a writable attribute of their own, and those with one own or inherited; common ones excluded.
    writable: [usize; 2],
    all_optional: usize,
    /// Relations from one component to another, and from one domain to another.
    crossing: [usize; 2],
    to_themselves: usize,
}

fn count(model: &Model, schema: &Schema) -> Served {
    let main: Vec<(ClassId, &Class)> = model.classes().filter(|(_, class)| class.stereotype == Stereotype::Hovedklasse).collect();
    let common = |class: &Class| model.package(class.package).common;
    let of = |filter: &dyn Fn(&Class) -> bool| main.iter().filter(|(_, class)| filter(class)).count();
    let is_copy = |collection: &&schema::Collection| collection.package != schema.class(collection.class).package;
    let routes = |copies: bool| schema.collections.iter().filter(|c| copies || !is_copy(c)).map(|c| c.identifiers.len()).sum();
    let own_writable = |&(id, class): &&(ClassId, &Class)| class.attributes.iter().any(|a| a.origin == *id && a.writable);
    let served = || main.iter().filter(|(_, class)| !common(class));
    Served {
        flattened: [main.iter().map(|(_, c)| c.attributes.len()).sum(), main.iter().map(|(_, c)| c.relations.len()).sum()],
        own_and_common: [of(&|class| !common(class)), of(&common)],
        copies: schema.collections.iter().filter(is_copy).count(),
        collections: schema.collections.len(),
        resource_routes: [routes(false), routes(true)],
        writable: [served().filter(own_writable).count(), served().filter(|(id, _)| schema.class(*id).writable).count()],
        all_optional: of(&|class| class.identifiers().all(|identifier| !identifier.bounds.is_mandatory())),
        crossing: [crossing(model, |path| path), crossing(model, |path| path.split('/').next().unwrap_or_default())],
        to_themselves: declared(model).filter(|(id, target)| Some(*id) == *target).count(),
    }
}

/// Each declared end: the class that has it, and where it points.
fn declared(model: &Model) -> impl Iterator<Item = (ClassId, Option<ClassId>)> + '_ {
    model.classes().flat_map(|(id, class)| {
        class.relations.iter().filter(move |relation| relation.origin == id).map(move |relation| match relation.target {
            Target::Class(target) => (id, Some(target)),
            Target::Foreign => (id, None),
        })
    })
}

fn crossing(model: &Model, part: impl Fn(&str) -> &str) -> usize {
    let of = |id: ClassId| part(&model.package(model.class(id).package).path).to_owned();
    declared(model).filter(|(id, target)| target.is_some_and(|target| of(target) != of(*id))).count()
}

#[test]
fn v4_1_0_is_served_as_published() {
    let Some((model, schema)) = release("4.1.0") else { return };
    let expected = Served {
        flattened: [843, 458],
        own_and_common: [164, 3],
        copies: 16,
        collections: 180,
        resource_routes: [192, 210],
        writable: [27, 31],
        all_optional: 9,
        crossing: [257, 41],
        to_themselves: 14,
    };
    assert_eq!(count(&model, &schema), expected);
    let total = summary(&model, &schema).total;
    assert_eq!((total.classes(), total.attributes, total.identifiers, total.relations, total.pairs), (202, 378, 81, 434, 107));
}

#[test]
fn v4_0_0_is_served_as_published() {
    let Some((model, schema)) = release("4.0.0") else { return };
    let expected = Served {
        flattened: [837, 451],
        own_and_common: [163, 3],
        copies: 16,
        collections: 179,
        resource_routes: [191, 209],
        writable: [27, 31],
        all_optional: 9,
        crossing: [252, 41],
        to_themselves: 14,
    };
    assert_eq!(count(&model, &schema), expected);
}

#[test]
fn v3_21_10_is_served_as_published() {
    let Some((model, schema)) = release("3.21.10") else { return };
    let expected = Served {
        flattened: [863, 538],
        own_and_common: [166, 3],
        copies: 16,
        collections: 182,
        resource_routes: [194, 212],
        writable: [27, 31],
        all_optional: 10,
        crossing: [285, 41],
        to_themselves: 14,
    };
    assert_eq!(count(&model, &schema), expected);
}

#[test]
fn common_classes_are_copied_into_the_components_that_reach_them() {
    let Some((mut model, schema)) = release("4.1.0") else { return };
    let mut copies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for collection in schema.collections.iter().filter(|c| c.package != schema.class(c.class).package) {
        copies.entry(&schema.package(collection.package).component).or_default().push(&collection.segment);
    }
    let (two, three) = (vec!["kontaktperson", "person"], vec!["kontaktperson", "person", "virksomhet"]);
    let expected = BTreeMap::from([
        ("administrasjon-personal", two.clone()),
        ("arkiv-personal", two.clone()),
        ("okonomi-regnskap", three.clone()),
        ("personvern-samtykke", two.clone()),
        ("utdanning-elev", two.clone()),
        ("utdanning-larling", three),
        ("utdanning-ot", two),
    ]);
    assert_eq!(copies, expected);

    model.overrides.insert("common.nested_relations".to_owned(), "true".to_owned());
    let nested = schema::compile(&model).expect("a schema");
    assert_eq!(nested.collections.len() - 164, 18);
}

#[test]
fn identifiers_of_v4_1_0_are_as_many_as_published() {
    let Some((model, schema)) = release("4.1.0") else { return };
    let mut by_number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, class) in model.classes().filter(|(_, class)| class.stereotype == Stereotype::Hovedklasse) {
        let identifiers = schema.class(id).attributes.iter().filter(|a| a.ty == Type::Identifikator);
        *by_number.entry(class.identifiers().count()).or_default() += 1;
        for identifier in identifiers {
            *by_name.entry(identifier.wire.as_str()).or_default() += 1;
        }
    }
    assert_eq!(by_number, BTreeMap::from([(1, 146), (2, 14), (3, 6), (4, 1)]));
    let often = |name: &str| by_name.get(name).copied();
    assert_eq!(
        ["systemId", "mappeId", "kildesystemId", "organisasjonsnummer", "soknadsnummer", "brukernavn", "feidenavn"].map(often),
        [Some(157), Some(6), Some(5), Some(4), Some(3), Some(2), Some(2)]
    );
    assert_eq!(by_name.values().filter(|&&times| times == 1).count(), 17);
}

#[test]
fn routes_of_v4_1_0_are_all_different() {
    let Some((_, schema)) = release("4.1.0") else { return };
    let routes: Vec<_> = schema.routes().collect();
    let paths: std::collections::BTreeSet<_> = routes.iter().map(|route| route.path.to_lowercase()).collect();
    assert_eq!(paths.len(), routes.len());
    assert!(paths.iter().all(|path| path.is_ascii()));
    let of = |kind: &dyn Fn(RouteKind) -> bool| routes.iter().filter(|route| kind(route.kind)).count();
    assert_eq!(of(&|kind| matches!(kind, RouteKind::Collection(_))), 180);
    assert_eq!(of(&|kind| matches!(kind, RouteKind::Resource(..))), 210);
    assert_eq!(of(&|kind| matches!(kind, RouteKind::LastUpdated(_) | RouteKind::CacheSize(_))), 360);
}

/// Component; hovedklasser, abstract classes, datatypes, references; attributes, relations; routes to one resource without copies.
type Row = (&'static str, [usize; 4], [usize; 2], usize);

const COMPONENTS: [Row; 32] = [
    ("administrasjon-fullmakt", [2, 0, 0, 0], [4, 17], 2),
    ("administrasjon-kodeverk", [21, 1, 0, 0], [2, 13], 21),
    ("administrasjon-kompleksedatatyper", [0, 0, 1, 0], [0, 13], 0),
    ("administrasjon-organisasjon", [2, 0, 0, 0], [7, 8], 5),
    ("administrasjon-personal", [6, 1, 0, 0], [35, 47], 12),
    ("arkiv-kodeverk", [17, 0, 0, 0], [0, 0], 17),
    ("arkiv-kulturminnevern", [3, 0, 0, 0], [12, 0], 9),
    ("arkiv-noark", [8, 3, 9, 0], [102, 48], 10),
    ("arkiv-personal", [1, 0, 0, 0], [1, 4], 2),
    ("arkiv-samferdsel", [1, 0, 0, 0], [2, 0], 2),
    ("felles", [3, 0, 0, 0], [10, 14], 0),
    ("felles-basisklasser", [0, 3, 0, 0], [10, 0], 0),
    ("felles-kodeverk", [3, 0, 0, 0], [3, 2], 4),
    ("felles-kodeverk-iso", [3, 0, 0, 0], [0, 0], 3),
    ("felles-kompleksedatatyper", [0, 0, 6, 0], [21, 2], 0),
    ("okonomi-faktura", [3, 0, 2, 0], [22, 8], 3),
    ("okonomi-kodeverk", [2, 0, 0, 0], [4, 2], 2),
    ("okonomi-regnskap", [4, 0, 1, 0], [22, 9], 5),
    ("personvern-kodeverk", [2, 0, 0, 0], [0, 0], 2),
    ("personvern-samtykke", [3, 0, 0, 0], [10, 8], 3),
    ("ressurs-datautstyr", [3, 0, 0, 0], [11, 15], 4),
    ("ressurs-eiendel", [3, 0, 0, 0], [14, 11], 3),
    ("ressurs-kodeverk", [8, 0, 0, 0], [0, 0], 8),
    ("ressurs-tilgang", [2, 0, 0, 0], [2, 3], 2),
    ("utdanning-basisklasser", [0, 3, 0, 0], [7, 0], 0),
    ("utdanning-elev", [12, 0, 0, 0], [20, 65], 16),
    ("utdanning-kodeverk", [21, 0, 0, 2], [2, 3], 21),
    ("utdanning-larling", [2, 0, 0, 0], [5, 9], 2),
    ("utdanning-ot", [1, 0, 0, 0], [1, 4], 1),
    ("utdanning-timeplan", [8, 0, 0, 0], [11, 33], 8),
    ("utdanning-utdanningsprogram", [5, 0, 0, 0], [5, 29], 7),
    ("utdanning-vurdering", [18, 2, 1, 0], [33, 67], 18),
];

#[test]
fn every_component_of_v4_1_0_has_its_numbers() {
    let Some((model, schema)) = release("4.1.0") else { return };
    let own_routes = |component: &str| -> usize {
        let own = schema.collections.iter().filter(|c| c.package == schema.class(c.class).package);
        own.filter(|c| schema.package(c.package).component == component).map(|c| c.identifiers.len()).sum()
    };
    let row = |(component, c): &(String, Counts)| {
        let classes = [c.hovedklasse, c.abstrakt, c.datatype, c.referanse];
        (component.clone(), classes, [c.attributes, c.relations], own_routes(component))
    };
    let mut found: Vec<_> = summary(&model, &schema).packages.iter().map(row).collect();
    found.sort();
    let expected = COMPONENTS.map(|(component, classes, members, ids)| (component.to_owned(), classes, members, ids));
    assert_eq!(found, expected);
}
