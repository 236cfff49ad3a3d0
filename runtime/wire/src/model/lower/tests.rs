//! Small models as tables, one a rule.

use super::*;
use crate::model::{Bounds, ClassId, Scalar, Side, Stereotype, Target, Type};
use crate::table::{AboutTable, AttributeTable, ClassTable, EnumTable, InverseTable, PackageTable, RelationTable, TypeTable};

const SYSTEM_ID: AttributeTable = AttributeTable { name: "systemId", ty: TypeTable::Identifikator, ..AttributeTable::EMPTY };

const fn text(name: &'static str) -> AttributeTable {
    AttributeTable { name, ..AttributeTable::EMPTY }
}

const fn to(name: &'static str, target: fn() -> &'static ClassTable, bounds: Bounds, inverse: Option<InverseTable>) -> RelationTable {
    RelationTable { name, target: Some(target), bounds, inverse, ..RelationTable::EMPTY }
}

const fn end(name: &'static str, bounds: Bounds) -> Option<InverseTable> {
    Some(InverseTable { name, bounds })
}

macro_rules! class {
    ($name:ident, $($field:ident: $value:expr),*) => {
        fn $name() -> &'static ClassTable {
            static TABLE: ClassTable = ClassTable { $($field: $value,)* ..ClassTable::EMPTY };
            &TABLE
        }
    };
}

macro_rules! model {
    ($($path:literal: $($class:ident)*),*) => {
        Model::from_tables(&ModelTable {
            format: FORMAT,
            name: "skisse",
            version: "1.0.0",
            profile: "fint",
            profile_version: None,
            languages: &["nb", "en"],
            about: AboutTable::EMPTY,
            overrides: &[("paging.max", "1000")],
            packages: const { &[$(PackageTable {
                path: $path,
                docs: "",
                common: false,
                read_scope: None,
                write_scope: None,
                feed_page_size: Some(0),
                classes: &[$($class),*],
                enums: &[],
                impediments: &[],
            }),*] },
        })
    };
}

fn errors(result: Result<Model, Vec<TableError>>) -> Vec<String> {
    result.expect_err("tables in error").iter().map(ToString::to_string).collect()
}

class!(person, package: "felles", name: "Person", docs: "Et menneske.", attributes: &[SYSTEM_ID, text("navn")]);
class!(gruppe, package: "elev", name: "Gruppe", stereotype: Stereotype::Abstrakt, attributes: &[SYSTEM_ID],
    relations: &[to("leder", person, Bounds::OPTIONAL, end("gruppe", Bounds::MANY))]);
class!(klasse, package: "elev", name: "Klasse", extends: Some(gruppe), attributes: &[text("trinn"), SYSTEM_ID], state: Some("trinn"),
    relations: &[to("elev", elev, Bounds::MANY, end("klasse", Bounds::OPTIONAL)), to("leder", person, Bounds::OPTIONAL, end("gruppe", Bounds::MANY))]);
class!(elev, package: "elev", name: "Elev", attributes: &[SYSTEM_ID], relations: &[
    to("person", person, Bounds::ONE, end("elev", Bounds::OPTIONAL)),
    RelationTable { docs: "Klassen.", side: Side::Maintained, ..to("klasse", klasse, Bounds::OPTIONAL, end("elev", Bounds::MANY)) },
    RelationTable { name: "grep", ..RelationTable::EMPTY }
]);

#[test]
fn inherited_members_are_told_apart_and_come_first() {
    let model = model!("felles": person, "elev": gruppe klasse elev).expect("a model");
    assert_eq!(model.packages.iter().map(|package| package.path.as_str()).collect::<Vec<_>>(), ["elev", "felles"]);
    let [gruppe, klasse] = ["Gruppe", "Klasse"].map(|name| model.find("elev", name).expect("listed"));
    let class = model.class(klasse);
    assert_eq!(class.extends, Some(gruppe));
    let attributes: Vec<_> = class.attributes.iter().map(|a| (a.name.as_str(), a.origin)).collect();
    assert_eq!(attributes, [("systemId", gruppe), ("trinn", klasse)]);
    assert_eq!(class.state, Some(1));
    let relations: Vec<_> = class.relations.iter().map(|r| (r.name.as_str(), r.origin)).collect();
    assert_eq!(relations, [("leder", gruppe), ("elev", klasse)]);
}

#[test]
fn other_ends_follow_from_storing_ones_in_package_and_class_order() {
    let model = model!("felles": person, "elev": gruppe klasse elev).expect("a model");
    let person = model.class(model.find("felles", "Person").expect("listed"));
    let ends: Vec<_> = person.relations.iter().map(|r| (r.name.as_str(), r.bounds, r.side, r.target)).collect();
    let target = |name: &str| Target::Class(model.find("elev", name).expect("listed"));
    assert_eq!(
        ends,
        [("gruppe", Bounds::MANY, Side::Maintained, target("Gruppe")), ("elev", Bounds::OPTIONAL, Side::Maintained, target("Elev")),]
    );
    assert_eq!(person.docs.get("nb"), Some("Et menneske."));
}

#[test]
fn a_maintained_end_in_the_tables_gives_its_documentation_and_comes_last() {
    let model = model!("felles": person, "elev": gruppe klasse elev).expect("a model");
    let elev = model.class(model.find("elev", "Elev").expect("listed"));
    let ends: Vec<_> = elev.relations.iter().map(|r| (r.name.as_str(), r.docs.get("nb"), r.target == Target::Foreign)).collect();
    assert_eq!(ends, [("person", None, false), ("grep", None, true), ("klasse", Some("Klassen."), false)]);
    assert!(crate::schema::compile(&model).is_ok());
}

