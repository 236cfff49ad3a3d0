//! Who is who in the file: packages by id with their paths, classes by id and by name, parents.
//!
//! Built once, so that reading stays linear. Ids that lead nowhere are reported here or where they are used; afterwards a class is a position.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::elements::{ClassElement, Elements, End, PackageElement, Word};
use super::owner::Owner;
use super::text;
use super::uml::Uml;
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// A package that can hold classes.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// Path in the model's letters; empty above the model's own packages.
    pub(super) path: String,
    pub(super) span: Span,
    pub(super) docs: Option<Word<'a>>,
}

/// Look-up tables over both halves.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) elements: &'a Elements<'a>,
    pub(super) uml: &'a Uml<'a>,
    /// Name of the lowest package above the model's own ones.
    pub(super) root: Option<String>,
    packages: HashMap<&'a str, Place<'a>>,
    classes: HashMap<&'a str, usize>,
    names: HashMap<&'a str, Vec<usize>>,
    parents: HashMap<usize, Vec<(usize, Span)>>,
    identified: HashSet<usize>,
    qualified: Vec<String>,
    paths: Vec<String>,
}

impl<'a> Index<'a> {
    /// Builds the tables and reports ids that are missing, given twice or leading nowhere.
    pub(super) fn build(elements: &'a Elements<'a>, uml: &'a Uml<'a>, diagnostics: &mut Diagnostics) -> Self {
        let mut root = None;
        let packages = packages(&elements.packages, &mut root, diagnostics);
        let mut index = Self {
            elements,
            uml,
            root,
            packages,
            classes: HashMap::new(),
            names: HashMap::new(),
            parents: HashMap::new(),
            identified: HashSet::new(),
            qualified: Vec::new(),
            paths: Vec::new(),
        };
        for (position, class) in elements.classes.iter().enumerate() {
            index.class(position, class, diagnostics);
        }
        index.generalizations(diagnostics);
        index.identified = index.identified();
        index
    }

    fn class(&mut self, position: usize, class: &'a ClassElement<'a>, diagnostics: &mut Diagnostics) {
        match self.classes.entry(class.id.text) {
            Entry::Occupied(_) => diagnostics.push(duplicate(class.id.text, class.id.span)),
            Entry::Vacant(free) => _ = free.insert(position),
        }
        if let Some(name) = class.name {
            self.names.entry(name.text).or_default().push(position);
        }
        let path = match class.package.map(|package| (package, self.packages.get(package.text))) {
            Some((_, Some(place))) => place.path.clone(),
            Some((package, None)) => {
                let finding = dangling(package, "package", class.id.text);
                diagnostics.push(finding.class(class.name.map_or(class.id.text, |name| name.text)));
                String::new()
            }
            None => String::new(),
        };
        let name = class.name.map_or_else(|| class.id.text.to_owned(), |name| text::name(name.text));
        self.qualified.push(format!("{path}/{name}"));
        self.paths.push(path);
    }

    fn generalizations(&mut self, diagnostics: &mut Diagnostics) {
        let elements = self.elements;
        for connector in elements.connectors.iter().filter(|c| c.kind.is_some_and(|kind| kind.text == "Generalization")) {
            let child = self.end(&connector.source, connector.id, diagnostics);
            let parent = self.end(&connector.target, connector.id, diagnostics);
            if let (Some(child), Some(parent)) = (child, parent) {
                let span = connector.target.class_name.or(connector.target.class).unwrap_or(connector.id).span;
                self.parents.entry(child).or_default().push((parent, span));
            }
        }
    }

    /// The class at a connector's end; reports one that does not exist.
    pub(super) fn end(&self, end: &End<'_>, connector: Word<'_>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let Some(id) = end.class else {
            diagnostics.push(
                Diagnostic::new(&input::DANGLING, connector.span, "a connector has an end without a class")
                    .id(Some(connector.text))
                    .help("both ends need an `xmi:idref` that names a class"),
            );
            return None;
        };
        let position = self.classes.get(id.text).copied();
        if position.is_none() {
            let mut finding = dangling(id, "class", connector.text);
            finding.class = end.class_name.map(|name| text::name(name.text));
            diagnostics.push(finding.help("export the package that holds the class as well, or remove the connector"));
        }
        // A class without a name was reported as such.
        position.filter(|&position| self.elements.classes.get(position).is_some_and(|class| class.name.is_some()))
    }

    /// The class with this id.
    pub(super) fn class_of(&self, id: &str) -> Option<usize> {
        self.classes.get(id).copied()
    }

    /// The classes with this name.
    pub(super) fn classes_named(&self, name: &str) -> &[usize] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// `package/Class`, always with the slash, so that a class is told from a primitive.
    pub(super) fn qualified(&self, position: usize) -> &str {
        self.qualified.get(position).map_or("", String::as_str)
    }

    /// `package/Class` as findings show it.
    pub(super) fn shown(&self, position: usize) -> &str {
        self.qualified(position).trim_start_matches('/')
    }

    /// Path of the class's package.
    pub(super) fn path(&self, position: usize) -> &str {
        self.paths.get(position).map_or("", String::as_str)
    }

