//! Attributes and relations, short and long: node tree → [`Attribute`], [`Relation`].
//!
//! The other end of a relation has the notation of every other name: `b` is exactly one, `b?` none or one, `b*` any number, `b+` one
//! or more, `b 1..5` other bounds, after `<->` and in the long form's `inverse:` alike. `inverse: {name: b, many: true, mandatory:
//! true}` says the same in words: `many` alone is 0..*, `mandatory` alone 1, both 1..*, `mandatory: false` alone 0..1.

use smie_wire::model::{Bounds, Gdpr};

use super::expression::{self, Suffix};
use super::lower::{Fields, Lower};
use super::node::{Entry, Kind, Node, Scalar};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::syntax as codes;
use crate::source::{Span, Spanned};
use crate::syntax::{Attribute, Common, Inverse, Relation, Text, TypeExpr};

pub(crate) const ATTRIBUTE: [&str; 13] =
    ["type", "primary", "docs", "writable", "gdpr", "sensitive", "since", "deprecated", "pattern", "min", "max", "wire", "scope"];
pub(crate) const RELATION: [&str; 10] = ["to", "inverse", "docs", "writable", "gdpr", "sensitive", "since", "deprecated", "wire", "scope"];
pub(crate) const INVERSE: [&str; 10] = ["name", "many", "mandatory", "docs", "gdpr", "sensitive", "since", "deprecated", "wire", "scope"];

/// The words after `gdpr:`.
pub(crate) const GDPR: [Gdpr; 3] = [Gdpr::Personal, Gdpr::Special, Gdpr::NationalId];

/// Reads an attribute, or a field of an action's input.
pub(super) fn attribute(entry: Entry, lower: &mut Lower<'_>) -> Attribute {
    let outer = lower.member.replace(entry.key.text.clone());
    let mut attribute = Attribute { name: Text::new(entry.key.text, entry.key_span), ..Attribute::default() };
    match entry.value.kind {
        Kind::Map(_) => {
            let mut fields = lower.fields(entry.value, "an attribute", &ATTRIBUTE);
            attribute.ty = required_type(&mut fields, "type", &attribute.name, lower);
            attribute.primary = fields.take("primary").is_some_and(|node| lower.flag(&node));
            attribute.pattern = fields.take("pattern").and_then(|node| lower.text(node));
            attribute.min = fields.take("min").and_then(|node| lower.any_scalar(node, "a number or text"));
            attribute.max = fields.take("max").and_then(|node| lower.any_scalar(node, "a number or text"));
            attribute.common = common(&mut fields, lower);
        }
        _ => attribute.ty = type_of(&Node { span: place(&entry.value, entry.key_span), ..entry.value }, lower),
    }
    lower.member = outer;
    attribute
}

/// Reads a relation.
pub(super) fn relation(entry: Entry, lower: &mut Lower<'_>) -> Relation {
    let outer = lower.member.replace(entry.key.text.clone());
    let mut relation = Relation { name: Text::new(entry.key.text, entry.key_span), ..Relation::default() };
    match entry.value.kind {
        Kind::Map(_) => {
            let mut fields = lower.fields(entry.value, "a relation", &RELATION);
            let inverse = fields.take("inverse");
            (relation.to, relation.inverse) = target(&mut fields, &relation.name, inverse, lower);
            relation.common = common(&mut fields, lower);
        }
        _ => {
            let node = Node { span: place(&entry.value, entry.key_span), ..entry.value };
            if let Some(scalar) = scalar_of(&node, "a relation such as `Person` or `Person <-> elev*`", lower) {
                (relation.to, relation.inverse) = lower.within(|found| expression::relation(&scalar, node.span, found));
            }
        }
    }
    lower.member = outer;
    relation
}

/// `to:` and `inverse:` of a long form; `to: T <-> b*` is accepted when there is no `inverse:`.
fn target(fields: &mut Fields, name: &Text, inverse: Option<Node>, lower: &mut Lower<'_>) -> (TypeExpr, Option<Inverse>) {
    let Some(inverse) = inverse else {
        let Some(node) = fields.take("to") else { return (required_type(fields, "to", name, lower), None) };
        return match scalar_of(&node, "a class", lower) {
            Some(scalar) => lower.within(|found| expression::relation(&scalar, node.span, found)),
            None => (TypeExpr::default(), None),
        };
    };
    let to = required_type(fields, "to", name, lower);
    (to, self::inverse(inverse, lower))
}

