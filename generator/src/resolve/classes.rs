//! Classes without members: parents, stereotypes, the classes they lie within.
//!
//! A circle of parents or of containers is reported once, at its first class, and cut there, so that every later walk along parents ends.

use std::collections::HashSet;

use super::outline::Named;
use super::{Work, class_id, header};
use crate::diagnostic::codes::structure;
use crate::model::{Class, ClassId, Place, Stereotype};
use crate::source::Span;
use crate::syntax::{self, Is};

impl Work<'_, '_> {
    /// A class for each class of the tree, with everything that needs no lookup.
    pub(super) fn declare_classes(&mut self) {
        let place = |span| Place { span, id: None };
        self.places.packages = self.outline.packages.iter().map(|p| place(p.parts[0].path.span)).collect();
        self.places.enums = self.outline.enums.iter().map(|(_, e)| place(e.name.span)).collect();
        self.places.values = self.outline.enums.iter().map(|(_, e)| e.values.iter().map(|v| place(v.name.span)).collect()).collect();
        self.places.impediments = self.outline.impediments.iter().map(|(_, i)| place(i.name.span)).collect();
        for &(package, class) in &self.outline.classes {
            self.places.classes.push(Place { span: class.name.span, id: class.id.clone() });
            self.classes.push(Class {
                package,
                name: class.name.value.clone(),
                stereotype: stereotype(class).unwrap_or(Stereotype::Datatype),
                extends: None,
                docs: header::docs(&class.docs, self.outline.language),
                subject: class.subject.is_some(),
                collection: header::text(class.collection.as_ref()),
                within: None,
                allow: class.allow.as_ref().map(|list| list.value.iter().map(|operation| operation.value).collect()),
                state: None,
                since: header::text(class.since.as_ref()),
                deprecated: header::deprecation(class.deprecated.as_ref(), self.outline.language),
                wire: header::text(class.wire.as_ref()),
                scope: header::text(class.scope.as_ref()),
                attributes: Vec::new(),
                relations: Vec::new(),
                actions: Vec::new(),
                events: Vec::new(),
            });
        }
    }

    /// Resolves `extends`, makes kodeverk extend `Begrep`, and cuts circles.
    pub(super) fn find_parents(&mut self) {
        for id in self.ids() {
            let class = self.outline.class(id);
            let parent = self.declared_parent(id, class);
            let parent =
                if class.is.as_ref().is_some_and(|is| is.value == Is::Kodeverk) { self.kodeverk_parent(id, class, parent) } else { parent };
            self.classes[id.index()].extends = parent;
        }
        self.drop_second_parents();
        for cycle in circles(self.classes.len(), |id| self.classes[id.index()].extends) {
            self.report_cycle(&cycle);
            self.classes[cycle[0].index()].extends = None;
        }
    }

    fn declared_parent(&mut self, id: ClassId, class: &syntax::Class) -> Option<ClassId> {
        if let [_, second, ..] = class.extends.as_slice() {
            let all: Vec<_> = class.extends.iter().map(|parent| format!("`{}`", parent.value)).collect();
            let message = format!("`{}` has {} parents: {}", class.name.value, all.len(), all.join(", "));
            let finding = self.finding(&structure::TWO_PARENTS, second.span, message, self.owner(id));
            let finding = finding.related(class.extends[0].span, "the first parent");
            self.diagnostics.push(finding.help("keep one parent, and let that one extend the other or hold its members"));
        }
        let first = class.extends.first()?;
        let parent = self.class_named(first, self.owner(id));
        if parent.is_none() {
            self.give_up(id, EXTENDS);
        }
        parent
    }

    /// A kodeverk's parent: `Begrep`, unless the one it names leads there (which is seen when all parents are known).
    fn kodeverk_parent(&mut self, id: ClassId, class: &syntax::Class, declared: Option<ClassId>) -> Option<ClassId> {
        if declared.is_some() || !class.extends.is_empty() {
            return declared;
        }
        let all: Vec<ClassId> = self.begrep();
        match all.as_slice() {
            [] => {
                let message =
                    format!("`{}` is a kodeverk, but the model has no abstract class `Begrep` for it to extend", class.name.value);
                let finding = self.finding(&structure::NO_BEGREP, is_span(class), message, self.owner(id));
                self.diagnostics.push(finding.help("declare `Begrep: {is: abstrakt, attributes: {systemId: Identifikator, kode: string, navn: string}}` in a package of its own"));
                self.give_up(id, EXTENDS);
                None
            }
            [one] => Some(*one),
            _ => self.nearest_begrep(id, class, &all),
        }
    }

    /// Among several classes `Begrep` the one that the package sees.
    fn nearest_begrep(&mut self, id: ClassId, class: &syntax::Class, all: &[ClassId]) -> Option<ClassId> {
        let from = self.outline.classes[id.index()].0;
        if let super::lookup::Found::One(Named::Class(near)) = self.outline.find(&self.outline.names, from, BEGREP) {
            return Some(near);
        }
        let candidates: Vec<_> = all.iter().map(|&id| Named::Class(id)).collect();
        let text = syntax::Text::new(BEGREP.to_owned(), is_span(class));
        self.ambiguous(&text, self.owner(id), &candidates);
        self.give_up(id, EXTENDS);
        None
    }

    fn begrep(&self) -> Vec<ClassId> {
        let all = self.outline.by_simple_name.get(BEGREP).map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter_map(|named| match named {
                Named::Class(id) => Some(*id),
                Named::Enum(_) => None,
            })
            .collect()
    }

