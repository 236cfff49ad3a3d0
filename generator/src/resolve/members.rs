//! Own attributes and relations: their types and targets.
//!
//! A member whose type is unknown, or empty because the reader has reported it, is left out; a missing multiplicity, which the reader has reported, is read as exactly one, so that the
//! member is there for the rules that follow.

use super::outline::Named;
use super::{Kind, Owner, Work, header};
use crate::diagnostic::codes::structure;
use crate::model::{Attribute, Bounds, ClassId, Inverse, Relation, Scalar, Side, Target, Type};
use crate::syntax::{self, Text};

/// The word for an identity.
pub(super) const IDENTIFIKATOR: &str = "Identifikator";

/// The word for an address outside the model.
const REFERANSE: &str = "Referanse";

impl<'a> Work<'a, '_> {
    /// Resolves every class's own attributes and stored relations.
    pub(super) fn find_members(&mut self) {
        for id in self.ids() {
            let class = self.outline.class(id);
            for attribute in &class.attributes {
                let owner = Owner { class: id, member: Some(&attribute.name.value), id: attribute.id.as_deref() };
                if !self.claim(Kind::Attribute, attribute.name.span, owner) {
                    continue;
                }
                match self.attribute(attribute, owner) {
                    Some(found) => self.classes[id.index()].attributes.push(found),
                    None => self.give_up(id, &attribute.name.value),
                }
            }
            for relation in &class.relations {
                let owner = Owner { class: id, member: Some(&relation.name.value), id: relation.id.as_deref() };
                if !self.claim(Kind::Relation, relation.name.span, owner) {
                    continue;
                }
                match self.target(&relation.to.name, owner) {
                    Some(target) => {
                        let found = self.relation(relation, target, id);
                        self.classes[id.index()].relations.push(found);
                    }
                    None => self.give_up(id, &relation.name.value),
                }
            }
        }
    }

    /// An attribute or an input field with its type; `None` when that is unknown.
    pub(super) fn attribute(&mut self, attribute: &syntax::Attribute, owner: Owner) -> Option<Attribute> {
        let ty = self.ty(&attribute.ty.name, owner)?;
        let common = &attribute.common;
        Some(Attribute {
            name: attribute.name.value.clone(),
            docs: header::docs(&common.docs, self.outline.language),
            origin: owner.class,
            ty,
            bounds: attribute.ty.bounds.as_ref().map_or(Bounds::ONE, |bounds| bounds.value),
            primary: attribute.primary,
            writable: common.writable,
            sensitive: common.sensitive,
            gdpr: common.gdpr.as_ref().map(|gdpr| gdpr.value),
            since: header::text(common.since.as_ref()),
            deprecated: header::deprecation(common.deprecated.as_ref(), self.outline.language),
            pattern: header::text(attribute.pattern.as_ref()),
            min: header::text(attribute.min.as_ref()),
            max: header::text(attribute.max.as_ref()),
            wire: header::text(common.wire.as_ref()),
            scope: header::text(common.scope.as_ref()),
        })
    }

    fn ty(&mut self, text: &Text, owner: Owner) -> Option<Type> {
        if text.value.is_empty() {
            return None;
        }
        if let Some(scalar) = Scalar::from_word(&text.value) {
            return Some(Type::Scalar(scalar));
        }
        if text.value.rsplit('/').next() == Some(IDENTIFIKATOR) && (text.value == IDENTIFIKATOR || self.is_declared(text, owner)) {
            return Some(Type::Identifikator);
        }
        if text.value == REFERANSE {
            let message = "`Referanse` is an address outside the model: a relation points there, an attribute cannot hold it";
            let finding = self.finding(&structure::VALUE_TYPE, text.span, message, owner);
            self.diagnostics.push(finding.help("move it to `relations:`, or use the type `uri`"));
            return None;
        }
        Some(match self.named(text, owner)? {
            Named::Class(id) => Type::Class(id),
            Named::Enum(id) => Type::Enum(id),
        })
    }

    /// True when the model declares a class of this name; the language's identity is meant all the same.
    fn is_declared(&self, text: &Text, owner: Owner) -> bool {
        let from = self.outline.classes[owner.class.index()].0;
        !matches!(self.outline.find(&self.outline.names, from, &text.value), super::lookup::Found::None)
    }

    fn target(&mut self, text: &Text, owner: Owner) -> Option<Target> {
        if text.value.is_empty() {
            return None;
        }
        if text.value == REFERANSE {
            return Some(Target::Foreign);
        }
        let is_value = Scalar::from_word(&text.value).is_some() || text.value == IDENTIFIKATOR;
        let named = if is_value { None } else { Some(self.named(text, owner)?) };
        match named {
            Some(Named::Class(id)) => Some(Target::Class(id)),
            Some(Named::Enum(_)) | None => {
                let kind = if is_value { "a primitive" } else { "an enum" };
                let message = format!("the relation points to `{}`, which is {kind}", text.value);
                let finding = self.finding(&structure::RELATION_TARGET, text.span, message, owner);
                self.diagnostics.push(finding.help("a relation points to a hovedklasse; a value belongs under `attributes:`"));
                None
            }
        }
    }

    fn relation(&self, relation: &'a syntax::Relation, target: Target, class: ClassId) -> Relation {
        let bounds = relation.to.bounds.as_ref().map_or(Bounds::ONE, |bounds| bounds.value);
        let inverse = relation.inverse.as_ref().map(|inverse| inverse.name.value.as_str());
        self.end(&relation.name.value, &relation.common, End { class, target, bounds, inverse, side: Side::Storing })
    }

    /// One end of a relation.
    pub(super) fn end(&self, name: &str, common: &syntax::Common, end: End) -> Relation {
        Relation {
            name: name.to_owned(),
            docs: header::docs(&common.docs, self.outline.language),
            origin: end.class,
            target: end.target,
            bounds: end.bounds,
            inverse: end.inverse.map(|name| Inverse { name: name.to_owned() }),
            side: end.side,
            writable: common.writable,
            gdpr: common.gdpr.as_ref().map(|gdpr| gdpr.value),
            sensitive: common.sensitive,
            since: header::text(common.since.as_ref()),
            deprecated: header::deprecation(common.deprecated.as_ref(), self.outline.language),
            wire: header::text(common.wire.as_ref()),
            scope: header::text(common.scope.as_ref()),
        }
    }
}

/// Where an end of a relation stands and where it points.
#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    /// The class that has it.
    pub(super) class: ClassId,
    /// Where it points.
    pub(super) target: Target,
    /// How many links.
    pub(super) bounds: Bounds,
    /// Name of the other end.
    pub(super) inverse: Option<&'a str>,
    /// Which end this is.
    pub(super) side: Side,
}