fn required_type(fields: &mut Fields, key: &str, name: &Text, lower: &mut Lower<'_>) -> TypeExpr {
    match fields.take(key) {
        Some(node) => type_of(&node, lower),
        None => {
            lower.missing(fields.span, key, &format!("`{}`", name.value), &format!("write `{key}:` and a type"));
            TypeExpr { name: Text::new(String::new(), fields.span), bounds: None }
        }
    }
}

fn type_of(node: &Node, lower: &mut Lower<'_>) -> TypeExpr {
    match scalar_of(node, "a type such as `string?`", lower) {
        Some(scalar) => lower.within(|found| expression::type_expression(&scalar, node.span, found)),
        None => TypeExpr { name: Text::new(String::new(), node.span), bounds: None },
    }
}

fn scalar_of(node: &Node, expected: &str, lower: &mut Lower<'_>) -> Option<Scalar> {
    let scalar = node.scalar().cloned();
    if scalar.is_none() {
        lower.wrong(node, expected, None);
    }
    scalar
}

/// An empty value stands where its key stands.
fn place(value: &Node, key: Span) -> Span {
    if value.is_null() { key } else { value.span }
}

fn common(fields: &mut Fields, lower: &mut Lower<'_>) -> Common {
    let words = GDPR.map(|gdpr| (gdpr.word(), gdpr));
    Common {
        docs: fields.take("docs").map(|node| lower.docs(node)).unwrap_or_default(),
        writable: fields.take("writable").is_some_and(|node| lower.flag(&node)),
        sensitive: fields.take("sensitive").is_some_and(|node| lower.flag(&node)),
        gdpr: fields.take("gdpr").and_then(|node| lower.word(node, "data protection mark", &words)),
        since: fields.take("since").and_then(|node| lower.text(node)),
        deprecated: fields.take("deprecated").and_then(|node| lower.deprecated(node)),
        wire: fields.take("wire").and_then(|node| lower.name(node)),
        scope: fields.take("scope").and_then(|node| lower.text(node)),
    }
}

/// `inverse:`, a name with its multiplicity or a mapping.
fn inverse(node: Node, lower: &mut Lower<'_>) -> Option<Inverse> {
    let span = node.span;
    let mut inverse = Inverse::default();
    let (mut many, mut mandatory) = (None, None);
    let name = match node.kind {
        Kind::Map(_) => {
            let mut fields = lower.fields(node, "`inverse`", &INVERSE);
            many = fields.take("many").map(|node| Spanned::new(lower.flag(&node), node.span));
            mandatory = fields.take("mandatory").map(|node| Spanned::new(lower.flag(&node), node.span));
            inverse.common = common(&mut fields, lower);
            let name = fields.take("name");
            if name.is_none() {
                lower.missing(fields.span, "name", "the inverse", "write `inverse: {name: b*}`");
            }
            name?
        }
        _ => node,
    };
    let scalar = scalar_of(&name, "the name of the other end, such as `elev*`", lower)?;
    let (text, suffix) = lower.within(|found| expression::inverse_name(&scalar, name.span, found));
    let words = many.as_ref().map(|flag| flag.span).or(mandatory.as_ref().map(|flag| flag.span));
    inverse.bounds = match (suffix, words) {
        (Suffix::Bad, _) => None,
        (Suffix::Bounds(bounds), None) => Some(bounds),
        (Suffix::Bounds(bounds), Some(words)) => {
            let message = format!("the multiplicity of `{}` is said twice", text.value);
            let diagnostic = Diagnostic::new(&codes::BAD_MULTIPLICITY, words, message).related(bounds.span, "once here");
            lower.push(diagnostic.help("keep the mark behind the name, or the words `many:` and `mandatory:`"));
            Some(bounds)
        }
        (Suffix::Bare, words) => {
            Some(Spanned::new(in_words(many.map(|f| f.value), mandatory.map(|f| f.value)), words.unwrap_or(text.span)))
        }
    };
    inverse.name = if text.span == Span::default() { Text::new(text.value, span) } else { text };
    Some(inverse)
}

/// `many:` and `mandatory:` as bounds; without both, exactly one as everywhere a bare name stands.
fn in_words(many: Option<bool>, mandatory: Option<bool>) -> Bounds {
    let many = many.unwrap_or(false);
    match (many, mandatory.unwrap_or(!many)) {
        (true, true) => Bounds::SOME,
        (true, false) => Bounds::MANY,
        (false, true) => Bounds::ONE,
        (false, false) => Bounds::OPTIONAL,
    }
}
