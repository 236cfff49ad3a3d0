//! The JSON Schemas that YAML editors complete, explain and check a model with: one for `model.yaml`, one for package files.
//!
//! They say what can be said of one file by its form alone: keys, words, patterns. Names and rules are `smie check`'s. Words come from the tables
//! that the reader itself uses, and a test holds the keys against the reader's, so that the schemas cannot fall behind the language. Draft 2020-12,
//! kept to what editors of older drafts understand as well.

mod members;
mod model;
mod package;
mod parts;

pub use model::model;
pub use package::package;

/// Makes a schema.
pub type Make = fn() -> serde_json::Value;

/// Where the schemas stand in a model folder, and what makes them.
pub const FILES: [(&str, Make); 2] = [(".smie/model.schema.json", model), (".smie/package.schema.json", package)];

/// A schema as the text of its file.
#[must_use]
pub fn text(schema: &serde_json::Value) -> String {
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests;
