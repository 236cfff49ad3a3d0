//! Classes and their attributes: records of the file → the syntax tree, with the rules by which a stereotype or a type is derived.

use smie_wire::model::{Bounds, Scalar};

use super::elements::{AttributeElement, ClassElement, Word};
use super::index::{Index, dangling};
use super::owner::Owner;
use super::text;
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::syntax::{Attribute, Class, Common, Is, Text, TypeExpr};

/// A class without its relations; `None` when it has no name.
pub(super) fn class(position: usize, element: &ClassElement<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) -> Option<Class> {
    let id = Some(element.id.text);
    let Some(name) = element.name else {
        diagnostics.push(Diagnostic::new(&input::NO_NAME, element.id.span, "a class has no name").id(id));
        return None;
    };
    let owner = Owner { class: index.shown(position), member: None, id };
    let is = stereotype(position, element, name, index, diagnostics);
    let is_hovedklasse = is.value == Is::Hovedklasse;
    Some(Class {
        name: owner.name(name, diagnostics),
        id: id.map(str::to_owned),
        also_abstract: element.is_abstract.filter(|_| is_hovedklasse),
        is: Some(is),
        extends: index.parents(position).iter().map(|&(parent, span)| Spanned::new(index.qualified(parent).to_owned(), span)).collect(),
        docs: owner.docs(element.docs, diagnostics),
        deprecated: element.deprecated.map(|advice| owner.deprecation(advice, diagnostics)),
        attributes: element.attributes.iter().filter_map(|a| attribute(position, a, index, diagnostics)).collect(),
        ..Class::default()
    })
}

/// The stereotype as written, else as the members tell it.
fn stereotype(
    position: usize,
    element: &ClassElement<'_>,
    name: Word<'_>,
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Spanned<Is> {
    let shown = index.shown(position);
    if let Some(written) = element.stereotype {
        if let Some(is) = known_stereotype(written.text) {
            return Spanned::new(is, written.span);
        }
        diagnostics.push(
            Diagnostic::new(&input::UNKNOWN_STEREOTYPE, written.span, format!("the stereotype `{}` is unknown", written.text))
                .class(shown)
                .id(Some(element.id.text))
                .help("known are hovedklasse, abstrakt, datatype, kodeverk and referanse"),
        );
    }
    if let Some(span) = element.is_abstract {
        return Spanned::new(Is::Abstrakt, span);
    }
    let has_identifier = index.has_identifier(position);
    if has_identifier && element.stereotype.is_none() {
        diagnostics.push(
            Diagnostic::new(
                &input::DERIVED_HOVEDKLASSE,
                name.span,
                format!("`{shown}` is made a hovedklasse since it has an Identifikator"),
            )
            .class(shown)
            .id(Some(element.id.text))
            .help("give the class the stereotype `hovedklasse`"),
        );
    }
    Spanned::new(if has_identifier { Is::Hovedklasse } else { Is::Datatype }, name.span)
}

/// The stereotypes and their words.
const STEREOTYPES: [(Is, &str); 5] = [
    (Is::Hovedklasse, "hovedklasse"),
    (Is::Abstrakt, "abstrakt"),
    (Is::Datatype, "datatype"),
    (Is::Kodeverk, "kodeverk"),
    (Is::Referanse, "referanse"),
];

/// The stereotype that a word names, in whatever case.
pub(super) fn known_stereotype(written: &str) -> Option<Is> {
    STEREOTYPES.iter().find(|(_, word)| written.trim().eq_ignore_ascii_case(word)).map(|&(is, _)| is)
}

/// The stereotype's word.
pub(super) fn stereotype_word(wanted: Is) -> &'static str {
    STEREOTYPES.iter().find(|&&(is, _)| is == wanted).map_or("", |&(_, word)| word)
}

fn attribute(position: usize, element: &AttributeElement<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) -> Option<Attribute> {
    let id = element.id.map(|id| id.text);
    let class = index.shown(position);
    let Some(name) = element.name else {
        diagnostics.push(Diagnostic::new(&input::NO_NAME, element.span, "an attribute has no name").class(class).id(id));
        return None;
    };
    let member = text::name(name.text);
    let owner = Owner { class, member: Some(&member), id };
    let ty = attribute_type(position, element, name, &owner, index, diagnostics);
    let mut docs = owner.docs(element.docs, diagnostics);
    if let Some(default) = element.default {
        owner.default_value(default, &ty, &mut docs, diagnostics);
    }
    let writable = element.stereotype.is_some_and(|word| word.text.trim().eq_ignore_ascii_case("writable"));
    if let Some(word) = element.stereotype.filter(|_| !writable) {
        let message = format!("the stereotype `{}` of an attribute is unknown", word.text);
        diagnostics.push(owner.finding(&input::UNKNOWN_STEREOTYPE, word.span, message).help("attributes know `writable` alone"));
    }
    let bounds = bounds(element, name, &owner, index, diagnostics);
    Some(Attribute {
        name: owner.name(name, diagnostics),
        id: id.map(str::to_owned),
        ty: TypeExpr { name: ty, bounds },
        common: Common {
            docs,
            writable,
            deprecated: element.deprecated.map(|advice| owner.deprecation(advice, diagnostics)),
            ..Common::default()
        },
        ..Attribute::default()
    })
}

