//! One side of a comparison: a compiled model with the places of its parts.

use std::collections::BTreeMap;

use smie_wire::schema::Schema;

use super::change::Location;
use crate::model::{ClassId, EnumId, Model, PackageId, Place, Places, Target};
use crate::source::{Sources, Span};

/// A compiled model, as comparing needs it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its API.
    pub schema: &'a Schema,
    /// Where its parts are written.
    pub places: &'a Places,
    /// The files of those places.
    pub sources: &'a Sources,
    /// A prefix of the files' paths and what to show in its place: a model out of `git` is read from a folder that nobody knows.
    pub alias: Option<(&'a str, &'a str)>,
}

impl<'a> View<'a> {
    /// Enums by qualified name.
    pub(super) fn enums(&self) -> BTreeMap<String, EnumId> {
        (0..).map(EnumId).take(self.model.enums.len()).map(|id| (self.enum_name(id), id)).collect()
    }

    /// `package/Enum`.
    pub(super) fn enum_name(&self, id: EnumId) -> String {
        self.model.type_name(crate::model::Type::Enum(id))
    }

    /// The package's path in the model's letters; the package without one is called `/`.
    pub(super) fn package_name(&self, id: PackageId) -> &'a str {
        let path = self.model.package(id).path.as_str();
        if path.is_empty() { "/" } else { path }
    }

    /// Where a relation points, as a reader of the model writes it.
    pub(super) fn target_name(&self, target: Target) -> String {
        match target {
            Target::Class(id) => self.model.qualified(id),
            Target::Foreign => "Referanse".to_owned(),
        }
    }

    /// Place of the model as a whole.
    pub(super) fn header(&self) -> Option<Location> {
        self.location(self.places.header, None, true)
    }

    /// Place of a package.
    pub(super) fn package_location(&self, id: PackageId, exact: bool) -> Option<Location> {
        self.place(self.places.packages.get(id.index()), exact)
    }

    /// Place of an enum.
    pub(super) fn enum_location(&self, id: EnumId) -> Option<Location> {
        self.place(self.places.enums.get(id.index()), true)
    }

    /// Place of a value of an enum, by its position.
    pub(super) fn value_location(&self, id: EnumId, at: usize) -> Option<Location> {
        self.place(self.places.values.get(id.index()).and_then(|values| values.get(at)), true)
    }

    /// Place of an impediment, by its position in the model.
    pub(super) fn impediment_location(&self, at: usize) -> Option<Location> {
        self.place(self.places.impediments.get(at), true)
    }

    /// Place of the package with this path, or of the model.
    pub(super) fn near_package(&self, path: &str) -> Option<Location> {
        let at = self.model.packages.iter().position(|package| package.path == path);
        let found = at.and_then(|at| self.place(self.places.packages.get(at), false));
        found.or_else(|| self.location(self.places.header, None, false))
    }

    /// Place of a class.
    pub(super) fn class_location(&self, id: ClassId, exact: bool) -> Option<Location> {
        self.place(self.places.classes.get(id.index()), exact)
    }

    /// Place of a member, by the class that declares it; else of the class.
    pub(super) fn member_location(&self, class: ClassId, origin: ClassId, name: &str) -> Option<Location> {
        let place = [origin, class].iter().find_map(|&id| self.places.members.get(&(id, name.to_owned())));
        self.place(place, true).or_else(|| self.class_location(class, false))
    }

    fn place(&self, place: Option<&Place>, exact: bool) -> Option<Location> {
        let place = place?;
        self.location(place.span, place.id.clone(), exact)
    }

    fn location(&self, span: Span, id: Option<String>, exact: bool) -> Option<Location> {
        let file = self.sources.get(span.file)?;
        let (line, column) = file.position(span.start);
        let shown = self.alias.and_then(|(prefix, label)| file.path.strip_prefix(prefix).map(|rest| format!("{label}{rest}")));
        Some(Location { file: shown.unwrap_or_else(|| file.path.clone()), line, column, id, exact })
    }
}
