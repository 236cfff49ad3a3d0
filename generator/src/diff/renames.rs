//! Likely new names: what is gone and what is new, matched by likeness.
//!
//! A rename stays a removal and an addition, for that is what its users meet; the likely other name is told beside. Likeness of classes is
//! that of their own members and of the classes that link to them, and that of their names; inherited members say nothing, as all
//! kodeverk have the same. Matching is greedy, the likest first, and nothing is matched twice.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Comparison;
use super::view::View;
use crate::model::{Attribute, ClassId, Relation, Target, Type};

/// Likeness from which two classes are taken for one.
const CLASS: f64 = 0.5;
/// Likeness from which two members of one type are taken for one.
const MEMBER: f64 = 0.5;

/// Old names with the likely new ones.
#[derive(Debug, Default)]
pub(super) struct Likely(Vec<(String, String)>);

impl Likely {
    /// The likely new name of what is gone.
    pub(super) fn forward(&self, old: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == old).map(|(_, new)| new.as_str())
    }

    /// The likely old name of what is new.
    pub(super) fn backward(&self, new: &str) -> Option<&str> {
        self.0.iter().find(|(_, name)| name == new).map(|(old, _)| old.as_str())
    }
}

/// Matches the likest first; ties go to the first of each list, so that the result is the same on every machine.
fn greedy(olds: usize, news: usize, threshold: f64, likeness: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut scored: Vec<(f64, usize, usize)> = (0..olds)
        .flat_map(|old| (0..news).map(move |new| (old, new)))
        .map(|(old, new)| (likeness(old, new), old, new))
        .filter(|&(score, ..)| score >= threshold)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut taken_old, mut taken_new) = (BTreeSet::new(), BTreeSet::new());
    let mut matched = Vec::new();
    for (_, old, new) in scored {
        if !taken_old.contains(&old) && !taken_new.contains(&new) {
            taken_old.insert(old);
            taken_new.insert(new);
            matched.push((old, new));
        }
    }
    matched
}

/// Likeness of two names, from 0 to 1.
fn names_alike(old: &str, new: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&old.to_lowercase(), &new.to_lowercase())
}

/// Old classes that are gone with the new class that each likely became.
///
/// What is found makes more alike: a class whose only change is that it points to a renamed one is recognised in the next round.
pub(super) fn classes(c: &Comparison<'_>, gone: &[ClassId], come: &[ClassId]) -> BTreeMap<ClassId, ClassId> {
    let new: Vec<_> = come.iter().map(|&id| signature(&c.new, id, &BTreeMap::new())).collect();
    let mut found = BTreeMap::new();
    loop {
        let called = found.iter().map(|(&old, &new)| (old, c.new.model.qualified(new))).collect();
        let old: Vec<_> = gone.iter().map(|&id| signature(&c.old, id, &called)).collect();
        let likeness = |a: usize, b: usize| {
            let (before, after) = (c.old.model.class(gone[a]), c.new.model.class(come[b]));
            if before.stereotype == after.stereotype { classes_alike((&before.name, &old[a]), (&after.name, &new[b])) } else { 0.0 }
        };
        let matched: BTreeMap<_, _> =
            greedy(gone.len(), come.len(), CLASS, likeness).into_iter().map(|(a, b)| (gone[a], come[b])).collect();
        if matched.len() <= found.len() {
            return found;
        }
        found = matched;
    }
}

type Signature = BTreeSet<String>;

/// Likeness of two classes, from 0 to 1. With nothing of their own to go by, only nearly the same name tells.
fn classes_alike((name, old): (&str, &Signature), (other, new): (&str, &Signature)) -> f64 {
    let names = names_alike(name, other);
    let (shared, all) = (old.intersection(new).count(), old.union(new).count());
    if all == 0 {
        return if names > 0.8 { names } else { 0.0 };
    }
    #[expect(clippy::cast_precision_loss, reason = "members of a class are few")]
    let members = shared as f64 / all as f64;
    if shared == 0 { 0.0 } else { 0.7 * members + 0.3 * names }
}

/// What a class is recognised by: its own members with their types, and who links to it. `called` holds the new names of old classes.
fn signature(view: &View<'_>, id: ClassId, called: &BTreeMap<ClassId, String>) -> Signature {
    let class = view.model.class(id);
    let name = |id: ClassId| called.get(&id).cloned().unwrap_or_else(|| view.model.qualified(id));
    let attributes = class.attributes.iter().filter(|attribute| attribute.origin == id);
    let relations = class.relations.iter().filter(|relation| relation.origin == id);
    let target = |target| if let Target::Class(id) = target { name(id) } else { view.target_name(target) };
    let incoming = view.model.classes().filter(|(_, other)| other.relations.iter().any(|relation| relation.target == Target::Class(id)));
    attributes
        .map(|attribute| format!("{}: {}", attribute.name, view.model.type_name(attribute.ty)))
        .chain(relations.map(|relation| format!("-> {}", target(relation.target))))
        .chain(incoming.map(|(other, _)| format!("<- {}", name(other))))
        .collect()
}

/// Attributes of one class that are gone and new.
pub(super) fn attributes(c: &Comparison<'_>, gone: &[&Attribute], come: &[&Attribute]) -> Likely {
    let likeness = |a: usize, b: usize| {
        let (old, new) = (gone[a], come[b]);
        let same_type = c.old.model.type_name(old.ty) == c.new.model.type_name(new.ty) || is_successor(c, old.ty, new.ty);
        if !same_type || old.bounds.is_list() != new.bounds.is_list() {
            return 0.0;
        }
        let same_text = !old.docs.is_empty() && old.docs == new.docs;
        if same_text { 1.0 } else { names_alike(&old.name, &new.name) }
    };
    let matched = greedy(gone.len(), come.len(), MEMBER, likeness);
    Likely(matched.into_iter().map(|(a, b)| (gone[a].name.clone(), come[b].name.clone())).collect())
}

fn is_successor(c: &Comparison<'_>, old: Type, new: Type) -> bool {
    matches!((old, new), (Type::Class(old), Type::Class(new)) if c.successors.get(&old) == Some(&new))
}

/// Relations of one class that are gone and new. A relation to what its old target became is taken for it, whatever its name.
pub(super) fn relations(c: &Comparison<'_>, gone: &[&Relation], come: &[&Relation]) -> Likely {
    let likeness = |a: usize, b: usize| {
        let (old, new) = (gone[a], come[b]);
        match (old.target, new.target) {
            (Target::Class(before), Target::Class(after)) if c.successors.get(&before) == Some(&after) => {
                0.6 + 0.4 * names_alike(&old.name, &new.name)
            }
            (Target::Class(before), Target::Class(after)) if c.same(before) != Some(after) => 0.0,
            (Target::Class(_), Target::Class(_)) | (Target::Foreign, Target::Foreign) => {
                let same_text = !old.docs.is_empty() && old.docs == new.docs;
                if same_text { 1.0 } else { names_alike(&old.name, &new.name) }
            }
            _ => 0.0,
        }
    };
    let matched = greedy(gone.len(), come.len(), MEMBER, likeness);
    Likely(matched.into_iter().map(|(a, b)| (gone[a].name.clone(), come[b].name.clone())).collect())
}
