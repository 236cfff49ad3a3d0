use serde_json::Value;

use super::*;
use crate::model::{Bounds, Operation};
use crate::schema::compile;
use crate::sketch::Sketch;

fn schools() -> Sketch {
    let mut sketch = Sketch::new("fint");
    let package = sketch.package("utdanning/elev");
    let elev = sketch.main(package, "Elev");
    let skole = sketch.main(package, "Skole");
    sketch.text(elev, "gåte").pattern = Some(r"[A-Z]{3}\d".to_owned());
    sketch.relate(elev, "skole", skole, Bounds::ONE, None);
    sketch.edit(elev).allow = Some(vec![Operation::Read, Operation::Create, Operation::Replace]);
    sketch
}

fn made(sketch: &Sketch) -> Value {
    document(&compile(&sketch.0).expect("a schema"), Part::Whole).to_value()
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(root: &Value, value: &Value) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    assert!(root.pointer(&reference[1..]).is_some(), "{reference}");
                }
                map.values().for_each(|value| check(root, value));
            }
            Value::Array(items) => items.iter().for_each(|value| check(root, value)),
            _ => {}
        }
    }
    let document = made(&schools());
    check(&document, &document);
}

#[test]
fn every_route_and_method_is_an_operation_with_a_name_of_its_own() {
    let schema = compile(&schools().0).expect("a schema");
    let document = document(&schema, Part::Whole).to_value();
    let mut names = BTreeSet::new();
    for route in schema.routes() {
        for method in route.methods.iter().filter(|m| !matches!(m.word(), "HEAD" | "OPTIONS")) {
            let operation = &document["paths"][&route.path][method.word().to_ascii_lowercase()];
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{} {}", method.word(), route.path));
            assert!(names.insert(name.to_owned()), "{name}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
            assert!(operation["responses"].get("default").is_some(), "{name}");
        }
    }
}

#[test]
fn the_same_schema_gives_the_same_text() {
    let schema = compile(&schools().0).expect("a schema");
    assert_eq!(json(&document(&schema, Part::Whole)), json(&document(&schema, Part::Whole)));
}
