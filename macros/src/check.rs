//! The rules of a class or enum by itself, as `smie check` has them for files. Those that need another class are checked by the compiler, through
//! traits that only the right sort of class has, or when the tables of a model come together.

mod limits;
mod names;
mod relations;

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
    names::class(context, class);
    names::members(context, class);
    state_is_a_member(context, class);
    new_is_for_clients(context, class);
    for event in class.events.iter().filter(|event| event.text("name").is_none()) {
        context
            .push(syn::Error::new(event.any_span().unwrap_or_else(|| class.ident.span()), "an event has a name: `#[event(name = \"…\")]`"));
    }
    for member in &class.members {
        identity(context, class, member);
        relations::relation(context, class, member);
        limits::attribute(context, member);
    }
}

/// The rules for an enum.
pub(crate) fn enumeration(context: &Context, input: &Enum) {
    has_package(context, &input.args, &input.ident);
    if input.values.is_empty() {
        context.error(&input.ident, "an enum of a model has at least one value");
    }
    names::enumeration(context, input);
}

fn has_package(context: &Context, args: &Args, at: impl ToTokens) {
    if args.text("package").is_none() && args.span("package").is_none() {
        context.error(at, "which package? Write `#[smie(package = \"…\")]`; `\"\"` is the one directly under the base path");
    }
}

/// `new(Name, field, …)`: what a client must give is a struct of its own; a server's own types already hold it.
fn new_is_for_clients(context: &Context, class: &Class) {
    let Some((span, words)) = class.args.span("new").zip(class.args.words("new")) else { return };
    if class.flavour != Flavour::Client {
        context.push(syn::Error::new(span, "`new` is for the types of a client"));
    }
    if words.is_empty() {
        context.push(syn::Error::new(span, "`new` names the struct of what must be given, then its fields: `new(NewElev, system_id)`"));
    }
    for word in words.iter().skip(1).filter(|word| class.members.iter().all(|member| member.ident != **word)) {
        let fields: Vec<String> = class.members.iter().map(|member| member.ident.to_string()).collect();
        let hint = did_you_mean(&word.to_string(), fields.iter().map(String::as_str));
        context.error(word, format_args!("`{}` has no field `{word}`{hint}", class.ident));
    }
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

/// An abstract class hands down what it says of its heirs' resources, but not where they are nested.
fn only_served_classes_are_paths(context: &Context, class: &Class) {
    let wrong: &[&str] = match class.kind {
        Kind::Hovedklasse | Kind::Kodeverk => &[],
        Kind::Abstrakt => &["within"],
        Kind::Datatype | Kind::Referanse => &["collection", "within", "allow", "state", "actions"],
    };
    for word in wrong {
        if let Some(span) = class.args.span(word) {
            let message = format!("`{word}` is for a class that is served; one that derives `{}` is not", class.kind.word());
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
    let is_identity = member.shape.last == "Identifikator" && member.relation.is_none();
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
