//! Handlers that are emitted for a model with actions: the trait, the stubs to begin with, and what is told to be missing.

use std::path::Path;

use smie::emit::{self, File, Options, Runtime};
use smie::model::Model;
use smie::pipeline;
use smie_wire::schema::Schema;

fn model() -> (Model, Schema) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/atgarder"));
    let compiled = pipeline::compile(path).expect("the model can be read");
    (compiled.resolved.model, compiled.schema.expect("a model without errors compiles"))
}

fn files() -> Vec<File> {
    let (model, schema) = model();
    let options = Options { runtime: Runtime::Path("../smie".into()), ..Options::default() };
    emit::workspace(&model, &schema, &options).expect("it can be emitted")
}

fn text(path: &str) -> String {
    let files = files();
    let file = files.iter().find(|file| file.path == Path::new(path)).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.contents.clone()).expect("UTF-8")
}

#[test]
fn a_class_with_actions_gets_a_trait_of_handlers_and_types_of_inputs() {
    insta::assert_snapshot!(text("server/src/generated/studiedeltagande.rs"));
    let root = text("server/src/generated/mod.rs");
    assert!(root.contains("pub fn handle<H: studiedeltagande::StudiedeltagandeHandlers + 'static>"), "{root}");
}

#[test]
fn the_owner_begins_with_stubs_that_build() {
    insta::assert_snapshot!(text("server/src/handlers/mod.rs") + "\n// ----\n\n" + &text("server/src/handlers/studiedeltagande.rs"));
}

#[test]
fn what_nobody_has_written_is_told_with_the_stub_to_paste() {
    let (model, schema) = model();
    let missing = |sources: &[&str]| {
        let sources: Vec<String> = sources.iter().map(|&source| source.to_owned()).collect();
        emit::missing(&model, &schema, &sources).expect("Rust")
    };
    let written = text("server/src/handlers/studiedeltagande.rs");
    assert_eq!(missing(&[&written]), []);
    let all = missing(&[]);
    assert_eq!((all.len(), all[0].missing.len(), all[0].path.as_str()), (1, 5, "server/src/handlers/studiedeltagande.rs"));
    assert!(written.contains(&all[0].text), "{}", all[0].text);
    let half =
        missing(&["impl StudiedeltagandeHandlers for Handlers { fn r#move(&self) {} fn antagning(&self) {} fn gallring(&self) {} }"]);
    assert_eq!(half[0].missing, ["registrering", "utanfor_registreringsperiod"]);
    insta::assert_snapshot!(half[0].text);
    assert!(emit::missing(&model, &schema, &["impl {".to_owned()]).is_err());
}
