//! The text of every generated file, for a small model that has a case of everything.

use std::path::Path;

use smie::diagnostic::Severity;
use smie::emit::{self, File, Options, Ownership, Runtime};
use smie::model::Model;
use smie::pipeline;
use smie_wire::schema::Schema;

fn everything() -> (Model, Schema) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/everything"));
    let compiled = pipeline::compile(path).expect("the model can be read");
    let errors: Vec<_> = (compiled.diagnostics.sorted().iter().filter(|d| d.code.severity() == Severity::Error))
        .map(|d| format!("{} {:?} {:?}: {}", d.code.id, d.class, d.member, d.message))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    (compiled.resolved.model, compiled.schema.expect("a model without errors compiles"))
}

fn emitted(runtime: Runtime) -> Vec<File> {
    let (model, schema) = everything();
    emit::workspace(&model, &schema, &Options { runtime, ..Options::default() }).expect("a checked model can be emitted")
}

fn text(file: &File) -> &str {
    std::str::from_utf8(&file.contents).expect("generated files are UTF-8")
}

#[test]
fn every_file_of_a_workspace_has_the_text_that_was_agreed() {
    // The lock file changes with every dependency; whether it fits is for cargo to say. One form of the API's document tells as much as two.
    let elsewhere = [Path::new("Cargo.lock"), Path::new("openapi.json")];
    for file in emitted(Runtime::Path("../smie".into())).iter().filter(|file| !elsewhere.contains(&file.path.as_path())) {
        let path = file.path.to_str().expect("paths are UTF-8").to_owned();
        insta::assert_snapshot!(path.replace(['/', '.'], "_"), text(file), &path);
    }
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    assert_eq!(emitted(Runtime::Vendored), emitted(Runtime::Vendored));
}

#[test]
fn files_are_sorted_relative_and_each_has_one_owner() {
    let files = emitted(Runtime::Vendored);
    let paths: Vec<_> = files.iter().map(|file| file.path.to_str().expect("paths are UTF-8")).collect();
    assert!(files.iter().map(|file| &file.path).is_sorted());
    assert!(paths.iter().all(|path| !path.starts_with('/') && !path.contains('\\')));
    let owned: Vec<_> = files.iter().filter(|f| f.ownership == Ownership::Owned).map(|f| f.path.to_str().unwrap_or_default()).collect();
    let expected = [
        ".gitignore",
        "Cargo.lock",
        "Cargo.toml",
        "client/Cargo.toml",
        "client/src/lib.rs",
        "server/Cargo.toml",
        "server/src/handlers/mod.rs",
        "server/src/main.rs",
    ];
    assert_eq!(owned, expected);
}

#[test]
fn a_runtime_elsewhere_leaves_no_copy_behind() {
    assert!(emitted(Runtime::Path("/opt/smie".into())).iter().all(|file| !file.path.starts_with("vendor")));
    assert!(emitted(Runtime::Vendored).iter().any(|file| file.path.starts_with("vendor/smie/wire/src")));
}

#[test]
fn a_change_in_one_package_changes_no_module_of_another() {
    let (mut model, _) = everything();
    let before = emitted(Runtime::Path("/opt/smie".into()));
    let class = model.find("utdanning/elev", "Klasse").expect("the class is there");
    model.classes[class.index()].attributes.retain(|attribute| attribute.name != "heltall");
    let schema = smie_wire::schema::compile(&model).expect("it still compiles");
    let after = emit::workspace(&model, &schema, &Options { runtime: Runtime::Path("/opt/smie".into()), ..Options::default() })
        .expect("it can be emitted");
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.path.to_str().unwrap_or_default()).collect();
    let expected = [
        "client/src/generated/utdanning_elev.rs",
        "openapi.json",
        "openapi.yaml",
        "schemas/utdanning-elev.xsd",
        "server/src/generated/utdanning_elev.rs",
    ];
    assert_eq!(changed, expected);
}

#[test]
fn a_schema_of_another_model_is_refused() {
    let (mut model, schema) = everything();
    model.classes.pop();
    let error = emit::workspace(&model, &schema, &Options::default()).expect_err("the last class is missing");
    assert_eq!(error.to_string(), "the schema of `alt-mulig` 1.2.3 does not belong to the model `alt-mulig` 1.2.3");
}
