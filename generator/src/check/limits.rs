//! Rules of `pattern`, `min` and `max`, on attributes and on the input of actions.
//!
//! What a limit means is told by `smie_wire::model::Limit`, and a pattern is compiled as the server compiles it, so that what passes here does
//! what it says there.

use regex_automata::meta::Regex;

use super::context::Context;
use crate::diagnostic::codes::structure;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Attribute, Limit, LimitError, Scalar, Type, whole_text};
use crate::syntax;

/// E0322.
pub(super) fn limits(context: &Context, diagnostics: &mut Diagnostics) {
    for (id, attribute) in context.attributes() {
        let source = context.source(id).and_then(|class| written(&class.attributes, attribute));
        for wrong in wrong_limits(attribute) {
            diagnostics.push(wrong.placed(context.at_member(&structure::LIMIT, id, &attribute.name, ""), source));
        }
    }
    for (id, class) in context.model.classes() {
        for action in class.actions.iter().filter(|action| action.origin == id) {
            let source = context.source(id).and_then(|class| class.actions.iter().find(|source| source.name.value == action.name));
            for input in &action.input {
                let source = source.and_then(|source| written(&source.input, input));
                for wrong in wrong_limits(input) {
                    diagnostics.push(wrong.placed(context.at_member(&structure::LIMIT, id, &action.name, ""), source));
                }
            }
        }
    }
}

fn written<'a>(list: &'a [syntax::Attribute], attribute: &Attribute) -> Option<&'a syntax::Attribute> {
    list.iter().find(|source| source.name.value == attribute.name)
}

/// What is wrong with one of the three keys, and what would be right.
struct Wrong {
    key: &'static str,
    message: String,
    help: String,
}

impl Wrong {
    /// The finding, at the key's value where that is known.
    fn placed(self, mut finding: Diagnostic, source: Option<&syntax::Attribute>) -> Diagnostic {
        let value = source.and_then(|source| match self.key {
            "pattern" => source.pattern.as_ref(),
            "min" => source.min.as_ref(),
            _ => source.max.as_ref(),
        });
        if let Some(value) = value {
            finding.span = value.span;
        }
        finding.message = self.message;
        finding.help(self.help)
    }
}

fn wrong_limits(attribute: &Attribute) -> Vec<Wrong> {
    let name = &attribute.name;
    let mut wrong: Vec<Wrong> = wrong_pattern(attribute).into_iter().collect();
    let limits = [("min", &attribute.min), ("max", &attribute.max)];
    let mut read = Vec::new();
    for (key, text) in limits.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))) {
        match Limit::read(attribute.ty, text) {
            Ok(limit) => read.push(limit),
            Err(LimitError::NoSize) => {
                let message = format!("`{name}` has `{key}`, but neither a size nor a length");
                wrong.push(Wrong { key, message, help: "`min` and `max` are for numbers, dates, points in time and text".to_owned() });
            }
            Err(LimitError::Value(expected)) => {
                let message = format!("`{key}: {text}` of `{name}` is no limit that its type can have");
                wrong.push(Wrong { key, message, help: format!("write {expected}") });
            }
        }
    }
    if let [min, max] = read[..]
        && min > max
    {
        let message = format!("`{name}` has `min` above `max`");
        wrong.push(Wrong { key: "min", message, help: "nothing can meet both; exchange them".to_owned() });
    }
    wrong
}

fn wrong_pattern(attribute: &Attribute) -> Option<Wrong> {
    let (name, pattern) = (&attribute.name, attribute.pattern.as_ref()?);
    if !matches!(attribute.ty, Type::Scalar(Scalar::String | Scalar::Uri) | Type::Identifikator) {
        let message = format!("`{name}` has a pattern, but is not text");
        return Some(Wrong { key: "pattern", message, help: "a pattern is for `string`, `uri` and `Identifikator`".to_owned() });
    }
    // Alone as well: `a)(b` would be well-formed between the anchors.
    let error = [pattern.clone(), whole_text(pattern)].iter().find_map(|pattern| Regex::new(pattern).err())?;
    let Some(error) = error.syntax_error().map(ToString::to_string) else {
        let message = format!("the pattern of `{name}` grows too large to be held against a text");
        return Some(Wrong { key: "pattern", message, help: "repeat less, or give the length by `min` and `max`".to_owned() });
    };
    // The parser draws the pattern first; the reason is its last line.
    let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    let message = format!("the pattern of `{name}` is no regular expression: {reason}");
    let help = "the syntax is that of Rust's `regex`: no lookaround and no backreferences; a sign that means itself is written `\\(`";
    Some(Wrong { key: "pattern", message, help: help.to_owned() })
}
