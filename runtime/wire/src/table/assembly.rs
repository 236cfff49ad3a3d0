//! Tables of several origins that make one model together: those of a generated model, and those of classes written by hand.
//!
//! What a class is made of (datatypes, enums, parents, references) comes along by itself. What is served does not: a resource that nobody asked for
//! should not be on the net because another one links to it.

use super::{ClassTable, EnumTable, FORMAT, ModelTable, PackageTable, TypeTable};
use crate::model::Stereotype;
use crate::schema::About;

/// A class by its table.
pub type ClassFn = fn() -> &'static ClassTable;

/// A model in the making.
#[derive(Clone, Debug)]
pub struct Assembly {
    /// Format of the tables; see [`FORMAT`].
    pub format: u32,
    /// Kebab-case name.
    pub name: String,
    /// Semantic version.
    pub version: String,
    /// Name of the wire profile.
    pub profile: String,
    /// Version of the profile.
    pub profile_version: Option<String>,
    /// Languages of the documentation; the first is that of `///`.
    pub languages: Vec<String>,
    /// What documents tell of the API as a whole.
    pub about: About,
    /// Single settings of the profile, changed by this model.
    pub overrides: Vec<(String, String)>,
    /// Packages with what they list. A package that is not here is made of what its classes say.
    pub packages: Vec<PackageTable>,
    /// Classes that no package lists, in the order given.
    pub classes: Vec<ClassFn>,
}

impl Default for Assembly {
    /// No classes, in the profile `fint`.
    fn default() -> Self {
        Self {
            format: FORMAT,
            name: String::new(),
            version: "0.1.0".to_owned(),
            profile: "fint".to_owned(),
            profile_version: None,
            languages: vec!["nb".to_owned()],
            about: About::default(),
            overrides: Vec::new(),
            packages: Vec::new(),
            classes: Vec::new(),
        }
    }
}

impl From<&ModelTable> for Assembly {
    fn from(table: &ModelTable) -> Self {
        Self {
            format: table.format,
            name: table.name.to_owned(),
            version: table.version.to_owned(),
            profile: table.profile.to_owned(),
            profile_version: table.profile_version.map(str::to_owned),
            languages: table.languages.iter().map(|&language| language.to_owned()).collect(),
            about: About::from(&table.about),
            overrides: table.overrides.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect(),
            packages: table.packages.to_vec(),
            classes: Vec::new(),
        }
    }
}

/// Types that no package lists.
#[derive(Debug, Default)]
pub(crate) struct Unlisted {
    pub(crate) classes: Vec<&'static ClassTable>,
    pub(crate) enums: Vec<&'static EnumTable>,
}

impl Assembly {
    /// The classes given by themselves, and what they are made of; nothing twice, and nothing that a package lists.
    pub(crate) fn unlisted(&self) -> Unlisted {
        let listed: Vec<&'static ClassTable> = self.packages.iter().flat_map(|p| p.classes).map(|table| table()).collect();
        let listed_enums: Vec<&'static EnumTable> = self.packages.iter().flat_map(|p| p.enums).map(|table| table()).collect();
        let mut found = Unlisted::default();
        for table in self.classes.iter().map(|table| table()) {
            if !listed.iter().chain(&found.classes).any(|known| std::ptr::eq(*known, table)) {
                found.classes.push(table);
            }
        }
        let mut next = 0;
        while let Some(class) = found.classes.get(next).copied() {
            next += 1;
            for part in parts(class) {
                // By name: another type of that name is listed, and the reference to this one is reported.
                let known = |other: &&'static ClassTable| (other.package, other.name) == (part.package, part.name);
                if !listed.iter().chain(&found.classes).any(known) {
                    found.classes.push(part);
                }
            }
            for part in enums(class) {
                let known = |other: &&'static EnumTable| (other.package, other.name) == (part.package, part.name);
                if !listed_enums.iter().chain(&found.enums).any(known) {
                    found.enums.push(part);
                }
            }
        }
        found
    }
}

/// Classes that this one needs and that are not served themselves.
fn parts(class: &'static ClassTable) -> impl Iterator<Item = &'static ClassTable> {
    let values = class.attributes.iter().filter_map(|a| if let TypeTable::Class(table) = a.ty { Some(table) } else { None });
    let targets = class.relations.iter().filter_map(|relation| relation.target);
    let all = class.extends.into_iter().chain(values).chain(targets).map(|table| table());
    all.filter(|table| table.stereotype != Stereotype::Hovedklasse)
}

fn enums(class: &'static ClassTable) -> impl Iterator<Item = &'static EnumTable> {
    class.attributes.iter().filter_map(|a| if let TypeTable::Enum(table) = a.ty { Some(table()) } else { None })
}
