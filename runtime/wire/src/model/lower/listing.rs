//! Which types the tables list, and the ids that they get.

use std::collections::HashMap;

use super::TableError;
use crate::model::{ClassId, EnumId, PackageId, Stereotype, Type};
use crate::table::{Assembly, ClassTable, EnumTable, PackageTable, TypeTable, Unlisted};

/// All listed types with their ids, and what is wrong so far.
pub(super) struct Listing {
    pub(super) packages: Vec<PackageTable>,
    pub(super) classes: Vec<(PackageId, &'static ClassTable)>,
    pub(super) enums: Vec<(PackageId, &'static EnumTable)>,
    pub(super) language: String,
    pub(super) errors: Vec<TableError>,
    class_ids: HashMap<(&'static str, &'static str), ClassId>,
    enum_ids: HashMap<(&'static str, &'static str), EnumId>,
}

impl Listing {
    pub(super) fn new(assembly: &Assembly) -> Self {
        let unlisted = assembly.unlisted();
        let mut packages = assembly.packages.clone();
        let paths = unlisted.classes.iter().map(|class| class.package).chain(unlisted.enums.iter().map(|e| e.package));
        for path in paths {
            if !packages.iter().any(|package| package.path == path) {
                packages.push(PackageTable { path, ..PackageTable::EMPTY });
            }
        }
        packages.sort_by_key(|package| package.path);
        let mut listing = Self {
            packages: Vec::new(),
            classes: Vec::new(),
            enums: Vec::new(),
            language: assembly.languages.first().cloned().unwrap_or_default(),
            errors: Vec::new(),
            class_ids: HashMap::new(),
            enum_ids: HashMap::new(),
        };
        for package in packages {
            listing.add(package, &unlisted);
        }
        listing
    }

    /// Gives ids to the types of a package: those that it lists, then those given by themselves.
    fn add(&mut self, package: PackageTable, unlisted: &Unlisted) {
        let is_again = self.packages.last().is_some_and(|last| last.path == package.path);
        if is_again {
            self.errors.push(TableError::Twice { name: package.path.to_owned() });
        }
        let id = PackageId(position(self.packages.len()));
        self.packages.push(package);
        let given = unlisted.classes.iter().copied().filter(|class| class.package == package.path && !is_again);
        for class in package.classes.iter().map(|table| table()).chain(given) {
            let next = ClassId(position(self.classes.len()));
            self.compare(&package, class.package, class.name, |listing, name| listing.class_ids.insert(name, next).is_some());
            self.classes.push((id, class));
        }
        let given = unlisted.enums.iter().copied().filter(|e| e.package == package.path && !is_again);
        for declared in package.enums.iter().map(|table| table()).chain(given) {
            let next = EnumId(position(self.enums.len()));
            self.compare(&package, declared.package, declared.name, |listing, name| listing.enum_ids.insert(name, next).is_some());
            self.enums.push((id, declared));
        }
    }

    fn compare(
        &mut self,
        package: &PackageTable,
        own: &'static str,
        name: &'static str,
        insert: impl FnOnce(&mut Self, (&'static str, &'static str)) -> bool,
    ) {
        if insert(self, (own, name)) {
            self.errors.push(TableError::Twice { name: qualified(own, name) });
        }
        if own != package.path {
            self.errors.push(TableError::Package { name: qualified(own, name), package: package.path.to_owned() });
        }
    }

    /// All class ids, in model order.
    pub(super) fn ids(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..position(self.classes.len())).map(ClassId)
    }

    pub(super) fn table(&self, id: ClassId) -> &'static ClassTable {
        self.classes[id.index()].1
    }

    pub(super) fn stereotype(&self, id: ClassId) -> Stereotype {
        self.table(id).stereotype
    }

    pub(super) fn name(&self, id: ClassId) -> String {
        let table = self.table(id);
        qualified(table.package, table.name)
    }

    /// The id of a class that `place` refers to.
    pub(super) fn class(&mut self, place: impl FnOnce() -> String, table: fn() -> &'static ClassTable) -> Option<ClassId> {
        let table = table();
        let found = self.class_ids.get(&(table.package, table.name)).copied();
        if found.is_none() {
            self.errors.push(TableError::Unlisted { place: place(), name: qualified(table.package, table.name) });
        }
        found
    }

    /// A type that `place` refers to.
    pub(super) fn ty(&mut self, place: impl FnOnce() -> String, ty: TypeTable) -> Option<Type> {
        match ty {
            TypeTable::Scalar(scalar) => Some(Type::Scalar(scalar)),
            TypeTable::Identifikator => Some(Type::Identifikator),
            TypeTable::Class(table) => self.class(place, table).map(Type::Class),
            TypeTable::Enum(table) => {
                let table = table();
                let found = self.enum_ids.get(&(table.package, table.name)).copied();
                if found.is_none() {
                    self.errors.push(TableError::Unlisted { place: place(), name: qualified(table.package, table.name) });
                }
                found.map(Type::Enum)
            }
        }
    }
}

fn qualified(package: &str, name: &str) -> String {
    if package.is_empty() { name.to_owned() } else { format!("{package}/{name}") }
}

/// Tables are written in source code; there are never more than fit.
fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
