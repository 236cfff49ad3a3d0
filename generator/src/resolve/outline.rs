//! Everything gets its id: packages by path, classes, enums and impediments by package and file order.
//!
//! Two things of one name in one package are reported here and the later one is left out, so that from here on a package and a name mean
//! one thing.

use std::collections::HashMap;

use super::guess::Guesses;
use super::{class_id, narrow};
use crate::diagnostic::codes::{names, syntax as text};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{ClassId, EnumId, ImpedimentId, PackageId, Scalar};
use crate::source::Span;
use crate::syntax::{self, Labelled, Text, Tree};

/// BCP 47's word for a language that nobody stated.
const UNDETERMINED: &str = "und";

/// What a name of a package stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A class.
    Class(ClassId),
    /// An enum.
    Enum(EnumId),
}

/// A package and the files that declare it; more than one is reported, and read as one.
pub(super) struct PackageEntry<'a> {
    pub(super) path: &'a str,
    pub(super) parts: Vec<&'a syntax::Package>,
    pub(super) uses: Vec<PackageId>,
}

/// Ids of everything that has one, and the tables to find them by name.
pub(super) struct Outline<'a> {
    /// The language of documentation that names none.
    pub(super) language: &'a str,
    pub(super) packages: Vec<PackageEntry<'a>>,
    pub(super) classes: Vec<(PackageId, &'a syntax::Class)>,
    pub(super) enums: Vec<(PackageId, &'a syntax::Enum)>,
    pub(super) impediments: Vec<(PackageId, &'a Labelled)>,
    pub(super) package_ids: HashMap<&'a str, PackageId>,
    pub(super) names: HashMap<(PackageId, &'a str), Named>,
    pub(super) impediment_names: HashMap<(PackageId, &'a str), ImpedimentId>,
    pub(super) by_simple_name: HashMap<&'a str, Vec<Named>>,
    pub(super) guesses: Guesses,
}

impl<'a> Outline<'a> {
    /// Gives ids and reports what has no name of its own.
    pub(super) fn new(tree: &'a Tree, diagnostics: &mut Diagnostics) -> Self {
        let packages = packages(tree, diagnostics);
        let package_ids = packages.iter().enumerate().map(|(at, package)| (package.path, PackageId(narrow(at)))).collect();
        let mut outline = Self {
            language: tree.header.languages.first().map_or(UNDETERMINED, |language| &language.value),
            packages,
            classes: Vec::new(),
            enums: Vec::new(),
            impediments: Vec::new(),
            package_ids,
            names: HashMap::new(),
            impediment_names: HashMap::new(),
            by_simple_name: HashMap::new(),
            guesses: Guesses::default(),
        };
        for at in 0..outline.packages.len() {
            outline.declare(PackageId(narrow(at)), diagnostics);
            outline.find_uses(at, diagnostics);
        }
        outline
    }

    /// The tree's class with this id.
    pub(super) fn class(&self, id: ClassId) -> &'a syntax::Class {
        self.classes[id.index()].1
    }

    /// `package/Class`.
    pub(super) fn qualified(&self, id: ClassId) -> String {
        let (package, class) = self.classes[id.index()];
        self.join(package, &class.name.value)
    }

    /// `package/name`, or the plain name in the package without a path.
    pub(super) fn join(&self, package: PackageId, name: &str) -> String {
        let path = self.packages[package.index()].path;
        if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
    }

    /// A class's or enum's qualified name.
    pub(super) fn name_of(&self, named: Named) -> String {
        match named {
            Named::Class(id) => self.qualified(id),
            Named::Enum(id) => {
                let (package, e) = self.enums[id.index()];
                self.join(package, &e.name.value)
            }
        }
    }

    /// Where a class or an enum is declared.
    pub(super) fn span_of(&self, named: Named) -> Span {
        match named {
            Named::Class(id) => self.class(id).name.span,
            Named::Enum(id) => self.enums[id.index()].1.name.span,
        }
    }

    fn declare(&mut self, package: PackageId, diagnostics: &mut Diagnostics) {
        for part in self.packages[package.index()].parts.clone() {
            for class in &part.classes {
                let id = class_id(self.classes.len());
                if self.claim(package, (&class.name, class.id.as_deref()), Named::Class(id), diagnostics) {
                    self.classes.push((package, class));
                }
            }
            for e in &part.enums {
                let id = EnumId(narrow(self.enums.len()));
                if self.claim(package, (&e.name, None), Named::Enum(id), diagnostics) {
                    self.enums.push((package, e));
                }
            }
            for impediment in &part.impediments {
                self.declare_impediment(package, impediment, diagnostics);
            }
        }
    }

    /// Takes a name in a package; false when it is taken or belongs to the language.
    fn claim(&mut self, package: PackageId, (name, id): (&'a Text, Option<&str>), named: Named, diagnostics: &mut Diagnostics) -> bool {
        let qualified = self.join(package, &name.value);
        if Scalar::from_word(&name.value).is_some() || name.value == "Referanse" {
            let message = format!("`{}` is a word of the model language and cannot name a class or an enum", name.value);
            let help = "give it another name: wherever the word stands as a type, the language's own meaning is taken";
            diagnostics.push(Diagnostic::new(&names::LANGUAGE_WORD, name.span, message).class(qualified).id(id).help(help));
            return false;
        }
        if let Some(&earlier) = self.names.get(&(package, name.value.as_str())) {
            let message = format!("`{qualified}` is declared twice");
            let finding = Diagnostic::new(&names::DUPLICATE_CLASS, name.span, message).class(qualified).id(id).label("declared again here");
            diagnostics.push(finding.related(self.span_of(earlier), "first declared here").help("rename or remove one of the two"));
            return false;
        }
        self.names.insert((package, &name.value), named);
        self.by_simple_name.entry(&name.value).or_default().push(named);
        true
    }

    fn declare_impediment(&mut self, package: PackageId, impediment: &'a Labelled, diagnostics: &mut Diagnostics) {
        let name = &impediment.name;
        let id = ImpedimentId(narrow(self.impediments.len()));
        if let Some(&earlier) = self.impediment_names.get(&(package, name.value.as_str())) {
            let message = format!("the impediment `{}` is declared twice", name.value);
            let finding = Diagnostic::new(&names::DUPLICATE_CLASS, name.span, message).label("declared again here");
            let first = self.impediments[earlier.index()].1.name.span;
            diagnostics.push(finding.related(first, "first declared here").help("rename or remove one of the two"));
            return;
        }
        self.impediment_names.insert((package, &name.value), id);
        self.impediments.push((package, impediment));
    }

    fn find_uses(&mut self, at: usize, diagnostics: &mut Diagnostics) {
        let mut uses = Vec::new();
        for name in self.packages[at].parts.iter().flat_map(|part| &part.uses) {
            if let Some(&id) = self.package_ids.get(name.value.as_str()) {
                if !uses.contains(&id) {
                    uses.push(id);
                }
                continue;
            }
            let finding = Diagnostic::new(&names::UNKNOWN_PACKAGE, name.span, format!("no package has the path `{}`", name.value));
            let own = self.packages[at].path;
            let others = self.packages.iter().map(|package| package.path).filter(|path| *path != own);
            let near = self.guesses.near(&name.value, others);
            diagnostics.push(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("`uses:` takes the `package:` line of another file of this folder"),
            });
        }
        self.packages[at].uses = uses;
    }
}

/// The packages, sorted by path; files that say the same path are reported and joined.
fn packages<'a>(tree: &'a Tree, diagnostics: &mut Diagnostics) -> Vec<PackageEntry<'a>> {
    let mut sorted: Vec<&syntax::Package> = tree.packages.iter().collect();
    sorted.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    let mut packages: Vec<PackageEntry> = Vec::new();
    for package in sorted {
        match packages.last_mut() {
            Some(last) if last.path == package.path.value => {
                let message = format!("the package `{}` is declared by two files", last.path);
                let finding = Diagnostic::new(&text::PACKAGE_TWICE, package.path.span, message);
                let finding = finding.related(last.parts[0].path.span, "first declared here");
                diagnostics.push(finding.help("a package is one file: move these classes there, or give this file a path of its own"));
                last.parts.push(package);
            }
            _ => packages.push(PackageEntry { path: &package.path.value, parts: vec![package], uses: Vec::new() }),
        }
    }
    packages
}
