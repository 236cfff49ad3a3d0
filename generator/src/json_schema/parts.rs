//! Pieces that both schemas are made of: objects with explained keys, and the small shapes that come again everywhere.

use serde_json::{Map, Value, json};

use crate::source::yaml::words;

/// A key, what an editor shows at it, and the shape of its value.
pub(super) type Field = (&'static str, &'static str, Value);

/// An object with these keys and no others.
pub(super) fn object(title: &str, description: &str, required: &[&str], fields: Vec<Field>) -> Value {
    let mut properties = Map::new();
    for (key, docs, mut value) in fields {
        if let Some(shape) = value.as_object_mut() {
            shape.insert("description".to_owned(), docs.into());
            // The YAML language server escapes the other one's backticks.
            shape.insert("markdownDescription".to_owned(), docs.into());
        }
        properties.insert(key.to_owned(), value);
    }
    json!({
        "title": title,
        "description": description,
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A mapping whose keys are names of the author's; nothing at all counts as empty.
pub(super) fn names_to(value: &Value) -> Value {
    json!({"type": ["object", "null"], "additionalProperties": value})
}

/// A shape of `$defs`.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// One of a few words.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": words.into_iter().collect::<Vec<_>>()})
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}

pub(super) fn flag() -> Value {
    json!({"type": "boolean"})
}

/// A number, truth value or text, as the reader takes them all.
pub(super) fn scalar() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

pub(super) fn list_of(item: &Value) -> Value {
    json!({"type": ["array", "null"], "items": item})
}

/// One text, or several as a list.
pub(super) fn one_or_more() -> Value {
    json!({"type": ["string", "array"], "items": {"type": "string"}})
}

/// Text in the model's first language, or a text for each.
pub(super) fn docs() -> Value {
    json!({
        "title": "Documentation",
        "type": ["string", "object"],
        "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "not": {"const": "no"}},
        "additionalProperties": {"type": "string"},
        "examples": [{"nb": "", "en": ""}, {"sv": "", "en": ""}],
    })
}

/// `since`, `use` and `docs` of what is on its way out.
pub(super) fn deprecated() -> Value {
    let long = object(
        "Deprecation",
        "On its way out: `true`, a reason, or `{since:, date:, sunset:, use:, docs:}`",
        &[],
        vec![
            ("since", "Model version that deprecated it", text()),
            ("date", "Day from which it is on its way out: 2026-01-31", text()),
            ("sunset", "Day on which it may go: 2027-01-31", text()),
            ("use", "What to use in its place", text()),
            ("docs", "Why, and what to do", reference("docs")),
        ],
    );
    with_types(long, &["boolean", "string", "object"])
}

/// The same shape for other types too: what is said of objects holds for objects alone.
pub(super) fn with_types(mut shape: Value, types: &[&str]) -> Value {
    shape["type"] = json!(types);
    shape
}

/// A name with its multiplicity.
pub(super) fn expression() -> String {
    let escaped = |c: &char| if matches!(c, '[' | ']' | '\\') { format!("\\{c}") } else { c.to_string() };
    let foreign: String = words::FOREIGN.iter().map(escaped).collect();
    format!("[^{foreign}\\s]+(\\s*[?*+]|\\s+[0-9]+\\.\\.([0-9]+|\\*))?")
}

/// A text that is an expression as a whole; editors say `help` about any other.
pub(super) fn matching(shape: &mut Value, expression: &str, help: &str) {
    shape["pattern"] = format!("^\\s*{expression}\\s*$").into();
    shape["patternErrorMessage"] = help.into();
}

/// What to write for how many.
pub(super) const NOTATION: &str =
    "Write `T` for exactly one, `T?` for none or one, `T*` for any number, `T+` for one or more, `T 1..5` for other bounds";
/// The same for relations.
pub(super) const BOTH_ENDS: &str = "Write `T` with `?`, `*` or `+` for how many, and `T <-> b*` to name the other end";
