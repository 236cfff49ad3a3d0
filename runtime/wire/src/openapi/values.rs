//! Schemas of single values: what a reader finds, and what a writer may send.
//!
//! The two differ: the server reads tolerantly (a point in time as text or as milliseconds, null for what is not there) and writes one form only. Both are told
//! as they are, so that a document can be held against a running server.

use serde_json::Number;

use super::Context;
use super::node::{Map, Node};
use super::schemas::{Form, reference};
use crate::model::{Scalar, Type};
use crate::schema::Attribute;

/// Milliseconds of the years 1 and 9999, between which points in time are.
const EPOCH: (i64, i64) = (-62_135_596_800_000, 253_402_300_799_999);

/// The schema of an attribute: of its value, or of the list of its values.
pub(super) fn attribute(context: &Context<'_>, attribute: &Attribute, form: Form) -> Map {
    let mut map = Map::new();
    if let Some(docs) = context.docs(&attribute.docs) {
        map.put("description", docs);
    }
    if attribute.deprecated.is_some() {
        map.put("deprecated", true);
    }
    let value = value(context, attribute, form);
    if !attribute.bounds.is_list() {
        return map.and(if form.takes_null(attribute.bounds.is_mandatory()) { nullable(value) } else { value });
    }
    let items = if form.is_written() { nullable(value) } else { value };
    let least = Some(attribute.bounds.lower).filter(|least| *least > 0 && form != Form::Patch);
    let list = Map::new()
        .with("type", "array")
        .with("items", items)
        .with_some("minItems", least)
        // Nulls in a list that is written are passed over, so its length says little.
        .with_some("maxItems", attribute.bounds.upper.filter(|_| !form.is_written()));
    map.and(if form.takes_null(attribute.bounds.is_mandatory()) { nullable(list) } else { list })
}

/// The same, or null.
fn nullable(schema: Map) -> Map {
    match schema.get("type") {
        Some(Node::Text(word)) if schema.get("enum").is_none() => {
            let types = Node::texts([word.clone(), "null".into()]);
            schema.iter().map(|(name, value)| (name.to_owned(), if name == "type" { types.clone() } else { value.clone() })).collect()
        }
        _ => any_of([schema, Map::new().with("type", "null")]),
    }
}

fn any_of(schemas: impl IntoIterator<Item = Map>) -> Map {
    Map::new().with("anyOf", schemas.into_iter().map(Node::Map).collect::<Node>())
}

fn value(context: &Context<'_>, attribute: &Attribute, form: Form) -> Map {
    match attribute.ty {
        Type::Class(class) => reference("schemas", &context.class_key(class, form)),
        Type::Enum(id) => context.code(id, form),
        Type::Scalar(scalar) if form.is_written() => written(attribute, scalar),
        Type::Scalar(scalar @ (Scalar::Date | Scalar::DateTime)) => {
            read(attribute, scalar, context.schema.profile.dates).with_some("example", context.scalar(attribute, scalar))
        }
        Type::Scalar(scalar) => read(attribute, scalar, context.schema.profile.dates),
        Type::Identifikator => identifier(context, attribute, form),
    }
}

/// An identity: an object in FINT's form, a plain text elsewhere. Whoever writes may use either.
fn identifier(context: &Context<'_>, attribute: &Attribute, form: Form) -> Map {
    let object = || {
        let object = reference("schemas", &context.identifier_key(form));
        let must = form == Form::Write && attribute.bounds.is_mandatory();
        if form.is_written() && context.identifier.is_none() && !must && attribute.pattern.is_none() {
            // A null or an empty one is none.
            let value = nullable(Map::new().with("type", "string").with("pattern", UNCONTROLLED));
            return Map::new().with("type", "object").with("properties", Map::new().with("identifikatorverdi", value));
        }
        if !form.is_written() || !(must || attribute.pattern.is_some()) {
            return object;
        }
        let value = Map::new().with("identifikatorverdi", identity_text(attribute));
        let own = Map::new().with_some("required", must.then(|| Node::texts(["identifikatorverdi"]))).with("properties", value);
        Map::new().with("allOf", vec![object.into(), own.into()])
    };
    // An empty one is none, and fine where none need be.
    let text = || match attribute.bounds.is_mandatory() || attribute.pattern.is_some() {
        true => identity_text(attribute),
        false => lengths(Map::new().with("type", "string").with("pattern", UNCONTROLLED), attribute),
    };
    match (context.schema.profile.identifier_objects, form.is_written()) {
        (true, true) => any_of([object(), text()]),
        (false, true) => any_of([text(), object()]),
        (true, false) => object(),
        (false, false) => text(),
    }
}

/// Text without control characters.
pub(super) const UNCONTROLLED: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";

/// The text of an identity, as it may be written.
pub(super) fn identity_text(attribute: &Attribute) -> Map {
    let schema = Map::new().with("type", "string");
    let schema = match attribute.pattern.as_deref().map(portable) {
        Some(Some(pattern)) => schema.with("pattern", pattern),
        // No control characters; as good as absent when empty.
        _ => schema.with("minLength", 1_u32).with("pattern", UNCONTROLLED),
    };
    lengths(schema, attribute)
}

