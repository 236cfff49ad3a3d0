//! From a name as written to what it names: own package, then `uses`, else `package/Name`.
//!
//! A name that nobody has, and a name that two have, are reported here with what would be right: a name close by, or the same name in a
//! package that is not in `uses`.

use std::collections::HashMap;

use super::outline::{Named, Outline};
use super::{Owner, Work};
use crate::diagnostic::codes::{names, structure};
use crate::model::{ClassId, ImpedimentId, PackageId, Scalar};
use crate::syntax::Text;

/// What looking up a name gives.
pub(super) enum Found<T> {
    /// Nothing.
    None,
    /// One.
    One(T),
    /// Several, from different packages of `uses`.
    Many(Vec<T>),
}

impl<'a> Outline<'a> {
    /// Looks a name up as seen from a package.
    pub(super) fn find<T: Copy + PartialEq>(&self, table: &HashMap<(PackageId, &'a str), T>, from: PackageId, name: &str) -> Found<T> {
        if let Some((package, name)) = name.rsplit_once('/') {
            let Some(&package) = self.package_ids.get(package) else { return Found::None };
            return table.get(&(package, name)).map_or(Found::None, |&found| Found::One(found));
        }
        if let Some(&own) = table.get(&(from, name)) {
            return Found::One(own);
        }
        let used: Vec<T> = self.packages[from.index()].uses.iter().filter_map(|&package| table.get(&(package, name)).copied()).collect();
        match used.as_slice() {
            [] => Found::None,
            [one] => Found::One(*one),
            _ => Found::Many(used),
        }
    }
}

impl Work<'_, '_> {
    /// The class or enum of this name; reports when there is none or more than one.
    pub(super) fn named(&mut self, text: &Text, owner: Owner) -> Option<Named> {
        let from = self.outline.classes[owner.class.index()].0;
        match self.outline.find(&self.outline.names, from, &text.value) {
            Found::One(named) => Some(named),
            Found::Many(all) => {
                self.ambiguous(text, owner, &all);
                None
            }
            Found::None => {
                self.unknown(text, owner);
                None
            }
        }
    }

    /// The class of this name; an enum is reported as unknown.
    pub(super) fn class_named(&mut self, text: &Text, owner: Owner) -> Option<ClassId> {
        match self.named(text, owner)? {
            Named::Class(id) => Some(id),
            Named::Enum(id) => {
                let message = format!("`{}` is an enum; a class is wanted here", text.value);
                let finding = self.finding(&names::UNKNOWN_NAME, text.span, message, owner);
                let declared = self.outline.span_of(Named::Enum(id));
                self.diagnostics
                    .push(finding.related(declared, "the enum is declared here").help("name a class, or move it to `attributes:`"));
                None
            }
        }
    }

    /// The impediment of this name.
    pub(super) fn impediment_named(&mut self, text: &Text, owner: Owner) -> Option<ImpedimentId> {
        let from = self.outline.classes[owner.class.index()].0;
        match self.outline.find(&self.outline.impediment_names, from, &text.value) {
            Found::One(id) => Some(id),
            Found::Many(all) => {
                let named: Vec<_> = all.iter().map(|id| self.outline.impediments[id.index()]).collect();
                let list: Vec<_> = named.iter().map(|(package, i)| format!("`{}`", self.outline.join(*package, &i.name.value))).collect();
                let message = format!("the impediment `{}` is ambiguous: {}", text.value, list.join(", "));
                let mut finding = self.finding(&names::AMBIGUOUS_NAME, text.span, message, owner);
                for (_, impediment) in &named {
                    finding = finding.related(impediment.name.span, "could be this one");
                }
                self.diagnostics.push(finding.help("write the package before the name"));
                None
            }
            Found::None => {
                let finding =
                    self.finding(&structure::UNKNOWN_MEMBER, text.span, format!("no impediment is called `{}`", text.value), owner);
                let near = self.outline.guesses.near(&text.value, self.outline.impediments.iter().map(|(_, i)| i.name.value.as_str()));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "declare it under `impediments:` of the package, with a text in each language".to_owned(),
                };
                self.diagnostics.push(finding.help(help));
                None
            }
        }
    }

    /// Reports a name with several meanings.
    pub(super) fn ambiguous(&mut self, text: &Text, owner: Owner, all: &[Named]) {
        let list: Vec<_> = all.iter().map(|&named| format!("`{}`", self.outline.name_of(named))).collect();
        let mut finding =
            self.finding(&names::AMBIGUOUS_NAME, text.span, format!("`{}` is ambiguous: {}", text.value, list.join(", ")), owner);
        for &named in all {
            finding = finding.related(self.outline.span_of(named), "could be this one");
        }
        let help = format!("write the package before the name: {}", list.join(" or "));
        self.diagnostics.push(finding.help(help));
    }

    /// Reports a name that nobody has.
    fn unknown(&mut self, text: &Text, owner: Owner) {
        let finding = self.finding(&names::UNKNOWN_NAME, text.span, format!("no type or class is called `{}`", text.value), owner);
        let help = self.suggestion(text, owner.class);
        self.diagnostics.push(match help {
            Some(help) => finding.help(help),
            None => finding.help(
                "a type is a primitive, `Identifikator`, or a class or enum: of this package, of one in `uses:`, or as `package/Name`",
            ),
        });
    }

    /// What may have been meant by a name that nobody has.
    fn suggestion(&mut self, text: &Text, class: ClassId) -> Option<String> {
        // A class is never its own parent or container; the name may well be that of another package's class.
        let source = self.outline.class(class);
        let itself = source.extends.iter().chain(&source.within).any(|name| name.span == text.span).then_some(class);
        let key = (text.value.clone(), itself);
        if let Some(known) = self.suggested.get(&key) {
            return known.clone();
        }
        let suggestion = self.guess(&text.value, itself);
        self.suggested.insert(key, suggestion.clone());
        suggestion
    }

    fn guess(&self, written: &str, itself: Option<ClassId>) -> Option<String> {
        let simple = written.rsplit_once('/').map_or(written, |(_, name)| name);
        if let Some(elsewhere) = self.outline.by_simple_name.get(simple) {
            let others = elsewhere.iter().filter(|&&named| Some(named) != itself.map(Named::Class));
            let list: Vec<_> = others.map(|&named| format!("`{}`", self.outline.name_of(named))).collect();
            if !list.is_empty() {
                return Some(format!("write {}, or add its package to `uses:`", list.join(" or ")));
            }
        }
        let lower = written.to_lowercase();
        if let Some(scalar) = Scalar::ALL.iter().find(|scalar| scalar.word() == lower) {
            return Some(format!("did you mean `{}`?", scalar.word()));
        }
        if self.outline.guesses.are_spent() {
            return None;
        }
        let is_other = |all: &[Named]| itself.is_none_or(|class| all.iter().any(|&named| named != Named::Class(class)));
        let own = self.outline.by_simple_name.iter().filter(|(_, all)| is_other(all)).map(|(name, _)| *name);
        let words = Scalar::ALL.iter().map(|scalar| scalar.word()).chain(["Identifikator", "Referanse"]);
        // Of equally near ones the first by letters, whatever the order of the table.
        let mut candidates: Vec<_> = own.chain(words).collect();
        candidates.sort_unstable();
        self.outline.guesses.near(simple, candidates).map(|near| format!("did you mean `{near}`?"))
    }
}