    /// The package with this id.
    pub(super) fn package(&self, id: &str) -> Option<&Place<'a>> {
        self.packages.get(id)
    }

    /// The class's parents and where they are named, in file order.
    pub(super) fn parents(&self, position: usize) -> &[(usize, Span)] {
        self.parents.get(&position).map_or(&[], Vec::as_slice)
    }

    /// True when the class or an ancestor has an identity.
    pub(super) fn has_identifier(&self, position: usize) -> bool {
        self.identified.contains(&position)
    }

    /// The classes that declare an identity, and all that descend from them.
    fn identified(&self) -> HashSet<usize> {
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        for (&child, parents) in &self.parents {
            for &(parent, _) in parents {
                children.entry(parent).or_default().push(child);
            }
        }
        let declares = |class: &ClassElement<'_>| class.attributes.iter().any(|a| a.type_name.is_some_and(|ty| ty.text == "Identifikator"));
        let classes = self.elements.classes.iter().enumerate();
        let mut waiting: Vec<_> = classes.filter(|(_, class)| declares(class)).map(|(position, _)| position).collect();
        let mut identified = HashSet::new();
        while let Some(position) = waiting.pop() {
            if identified.insert(position) {
                waiting.extend(children.get(&position).into_iter().flatten());
            }
        }
        identified
    }
}

/// An id that leads nowhere.
pub(super) fn dangling(id: Word<'_>, what: &str, user: &str) -> Diagnostic {
    Diagnostic::new(&input::DANGLING, id.span, format!("`{}` is the id of no {what} of the file", id.text)).id(Some(user))
}

/// An id given twice.
pub(super) fn duplicate(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&input::DUPLICATE_ID, span, format!("the id `{id}` is given twice")).id(Some(id))
}

/// Packages inside packages that no model needs; more is a mistake or an attack.
const DEPTH: usize = 64;

/// Paths of all packages: the names from the root, without those above the model, lower-cased, without spaces.
fn packages<'a>(
    elements: &'a [PackageElement<'a>],
    root: &mut Option<String>,
    diagnostics: &mut Diagnostics,
) -> HashMap<&'a str, Place<'a>> {
    let mut by_id = HashMap::new();
    for element in elements {
        match by_id.entry(element.id.text) {
            Entry::Occupied(_) => diagnostics.push(duplicate(element.id.text, element.id.span)),
            Entry::Vacant(free) => _ = free.insert(element),
        }
        match element.name {
            // The path is the package's name in the findings about it.
            Some(name) => _ = Owner { class: name.text, member: None, id: Some(element.id.text) }.name(name, diagnostics),
            None => diagnostics.push(Diagnostic::new(&input::NO_NAME, element.id.span, "a package has no name").id(Some(element.id.text))),
        }
    }
    let mut places = HashMap::new();
    for element in elements {
        let chain = chain(element, &by_id, diagnostics);
        let above = chain.iter().take_while(|package| is_above(package)).count();
        if let Some(name) = chain.get(above.wrapping_sub(1)).and_then(|package| package.name).filter(|name| name.text != "Model") {
            root.get_or_insert_with(|| text::name(name.text));
        }
        let segments: Vec<_> = chain[above..].iter().filter_map(|package| package.name).map(|name| segment(name.text)).collect();
        let span = element.name.map_or(element.id.span, |name| name.span);
        places.entry(element.id.text).or_insert(Place { path: segments.join("/"), span, docs: element.docs });
    }
    places
}

/// The package and those around it, outermost first. A ring of packages is cut where it closes.
fn chain<'e, 'a>(
    element: &'e PackageElement<'a>,
    by_id: &HashMap<&'a str, &'e PackageElement<'a>>,
    diagnostics: &mut Diagnostics,
) -> Vec<&'e PackageElement<'a>> {
    let mut chain = vec![element];
    let mut current = element;
    while let Some(parent) = current.parent {
        let Some(&package) = by_id.get(parent.text) else {
            diagnostics.push(dangling(parent, "package", current.id.text));
            break;
        };
        if chain.iter().any(|seen| seen.id.text == package.id.text) {
            let message = format!("the package `{}` lies inside itself", package.name.map_or(package.id.text, |name| name.text));
            diagnostics.push(Diagnostic::new(&input::DANGLING, parent.span, message).id(Some(current.id.text)));
            break;
        }
        if chain.len() == DEPTH {
            let message = format!("packages lie more than {DEPTH} deep");
            diagnostics.push(Diagnostic::new(&input::DANGLING, parent.span, message).id(Some(current.id.text)));
            break;
        }
        chain.push(package);
        current = package;
    }
    chain.reverse();
    chain
}

/// True for the packages above the model's own ones: the tool's root, and what it marks as a model.
fn is_above(package: &PackageElement<'_>) -> bool {
    package.is_root || package.name.is_some_and(|name| matches!(name.text, "Model" | "FINT"))
}

/// A package's name as a segment of a path.
pub(super) fn segment(name: &str) -> String {
    text::name(name).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
