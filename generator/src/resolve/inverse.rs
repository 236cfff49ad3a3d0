//! Maintained ends: `a: T <-> b*` gives `T` the relation `b`.
//!
//! An end that cannot exist (the other side is outside the model, or has no identity to link to) or that the target has already is reported,
//! and the relation stays one-way.

use super::members::End;
use super::{Kind, Owner, Work};
use crate::diagnostic::codes::structure;
use crate::model::{Bounds, ClassId, Relation, Side, Stereotype, Target};
use crate::source::Span;
use crate::syntax;

impl Work<'_, '_> {
    /// Creates the maintained end of every two-way relation, after the target's stored ends.
    pub(super) fn create_inverse_ends(&mut self) {
        for id in self.ids() {
            let class = self.outline.class(id);
            for relation in &class.relations {
                let Some(inverse) = &relation.inverse else { continue };
                let Some(target) = self.stored(id, &relation.name.value).map(|found| found.target) else { continue };
                let ends = Ends { class: id, relation, inverse };
                let end = self.maintained_end(&ends, target);
                match end {
                    Some((target, end)) => {
                        let owner = Owner { class: target, member: Some(&inverse.name.value), id: relation.id.as_deref() };
                        if self.claim(Kind::Relation, inverse.name.span, owner) {
                            self.classes[target.index()].relations.push(end);
                        } else {
                            self.make_one_way(&ends);
                        }
                    }
                    None => self.make_one_way(&ends),
                }
            }
        }
    }

    fn stored(&self, class: ClassId, name: &str) -> Option<&Relation> {
        self.classes[class.index()].relations.iter().find(|r| r.name == name && r.side == Side::Storing)
    }

    fn maintained_end(&mut self, ends: &Ends, target: Target) -> Option<(ClassId, Relation)> {
        let target = self.linkable(ends, target)?;
        if self.is_taken(ends, target) {
            return None;
        }
        let bounds = ends.inverse.bounds.as_ref().map_or(Bounds::MANY, |bounds| bounds.value);
        let end = End {
            class: target,
            target: Target::Class(ends.class),
            bounds,
            inverse: Some(&ends.relation.name.value),
            side: Side::Maintained,
        };
        Some((target, self.end(&ends.inverse.name.value, &ends.inverse.common, end)))
    }

    /// The target, when it can have an end that points back.
    fn linkable(&mut self, ends: &Ends, target: Target) -> Option<ClassId> {
        let name = &ends.inverse.name;
        let target = match target {
            Target::Class(id) => Some(id).filter(|id| self.classes[id.index()].stereotype != Stereotype::Referanse),
            Target::Foreign => None,
        };
        let Some(target) = target else {
            let message = format!("the inverse `{}` would lie outside the model", name.value);
            let help = "leave the inverse out: what is outside the model has no relations here";
            self.push(ends, name.span, message, help, None);
            return None;
        };
        if self.classes[ends.class.index()].stereotype == Stereotype::Datatype {
            let message = format!("the inverse `{}` would point to a datatype, which has no address", name.value);
            self.push(
                ends,
                name.span,
                message,
                "leave the inverse out, or move the relation to the hovedklasse that holds the datatype",
                None,
            );
            return None;
        }
        // A relation to a datatype is reported as such; its inverse would be a second finding about the same mistake.
        Some(target).filter(|id| self.classes[id.index()].stereotype != Stereotype::Datatype)
    }

    /// Reports and says true when the target declares a relation of the inverse's name itself.
    fn is_taken(&mut self, ends: &Ends, target: ClassId) -> bool {
        let name = &ends.inverse.name.value;
        let declared = self.outline.class(target).relations.iter().find(|r| r.name.value == *name);
        let Some(other) = declared else { return false };
        if target == ends.class && std::ptr::eq(other, ends.relation) {
            return self.own_inverse(ends, other);
        }
        let Some(found) = self.stored(target, name) else { return false };
        if found.target != Target::Class(ends.class) {
            // Two relations of one name: reported with the other duplicates when members are handed down.
            return false;
        }
        let (class, target_name) = (self.outline.qualified(ends.class), self.outline.qualified(target));
        let here = &ends.relation.name.value;
        let wanted = ends.inverse.bounds.as_ref().map(|bounds| bounds.value);
        let conflict = wanted.is_some_and(|bounds| bounds != found.bounds);
        let message = if conflict {
            let wanted = wanted.map_or_else(String::new, spelled);
            format!("`{target_name}.{name}` is {} here, but declared as {} there", wanted, spelled(found.bounds))
        } else {
            format!("the pair `{class}.{here}` <-> `{target_name}.{name}` is declared on both sides")
        };
        let help = format!("declare the pair once, on the storing end, and take `{name}` away from the other");
        // Of two declarations that name each other only the first is reported.
        let mutual = other.inverse.as_ref().is_some_and(|back| back.name.value == *here);
        if !(mutual && (target, other.name.span.start) < (ends.class, ends.relation.name.span.start)) {
            self.push(ends, ends.inverse.name.span, message, &help, Some((other.name.span, "the other end is declared here")));
        }
        true
    }

    /// A relation that names itself as its inverse: symmetrical, which the language has no word for.
    fn own_inverse(&mut self, ends: &Ends, other: &syntax::Relation) -> bool {
        let message = format!("`{}` is its own inverse", other.name.value);
        self.push(ends, ends.inverse.name.span, message, "name the other end differently", None);
        true
    }

    fn push(&mut self, ends: &Ends, span: Span, message: String, help: &str, other: Option<(Span, &str)>) {
        let owner = Owner { class: ends.class, member: Some(&ends.relation.name.value), id: ends.relation.id.as_deref() };
        let mut finding = self.finding(&structure::INVERSE, span, message, owner).help(help);
        if let Some((span, text)) = other {
            finding = finding.related(span, text);
        }
        self.diagnostics.push(finding);
    }

    fn make_one_way(&mut self, ends: &Ends) {
        let name = &ends.relation.name.value;
        let relations = &mut self.classes[ends.class.index()].relations;
        if let Some(stored) = relations.iter_mut().find(|r| r.name == *name && r.side == Side::Storing) {
            stored.inverse = None;
        }
    }
}

/// A two-way relation as declared.
struct Ends<'a> {
    class: ClassId,
    relation: &'a syntax::Relation,
    inverse: &'a syntax::Inverse,
}

/// Bounds as people read them: `0..1`, `1..*`.
pub(crate) fn spelled(bounds: Bounds) -> String {
    match bounds.upper {
        Some(upper) if upper == bounds.lower => upper.to_string(),
        Some(upper) => format!("{}..{upper}", bounds.lower),
        None => format!("{}..*", bounds.lower),
    }
}
