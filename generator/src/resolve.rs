//! Names → ids: lookup, inheritance, inverse ends, kodeverk.
//!
//! Resolving takes four steps, each over the whole model and each linear in its size: [`outline`] gives everything an id, [`classes`] finds
//! parents, [`members`] types and targets, [`inverse`] the maintained ends; [`flatten`] then hands members down and [`behaviour`] resolves
//! actions and events against what a class has in the end. What is wrong is reported here only when it cannot be expressed in ids (a name
//! that nobody has, a circle, a member that exists twice); every other rule is `check`'s.

mod behaviour;
mod classes;
mod flatten;
mod guess;
mod header;
mod inverse;
mod lookup;
mod members;
mod outline;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::codes::names;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Class, ClassId, Place, Places, Resolved};
use crate::source::Span;
use crate::syntax::Tree;
use outline::Outline;

pub(crate) use classes::circles;
pub(crate) use inverse::spelled;

/// Resolves a tree. Everything wrong is reported; what is wrong is left out of the model, so that further rules can still run.
#[must_use]
pub fn resolve(tree: &Tree, diagnostics: &mut Diagnostics) -> Resolved {
    let outline = Outline::new(tree, diagnostics);
    let mut work = Work {
        outline,
        diagnostics,
        classes: Vec::new(),
        places: Places::default(),
        broken: HashSet::new(),
        claimed: HashSet::new(),
        suggested: HashMap::new(),
    };
    work.places.header = tree.header.span;
    work.declare_classes();
    work.find_parents();
    work.find_stereotypes();
    work.find_containers();
    work.find_members();
    work.create_inverse_ends();
    work.flatten();
    work.find_behaviour();
    let Work { outline, classes, places, .. } = work;
    let model = header::model(tree, &outline, classes);
    Resolved { model, places }
}

/// What the steps share.
struct Work<'a, 'd> {
    outline: Outline<'a>,
    diagnostics: &'d mut Diagnostics,
    classes: Vec<Class>,
    places: Places,
    /// Members that are reported and left out, so that naming them is no second finding.
    broken: HashSet<(ClassId, String)>,
    /// Names of members that a class declares itself.
    claimed: HashSet<(ClassId, Kind, String)>,
    /// What was suggested for an unknown name, by the name and the class that cannot be meant.
    suggested: HashMap<(String, Option<ClassId>), Option<String>>,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Attribute,
    Relation,
    Action,
    Event,
}

impl Kind {
    /// The word in findings.
    const fn word(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::Relation => "relation",
            Self::Action => "action",
            Self::Event => "event",
        }
    }

    /// The kinds that cannot share a name with this one: `_links` holds relations and actions, generated types attributes and relations.
    const fn rivals(self) -> &'static [Self] {
        match self {
            Self::Attribute => &[Self::Attribute, Self::Relation],
            Self::Relation => &[Self::Relation, Self::Attribute, Self::Action],
            Self::Action => &[Self::Action, Self::Relation],
            Self::Event => &[Self::Event],
        }
    }
}

/// Whose part a finding is about.
#[derive(Clone, Copy)]
struct Owner<'a> {
    class: ClassId,
    member: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> Work<'a, '_> {
    /// A finding about a part of a class.
    fn finding(&self, code: &'static Code, span: Span, message: impl Into<String>, owner: Owner) -> Diagnostic {
        let finding = Diagnostic::new(code, span, message).class(self.outline.qualified(owner.class)).id(owner.id);
        match owner.member {
            Some(member) => finding.member(member),
            None => finding,
        }
    }

    /// The class itself, as an owner.
    fn owner(&self, class: ClassId) -> Owner<'a> {
        Owner { class, member: None, id: self.outline.class(class).id.as_deref() }
    }

    /// Class ids in model order.
    fn ids(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.outline.classes.len()).map(class_id)
    }

    /// Marks a member as reported and left out.
    fn give_up(&mut self, class: ClassId, member: &str) {
        self.broken.insert((class, member.to_owned()));
    }

    /// The class and its ancestors, nearest first.
    fn lineage(&self, class: ClassId) -> impl Iterator<Item = ClassId> + '_ {
        std::iter::successors(Some(class), |id| self.classes[id.index()].extends)
    }

    /// True when a member of this name was left out of the class or of an ancestor.
    fn is_broken(&self, class: ClassId, member: &str) -> bool {
        self.lineage(class).any(|id| self.broken.contains(&(id, member.to_owned())))
    }

    /// Takes a member's name in the class that declares it, and notes its place; false and a finding when the class has it already.
    fn claim(&mut self, kind: Kind, span: Span, owner: Owner) -> bool {
        let name = owner.member.unwrap_or_default();
        let rival = kind.rivals().iter().copied().find(|&rival| self.claimed.contains(&(owner.class, rival, name.to_owned())));
        if let Some(rival) = rival {
            self.duplicate((kind, span), (rival, owner.class), owner);
            return false;
        }
        self.claimed.insert((owner.class, kind, name.to_owned()));
        let place = || Place { span, id: owner.id.map(str::to_owned) };
        self.places.members.entry((owner.class, name.to_owned())).or_insert_with(place);
        true
    }

    /// Reports a member whose name the class has already, from itself or from an ancestor.
    fn duplicate(&mut self, (kind, span): (Kind, Span), (rival, from): (Kind, ClassId), owner: Owner) {
        let name = owner.member.unwrap_or_default();
        let class = self.outline.qualified(owner.class);
        let inherited = if from == owner.class { String::new() } else { format!(", inherited from `{}`", self.outline.qualified(from)) };
        let finding = if kind == rival {
            let message = format!("`{class}` has two {}s `{name}`{inherited}", kind.word());
            self.finding(&names::DUPLICATE_MEMBER, span, message, owner)
                .help("rename or remove one of the two; a class cannot change what it inherits")
        } else {
            let message = format!("`{class}` has both an {} and an {} `{name}`{inherited}", rival.word(), kind.word())
                .replace("an relation", "a relation");
            self.finding(&names::SHARED_NAME, span, message, owner).help("rename one of the two")
        };
        let first = self.places.members.get(&(from, name.to_owned())).map(|place| place.span);
        self.diagnostics.push(match first {
            Some(first) => finding.label("declared again here").related(first, "first declared here"),
            None => finding,
        });
    }
}

/// The id at a position. Four thousand million classes do not fit in memory, so the conversion cannot fail in practice.
fn class_id(index: usize) -> ClassId {
    ClassId(narrow(index))
}

/// A position as the number in an id.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
