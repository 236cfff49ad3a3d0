//! Tables → model: what the derive macros say of hand-written and generated types, in the form that files are read to.
//!
//! Rust structs are flat, so a table lists inherited members among its own; here they are told apart again by name. The other end of
//! a relation may be in the tables or not: it follows from the storing end, and takes its documentation from the table when it is
//! there. Everything wrong is reported at once, for the person who wrote the types.

mod behaviour;
mod classes;
mod errors;
mod listing;
mod members;
mod relations;
mod rules;
#[cfg(test)]
mod tests;

pub use errors::TableError;

use super::{Deprecation, Docs, Enum, EnumValue, Feed, Model, Package, Scopes};
use crate::table::{Assembly, DeprecationTable, FORMAT, ModelTable};
use listing::Listing;

impl Model {
    /// The model that these tables say.
    ///
    /// # Errors
    /// Everything that keeps the tables from being a model.
    pub fn from_tables(table: &ModelTable) -> Result<Self, Vec<TableError>> {
        let (model, errors) = Self::assemble(&Assembly::from(table));
        if errors.is_empty() { Ok(model) } else { Err(errors) }
    }

    /// The model that these parts make, as far as it can be made, and everything that is wrong with them. With errors the model is only good for
    /// finding more of them.
    #[must_use]
    pub fn assemble(assembly: &Assembly) -> (Self, Vec<TableError>) {
        if assembly.format != FORMAT {
            return (Self::default(), vec![TableError::Format { found: assembly.format }]);
        }
        let mut listing = Listing::new(assembly);
        let mut classes = classes::classes(&mut listing);
        let enums = enums(&listing);
        let impediments = behaviour::behaviour(&mut listing, &mut classes, &enums);
        let found = std::mem::take(&mut listing.errors);
        let model = Self {
            name: assembly.name.clone(),
            version: assembly.version.clone(),
            profile: assembly.profile.clone(),
            profile_version: assembly.profile_version.clone(),
            languages: assembly.languages.clone(),
            base_url: assembly.about.base_url.clone(),
            info: assembly.about.info.clone(),
            exceptions: assembly.about.exceptions.clone(),
            overrides: assembly.overrides.iter().cloned().collect(),
            packages: packages(&listing),
            classes,
            enums,
            impediments,
        };
        let mut errors = Vec::new();
        for error in found.into_iter().chain(rules::broken(&model)) {
            // A class that is listed twice is wrong twice, but said once.
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        (model, errors)
    }
}

fn packages(listing: &Listing) -> Vec<Package> {
    let package = |table: &crate::table::PackageTable| Package {
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
        if text.is_empty() { Docs::default() } else { Docs::one(&self.language, text) }
    }

    fn deprecation(&self, table: Option<DeprecationTable>) -> Option<Deprecation> {
        table.map(|table| Deprecation {
            since: table.since.map(str::to_owned),
            date: table.date.map(str::to_owned),
            sunset: table.sunset.map(str::to_owned),
            instead: table.instead.map(str::to_owned),
            docs: self.docs(table.docs),
        })
    }
}
