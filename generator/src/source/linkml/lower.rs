//! Schemas → the syntax tree: slots become attributes or relations by their range, pairs get one storing end.

use smie_wire::model::{Bounds, Scalar};

use super::index::{Id, Index};
use super::pairs::{Side, Sides};
use super::schema::{ClassDef, Schema, Slot};
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::syntax::{Attribute, Class, Common, Deprecation, Docs, Inverse, Is, Package, Relation, Text, TypeExpr};

/// LinkML's names of primitive types that have another name here. It has one integer, of no size.
const TYPES: [(&str, Scalar); 2] = [("integer", Scalar::Long), ("uriorcurie", Scalar::Uri)];

/// A package of the tree.
pub(super) fn package(at: usize, schema: &Schema, index: &Index<'_>, sides: &Sides, diagnostics: &mut Diagnostics) -> Package {
    let span = schema.name.as_ref().map_or(schema.span, |name| name.span);
    let classes = schema.classes.iter().enumerate();
    Package {
        path: Spanned::new(index.path(at).to_owned(), span),
        docs: docs(schema.description.as_ref()),
        classes: classes.map(|(position, class)| self::class((at, position), class, index, sides, diagnostics)).collect(),
        ..Package::default()
    }
}

fn class(id: Id, def: &ClassDef, index: &Index<'_>, sides: &Sides, diagnostics: &mut Diagnostics) -> Class {
    let shown = index.shown(id);
    let (is, span) = index.stereotype(id);
    let extends = def.is_a.as_ref().map(|parent| {
        let name = index.parent(id).map_or_else(|| parent.value.clone(), |parent| index.qualified(parent));
        Spanned::new(name, parent.span)
    });
    let mut class = Class {
        name: def.name.clone(),
        also_abstract: def.is_abstract.filter(|_| is == Is::Hovedklasse),
        is: Some(Spanned::new(is, span)),
        extends: extends.into_iter().collect(),
        docs: docs(def.description.as_ref()),
        deprecated: def.deprecated.as_ref().map(|advice| deprecation(advice, &shown, None, diagnostics)),
        ..Class::default()
    };
    for (position, slot) in def.slots.iter().enumerate() {
        match sides.get(&(id, position)) {
            None => class.attributes.push(attribute(id, slot, &shown, index, diagnostics)),
            Some(Side::OneWay { target }) => class.relations.push(relation(slot, *target, None, &shown, index, diagnostics)),
            Some(Side::Stores { target, inverse }) => {
                class.relations.push(relation(slot, *target, Some(*inverse), &shown, index, diagnostics));
            }
            Some(Side::Maintained) => {}
        }
    }
    class
}

fn attribute(id: Id, slot: &Slot, shown: &str, index: &Index<'_>, diagnostics: &mut Diagnostics) -> Attribute {
    let range = slot.range.as_ref().or(index.schemas.get(id.0).and_then(|schema| schema.default_range.as_ref()));
    let ty = match range {
        Some(range) => Spanned::new(type_word(id, range, index), range.span),
        None => {
            let finding = Diagnostic::new(&input::NO_TYPE, slot.name.span, "the attribute has no range");
            diagnostics.push(finding.class(shown).member(slot.name.value.as_str()).help("give it a `range`"));
            Spanned::new(Scalar::String.word().to_owned(), slot.name.span)
        }
    };
    Attribute {
        name: slot.name.clone(),
        ty: TypeExpr { name: ty, bounds: Some(bounds(slot)) },
        pattern: slot.pattern.clone(),
        min: slot.min.clone(),
        max: slot.max.clone(),
        common: common(slot, shown, diagnostics),
        ..Attribute::default()
    }
}

/// The type as a type expression names it; what is neither a class in reach nor a primitive stays as written, for `resolve`.
fn type_word(id: Id, range: &Text, index: &Index<'_>) -> String {
    if range.value == "Identifikator" {
        return range.value.clone();
    }
    // What several imports have was reported when the slots were told apart.
    if let Some(class) = index.find(id.0, range, id, &mut Diagnostics::default()) {
        return index.qualified(class);
    }
    let renamed = TYPES.iter().find(|(name, _)| *name == range.value).map(|(_, scalar)| *scalar);
    renamed
        .or_else(|| Scalar::from_word(&range.value.to_lowercase()))
        .map_or_else(|| range.value.clone(), |scalar| scalar.word().to_owned())
}