    /// A kodeverk that names a parent which does not lead to `Begrep` has two.
    fn drop_second_parents(&mut self) {
        let begrep: HashSet<ClassId> = self.begrep().into_iter().collect();
        for id in self.ids() {
            let class = self.outline.class(id);
            let (Some(parent), [name, ..]) = (self.classes[id.index()].extends, class.extends.as_slice()) else { continue };
            if class.is.as_ref().is_none_or(|is| is.value != Is::Kodeverk) || begrep.is_empty() {
                continue;
            }
            // As many steps as there are classes: circles are not cut yet.
            let leads = std::iter::successors(Some(parent), |id| self.classes[id.index()].extends)
                .take(self.classes.len())
                .any(|id| begrep.contains(&id));
            if !leads {
                let message = format!("`{}` is a kodeverk and extends `{}` beside `Begrep`", class.name.value, name.value);
                let finding = self.finding(&structure::TWO_PARENTS, name.span, message, self.owner(id));
                let finding = finding.related(is_span(class), "a kodeverk extends `Begrep`");
                self.diagnostics.push(finding.help("leave `extends:` out, or make it a hovedklasse"));
                self.classes[id.index()].extends = None;
                self.give_up(id, EXTENDS);
            }
        }
    }

    fn report_cycle(&mut self, cycle: &[ClassId]) {
        let first = cycle[0];
        let chain = self.chain(cycle);
        let span = self.outline.class(first).extends.first().map_or(self.outline.class(first).name.span, |parent| parent.span);
        let mut finding =
            self.finding(&structure::INHERITANCE_CYCLE, span, format!("inheritance goes in a circle: {chain}"), self.owner(first));
        for &id in &cycle[1..] {
            finding = finding.related(self.outline.class(id).name.span, "part of the circle");
        }
        self.diagnostics.push(finding.help("take `extends:` away from one of them"));
        for &id in cycle {
            self.give_up(id, EXTENDS);
        }
    }

    fn chain(&self, cycle: &[ClassId]) -> String {
        let names: Vec<_> = cycle.iter().chain(&cycle[..1]).map(|&id| format!("`{}`", self.outline.qualified(id))).collect();
        names.join(" -> ")
    }

    /// Derives the stereotype of classes that do not say it: a hovedklasse has an identity, own or inherited.
    pub(super) fn find_stereotypes(&mut self) {
        for id in self.ids() {
            if self.outline.class(id).is.is_some() {
                continue;
            }
            let has_identity =
                |id: ClassId| self.outline.class(id).attributes.iter().any(|a| a.ty.name.value == super::members::IDENTIFIKATOR);
            if self.lineage(id).any(has_identity) {
                self.classes[id.index()].stereotype = Stereotype::Hovedklasse;
            }
        }
    }

    /// Resolves `within`, and cuts circles.
    pub(super) fn find_containers(&mut self) {
        for id in self.ids() {
            if let Some(text) = &self.outline.class(id).within {
                self.classes[id.index()].within = self.class_named(text, self.owner(id));
            }
        }
        for cycle in circles(self.classes.len(), |id| self.classes[id.index()].within) {
            let first = cycle[0];
            let chain = self.chain(&cycle);
            let span = self.outline.class(first).within.as_ref().map_or(self.outline.class(first).name.span, |within| within.span);
            let mut finding =
                self.finding(&structure::WITHIN_CYCLE, span, format!("`within` goes in a circle: {chain}"), self.owner(first));
            for &id in &cycle[1..] {
                finding = finding.related(self.outline.class(id).name.span, "part of the circle");
            }
            self.diagnostics.push(finding.help("take `within:` away from the class that stands on its own"));
            self.classes[first.index()].within = None;
        }
    }

    /// True when a parent of the class was reported and left out, so that members may be missing.
    pub(super) fn lacks_parent(&self, id: ClassId) -> bool {
        self.is_broken(id, EXTENDS)
    }
}

/// The key under which a missing parent is noted; no member can have this name.
const EXTENDS: &str = "extends:";

/// The class that every kodeverk extends.
const BEGREP: &str = "Begrep";

fn stereotype(class: &syntax::Class) -> Option<Stereotype> {
    Some(match class.is.as_ref()?.value {
        Is::Hovedklasse | Is::Kodeverk => Stereotype::Hovedklasse,
        Is::Abstrakt => Stereotype::Abstrakt,
        Is::Datatype => Stereotype::Datatype,
        Is::Referanse => Stereotype::Referanse,
    })
}

fn is_span(class: &syntax::Class) -> Span {
    class.is.as_ref().map_or(class.name.span, |is| is.span)
}

/// Every circle along `next`, each once, from its first class on.
pub(crate) fn circles(count: usize, next: impl Fn(ClassId) -> Option<ClassId>) -> Vec<Vec<ClassId>> {
    let mut seen = vec![0_u32; count];
    let mut found = Vec::new();
    for start in 0..count {
        let walk = super::narrow(start) + 1;
        let mut at = Some(class_id(start));
        while let Some(id) = at.filter(|id| seen[id.index()] == 0) {
            seen[id.index()] = walk;
            at = next(id);
        }
        if let Some(entry) = at.filter(|id| seen[id.index()] == walk) {
            let mut cycle: Vec<_> = std::iter::successors(Some(entry), |&id| next(id).filter(|&id| id != entry)).collect();
            let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
            cycle.rotate_left(first);
            found.push(cycle);
        }
    }
    found
}
