//! Relations: where they lead, and what they say of the other end.

use crate::context::Context;
use crate::input::{Class, Kind, Member};
use crate::shape::Linked;

/// The rules of one relation.
pub(super) fn relation(context: &Context, class: &Class, member: &Member) {
    let Some(end) = &member.relation else { return };
    if let Some(span) = end.any_span().filter(|_| member.is_outside) {
        let message = "`#[referanse]` leads out of the model, where there is neither a class nor another end: leave `#[relation(…)]` out";
        context.push(syn::Error::new(span, message));
        return;
    }
    if member.shape.linked == Linked::Plain && !end.flag("to") && !member.is_outside {
        let message = "where does it lead? Write `Link<T>`, `#[relation(to = T)]`, or `#[referanse]` for any address outside the model";
        context.error(&member.shape.whole, message);
    }
    bounds(context, member);
    other_end(context, class, member);
}

fn bounds(context: &Context, member: &Member) {
    let Some(end) = &member.relation else { return };
    let bounds: Vec<_> = ["one", "many", "some"].into_iter().filter_map(|word| Some((word, end.span(word)?))).collect();
    for (word, span) in bounds.iter().skip(1) {
        let message = format!("`{}` and `{word}` contradict each other", bounds.first().map(|(first, _)| *first).unwrap_or_default());
        context.push(syn::Error::new(*span, message));
    }
    if !end.flag("inverse") {
        for word in ["one", "many", "some", "maintained"] {
            if let Some(span) = end.span(word) {
                let message = format!("`{word}` tells of the other end; which one? Write `inverse = \"…\"` too");
                context.push(syn::Error::new(span, message));
            }
        }
    }
}

fn other_end(context: &Context, class: &Class, member: &Member) {
    let Some((end, inverse)) = member.relation.as_ref().and_then(|end| Some((end, end.text("inverse")?))) else { return };
    let target =
        end.ty("to").and_then(|path| path.segments.last()).map_or_else(|| member.shape.last.clone(), |last| last.ident.to_string());
    if target == "Foreign" {
        context.error(inverse, "what lies outside the model has no relations here: leave the inverse out");
    } else if class.kind == Kind::Datatype {
        let message =
            "the inverse would point to a datatype, which has no address: leave it out, or move the relation to the class that holds it";
        context.error(inverse, message);
    } else if inverse.value() == member.name && (class.ident == target || target == "Self") {
        context.error(inverse, format_args!("`{}` is its own inverse: name the other end differently", member.name));
    }
}
