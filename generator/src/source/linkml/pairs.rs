//! Which slots are relations, and which of two slots that name each other stores the links.

use std::collections::HashMap;

use super::index::{Id, Index};
use super::lower::{Key, bounds, slot_named};
use super::schema::Slot;
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::source::pairing;
use crate::syntax::Is;

/// What a slot that is a relation stands for. Slots that are attributes have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A relation that only one class knows.
    OneWay {
        /// The class it points to.
        target: Id,
    },
    /// The storing end of a pair.
    Stores {
        /// The class it points to.
        target: Id,
        /// The other end.
        inverse: Key,
    },
    /// The other end of a pair: written with the storing one.
    Maintained,
}

/// Relations by slot.
pub(super) type Sides = HashMap<Key, Side>;

/// Tells relations from attributes and pairs them.
pub(super) fn sides(index: &Index<'_>, diagnostics: &mut Diagnostics) -> Sides {
    let mut sides = Sides::new();
    let mut order = Vec::new();
    for id in index.ids() {
        for (position, slot) in index.class(id).into_iter().flat_map(|class| class.slots.iter().enumerate()) {
            if let Some(target) = target(id, slot, index, diagnostics) {
                sides.insert((id, position), Side::OneWay { target });
                order.push(((id, position), slot, target));
            }
        }
    }
    for (key, slot, target) in order {
        pair(key, slot, target, index, &mut sides, diagnostics);
    }
    sides
}

/// The class that a slot relates to: one with identity, or one outside the model. A slot that names an inverse is a relation whatever its range.
fn target(id: Id, slot: &Slot, index: &Index<'_>, diagnostics: &mut Diagnostics) -> Option<Id> {
    let range = slot.range.as_ref().filter(|range| range.value != "Identifikator")?;
    let target = index.find(id.0, range, id, diagnostics)?;
    let is_relation = slot.inverse.is_some() || index.has_identifier(target) || index.stereotype(target).0 == Is::Referanse;
    is_relation.then_some(target)
}

/// Joins a slot with the one that it names, when that one names it back.
fn pair(key: Key, slot: &Slot, target: Id, index: &Index<'_>, sides: &mut Sides, diagnostics: &mut Diagnostics) {
    let Some(inverse) = &slot.inverse else { return };
    if !matches!(sides.get(&key), Some(Side::OneWay { .. })) {
        return;
    }
    let mut report = |code, message: String, help: String| {
        let finding = Diagnostic::new(code, inverse.span, message).class(index.shown(key.0)).member(slot.name.value.as_str());
        diagnostics.push(finding.help(help));
    };
    let other = slot_named(index, target, &inverse.value);
    let Some((other, back)) = other.and_then(|other| Some((other, index.class(other.0)?.slots.get(other.1)?))) else {
        let slots = index.lineage(target).into_iter().filter_map(|id| index.class(id)).flat_map(|class| &class.slots);
        let help = did_you_mean(&inverse.value, slots.map(|slot| slot.name.value.as_str()))
            .map_or_else(|| "remove `inverse`, or add the slot".to_owned(), |near| format!("did you mean `{near}`?"));
        report(&input::LINKML_INVERSE, format!("`{}` has no slot `{}`", index.shown(target), inverse.value), help);
        return;
    };
    let Some(back_inverse) = &back.inverse else {
        report(
            &input::LINKML_RELATION,
            format!("`{}` of `{}` does not name `{}` back", back.name.value, index.shown(other.0), slot.name.value),
            format!("write `inverse: {}` there, or remove it here", slot.name.value),
        );
        return;
    };
    let back_target = match sides.get(&other) {
        Some(&(Side::OneWay { target } | Side::Stores { target, .. })) => Some(target),
        _ => None,
    };
    let points_back =
        back_inverse.value == slot.name.value && back_target.and_then(|id| slot_named(index, id, &slot.name.value)) == Some(key);
    if !points_back {
        let message = format!("`{}` of `{}` is the inverse of another relation", back.name.value, index.shown(other.0));
        report(&input::LINKML_INVERSE, message, "two slots are a pair when each names the other".to_owned());
        return;
    }
    join((key, slot), (other, back), index, sides, diagnostics);
}

/// Gives one of two slots the links.
fn join(one: (Key, &Slot), other: (Key, &Slot), index: &Index<'_>, sides: &mut Sides, diagnostics: &mut Diagnostics) {
    if one.0 == other.0 {
        // A symmetric relation is its own inverse; nothing is kept twice.
        return;
    }
    let (first, second) = if other.1.primary && !one.1.primary { (other, one) } else { (one, other) };
    let (first_bounds, second_bounds) = (bounds(first.1).value, bounds(second.1).value);
    let is_self = one.0.0 == other.0.0;
    if one.1.primary == other.1.primary && !is_self && pairing::is_undecided(first_bounds, second_bounds) {
        let marked = if one.1.primary { "both sides are" } else { "no side is" };
        let message = format!("{marked} `primaryRelation` in the pair with `{}` of `{}`", other.1.name.value, index.shown(other.0.0));
        let finding = Diagnostic::new(&input::LINKML_PRIMARY, one.1.name.span, message).class(index.shown(one.0.0));
        diagnostics.push(finding.member(one.1.name.value.as_str()).help("mark the side that the relation is drawn from"));
    }
    let (storing, maintained) =
        if pairing::first_stores(Some(first_bounds), Some(second_bounds)) { (first, second) } else { (second, first) };
    if let Some(&Side::OneWay { target }) = sides.get(&storing.0) {
        sides.insert(storing.0, Side::Stores { target, inverse: maintained.0 });
        sides.insert(maintained.0, Side::Maintained);
    }
}
