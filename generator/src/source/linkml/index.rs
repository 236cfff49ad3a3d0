//! Who is who in a folder of schemas: names by the rule of LinkML (own file, then what it imports), ancestors, and what each class is.

use std::collections::{HashMap, HashSet};

use super::schema::{ClassDef, Schema};
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::source::{Span, yaml};
use crate::syntax::{Is, Text};

/// A class by schema and position.
pub(super) type Id = (usize, usize);

/// Look-up tables over all schemas.
#[derive(Debug)]
pub(super) struct Index<'s> {
    pub(super) schemas: &'s [Schema],
    names: HashMap<(usize, &'s str), usize>,
    /// What each schema imports, nearest first, each once.
    imports: Vec<Vec<usize>>,
    parents: HashMap<Id, Id>,
    identified: HashSet<Id>,
    paths: Vec<String>,
}

impl<'s> Index<'s> {
    /// Builds the tables (`stems` are the names of the folder's files) and reports imports that lead nowhere and names that several imports have.
    pub(super) fn build(schemas: &'s [Schema], stems: &HashSet<&str>, diagnostics: &mut Diagnostics) -> Self {
        let paths = schemas.iter().map(|s| s.name.as_ref().map(|name| super::package_path(&name.value)).unwrap_or_default()).collect();
        let mut names = HashMap::new();
        for (at, schema) in schemas.iter().enumerate() {
            for (position, class) in schema.classes.iter().enumerate() {
                names.entry((at, class.name.value.as_str())).or_insert(position);
            }
        }
        let imports = imports(schemas, stems, diagnostics);
        let mut index = Self { schemas, names, imports, parents: HashMap::new(), identified: HashSet::new(), paths };
        let parents: Vec<_> =
            index.ids().filter_map(|id| Some((id, index.find(id.0, index.class(id)?.is_a.as_ref()?, id, diagnostics)?))).collect();
        index.parents.extend(parents);
        index.identified = index.identified();
        index
    }

    /// Every class, in the order of files.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> + 's {
        let schemas = self.schemas;
        schemas.iter().enumerate().flat_map(|(at, schema)| (0..schema.classes.len()).map(move |position| (at, position)))
    }

    /// The class with this id.
    pub(super) fn class(&self, id: Id) -> Option<&'s ClassDef> {
        self.schemas.get(id.0)?.classes.get(id.1)
    }

    /// The class that a name means in a schema; `None` when none does. Several at the same distance are reported.
    pub(super) fn find(&self, schema: usize, name: &Text, user: Id, diagnostics: &mut Diagnostics) -> Option<Id> {
        let candidates = self.candidates(schema, &name.value);
        if candidates.len() > 1 {
            let all: Vec<_> = candidates.iter().map(|&id| format!("`{}`", self.shown(id))).collect();
            let message = format!("`{}` can be {}", name.value, all.join(" or "));
            diagnostics.push(
                Diagnostic::new(&input::AMBIGUOUS_TYPE, name.span, message)
                    .class(self.shown(user))
                    .help("import the one that is meant directly, and not the other"),
            );
        }
        candidates.first().copied()
    }

    /// The classes of this name, nearest first: own file, then direct imports, then what those import. Only the nearest distance counts.
    fn candidates(&self, schema: usize, name: &str) -> Vec<Id> {
        let of = |&at: &usize| self.names.get(&(at, name)).map(|&position| (at, position));
        let mut level = vec![schema];
        let mut seen: HashSet<usize> = HashSet::from([schema]);
        while !level.is_empty() {
            let found: Vec<_> = level.iter().filter_map(of).collect();
            if !found.is_empty() {
                return found;
            }
            let next = level.iter().filter_map(|&at| self.imports.get(at)).flatten().copied();
            level = next.filter(|&at| seen.insert(at)).collect();
        }
        Vec::new()
    }

    /// The class and its ancestors, nearest first; a ring is cut where it closes.
    pub(super) fn lineage(&self, id: Id) -> Vec<Id> {
        let mut lineage = vec![id];
        while let Some(&parent) = lineage.last().and_then(|last| self.parents.get(last)) {
            if lineage.contains(&parent) {
                break;
            }
            lineage.push(parent);
        }
        lineage
    }

    /// The class's parent.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.parents.get(&id).copied()
    }

    /// True when the class or an ancestor has an identity.
    pub(super) fn has_identifier(&self, id: Id) -> bool {
        self.identified.contains(&id)
    }

    /// The classes that declare an identity, and all that descend from them.
    fn identified(&self) -> HashSet<Id> {
        let mut children: HashMap<Id, Vec<Id>> = HashMap::new();
        for (&child, &parent) in &self.parents {
            children.entry(parent).or_default().push(child);
        }
        let declares = |class: &ClassDef| class.slots.iter().any(|slot| slot.range.as_ref().is_some_and(|r| r.value == "Identifikator"));
        let mut waiting: Vec<Id> = self.ids().filter(|&id| self.class(id).is_some_and(declares)).collect();
        let mut identified = HashSet::new();
        while let Some(id) = waiting.pop() {
            if identified.insert(id) {
                waiting.extend(children.get(&id).into_iter().flatten());
            }
        }
        identified
    }

    /// What the class is and where that is said.
    pub(super) fn stereotype(&self, id: Id) -> (Is, Span) {
        let Some(class) = self.class(id) else { return (Is::Datatype, Span::default()) };
        let written = class.stereotype.as_ref();
        let known = written
            .and_then(|word| yaml::STEREOTYPES.iter().find(|(known, _)| word.value.eq_ignore_ascii_case(known)).zip(Some(word.span)));
        match (known, class.is_abstract) {
            (Some((&(_, is), span)), _) => (is, span),
            (None, Some(span)) => (Is::Abstrakt, span),
            (None, None) if self.has_identifier(id) => (Is::Hovedklasse, class.name.span),
            (None, None) => (Is::Datatype, class.name.span),
        }
    }

    /// `package/Class`, always with the slash.
    pub(super) fn qualified(&self, id: Id) -> String {
        let name = self.class(id).map_or("", |class| class.name.value.as_str());
        format!("{}/{name}", self.path(id.0))
    }

    /// `package/Class` as findings show it.
    pub(super) fn shown(&self, id: Id) -> String {
        self.qualified(id).trim_start_matches('/').to_owned()
    }

    /// Path of a schema's package.
    pub(super) fn path(&self, schema: usize) -> &str {
        self.paths.get(schema).map_or("", String::as_str)
    }
}

/// What each schema imports. LinkML's own schemas have a prefix and are not looked for.
fn imports(schemas: &[Schema], stems: &HashSet<&str>, diagnostics: &mut Diagnostics) -> Vec<Vec<usize>> {
    let by_name: HashMap<&str, usize> =
        schemas.iter().enumerate().rev().filter_map(|(at, schema)| Some((schema.name.as_ref()?.value.as_str(), at))).collect();
    let mut found = Vec::new();
    for schema in schemas {
        let mut own = Vec::new();
        for import in schema.imports.iter().filter(|import| !import.value.contains(':')) {
            // Paths are relative to the folder, without the ending.
            let name = import.value.strip_prefix("./").unwrap_or(&import.value);
            match by_name.get(name) {
                Some(&at) => own.push(at),
                None if stems.contains(name) => {}
                None => {
                    let mut finding = Diagnostic::new(&input::LINKML_IMPORT, import.span, format!("no file is named `{name}`"));
                    finding.help = did_you_mean(name, by_name.keys().copied()).map(|near| format!("did you mean `{near}`?"));
                    diagnostics.push(finding);
                }
            }
        }
        found.push(own);
    }
    found
}
