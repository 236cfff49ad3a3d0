//! Names: what can be one, and that no two are one on the wire.

use std::collections::HashMap;

use syn::LitStr;

use crate::attr::Args;
use crate::context::Context;
use crate::input::{Class, Enum, Member};
use crate::names;

/// Words of the model language that stand where a class or enum may stand too.
const WORDS: &[&str] = &[
    "Referanse",
    "string",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "decimal",
    "date",
    "datetime",
    "duration",
    "uri",
    "uuid",
    "binary",
];

/// The class's own name, and its package's.
pub(super) fn class(context: &Context, class: &Class) {
    package(context, &class.args);
    own(context, &class.args, &class.ident, &class.name);
    let wire = class.args.text("wire").map_or_else(|| names::fold(&class.name), LitStr::value);
    is_a_name(context, &class.args, &class.ident, &class.name, &wire);
}

/// The enum's own name, its package's, and its codes.
pub(super) fn enumeration(context: &Context, input: &Enum) {
    package(context, &input.args);
    own(context, &input.args, &input.ident, &input.name);
    let mut seen = HashMap::new();
    for value in &input.values {
        if let Some(letter) = value.wire.chars().find(|letter| !letter.is_ascii()) {
            context.error(&value.ident, format_args!("the letter `{letter}` in `{}` has no ASCII letter on the wire", value.name));
        }
        if let Some(other) = seen.insert(&value.wire, &value.name) {
            let message = format_args!("the codes `{other}` and `{}` are both `{}` on the wire", value.name, value.wire);
            context.error(&value.ident, message);
        }
    }
}

/// The names of a class's members.
pub(super) fn members(context: &Context, class: &Class) {
    let mut seen: HashMap<String, &Member> = HashMap::new();
    for member in &class.members {
        if member.wire == "_links" {
            context.error(&member.ident, "`_links` is where relations stand and cannot be a member");
        } else {
            is_a_name(context, &member.args, &member.ident, &member.name, &member.wire);
        }
        if member.wire == "self" && member.relation.is_some() {
            context.error(&member.ident, "`self` is a resource's link to itself and cannot be a relation");
        }
        let Some(other) = seen.insert(member.wire.to_lowercase(), member) else { continue };
        if other.name == member.name {
            context.error(&member.ident, format_args!("`{}` has two members called `{}`", class.name, member.name));
            continue;
        }
        let message = format_args!(
            "`{}` and `{}` are both `{}` on the wire; give one of them another name with `#[smie(wire = \"…\")]`",
            other.name, member.name, member.wire
        );
        context.error(&member.ident, message);
    }
}

fn own(context: &Context, args: &Args, ident: &syn::Ident, name: &str) {
    if WORDS.contains(&name) {
        let message = format_args!("`{name}` is a word of the model language and cannot name a class or an enum");
        at(context, args, ident, message);
    }
}

/// A name on the wire is a letter, then letters, digits and underscores.
fn is_a_name(context: &Context, args: &Args, ident: &syn::Ident, name: &str, wire: &str) {
    let can_be = wire.starts_with(|c: char| c.is_ascii_alphabetic()) && wire.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if can_be {
        return;
    }
    if let Some(text) = args.text("wire") {
        context.error(text, format_args!("`{wire}` is no name on the wire: a letter, then letters, digits and underscores"));
    } else if let Some(letter) = wire.chars().find(|letter| !letter.is_ascii()) {
        let message = format_args!(
            "the letter `{letter}` in `{name}` has no ASCII letter on the wire; give a name of its own with `#[smie(wire = \"…\")]`"
        );
        at(context, args, ident, message);
    } else {
        let message = format_args!(
            "`{name}` is `{wire}` on the wire, and that is no name: a letter, then letters, digits and underscores; give another with `#[smie(wire = \"…\")]`"
        );
        at(context, args, ident, message);
    }
}

/// Segments of a package's path; `""` is the one without.
fn package(context: &Context, args: &Args) {
    let Some(text) = args.text("package") else { return };
    let path = text.value();
    let can_be = |segment: &str| !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if let Some(segment) = path.split('/').find(|segment| !path.is_empty() && !can_be(&names::fold(segment))) {
        let message = format_args!("`{path}` is no package: `{segment}` cannot be a segment of a path; write names, joined by `/`");
        context.error(text, message);
    }
}

/// At the name that was given, else at the type's or field's own.
fn at(context: &Context, args: &Args, ident: &syn::Ident, message: std::fmt::Arguments<'_>) {
    match args.text("name") {
        Some(text) => context.error(text, message),
        None => context.error(ident, message),
    }
}
