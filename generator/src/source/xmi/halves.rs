//! Compares the two halves of the file. They are written by one tool at one moment, so a difference is the trace of an edit by hand or of a merge.

use super::classes::{known_stereotype, read_bounds, stereotype_word};
use super::elements::{AttributeElement, ClassElement, Connector, End, Word};
use super::index::Index;
use super::owner::Owner;
use super::text;
use super::uml::UmlProperty;
use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::Is;

/// Reports every difference.
pub(super) fn compare(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    for (position, class) in index.elements.classes.iter().enumerate() {
        compare_class(position, class, index, diagnostics);
    }
    for connector in &index.elements.connectors {
        compare_connector(connector, index, diagnostics);
    }
}

const EXTENSION_FOLLOWED: &str = "export the model anew; `xmi:Extension` was followed";
const MODEL_FOLLOWED: &str = "export the model anew; `uml:Model` was followed, which names the type by its id";

fn differs(owner: &Owner<'_>, span: Span, message: String) -> Diagnostic {
    owner.finding(&input::HALVES, span, message).help(EXTENSION_FOLLOWED)
}

fn compare_class(position: usize, class: &ClassElement<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let owner = Owner { class: index.shown(position), member: None, id: Some(class.id.text) };
    let Some(name) = class.name else { return };
    let mut report = |message| diagnostics.push(differs(&owner, name.span, message));
    let Some(uml) = index.uml.classes.get(class.id.text) else {
        report(format!("`{}` is missing in `uml:Model`", owner.class));
        return;
    };
    if let Some(other) = uml.name.filter(|other| other.text.trim() != name.text.trim()) {
        report(format!("the class `{}` is called `{}` in `uml:Model`", name.text, other.text));
    }
    if uml.is_abstract != class.is_abstract.is_some() {
        report(format!("`{}` is abstract in one half alone", owner.class));
    }
    for &(parent, _) in index.parents(position) {
        if !uml.parents.iter().any(|id| index.class_of(id) == Some(parent)) {
            report(format!("`{}` extends `{}` in `xmi:Extension` alone", owner.class, index.shown(parent)));
        }
    }
    compare_stereotype(class, &owner, name, index, diagnostics);
    for attribute in &class.attributes {
        compare_attribute(attribute, owner.class, index, diagnostics);
    }
}

/// Stereotypes that are applied in the other half must be the element's own.
fn compare_stereotype(class: &ClassElement<'_>, owner: &Owner<'_>, name: Word<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let applied: Vec<Is> = index.uml.applied.get(class.id.text).into_iter().flatten().filter_map(|word| known_stereotype(word)).collect();
    let written = class.stereotype.and_then(|word| known_stereotype(word.text));
    if let Some(other) = applied.first().filter(|_| !written.is_some_and(|is| applied.contains(&is))) {
        let message = format!("`{}` has the stereotype `{}` in `uml:Model` alone", owner.class, stereotype_word(*other));
        diagnostics.push(differs(owner, name.span, message));
    }
}

fn compare_attribute(attribute: &AttributeElement<'_>, class: &str, index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let (Some(id), Some(name)) = (attribute.id, attribute.name) else { return };
    let owner = Owner { class, member: Some(name.text), id: Some(id.text) };
    let mut report = |span, help: &str, message: String| diagnostics.push(differs(&owner, span, message).help(help));
    let Some(uml) = index.uml.attributes.get(id.text) else {
        report(name.span, EXTENSION_FOLLOWED, format!("the attribute `{}` is missing in `uml:Model`", name.text));
        return;
    };
    if let Some(other) = uml.name.filter(|other| other.trim() != name.text.trim()) {
        report(name.span, EXTENSION_FOLLOWED, format!("the attribute `{}` is called `{other}` in `uml:Model`", name.text));
    }
    if let (Some(written), Some(class)) = (attribute.type_name, uml.ty.and_then(|id| index.class_of(id))) {
        let other = index.shown(class);
        if other.rsplit('/').next() != Some(&*text::name(written.text)) {
            let message = format!("the type `{}` is `{other}` in `uml:Model`", written.text);
            report(written.span, MODEL_FOLLOWED, message);
        }
    }
    if let (Some(lower), Some(upper)) = (attribute.lower, attribute.upper)
        && bounds_differ(&format!("{}..{}", lower.text, upper.text), uml)
    {
        report(
            lower.span,
            EXTENSION_FOLLOWED,
            format!("the bounds `{}..{}` are `{}` in `uml:Model`", lower.text, upper.text, shown_bounds(uml)),
        );
    }
    let is_writable = attribute.stereotype.is_some_and(|word| word.text.trim().eq_ignore_ascii_case("writable"));
    let is_applied = index.uml.applied.get(id.text).into_iter().flatten().any(|word| word.eq_ignore_ascii_case("writable"));
    if is_applied && !is_writable {
        report(name.span, EXTENSION_FOLLOWED, format!("the attribute `{}` is writable in `uml:Model` alone", name.text));
    }
}

fn compare_connector(connector: &Connector<'_>, index: &Index<'_>, diagnostics: &mut Diagnostics) {
    if connector.kind.is_none_or(|kind| kind.text != "Association") {
        return;
    }
    let ends = [(&connector.source, &connector.target), (&connector.target, &connector.source)];
    for (near, far) in ends {
        let (Some(role), Some(class)) = (far.role, near.class.and_then(|id| index.class_of(id.text))) else { continue };
        let owner = Owner { class: index.shown(class), member: Some(role.text), id: Some(connector.id.text) };
        compare_end(far, role, &owner, index.uml.ends.get(connector.id.text), diagnostics);
    }
}

fn compare_end(end: &End<'_>, role: Word<'_>, owner: &Owner<'_>, ends: Option<&Vec<UmlProperty<'_>>>, diagnostics: &mut Diagnostics) {
    let Some(ends) = ends else {
        diagnostics.push(differs(owner, role.span, format!("the association of `{}` is missing in `uml:Model`", role.text)));
        return;
    };
    let same_name: Vec<_> = ends.iter().filter(|other| other.name.is_some_and(|name| name.trim() == role.text.trim())).collect();
    if same_name.is_empty() {
        diagnostics.push(differs(owner, role.span, format!("the role `{}` is missing in `uml:Model`", role.text)));
    }
    if let ([other], Some(written)) = (same_name.as_slice(), end.multiplicity)
        && bounds_differ(written.text, other)
    {
        let message = format!("the multiplicity `{}` is `{}` in `uml:Model`", written.text, shown_bounds(other));
        diagnostics.push(differs(owner, written.span, message));
    }
}

/// True when both say something readable and it is not the same.
fn bounds_differ(written: &str, uml: &UmlProperty<'_>) -> bool {
    let (lower, upper) = written.split_once("..").unwrap_or((written, written));
    let other = uml.lower.zip(uml.upper).and_then(|(lower, upper)| read_bounds(lower, upper));
    read_bounds(lower, upper).zip(other).is_some_and(|(one, other)| one != other)
}

fn shown_bounds(uml: &UmlProperty<'_>) -> String {
    format!("{}..{}", uml.lower.unwrap_or_default(), uml.upper.unwrap_or_default()).replace("-1", "*")
}
