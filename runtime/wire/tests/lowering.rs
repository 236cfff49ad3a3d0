//! Types with derives, lowered to a model and compiled to a schema: the one path that hand-written types share with files.

#[path = "derive/model.rs"]
mod model;

use smie_wire::model::{Model, Side};
use smie_wire::schema;
use smie_wire::table::{AboutTable, Described, Enumerated, FORMAT, ModelTable, PackageTable};

const EMPTY: PackageTable = PackageTable::EMPTY;

static MODEL: ModelTable = ModelTable {
    format: FORMAT,
    name: "lonn",
    version: "1.0.0",
    profile: "fint",
    profile_version: None,
    languages: &["en"],
    about: AboutTable::EMPTY,
    overrides: &[("folding", "nordic")],
    packages: &[
        PackageTable { path: "administrasjon", classes: &[model::Kontostreng::table], ..EMPTY },
        PackageTable {
            path: "administrasjon/personal",
            classes: &[model::Lonn::table, model::Fastlonn::table, model::Arbeidsforhold::table],
            ..EMPTY
        },
        PackageTable {
            path: "felles",
            classes: &[model::Periode::table, model::Vedtak::table, model::Begrep::table, model::Art::table, model::Primitiver::table],
            enums: &[model::Tilstand::table],
            ..EMPTY
        },
    ],
};

#[test]
fn derived_types_compile_to_a_schema() {
    let model = Model::from_tables(&MODEL).expect("a model");
    let schema = schema::compile(&model).expect("a schema");
    let paths: Vec<&str> = schema.collections.iter().map(|collection| collection.path.as_str()).collect();
    let nested = "/administrasjon/personal/arbeidsforhold/systemid/{arbeidsforhold}/fastlonn";
    assert_eq!(paths, [nested, "/administrasjon/personal/arbeidsforhold", "/felles/art"]);
    let fastlonn = model.find("administrasjon/personal", "Fastlønn").expect("listed");
    let inherited: Vec<&str> = model.class(fastlonn).attributes.iter().filter(|a| a.origin != fastlonn).map(|a| a.name.as_str()).collect();
    assert_eq!(inherited, ["beskrivelse", "kontostreng"]);
}

#[test]
fn other_ends_that_no_struct_has_are_there_all_the_same() {
    let model = Model::from_tables(&MODEL).expect("a model");
    let ends = |class: &str| -> Vec<String> {
        let class = model.class(model.find("administrasjon/personal", class).expect("listed"));
        class.relations.iter().filter(|r| r.side == Side::Maintained).map(|r| r.name.clone()).collect()
    };
    assert_eq!(ends("Fastlønn"), ["forrige"]);
    assert_eq!(ends("Arbeidsforhold"), ["fastlønn", "tillegg", "øverste"]);
}
