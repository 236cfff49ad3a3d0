//! HAL-FORMS: each allowed action as a template, with what its input takes.
//!
//! Keys of the templates are the actions' names; a client that knows only `default` finds the first one under that name when it is the only one.

use serde_json::{Map, Value, json};
use smie_wire::model::{Scalar, Type};
use smie_wire::schema::{Action, Attribute, Schema};

use super::actions::{Possible, Writer};

/// Puts `_templates` into an object that was just written.
pub(in crate::http) fn insert(writer: &Writer<'_>, schema: &Schema, possible: &Possible, out: &mut Vec<u8>) {
    if out.last() != Some(&b'}') {
        return;
    }
    out.pop();
    out.extend_from_slice(b",\"_templates\":");
    out.extend_from_slice(templates(writer, schema, possible).to_string().as_bytes());
    out.push(b'}');
}

fn templates(writer: &Writer<'_>, schema: &Schema, possible: &Possible) -> Value {
    let linked: Vec<_> = possible.offered.iter().filter(|one| one.is_linked()).collect();
    let mut templates = Map::new();
    for one in &linked {
        let action = writer.action(one.action);
        let key = if linked.len() == 1 { "default" } else { &action.wire };
        let target = format!("{}{}", String::from_utf8_lossy(writer.base), one.path);
        templates.insert(key.to_owned(), template(writer, schema, action, &target));
    }
    templates.into()
}

fn template(writer: &Writer<'_>, schema: &Schema, action: &Action, target: &str) -> Value {
    let properties: Vec<Value> = action.input.iter().map(|input| property(writer, schema, input)).collect();
    json!({
        "title": writer.title(action),
        "method": action.method.word(),
        "target": target,
        "contentType": "application/json",
        "properties": properties,
    })
}

fn property(writer: &Writer<'_>, schema: &Schema, input: &Attribute) -> Value {
    let mut property = Map::new();
    let mut put = |name: &str, value: Value| {
        property.insert(name.to_owned(), value);
    };
    put("name", input.wire.as_str().into());
    put("prompt", writer.text(&input.docs).unwrap_or(&input.name).into());
    put("required", input.bounds.is_mandatory().into());
    if let Some(kind) = kind(input.ty) {
        put("type", kind.into());
    }
    if let Some(pattern) = &input.pattern {
        put("regex", format!("^(?:{pattern})$").into());
    }
    let is_number = matches!(input.ty, Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal));
    let (least, greatest) = if is_number { ("min", "max") } else { ("minLength", "maxLength") };
    for (name, limit) in [(least, &input.min), (greatest, &input.max)] {
        if let Some(limit) = limit.as_ref().and_then(|text| text.parse::<f64>().ok()).and_then(number) {
            put(name, limit);
        }
    }
    if let Some(mut options) = options(writer, schema, input.ty) {
        options["minItems"] = input.bounds.lower.into();
        if let Some(most) = input.bounds.upper {
            options["maxItems"] = most.into();
        }
        put("options", options);
    }
    property.into()
}

/// A number as it would be written: whole where it is.
fn number(number: f64) -> Option<Value> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Some((number as i64).into())
    } else {
        serde_json::Number::from_f64(number).map(Value::from)
    }
}

/// The kind of field, in the words of HTML.
fn kind(ty: Type) -> Option<&'static str> {
    let Type::Scalar(scalar) = ty else { return matches!(ty, Type::Identifikator).then_some("text") };
    Some(match scalar {
        Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double | Scalar::Decimal => "number",
        Scalar::Date => "date",
        Scalar::DateTime => "datetime-local",
        Scalar::Uri => "url",
        Scalar::String | Scalar::Duration | Scalar::Uuid | Scalar::Binary | Scalar::Boolean => "text",
    })
}

/// The values to choose from.
fn options(writer: &Writer<'_>, schema: &Schema, ty: Type) -> Option<Value> {
    let inline: Vec<Value> = match ty {
        Type::Scalar(Scalar::Boolean) => vec!["true".into(), "false".into()],
        Type::Enum(id) => {
            let values = schema.enumeration(id).values.iter();
            let prompt = |value: &smie_wire::schema::EnumValue| writer.text(&value.docs).unwrap_or(&value.name).to_owned();
            values.map(|value| json!({"prompt": prompt(value), "value": value.wire})).collect()
        }
        _ => return None,
    };
    Some(json!({ "inline": inline }))
}
