//! What is said of an attribute, a relation, an action and an event: the short form when it carries everything, else the long one.

use smie_wire::model::Bounds;

use super::layout::{Style, Value};
use super::shape::{Map, deprecated, docs, list, word};
use crate::source::Spanned;
use crate::source::yaml::TARGETS;
use crate::syntax::{Action, Attribute, Common, Event, Inverse, Relation, Text, TypeExpr};

/// An attribute, or a field of an action's input.
pub(super) fn attribute(attribute: &Attribute, languages: &[Text]) -> (String, Value) {
    let ty = Value::Text(type_expression(&attribute.ty));
    let mut map = Map::new();
    map.put("type", ty.clone());
    map.flag("primary", attribute.primary);
    flags(&mut map, &attribute.common);
    map.text("pattern", attribute.pattern.as_ref());
    map.setting("min", attribute.min.as_ref());
    map.setting("max", attribute.max.as_ref());
    rest(&mut map, &attribute.common, languages);
    (attribute.name.value.clone(), if map.len() == 1 { ty } else { map.done(Style::Auto) })
}

/// A relation.
pub(super) fn relation(relation: &Relation, languages: &[Text]) -> (String, Value) {
    let to = type_expression(&relation.to);
    let other = relation.inverse.as_ref().map(|one| inverse(one, languages));
    let mut map = Map::new();
    map.put("to", Value::Text(to.clone()));
    map.put("inverse", other.clone());
    flags(&mut map, &relation.common);
    rest(&mut map, &relation.common, languages);
    let value = match (map.len(), other) {
        (1, None) => Value::Text(to),
        (2, Some(Value::Text(other))) => Value::Text(format!("{to} <-> {other}")),
        _ => map.done(Style::Auto),
    };
    (relation.name.value.clone(), value)
}

fn inverse(inverse: &Inverse, languages: &[Text]) -> Value {
    let name = Value::Text(expression(&inverse.name, inverse.bounds.as_ref()));
    let mut map = Map::new();
    map.put("name", name.clone());
    flags(&mut map, &inverse.common);
    rest(&mut map, &inverse.common, languages);
    if map.len() == 1 { name } else { map.done(Style::Auto) }
}

/// An action.
pub(super) fn action(action: &Action, languages: &[Text]) -> (String, Value) {
    let mut map = Map::new();
    map.put("docs", docs(&action.docs, languages));
    let on = action.on.as_ref().and_then(|on| TARGETS.iter().find(|(_, known)| *known == on.value));
    map.put("on", on.map(|(name, _)| word(name)));
    map.one_or_more("from", &action.from);
    map.text("to", action.to.as_ref());
    map.names("impediments", &action.impediments);
    let input: Vec<_> = action.input.iter().map(|one| attribute(one, languages)).collect();
    map.put("input", (!input.is_empty()).then_some(Value::Map(input, Style::Auto)));
    map.put("method", action.method.as_ref().map(|method| word(method.value.word())));
    map.text("scope", action.scope.as_ref());
    map.one_or_more("emits", &action.emits);
    (action.name.value.clone(), map.done(Style::Auto))
}

/// An event.
pub(super) fn event(event: &Event, languages: &[Text]) -> (String, Value) {
    let carries = list(&event.carries);
    let value = match docs(&event.docs, languages) {
        None => carries,
        Some(text) => Value::Map(vec![("docs".to_owned(), text), ("carries".to_owned(), carries)], Style::Auto),
    };
    (event.name.value.clone(), value)
}

fn flags(map: &mut Map, common: &Common) {
    map.flag("writable", common.writable);
    map.put("gdpr", common.gdpr.as_ref().map(|gdpr| word(gdpr.value.word())));
    map.flag("sensitive", common.sensitive);
}

fn rest(map: &mut Map, common: &Common, languages: &[Text]) {
    map.text("since", common.since.as_ref());
    map.put("deprecated", common.deprecated.as_ref().map(|one| deprecated(one, languages)));
    map.text("wire", common.wire.as_ref());
    map.text("scope", common.scope.as_ref());
    map.put("docs", docs(&common.docs, languages));
}

fn type_expression(ty: &TypeExpr) -> String {
    expression(&ty.name, ty.bounds.as_ref())
}

/// A name with its multiplicity. One that could not be read was reported, and is left out.
fn expression(name: &Text, bounds: Option<&Spanned<Bounds>>) -> String {
    let name = &name.value;
    match bounds.map(|bounds| bounds.value) {
        None | Some(Bounds::ONE) => name.clone(),
        Some(Bounds::OPTIONAL) => format!("{name}?"),
        Some(Bounds::MANY) => format!("{name}*"),
        Some(Bounds::SOME) => format!("{name}+"),
        Some(Bounds { lower, upper: None }) => format!("{name} {lower}..*"),
        Some(Bounds { lower, upper: Some(upper) }) => format!("{name} {lower}..{upper}"),
    }
}
