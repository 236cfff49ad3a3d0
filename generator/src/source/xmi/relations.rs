//! Associations → relations, each declared once, on its storing end.
//!
//! A relation exists where the far end names a role; neither navigability nor direction tells. Two roles make a pair only when the direction
//! is `Bi-Directional`; the association's source is then the end that it is drawn from.

use smie_wire::model::Bounds;

use super::classes::read_bounds;
use super::elements::{Connector, End, Word};
use super::index::Index;
use super::owner::Owner;
use super::text;
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned, pairing};
use crate::syntax::{Common, Inverse, Relation, Text, TypeExpr};

/// Where a relation belongs: the class, and whether it is the association's source, for those come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) class: usize,
    pub(super) is_target: bool,
}

/// One half of an association: a relation seen from the class that has it.
struct Half {
    slot: Slot,
    target: usize,
    target_span: Span,
    name: Text,
    bounds: Option<Spanned<Bounds>>,
    common: Common,
}

/// All relations with their slots, sorted by slot, within it in file order.
pub(super) fn relations(index: &Index<'_>, diagnostics: &mut Diagnostics) -> Vec<(Slot, Relation)> {
    let mut found = Vec::new();
    for connector in &index.elements.connectors {
        if connector.kind.is_some_and(|kind| matches!(kind.text, "Association" | "Aggregation" | "Composition")) {
            association(connector, index, &mut found, diagnostics);
        }
    }
    found.sort_by_key(|&(slot, _)| slot);
    found
}

fn association(connector: &Connector<'_>, index: &Index<'_>, found: &mut Vec<(Slot, Relation)>, diagnostics: &mut Diagnostics) {
    let source = index.end(&connector.source, connector.id, diagnostics);
    let target = index.end(&connector.target, connector.id, diagnostics);
    let (Some(source), Some(target)) = (source, target) else { return };
    let is_pair = connector.direction.is_some_and(|direction| direction.text == "Bi-Directional");
    report_roles(connector, source, target, is_pair, index, diagnostics);
    let mut half = |end, class, target, is_target| half(connector, end, Slot { class, is_target }, target, index, diagnostics);
    let forward = half(&connector.target, source, target, false);
    let backward = half(&connector.source, target, source, true);
    match (forward, backward) {
        (Some(forward), Some(backward)) if is_pair => {
            let bounds = |half: &Half| half.bounds.as_ref().map(|bounds| bounds.value);
            let is_forward = pairing::first_stores(bounds(&forward), bounds(&backward));
            let (storing, maintained) = if is_forward { (forward, backward) } else { (backward, forward) };
            let inverse = Inverse { name: maintained.name, bounds: maintained.bounds, common: maintained.common };
            found.push((storing.slot, Relation { inverse: Some(inverse), ..storing.into_relation(connector, index) }));
        }
        (forward, backward) => {
            let one_way = [forward, backward].into_iter().flatten();
            found.extend(one_way.map(|half| (half.slot, half.into_relation(connector, index))));
        }
    }
}

impl Half {
    fn into_relation(self, connector: &Connector<'_>, index: &Index<'_>) -> Relation {
        let to = TypeExpr { name: Spanned::new(index.qualified(self.target).to_owned(), self.target_span), bounds: self.bounds };
        Relation { name: self.name, id: Some(connector.id.text.to_owned()), to, inverse: None, common: self.common }
    }
}

/// The relation that an end's role gives to the class at the other end.
fn half(
    connector: &Connector<'_>,
    end: &End<'_>,
    slot: Slot,
    target: usize,
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Half> {
    let role = end.role?;
    let name = text::name(role.text);
    let owner = Owner { class: index.shown(slot.class), member: Some(&name), id: Some(connector.id.text) };
    Some(Half {
        slot,
        target,
        target_span: end.class_name.or(end.class).unwrap_or(role).span,
        name: owner.name(role, diagnostics),
        bounds: multiplicity(end, role, &owner, diagnostics),
        common: Common {
            docs: owner.docs(end.docs, diagnostics),
            deprecated: connector.deprecated.map(|advice| owner.deprecation(advice, diagnostics)),
            ..Common::default()
        },
    })
}

/// One of the four multiplicities that a relation can have.
fn multiplicity(end: &End<'_>, role: Word<'_>, owner: &Owner<'_>, diagnostics: &mut Diagnostics) -> Option<Spanned<Bounds>> {
    const HELP: &str = "a relation's multiplicity is `1`, `0..1`, `0..*` or `1..*`";
    let Some(word) = end.multiplicity else {
        let message = format!("the end `{}` has no multiplicity", role.text);
        diagnostics.push(owner.finding(&input::NO_MULTIPLICITY, role.span, message).help(HELP));
        return None;
    };
    let bounds = match word.text.trim() {
        "1" => Bounds::ONE,
        "0..1" => Bounds::OPTIONAL,
        "0..*" => Bounds::MANY,
        "1..*" => Bounds::SOME,
        other => {
            let message = format!("the multiplicity `{other}` is none that a relation can have");
            let help = meant(other).map_or_else(|| HELP.to_owned(), |meant| format!("write `{meant}`; {HELP}"));
            diagnostics.push(owner.finding(&input::MULTIPLICITY, word.span, message).help(help));
            return None;
        }
    };
    Some(Spanned::new(bounds, word.span))
}

/// What another spelling of a multiplicity stands for.
fn meant(written: &str) -> Option<&'static str> {
    match written {
        "*" | "n" | "0..n" | "0..-1" | "0.." => Some("0..*"),
        "1..n" | "1..-1" | "1.." => Some("1..*"),
        _ => match written.split_once("..").and_then(|(lower, upper)| read_bounds(lower, upper))? {
            Bounds::ONE => Some("1"),
            Bounds { lower: 0, upper: Some(_) } => Some("0..*"),
            _ => Some("1..*"),
        },
    }
}

/// Reports roles that do not fit the direction.
fn report_roles(connector: &Connector<'_>, source: usize, target: usize, is_pair: bool, index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let between = format!("the association between `{}` and `{}`", index.shown(source), index.shown(target));
    let span = connector.target.class_name.unwrap_or(connector.id).span;
    let mut finding = |code, message: String, help: &str| {
        diagnostics.push(Diagnostic::new(code, span, message).class(index.shown(source)).id(Some(connector.id.text)).help(help));
    };
    match (connector.source.role, connector.target.role) {
        (None, None) => {
            finding(
                &input::NO_ROLE,
                format!("{between} names no role, so it is no relation"),
                "name the role at the end that is linked to",
            );
            if is_pair {
                finding(&input::ONE_ROLE, format!("{between} is Bi-Directional and names no role"), "name both roles");
            }
        }
        (Some(_), Some(_)) if !is_pair => {
            let direction = connector.direction.map_or("Unspecified", |direction| direction.text);
            let message = format!("{between} names both roles but its direction is `{direction}`: two one-way relations, no pair");
            finding(&input::LOST_INVERSE, message, "set the direction to `Bi-Directional`, or remove one role");
        }
        (Some(role), None) | (None, Some(role)) if is_pair => {
            let message = format!("{between} is Bi-Directional but names the role `{}` alone", role.text);
            finding(&input::ONE_ROLE, message, "name both roles, or let the direction point to the named one");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_of_a_multiplicity_are_understood_but_not_taken() {
        let pairs =
            [("*", Some("0..*")), ("n", Some("0..*")), ("1..1", Some("1")), ("1..n", Some("1..*")), ("2..5", Some("1..*")), ("x", None)];
        for (written, expected) in pairs {
            assert_eq!(meant(written), expected, "{written}");
        }
    }
}