/// The type: by the id in the UML half, else by name.
fn attribute_type(
    position: usize,
    element: &AttributeElement<'_>,
    name: Word<'_>,
    owner: &Owner<'_>,
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Text {
    let span = element.type_name.unwrap_or(name).span;
    let by_id = element.id.and_then(|id| index.uml.attributes.get(id.text)).and_then(|property| property.ty);
    if let Some(id) = by_id {
        if let Some(class) = index.class_of(id) {
            return Spanned::new(type_word(class, index), span);
        }
        if !index.elements.is_known_type(id) {
            let mut finding = dangling(Word { text: id, span }, "type", owner.id.unwrap_or_default()).class(owner.class);
            finding.member = owner.member.map(str::to_owned);
            diagnostics.push(finding);
        }
    }
    let Some(written) = element.type_name else {
        diagnostics.push(owner.finding(&input::NO_TYPE, span, "the attribute has no type".to_owned()));
        return Spanned::new(Scalar::String.word().to_owned(), span);
    };
    Spanned::new(type_by_name(position, written, owner, index, diagnostics), span)
}

/// A primitive in whatever case, else the one class of that name, its own package's first; else the name as it is.
fn type_by_name(position: usize, written: Word<'_>, owner: &Owner<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) -> String {
    let name = text::name(written.text);
    let candidates = index.classes_named(written.text);
    let in_package: Vec<_> = candidates.iter().copied().filter(|&class| index.path(class) == index.path(position)).collect();
    match (in_package.as_slice(), candidates) {
        (&[class, ..], _) | ([], &[class]) => type_word(class, index),
        ([], &[first, ..]) => {
            let all: Vec<_> = candidates.iter().map(|&class| format!("`{}`", index.shown(class))).collect();
            let message = format!("the type `{name}` can be {}", all.join(" or "));
            diagnostics.push(
                owner
                    .finding(&input::AMBIGUOUS_TYPE, written.span, message)
                    .help("the attribute's `type` in `uml:Model` must name the class by its id"),
            );
            type_word(first, index)
        }
        ([], []) => Scalar::from_word(&name.to_lowercase()).map_or(name, |scalar| scalar.word().to_owned()),
    }
}

/// The class as a type expression names it. `Identifikator` is a word of the language, wherever the class stands.
fn type_word(class: usize, index: &Index<'_>) -> String {
    let qualified = index.qualified(class);
    match qualified.rsplit_once('/') {
        Some((_, name @ "Identifikator")) => name.to_owned(),
        _ => qualified.to_owned(),
    }
}

/// How many values, from the extension's bounds, else from the UML half.
fn bounds(
    element: &AttributeElement<'_>,
    name: Word<'_>,
    owner: &Owner<'_>,
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<Bounds>> {
    let uml = element.id.and_then(|id| index.uml.attributes.get(id.text));
    let lower = element.lower.map(|word| word.text).or_else(|| uml.and_then(|u| u.lower));
    let upper = element.upper.map(|word| word.text).or_else(|| uml.and_then(|u| u.upper));
    let span = element.lower.or(element.upper).unwrap_or(name).span;
    let read = match (lower, upper) {
        // UML's own default.
        (None, None) => Some(Bounds::ONE),
        (lower, upper) => read_bounds(lower.unwrap_or("1"), upper.unwrap_or("1")),
    };
    if read.is_none() {
        let message = format!("the bounds `{}..{}` are no multiplicity", lower.unwrap_or_default(), upper.unwrap_or_default());
        diagnostics
            .push(owner.finding(&input::ATTRIBUTE_BOUNDS, span, message).help("`lower` is a number, `upper` a number not below it or `*`"));
    }
    read.map(|bounds| Spanned::new(bounds, span))
}

/// `None` when they are no numbers, or cross. `-1` is how the UML half spells `*`.
pub(super) fn read_bounds(lower: &str, upper: &str) -> Option<Bounds> {
    let lower = lower.trim().parse().ok()?;
    let upper = match upper.trim() {
        "*" | "-1" => None,
        number => Some(number.parse().ok()?),
    };
    (upper != Some(0) && upper.is_none_or(|upper| lower <= upper)).then_some(Bounds { lower, upper })
}
