//! Which relation of the target is the other end of a relation.
//!
//! The schema says it per declared target; a target may also be a class that extends it, where the same relation can stand at another position.

use smie_wire::model::ClassId;
use smie_wire::profile::Dangling;
use smie_wire::schema::{Relation, Schema};

use crate::entity::has_nested;

/// The other ends, by class and relation.
#[derive(Debug)]
pub(crate) struct Pairs {
    classes: Vec<Vec<Vec<(ClassId, u16)>>>,
    /// What stands for the other end where there is none.
    one_way: Option<u16>,
    /// By class, whether links stand in datatypes of it and count.
    nested: Vec<bool>,
}

/// No relation of a class: links that nobody shows, but that must be known before their target is deleted.
pub(crate) const ONE_WAY: u16 = u16::MAX;

impl Pairs {
    pub(crate) fn new(schema: &Schema) -> Self {
        let others = |relation: &Relation| {
            let Some((target, inverse)) = relation.target.zip(relation.inverse) else { return Vec::new() };
            let name = &schema.class(target).relations[inverse].wire;
            let place = |class: ClassId| {
                let at = schema.class(class).relations.iter().position(|r| r.wire == *name)?;
                Some((class, at as u16))
            };
            std::iter::once(target).chain(schema.class(target).descendants.iter().copied()).filter_map(place).collect()
        };
        let class = |class: &smie_wire::schema::Class| class.relations.iter().map(others).collect();
        let one_way = (schema.profile.dangling_links == Dangling::Refuse).then_some(ONE_WAY);
        let nested = schema.classes.iter().map(|class| one_way.is_some() && has_nested(schema, class)).collect();
        Self { classes: schema.classes.iter().map(class).collect(), one_way, nested }
    }

    /// True when links inside datatypes of a class must lead somewhere.
    pub(crate) fn has_nested(&self, class: ClassId) -> bool {
        self.nested.get(class.index()).copied().unwrap_or_default()
    }

    /// Under which relation of `target` links of `class` by `relation` are kept.
    pub(crate) fn shown(&self, class: ClassId, relation: u16, target: ClassId) -> Option<u16> {
        self.inverse(class, relation, target).or(self.one_way)
    }

    /// The relation of `target` that shows links of `class` by `relation`.
    fn inverse(&self, class: ClassId, relation: u16, target: ClassId) -> Option<u16> {
        let others = self.classes.get(class.index())?.get(usize::from(relation))?;
        others.iter().find(|(c, _)| *c == target).map(|(_, r)| *r)
    }
}