fn lengths(mut schema: Map, attribute: &Attribute) -> Map {
    for (key, text) in [("minLength", &attribute.min), ("maxLength", &attribute.max)] {
        if let Some(number) = text.as_deref().and_then(number)
            && schema.get(key).is_none()
        {
            schema.put(key, number);
        }
    }
    schema
}

/// A limit as written, as a number.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(text.parse().ok()?))
}

/// A value as the server gives it.
fn read(attribute: &Attribute, scalar: Scalar, dates: crate::profile::DateForm) -> Map {
    let text = |format: &'static str| Map::new().with("type", "string").with("format", format);
    match scalar {
        Scalar::Date if dates == crate::profile::DateForm::Date => text("date"),
        Scalar::Date | Scalar::DateTime => text("date-time"),
        Scalar::Decimal => decimal(),
        scalar => common(attribute, scalar),
    }
}

/// A value as the server takes it.
fn written(attribute: &Attribute, scalar: Scalar) -> Map {
    let millis = || Map::new().with("type", "integer").with("minimum", EPOCH.0).with("maximum", EPOCH.1);
    let text = |format: &'static str| Map::new().with("type", "string").with("format", format);
    match scalar {
        Scalar::Date | Scalar::DateTime => any_of([text("date"), text("date-time"), millis()]),
        Scalar::Decimal => any_of([decimal(), Map::new().with("type", "number")]),
        scalar => common(attribute, scalar),
    }
}

fn decimal() -> Map {
    Map::new().with("type", "string").with("pattern", r"^-?[0-9]+(\.[0-9]+)?$")
}

/// Values that are written as they are read.
fn common(attribute: &Attribute, scalar: Scalar) -> Map {
    let typed = |ty: &'static str| Map::new().with("type", ty);
    let bounded = |schema: Map, least: Node, greatest: Node| {
        let least = attribute.min.as_deref().and_then(number).map_or(least, Node::Number);
        let greatest = attribute.max.as_deref().and_then(number).map_or(greatest, Node::Number);
        schema.with("minimum", least).with("maximum", greatest)
    };
    match scalar {
        Scalar::Boolean => typed("boolean"),
        Scalar::Int => bounded(typed("integer").with("format", "int32"), i64::from(i32::MIN).into(), i64::from(i32::MAX).into()),
        Scalar::Long => bounded(typed("integer").with("format", "int64"), i64::MIN.into(), i64::MAX.into()),
        Scalar::Float => {
            let most = |sign: f64| Number::from_f64(sign * f64::from(f32::MAX)).map_or(Node::Null, Node::Number);
            bounded(typed("number").with("format", "float"), most(-1.0), most(1.0))
        }
        Scalar::Double => {
            let schema = typed("number").with("format", "double");
            let limit = |text: &Option<String>| text.as_deref().and_then(number);
            schema.with_some("minimum", limit(&attribute.min)).with_some("maximum", limit(&attribute.max))
        }
        Scalar::Uuid => typed("string").with("format", "uuid"),
        Scalar::Uri => typed("string").with("format", "uri"),
        Scalar::Duration => typed("string").with("format", "duration"),
        Scalar::Binary => typed("string").with("contentEncoding", "base64"),
        Scalar::String | Scalar::Decimal | Scalar::Date | Scalar::DateTime => {
            let pattern = attribute.pattern.as_deref().and_then(portable);
            lengths(typed("string").with_some("pattern", pattern), attribute)
        }
    }
}

/// A pattern of the whole text in the dialect that JSON Schema speaks; `None` when it uses what only our own engine knows.
pub(super) fn portable(pattern: &str) -> Option<String> {
    let inner = pattern.replace("(?:", "(");
    let foreign = ["(?", r"\p", r"\P", r"\A", r"\z", r"\x{", r"\u{", "[[:", "&&", "--", "~~"];
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = if body.ends_with(r"\$") { body } else { body.strip_suffix('$').unwrap_or(body) };
    (!foreign.iter().any(|sign| inner.contains(sign))).then(|| format!("^(?:{body})$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_other_engines_read_otherwise_are_left_out() {
        assert_eq!(portable(r"[A-Z]{2}\d+").as_deref(), Some(r"^(?:[A-Z]{2}\d+)$"));
        assert_eq!(portable("^a|b$").as_deref(), Some("^(?:a|b)$"));
        for foreign in [r"(?i)a", r"\p{L}+", r"\Aa\z", "[[:alpha:]]", "[a-z&&[^x]]", "(?x)a # b"] {
            assert_eq!(portable(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn null_is_one_more_type_or_one_more_schema() {
        let types = nullable(Map::new().with("type", "string"));
        assert_eq!(Node::Map(types).to_value(), serde_json::json!({"type": ["string", "null"]}));
        let coded = nullable(Map::new().with("type", "string").with("enum", Node::texts(["a"])));
        assert!(coded.get("anyOf").is_some());
    }
}
