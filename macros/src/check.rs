//! The rules that need no other class. Those that do are checked when the tables of a model come together.

use std::collections::HashMap;

use quote::ToTokens;

use crate::attr::Args;
use crate::context::Context;
use crate::input::{Class, Enum, Flavour, Kind, Member};
use crate::names::did_you_mean;

/// The rules for a class.
pub(crate) fn class(context: &Context, class: &Class) {
    has_package(context, &class.args, &class.ident);
    has_identifier(context, class);
    kodeverk_extends(context, class);
    referanse_is_empty(context, class);
    only_served_classes_are_paths(context, class);
    one_primary(context, class);
    one_wire_name_each(context, class);
    state_is_a_member(context, class);
    for member in &class.members {
        identity(context, class, member);
        relation(context, member);
    }
}

/// The rules for an enum.
pub(crate) fn enumeration(context: &Context, input: &Enum) {
    has_package(context, &input.args, &input.ident);
    if input.values.is_empty() {
        context.error(&input.ident, "an enum of a model has at least one value");
    }
    let mut seen = HashMap::new();
    for value in &input.values {
        if let Some(other) = seen.insert(&value.wire, &value.name) {
            let message = format_args!("the codes `{other}` and `{}` are both `{}` on the wire", value.name, value.wire);
            context.error(&value.ident, message);
        }
    }
}

fn has_package(context: &Context, args: &Args, at: impl ToTokens) {
    if args.text("package").is_none() && args.span("package").is_none() {
        context.error(at, "which package? Write `#[smie(package = \"…\")]`; `\"\"` is the one directly under the base path");
    }
}

fn is_served(class: &Class) -> bool {
    matches!(class.kind, Kind::Hovedklasse | Kind::Kodeverk)
}

/// A client's types need no mark: they do not become a model.
fn has_identifier(context: &Context, class: &Class) {
    let needed = class.kind == Kind::Hovedklasse && class.flavour != Flavour::Client && class.args.ty("extends").is_none();
    if needed && class.members.iter().all(|member| member.identity.is_none()) {
        context.error(
            &class.ident,
            format_args!("`{}` has no identity: mark a field of type `Identifikator` with `#[identifikator]`", class.name),
        );
    }
}

fn kodeverk_extends(context: &Context, class: &Class) {
    if class.kind == Kind::Kodeverk && class.args.ty("extends").is_none() {
        context.error(&class.ident, "a kodeverk extends the model's `Begrep`: write `#[smie(extends = Begrep)]`");
    }
}

fn referanse_is_empty(context: &Context, class: &Class) {
    if class.kind == Kind::Referanse
        && let Some(member) = class.members.first()
    {
        context.error(&member.ident, "a referanse stands for something outside the model and has no members");
    }
}

fn only_served_classes_are_paths(context: &Context, class: &Class) {
    if is_served(class) {
        return;
    }
    for word in ["collection", "within", "allow", "state"] {
        if let Some(span) = class.args.span(word) {
            let message = format!("`{word}` is for a class that is served; a `{}` is not", class.kind.word());
            context.push(syn::Error::new(span, message));
        }
    }
}

fn one_primary(context: &Context, class: &Class) {
    let mut primaries = class.members.iter().filter_map(|member| member.identity.as_ref()?.span("primary"));
    if primaries.next().is_some() {
        for span in primaries {
            context.push(syn::Error::new(span, "only one identity can be the primary one"));
        }
    }
}

fn one_wire_name_each(context: &Context, class: &Class) {
    let mut seen: HashMap<String, &Member> = HashMap::new();
    for member in &class.members {
        if member.wire == "_links" {
            context.error(&member.ident, "`_links` is where relations stand and cannot be a member");
        }
        if member.wire == "self" && member.relation.is_some() {
            context.error(&member.ident, "`self` is a resource's link to itself and cannot be a relation");
        }
        if let Some(other) = seen.insert(member.wire.to_lowercase(), member) {
            let message = format_args!(
                "`{}` and `{}` are both `{}` on the wire; give one of them another name with `#[smie(wire = \"…\")]`",
                other.name, member.name, member.wire
            );
            context.error(&member.ident, message);
        }
    }
}

fn state_is_a_member(context: &Context, class: &Class) {
    if let Some(state) = class.args.text("state") {
        let attributes = || class.members.iter().filter(|member| member.relation.is_none()).map(|member| member.name.as_str());
        let name = state.value();
        if !attributes().any(|attribute| attribute == name) {
            let hint = did_you_mean(&name, attributes());
            context.error(state, format_args!("`{}` has no attribute `{name}`{hint}", class.name));
        }
    }
}

fn identity(context: &Context, class: &Class, member: &Member) {
    let is_identity = member.shape.last == "Identifikator" && !member.shape.is_link;
    match &member.identity {
        Some(_) if !is_identity => {
            context.error(&member.shape.whole, "an identity has the type `Identifikator` or `Option<Identifikator>`");
        }
        Some(_) if !matches!(member.shape.holds, crate::shape::Holds::One | crate::shape::Holds::Optional) => {
            context.error(&member.shape.whole, "an identity is one value, not a list");
        }
        None if is_identity && class.flavour != Flavour::Client && class.kind != Kind::Datatype => {
            context.error(&member.ident, format_args!("`{}` is an identity: mark it with `#[identifikator]`", member.name));
        }
        _ => {}
    }
}

fn relation(context: &Context, member: &Member) {
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