#[test]
fn another_format_is_refused_before_anything_is_read() {
    let table = ModelTable {
        format: FORMAT + 1,
        name: "",
        version: "",
        profile: "",
        profile_version: None,
        languages: &[],
        about: AboutTable::EMPTY,
        overrides: &[],
        packages: &[],
    };
    assert_eq!(Model::from_tables(&table), Err(vec![TableError::Format { found: FORMAT + 1 }]));
}

class!(alone, package: "a", name: "Alone", attributes: &[text("navn"), text("navn")], state: Some("tilstand"), relations: &[
    to("person", person, Bounds::ONE, None),
    RelationTable { side: Side::Maintained, ..to("elev", alone, Bounds::ONE, None) }
]);
class!(wrong, package: "b", name: "Wrong", extends: Some(alone), attributes: &[
    AttributeTable { bounds: Bounds::OPTIONAL, ..text("navn") },
    AttributeTable { bounds: Bounds::MANY, ..SYSTEM_ID }
]);

#[test]
fn everything_wrong_is_told_at_once() {
    assert_eq!(
        errors(model!("a": alone wrong alone)),
        [
            "`b/Wrong` is listed in package `a`; its own `package` must say the same",
            "`a/Alone` is listed twice",
            "`b/Wrong` extends `a/Alone`, which is not abstract",
            "`a/Alone` has two members called `navn`",
            "`b/Wrong.navn` has another type or number of values than in `a/Alone`, from which it is inherited",
            "`b/Wrong.systemId` is an identity: one or optional, and not in a class of stereotype referanse",
            "`a/Alone.person` refers to `felles/Person`, which the model does not have; list it in its package, or give it with `.class::<…>()`",
            "`a/Alone.elev` is maintained, but no relation names it as its inverse",
            "`a/Alone` has no attribute `tilstand` to be its state",
            "`a/Alone` is a hovedklasse and needs an `#[identifikator]`",
        ]
    );
}

class!(top, package: "a", name: "Top", stereotype: Stereotype::Abstrakt, extends: Some(bottom), attributes: &[text("navn")]);
class!(bottom, package: "a", name: "Bottom", stereotype: Stereotype::Abstrakt, extends: Some(top), attributes: &[]);
class!(child, package: "a", name: "Child", extends: Some(plain), attributes: &[SYSTEM_ID]);
class!(plain, package: "a", name: "Plain", stereotype: Stereotype::Abstrakt, attributes: &[text("navn")], relations: &[to("child", child, Bounds::MANY, None)]);

#[test]
fn cycles_and_missing_inherited_members_are_told() {
    let found = errors(model!("a": top bottom child plain));
    assert!(found.contains(&"`a/Top` extends itself, through its parents".to_owned()), "{found:?}");
    assert!(
        found.contains(&"`a/Child` lacks `navn`, which it inherits from `a/Plain`; a struct has its parent's members too".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"`a/Child` lacks `child`, which it inherits from `a/Plain`; a struct has its parent's members too".to_owned()),
        "{found:?}"
    );
}

class!(adresse, package: "a", name: "Adresse", stereotype: Stereotype::Datatype, attributes: &[]);
class!(hus, package: "a", name: "Hus", attributes: &[SYSTEM_ID], relations: &[
    to("adresse", adresse, Bounds::ONE, None),
    to("eier", eier, Bounds::ONE, end("hus", Bounds::MANY))
]);
class!(eier, package: "a", name: "Eier", attributes: &[SYSTEM_ID], relations: &[
    RelationTable { side: Side::Maintained, ..to("hus", hus, Bounds::OPTIONAL, end("eier", Bounds::ONE)) }
]);

#[test]
fn ends_that_disagree_and_relations_to_datatypes_are_told() {
    assert_eq!(
        errors(model!("a": adresse hus eier)),
        [
            "`a/Hus.adresse` is a relation to `a/Adresse`, a datatype, which has no address",
            "`a/Hus.eier` and `a/Eier.hus` do not agree: they give the other end different numbers of links",
        ]
    );
}

#[test]
fn types_of_attributes_are_found_by_name() {
    fn farge() -> &'static EnumTable {
        static TABLE: EnumTable = EnumTable { package: "a", name: "Farge", docs: "", values: &[("rød", "Rød"), ("blå", "")] };
        &TABLE
    }
    class!(bil, package: "a", name: "Bil", attributes: &[
        SYSTEM_ID,
        AttributeTable { name: "farge", ty: TypeTable::Enum(farge), ..AttributeTable::EMPTY },
        AttributeTable { name: "adresse", ty: TypeTable::Class(adresse), ..AttributeTable::EMPTY },
        AttributeTable { name: "vekt", ty: TypeTable::Scalar(Scalar::Long), ..AttributeTable::EMPTY }
    ]);
    let package = PackageTable {
        path: "a",
        docs: "",
        common: false,
        read_scope: Some("les"),
        write_scope: None,
        feed_page_size: None,
        classes: &[adresse, bil],
        enums: &[farge],
        impediments: &[],
    };
    let packages: &'static [PackageTable] = Box::leak(Box::new([package]));
    let table = ModelTable {
        format: FORMAT,
        name: "bil",
        version: "1.0.0",
        profile: "fint",
        profile_version: None,
        languages: &["nb"],
        about: AboutTable::EMPTY,
        overrides: &[],
        packages,
    };
    let model = Model::from_tables(&table).expect("a model");
    let types: Vec<Type> = model.class(ClassId(1)).attributes.iter().map(|a| a.ty).collect();
    assert_eq!(types, [Type::Identifikator, Type::Enum(crate::model::EnumId(0)), Type::Class(ClassId(0)), Type::Scalar(Scalar::Long),]);
    assert_eq!(model.enums[0].values[0].docs.get("nb"), Some("Rød"));
    assert_eq!(model.packages[0].scopes.read.as_deref(), Some("les"));
}
