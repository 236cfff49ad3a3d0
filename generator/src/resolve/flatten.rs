//! Inheritance: every class gets its ancestors' members before its own.
//!
//! Ancestors come first, so a position in an ancestor's list is the same position in every descendant's: `state`, and what an event carries,
//! are inherited as positions.

use std::collections::HashMap;

use super::{Kind, Owner, Work};
use crate::model::{Attribute, ClassId, Relation};

impl Work<'_, '_> {
    /// Class ids with every ancestor before its descendants. Circles are cut by now.
    pub(super) fn parents_first(&self) -> Vec<ClassId> {
        let mut order = Vec::with_capacity(self.classes.len());
        let mut done = vec![false; self.classes.len()];
        for id in self.ids() {
            let mut chain: Vec<_> = self.lineage(id).take_while(|id| !done[id.index()]).collect();
            while let Some(id) = chain.pop() {
                done[id.index()] = true;
                order.push(id);
            }
        }
        order
    }

    /// Hands attributes and relations down. What an ancestor has already is reported and left out of the descendant.
    pub(super) fn flatten(&mut self) {
        for id in self.parents_first() {
            let Some(parent) = self.classes[id.index()].extends else { continue };
            let inherited = Inherited::of(&self.classes[parent.index()].attributes, &self.classes[parent.index()].relations);
            let own = std::mem::take(&mut self.classes[id.index()].attributes);
            let own = self.without_inherited(id, own, &inherited, Kind::Attribute, |a| &a.name);
            let attributes = [self.classes[parent.index()].attributes.clone(), own].concat();
            let own = std::mem::take(&mut self.classes[id.index()].relations);
            let own = self.without_inherited(id, own, &inherited, Kind::Relation, |r| &r.name);
            let relations = [self.classes[parent.index()].relations.clone(), own].concat();
            let class = &mut self.classes[id.index()];
            class.attributes = attributes;
            class.relations = relations;
        }
    }

    /// A class's own members without those whose names it inherits.
    pub(super) fn without_inherited<T>(
        &mut self,
        class: ClassId,
        own: Vec<T>,
        inherited: &Inherited,
        kind: Kind,
        name: impl Fn(&T) -> &str,
    ) -> Vec<T> {
        let mut kept = Vec::with_capacity(own.len());
        for member in own {
            let rival =
                kind.rivals().iter().find_map(|&rival| inherited.0.get(&(rival, name(&member).to_owned())).map(|&from| (rival, from)));
            let Some(rival) = rival else {
                kept.push(member);
                continue;
            };
            let place = self.places.members.get(&(class, name(&member).to_owned())).cloned().unwrap_or_default();
            let owner = Owner { class, member: Some(name(&member)), id: place.id.as_deref() };
            self.duplicate((kind, place.span), rival, owner);
        }
        kept
    }
}

/// Names that a class inherits, with the class that each comes from.
pub(super) struct Inherited(pub(super) HashMap<(Kind, String), ClassId>);

impl Inherited {
    fn of(attributes: &[Attribute], relations: &[Relation]) -> Self {
        let attributes = attributes.iter().map(|a| ((Kind::Attribute, a.name.clone()), a.origin));
        let relations = relations.iter().map(|r| ((Kind::Relation, r.name.clone()), r.origin));
        Self(attributes.chain(relations).collect())
    }
}
