//! Classes written by hand: beside tables, alone, and everything wrong with them told at once.

use std::sync::Arc;

use smie_server::model::{Model, Side};
use smie_server::table::{AboutTable, Described, FORMAT};
use smie_server::{
    Abstrakt, Api, BuildError, Builder, Datatype, Hovedklasse, Identifikator, Kodeverk, Link, ModelTable, PackageTable, Referanse, schema,
};

/// Stands for a generated class.
#[derive(Hovedklasse)]
#[smie(package = "utdanning")]
struct Skole {
    #[identifikator]
    system_id: Identifikator,
}

#[derive(Hovedklasse)]
#[smie(package = "utdanning", name = "Skole")]
struct AnnenSkole {
    #[identifikator]
    nummer: Identifikator,
}

static GENERATED: ModelTable = ModelTable {
    format: FORMAT,
    name: "skole",
    version: "1.2.3",
    profile: "fint",
    profile_version: None,
    languages: &["nb", "en"],
    about: AboutTable::EMPTY,
    overrides: &[],
    packages: &[PackageTable { path: "utdanning", docs: "Skoler.", classes: &[Skole::table], ..PackageTable::EMPTY }],
};

#[derive(Abstrakt)]
#[smie(package = "felles")]
struct Enhet {
    navn: Navn,
}

/// Et rom.
#[derive(Hovedklasse)]
#[smie(package = "utdanning/rom", extends = Enhet)]
struct Rom {
    navn: Navn,
    #[identifikator]
    system_id: Identifikator,
    farge: Option<Farge>,
    #[relation(to = Skole, inverse = "rom", many)]
    skole: Link<Skole>,
    #[relation(to = Kart)]
    kart: Vec<Link>,
}

#[derive(Datatype)]
#[smie(package = "felles")]
struct Navn {
    kort: Option<String>,
    lang: String,
}

#[derive(Clone, Copy, Kodeverk)]
#[smie(package = "felles")]
enum Farge {
    Rod,
}

#[derive(Referanse)]
#[smie(package = "felles")]
struct Kart;

fn model(builder: &Builder) -> Model {
    // Only what is public: the files that the types tell.
    let files = builder.export_model().expect("a model");
    assert_eq!(files.first().map(|file| file.path.as_str()), Some("model.yaml"));
    builder.compile().expect("a schema");
    let mut assembly = smie_server::table::Assembly::from(&GENERATED);
    assembly.classes.push(Rom::table);
    let (model, errors) = Model::assemble(&assembly);
    assert_eq!(errors, []);
    model
}

#[test]
fn a_class_brings_what_it_is_made_of_and_ends_that_no_struct_has() {
    let builder = Api::builder().model(&GENERATED).class::<Rom>();
    let model = model(&builder);
    let names: Vec<String> = model.classes().map(|(id, _)| model.qualified(id)).collect();
    assert_eq!(names, ["felles/Enhet", "felles/Navn", "felles/Kart", "utdanning/Skole", "utdanning/rom/Rom"]);
    assert_eq!(model.enums.len(), 1);
    let skole = model.class(model.find("utdanning", "Skole").expect("listed"));
    assert!(skole.relations.iter().any(|r| r.name == "rom" && r.side == Side::Maintained));
    let api = builder.build().expect("an API");
    let paths: Vec<&str> = api.schema().collections.iter().map(|collection| collection.path.as_str()).collect();
    assert_eq!(paths, ["/utdanning/skole", "/utdanning/rom/rom"]);
    let exported = api.export_model().expect("made from types");
    assert!(exported.iter().any(|file| file.path == "utdanning/rom.yaml" && file.text.contains("docs: \"Et rom.\"")), "{exported:?}");
}

#[test]
fn a_model_can_be_made_of_classes_alone() {
    let package = PackageTable { path: "utdanning/rom", docs: "Rom.", read_scope: Some("les"), ..PackageTable::EMPTY };
    let builder = Api::builder().name("rom").version("2.0.0").languages(["nn"]).package(package).class::<Rom>().class::<Skole>();
    let schema = builder.compile().expect("a schema");
    assert_eq!((schema.model.as_str(), schema.version.as_str(), schema.profile.name.as_str()), ("rom", "2.0.0", "fint"));
    let files = builder.export_model().expect("a model");
    let rom = files.iter().find(|file| file.path == "utdanning/rom.yaml").expect("a file a package");
    assert!(rom.text.contains("read: les") && rom.text.contains("docs: \"Rom.\""), "{}", rom.text);
}

#[test]
fn a_class_that_is_given_twice_or_listed_already_is_there_once() {
    let once = Api::builder().model(&GENERATED).class::<Rom>().compile().expect("a schema");
    let again = Api::builder().model(&GENERATED).class::<Rom>().class::<Skole>().class::<Rom>().compile().expect("a schema");
    assert_eq!(once, again);
}

/// Nearly all of it wrong.
#[derive(Hovedklasse)]
#[smie(package = "felles/wrong")]
struct Feed {
    #[identifikator]
    cache: Identifikator,
    #[smie(pattern = "([")]
    tekst: String,
    #[smie(max = "3")]
    navn: Navn,
    enhet: Link<Tom>,
    #[relation(inverse = "feed")]
    rom: Link<Rom>,
}

#[derive(Abstrakt)]
#[smie(package = "felles/wrong")]
struct Tom {
    navn: String,
}

fn told(builder: Builder) -> Vec<String> {
    match builder.build() {
        Err(BuildError::Model(wrong)) => wrong,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_wrong_is_told_at_once_whatever_finds_it() {
    let wrong = told(
        Api::builder().version("1.0").profile("fint").setting("paging.huge", "1").class::<Feed>().class::<AnnenSkole>().class::<Skole>(),
    );
    let parts = [
        "`.name(\"…\")`",
        "`utdanning/Skole` is listed twice",
        "`felles/wrong/Feed.rom` refers to `utdanning/rom/Rom`",
        "version `1.0`",
        "`navn` has `max`",
        "`felles/wrong/Feed.enhet` is mandatory",
        "the path word `feed`",
        "`cache`",
        "`paging.huge`",
    ];
    for part in parts {
        assert!(wrong.iter().any(|line| line.contains(part)), "{part} in {wrong:#?}");
    }
    let mixed = told(Api::builder().model(&GENERATED).class::<AnnenSkole>());
    assert_eq!(mixed, ["`utdanning/Skole` is listed twice"]);
}

#[test]
fn a_compiled_schema_takes_no_classes_and_gives_no_model() {
    let compiled: Arc<schema::Schema> = Api::builder().model(&GENERATED).compile().expect("a schema");
    let wrong = told(Api::builder().schema(compiled.clone()).class::<Rom>());
    assert!(wrong[0].contains("`.model(…)`"), "{wrong:?}");
    assert!(matches!(Api::builder().schema(compiled.clone()).export_model(), Err(BuildError::NoExport)));
    assert!(Api::builder().schema(compiled).build().expect("an API").export_model().is_none());
    assert!(matches!(Api::builder().export_model(), Err(BuildError::NoModel)));
}
