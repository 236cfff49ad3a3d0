//! Bodies held against the schemas of an OpenAPI document: enough of JSON Schema for what documents of APIs say.
//!
//! Understood: `$ref`, `type`, `enum`, `required`, `properties`, `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `minimum`, `maximum`, `anyOf`, `oneOf`,
//! `allOf`. What else a schema says is not looked at.

use serde_json::Value;

/// Most faults that one body tells.
const MOST: usize = 20;

/// A description to hold answers against.
#[derive(Debug)]
pub(super) struct Described {
    document: Value,
    /// Path where the paths of the document begin on the server.
    prefix: String,
}

impl Described {
    /// `prefix` is what stands before the document's paths on the server.
    pub(super) fn new(document: Value, prefix: &str) -> Self {
        Self { document, prefix: prefix.trim_end_matches('/').to_owned() }
    }

    /// Everything that is wrong with the answer to a GET of this path; `None` = the document does not describe it.
    pub(super) fn judge(&self, path: &str, status: u16, mime: &str, body: &Value) -> Option<Vec<String>> {
        let path = path.strip_prefix(&self.prefix)?;
        let path = if path.is_empty() { "/" } else { path };
        let paths = self.document.get("paths")?.as_object()?;
        let (_, item) =
            paths.iter().filter(|(template, _)| fits(template, path)).min_by_key(|(template, _)| template.matches('{').count())?;
        let responses = item.get("get")?.get("responses")?;
        let response = self.follow(responses.get(status.to_string()).or_else(|| responses.get("default"))?);
        let schema = response.get("content")?.get(mime)?.get("schema")?;
        let mut wrong = Vec::new();
        self.check(schema, body, "", &mut wrong, 0);
        wrong.truncate(MOST);
        Some(wrong)
    }

    fn follow<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut at = schema;
        for _ in 0..16 {
            let Some(pointer) = at.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) else { break };
            let Some(found) = self.document.pointer(pointer) else { break };
            at = found;
        }
        at
    }

    fn check(&self, schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>, depth: usize) {
        let schema = self.follow(schema);
        if depth > 64 || wrong.len() >= MOST {
            return;
        }
        let mut fault = |what: String| wrong.push(format!("`{}` {what}", if place.is_empty() { "/" } else { place }));
        if let Some(expected) = schema.get("type").filter(|expected| !is_of(expected, value)) {
            fault(format!("is not of type {expected}"));
            return;
        }
        if let Some(codes) = schema.get("enum").and_then(Value::as_array).filter(|codes| !codes.contains(value)) {
            fault(format!("is none of {}", Value::from(codes.clone())));
        }
        bounds(schema, value, &mut fault);
        if let Some(names) = schema.get("required").and_then(Value::as_array)
            && let Some(object) = value.as_object()
        {
            let missing = names.iter().filter_map(Value::as_str).filter(|name| !object.contains_key(*name));
            missing.for_each(|name| fault(format!("has no `{name}`")));
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            if let Some(inner) = schema.get("properties").and_then(|properties| properties.get(name)) {
                self.check(inner, member, &format!("{place}/{name}"), wrong, depth + 1);
            }
        }
        if let (Some(inner), Some(items)) = (schema.get("items"), value.as_array()) {
            items.iter().enumerate().for_each(|(i, item)| self.check(inner, item, &format!("{place}/{i}"), wrong, depth + 1));
        }
        for inner in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.check(inner, value, place, wrong, depth + 1);
        }
        for word in ["anyOf", "oneOf"] {
            let Some(forms) = schema.get(word).and_then(Value::as_array) else { continue };
            let tried = forms.iter().map(|form| {
                let mut found = Vec::new();
                self.check(form, value, place, &mut found, depth + 1);
                found
            });
            // The form that fits best tells most about what was meant.
            if let Some(least) = tried.min_by_key(Vec::len).filter(|least| !least.is_empty()) {
                wrong.extend(least);
            }
        }
    }
}

fn bounds(schema: &Value, value: &Value, fault: &mut impl FnMut(String)) {
    let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below where it matters")]
    let sizes = [
        ("minimum", "maximum", value.as_f64()),
        ("minLength", "maxLength", value.as_str().map(|text| text.chars().count() as f64)),
        ("minItems", "maxItems", value.as_array().map(|items| items.len() as f64)),
    ];
    for (least, most, size) in sizes {
        let Some(size) = size else { continue };
        if limit(least).is_some_and(|least| size < least) {
            fault(format!("is below `{least}`"));
        }
        if limit(most).is_some_and(|most| size > most) {
            fault(format!("is above `{most}`"));
        }
    }
}

fn is_of(expected: &Value, value: &Value) -> bool {
    match expected {
        Value::Array(types) => types.iter().any(|one| is_of(one, value)),
        Value::String(word) => match word.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
            "number" => value.is_number(),
            _ => true,
        },
        _ => true,
    }
}

/// True when a path is of this template.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut found) = (template.split('/'), path.trim_end_matches('/').split('/'));
    if template == "/" {
        return path == "/";
    }
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (a.starts_with('{') && !b.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn described() -> Described {
        let schema = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "n": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/A"}}});
        let operation = json!({"get": {"responses": {"200": {"content": content}}}});
        Described::new(json!({"paths": {"/a/{id}": operation}, "components": {"schemas": {"A": schema}}}), "/v1")
    }

    #[test]
    fn a_body_is_held_against_the_schema_of_its_path() {
        let judge = |body: Value| described().judge("/v1/a/1", 200, "application/json", &body);
        assert_eq!(judge(json!({"id": "1", "n": null})), Some(vec![]));
        assert_eq!(judge(json!({"n": 1})), Some(vec!["`/` has no `id`".to_owned()]));
        assert_eq!(judge(json!({"id": 1})), Some(vec!["`/id` is not of type \"string\"".to_owned()]));
        assert_eq!(judge(json!({"id": "1", "n": "x"})).map(|wrong| wrong.len()), Some(1));
        assert_eq!(described().judge("/v1/b", 200, "application/json", &json!({})), None);
    }
}