fn relation(
    slot: &Slot,
    target: Id,
    inverse: Option<(Id, usize)>,
    shown: &str,
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Relation {
    let span = slot.range.as_ref().map_or(slot.name.span, |range| range.span);
    let inverse = inverse.and_then(|(id, position)| {
        let other = index.class(id)?.slots.get(position)?;
        let common = common(other, &index.shown(id), diagnostics);
        Some(Inverse { name: other.name.clone(), bounds: Some(bounds(other)), common })
    });
    Relation {
        name: slot.name.clone(),
        id: None,
        to: TypeExpr { name: Spanned::new(index.qualified(target), span), bounds: Some(bounds(slot)) },
        inverse,
        common: common(slot, shown, diagnostics),
    }
}

/// How many values a slot holds.
pub(super) fn bounds(slot: &Slot) -> Spanned<Bounds> {
    let bounds = match (slot.required, slot.multivalued) {
        (true, false) => Bounds::ONE,
        (false, false) => Bounds::OPTIONAL,
        (false, true) => Bounds::MANY,
        (true, true) => Bounds::SOME,
    };
    Spanned::new(bounds, slot.bounds_span.unwrap_or(slot.name.span))
}

fn common(slot: &Slot, shown: &str, diagnostics: &mut Diagnostics) -> Common {
    Common {
        docs: docs(slot.description.as_ref()),
        writable: slot.writable,
        deprecated: slot.deprecated.as_ref().map(|advice| deprecation(advice, shown, Some(&slot.name.value), diagnostics)),
        ..Common::default()
    }
}

fn docs(text: Option<&Text>) -> Docs {
    let trimmed = text.map(|text| Spanned::new(text.value.trim_end().to_owned(), text.span)).filter(|text| !text.value.is_empty());
    Docs { texts: trimmed.into_iter().map(|text| (None, text)).collect() }
}

fn deprecation(advice: &Text, class: &str, member: Option<&str>, diagnostics: &mut Diagnostics) -> Deprecation {
    if advice.value.trim().is_empty() {
        let mut finding = Diagnostic::new(&input::NO_ADVICE, advice.span, "`deprecated` has no advice").class(class);
        finding.member = member.map(str::to_owned);
        diagnostics.push(finding.help("say what to use instead, or since when"));
    }
    Deprecation { span: advice.span, docs: docs(Some(advice)), ..Deprecation::default() }
}

/// Reports what the form cannot say, once each: where it begins and how often.
pub(super) fn report_holes(index: &Index<'_>, sides: &Sides, header: Span, diagnostics: &mut Diagnostics) {
    let slots = || {
        index
            .ids()
            .filter_map(|id| Some((id, index.class(id)?)))
            .flat_map(|(id, class)| class.slots.iter().enumerate().map(move |(at, slot)| ((id, at), slot)))
    };
    let integers: Vec<_> = slots().filter_map(|(_, slot)| slot.range.as_ref()).filter(|range| range.value == "integer").collect();
    if let Some(first) = integers.first() {
        let message = format!("`integer` has no size: {} read as `long`", slots_of(integers.len()));
        diagnostics.push(Diagnostic::new(&input::LINKML_INTEGER, first.span, message).label("the first one"));
    }
    let undecided = slots()
        .filter(|(key, slot)| slot.multivalued && matches!(sides.get(key), Some(Side::OneWay { target }) if index.has_identifier(*target)));
    let undecided = undecided.count();
    if undecided > 0 {
        let message = format!(
            "{} that can hold many hovedklasser may be attributes in the UML, and relations of it may be missing",
            slots_of(undecided)
        );
        diagnostics
            .push(Diagnostic::new(&input::LINKML_HOLES, header, message).help("compare with the UML of the same version, if there is one"));
    }
}

fn slots_of(count: usize) -> String {
    if count == 1 { "1 slot".to_owned() } else { format!("{count} slots") }
}

/// Slots by the class that has them.
pub(super) type Key = (Id, usize);

/// Slots by name in a class, own first, then the ancestors'.
pub(super) fn slot_named(index: &Index<'_>, id: Id, name: &str) -> Option<Key> {
    index.lineage(id).into_iter().find_map(|id| {
        let position = index.class(id)?.slots.iter().position(|slot| slot.name.value == name)?;
        Some((id, position))
    })
}
