//! XML schemas of what the server says in XML: one a package, and of what packages share.
//!
//! ```text
//! schemas/studiedeltagande.xsd   resources, their values, bodies of actions, contents of events, codes
//! schemas/dap.xsd                links, actions, impediments, pages
//! schemas/events.xsd             what the content of every event begins with
//! ```
//!
//! A package's schema stands on its own: values that other packages declare are declared again in it, since a document has one namespace. Where namespaces
//! differ from package to package, so do the shared files. Everything the engine writes is valid; the tests ask xmllint.

mod actions;
mod content;
mod package;
mod shared;
mod tag;
mod types;

use std::collections::BTreeMap;

use smie_wire::model::{Model, PackageId};
use smie_wire::schema::Schema;

use super::{EmitError, File, same_model};

/// Where the files lie.
const FOLDER: &str = "schemas";

/// The files of `schemas`, by path.
///
/// # Errors
/// A schema of another model.
pub fn schemas(model: &Model, schema: &Schema) -> Result<Vec<File>, EmitError> {
    same_model(model, schema)?;
    Ok(files(schema))
}

/// The files of `schemas`, by path.
pub(super) fn files(schema: &Schema) -> Vec<File> {
    let mut files = BTreeMap::new();
    for id in (0..).map(PackageId).take(schema.packages.len()) {
        if !schema.collections.iter().any(|collection| collection.package == id) {
            continue;
        }
        files.insert(path(&schema.package(id).component), package::document(schema, id));
        files.entry(shared_path(schema, id, "dap")).or_insert_with(|| shared::dap(schema, id));
        files.entry(shared_path(schema, id, "events")).or_insert_with(|| shared::events(schema, id));
    }
    files.into_iter().map(|(path, text)| File::generated(path, text)).collect()
}

fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.xsd")
}

/// The file that declares what a package shares with others.
fn shared_path(schema: &Schema, package: PackageId, what: &str) -> String {
    path(&shared_name(schema, package, what))
}

/// A name that no package's own file has: components have no dots.
fn shared_name(schema: &Schema, package: PackageId, what: &str) -> String {
    if schema.profile.feeds.namespace.names_package() {
        format!("{}.{what}", schema.package(package).component)
    } else if schema.packages.iter().any(|package| package.component == what) {
        format!("shared.{what}")
    } else {
        what.to_owned()
    }
}
