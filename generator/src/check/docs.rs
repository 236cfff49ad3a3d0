//! Rules of documentation.

use super::context::Context;
use crate::diagnostic::codes::warnings;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{ClassId, Docs, Side};

/// W1308.
pub(super) fn undocumented(context: &Context, diagnostics: &mut Diagnostics) {
    let demanded = context.profile.as_ref().is_some_and(|profile| profile.requires_info);
    let rule = if demanded { "DOK.12, DOK.19: " } else { "" };
    let excepted = demanded && (context.is_excepted("DOK.12") || context.is_excepted("DOK.19"));
    for part in parts(context).into_iter().filter(|part| is_blank(part.docs) && !excepted) {
        let message = format!("{rule}the {} `{}` has no documentation", part.kind, part.name(context));
        diagnostics.push(part.finding(context, message, &warnings::UNDOCUMENTED).help("say what it means in a line under `docs:`"));
    }
}

/// W1404.
pub(super) fn untranslated(context: &Context, diagnostics: &mut Diagnostics) {
    let Some(profile) = &context.profile else { return };
    if profile.required_languages.is_empty() || context.is_excepted("DOK.06") {
        return;
    }
    for part in parts(context).into_iter().filter(|part| !is_blank(part.docs)) {
        let missing: Vec<_> =
            profile.required_languages.iter().filter(|language| part.docs.get(language).is_none()).map(String::as_str).collect();
        if !missing.is_empty() {
            let message =
                format!("DOK.06: the documentation of the {} `{}` lacks {}", part.kind, part.name(context), missing.join(" and "));
            diagnostics.push(
                part.finding(context, message, &warnings::UNTRANSLATED).help("write a text for each language: `docs: {sv: …, en: …}`"),
            );
        }
    }
}

/// Something with documentation.
struct Part<'a> {
    kind: &'static str,
    class: ClassId,
    member: Option<&'a str>,
    docs: &'a Docs,
}

impl Part<'_> {
    fn name(&self, context: &Context) -> String {
        self.member.map_or_else(|| context.model.class(self.class).name.clone(), str::to_owned)
    }

    fn finding(&self, context: &Context, message: String, code: &'static crate::diagnostic::Code) -> Diagnostic {
        match self.member {
            Some(member) => context.at_member(code, self.class, member, message),
            None => context.at_class(code, self.class, message),
        }
    }
}

/// Classes and their own members. A maintained end is explained by the storing one, with which it is declared.
fn parts<'a>(context: &Context<'a>) -> Vec<Part<'a>> {
    let model = context.model;
    let classes = model.classes().map(|(class, c)| Part { kind: "class", class, member: None, docs: &c.docs });
    let attributes = context.attributes().map(|(class, a)| Part { kind: "attribute", class, member: Some(&a.name), docs: &a.docs });
    let relations = context.relations().filter(|(_, r)| r.side == Side::Storing);
    let relations = relations.map(|(class, r)| Part { kind: "relation", class, member: Some(&r.name), docs: &r.docs });
    let actions = model.classes().flat_map(|(class, c)| c.actions.iter().filter(move |a| a.origin == class).map(move |a| (class, a)));
    let actions = actions.map(|(class, a)| Part { kind: "action", class, member: Some(&a.name), docs: &a.docs });
    classes.chain(attributes).chain(relations).chain(actions).collect()
}

fn is_blank(docs: &Docs) -> bool {
    docs.0.iter().all(|(_, text)| text.trim().is_empty())
}
