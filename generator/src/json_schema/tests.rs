//! The schemas know every key that the reader knows, and no other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::source::yaml::keys;

fn known(shape: &Value) -> BTreeSet<&str> {
    shape["properties"].as_object().expect("an object").keys().map(String::as_str).collect()
}

fn same(shape: &Value, keys: &[&str]) {
    assert_eq!(known(shape), keys.iter().copied().collect(), "{}", shape["title"]);
}

#[test]
fn every_key_of_the_language_is_in_the_schema() {
    let (model, package) = (model(), package());
    same(&model, &keys::MODEL);
    same(&model["properties"]["info"], &keys::INFO);
    same(&package, &keys::PACKAGE);
    let part = |name: &str| package["$defs"][name].clone();
    same(&part("class"), &keys::CLASS);
    same(&part("attribute"), &keys::ATTRIBUTE);
    same(&part("relation"), &keys::RELATION);
    same(&part("inverse"), &keys::INVERSE);
    same(&part("action"), &keys::ACTION);
}

#[test]
fn every_key_is_explained() {
    fn explained(shape: &Value, path: &str) {
        for (key, value) in shape["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            assert!(value["description"].as_str().is_some_and(|text| !text.is_empty()), "{path}");
            explained(value, &path);
        }
    }
    let (model, package) = (model(), package());
    explained(&model, "model");
    explained(&package, "package");
    for (name, shape) in package["$defs"].as_object().expect("an object") {
        explained(shape, name);
    }
}

#[test]
fn the_schemas_read_well() {
    insta::assert_snapshot!("model", text(&model()));
    insta::assert_snapshot!("package", text(&package()));
}
