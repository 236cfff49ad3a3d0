//! One path from type to schema: what the generator emits compiles to what it was emitted from.
//!
//! The committed example's own modules are compiled here, and the model that their derives tell is compared with the one read from YAML.

// The emitted code is written for a crate of its own.
#[expect(unreachable_pub, reason = "a generated crate has lints of its own")]
#[rustfmt::skip]
#[path = "../../generated-example/fint/server/src/generated/mod.rs"]
mod generated;

use std::path::Path;
use std::process::Command;

use smie::pipeline;
use smie_server::model::{Action, Attribute, Class, Deprecation, Docs, Event, Model, Relation};
use smie_server::schema;
use smie_tests::{generated_target, repository, shared, smie};

/// Without what a type cannot say: documentation, which is reflowed.
fn bare(mut model: Model) -> Model {
    let nothing = |docs: &mut Docs| *docs = Docs::default();
    let deprecation = |deprecation: &mut Option<Deprecation>| {
        if let Some(deprecation) = deprecation {
            deprecation.docs = Docs::default();
        }
    };
    model.packages.iter_mut().for_each(|package| nothing(&mut package.docs));
    for e in &mut model.enums {
        nothing(&mut e.docs);
        e.values.iter_mut().for_each(|value| nothing(&mut value.docs));
    }
    for Class { docs, deprecated, attributes, relations, actions, events, .. } in &mut model.classes {
        nothing(docs);
        deprecation(deprecated);
        for Attribute { docs, deprecated, .. } in attributes {
            nothing(docs);
            deprecation(deprecated);
        }
        for Relation { docs, deprecated, .. } in relations {
            nothing(docs);
            deprecation(deprecated);
        }
        actions.iter_mut().for_each(|Action { docs, .. }| nothing(docs));
        events.iter_mut().for_each(|Event { docs, .. }| nothing(docs));
    }
    model
}

fn read(path: &Path) -> Model {
    pipeline::compile(path).expect("the model is there").resolved.model
}

#[test]
fn emitted_types_are_the_model_that_they_were_emitted_from() {
    let from_types = bare(Model::from_tables(&generated::MODEL).expect("a model"));
    let from_files = bare(read(&repository().join("models/fint")));
    for (types, files) in from_types.classes.iter().zip(&from_files.classes) {
        assert_eq!(types, files);
    }
    assert_eq!(from_types, from_files);
    assert_eq!(schema::compile(&from_types), schema::compile(&from_files));
}

#[test]
fn the_published_fint_model_comes_back_from_its_202_emitted_types() {
    let Some(xmi) = shared("fint/FINT-informasjonsmodell-v4.1.0.xml") else { return };
    let folder = generated_target().join("workspaces/full-fint");
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    smie(Path::new("."), ["generate", &path(&xmi), "--force", "--out", &path(&folder)]).ok();
    let out = tempfile::tempdir().expect("a folder");
    let model = out.path().join("modell");
    let shown = Command::new(smie_tests::smie_binary())
        .args(["show", "--from-rust"])
        .arg(folder.join("server"))
        .arg("--out")
        .arg(&model)
        // Apart from the excerpt's: its crates have the same names, and cargo may take one program for the other.
        .env("CARGO_TARGET_DIR", generated_target().join("full"))
        .output()
        .expect("smie runs");
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let from_types = bare(read(&model));
    assert_eq!(from_types.classes.len(), 202);
    assert_eq!(from_types, bare(read(&xmi)));
}
