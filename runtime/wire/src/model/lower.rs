//! Tables → model: what the derive macros say of hand-written and generated types, in the form that files are read to.
//!
//! Rust structs are flat, so a table lists inherited members among its own; here they are told apart again by name. The other end of
//! a relation may be in the tables or not: it follows from the storing end, and takes its documentation from the table when it is
//! there. Everything wrong is reported at once, for the person who wrote the types.

mod classes;
mod errors;
mod listing;
mod members;
mod relations;
#[cfg(test)]
mod tests;

pub use errors::TableError;

use super::{Deprecation, Docs, Enum, EnumValue, Feed, Model, Package, Scopes};
use crate::table::{DeprecationTable, FORMAT, ModelTable};
use listing::Listing;

impl Model {
    /// The model that these tables say.
    ///
    /// # Errors
    /// Everything that keeps the tables from being a model.
    pub fn from_tables(table: &ModelTable) -> Result<Self, Vec<TableError>> {
        if table.format != FORMAT {
            return Err(vec![TableError::Format { found: table.format }]);
        }
        let mut listing = Listing::new(table);
        let classes = classes::classes(&mut listing);
        let mut errors = Vec::new();
        for error in std::mem::take(&mut listing.errors) {
            // A class that is listed twice is wrong twice, but said once.
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let owned = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
        Ok(Self {
            name: table.name.to_owned(),
            version: table.version.to_owned(),
            profile: table.profile.to_owned(),
            profile_version: table.profile_version.map(str::to_owned),
            languages: table.languages.iter().map(|&language| language.to_owned()).collect(),
            overrides: table.overrides.iter().map(owned).collect(),
            packages: packages(&listing),
            classes,
            enums: enums(&listing),
            ..Self::default()
        })
    }
}

fn packages(listing: &Listing) -> Vec<Package> {
    let package = |table: &&crate::table::PackageTable| Package {
        path: table.path.to_owned(),
        docs: listing.docs(table.docs),
        common: table.common,
        scopes: Scopes { read: table.read_scope.map(str::to_owned), write: table.write_scope.map(str::to_owned) },
        feed: table.feed_page_size.map(|size| Feed { page_size: Some(size).filter(|&size| size > 0) }),
    };
    listing.packages.iter().map(package).collect()
}

fn enums(listing: &Listing) -> Vec<Enum> {
    let value = |&(name, docs): &(&str, &str)| EnumValue { name: name.to_owned(), docs: listing.docs(docs) };
    let lower = |&(package, table): &(_, &crate::table::EnumTable)| Enum {
        package,
        name: table.name.to_owned(),
        docs: listing.docs(table.docs),
        values: table.values.iter().map(value).collect(),
    };
    listing.enums.iter().map(lower).collect()
}

impl Listing {
    /// Documentation in the model's first language.
    fn docs(&self, text: &str) -> Docs {
        if text.is_empty() { Docs::default() } else { Docs::one(self.language, text) }
    }

    fn deprecation(&self, table: Option<DeprecationTable>) -> Option<Deprecation> {
        table.map(|table| Deprecation {
            since: table.since.map(str::to_owned),
            instead: table.instead.map(str::to_owned),
            docs: self.docs(table.docs),
        })
    }
}
