//! What every rule reads: the model, its places, the tree's class behind each class, and the profile in force.

use std::collections::HashMap;

use smie_wire::profile::WireProfile;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Class, ClassId, Model, Place, Places, Relation, Resolved, Side, Stereotype};
use crate::source::Span;
use crate::syntax::{self, Tree};

/// What every rule reads.
pub(super) struct Context<'a> {
    pub(super) tree: &'a Tree,
    pub(super) model: &'a Model,
    pub(super) places: &'a Places,
    /// The profile with the model's overrides; `None` when the profile does not exist, which is reported elsewhere.
    pub(super) profile: Option<WireProfile>,
    sources: Vec<Option<&'a syntax::Class>>,
    /// Served classes below each class, itself not included.
    descendants: Vec<Vec<ClassId>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(tree: &'a Tree, resolved: &'a Resolved) -> Self {
        let model = &resolved.model;
        // What cannot be set is the schema compiler's finding.
        let profile = WireProfile::with_overrides(&model.profile, &model.overrides).ok().map(|(profile, _)| profile);
        Self { tree, model, places: &resolved.places, profile, sources: sources(tree, model), descendants: descendants(model) }
    }

    /// The class as written; a class is always written somewhere, but a rule need not rely on it.
    pub(super) fn source(&self, id: ClassId) -> Option<&'a syntax::Class> {
        self.sources.get(id.index()).copied().flatten()
    }

    /// Classes of a stereotype.
    pub(super) fn of(&self, stereotype: Stereotype) -> impl Iterator<Item = (ClassId, &'a Class)> {
        self.model.classes().filter(move |(_, class)| class.stereotype == stereotype)
    }

    /// Every attribute once, with the class that declares it.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (ClassId, &'a Attribute)> {
        self.model.classes().flat_map(|(id, class)| class.attributes.iter().filter(move |a| a.origin == id).map(move |a| (id, a)))
    }

    /// Every end of a relation once, with the class that has it.
    pub(super) fn relations(&self) -> impl Iterator<Item = (ClassId, &'a Relation)> {
        self.model.classes().flat_map(|(id, class)| class.relations.iter().filter(move |r| r.origin == id).map(move |r| (id, r)))
    }

    /// Served classes that extend this one, at any depth.
    pub(super) fn served_below(&self, id: ClassId) -> &[ClassId] {
        &self.descendants[id.index()]
    }

    /// True when a parent or a member of the class or of an ancestor was left out because of an error, so that something seems to be missing
    /// that the model does say.
    pub(super) fn is_incomplete(&self, id: ClassId) -> bool {
        self.model.lineage(id).any(|id| {
            let class = self.model.class(id);
            let Some(source) = self.source(id) else { return false };
            let wants_parent = !source.extends.is_empty() || source.is.as_ref().is_some_and(|is| is.value == syntax::Is::Kodeverk);
            let own = class.attributes.iter().filter(|a| a.origin == id).count();
            wants_parent && class.extends.is_none() || own < source.attributes.len()
        })
    }

    /// True when something that the class names was left out because the name means nothing, or too much.
    pub(super) fn lost_a_name(&self, id: ClassId) -> bool {
        let class = self.model.class(id);
        let Some(source) = self.source(id) else { return false };
        let (mut named, mut kept) =
            (source.attributes.len() + source.relations.len() + usize::from(source.within.is_some()), usize::from(class.within.is_some()));
        named += source.actions.iter().map(|action| action.impediments.len() + action.input.len()).sum::<usize>();
        kept += class.attributes.iter().filter(|a| a.origin == id).count();
        kept += class.relations.iter().filter(|r| r.origin == id && r.side == Side::Storing).count();
        kept += class.actions.iter().filter(|a| a.origin == id).map(|action| action.impediments.len() + action.input.len()).sum::<usize>();
        kept < named
    }

    /// True when the model says, with a reason, that it does not meet this rule of its profile.
    pub(super) fn is_excepted(&self, rule: &str) -> bool {
        self.model.exceptions.contains_key(rule)
    }

    /// A finding at a class's name.
    pub(super) fn at_class(&self, code: &'static Code, id: ClassId, message: impl Into<String>) -> Diagnostic {
        at_class(code, self.model, self.places, id, message)
    }

    /// A finding at a member's name, in the class that declares it.
    pub(super) fn at_member(&self, code: &'static Code, id: ClassId, member: &str, message: impl Into<String>) -> Diagnostic {
        at_member(code, self.model, self.places, id, member, message)
    }

    /// Where a member is written.
    pub(super) fn member_span(&self, id: ClassId, member: &str) -> Span {
        member_place(self.places, id, member).map_or_else(Span::default, |place| place.span)
    }

    /// Where a class is written.
    pub(super) fn class_span(&self, id: ClassId) -> Span {
        self.places.classes.get(id.index()).map_or_else(Span::default, |place| place.span)
    }
}

/// A finding at a class's name.
pub(super) fn at_class(code: &'static Code, model: &Model, places: &Places, id: ClassId, message: impl Into<String>) -> Diagnostic {
    let place = places.classes.get(id.index()).cloned().unwrap_or_default();
    Diagnostic::new(code, place.span, message).class(model.qualified(id)).id(place.id.as_deref())
}

/// A finding at a member's name, in the class that declares it.
pub(super) fn at_member(
    code: &'static Code,
    model: &Model,
    places: &Places,
    id: ClassId,
    member: &str,
    message: impl Into<String>,
) -> Diagnostic {
    match member_place(places, id, member) {
        Some(place) => Diagnostic::new(code, place.span, message).class(model.qualified(id)).member(member).id(place.id.as_deref()),
        None => at_class(code, model, places, id, message).member(member),
    }
}

fn member_place<'a>(places: &'a Places, id: ClassId, member: &str) -> Option<&'a Place> {
    places.members.get(&(id, member.to_owned()))
}

/// The tree's class behind each class of the model: the first of its package and name.
fn sources<'a>(tree: &'a Tree, model: &Model) -> Vec<Option<&'a syntax::Class>> {
    let mut written: HashMap<(&str, &str), &'a syntax::Class> = HashMap::new();
    for package in &tree.packages {
        for class in &package.classes {
            written.entry((&package.path.value, &class.name.value)).or_insert(class);
        }
    }
    let path = |class: &Class| model.package(class.package).path.as_str();
    model.classes.iter().map(|class| written.get(&(path(class), class.name.as_str())).copied()).collect()
}

fn descendants(model: &Model) -> Vec<Vec<ClassId>> {
    let mut below = vec![Vec::new(); model.classes.len()];
    for (id, class) in model.classes() {
        if class.stereotype == Stereotype::Hovedklasse {
            for ancestor in model.lineage(id).skip(1) {
                below[ancestor.index()].push(id);
            }
        }
    }
    below
}
