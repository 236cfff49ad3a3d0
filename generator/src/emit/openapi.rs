//! The OpenAPI documents of a workspace: whole, as YAML and JSON, and one a package where the model is large.
//!
//! What the documents say is the runtime's business, since the server gives the same ones.

use smie_wire::model::Docs;
use smie_wire::openapi::{self, Part};
use smie_wire::schema::Schema;

use super::{File, docs};

/// `openapi.yaml` and `openapi.json`.
pub(super) fn whole(schema: &Schema) -> [File; 2] {
    let document = openapi::document(&spoken(schema), Part::Whole);
    [File::generated("openapi.yaml", openapi::yaml(&document)), File::generated("openapi.json", openapi::json(&document))]
}

/// `openapi/<package>.yaml`, of a model that is large.
pub(super) fn parts(schema: &Schema) -> Vec<File> {
    let schema = spoken(schema);
    let parts = openapi::parts(&schema).into_iter();
    parts.map(|(name, part)| File::generated(format!("openapi/{name}.yaml"), openapi::yaml(&openapi::document(&schema, part)))).collect()
}

/// The schema with its texts as the generated types say them, so that a generated server gives the very documents that stand beside it.
#[must_use]
pub fn spoken(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    let languages = schema.languages.clone();
    let first = languages.first().cloned().unwrap_or_default();
    let lines = |text: &mut Docs| *text = one(&first, docs::lines(text, &languages).join("\n"));
    let line = |text: &mut Docs| *text = one(&first, docs::one_line(text, &languages));
    schema.packages.iter_mut().for_each(|package| line(&mut package.docs));
    for class in &mut schema.classes {
        lines(&mut class.docs);
        class.attributes.iter_mut().for_each(|attribute| lines(&mut attribute.docs));
        class.relations.iter_mut().for_each(|relation| lines(&mut relation.docs));
    }
    schema.enums.iter_mut().flat_map(|e| &mut e.values).for_each(|value| lines(&mut value.docs));
    schema
}

fn one(language: &str, text: String) -> Docs {
    if text.is_empty() { Docs::default() } else { Docs::one(language, text) }
}
