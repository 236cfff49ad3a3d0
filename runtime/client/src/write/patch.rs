//! Merge patches (RFC 7396): what differs between two documents, and a document with differences applied.

use serde_json::{Map, Value};

/// What makes the second of the first.
pub(super) fn between(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else { return to.clone() };
    let mut patch = Map::new();
    for (name, value) in to {
        match from.get(name) {
            Some(before) if before == value => {}
            Some(before @ Value::Object(_)) if value.is_object() => {
                patch.insert(name.clone(), between(before, value));
            }
            _ => {
                patch.insert(name.clone(), value.clone());
            }
        }
    }
    patch.extend(from.keys().filter(|name| !to.contains_key(*name)).map(|name| (name.clone(), Value::Null)));
    Value::Object(patch)
}

/// A document with a patch applied.
pub(super) fn applied(document: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut document = if let Value::Object(document) = document { document } else { Map::new() };
    for (name, value) in patch {
        if value.is_null() {
            document.remove(name);
        } else {
            let before = document.remove(name).unwrap_or_default();
            document.insert(name.clone(), applied(before, value));
        }
    }
    Value::Object(document)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_not_changed_is_not_said_and_what_is_unknown_stays() {
        let (before, after) = (json!({"a": 1, "b": {"c": 1, "d": 2}, "e": [1]}), json!({"a": 1, "b": {"c": 1, "d": 3}, "f": "ø"}));
        let patch = between(&before, &after);
        assert_eq!(patch, json!({"b": {"d": 3}, "e": null, "f": "ø"}));
        let came = json!({"a": 1, "b": {"c": 1, "d": 2, "x": 9}, "e": [1], "unknown": true});
        assert_eq!(applied(came, &patch), json!({"a": 1, "b": {"c": 1, "d": 3, "x": 9}, "f": "ø", "unknown": true}));
    }

    /// Documents as typed values write them: without nulls.
    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<i32>().prop_map(Value::from), "[a-cø]{0,3}".prop_map(Value::from)];
        let any = leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::btree_map("[a-d]", inner, 0..4).prop_map(|map| map.into_iter().collect())
            ]
        });
        proptest::collection::btree_map("[a-d]", any, 0..4).prop_map(|map| map.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_difference_applied_gives_the_other(one in document(), other in document()) {
            prop_assert_eq!(applied(one.clone(), &between(&one, &other)), other);
        }
    }
}
