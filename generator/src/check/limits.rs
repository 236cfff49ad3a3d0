//! Rules of `pattern`, `min` and `max`, on attributes and on the input of actions.
//!
//! What a limit means is told by `smie_wire::model::Limit`, and a pattern is compiled as the server compiles it, so that what passes here does
//! what it says there.

use regex_automata::meta::Regex;

use super::context::Context;
use crate::diagnostic::codes::structure;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{self, Attribute, WrongLimit, whole_text};
use crate::syntax;

/// E0322.
pub(super) fn limits(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        let source = context.source(id).and_then(|class| written(&class.attributes, attribute));
        for wrong in wrong_limits(attribute) {
            diagnostics.push(placed(wrong, context.at_member(&structure::LIMIT, id, &attribute.name, ""), source));
        }
    }
    for (id, class) in context.model.classes() {
        for action in class.actions.iter().filter(|action| action.origin == id) {
            let source = context.source(id).and_then(|class| class.actions.iter().find(|source| source.name.value == action.name));
            for input in &action.input {
                let source = source.and_then(|source| written(&source.input, input));
                for wrong in wrong_limits(input) {
                    diagnostics.push(placed(wrong, context.at_member(&structure::LIMIT, id, &action.name, ""), source));
                }
            }
        }
    }
}

fn written<'a>(list: &'a [syntax::Attribute], attribute: &Attribute) -> Option<&'a syntax::Attribute> {
    list.iter().find(|source| source.name.value == attribute.name)
}

/// The finding, at the key's value where that is known.
fn placed(wrong: WrongLimit, mut finding: Diagnostic, source: Option<&syntax::Attribute>) -> Diagnostic {
    let value = source.and_then(|source| match wrong.key {
        "pattern" => source.pattern.as_ref(),
        "min" => source.min.as_ref(),
        _ => source.max.as_ref(),
    });
    if let Some(value) = value {
        finding.span = value.span;
    }
    finding.message = wrong.message;
    finding.help(wrong.help)
}

fn wrong_limits(attribute: &Attribute) -> Vec<WrongLimit> {
    let mut wrong = model::wrong_limits(attribute);
    if !wrong.iter().any(|found| found.key == "pattern") {
        wrong.extend(wrong_pattern(attribute));
    }
    wrong
}

/// What keeps the pattern of a text from being run.
fn wrong_pattern(attribute: &Attribute) -> Option<WrongLimit> {
    let (name, pattern) = (&attribute.name, attribute.pattern.as_ref()?);
    // Alone as well: `a)(b` would be well-formed between the anchors.
    let error = [pattern.clone(), whole_text(pattern)].iter().find_map(|pattern| Regex::new(pattern).err())?;
    let Some(error) = error.syntax_error().map(ToString::to_string) else {
        let message = format!("the pattern of `{name}` grows too large to be held against a text");
        return Some(WrongLimit { key: "pattern", message, help: "repeat less, or give the length by `min` and `max`".to_owned() });
    };
    // The parser draws the pattern first; the reason is its last line.
    let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    let message = format!("the pattern of `{name}` is no regular expression: {reason}");
    let help = "the syntax is that of Rust's `regex`: no lookaround and no backreferences; a sign that means itself is written `\\(`";
    Some(WrongLimit { key: "pattern", message, help: help.to_owned() })
}
